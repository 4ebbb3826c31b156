"""Questions about plans and report duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from plans.status import PlanStatus
from units.models import Unit
from units.policy import Capability
from vietnamese.text import fold

if TYPE_CHECKING:
    from plans.models import LegalBasis, Plan, ReportDuty  # noqa: F401 (quoted below)

_IN_STATUS: dict[PlanStatus, Q] = {
    PlanStatus.REVOKED: Q(revoked_on__isnull=False),
    PlanStatus.SUPERSEDED: Q(revoked_on__isnull=True, superseded_by__isnull=False),
    PlanStatus.CLOSED: Q(
        revoked_on__isnull=True, superseded_by__isnull=True, closed_on__isnull=False
    ),
    PlanStatus.ISSUED: Q(
        revoked_on__isnull=True,
        superseded_by__isnull=True,
        closed_on__isnull=True,
        released_on__isnull=False,
    ),
    PlanStatus.DRAFT: Q(
        revoked_on__isnull=True,
        superseded_by__isnull=True,
        closed_on__isnull=True,
        released_on__isnull=True,
    ),
}


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> PlanQuerySet:
        """Plans of the agencies the person may read, and plans that give work to the person's
        units."""
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        return self.filter(
            Q(issuer__in=agencies.values("pk"))
            | Q(pk__in=self._with_work_for(own), released_on__isnull=False)
        )

    def _with_work_for(self, units: models.QuerySet[Unit]) -> models.QuerySet[Plan, tuple[int]]:
        return self.model.objects.filter(
            tasks__assignments__unit__in=units.values("pk")
        ).values_list("pk")

    def editable_by(self, user: Any) -> PlanQuerySet:
        """Plans of the agencies for which the person may put plans in."""
        agencies = Unit.objects.reached_by(user, Capability.IMPORT_PLANS)
        return self.filter(issuer__in=agencies.values("pk"))

    def reportable_by(self, user: Any) -> PlanQuerySet:
        """Plans on which the person may produce a compliance report."""
        agencies = Unit.objects.reached_by(user, Capability.PRODUCE_REPORTS)
        return self.filter(issuer__in=agencies.values("pk"))

    def in_status(self, status: PlanStatus) -> PlanQuerySet:
        """Plans of one status; the same rule as ``plans.status.plan_status``."""
        return self.filter(_IN_STATUS[status])

    def matching(self, words: str) -> PlanQuerySet:
        """Plans whose number, title or issuer holds every word, accents and case apart."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class ReportDutyQuerySet(models.QuerySet["ReportDuty"]):
    def visible_to(self, user: Any) -> ReportDutyQuerySet:
        """Duties of agencies the person may read, and those of the person's own units."""
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        mine = self.model.objects.filter(reporters__in=own.values("pk")).values("pk")
        return self.filter(Q(plan__issuer__in=agencies.values("pk")) | Q(pk__in=mine))


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def visible_to(self, user: Any) -> LegalBasisQuerySet:
        """What is cited by the plans that the person may see."""
        plans = PlanQuerySet(self.model._meta.get_field("plan").related_model)
        return self.filter(plan__in=plans.visible_to(user).values("pk"))
