"""What a unit writes: sections, figures, and the further reports that this one is as well."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plans.models import ReportDuty
from plans.schedule import ONE_DAY, Period, period_name
from reports.compliance.work import Difficulty, TaskFact, Work, difficulties_of, tasks_of, work_of
from reports.documents.wording import counted, day, sentence, share, upper_first
from reports.models import DutyForm, MetDuty
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outline import outline_of
from reports.submissions.outstanding import Owed, OwedReport, owed_by
from reports.submissions.times import NEAR, Meeting, met_with
from reports.submissions.unit_figures import FigureEntry, figure_entries
from reports.submissions.wording import nested_heading
from tasks.models import Assignment
from tasks.status import Counts, Status
from tasks.status_sql import tally
from units.models import Unit
from vietnamese.text import fold


@dataclass(frozen=True)
class Offer:
    """A further report that this one can be; ``value`` names it in the form."""

    meeting: Meeting
    label: str
    is_chosen: bool

    @property
    def value(self) -> str:
        return f"{self.meeting.duty}:{self.meeting.period}"


@dataclass(frozen=True)
class Writing:
    """``parts`` are heading and text; ``offers`` can be chosen, ``nested`` stand in sections of
    their own; ``revision`` tells a change since."""

    parts: tuple[tuple[str, str], ...]
    entries: tuple[FigureEntry, ...]
    asks: Mapping[str, Sequence[str]]
    offers: tuple[Offer, ...]
    nested: tuple[Meeting, ...]
    revision: int


def build_writing(report: OwedReport, day: datetime.date) -> Writing:
    """What the unit finds when it opens its report: as it was kept, else as its facts tell it."""
    duty, kept = report.duty, report.submission
    outline = outline_of(duty)
    found = _around(report, day)
    nested = tuple(_nested(report, found))
    parts = [(one.heading, one.text) for one in kept.parts.all()] if kept else []
    if not parts:
        facts = unit_facts(duty, report.unit, period_of(duty, report.period), day)
        parts = list(told_sections(facts, outline.headings))
    there = {heading for heading, _ in parts}
    parts += [(one.heading, "") for one in nested if one.heading not in there]
    asks = {
        one.heading: ("Phần này là báo cáo lồng ghép; để trống nếu chưa nộp.",) for one in nested
    }
    figures = kept.figures if kept else ()
    return Writing(
        parts=tuple(parts),
        entries=figure_entries(
            outline.figures, figures, report.unit, period_of(duty, report.period)
        ),
        asks={**outline.asks, **asks},
        offers=tuple(_offers(report, found)),
        nested=nested,
        revision=kept.revision if kept else 0,
    )


# --- one report for several duties ----------------------------------------------------------------
@dataclass(frozen=True)
class _Around:
    """What else the unit owes about that time: times by duty, duties, in which they are nested."""

    times: Mapping[int, Sequence[Owed]]
    duties: Mapping[int, ReportDuty]
    nested_in: Mapping[int, int]
    chosen: frozenset[tuple[int, str]]


def _around(report: OwedReport, day: datetime.date) -> _Around:
    due = report.due_on
    within = Period("", due - NEAR, due + NEAR) if due else None
    mine = {
        (one.duty_id, one.period)
        for one in (
            MetDuty.objects.filter(submission=report.submission) if report.submission else ()
        )
    }
    times: dict[int, list[Owed]] = {}
    for one in owed_by(report.unit, within) if within else ():
        is_open = one.status(day) in (SubmissionStatus.EXPECTED, SubmissionStatus.OUTSTANDING)
        if one.duty != report.duty.pk and (is_open or (one.duty, one.period) in mine):
            times.setdefault(one.duty, []).append(one)
    issuer = report.duty.plan.issuer_id
    duties = ReportDuty.objects.select_related("plan").filter(pk__in=times, plan__issuer=issuer)
    forms = DutyForm.objects.filter(duty__in=times, nested_in__isnull=False)
    nested_in = dict(forms.values_list("duty", "nested_in"))
    return _Around(times, duties.in_bulk(), nested_in, frozenset(mine))


def _met(report: OwedReport, times: Iterable[Owed]) -> tuple[str, datetime.date | None] | None:
    return met_with(report.period, report.due_on, [(one.period, one.due_on) for one in times])


def _nested(report: OwedReport, found: _Around) -> Iterable[Meeting]:
    for pk, duty in found.duties.items():
        met = _met(report, found.times[pk]) if found.nested_in.get(pk) == report.duty.pk else None
        if met:
            yield Meeting(pk, met[0], nested_heading(duty))


def _offers(report: OwedReport, found: _Around) -> Iterable[Offer]:
    for pk, duty in sorted(found.duties.items()):
        met = None if pk in found.nested_in else _met(report, found.times[pk])
        if met:
            period, due_on = met
            words = filter(None, (str(duty), period_name(period), duty.plan.full_number))
            label = f"{' · '.join(words)} (hạn {due_on:%d/%m/%Y})" if due_on else str(duty)
            yield Offer(Meeting(pk, period), label, (pk, period) in found.chosen)


SOON_DAYS = 60


@dataclass(frozen=True)
class UnitFacts:
    """How a unit's leading parts under a plan stand in a period."""

    unit: Unit
    period: Period
    day: datetime.date
    tasks: dict[int, TaskFact]
    work: tuple[Work, ...]
    parts: Counts
    counted_tasks: Counts
    difficulties: tuple[Difficulty, ...]


