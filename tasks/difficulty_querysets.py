"""Questions about difficulties: whose they are, who is asked, which still stand."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from tasks.models import Difficulty  # noqa: F401 (quoted below)


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
