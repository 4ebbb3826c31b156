"""A task table → the draft of a plan.  PURE: the day comes as a parameter.

Names, deadlines and report duties are read by the reader's own rules; a cell that makes no sense
leaves a doubt and its row, never less.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake.periods import plan_period
from intake.sources.columns import (
    COOPERATING,
    CYCLE,
    ENDS,
    GROUP,
    LEAD,
    PRODUCT,
    STARTS,
    TIME,
    WORK,
    Heading,
)
from intake.sources.rows import Entries, Entry, read_entries
from intake.sources.sheet import Row, TaskSheet, cell_of, marked, read_sheet
from plans.deadlines import DATED, DeadlineKind
from plans.schedule import Period
from reading import read_text
from reading import text as texts
from reading.clean.lines import Cell
from reading.draft import DeadlineDraft, Doubt, DoubtKind, DutyDraft, PlanDraft, Span, TaskDraft
from reading.gather import assignments
from reading.gather.tasks import Context, Found, Work
from reading.layout.tables import names_of
from reading.letters import flat
from reading.text import Text
from reading.understand import deadlines, roles
from reading.understand.citations import read_citations
from reading.understand.labels import Field, Labelled
from reading.understand.name_lists import split_names
from reading.understand.one_name import Directory
from sheets.files import Sheet

# What a spreadsheet shows in place of a value: a formula without a result, an error.
_NO_VALUE = re.compile(r"=[A-Z+(]|#(?:REF|N/A|VALUE|NAME|DIV|NUM|NULL)", re.IGNORECASE)
_ASKS = ("number", "symbol", "issued_on", "title")


@dataclass(frozen=True)
class TableDraft:
    """The draft, and the table as it was understood."""

    draft: PlanDraft
    sheet: TaskSheet
    period: Period


def read_tasks(
    sheets: Sequence[Sheet],
    *,
    on: datetime.date,
    name: str = "",
    top: int = 0,
    chosen: Mapping[int, str] | None = None,
) -> TableDraft:
    """The draft of the plan in a task table (see ``sheet.read_sheet`` for what may be chosen).

    ``on`` tells the year where the table does not.  Raises NoTable.
    """
    sheet = read_sheet(sheets, name=name, top=top, chosen=chosen)
    head = read_head(sheet.above)
    draft = with_head(PlanDraft(lines=sheet.lines), head)
    period = plan_period(draft, on)
    return TableDraft(_with_work(draft, sheet, period), sheet, period)


def _with_work(draft: PlanDraft, sheet: TaskSheet, period: Period) -> PlanDraft:
    entries = read_entries(sheet)
    known = _known(sheet, entries)
    tasks: list[TaskDraft] = []
    duties: list[DutyDraft] = []
    impossible: list[tuple[str, Text]] = []
    for entry in entries.found:
        found = Found(work=[_work(entry, sheet.headings, known, period.starts_on.year)])
        (task,), owed = assignments.read(found, known, period.starts_on.year)
        task = _timed(task, entry, sheet.headings, period)
        tasks.append(task)
        duties += [_due_with(duty, task) for duty in owed]
        impossible += found.impossible
    turned = (
        _turned(entry, task, sheet.headings, period)
        for entry, task in zip(entries.found, tasks, strict=True)
    )
    doubts = (*_doubts(draft, tasks, entries, impossible), *filter(None, turned))
    return replace(draft, tasks=tuple(tasks), report_duties=tuple(duties), doubts=doubts)


def _known(sheet: TaskSheet, entries: Entries) -> Directory:
    """The names that stand alone in the columns of names."""
    rows = [row for entry in entries.found for row in entry.rows]
    cells = [cell_of(row, sheet.headings, key) for row in rows for key in (LEAD, COOPERATING)]
    values = {value.words: value for cell in cells if (value := names_of(cell))}
    return Directory(
        name.words
        for value in values.values()
        if "chu tri" not in value.flat and "phoi hop" not in value.flat
        for name in split_names(value)
    )


def _work(entry: Entry, headings: Sequence[Heading], known: Directory, year: int) -> Work:
    """The piece of work with what its columns say, as the reader takes labels."""
    context = Context()
    if entry.heading is not None:
        who = roles.heading(entry.heading, known)
        time = deadlines.given(entry.heading, year)
        context = Context(who=who, deadline=time.draft if time else None)
    labels = [
        Labelled(field, value)
        for field, key in ((Field.LEAD, LEAD), (Field.COOPERATING, COOPERATING))
        if (value := names_of(_together(entry, headings, key)))
    ]
    if time_said := _time_said(entry, headings):
        labels.append(Labelled(Field.TIME, time_said))
    if product := _together(entry, headings, PRODUCT):
        labels.append(Labelled(Field.PRODUCT, texts.joined(product.paragraphs, "; ")))
    return Work(entry.ref, _text(entry, headings), context, tuple(labels))


def _text(entry: Entry, headings: Sequence[Heading]) -> Text:
    """What is to be done; lines below the table's row that go on with it belong to it."""
    cells = [cell_of(row, headings, WORK) for row in entry.rows]
    cells = cells if cells[0] else [cell_of(entry.row, headings, GROUP), *cells[1:]]
    said = {cell.text.words: cell.text for cell in cells if cell}
    return texts.joined(list(said.values())) if said else entry.row.whole