def period_of(duty: ReportDuty, period: str) -> Period:
    """The time that a report is about: to its due day, from the day after the report before it was
    due, so that nothing falls between two reports; the first from the start of its occurrence."""
    plan, since = duty.plan, None
    for one in duty.occurrences(plan.period):
        if one.period == period:
            return Period(period, since or one.starts_on, one.due_on or plan.ends_on)
        since = one.due_on + ONE_DAY if one.due_on else None
    return Period(period, plan.starts_on, plan.ends_on)


def unit_facts(duty: ReportDuty, unit: Unit, period: Period, today: datetime.date) -> UnitFacts:
    """Read in a constant number of queries."""
    day_of = min(today, period.ends_on)
    official = Assignment.objects.official().filter(task__plan=duty.plan_id, unit=unit)
    work = official.in_period(period.starts_on, max(period.starts_on, day_of))
    counts = tally(work, day_of)
    told = difficulties_of([duty.plan], period, day_of)
    return UnitFacts(
        unit=unit,
        period=period,
        day=day_of,
        tasks=tasks_of([duty.plan]),
        work=work_of(work, day_of),
        parts=counts.parts,
        counted_tasks=counts.tasks,
        difficulties=tuple(one for one in told if one.unit == unit.name),
    )


def told_sections(facts: UnitFacts, headings: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each heading with what the facts tell under it; "" where only the unit can tell."""
    return tuple((heading, "\n".join(_told(facts, fold(heading)))) for heading in headings)


def _told(facts: UnitFacts, heading: str) -> Iterator[str]:
    if "ket qua" in heading:
        yield from _results(facts)
    if "ton tai" in heading or "han che" in heading or "nguyen nhan" in heading:
        yield from _late(facts)
    if "kho khan" in heading or "vuong mac" in heading:
        yield from (f"- {sentence(one.text)}" for one in facts.difficulties)
    if "phuong huong" in heading or "thoi gian toi" in heading:
        yield from _next(facts)


def _results(facts: UnitFacts) -> Iterator[str]:
    parts, tasks = facts.parts, facts.counted_tasks
    if not parts.total:
        until = f"Đến hết ngày {day(facts.day)}"
        yield f"{until}, đơn vị không có phần việc nào phải thực hiện trong kỳ."
        return
    rate = f", tỷ lệ hoàn thành {share(parts.rate)}" if parts.rate is not None else ""
    yield (
        f"Đến hết ngày {day(facts.day)}, đơn vị chủ trì {counted(tasks.total)} nhiệm vụ với"
        f" {counted(parts.total)} phần việc trong kỳ; đã hoàn thành {counted(parts.done)} phần việc"
        f" (đúng hạn {counted(parts.done_on_time)}, quá hạn {counted(parts.done_late)}), còn"
        f" {counted(parts.not_done)} phần việc chưa hoàn thành (trong hạn {counted(parts.open)},"
        f" quá hạn {counted(parts.overdue)}){rate}."
    )
    if parts.undated:
        yield f"Duy trì {counted(parts.undated)} phần việc thường xuyên."
    for one in facts.work:
        if one.result and (one.finished_on or one.status is Status.ONGOING):
            yield f"- {_named(facts, one)}: {sentence(one.result)}"


def _late(facts: UnitFacts) -> Iterator[str]:
    late = [one for one in facts.work if one.status is Status.OVERDUE]
    if not late:
        yield f"Đến hết ngày {day(facts.day)}, đơn vị không có phần việc nào quá hạn."
    for one in late:
        due = f"hạn {day(one.due_on)}, " if one.due_on else ""
        why = sentence(one.cause) if one.cause else "Nguyên nhân: …"
        yield (
            f"- {_named(facts, one)} ({due}quá hạn {counted(one.days_late)} ngày,"
            f" đạt {one.percent}%): {why}"
        )


def _next(facts: UnitFacts) -> Iterator[str]:
    late = [one for one in facts.work if one.status is Status.OVERDUE]
    if late:
        yield f"Hoàn thành dứt điểm {counted(len(late))} phần việc quá hạn."
    ahead = [
        one for one in facts.work if one.status is Status.OPEN and one.due_on and not one.waits
    ]
    for one in sorted(ahead, key=lambda one: one.due_on or facts.day):
        if one.due_on and (one.due_on - facts.day).days <= SOON_DAYS:
            yield f"- {_named(facts, one)} (hạn {day(one.due_on)})."


def _named(facts: UnitFacts, work: Work) -> str:
    task = facts.tasks[work.task]
    period = f" ({work.period})" if work.period else ""
    return upper_first(task.title) + period
