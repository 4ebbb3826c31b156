"""Questions about the story of work: its lines, its evidence, its requests for more time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from tasks.models import Evidence, Extension, ProgressEntry  # noqa: F401 (quoted below)


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
