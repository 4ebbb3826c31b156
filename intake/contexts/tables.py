"""The page on which a person says how a task table is meant."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from intake.days import understood
from intake.models import Intake
from intake.sources.columns import Heading, options
from intake.sources.sheet import HEADING_WITHIN, TaskSheet
from intake.sources.task_files import Choice, kept_sheets, read_kept
from reading.draft import Doubt, DoubtKind, TaskDraft
from units.spreadsheets.files import Sheet

SHOWN = 30
_COUNTING = re.compile(r"\(\w{1,2}\)|[IVX]+")  # "(1)" below a heading, the number of a group
_LONGEST = 90
_KEYS = frozenset(key for key, _ in options())


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the sheet: its heading, what stands in it, what it can be taken for."""

    field: str
    words: str
    sample: str
    options: tuple[tuple[str, str, bool], ...]
    unknown: bool


@dataclass(frozen=True)
class TaskRow:
    ref: str
    text: str
    leads: str
    cooperating: str
    due: str


@dataclass(frozen=True)
class TablePage:
    """``problem`` is what keeps the table from being read; ``more`` how many tasks are not shown;
    ``unread`` the rows that were not understood."""

    pk: int
    revision: int
    name: str
    title: str
    sheets: tuple[tuple[str, bool], ...]
    tops: tuple[tuple[int, str, bool], ...]
    columns: tuple[ColumnChoice, ...]
    problem: str
    tasks: tuple[TaskRow, ...]
    count: int
    more: int
    unread: tuple[str, ...]
    asks_columns: bool


def chosen(asked: Mapping[str, str]) -> Choice:
    """What the person chose: ``trang``, ``dong`` and ``cot-3=lead``."""
    top = asked.get("dong", "")
    columns = {
        int(name.removeprefix("cot-")): key
        for name, key in asked.items()
        if name.removeprefix("cot-").isdecimal() and len(name) < 8 and key in _KEYS
    }
    return Choice(asked.get("trang", ""), int(top) if _is_row(top) else 0, columns)


def _is_row(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5


def build_table_page(intake: Intake, choice: Choice, on: datetime.date) -> TablePage:
    """What the kept table comes to when it is read so.  Raises ValidationError where the file
    cannot be opened any more."""
    sheets = kept_sheets(intake)
    problem, sheet, tasks, doubts = "", None, tuple[TaskDraft, ...](), tuple[Doubt, ...]()
    title = ""
    try:
        read = read_kept(intake, choice, on)
        sheet, tasks, doubts = read.sheet, read.draft.tasks, read.draft.doubts
        title = read.draft.title or ""
        problem = _problem(sheet, tasks)
    except ValidationError as refused:
        problem = refused.messages[0]
    name = sheet.name if sheet else choice.sheet
    return TablePage(
        pk=intake.pk,
        revision=intake.revision,
        name=intake.name,
        title=title,
        sheets=tuple((one.name, one.name == name) for one in sheets),
        tops=_tops(sheets, sheet),
        columns=tuple(_column(heading, sheet) for heading in sheet.headings) if sheet else (),
        problem=problem,
        tasks=tuple(map(_row, tasks[:SHOWN])),
        count=len(tasks),
        more=max(0, len(tasks) - SHOWN),
        unread=tuple(one.words for one in doubts if one.kind is DoubtKind.UNREAD)[:SHOWN],
        asks_columns=bool(sheet and not sheet.is_sure),
    )


def _problem(sheet: TaskSheet, tasks: Sequence[TaskDraft]) -> str:
    if not sheet.has_work:
        return (
            "Chưa biết cột nào là nội dung công việc. Hãy chọn dòng tiêu đề và ý nghĩa của từng cột"
            " rồi bấm “Xem lại”."
        )
    if not tasks:
        return (
            "Dưới dòng tiêu đề chưa có nhiệm vụ nào. Hãy kiểm tra lại trang tính và dòng tiêu đề."
        )
    return ""


def _tops(sheets: Sequence[Sheet], sheet: TaskSheet | None) -> tuple[tuple[int, str, bool], ...]:
    """The rows that may be the heading."""
    rows = next((one.rows for one in sheets if sheet and one.name == sheet.name), ())
    top = sheet.top if sheet else 0
    return tuple(
        (number, _short(" | ".join(filter(None, row))), number == top)
        for number, row in enumerate(rows[:HEADING_WITHIN], start=1)
        if any(row)
    )


def _column(heading: Heading, sheet: TaskSheet) -> ColumnChoice:
    said = [row.cells[heading.place].text.words for row in sheet.rows if heading.place in row.cells]
    telling = [words for words in said if not _COUNTING.fullmatch(words)]
    return ColumnChoice(
        field=f"cot-{heading.place}",
        words=heading.called or f"Cột {heading.place + 1} (không có tên)",
        sample=_short((telling or said or [""])[0]),
        options=tuple((key, label, key == heading.key) for key, label in options()),
        unknown=not heading.is_sure,
    )


def _row(task: TaskDraft) -> TaskRow:
    return TaskRow(
        ref=task.ref,
        text=task.text,
        leads="; ".join(name.words for name in task.lead),
        cooperating="; ".join(name.words for name in task.cooperating),
        due=understood(task.deadline) or task.deadline.words,
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2]} …"