def _together(entry: Entry, headings: Sequence[Heading], key: str) -> Cell | None:
    """What all the rows of a piece of work say in the columns of one meaning, each thing once."""
    cells = [cell for row in entry.rows if (cell := cell_of(row, headings, key))]
    said = {text.words: text for cell in cells for text in cell.paragraphs}
    return Cell(tuple(said.values()), cells[0].key) if cells else None


# --- deadlines ------------------------------------------------------------------------------------
def _time_said(entry: Entry, headings: Sequence[Heading]) -> Text | None:
    """The words that give the time: how often, and by when."""
    row = entry.row
    ends, time = cell_of(row, headings, ENDS), cell_of(row, headings, TIME)
    cycle = cell_of(row, headings, CYCLE)
    said = [cell.text for cell in (cycle, ends or time) if cell]
    return texts.joined(said, ", ") if said else None


def _timed(task: TaskDraft, entry: Entry, headings: Sequence[Heading], period: Period) -> TaskDraft:
    """The task with the deadline that its columns give."""
    said = _time_said(entry, headings)
    crosses = marked(entry.row, headings, period)
    deadline = task.deadline
    if crosses and not deadline.days and deadline.kind in (DeadlineKind.NONE, DeadlineKind.ONGOING):
        deadline = crosses
    elif said and deadline.kind is DeadlineKind.NONE:
        # What was not understood stays as words.
        deadline = DeadlineDraft(words=said.words, spans=said.spans())
    elif said:
        deadline = _within(deadline, period)
    starts = cell_of(entry.row, headings, STARTS)
    return replace(task, deadline=_from(deadline, starts, period) if starts else deadline)


def _from(deadline: DeadlineDraft, starts: Cell, period: Period) -> DeadlineDraft:
    """The deadline with the day on which the work begins."""
    begin = deadlines.given(starts.text, period.starts_on.year)
    day = begin.draft.starts_on or (begin.draft.days or (None,))[0] if begin else None
    if not day or len(day) != 10:
        return deadline
    begins_on = _moved_in(day, starts.text.words, period)
    words = deadline.words and f"từ {starts.text.words} đến {deadline.words}"
    spans = (*starts.text.spans(), *deadline.spans)
    if deadline.kind in (DeadlineKind.DATE, DeadlineKind.WINDOW) and deadline.days:
        if begins_on > deadline.days[-1]:
            return deadline  # from the later to the earlier: somebody must look
        return replace(
            deadline, kind=DeadlineKind.WINDOW, starts_on=begins_on, words=words, spans=spans
        )
    return replace(deadline, starts_on=begins_on, words=words or starts.text.words, spans=spans)


def _turned(
    entry: Entry, task: TaskDraft, headings: Sequence[Heading], period: Period
) -> Doubt | None:
    """A doubt where a row begins after the day on which it ends."""
    starts = cell_of(entry.row, headings, STARTS)
    begin = deadlines.given(starts.text, period.starts_on.year) if starts else None
    days = task.deadline.days if task.deadline.kind in DATED else ()
    if starts is None or begin is None or not begin.draft.days or not days:
        return None
    if begin.draft.days[0] <= days[-1]:
        return None
    return Doubt(DoubtKind.BACKWARDS, starts.text.words, task.ref, starts.text.spans())


def _within(deadline: DeadlineDraft, period: Period) -> DeadlineDraft:
    """Days without a year of a plan that runs over the turn of a year lie within its time."""
    if period.starts_on.year == period.ends_on.year or deadline.kind not in (
        DeadlineKind.DATE,
        DeadlineKind.WINDOW,
    ):
        return deadline
    days = tuple(_moved_in(day, deadline.words, period) for day in deadline.days)
    starts_on = deadline.starts_on and _moved_in(deadline.starts_on, deadline.words, period)
    return replace(deadline, days=days, starts_on=starts_on)


def _moved_in(day: str, words: str, period: Period) -> str:
    """The ISO day, a year later where its words say no year and it would lie before the plan."""
    year = f"{period.starts_on.year}"
    if year in words or day >= period.starts_on.isoformat() or not day.startswith(year):
        return day
    return f"{period.starts_on.year + 1}{day[4:]}" if not day.endswith("02-29") else day


def _due_with(duty: DutyDraft, task: TaskDraft) -> DutyDraft:
    """A report for which its own words set no time is due with its task."""
    if duty.deadline.kind is DeadlineKind.NONE and task.deadline.kind is not DeadlineKind.NONE:
        return replace(duty, deadline=task.deadline)
    return duty


