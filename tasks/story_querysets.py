"""Questions about the story of work: its lines, its evidence, its requests for more time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from units.models import Unit
from units.policy import Capability

if TYPE_CHECKING:
    from tasks.models import Evidence, Extension, ProgressEntry  # noqa: F401 (quoted below)


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    def visible_to(self, user: User) -> ProgressEntryQuerySet:
        """The story of work that the person may see."""
        units = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        return self.filter(
            assignment__unit__in=units.values("pk"),
            assignment__task__plan__released_on__isnull=False,
        )

    def standing(self) -> ProgressEntryQuerySet:
        """Without what was taken back."""
        return self.filter(taken_back__isnull=True)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def valid(self) -> EvidenceQuerySet:
        """Evidence that nobody has withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def editable_by(self, user: User) -> EvidenceQuerySet:
        """Evidence of work on which the person may record progress."""
        units = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS)
        return self.filter(
            entry__assignment__unit__in=units.values("pk"),
            entry__assignment__task__plan__released_on__isnull=False,
        )

    def visible_to(self, user: User) -> EvidenceQuerySet:
        """Evidence of work that the person may see."""
        units = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        return self.filter(
            entry__assignment__unit__in=units.values("pk"),
            entry__assignment__task__plan__released_on__isnull=False,
        )


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def decidable_by(self, user: User) -> ExtensionQuerySet:
        """Requests for more time on which the person may decide and nobody has decided."""
        units = Unit.objects.reached_by(user, Capability.DECIDE_EXTENSION)
        return self.filter(
            assignment__unit__in=units.values("pk"),
            assignment__task__plan__released_on__isnull=False,
            decided_on__isnull=True,
        )
