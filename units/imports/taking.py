"""A list is read, looked at, and taken in whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from import_export.results import Result, RowResult

from sheets.files import read_sheets
from sheets.headings import Head, read_head
from sheets.problems import UnreadableTable
from sheets.remarks import Why
from sheets.tables import Remark, Table, read_table
from units.actions import lock_tree
from units.imports.fates import DirectoryMoved, Fate, Preview, RowFate, RowsWrong
from units.imports.lists import Listing
from units.resources import ListResource, Rows
from units.resources.base import NUMBER, Setting
from units.spreadsheets.layouts import Layout
from units.spreadsheets.linking import LinkedRow

_FATE_OF = {
    RowResult.IMPORT_TYPE_NEW: Fate.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Fate.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Fate.SAME,
    RowResult.IMPORT_TYPE_INVALID: Fate.WRONG,
}


def read_list(
    layout: Layout, data: bytes, *, sheet: str = "", chosen: Mapping[int, str] | None = None
) -> Table:
    """The list in a spreadsheet file.  Raises UnreadableFile or UnreadableTable."""
    head = read_head(read_sheets(data), layout.recogniser, sheet=sheet, chosen=chosen)
    return table_of(layout, head)


def table_of(layout: Layout, head: Head) -> Table:
    """The list below its headings, without the template's examples.  Raises UnreadableTable."""
    table = read_table(head, layout.recogniser, layout.named_by)
    examples = [row for row in table.rows if layout.is_example(row.values)]
    if len(examples) == len(table.rows):
        raise UnreadableTable(
            f"Tệp mới có các dòng mẫu. Hãy điền danh sách {layout.noun} rồi tải lên lại."
        )
    shown = layout.named_by[-1]
    said = [Remark(row.number, row.values.get(shown, ""), Why.EXAMPLE) for row in examples]
    numbers = {row.number for row in examples}
    kept = tuple(row for row in table.rows if row.number not in numbers)
    return replace(table, rows=kept, remarks=(*said, *table.remarks))


def preview_list(listing: Listing, table: Table, setting: Setting) -> Preview:
    """What the list would do; nothing is written and nobody is kept from writing.

    Raises UnreadableTable where a column is not known.
    """
    resource = listing.resource(setting=setting)
    return _told(listing, table, resource, resource.look_at(_rows(listing.layout, table)))


def take_list(listing: Listing, table: Table, setting: Setting, fingerprint: str = "") -> Preview:
    """Takes the list in, in one transaction, and returns what was done.

    ``fingerprint`` is that of the preview which the person saw, where there was one.  Raises
    UnreadableTable, RowsWrong or DirectoryMoved, and then nothing has been written.
    """
    resource = listing.resource(setting=setting)
    try:
        with transaction.atomic():
            lock_tree()
            result = resource.import_data(
                _rows(listing.layout, table), rollback_on_validation_errors=True
            )
            done = _told(listing, table, resource, result)
            if done.wrong:
                raise RowsWrong(done)
            if fingerprint and fingerprint != done.fingerprint:
                raise DirectoryMoved
            return replace(done, made=tuple(one.pk for one in resource.create_instances))
    except (IntegrityError, ValidationError) as error:
        # Somebody wrote the same code, account or name between our reading and our writing.
        raise DirectoryMoved from error


def _rows(layout: Layout, table: Table) -> Rows:
    keys = [str(heading.key) for heading in table.headings if heading.key in table.keys]
    rows = Rows([NUMBER, *(layout.headings[key] for key in keys)])
    rows.extend([row.number, *(row.values[key] for key in keys)] for row in table.rows)
    return rows


def _told(listing: Listing, table: Table, resource: ListResource, result: Result) -> Preview:
    _raise_unforeseen(result)
    rows = tuple(
        _row_fate(listing, row, found)
        for row, found in zip(resource.linked, result.rows, strict=True)
    )
    return Preview(
        sheet=table.sheet,
        rows=rows,
        remarks=table.remarks,
        unnamed=tuple(listing.unnamed(resource)),
        fingerprint=hashlib.sha256(repr(rows).encode()).hexdigest(),
    )


def _raise_unforeseen(result: Result) -> None:
    """Errors that no row is to blame for are not shown as its fate."""
    for error in (
        *result.base_errors,
        *(one for _, errors in result.row_errors() for one in errors),
    ):
        raise error.error


def _row_fate(listing: Listing, row: LinkedRow, found: RowResult) -> RowFate:
    code, name = (row.values.get(key, "") for key in listing.shown)
    fate = _FATE_OF[found.import_type]
    if fate is Fate.WRONG:
        problems = _problems(listing.layout, row.number, found)
        return RowFate(row.number, fate, code, name, problems=problems)
    shown = {listing.layout.headings[key] for key in listing.shown}
    changes = tuple(
        # What is new says its code and its name in columns of their own.
        one
        for one in found.changes
        if fate is not Fate.NEW or one.label not in shown
    )
    return RowFate(row.number, fate, code, name or found.object_repr, changes=changes)


def _problems(layout: Layout, number: int, found: RowResult) -> tuple[str, ...]:
    said = found.validation_error.message_dict
    return tuple(
        f"Dòng {number}: {_with_column(layout, key, message)}"
        for key in said
        for message in said[key]
    )


def _with_column(layout: Layout, key: str, message: str) -> str:
    """Messages of the fields themselves begin with a capital and do not name their column."""
    if message[:1].isupper():
        return f"cột “{layout.headings.get(key, key)}”: {message[:1].lower()}{message[1:]}"
    return message
