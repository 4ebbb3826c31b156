"""The lists that come in and go out: what their columns are called and how they are filled in."""

from units.lists.layouts.groups import GROUPS
from units.lists.layouts.layout import Choices, Layout
from units.lists.layouts.people import PEOPLE
from units.lists.layouts.units import UNITS

__all__ = ["GROUPS", "PEOPLE", "UNITS", "Choices", "Layout"]
