"""Questions about indicators and figures: who may see them, and what they come to.

``counted`` and ``totals`` state in SQL what ``tasks.figures`` states in Python.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)

from accounts.models import User
from plans.models import Plan
from plans.schedule import Period, year_before
from tasks.figures import MOST_TOGETHER, PERCENT, Adding, Counting, FigureSum
from units.models import Unit
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from tasks.models import Figure, Indicator, Task, TaskIndicator

_STANDS = Q(correction__isnull=True, entry__taken_back__isnull=True)

Totals = dict[tuple[int, ...], Decimal]


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def editable_by(self, user: User) -> IndicatorQuerySet:
        """Indicators of the agencies for which the person chooses what is counted."""
        return self.filter(within_reach(user, Capability.CHANGE_SETTINGS, "agency"))

    def used_on(self, day: datetime.date) -> IndicatorQuerySet:
        """Those that are still counted on a day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def asked_of(self, task: Task) -> IndicatorQuerySet:
        """What the units of a task are asked for: what hangs on the task itself, and what its
        plan's agency counts for all work of its category."""
        by_category = Q(agency=task.plan.issuer_id, category=task.category)
        attached = task.indicators.values("indicator")
        return self.filter(by_category | Q(pk__in=attached)).order_by("order", "pk")

    def above(self, unit: Unit) -> IndicatorQuerySet:
        """Indicators of a unit and of all that stand above it."""
        return self.filter(agency__descendant_links__unit=unit).order_by("order", "pk")

    def below(self, units: models.QuerySet[Unit]) -> IndicatorQuerySet:
        """Indicators of agencies of ``units``, and of those that stand above one of them."""
        agencies = Unit.objects.filter(descendant_links__unit__in=units.values("pk"))
        return self.filter(agency__in=agencies.values("pk"))


class TaskIndicatorQuerySet(models.QuerySet["TaskIndicator"]):
    def visible_to(self, user: User) -> TaskIndicatorQuerySet:
        """What hangs on tasks of plans that the person may see."""
        return self.filter(task__plan__in=Plan.objects.visible_to(user).values("pk"))

    def with_targets(self, period: Period, under: Unit | None = None) -> TaskIndicatorQuerySet:
        """Those with a target, of tasks with a leading part that falls due in the period or goes on
        in it; adds how many such ``parts`` and ``times`` there are (``under``: of one unit and
        those below it), and ``leads`` and ``groups``, on which it hangs how they count."""
        leads = Q(task__assignments__part="lead", task__assignments__cancelled_on__isnull=True)
        due = Q(task__assignments__due_on__range=(period.starts_on, period.ends_on))
        going_on = Q(
            task__assignments__due_on__isnull=True,
            task__assignments__starts_on__lte=period.ends_on,
            task__plan__ends_on__gte=period.starts_on,
        )
        within = leads & (due | going_on)
        if under is not None:
            below = Unit.objects.filter(ancestor_links__ancestor=under)
            within &= Q(task__assignments__unit__in=below.values("pk"))
        counted = self.filter(target__isnull=False).annotate(
            parts=Count("task__assignments", filter=within, distinct=True),
            times=Count("task__assignments__period", filter=within, distinct=True),
            leads=Count("task__assignments__unit", filter=leads, distinct=True),
            groups=Count("task__group_assignments", distinct=True),
        )
        return counted.filter(parts__gt=0).order_by("task__plan", "task__order", "pk")


