"""How the standing of a unit's report is shown: word, tone and icon.  PURE."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.badges import Badge
from reports.submissions.expectations import SUBMISSION_LABELS, SubmissionStatus

_SUBMISSION_TONES = {
    SubmissionStatus.EXPECTED: ("open", "calendar"),
    SubmissionStatus.OUTSTANDING: ("overdue", "alert-triangle"),
    SubmissionStatus.SUBMITTED: ("waiting", "hourglass"),
    SubmissionStatus.RETURNED: ("due-soon", "arrow-back-up"),
    SubmissionStatus.ACCEPTED: ("done", "circle-check"),
}

SUBMISSION_LOOKS: Mapping[SubmissionStatus, Badge] = {
    status: Badge(SUBMISSION_LABELS[status], *tone) for status, tone in _SUBMISSION_TONES.items()
}
