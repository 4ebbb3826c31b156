"""A list of units from a spreadsheet: looked at first, then taken in whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

import tablib
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from import_export.results import Result, RowResult

from units.models import Unit, UnitKind
from units.resources import HEADING_OF, NUMBER, Change, UnitResource
from units.spreadsheets.columns import UNIT_COLUMNS
from units.spreadsheets.files import read_sheets
from units.spreadsheets.problems import UnreadableTable
from units.spreadsheets.tables import Head, Remark, Table, read_head, read_table, refuse_unknown
from units.spreadsheets.workbooks import (
    EXAMPLES,
    in_tree_order,
    list_workbook,
    reasons_workbook,
    template_workbook,
)


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class FateLook(NamedTuple):
    label: str
    tone: str
    icon: str


FATE_LOOKS: Mapping[Fate, FateLook] = {
    Fate.WRONG: FateLook("Sai", "overdue", "alert-circle"),
    Fate.NEW: FateLook("Thêm mới", "done", "circle-plus"),
    Fate.CHANGED: FateLook("Thay đổi", "due-soon", "pencil"),
    Fate.SAME: FateLook("Giữ nguyên", "open", "equal"),
}
_EXAMPLE_CODES = frozenset(example["code"] for example in EXAMPLES)
_FATE_OF = {
    RowResult.IMPORT_TYPE_NEW: Fate.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Fate.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Fate.SAME,
    RowResult.IMPORT_TYPE_INVALID: Fate.WRONG,
}


@dataclass(frozen=True)
class RowFate:
    """``problems`` are whole sentences that begin with the row's number."""

    number: int
    fate: Fate
    code: str
    name: str
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def look(self) -> FateLook:
        return FATE_LOOKS[self.fate]

    @property
    def details(self) -> tuple[Change, ...]:
        """What a row says besides the code and the name, which have columns of their own."""
        shown = {HEADING_OF["code"], HEADING_OF["name"]}
        return tuple(change for change in self.changes if change.label not in shown)


@dataclass(frozen=True)
class UnnamedUnit:
    """A unit of the directory that the file does not name; an import leaves it as it is."""

    code: str
    name: str


@dataclass(frozen=True)
class Preview:
    """What a list would do.  ``fingerprint`` changes when anything in it does."""

    sheet: str
    rows: tuple[RowFate, ...]
    remarks: tuple[Remark, ...]
    unnamed: tuple[UnnamedUnit, ...]
    fingerprint: str

    @property
    def counts(self) -> Mapping[Fate, int]:
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in FATE_LOOKS}

    @property
    def wrong(self) -> tuple[RowFate, ...]:
        return tuple(row for row in self.rows if row.fate is Fate.WRONG)

    @property
    def to_write(self) -> int:
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]


