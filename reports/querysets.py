"""Questions about submissions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import User
from units.models import Unit
from units.policy import Capability

if TYPE_CHECKING:
    from reports.models import (  # noqa: F401 (quoted below)
        CalendarFeed,
        ComplianceReport,
        DocumentForm,
        FileJob,
        ReportFile,
        ReportRequest,
        Submission,
        SubmissionFile,
    )


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        """Reports of units whose work the person may see, and reports to agencies the person may
        read."""
        own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        return self.filter(
            Q(unit__in=own.values("pk")) | Q(duty__plan__issuer__in=agencies.values("pk"))
        )


class ComplianceReportQuerySet(models.QuerySet["ComplianceReport"]):
    def visible_to(self, user: User) -> ComplianceReportQuerySet:
        """Reports of agencies whose plans the person reads."""
        return self._of(user, Capability.READ_PLANS)

    def editable_by(self, user: User) -> ComplianceReportQuerySet:
        """Reports of agencies for which the person produces reports."""
        return self._of(user, Capability.PRODUCE_REPORTS)

    def _of(self, user: User, capability: Capability) -> ComplianceReportQuerySet:
        agencies = Unit.objects.reached_by(user, capability)
        return self.filter(agency__in=agencies.values("pk"))


class DocumentFormQuerySet(models.QuerySet["DocumentForm"]):
    def editable_by(self, user: User) -> DocumentFormQuerySet:
        """Forms of agencies for which the person produces reports."""
        agencies = Unit.objects.reached_by(user, Capability.PRODUCE_REPORTS)
        return self.filter(unit__in=agencies.values("pk"))


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    def visible_to(self, user: User) -> ReportFileQuerySet:
        """Files of reports that the person may see."""
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        return self.filter(report__agency__in=agencies.values("pk"))


class SubmissionFileQuerySet(models.QuerySet["SubmissionFile"]):
    def visible_to(self, user: User) -> SubmissionFileQuerySet:
        """Files of the person's own units' reports; of others only once they were handed in."""
        own = Unit.objects.reached_by(user, Capability.RECORD_PROGRESS)
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        handed_in = Q(submission__submitted_on__isnull=False)
        return self.filter(
            Q(submission__unit__in=own.values("pk"))
            | handed_in & Q(submission__duty__plan__issuer__in=agencies.values("pk"))
        )


class ReportRequestQuerySet(models.QuerySet["ReportRequest"]):
    def visible_to(self, user: User) -> ReportRequestQuerySet:
        """Letters to agencies that the person may read, and those that ask the person's units."""
        own = Unit.objects.reached_by(user, Capability.VIEW_WORK)
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        mine = self.model.objects.filter(duty__reporters__in=own.values("pk")).values("pk")
        return self.filter(Q(duty__plan__issuer__in=agencies.values("pk")) | Q(pk__in=mine))


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def held(self, user: User | int) -> CalendarFeedQuerySet:
        """The calendar of a person (or of the account with that key) that is still open."""
        return self.filter(user=user, user__is_active=True)


class FileJobQuerySet(models.QuerySet["FileJob"]):
    def visible_to(self, user: User) -> FileJobQuerySet:
        """What the person asked for, of agencies whose plans they still read."""
        agencies = Unit.objects.reached_by(user, Capability.READ_PLANS)
        return self.filter(asked_by=user, agency__in=agencies.values("pk"))

    def open(self) -> FileJobQuerySet:
        """Those that are waited for."""
        return self.filter(state__in=("waiting", "running"))

    def lost(self, *, running: datetime.datetime, waiting: datetime.datetime) -> FileJobQuerySet:
        """Those that nobody makes any more: without a sign of life since these moments."""
        return self.filter(
            Q(state="running", seen_at__lt=running) | Q(state="waiting", seen_at__lt=waiting)
        )
