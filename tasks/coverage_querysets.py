"""Questions about what was said of tasks of the superior plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, OuterRef

from accounts.models import User
from plans.models import Plan
from tasks.querysets import TaskQuerySet

if TYPE_CHECKING:
    from tasks.models import TaskCoverage  # noqa: F401 (quoted below)


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
