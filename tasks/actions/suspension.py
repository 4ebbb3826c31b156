"""Out of the ordinary: suspended, resumed, cancelled."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from tasks.actions.base import (
    Day,
    answer_open_request,
    changing_work,
    refuse_closed,
    refuse_suspended,
    required,
    tell,
)
from tasks.models import Assignment, EntryKind, ProgressEntry


@verb
def suspend(
    *, assignment: Assignment, by: User, on: Day, reason: str, revision: int | None = None
) -> ProgressEntry:
    """Stops the work for a time; it counts neither as open nor as overdue meanwhile.

    Raises ValidationError.
    """
    reason = required("reason", reason, "Hãy nêu lý do tạm dừng.")
    with changing_work(assignment, revision) as work:
        refuse_closed(work)
        refuse_suspended(work)
        work.suspended_on = on
        return tell(work, EntryKind.SUSPENDED, by, on, reason)


@verb
def resume(
    *, assignment: Assignment, by: User, on: Day, reason: str, revision: int | None = None
) -> ProgressEntry:
    """Takes suspended work up again.  Raises ValidationError."""
    reason = required("reason", reason, "Hãy nêu lý do tiếp tục.")
    with changing_work(assignment, revision) as work:
        refuse_closed(work)
        if work.suspended_on is None:
            raise ValidationError("Công việc này không tạm dừng.")
        work.suspended_on = None
        return tell(work, EntryKind.RESUMED, by, on, reason)


@verb
def cancel(
    *, assignment: Assignment, by: User, on: Day, reason: str, revision: int | None = None
) -> ProgressEntry:
    """Takes the work out of the counts for good.  Raises ValidationError."""
    reason = required("reason", reason, "Hãy nêu lý do hủy.")
    with changing_work(assignment, revision) as work:
        refuse_closed(work)
        answer_open_request(work, on, "Công việc đã hủy.")
        work.cancelled_on = on
        return tell(work, EntryKind.CANCELLED, by, on, reason)
