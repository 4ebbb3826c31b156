"""Questions about what was said of tasks and work: the lines of its story, evidence, requests for
more time, difficulties, and what was said of tasks of the superior plan."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, OuterRef, Q

from accounts.models import User
from plans.models import Plan
from tasks.querysets import TaskQuerySet
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from tasks.models import (
        Difficulty,
        Evidence,
        Extension,
        ProgressEntry,
        TaskCoverage,
    )


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    def visible_to(self, user: User) -> ProgressEntryQuerySet:
        """The story of work that the person may see."""
        return self.filter(
            within_reach(user, Capability.VIEW_WORK, "assignment__unit"),
            assignment__task__plan__released_on__isnull=False,
        )

    def standing(self) -> ProgressEntryQuerySet:
        """Without what was taken back."""
        return self.filter(taken_back__isnull=True)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def valid(self) -> EvidenceQuerySet:
        """Evidence that nobody has withdrawn, by itself or with what it came with."""
        return self.filter(withdrawn_on__isnull=True, entry__taken_back__isnull=True)

    def editable_by(self, user: User) -> EvidenceQuerySet:
        """Evidence of work on which the person may record progress."""
        return self.filter(
            within_reach(user, Capability.RECORD_PROGRESS, "entry__assignment__unit"),
            entry__assignment__task__plan__released_on__isnull=False,
        )

    def visible_to(self, user: User) -> EvidenceQuerySet:
        """Evidence of work that the person may see."""
        return self.filter(
            within_reach(user, Capability.VIEW_WORK, "entry__assignment__unit"),
            entry__assignment__task__plan__released_on__isnull=False,
        )


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def decidable_by(self, user: User) -> ExtensionQuerySet:
        """Requests for more time on which the person may decide and nobody has decided."""
        return self.filter(
            within_reach(user, Capability.DECIDE_EXTENSION, "assignment__unit"),
            assignment__task__plan__released_on__isnull=False,
            decided_on__isnull=True,
        )


class TaskCoverageQuerySet(models.QuerySet["TaskCoverage"]):
    def visible_to(self, user: User) -> TaskCoverageQuerySet:
        """What was said of the plans that the person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user).values("pk"))

    def counted_for(self, plan: Plan) -> tuple[Any, Any]:
        """Of one plan, as queries of one number: how many tasks of its superior plan are carried
        out, and how many are said to be none of its business."""
        return self.filter(plan=plan)._counted(plan.carries_out_id)

    def counted_below(self, superior: Plan) -> tuple[Any, Any]:
        """As ``counted_for``, of each of the plans that carry out ``superior``: sub-queries of
        plans."""
        return self.filter(plan=OuterRef("pk"))._counted(superior.pk)

    def _counted(self, superior: int | None) -> tuple[Any, Any]:
        tasks = TaskQuerySet(self.model._meta.get_field("superior").related_model)
        asked = tasks.filter(plan=superior).to_cover().values("pk")
        rows = self.filter(superior__in=asked).order_by().values("plan")
        covered, waived = (
            rows.filter(task__isnull=waived)
            .annotate(n=Count("superior", distinct=True))
            .values("n")
            for waived in (False, True)
        )
        return covered, waived


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    def visible_to(self, user: User) -> DifficultyQuerySet:
        """Difficulties with work that the person may see."""
        return self._within(user, Capability.VIEW_WORK)

    def editable_by(self, user: User) -> DifficultyQuerySet:
        """Those that the person may close or open again: of units whose work they record, and those
        that they may answer."""
        recorded = self._within(user, Capability.RECORD_PROGRESS)
        answered = self._within(user, Capability.ANSWER_DIFFICULTIES)
        return self.filter(Q(pk__in=recorded.values("pk")) | Q(pk__in=answered.values("pk")))

    def decidable_by(self, user: User) -> DifficultyQuerySet:
        """Those that the person may answer and nobody has settled."""
        return self._within(user, Capability.ANSWER_DIFFICULTIES).filter(closed_on__isnull=True)

    def _within(self, user: User, capability: Capability) -> DifficultyQuerySet:
        return self.standing().filter(
            within_reach(user, capability, "assignment__unit"),
            assignment__task__plan__released_on__isnull=False,
        )

    def standing(self) -> DifficultyQuerySet:
        """Those whose entry nobody has taken back."""
        return self.filter(entry__taken_back__isnull=True)

    def unsettled(self, day: datetime.date) -> DifficultyQuerySet:
        """Raised by a day and not settled on it."""
        closed = Q(closed_on__isnull=False, closed_on__lte=day)
        return self.standing().filter(raised_on__lte=day).exclude(closed)

    def matching(self, words: str) -> DifficultyQuerySet:
        """Those whose task, or whose own text with its answer, holds every word, accents and case
        apart."""
        of_task = Q(assignment__task__search_text__words=words)
        return self.filter(of_task | Q(search_text__words=words))
