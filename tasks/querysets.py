"""Questions about tasks and assignments.

``with_status`` (``tasks.status_sql``) judges as ``tasks.status.status_on`` does; the dashboard, the
lists and the report all count through it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Subquery, Value, When

from accounts.models import User
from plans.deadlines import MONTHS, DeadlineKind
from plans.schedule import Period, periods
from tasks.status import TASK_WEIGHTS, Counts, Hint, Status
from tasks.status_sql import (
    BY_WEIGHT,
    CLOSED_ON,
    StatusOn,
    counted_by_weight,
    counts_of,
    hint_rule,
    period_rule,
    status_rule,
)
from units.agency_settings import SEPARATE_CONFIRMATION
from units.models import AgencySetting
from units.policy import Capability
from units.querysets import reaches_any, within_reach

if TYPE_CHECKING:
    from tasks.models import Assignment, Task


def _cycle_start(kind: DeadlineKind, day: datetime.date) -> datetime.date:
    return next(periods(kind, Period("", day, day))).starts_on


# Neither confirmed as done nor cancelled.
OPEN = Q(confirmed_on__isnull=True, cancelled_on__isnull=True)
_BY_URGENCY = (F("due_on").asc(nulls_last=True), "task__plan_id", "task__order", "pk")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> TaskQuerySet:
        """Tasks of plans the person may read, and those in which the person's units have a part."""
        given = within_reach(user, Capability.VIEW_WORK, "unit")
        mine = self._of_task("assignments").filter(given)
        return self.filter(
            within_reach(user, Capability.READ_PLANS, "plan__issuer")
            | Q(Exists(mine), plan__released_on__isnull=False)
        )

    def among_visible_to(self, user: User) -> TaskQuerySet:
        """As ``visible_to``, by keys: for a search, whose words mean far more than may be seen."""
        read = self.model.objects.filter(within_reach(user, Capability.READ_PLANS, "plan__issuer"))
        parts: Any = self.model._meta.get_field("assignments").related_model
        own = within_reach(user, Capability.VIEW_WORK, "unit")
        mine = parts.objects.filter(own, task__plan__released_on__isnull=False)
        return self.filter(
            pk__in=read.order_by().values("pk").union(mine.order_by().values("task"))
        )

    def counted_for(self, user: User) -> TaskQuerySet:
        """Tasks that the person's dashboard answers for: of the plans of agencies the person may
        read; for who reads none, those in which the person's units have a part."""
        if not reaches_any(user, Capability.READ_PLANS):
            return self.visible_to(user)
        return self.filter(within_reach(user, Capability.READ_PLANS, "plan__issuer"))

    def assignable_by(self, user: User) -> TaskQuerySet:
        """Tasks of plans of agencies for which the person may give work."""
        return self.filter(within_reach(user, Capability.ASSIGN_WORK, "plan__issuer"))

    def tracked(self) -> TaskQuerySet:
        """Tasks that are followed: neither met by a report nor mere general clauses."""
        return self.filter(untracked="")

    def usual_leads(self) -> dict[tuple[int, str], int]:
        """Who leads most of these tasks of each category in each plan; one query."""
        leads = self.filter(assignments__part="lead").order_by()
        counted = leads.values_list("plan", "category", "assignments__unit")
        found: dict[tuple[int, str], tuple[int, int]] = {}
        for plan, category, unit, number in counted.annotate(n=Count("pk", distinct=True)):
            best = found.get((plan, category), (0, 0))
            if (number, -unit) > (best[0], -best[1]):
                found[plan, category] = (number, unit)
        return {key: unit for key, (_, unit) in found.items()}

    def with_leads(self) -> TaskQuerySet:
        """Adds ``is_led`` and ``is_led_outside``: whether a unit, or a name outside the directory,
        leads the task."""
        led, outside = (
            self._of_task(name).filter(part="lead") for name in ("assignments", "outside_parties")
        )
        return self.annotate(is_led=Exists(led), is_led_outside=Exists(outside))

    def unassigned(self) -> TaskQuerySet:
        """Tasks to be followed that nobody leads, neither a unit nor a name outside: a normal
        state, shown as "chưa phân công"."""
        return self.without_unit().filter(Q(is_led_outside=False))

    def led_outside(self) -> TaskQuerySet:
        """Tasks that are led by names outside the directory alone: nobody's progress on them is
        known."""
        return self.without_unit().filter(Q(is_led_outside=True))

    def without_unit(self) -> TaskQuerySet:
        """Tasks to be followed that no unit leads; adds ``is_led_outside``, whether a name outside
        the directory does."""
        return self.tracked().filter(withdrawn_on__isnull=True).with_leads().filter(Q(is_led=False))

    def _of_task(self, name: str) -> models.QuerySet[Any]:
        related: Any = self.model._meta.get_field(name).related_model
        rows: models.QuerySet[Any] = related.objects.filter(task=OuterRef("pk"))
        return rows

    def to_cover(self) -> TaskQuerySet:
        """Tasks that a plan below is asked about: all but mere headings, which nobody is given."""
        above = self.model.objects.filter(parent__isnull=False).values("parent")
        headings = self.model.objects.filter(
            pk__in=above, assignments__isnull=True, outside_parties__isnull=True
        )
        return self.exclude(pk__in=headings.values("pk"))

    def matching(self, words: str) -> TaskQuerySet:
        """Tasks whose number or text holds every word, accents and case apart."""
        return self.filter(search_text__words=words)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    # --- who may ------------------------------------------------------------------------------
    def visible_to(self, user: User) -> AssignmentQuerySet:
        """Work of the units that the person may see, once its plan is in force."""
        return self._within(user, Capability.VIEW_WORK)

    def editable_by(self, user: User) -> AssignmentQuerySet:
        """Work on which the person may record progress."""
        return self._within(user, Capability.RECORD_PROGRESS)

    def confirmable_by(self, user: User) -> AssignmentQuerySet:
        """Work that the person may confirm or send back."""
        return self._within(user, Capability.CONFIRM_WORK)

    def to_confirm(self, user: Any) -> AssignmentQuerySet:
        """Work that waits for this very person: not what the person has reported, where the agency
        wants another one to confirm."""
        found = self.confirmable_by(user).tracked().waiting()
        found = found.filter(task__plan__revoked_on__isnull=True)
        reports = self._related("entries").filter(assignment=OuterRef("pk"), kind="done")
        reporter = reports.order_by("-pk").values("by")[:1]
        own = found.annotate(reporter=Subquery(reporter)).filter(reporter=user.pk)
        alone = own.filter(unit__in=AgencySetting.objects.units_with(SEPARATE_CONFIRMATION, False))
        return found.exclude(Q(pk__in=own.values("pk")) & ~Q(pk__in=alone.values("pk")))

    def staffed_by(self, user: User) -> AssignmentQuerySet:
        """Work for which the person may name who sees to it."""
        return self._within(user, Capability.ASSIGN_OFFICERS)

    def directed_by(self, user: User) -> AssignmentQuerySet:
        """Work that the person may suspend, cancel or hand over to another unit."""
        return self._within(user, Capability.ASSIGN_WORK)

    def remindable_by(self, user: User) -> AssignmentQuerySet:
        """Work about which the person may remind those who have it."""
        return self._within(user, Capability.REMIND)

    def counted_for(self, user: User) -> AssignmentQuerySet:
        """Work whose figures the person sees on the dashboard."""
        return self._within(user, Capability.VIEW_DASHBOARD)

    def _within(self, user: User, capability: Capability) -> AssignmentQuerySet:
        return self.filter(
            within_reach(user, capability, "unit"), task__plan__released_on__isnull=False
        )

    # --- which ones ---------------------------------------------------------------------------
    def official(self) -> AssignmentQuerySet:
        """What the official counts count: the leading parts of tasks that are followed, of plans
        that were not revoked.

        A cooperating unit's work shows on its own list and never a second time in the figures.
        What stands now is ``official().in_force()``; what stood in a period, of plans too that have
        been replaced since, is ``official().in_period(…)``.
        """
        return self.filter(part="lead", task__plan__revoked_on__isnull=True).tracked()

    def tracked(self) -> AssignmentQuerySet:
        """Work of tasks that are followed (``tasks.tracking``)."""
        return self.filter(task__untracked="")

    def in_force(self) -> AssignmentQuerySet:
        """Work that is followed, of plans that are neither revoked nor replaced."""
        return self.tracked().filter(
            task__plan__revoked_on__isnull=True, task__plan__superseded_by__isnull=True
        )

    def unfinished(self) -> AssignmentQuerySet:
        """Neither confirmed as done nor cancelled."""
        return self.filter(OPEN)

    def closed(self) -> AssignmentQuerySet:
        """Confirmed as done or cancelled."""
        return self.filter(~OPEN)

    def in_period(self, starts_on: datetime.date, ends_on: datetime.date) -> AssignmentQuerySet:
        """Work that belongs to a period: begun by its end and not closed before its start, of plans
        that were in force on one of its days; what such a plan had not begun is left out."""
        return self.alias(closed_on=CLOSED_ON).filter(period_rule(starts_on, ends_on))

    def open_after(self, day: datetime.date) -> AssignmentQuerySet:
        """Work that by the end of that day was neither confirmed nor cancelled."""
        return self.alias(closed_on=CLOSED_ON).filter(closed_on__gt=day)

    def due_within(self, starts_on: datetime.date, ends_on: datetime.date) -> AssignmentQuerySet:
        return self.filter(due_on__gte=starts_on, due_on__lte=ends_on)

    def settleable(self, day: datetime.date) -> AssignmentQuerySet:
        """What fell due before a day, and of which nobody has said anything that counts."""
        return self.filter(
            due_on__lt=day,
            finished_on__isnull=True,
            cancelled_on__isnull=True,
            suspended_on__isnull=True,
        )

    def waiting(self) -> AssignmentQuerySet:
        """Reported done and not yet confirmed."""
        return self.unfinished().filter(finished_on__isnull=False, suspended_on__isnull=True)

    def matching(self, words: str) -> AssignmentQuerySet:
        """Work whose task holds every word, accents and case apart."""
        tasks = self._related("task").filter(search_text__words=words).values("pk")
        # As a value: joined, PostgreSQL goes from the words to all parts, whoever may see them.
        return self.filter(Case(When(task__in=tasks, then=True), default=False))

    # --- how it stands ------------------------------------------------------------------------
    def with_status(self, day: datetime.date) -> AssignmentQuerySet:
        """Adds ``status``, the value of a Status on that day."""
        return self.annotate(status=StatusOn(day))

    def standing(self, day: datetime.date, states: Iterable[Status | Hint]) -> AssignmentQuerySet:
        """Work that on that day has any of these statuses or hints; adds ``status``."""
        wanted = Q(pk__in=[])
        for state in states:
            wanted |= hint_rule(day, state) if isinstance(state, Hint) else status_rule(day, state)
        return self.with_status(day).filter(wanted)

    def with_open_request(self) -> AssignmentQuerySet:
        """Adds ``asks_for_time``: whether a request for more time waits for a decision."""
        asked = self._related("extensions").filter(
            assignment=OuterRef("pk"), decided_on__isnull=True
        )
        return self.annotate(asks_for_time=Exists(asked))

    def with_opened(self) -> AssignmentQuerySet:
        """Adds ``was_opened``: whether somebody of the unit has opened the work or told of it; true
        for work given before that was kept."""
        told = Q(given_at__isnull=True) | Q(last_entry_on__isnull=False)
        opened = self._related("openings").filter(assignment=OuterRef("pk"))
        return self.annotate(was_opened=Case(When(told, then=True), default=Exists(opened)))

    def for_page(self, user: User, today: datetime.date) -> AssignmentQuerySet:
        """With all that the page of one row says of the row itself.

        Adds ``is_unread`` (something about it waits for the person) and ``is_opened`` (that the
        person has opened it is kept), and ``has_…`` for the parts of the page: figures,
        difficulties, extensions, and targets of the task.
        """
        about = {
            name: self._related(name).filter(assignment=OuterRef("pk"))
            for name in ("openings", "notices", "figures", "difficulties", "extensions")
        }
        opened = about.pop("openings").filter(person=user.pk)
        unread = about.pop("notices").filter(person=user.pk, read_at__isnull=True)
        about["targets"] = self._related("task").filter(
            indicators__isnull=False, pk=OuterRef("task")
        )
        return (
            self.with_evidence_this_cycle(today)
            .with_opened()
            .annotate(is_opened=Exists(opened), is_unread=Exists(unread))
            .annotate(**{f"has_{name}": Exists(rows) for name, rows in about.items()})
            .select_related("task__plan", "unit", "officer")
        )

    def _related(self, name: str) -> models.QuerySet[Any]:
        # The models stand above this module: reached by name, so that imports go one way.
        related: Any = self.model._meta.get_field(name).related_model
        rows: models.QuerySet[Any] = related.objects.all()
        return rows

    def with_evidence_this_cycle(self, day: datetime.date) -> AssignmentQuerySet:
        """Adds ``has_evidence``: whether a file came, by that day, within the evidence cycle of the
        work's plan that runs on it (the calendar month, quarter, half-year or year)."""
        cycle = Case(
            *(
                When(task__plan__evidence_cycle=kind.value, then=Value(_cycle_start(kind, day)))
                for kind in MONTHS
            ),
            default=Value(day),
            output_field=models.DateField(),
        )
        recent = self._related("entries").filter(
            assignment=OuterRef("pk"),
            on__gte=OuterRef("cycle_starts_on"),
            on__lte=day,
            evidence__isnull=False,
            evidence__withdrawn_on__isnull=True,
            taken_back__isnull=True,
        )
        return self.annotate(cycle_starts_on=cycle).annotate(has_evidence=Exists(recent))

    def count_by_status(self, day: datetime.date) -> Counts:
        """The counts on that day, in one query."""
        rows = self.order_by().values(weight=StatusOn(day, weighed=True))
        return counts_of(rows.annotate(n=Count("pk")).values_list("weight", "n"))

    def count_by_unit(self, day: datetime.date) -> dict[int, Counts]:
        """The counts on that day for each unit that has any, in one query."""
        return self._count_by("unit", day)

    def count_by_ancestor(self, day: datetime.date) -> dict[int, Counts]:
        """The counts on that day for each unit above, of work narrowed by
        ``unit__ancestor_links__ancestor``, in one query."""
        return self._count_by("unit__ancestor_links__ancestor", day)

    def count_by_plan(self, day: datetime.date) -> dict[int, Counts]:
        """The counts on that day for each plan that has any, in one query."""
        return self._count_by("task__plan", day)

    def count_by_category(self, day: datetime.date) -> dict[str, Counts]:
        """The counts on that day for each group of work that has any, in one query."""
        return self._count_by("task__category", day)

    def _count_by(self, field: str, day: datetime.date) -> dict[Any, Counts]:
        rows = self.order_by().values(field, weight=StatusOn(day, weighed=True))
        found: dict[Any, list[tuple[int, int]]] = {}
        for key, weight, n in rows.annotate(n=Count("pk")).values_list(field, "weight", "n"):
            found.setdefault(key, []).append((weight, n))
        return {key: counts_of(weights) for key, weights in found.items()}

    # --- the official counts, by task ----------------------------------------------------------
    def count_tasks(self, day: datetime.date) -> Counts:
        """The tasks to which these parts belong, each counted once by how it stands on that day
        (``tasks.status.task_status``), in one query."""
        return counted_by_weight(self._by_task("task", day))

    def count_tasks_by_plan(self, day: datetime.date) -> dict[int, Counts]:
        """As ``count_tasks``, for each plan that has any, in one query."""
        return self._count_tasks_by("task__plan", day)

    def count_tasks_by_category(self, day: datetime.date) -> dict[str, Counts]:
        """As ``count_tasks``, for each group of work that has any, in one query."""
        return self._count_tasks_by("task__category", day)

    def _count_tasks_by(self, field: str, day: datetime.date) -> dict[Any, Counts]:
        found: dict[Any, list[tuple[int, int]]] = {}
        for key, weight in self._by_task(field, day).values_list(field, "weight"):
            found.setdefault(key, []).append((weight, 1))
        return {key: counts_of(weights) for key, weights in found.items()}

    def task_statuses(self, day: datetime.date) -> dict[int, Status]:
        """How each task stands of which these are the parts, in one query."""
        rows = self._by_task("task", day).values_list("task", "weight")
        return {task: BY_WEIGHT[weight] for task, weight in rows}

    def of_tasks_standing(self, day: datetime.date, states: Iterable[Status]) -> AssignmentQuerySet:
        """Those of the parts whose task, judged by these very parts, has any of the statuses."""
        weights = [TASK_WEIGHTS[status] for status in states]
        return self.filter(
            task__in=self._by_task("task", day).filter(weight__in=weights).values("task")
        )

    def _by_task(self, field: str, day: datetime.date) -> Any:
        """One row a task with ``weight``, that of the part that most has to be done about."""
        judged = self.order_by().values(*dict.fromkeys(("task", field)))
        return judged.annotate(weight=Min(StatusOn(day, weighed=True)))

    def by_urgency(self) -> AssignmentQuerySet:
        """The earliest due day first, work without a day last, always in one total order."""
        return self.order_by(*_BY_URGENCY)

    def open_first(self) -> AssignmentQuerySet:
        """By urgency, but what is confirmed or cancelled after all that is not."""
        return self.order_by(Case(When(OPEN, then=0), default=1), *_BY_URGENCY)
