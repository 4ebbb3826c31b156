"""Questions about notices, letters and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import CharField, Count, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from tasks.models import Letter, Notice, Reminder


# A report of a reminder: one unit's, under one duty, for one period.
_REPORT = Concat(
    Cast("notices__duty", CharField()),
    Value("|"),
    Cast("notices__unit", CharField()),
    Value("|"),
    "notices__period",
    output_field=CharField(),
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread_by(self, user: User | OuterRef) -> NoticeQuerySet:
        """What waits to be read: the bell's figure, from one index."""
        return self.filter(person=user, read_at__isnull=True, is_quiet=False)

    def visible_to(self, user: User) -> NoticeQuerySet:
        """The person's own notices about work and reports that the person may still see."""
        return self.filter(person=user).about_what_is_seen_by(user)

    def about_what_is_seen_by(self, user: User) -> NoticeQuerySet:
        """Notices, whomever they went to, about work and reports that the person may see."""
        released = Q(assignment__task__plan__released_on__isnull=False)
        of_work = within_reach(user, Capability.VIEW_WORK, "assignment__unit") & released
        of_reports = within_reach(user, Capability.VIEW_WORK, "unit") | within_reach(
            user, Capability.READ_PLANS, "duty__plan__issuer"
        )
        return self.filter(of_work | of_reports)

    def listed(self) -> NoticeQuerySet:
        """What stands on the page of notices."""
        return self.filter(is_quiet=False)

    def matching(self, words: str) -> NoticeQuerySet:
        """Notices about work whose task holds every word, or about reports of plans that do."""
        return self.filter(
            Q(assignment__task__search_text__words=words) | Q(duty__plan__search_text__words=words)
        )

    def with_things(self) -> NoticeQuerySet:
        """Fetches all that a line says of the work or the report."""
        return self.select_related(
            "assignment__task__plan", "assignment__unit", "duty__plan", "unit", "reminder__by"
        )


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> ReminderQuerySet:
        """Reminders about work or reports of units that the person may remind."""
        reached = within_reach(user, Capability.REMIND, "notices__assignment__unit") | within_reach(
            user, Capability.REMIND, "notices__unit"
        )
        return self.filter(pk__in=self.model.objects.filter(reached).values("pk"))

    def matching(self, words: str) -> ReminderQuerySet:
        """Reminders of somebody whose name holds every word, or whose own words are these."""
        return self.filter(Q(by__search_text__words=words) | Q(words__says=words))

    def with_counts(self) -> ReminderQuerySet:
        """Adds ``people`` and ``things``: how many were reminded, of how many pieces of work and
        reports."""
        return self.annotate(
            people=Count("notices__person", distinct=True),
            things=Count("notices__assignment", distinct=True)
            + Count(_REPORT, filter=Q(notices__duty__isnull=False), distinct=True),
        )


class LetterQuerySet(models.QuerySet["Letter"]):
    def unsent(self) -> LetterQuerySet:
        """Letters that the mail server has not taken yet."""
        return self.filter(sent_at__isnull=True)

    def on_their_way(self) -> LetterQuerySet:
        """Letters that somebody is sending, or of which nobody knows whether they arrived: the
        program was stopped between sending and noting it."""
        return self.unsent().filter(tries__gt=0, refusal="")

    def visible_to(self, user: User) -> LetterQuerySet:
        """Letters to people of the units that the person may remind."""
        return self.filter(
            person__in=User.objects.filter(
                within_reach(user, Capability.REMIND, "memberships__unit"),
                memberships__ended_on__isnull=True,
            ).values("pk")
        )