class RowsWrong(Exception):
    """Some row is wrong, so nothing was written; ``preview`` says which and why."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(f"{len(preview.wrong)} dòng sai, chưa ghi gì vào danh mục.")
        self.preview = preview


class DirectoryMoved(Exception):
    """The directory has changed since the list was looked at, so nothing was written."""


def read_unit_table(
    data: bytes, *, sheet: str = "", chosen: Mapping[int, str] | None = None
) -> Table:
    """The table of units in a spreadsheet file.

    Raises UnreadableFile or UnreadableTable.
    """
    return unit_table(read_head(read_sheets(data), UNIT_COLUMNS, sheet=sheet, chosen=chosen))


def unit_table(head: Head) -> Table:
    """The table of units below its headings, without the template's examples.

    Raises UnreadableTable.
    """
    table = read_table(head, UNIT_COLUMNS)
    examples = [row for row in table.rows if row.values.get("code") in _EXAMPLE_CODES]
    if len(examples) == len(table.rows):
        raise UnreadableTable("Tệp mới có các dòng mẫu. Hãy điền danh sách đơn vị rồi tải lên lại.")
    kept = tuple(row for row in table.rows if row not in examples)
    said = [Remark(row.number, f"Dòng mẫu: {row.values.get('name', '')}") for row in examples]
    return replace(table, rows=kept, remarks=(*said, *table.remarks))


def preview_units(table: Table) -> Preview:
    """What the table would do to the directory; nothing is written.

    Raises UnreadableTable where a column is not known.
    """
    return _run(table, dry_run=True, by=None)


def import_units(*, table: Table, by: Any, fingerprint: str = "") -> Preview:
    """Takes the table into the directory in one transaction and returns what was done.

    ``fingerprint`` is that of the preview which the person saw, where there was one.  Raises
    UnreadableTable, RowsWrong or DirectoryMoved, and then nothing has been written.
    """
    try:
        with transaction.atomic():
            done = _run(table, dry_run=False, by=by)
            if done.wrong:
                raise RowsWrong(done)
            if fingerprint and fingerprint != done.fingerprint:
                raise DirectoryMoved
            return done
    except IntegrityError as error:
        # Somebody wrote the same code between our reading and our writing.
        raise DirectoryMoved from error


def _run(table: Table, *, dry_run: bool, by: Any) -> Preview:
    refuse_unknown(table.headings, UNIT_COLUMNS)
    resource = UnitResource()
    result = resource.import_data(
        _dataset(table), dry_run=dry_run, user=by, rollback_on_validation_errors=True
    )
    _raise_unforeseen(result)
    return _preview(table, result, resource)


def _dataset(table: Table) -> tablib.Dataset:
    keys = [heading.key for heading in table.headings if heading.key in table.keys]
    dataset = tablib.Dataset(headers=[NUMBER, *(HEADING_OF[str(key)] for key in keys)])
    dataset.extend([row.number, *(row.values[str(key)] for key in keys)] for row in table.rows)
    return dataset


def _raise_unforeseen(result: Result) -> None:
    """Errors that no row is to blame for are not shown as its fate."""
    for error in (
        *result.base_errors,
        *(one for _, errors in result.row_errors() for one in errors),
    ):
        raise error.error


def _preview(table: Table, result: Result, resource: UnitResource) -> Preview:
    rows = tuple(
        _row_fate(row.number, row.values.get("name", ""), row.code, found)
        for row, found in zip(resource.linked, result.rows, strict=True)
    )
    named = {row.code for row in rows}
    missing = [unit for unit in resource.directory.units.values() if unit.code not in named]
    return Preview(
        sheet=table.sheet,
        rows=rows,
        remarks=table.remarks,
        unnamed=tuple(UnnamedUnit(unit.code, unit.name) for unit in _in_order(missing)),
        fingerprint=hashlib.sha256(repr(rows).encode()).hexdigest(),
    )


def _in_order(units: list[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.sort_name, unit.pk))


def _row_fate(number: int, name: str, code: str, found: RowResult) -> RowFate:
    fate = _FATE_OF[found.import_type]
    if fate is Fate.WRONG:
        return RowFate(number, fate, code, name, problems=_problems(number, found))
    unit = found.instance
    return RowFate(number, fate, code, unit.name, changes=found.changes)


def _problems(number: int, found: RowResult) -> tuple[str, ...]:
    said = found.validation_error.message_dict
    return tuple(
        f"Dòng {number}: {_with_column(key, message)}" for key in said for message in said[key]
    )


def _with_column(key: str, message: str) -> str:
    """Messages of the fields themselves begin with a capital and do not name their column."""
    if message[:1].isupper():
        return f"cột “{HEADING_OF.get(key, key)}”: {message[:1].lower()}{message[1:]}"
    return message


# --- out --------------------------------------------------------------------------------------


def unit_template() -> bytes:
    """The workbook to fill in, with this installation's kinds of unit to choose from."""
    return template_workbook(list(UnitKind.objects.values_list("name", flat=True)))


def export_units(units: QuerySet[Unit]) -> bytes:
    """The units as a workbook, each below its parent; it imports back unchanged."""
    dataset = UnitResource().export(units.order_by("sort_name", "pk"))
    headings = [str(heading) for heading in dataset.headers or ()]
    code, parent = headings.index(HEADING_OF["code"]), headings.index(HEADING_OF["parent"])
    return list_workbook(headings, in_tree_order(list(dataset), code=code, parent=parent))


def list_with_reasons(table: Table, preview: Preview) -> bytes:
    """The table as a workbook with what is wrong beside each row."""
    keys = [str(heading.key) for heading in table.headings if heading.key in table.keys]
    reasons = {row.number: " ".join(row.problems) for row in preview.rows}
    return reasons_workbook(
        [HEADING_OF[key] for key in keys],
        [([row.values[key] for key in keys], reasons[row.number]) for row in table.rows],
    )
