"""What units reported, what was reported of the whole, and how an agency's documents look."""

from reports.models.compliance import ComplianceReport, ReportFile, ReportSection
from reports.models.form import DocumentForm
from reports.models.submission import Submission, SubmissionPart

__all__ = [
    "ComplianceReport",
    "DocumentForm",
    "ReportFile",
    "ReportSection",
    "Submission",
    "SubmissionPart",
]
