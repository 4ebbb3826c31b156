"""The pages by which a plan comes in: what a task table means, what a copy of last year's holds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from intake.days import understood
from intake.models import Intake
from intake.sources.columns import Heading, options
from intake.sources.moving import Move
from intake.sources.old_plan import OldPlan, read_old_plan
from intake.sources.sheet import HEADING_WITHIN, TaskSheet
from intake.sources.task_files import Choice, kept_sheets, read_kept
from plans.models import Plan
from plans.schedule import Period
from reading.draft import DeadlineDraft, Doubt, DoubtKind, TaskDraft
from sheets.files import Sheet
from units.models import Unit

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


# --- a copy of last year's plan -------------------------------------------------------------------
DAYS_SHOWN = 12


@dataclass(frozen=True)
class MovedDay:
    """A deadline before and after; ``note`` where the new day is on a weekend."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class CopyPage:
    """``ended``: units of the plan that work no longer, each with what took its place."""

    plan_pk: int
    number: str
    title: str
    new_title: str
    issuer: str
    old_period: str
    new_period: str
    tasks: int
    duties: int
    citations: int
    days: tuple[MovedDay, ...]
    more_days: int
    ended: tuple[str, ...]


def build_copy_page(plan: Plan, period: Period, on: datetime.date) -> CopyPage:
    """What a copy of the plan for that time would hold.  The number of queries is fixed."""
    old, move = read_old_plan(plan), Move(plan.period, period)
    days = list(_days(old, move))
    return CopyPage(
        plan_pk=plan.pk,
        number=plan.full_number,
        title=plan.title,
        new_title=move.text(plan.title),
        issuer=str(plan.issuer),
        old_period=_said(plan.period),
        new_period=_said(period),
        tasks=len(old.tasks),
        duties=len(old.duties),
        citations=len(old.bases) + len(old.references),
        days=tuple(days[:DAYS_SHOWN]),
        more_days=max(0, len(days) - DAYS_SHOWN),
        ended=tuple(_ended(old, on)),
    )


def _said(period: Period) -> str:
    return f"{period.starts_on:%d/%m/%Y} – {period.ends_on:%d/%m/%Y}"


def _days(old: OldPlan, move: Move) -> Iterator[MovedDay]:
    for task in old.tasks:
        yield from _day(f"{task.ref} {task.title}".strip(), task.deadline, move)
    for duty in old.duties:
        yield from _day(duty.title or f"Báo cáo của {duty.reporter}", duty.deadline, move)


def _day(what: str, deadline: DeadlineDraft, move: Move) -> Iterator[MovedDay]:
    moved = move.deadline(deadline)
    if moved.days != deadline.days or moved.starts_on != deadline.starts_on:
        yield MovedDay(what, understood(deadline), understood(moved))


def _ended(old: OldPlan, on: datetime.date) -> Iterator[str]:
    """Units that have work in the plan and will have ended by that day."""
    names = [name for task in old.tasks for name in (*task.leads, *task.cooperating)]
    keys = {int(name.key[5:]) for name in names if name.key.startswith("unit:")}
    gone = Unit.objects.filter(pk__in=keys, active_to__lt=on).select_related("successor")
    for unit in gone.order_by("sort_name", "pk"):
        heir = f"được thay bằng {unit.successor}" if unit.successor else "chưa có đơn vị kế thừa"
        yield f"{unit}: {heir}"
