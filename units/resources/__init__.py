"""Lists as spreadsheets, in and out, on django-import-export.

A resource reads rows of Vietnamese headings (``spreadsheets.layouts``), finds what they name, and
judges all of them before it writes any.  ``units.imports`` is the door for pages and commands.
"""

from units.resources.base import Change, ListResource, Rows, Setting
from units.resources.groups import GroupResource
from units.resources.people import PersonResource
from units.resources.units import UnitResource

__all__ = [
    "Change",
    "GroupResource",
    "ListResource",
    "PersonResource",
    "Rows",
    "Setting",
    "UnitResource",
]
