"""Work told in one line each: what is late by most days, and what waits for a decision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import DateField, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.models import Plan, full_number
from plans.schedule import Period, period_name
from tasks.models import Assignment, Extension, ProgressEntry
from tasks.status import BADGES, UNFINISHED, Facts, Hint, badge_on, days_late
from units.models import Unit

LISTED = 10  # rows of each list; what it leaves out stands in a list of its own
# What a line says of its work, and what it is judged by: columns alone, for a plan, a task and a
# unit made whole for each line cost more than the line.
_NAMED = ("pk", "task__title", "unit__name", "task__ref", "period")
_PLAN = ("task__plan__number", "task__plan__symbol")
_FACTS = (
    "starts_on", "due_on", "finished_on", "confirmed_on", "suspended_on", "cancelled_on",
    "task__plan__in_force_until",
)  # fmt: skip
_OF_WORK = tuple(f"assignment__{name}" for name in (*_NAMED, *_PLAN))
_LATE, _PLANS, _ASKED, _RAISED = "late", "plan", "asked", "raised"
_NO_DAY, _NO_WORD = Cast(Value(None), DateField()), Value("")


@dataclass(frozen=True)
class WorkLine:
    """One unit's part in a task, as a line that opens it."""

    pk: int
    title: str
    unit: str
    where: str

    @property
    def href(self) -> str:
        return reverse("tasks:assignment", args=[self.pk])


@dataclass(frozen=True)
class LateLine(WorkLine):
    """Work that is late, and why, in its unit's own words."""

    due_on: datetime.date | None
    days: int
    badge: Badge
    reason: str

    @property
    def words(self) -> str:
        return late_words(self.days)

    @property
    def waits(self) -> bool:
        """Whether the unit has reported it done and nobody has confirmed it."""
        return self.badge == BADGES[Hint.WAITING]


@dataclass(frozen=True)
class ExtensionRow:
    work: WorkLine
    due_before: datetime.date
    due_asked: datetime.date
    reason: str


@dataclass(frozen=True)
class DifficultyRow:
    work: WorkLine
    on: datetime.date
    text: str


@dataclass(frozen=True)
class Lines:
    """What the dashboard names: the late work, the one that is late by most days first; number and
    title of plans; one request and one difficulty more than is shown, which says that there are
    more."""

    late: tuple[LateLine, ...]
    plans: Mapping[int, tuple[str, str]]
    extensions: tuple[ExtensionRow, ...]
    difficulties: tuple[DifficultyRow, ...]


def page_lines(
    late: Sequence[int], plans: Sequence[int], asked: Any, raised: Any, day: datetime.date
) -> Lines:
    """Everything in one query: rows of one width, each with what it is, and what sorts it."""
    works: Any = Assignment.objects.filter(pk__in=late).order_by()
    named: Any = Plan.objects.filter(pk__in=plans).order_by()
    days = [_NO_DAY] * 5
    first = works.values_list(
        Value(_LATE), *_NAMED, *_PLAN, *_FACTS, _last_difficulty(day), _open_request(day), "pk"
    )
    others = (
        named.values_list(
            *(Value(_PLANS), "pk", "title", *[_NO_WORD] * 3, "number", "symbol"),
            *([_NO_DAY] * 7 + [_NO_WORD] * 2 + ["pk"]),
        ),
        asked.values_list(
            *(Value(_ASKED), *_OF_WORK, "due_before", "due_asked", "asked_on", *days[1:]),
            *("reason", _NO_WORD, "pk"),
        ),
        raised.values_list(
            *(Value(_RAISED), *_OF_WORK, "on", _NO_DAY, *days), *("difficulty", _NO_WORD, "pk")
        ),
    )
    found: dict[str, list[Any]] = {what: [] for what in (_LATE, _PLANS, _ASKED, _RAISED)}
    for what, *row in first.union(*others, all=True):
        found[what].append(row)
    lines = [_late_line(day, *row[:-1]) for row in found[_LATE]]
    return Lines(
        late=tuple(sorted(lines, key=lambda one: (-one.days, one.due_on, one.pk))),
        plans={row[0]: (full_number(*row[5:7]), row[1]) for row in found[_PLANS]},
        extensions=tuple(
            ExtensionRow(_line(*row[:7]), row[7], row[8], row[14])
            for row in sorted(found[_ASKED], key=itemgetter(9, 16))
        ),
        difficulties=tuple(
            DifficultyRow(_line(*row[:7]), row[7], row[14])
            for row in sorted(found[_RAISED], key=itemgetter(7, 16), reverse=True)
        ),
    )


def _late_line(day: datetime.date, *row: Any) -> LateLine:
    facts = Facts(*row[7:14])
    return LateLine(
        **vars(_line(*row[:7])),
        due_on=facts.due_on,
        days=days_late(day, facts),
        badge=badge_on(day, facts),
        reason=_reason(*row[14:]),
    )


def _line(pk: int, title: str, unit: str, ref: str, period: str, *plan: str) -> WorkLine:
    where = (full_number(*plan), ref, period_name(period))
    return WorkLine(pk, title, unit, " · ".join(filter(None, where)))


def late_words(days: int) -> str:
    return f"quá hạn {days} ngày" if days > 0 else ""


def _last_difficulty(day: datetime.date) -> Subquery:
    told = ProgressEntry.objects.filter(assignment=OuterRef("pk"), on__lte=day)
    return Subquery(told.exclude(difficulty="").order_by("-on", "-pk").values("difficulty")[:1])


def _open_request(day: datetime.date) -> Subquery:
    asked = Extension.objects.filter(assignment=OuterRef("pk"), asked_on__lte=day)
    return Subquery(asked.order_by("-asked_on", "-pk").values("reason")[:1])


def _reason(hindered: str | None, asked: str | None) -> str:
    """Why work is late, in its unit's own words: the last difficulty, or the reason for which
    more time was asked."""
    if hindered:
        return f"Vướng mắc: {hindered}"
    return f"Xin gia hạn: {asked}" if asked else "Đơn vị chưa ghi nguyên nhân."


def open_extensions(user: User, plan: Plan | None, unit: Unit | None) -> Any:
    """The requests for more time that wait longest for the person's decision."""
    asked = _narrowed(Extension.objects.decidable_by(user), "assignment__", plan, unit)
    longest = asked.order_by("asked_on", "pk").values("pk")[: LISTED + 1]
    return Extension.objects.filter(pk__in=longest).order_by()


def open_difficulties(
    user: User, plan: Plan | None, unit: Unit | None, period: Period, day: datetime.date
) -> Any:
    """The newest difficulties that units raised in the period, of work that is not done.

    Those of cooperating units count too: whoever is stuck needs an answer.
    """
    work = Assignment.objects.counted_for(user).in_force().standing(day, UNFINISHED)
    mine = _narrowed(work, "", plan, unit)
    raised = ProgressEntry.objects.filter(
        assignment__in=mine.values("pk"), on__gte=period.starts_on, on__lte=day
    ).exclude(difficulty="")
    raised = raised.exclude(raised__closed_on__isnull=False, raised__closed_on__lte=day)
    newest = raised.order_by("-on", "-pk").values("pk")[: LISTED + 1]
    return ProgressEntry.objects.filter(pk__in=newest).order_by()


def _narrowed(rows: Any, work: str, plan: Plan | None, unit: Unit | None) -> Any:
    """Those of one plan, and of one unit with all below it."""
    if unit is not None:
        rows = rows.filter(**{f"{work}unit__in": Unit.objects.subtree_of(unit).values("pk")})
    return rows if plan is None else rows.filter(**{f"{work}task__plan": plan})
