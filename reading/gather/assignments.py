"""Work found in the tree → tasks with leads, cooperating units and deadlines, and report duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.deadlines import DeadlineKind
from reading.draft import DeadlineDraft, DutyDraft, NameDraft, TaskDraft
from reading.gather.tasks import Found, Work
from reading.layout.headings import Role
from reading.layout.tables import Column, Entry, names_of
from reading.text import Text
from reading.understand import citations, deadlines, duties, roles
from reading.understand.dates import Year
from reading.understand.deadlines import Deadline
from reading.understand.labels import Field, Labelled, labels_inside, read_labels
from reading.understand.name_lists import split_names
from reading.understand.one_name import Directory
from reading.understand.role_lines import parted, said_inside
from reading.understand.stated_roles import Who

_STAFF = re.compile(r"(?:cán bộ|công chức|viên chức|nhân viên|người)\b")


@dataclass(frozen=True)
class Given:
    """What labels or columns give; ``None`` where they are silent."""

    lead: Who | None = None
    cooperating: tuple[NameDraft, ...] | None = None
    deadline: DeadlineDraft | None = None
    product: str = ""


def read(found: Found, known: Directory, year: Year) -> tuple[list[TaskDraft], list[DutyDraft]]:
    """The tasks and the report duties of all work found."""
    tasks: list[TaskDraft] = []
    owed: list[DutyDraft] = []
    for work in found.work:
        task, mine = _read_one(work, known, year)
        found.impossible += [(work.ref, text) for text in _impossible(work, year)]
        tasks.append(task)
        owed += mine
    return tasks, owed


def _read_one(work: Work, known: Directory, year: Year) -> tuple[TaskDraft, list[DutyDraft]]:
    cited = [(c.start, c.end) for c in citations.read_citations(work.text)]
    said = deadlines.said(work.text, year, cited)
    given = _given(work, known, year, said)
    who = _who(work, given, known)
    deadline = given.deadline if given.deadline is not None else _chosen(work, said)
    task = TaskDraft(
        ref=work.ref,
        text=work.text.words,
        lead=who.lead,
        cooperating=who.cooperating,
        deadline=deadline,
        expected_product=given.product,
        spans=work.text.spans(),
        headings=work.context.headings,
    )
    source = duties.Source(
        ref=work.ref,
        text=work.text,
        reporter=who.said,
        deadlines=said,
        given=given.deadline,
        always=work.context.role is Role.REPORTING,
        addressee=(work.entry.text(Column.ADDRESSEE).stripped("-–").words or None)
        if work.entry
        else None,
    )
    return task, duties.read_duties(source, known)


def _impossible(work: Work, year: Year) -> Iterator[Text]:
    """The days of a piece of work that no calendar has: 31/02/2025."""
    texts = [work.text, *(label.value for label in work.labels if label.field is Field.TIME)]
    if work.entry is not None:
        texts.append(work.entry.text(Column.TIME))
    for at, text in enumerate(texts):
        found = [deadlines.given(text, year)] if at else deadlines.said(text, year)
        for deadline in found:
            for moment in deadline.impossible if deadline else ():
                yield text.part(moment.start, moment.end)


def _who(work: Work, given: Given, known: Directory) -> Who:
    """Labels win over headings, and headings over all that the text says but its subject.

    Staff that a unit's paragraph charges ("Phân công cán bộ …") is the unit's own.
    """
    said = roles.prose(work.text, known)
    cooperating = said.cooperating
    if given.lead is not None or given.cooperating is not None:
        cooperating = given.cooperating or ()
    if given.lead is not None and given.lead.lead:
        return Who(given.lead.lead, cooperating or given.lead.cooperating, given.lead.said)
    if not said.lead and not work.context.who.lead:
        charged = roles.charged_anywhere(work.text, known)
        if not any(_STAFF.match(name.words) for name in charged.lead):
            said = charged
    subject = roles.subject(work.text, known)
    if work.context.who.lead and all(_STAFF.match(name.words) for name in subject.lead):
        return replace(work.context.who, cooperating=cooperating)
    return Who(said.lead, cooperating, said.said)


def _given(work: Work, known: Directory, year: Year, said: Sequence[Deadline]) -> Given:
    """What labels or columns give; those of a heading above, where the work is silent itself."""
    if work.entry is not None:
        return _by_columns(work.entry, known, year)
    labels = [*work.labels, *labels_inside(work.text)]
    if not roles.subject(work.text, known).lead:
        told = {label.field for label in labels}
        said_so = said_inside(work.text, known, year)
        labels += [label for label in said_so if label.field not in told]
    own = {label.field for label in labels}
    if any(one.draft.days and not _is_reports(work.text, one) for one in said):
        own.add(Field.TIME)
    labels += [label for label in work.context.labels if label.field not in own]
    return _by_labels(labels, known, year)


def _by_labels(labels: Sequence[Labelled], known: Directory, year: Year) -> Given:
    labels = [one for label in labels for one in parted(label, year)]
    lead = _merged(
        [roles.labelled(one.value, known) for one in _of(labels, Field.LEAD) if one.value]
    )
    cooperating = [
        n for one in _of(labels, Field.COOPERATING) for n in split_names(one.value, known)
    ]
    times = [deadlines.given(one.value, year) for one in _of(labels, Field.TIME)]
    time = next((one.draft for one in times if one is not None), None)
    if time is None and times:
        time = deadlines.worded(_of(labels, Field.TIME)[0].value)
    return Given(
        lead=lead,
        cooperating=tuple(cooperating) if _of(labels, Field.COOPERATING) else None,
        deadline=time,
        product="; ".join(one.value.words for one in _of(labels, Field.PRODUCT)),
    )


def _of(labels: Sequence[Labelled], field: Field) -> list[Labelled]:
    return [label for label in labels if label.field is field]


def _merged(found: Sequence[Who]) -> Who | None:
    if not found:
        return None
    return Who(
        tuple(name for who in found for name in who.lead),
        tuple(name for who in found for name in who.cooperating),
        "; ".join(who.said for who in found),
    )


def _by_columns(entry: Entry, known: Directory, year: Year) -> Given:
    """What the columns give; a cell may hold labels of its own ("Chủ trì: A; phối hợp: B")."""
    cell = entry.cells.get(Column.LEAD)
    if cell and (labels := read_labels(cell.text)):
        given = _by_labels(labels, known, year)
        time = _column_time(entry, year) or given.deadline
        return replace(given, deadline=time, product=entry.text(Column.PRODUCT).words)
    lead: Who | None = None
    if Column.LEAD in entry.cells:
        value = names_of(entry.cells[Column.LEAD])
        lead = roles.labelled(value, known) if value else Who()
    cooperating: tuple[NameDraft, ...] | None = None
    if Column.COOPERATING in entry.cells:
        value = names_of(entry.cells[Column.COOPERATING])
        cooperating = tuple(split_names(value, known)) if value else ()
    return Given(
        lead=lead,
        cooperating=cooperating,
        deadline=_column_time(entry, year),
        product=entry.text(Column.PRODUCT).words,
    )


def _column_time(entry: Entry, year: Year) -> DeadlineDraft | None:
    if Column.TIME not in entry.cells:
        return deadlines.marked(entry.months, year) if entry.months else None
    time = deadlines.given(entry.text(Column.TIME), year)
    if time is None:
        said = entry.text(Column.TIME)
        return deadlines.worded(said) if said else None
    starts = (
        deadlines.given(entry.text(Column.START), year) if Column.START in entry.cells else None
    )
    if starts and starts.draft.days and time.draft.kind is DeadlineKind.DATE:
        return replace(time.draft, kind=DeadlineKind.WINDOW, starts_on=starts.draft.days[0])
    return time.draft


def _chosen(work: Work, said: Sequence[Deadline]) -> DeadlineDraft:
    """The deadline of a task among those its text says: its own before its report's."""
    if work.context.deadline is not None and not any(one.draft.days for one in said):
        return work.context.deadline
    dated = [one for one in said if one.draft.days]
    own = [one for one in dated if not _is_reports(work.text, one)]
    for choice in (own, dated, list(said)):
        if choice:
            return choice[0].draft
    return DeadlineDraft()


def _is_reports(text: Text, deadline: Deadline) -> bool:
    """Whether a deadline stands after "báo cáo" in its sentence."""
    begin = duties.clause_start(text.flat, deadline.start)
    return "bao cao" in text.flat[begin : deadline.start]
