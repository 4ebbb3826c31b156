"""Questions about what was said of tasks of the superior plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from accounts.models import User
from plans.models import Plan
from tasks.querysets import TaskQuerySet

if TYPE_CHECKING:
    from tasks.models import TaskCoverage  # noqa: F401 (quoted below)


class TaskCoverageQuerySet(models.QuerySet["TaskCoverage"]):
    def visible_to(self, user: User) -> TaskCoverageQuerySet:
        """What was said of the plans that the person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user).values("pk"))

    def counted_for(self, plan: Plan) -> Any:
        """Of one plan, as queries of one number: how many tasks of its superior plan are carried
        out, and how many are said to be none of its business."""
        tasks = TaskQuerySet(self.model._meta.get_field("superior").related_model)
        asked = tasks.filter(plan=plan.carries_out_id).to_cover().values("pk")
        rows = self.filter(plan=plan, superior__in=asked).order_by().values("plan")
        return tuple(
            rows.filter(task__isnull=waived)
            .annotate(n=Count("superior", distinct=True))
            .values("n")
            for waived in (False, True)
        )

    def count_by_plan(self, superior: Plan) -> dict[int, tuple[int, int]]:
        """For each plan that carries out ``superior`` the number of its tasks that are carried out,
        and of those said to be none of its business; in one query."""
        tasks = TaskQuerySet(self.model._meta.get_field("superior").related_model)
        asked = tasks.filter(plan=superior).to_cover().values("pk")
        rows = self.filter(plan__carries_out=superior, superior__in=asked).order_by().values("plan")
        counted = rows.annotate(
            covered=Count("superior", filter=Q(task__isnull=False), distinct=True),
            waived=Count("superior", filter=Q(task__isnull=True), distinct=True),
        )
        return {row["plan"]: (row["covered"], row["waived"]) for row in counted}
