"""What units' reports count, added up: each row with its units, and what may be counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from plans.models import Plan
from plans.schedule import Period
from reports.models import Submission
from reports.submissions.figure_sums import (
    Repeat,
    RowSum,
    Told,
    counted_by,
    repeats,
    summed,
    value_of,
)
from tasks.figures import Adding
from vietnamese.numbers import NOTHING, number

MOST_UNITS = 200


@dataclass(frozen=True)
class UnitFigure:
    """What one report says of a row; ``said``: what was decided of it."""

    unit: str
    href: str
    now: str
    before: str
    said: str


@dataclass(frozen=True)
class FigureRow:
    name: str
    measure: str
    now: str
    before: str
    change: str
    units: tuple[UnitFigure, ...]
    doubts: int


@dataclass(frozen=True)
class Doubtful:
    """A figure that may be counted twice; ``decision``: what was decided, "" where nothing was;
    ``may``: whether the person decides."""

    name: str
    unit: str
    value: str
    other: str
    other_value: str
    why: str
    decision: str
    decide_href: str
    may: bool


@dataclass(frozen=True)
class SubmissionFigures:
    """``reports``: of how many accepted reports; ``open``: how many doubts wait for a decision."""

    rows: tuple[FigureRow, ...]
    doubtful: tuple[Doubtful, ...]
    reports: int
    open: int


def accepted_of(submissions: QuerySet[Submission], within: Period) -> QuerySet[Submission]:
    """Those that were accepted and fell due in a period, in the order in which they are told."""
    found = submissions.filter(
        accepted_on__isnull=False, due_on__range=(within.starts_on, within.ends_on)
    )
    told = found.select_related("unit", "duty").prefetch_related("figure_decisions")
    return told.order_by("unit__sort_name", "unit", "due_on", "pk")


def told_in(submissions: Iterable[Submission]) -> list[Told]:
    """The rows of these reports, with what was decided of them."""
    found = []
    for one in submissions:
        decided = {row.name: row.counts for row in one.figure_decisions.all()}
        found += [_told(one, row, decided.get(row["name"])) for row in one.figures]
    return found


def _told(submission: Submission, row: dict[str, Any], counts: bool | None) -> Told:
    return Told(
        submission=submission.pk,
        unit=submission.unit_id,
        duty=submission.duty_id,
        due_on=submission.due_on,
        name=row["name"],
        measure=row["measure"],
        counted=counted_by(row),
        adding=Adding(row.get("adding") or Adding.SUM),
        now=value_of(row.get("now")),
        before=value_of(row.get("before")),
        counts=counts,
    )


def build_submission_figures(user: User, *, plan: Plan | None, within: Period) -> SubmissionFigures:
    """The figures of accepted reports that fell due in a period, to plans that the person reads."""
    seen = Submission.objects.visible_to(user)
    reports = list(accepted_of(seen.filter(duty__plan=plan) if plan else seen, within))
    rows = summed(told_in(reports))
    plans = {one.duty.plan_id for one in reports}
    found = repeats(rows, plans)
    mine = set(Plan.objects.reportable_by(user).filter(pk__in=plans).values_list("pk", flat=True))
    may = {one.pk for one in reports if one.duty.plan_id in mine}
    names = {one.unit_id: one.unit.name for one in reports}
    hrefs = {one.pk: _href(one) for one in reports}
    doubtful = tuple(_doubtful(one, names, may) for one in found)
    return SubmissionFigures(
        rows=tuple(_row(row, names, hrefs, found) for row in rows),
        doubtful=doubtful,
        reports=len(reports),
        open=sum(not one.decision for one in doubtful),
    )


def _row(
    row: RowSum, names: dict[int, str], hrefs: dict[int, str], found: Sequence[Repeat]
) -> FigureRow:
    told = [one for one in row.told if one.now is not None or one.before is not None]
    open_ones = {one.told for one in found if one.told.counts is None}
    return FigureRow(
        name=row.name,
        measure=row.measure,
        now=_words(row.now),
        before=_words(row.before),
        change=_change(row.now, row.before),
        units=tuple(
            UnitFigure(
                names[one.unit], hrefs[one.submission], _words(one.now), _words(one.before),
                "không tính, trùng đơn vị khác" if one.counts is False else "",
            )
            for one in told[:MOST_UNITS]
        ),
        doubts=sum(one in open_ones for one in row.told),
    )  # fmt: skip


def _doubtful(one: Repeat, names: dict[int, str], may: set[int]) -> Doubtful:
    told, other = one.told, one.other
    below = f"{names[told.unit]} thuộc {names[other.unit]}"
    decided = {None: "", True: "Tính cả hai", False: f"Chỉ tính số của {names[other.unit]}"}
    return Doubtful(
        name=told.name,
        unit=names[told.unit],
        value=_words(told.now),
        other=names[other.unit],
        other_value=_words(other.now),
        why=f"Cùng thực hiện: {one.task}" if one.task else below,
        decision=decided[told.counts],
        decide_href=reverse("reports:decide_figure", args=[told.submission]),
        may=told.submission in may,
    )


def _href(submission: Submission) -> str:
    path = reverse("reports:submission", args=[submission.duty_id, submission.unit_id])
    period = urlencode({"period": submission.period}) if submission.period else ""
    return f"{path}?{period}" if period else path


def _words(value: Decimal | None) -> str:
    return NOTHING if value is None else number(value)


def _change(now: Decimal | None, before: Decimal | None) -> str:
    if now is None or before is None:
        return NOTHING
    return f"{'+' if now > before else ''}{number(now - before)}"
