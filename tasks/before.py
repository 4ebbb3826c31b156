"""What had fallen due before its plan was brought into the program.  PURE.

A plan brought in during its year says nothing of what was done before; a person says it once, so
that nobody shows as late for what nobody could have entered.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

Day = datetime.date


class Before(StrEnum):
    """What became of work, or of a report, that fell due before the plan was brought in."""

    DONE = "done"
    FROM_NOW = "from_now"
    OVERDUE = "overdue"


BEFORE_LABELS = {
    Before.DONE: "Đã xong trước khi đưa vào chương trình",
    Before.FROM_NOW: "Chỉ tính từ hôm nay, phần đã qua không theo dõi",
    Before.OVERDUE: "Chưa xong, tính là quá hạn",
}
REPORTS_BEFORE_LABELS = {
    Before.DONE: "Đã nộp trước khi đưa vào chương trình",
    Before.FROM_NOW: "Không tính các kỳ đã qua",
    Before.OVERDUE: "Chưa nộp, tính là còn thiếu",
}


def finished_before(*, starts_on: Day, due_on: Day, told: Day | None) -> Day:
    """The day on which such work counts as finished: the one told, never before the work began; its
    due day where none was told."""
    return max(starts_on, told) if told else due_on
