"""A list as a person looks at it before it is taken in: how it is read, what each row would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from import_export.results import Result, RowResult

from sheets.files import Sheet
from sheets.headings import HEADING_WITHIN, Head, chosen_sheet, likeliest_sheet, read_head
from sheets.problems import UnreadableTable
from sheets.remarks import Why
from sheets.tables import Remark, Table, read_table
from units.lists.answers import Answers, remembered_columns, remembered_words, shape_of
from units.lists.judge import ListResource, Setting
from units.lists.layouts import Layout
from units.lists.lists import Listing
from units.lists.outcomes import JudgedRow, Preview, RowOutcome, gathered
from units.lists.resolve.rows import ResolvedRow

_OUTCOME_OF = {
    RowResult.IMPORT_TYPE_NEW: RowOutcome.NEW,
    RowResult.IMPORT_TYPE_UPDATE: RowOutcome.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: RowOutcome.SAME,
    RowResult.IMPORT_TYPE_INVALID: RowOutcome.WRONG,
}
_LONGEST_TOP = 90


class Looked(NamedTuple):
    """What was found, and the rows that it was found in; no table where it cannot be read."""

    preview: Preview
    table: Table | None


def look_at(
    listing: Listing, sheets: Sequence[Sheet], answers: Answers, setting: Setting
) -> Looked:
    """Reads and judges the list; nothing is written and nobody is kept from writing."""
    names = tuple(sheet.name for sheet in sheets)
    head: Head | None = None
    try:
        head = head_of(listing, sheets, answers, setting)
        table = table_of(listing.layout, head, answers)
    except UnreadableTable as error:
        return Looked(_unread(listing.layout, sheets, answers, head, str(error)), None)
    found = judge(listing, table, setting)
    said = (*found.said, *_other_lists(listing, sheets, head.sheet))
    tops = _tops(head.sheet)
    return Looked(replace(found, sheets=names, tops=tops, headings=head.headings, said=said), table)


def _other_lists(listing: Listing, sheets: Sequence[Sheet], read: Sheet) -> list[str]:
    """Sheets that hold a list as well, which is not read."""
    others = []
    for sheet in sheets:
        try:
            if sheet is not read:
                head = read_head([sheet], listing.layout.recogniser)
                others += [sheet.name] if len(sheet.rows) > head.below else []
        except UnreadableTable:
            continue
    if not others:
        return []
    names = ", ".join(f"“{name}”" for name in others[:5])
    return [f"Đang đọc trang tính “{read.name}”. Trang khác cũng có danh sách: {names}."]


def head_of(listing: Listing, sheets: Sequence[Sheet], answers: Answers, setting: Setting) -> Head:
    """The headings, taken as the person says, else as files of this shape were taken before.

    Raises UnreadableTable.
    """
    recogniser = listing.layout.recogniser
    where: dict[str, Any] = {"sheet": answers.sheet, "heading_row": answers.heading_row}
    head = read_head(sheets, recogniser, **where, chosen=answers.columns)
    if answers.columns:
        return head
    known = {column.key for column in listing.layout.columns} | {"-"}
    before = remembered_columns(setting.by, shape_of(listing.key, head.headings))
    chosen = {place: key for place, key in before.items() if key in known}
    return read_head(sheets, recogniser, **where, chosen=chosen) if chosen else head


def table_of(layout: Layout, head: Head, answers: Answers) -> Table:
    """The list below its headings, without the template's examples.  Raises UnreadableTable."""
    table = read_table(
        head,
        layout.recogniser,
        layout.named_by,
        leave_out=answers.leave_out,
        take_in=answers.take_in,
    )
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


def _unread(
    layout: Layout, sheets: Sequence[Sheet], answers: Answers, head: Head | None, problem: str
) -> Preview:
    try:
        sheet = (
            head.sheet if head else chosen_sheet(sheets, answers.sheet) if answers.sheet else None
        )
    except UnreadableTable:
        sheet = None
    sheet = sheet or likeliest_sheet(sheets, layout.recogniser)
    return Preview(
        sheet=sheet.name,
        sheets=tuple(one.name for one in sheets),
        heading_row=head.top + 1 if head else 0,
        tops=_tops(sheet),
        headings=head.headings if head else (),
        problem=problem,
    )


def _tops(sheet: Sheet) -> tuple[tuple[int, str], ...]:
    """The rows that may be the heading, with their words."""
    rows = enumerate(sheet.rows[:HEADING_WITHIN], start=1)
    return tuple(
        (number, " · ".join(filter(None, row))[:_LONGEST_TOP]) for number, row in rows if any(row)
    )


# --- judging ------------------------------------------------------------------------------------


def judge(listing: Listing, table: Table, setting: Setting) -> Preview:
    """What the rows would do; nothing is written."""
    resource = listing.resource(setting=with_memory(setting))
    return told(listing, table, resource, resource.import_rows(table.rows, dry_run=True))


def with_memory(setting: Setting) -> Setting:
    """The setting with what was said before about words that nobody has said anything of now."""
    return replace(setting, answers={**remembered_words(setting.by), **setting.answers})


def told(listing: Listing, table: Table, resource: ListResource, result: Result) -> Preview:
    """What an import came to, row by row."""
    _raise_unforeseen(result)
    pairs = list(zip(resource.resolved, result.rows, strict=True))
    return Preview(
        sheet=table.sheet,
        heading_row=table.heading_row,
        headings=table.headings,
        rows=tuple(_judged(listing, row, found) for row, found in pairs),
        remarks=table.remarks,
        said=table.said,
        questions=gathered((row.number, one) for row, _ in pairs for one in row.questions),
        unnamed=tuple(listing.unnamed(resource)),
    )


def _raise_unforeseen(result: Result) -> None:
    """Errors that no row is to blame for are not shown as its outcome."""
    for error in (
        *result.base_errors,
        *(one for _, errors in result.row_errors() for one in errors),
    ):
        raise error.error


def _judged(listing: Listing, row: ResolvedRow, found: RowResult) -> JudgedRow:
    code, name = (row.values.get(key, "") for key in listing.shown)
    outcome, notes = _OUTCOME_OF[found.import_type], tuple(row.notes)
    if outcome is RowOutcome.WRONG:
        causes = [problem.because for problem in row.problems]
        problems = _problems(listing.layout, row, found)
        alone = causes[0] if causes and all(causes) and len(problems) == len(causes) else 0
        return JudgedRow(row.number, outcome, code, name, (), problems, notes, row.by, alone)
    shown = {listing.layout.headings[key] for key in listing.shown}
    changes = tuple(
        # What is new says its code and its name in columns of their own.
        one
        for one in found.changes
        if outcome is not RowOutcome.NEW or one.label not in shown
    )
    name = name or found.object_repr
    return JudgedRow(row.number, outcome, code, name, changes, (), notes, row.by)


def _problems(layout: Layout, row: ResolvedRow, found: RowResult) -> tuple[str, ...]:
    """Whole sentences, what is wrong in the row itself before what is so because of another."""
    follow = {problem.message for problem in row.problems if problem.because}
    said = found.validation_error.message_dict
    messages = [(key, message) for key in said for message in said[key]]
    messages.sort(key=lambda one: one[1] in follow)
    return tuple(
        dict.fromkeys(f"Dòng {row.number}: {_with_column(layout, *one)}" for one in messages)
    )


def _with_column(layout: Layout, key: str, message: str) -> str:
    """Messages of the fields themselves begin with a capital and do not name their column."""
    if message[:1].isupper():
        return f"cột “{layout.headings.get(key, key)}”: {message[:1].lower()}{message[1:]}"
    return message
