"""Questions about submissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from units.models import Unit
from units.policy import Capability

if TYPE_CHECKING:
    from reports.models import Submission  # noqa: F401 (quoted below)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        """Reports of units whose work the person may see, and reports to agencies the person may
        read."""
        own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        return self.filter(
            Q(unit__in=own.values("pk")) | Q(duty__plan__issuer__in=agencies.values("pk"))
        )