# --- doubts ---------------------------------------------------------------------------------------
def _doubts(
    draft: PlanDraft,
    tasks: Sequence[TaskDraft],
    entries: Entries,
    impossible: Sequence[tuple[str, Text]],
) -> Iterator[Doubt]:
    if not tasks:
        yield Doubt(DoubtKind.NO_TASKS, "")
    for field in _ASKS:
        if not getattr(draft, field):
            yield Doubt(DoubtKind.NO_HEADER, field)
    yield from (_unread(row) for row in entries.doubtful)
    yield from (Doubt(DoubtKind.BAD_DAY, text.words, ref, text.spans()) for ref, text in impossible)
    for ref, gap, row in entries.gaps:
        yield Doubt(DoubtKind.NUMBER_GAP, gap, ref, row.whole.spans())
    yield from _without_value(entries)
    for task in tasks:
        if not task.lead:
            yield Doubt(DoubtKind.NO_LEAD, task.text[:200], task.ref, task.spans)


def _without_value(entries: Entries) -> Iterator[Doubt]:
    for entry in entries.found:
        for text in (text for row in entry.rows for text in row.texts):
            if _NO_VALUE.match(text.words):
                yield Doubt(DoubtKind.NO_VALUE, text.words, entry.ref, text.spans())


def _unread(row: Row) -> Doubt:
    whole: tuple[Span, ...] = row.whole.spans()
    return Doubt(DoubtKind.UNREAD, row.whole.words, None, whole)


# --- rows above and between the tasks that head them ----------------------------------------------
_ATTACHED = re.compile(r"\(?(?:ban hanh )?kem theo")
_NO_TITLE = re.compile(
    r"cong hoa xa hoi|doc lap\s?[-–]|dang cong san|phu luc\b[^a-z]*\w{0,4}$|don vi(?: tinh)?:"
    r"|so\s?:|bieu (?:mau|so)|mau so"
)
_AGENCY = re.compile(
    r"(?:uy ban nhan dan|ubnd|so|phong|truong|benh vien|cong ty|chi cuc|trung tam|ban|bo)\b"
)
_IS_TITLE = re.compile(
    r"\b(?:ke hoach|nhiem vu|cong viec|phan cong|chuong trinh|tien do|pccc|phong chay|danh muc)\b"
)
_KIND = re.compile(r"(?:ke hoach)\b[\s:.–-]*")
_LONGEST = 1000


@dataclass(frozen=True)
class Head:
    """What the rows say of the plan, as fields of ``PlanDraft``, and where."""

    fields: dict[str, Any]
    places: dict[str, tuple[Span, ...]]


def read_head(rows: Sequence[Row]) -> Head:
    """The head of the plan that a table belongs to."""
    said = [text for row in rows for cell in row.cells.values() for text in cell.paragraphs]
    draft = read_text("\n".join(text.words for text in said))
    if draft.title and len(draft.lines) == len(said):
        return _by_reader(draft, said)
    return _by_words(said)


def _by_reader(draft: PlanDraft, said: Sequence[Text]) -> Head:
    names = ("kind", "number", "symbol", "issuer", "place", "issued_on", "title")
    places = {
        name: tuple(span for one in spans for span in said[one.line].spans(one.start, one.end))
        for name, spans in draft.places.items()
        if name in names
    }
    return Head({name: getattr(draft, name) for name in names}, places)


def _by_words(said: Sequence[Text]) -> Head:
    """A title that stands alone: "BẢNG PHÂN CÔNG NHIỆM VỤ … NĂM 2026"."""
    fields: dict[str, str | None] = {"kind": "KẾ HOẠCH"}
    places: dict[str, tuple[Span, ...]] = {}
    title = _title(said)
    if title:
        fields["title"], places["title"] = title.words[:_LONGEST], title.spans()
    for text in said:
        if _ATTACHED.match(text.flat) and (cited := _cited(text)):
            fields |= cited
            break
    return Head(fields, places)


def _title(said: Sequence[Text]) -> Text | None:
    for text in said:
        words = text.flat
        skipped = _ATTACHED.match(words) or _NO_TITLE.match(words)
        if skipped or not _IS_TITLE.search(words) or (
            _AGENCY.match(words) and "nam 20" not in words
        ):  # fmt: skip
            continue
        kind = _KIND.match(flat(text.words))
        rest = text.part(kind.end()) if kind else text
        return rest or text
    return None


def _cited(text: Text) -> dict[str, str | None]:
    """Number, symbol and day of the plan that the table is annexed to."""
    found = [one.draft for one in read_citations(text) if flat(one.draft.kind) == "ke hoach"]
    if not found:
        return {}
    number, _, symbol = found[0].number.partition("/")
    return {"number": number, "symbol": symbol or None, "issued_on": found[0].issued_on}


def with_head(draft: PlanDraft, head: Head) -> PlanDraft:
    """The draft with what the head says."""
    return replace(draft, **head.fields, places={**draft.places, **head.places})