class FigureQuerySet(models.QuerySet["Figure"]):
    # --- who may ------------------------------------------------------------------------------
    def visible_to(self, user: User) -> FigureQuerySet:
        """Figures of units whose work the person may see."""
        return self._within(user, Capability.VIEW_WORK)

    def editable_by(self, user: User) -> FigureQuerySet:
        """Figures that the person may correct."""
        return self._within(user, Capability.RECORD_PROGRESS)

    def _within(self, user: User, capability: Capability) -> FigureQuerySet:
        released = Q(assignment__isnull=True) | Q(assignment__task__plan__released_on__isnull=False)
        return self.filter(released, within_reach(user, capability, "unit"))

    # --- which ones ---------------------------------------------------------------------------
    def standing(self) -> FigureQuerySet:
        """Those that no further figure has corrected, told with nothing that was taken back."""
        return self.filter(correction__isnull=True, entry__taken_back__isnull=True)

    def of_plans(self, plans: Iterable[Plan] | models.QuerySet[Plan]) -> FigureQuerySet:
        """Figures told with work of these plans."""
        return self.filter(assignment__task__plan__in=plans)

    def of_plans_or_no_work(self, plans: Iterable[Plan]) -> FigureQuerySet:
        """As ``of_plans``, and those told without any work (how things stand in the field)."""
        return self.filter(Q(assignment__isnull=True) | Q(assignment__task__plan__in=plans))

    def under(self, unit: Unit) -> FigureQuerySet:
        """Figures of a unit and of all that stand below it."""
        return self.filter(unit__ancestor_links__ancestor=unit)

    def counted(self) -> FigureQuerySet:
        """Those that stand and repeat no other unit's (``tasks.figures.repeats``)."""
        return self.standing().exclude(self._repeated())

    def repeated(self) -> FigureQuerySet:
        """Those that repeat what another unit has told of the same work."""
        return self.filter(self._repeated())

    def with_repeats(self) -> FigureQuerySet:
        """Adds ``repeats``: whether the figure is not counted because another unit has told of the
        same work."""
        marked = Case(When(self._repeated(), then=True), default=False, output_field=BooleanField())
        return self.annotate(repeats=marked)

    def _repeated(self) -> Q:
        others = self.model.objects.filter(
            _STANDS,
            indicator=OuterRef("indicator"),
            assignment__task=OuterRef("assignment__task"),
            assignment__period=OuterRef("assignment__period"),
        )
        lead_said = others.filter(assignment__part="lead")
        earlier = others.filter(
            assignment__part=OuterRef("assignment__part"),
            assignment__pk__lt=OuterRef("assignment"),
        )
        cooperating = Q(assignment__part="cooperating")
        return cooperating & Exists(lead_said) | self._together() & Exists(earlier)

    def _together(self) -> Q:
        """Whether the units of a figure's task do one thing (``tasks.figures.counting_of``)."""
        task = self._model("assignment")._meta.get_field("task").related_model
        groups = task._meta.get_field("group_assignments").related_model
        by_group = groups._default_manager.filter(task=OuterRef("assignment__task"))
        leads = (
            self._model("assignment")
            .objects.filter(
                task=OuterRef("assignment__task"), part="lead", cancelled_on__isnull=True
            )
            .order_by()
            .values("task")
            .annotate(units=Count("unit", distinct=True))
            .filter(units__gt=MOST_TOGETHER)
        )
        by_default = Q(assignment__task__counted_by="") & ~Exists(by_group) & ~Exists(leads)
        return Q(assignment__task__counted_by=Counting.TOGETHER.value) | by_default

    def _model(self, name: str) -> Any:
        # The models stand above this module: reached by name, so that imports go one way.
        return self.model._meta.get_field(name).related_model

    # --- what they come to --------------------------------------------------------------------
    def totals(self, period: Period, *by: str) -> Totals:
        """What the figures come to in a period, by indicator and by the fields ``by`` ("unit",
        "assignment__task" …), in two queries; nobody having said anything, there is no total."""
        counted, found = self.counted().order_by(), {}
        within = counted.filter(counted_on__range=(period.starts_on, period.ends_on))
        moving = within.exclude(indicator__adding=Adding.LATEST.value)
        keys = ("indicator", *by)
        rows = moving.values_list(*keys, "indicator__adding")
        for *key, adding, added, highest in rows.annotate(Sum("value"), Max("value")):
            found[tuple(key)] = highest if adding == Adding.HIGHEST else added
        rows = counted.last_said(period.ends_on, by).values_list(
            *keys, "indicator__unit_of_measure"
        )
        for *key, measure, added, lowest in rows.annotate(Sum("value"), Min("value")):
            found[tuple(key)] = lowest if measure == PERCENT else added
        return found

    def last_said(self, day: datetime.date, by: Iterable[str] = ()) -> FigureQuerySet:
        """Of figures that stand still, what each unit said last by a day, within each of ``by``."""
        known = self.filter(indicator__adding=Adding.LATEST.value, counted_on__lte=day)
        same = {field: OuterRef(field) for field in ("indicator", "unit", *by)}
        newest = known.filter(**same).order_by("-counted_on", "-pk").values("pk")[:1]
        return known.filter(pk=Subquery(newest))

    def said_by(self, period: Period) -> dict[int, int]:
        """How many units said something of each indicator in a period."""
        within = self.standing().filter(counted_on__range=(period.starts_on, period.ends_on))
        rows = within.order_by().values_list("indicator").annotate(Count("unit", distinct=True))
        return dict(rows)

    def compared(
        self,
        indicators: models.QuerySet[Indicator],
        period: Period,
        *,
        earlier: FigureQuerySet | None = None,
    ) -> tuple[FigureSum, ...]:
        """Each of the indicators with what these figures come to in a period and in the same period
        of the year before, in the indicators' order; six queries, whatever the number of rows.

        ``earlier``: the figures of the year before, where they are not to be found among these.
        """
        then = self if earlier is None else earlier
        now, before = self.totals(period), then.totals(year_before(period))
        said_by = self.said_by(period)
        return tuple(
            FigureSum(
                indicator=one.pk,
                key=one.key,
                name=one.name,
                unit_of_measure=one.unit_of_measure,
                category=one.category,
                adding=Adding(one.adding),
                now=now.get((one.pk,)),
                before=before.get((one.pk,)),
                said_by=said_by.get(one.pk, 0),
            )
            for one in indicators
        )
