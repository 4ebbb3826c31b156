"""Lists from spreadsheets: looked at first, then taken in whole or not at all."""

from units.imports.fates import (
    FATE_LOOKS,
    DirectoryMoved,
    Fate,
    FateLook,
    Preview,
    RowFate,
    RowsWrong,
    Unnamed,
)
from units.imports.lists import GROUPS, LISTS, PEOPLE, UNITS, Listing
from units.imports.out import export_list, list_with_reasons, template
from units.imports.taking import preview_list, read_list, table_of, take_list

__all__ = [
    "FATE_LOOKS",
    "GROUPS",
    "LISTS",
    "PEOPLE",
    "UNITS",
    "DirectoryMoved",
    "Fate",
    "FateLook",
    "Listing",
    "Preview",
    "RowFate",
    "RowsWrong",
    "Unnamed",
    "export_list",
    "list_with_reasons",
    "preview_list",
    "read_list",
    "table_of",
    "take_list",
    "template",
]
