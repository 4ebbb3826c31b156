"""Rows of a list → the same rows with everything they name found.  PURE."""

from units.spreadsheets.linking.groups import KnownGroup, link_groups
from units.spreadsheets.linking.people import KnownPerson, link_people
from units.spreadsheets.linking.rows import DASHES, KnownUnit, LinkedRow, Problem, split_names
from units.spreadsheets.linking.units import link_rows

__all__ = [
    "DASHES",
    "KnownGroup",
    "KnownPerson",
    "KnownUnit",
    "LinkedRow",
    "Problem",
    "link_groups",
    "link_people",
    "link_rows",
    "split_names",
]
