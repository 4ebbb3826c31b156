"""Questions about submissions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from reports.models import (
        CalendarFeed,
        ComplianceReport,
        DocumentForm,
        FileJob,
        MetDuty,
        ReportFile,
        ReportRequest,
        Submission,
        SubmissionFile,
    )


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        """Reports of units whose work the person may see, and reports to agencies the person may
        read."""
        return self.filter(
            within_reach(user, Capability.VIEW_WORK, "unit")
            | within_reach(user, Capability.READ_PLANS, "duty__plan__issuer")
        )

    def decidable_by(self, user: User) -> SubmissionQuerySet:
        """Of the visible ones those under plans on which the person produces the report."""
        produced = within_reach(user, Capability.PRODUCE_REPORTS, "duty__plan__issuer")
        return self.visible_to(user).filter(produced)

    def readable_by(self, user: User) -> SubmissionQuerySet:
        """Of the visible ones those whose text the person may read: handed in, or of a unit for
        which the person writes."""
        own = within_reach(user, Capability.RECORD_PROGRESS, "unit")
        return self.visible_to(user).filter(Q(submitted_on__isnull=False) | own)


class ComplianceReportQuerySet(models.QuerySet["ComplianceReport"]):
    def visible_to(self, user: User) -> ComplianceReportQuerySet:
        """Reports of agencies whose plans the person reads."""
        return self._of(user, Capability.READ_PLANS)

    def editable_by(self, user: User) -> ComplianceReportQuerySet:
        """Reports of agencies for which the person produces reports."""
        return self._of(user, Capability.PRODUCE_REPORTS)

    def _of(self, user: User, capability: Capability) -> ComplianceReportQuerySet:
        return self.filter(within_reach(user, capability, "agency"))


class DocumentFormQuerySet(models.QuerySet["DocumentForm"]):
    def editable_by(self, user: User) -> DocumentFormQuerySet:
        """Forms of agencies for which the person produces reports."""
        return self.filter(within_reach(user, Capability.PRODUCE_REPORTS, "unit"))


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    def visible_to(self, user: User) -> ReportFileQuerySet:
        """Files of reports that the person may see."""
        return self.filter(within_reach(user, Capability.READ_PLANS, "report__agency"))


class MetDutyQuerySet(models.QuerySet["MetDuty"]):
    def counting(self) -> MetDutyQuerySet:
        """Those that count: of submissions that were handed in, and that say something where a
        section is to say it."""
        # The models stand above this module: reached by name, so that imports go one way.
        submission: Any = self.model._meta.get_field("submission").related_model
        parts = submission._meta.get_field("parts").related_model._default_manager
        told = parts.filter(submission=OuterRef("submission"), heading=OuterRef("heading")).exclude(
            text=""
        )
        handed_in = self.filter(submission__submitted_on__isnull=False)
        return handed_in.filter(Q(heading="") | Exists(told))


class SubmissionFileQuerySet(models.QuerySet["SubmissionFile"]):
    def visible_to(self, user: User) -> SubmissionFileQuerySet:
        """Files of the person's own units' reports; of others only once they were handed in."""
        handed_in = Q(submission__submitted_on__isnull=False)
        return self.filter(
            within_reach(user, Capability.RECORD_PROGRESS, "submission__unit")
            | handed_in
            & within_reach(user, Capability.READ_PLANS, "submission__duty__plan__issuer")
        )


class ReportRequestQuerySet(models.QuerySet["ReportRequest"]):
    def visible_to(self, user: User) -> ReportRequestQuerySet:
        """Letters to agencies that the person may read, and those that ask the person's units."""
        mine = self.model.objects.filter(
            within_reach(user, Capability.VIEW_WORK, "duty__reporters")
        ).values("pk")
        return self.filter(
            within_reach(user, Capability.READ_PLANS, "duty__plan__issuer") | Q(pk__in=mine)
        )


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def held(self, user: User | int) -> CalendarFeedQuerySet:
        """The calendar of a person (or of the account with that key) that is still open."""
        key = user if isinstance(user, int) else user.pk
        return self.filter(user__pk=key, user__is_active=True)


class FileJobQuerySet(models.QuerySet["FileJob"]):
    def visible_to(self, user: User) -> FileJobQuerySet:
        """What the person asked for, of agencies whose plans they still read."""
        return self.filter(within_reach(user, Capability.READ_PLANS, "agency"), asked_by=user)

    def open(self) -> FileJobQuerySet:
        """Those that are waited for."""
        return self.filter(state__in=("waiting", "running"))

    def lost(self, *, running: datetime.datetime, waiting: datetime.datetime) -> FileJobQuerySet:
        """Those that nobody makes any more: without a sign of life since these moments."""
        return self.filter(
            Q(state="running", seen_at__lt=running) | Q(state="waiting", seen_at__lt=waiting)
        )
