"""What had fallen due before its plan was brought into the program, settled in bulk."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from tasks.actions.base import Day
from tasks.before import Before, finished_before
from tasks.models import Assignment, EntryKind, ProgressEntry
from tasks.querysets import AssignmentQuerySet

_NOTES = {
    Before.DONE: (EntryKind.BEFORE, "Đã xong trước khi kế hoạch được đưa vào chương trình."),
    Before.FROM_NOW: (
        EntryKind.CANCELLED,
        "Không tính: đến hạn trước khi kế hoạch được đưa vào chương trình.",
    ),
}
BATCH = 500


@verb
def settle_before(
    *,
    work: AssignmentQuerySet,
    answer: Before,
    by: User | None,
    on: Day,
    finished_on: Day | None = None,
) -> int:
    """Says of work that fell due before ``on``, and on which nobody has acted yet, that it was done
    before or is not counted; returns how many parts that were.

    ``finished_on``: the day on which it was done, its own due day where that is not known.  Overdue
    work stays as it is.  Raises ValidationError for a day after ``on``.
    """
    if finished_on and finished_on > on:
        raise ValidationError({"finished_on": "Ngày hoàn thành không thể sau hôm nay."})
    if answer is Before.OVERDUE:
        return 0
    rows = list(work.settleable(on).select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        _settle(row, answer, finished_on)
    fields = ["percent", "finished_on", "confirmed_on", "cancelled_on", "revision"]
    Assignment.objects.bulk_update(rows, fields, batch_size=BATCH)
    if by is not None:
        _tell(rows, answer, by, on)
    return len(rows)


def _settle(row: Assignment, answer: Before, told: Day | None) -> None:
    row.revision += 1
    if answer is Before.FROM_NOW:
        # From its first day on, so that no look back finds it late.
        row.cancelled_on = row.starts_on
    elif row.due_on is not None:
        row.percent = 100
        row.finished_on = finished_before(starts_on=row.starts_on, due_on=row.due_on, told=told)
        row.confirmed_on = row.finished_on


def _tell(rows: list[Assignment], answer: Before, by: User, on: Day) -> None:
    kind, note = _NOTES[answer]
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(assignment=row, kind=kind, on=on, percent=row.percent, note=note, by=by)
            for row in rows
        ],
        batch_size=BATCH,
    )
