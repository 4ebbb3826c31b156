"""What a unit writes: sections, figures, and the further reports that this one is as well."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plans.models import ReportDuty
from plans.schedule import Period, period_name
from reports.models import DutyForm, MetDuty
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outline import outline_of
from reports.submissions.outstanding import Owed, OwedReport, owed_by
from reports.submissions.prefill import period_of, told_sections, unit_facts
from reports.submissions.times import NEAR, Meeting, met_with
from reports.submissions.unit_figures import FigureEntry, figure_entries
from reports.submissions.wording import nested_heading


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
