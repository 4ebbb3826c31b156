"""What units reported, what was reported of the whole, and how an agency's documents look."""

from reports.models.compliance import ComplianceReport, DocumentForm, ReportFile, ReportSection
from reports.models.feed import CalendarFeed
from reports.models.making import FileJob
from reports.models.submission import (
    DutyForm,
    FigureDecision,
    MetDuty,
    ReportRequest,
    Submission,
    SubmissionFile,
    SubmissionPart,
)

__all__ = [
    "CalendarFeed",
    "ComplianceReport",
    "DocumentForm",
    "DutyForm",
    "FigureDecision",
    "FileJob",
    "MetDuty",
    "ReportFile",
    "ReportRequest",
    "ReportSection",
    "Submission",
    "SubmissionFile",
    "SubmissionPart",
]
