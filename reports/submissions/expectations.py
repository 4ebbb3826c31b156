"""What must be reported, what came, and whether in time.  PURE."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.badges import Badge

Day = datetime.date


class SubmissionStatus(StrEnum):
    EXPECTED = "expected"  # not yet due
    OUTSTANDING = "outstanding"  # due and not submitted
    SUBMITTED = "submitted"  # waits to be accepted
    RETURNED = "returned"
    ACCEPTED = "accepted"


SUBMISSION_LABELS = {
    SubmissionStatus.EXPECTED: "Chưa đến hạn",
    SubmissionStatus.OUTSTANDING: "Chưa nộp",
    SubmissionStatus.SUBMITTED: "Đã nộp, chờ tiếp nhận",
    SubmissionStatus.RETURNED: "Bị trả lại",
    SubmissionStatus.ACCEPTED: "Đã tiếp nhận",
}


@dataclass(frozen=True)
class SubmissionFacts:
    """What is stored of a report that a unit owes."""

    due_on: Day | None
    submitted_on: Day | None = None
    returned_on: Day | None = None
    accepted_on: Day | None = None


def submission_status(day: Day, facts: SubmissionFacts) -> SubmissionStatus:
    """Where a report stands at the end of a day."""
    if facts.accepted_on and facts.accepted_on <= day:
        return SubmissionStatus.ACCEPTED
    if facts.returned_on and facts.returned_on <= day:
        return SubmissionStatus.RETURNED
    if facts.submitted_on and facts.submitted_on <= day:
        return SubmissionStatus.SUBMITTED
    if facts.due_on and facts.due_on < day:
        return SubmissionStatus.OUTSTANDING
    return SubmissionStatus.EXPECTED


def is_late(day: Day, facts: SubmissionFacts) -> bool:
    """Whether a report came, or still has not come, after its due day."""
    if facts.due_on is None:
        return False
    return (facts.submitted_on or day) > facts.due_on


@dataclass(frozen=True)
class Expected:
    """One report that one unit owes for one period."""

    duty: int
    unit: int
    period: str
    due_on: Day | None


def outstanding(
    expected: Iterable[Expected], received: Iterable[tuple[int, int, str]], day: Day
) -> tuple[Expected, ...]:
    """What should have come by ``day`` and did not: expected less received (duty, unit, period)."""
    there = set(received)
    return tuple(
        one
        for one in expected
        if one.due_on and one.due_on < day and (one.duty, one.unit, one.period) not in there
    )


_SUBMISSION_TONES = {
    SubmissionStatus.EXPECTED: ("open", "calendar"),
    SubmissionStatus.OUTSTANDING: ("overdue", "alert-triangle"),
    SubmissionStatus.SUBMITTED: ("waiting", "hourglass"),
    SubmissionStatus.RETURNED: ("due-soon", "arrow-back-up"),
    SubmissionStatus.ACCEPTED: ("done", "circle-check"),
}

SUBMISSION_BADGES: Mapping[SubmissionStatus, Badge] = {
    status: Badge(SUBMISSION_LABELS[status], *tone) for status, tone in _SUBMISSION_TONES.items()
}
