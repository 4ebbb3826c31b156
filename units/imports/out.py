"""Lists that go out: the file to fill in, what is stored, a list with what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from units.imports.fates import Preview
from units.imports.lists import UNITS, Listing
from units.resources.base import Setting
from units.spreadsheets.tables import Table
from units.spreadsheets.workbooks import (
    in_tree_order,
    list_workbook,
    reasons_workbook,
    template_workbook,
)


def template(listing: Listing) -> bytes:
    """The workbook to fill in, with this installation's own words to choose from."""
    return template_workbook(listing.layout, listing.choices())


def export_list(listing: Listing, rows: QuerySet[Any], setting: Setting) -> bytes:
    """The rows as a workbook; it imports back unchanged.  Units stand below their parents."""
    dataset = listing.resource(setting=setting).export(rows)
    headings = [str(heading) for heading in dataset.headers or ()]
    lines: Sequence[Sequence[str]] = list(dataset)
    if listing is UNITS:
        places = (headings.index(listing.layout.headings[key]) for key in ("code", "parent"))
        code, parent = places
        lines = in_tree_order(lines, code=code, parent=parent)
    return list_workbook(listing.layout, headings, lines)


def list_with_reasons(listing: Listing, table: Table, preview: Preview) -> bytes:
    """The table as a workbook with what is wrong beside each row."""
    keys = [str(heading.key) for heading in table.headings if heading.key in table.keys]
    reasons = {row.number: " ".join(row.problems) for row in preview.rows}
    return reasons_workbook(
        listing.layout,
        [listing.layout.headings[key] for key in keys],
        [([row.values[key] for key in keys], reasons[row.number]) for row in table.rows],
    )
