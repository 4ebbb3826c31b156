"""The lists that come in and go out: what their columns are called and how they are filled in."""

from units.spreadsheets.layouts.groups import GROUPS
from units.spreadsheets.layouts.layout import Choices, Layout
from units.spreadsheets.layouts.people import PEOPLE
from units.spreadsheets.layouts.units import UNITS

__all__ = ["GROUPS", "PEOPLE", "UNITS", "Choices", "Layout"]
