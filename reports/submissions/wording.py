"""Words for reports of units: how they are found, how a nested one is headed."""

from __future__ import annotations

from plans.models import ReportDuty
from reading.outlines import LONGEST_HEADING
from reports.models import Submission
from vietnamese.text import fold

MOST_SEARCHED = 200_000  # letters


def search_words(submission: Submission) -> str:
    """By what a report is found: what and whose it is, its sections, its files; folded."""
    parts = submission.parts.order_by("order").values_list("heading", "text")
    words = [
        str(submission.duty),
        submission.duty.plan.full_number,
        submission.unit.name,
        submission.period_name,
        *(word for part in parts for word in part),
        *submission.files.values_list("name", flat=True),
    ]
    return fold(" ".join(filter(None, words)))[:MOST_SEARCHED]


def nested_heading(duty: ReportDuty) -> str:
    """The section by which a report meets a duty that is nested in it."""
    name = str(duty)
    return name if len(name) <= LONGEST_HEADING else f"{name[: LONGEST_HEADING - 1]}…"
