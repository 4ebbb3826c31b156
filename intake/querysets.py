"""Questions about documents that are being read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from units.models import Unit
from units.policy import Capability

if TYPE_CHECKING:
    from intake.models import Intake  # noqa: F401 (quoted below)


class IntakeQuerySet(models.QuerySet["Intake"]):
    def editable_by(self, user: Any) -> IntakeQuerySet:
        """Documents put in for agencies for which the person may put plans in."""
        agencies = Unit.objects.reached_by(user, Capability.IMPORT_PLANS)
        return self.filter(issuer__in=agencies.values("pk"))

    def open(self) -> IntakeQuerySet:
        """Not yet turned into a plan and not dropped."""
        return self.filter(plan__isnull=True, dropped_on__isnull=True)
