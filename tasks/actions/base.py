"""What the changes of work share: the row as it is now, its story, what is refused when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.changes import changing
from accounts.models import User
from plans.status import PlanStatus
from tasks.models import Assignment, EntryKind, ProgressEntry
from tasks.status import FinishReason, finish_wants_reason

Day = datetime.date
Files = Iterable[File[bytes]]
FINISH_REASONS = {
    FinishReason.LATE: "Việc hoàn thành sau hạn: hãy nêu lý do, lý do này được đưa vào báo cáo.",
    FinishReason.SET_BACK: "Ngày hoàn thành được ghi lùi về trước hạn: hãy nêu lý do vì sao nay mới"
    " báo.",
}


@contextmanager
def changing_work(assignment: Assignment, revision: int | None = None) -> Iterator[Assignment]:
    """As ``changing``, with the task and its plan at hand.  An assignment has no history: its
    story is told."""
    with changing(
        assignment,
        "task__plan",
        revision=revision,
        what="Công việc này",
        unchecked=["task", "unit", "officer"],  # the verb that names an officer looks for itself
    ) as work:
        yield work


def tell(
    work: Assignment,
    kind: EntryKind,
    by: User,
    on: Day,
    note: str,
    percent: int | None = None,
    difficulty: str = "",
    reason: str = "",
    finished_on: Day | None = None,
) -> ProgressEntry:
    entry = ProgressEntry(
        assignment=work,
        kind=kind,
        on=on,
        percent=percent,
        note=note.strip(),
        difficulty=difficulty,
        reason=reason.strip(),
        finished_on=finished_on,
        by=by,
    )
    entry.full_clean(exclude=["assignment", "by"])
    entry.save()
    return entry


def required(field: str, words: str, message: str) -> str:
    words = words.strip()
    if not words:
        raise ValidationError({field: message})
    return words


def refuse_closed(work: Assignment) -> None:
    _refuse_done(work)
    if work.task.plan.status in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED):
        raise ValidationError("Kế hoạch này không còn hiệu lực nên không cập nhật được nữa.")


def _refuse_done(work: Assignment) -> None:
    if work.cancelled_on:
        raise ValidationError(f"Công việc này đã hủy từ ngày {work.cancelled_on:%d/%m/%Y}.")
    if work.confirmed_on:
        raise ValidationError(
            f"Công việc này đã được xác nhận hoàn thành ngày {work.confirmed_on:%d/%m/%Y}."
        )


def refuse_suspended(work: Assignment) -> None:
    if work.suspended_on:
        raise ValidationError(f"Công việc này tạm dừng từ ngày {work.suspended_on:%d/%m/%Y}.")


def refuse_unless_running(work: Assignment) -> None:
    refuse_closed(work)
    refuse_suspended(work)
    if work.finished_on:
        raise ValidationError(
            "Công việc này đã báo hoàn thành và đang chờ xác nhận. Nếu cần bổ sung, "
            "hãy đề nghị người xác nhận trả lại."
        )


def refuse_unless_waiting(work: Assignment) -> None:
    """What was reported before its plan ended can still be confirmed: it counts for those days."""
    _refuse_done(work)
    refuse_suspended(work)
    if work.finished_on is None:
        raise ValidationError("Công việc này chưa được báo hoàn thành.")


def refuse_bad_percent(percent: int) -> None:
    if not 0 <= percent <= 100:
        raise ValidationError({"percent": "Tiến độ là số từ 0 đến 100."})


def refuse_bad_finish(work: Assignment, finished_on: Day, on: Day) -> None:
    if finished_on > on:
        raise ValidationError({"finished_on": "Ngày hoàn thành không thể sau hôm nay."})
    if finished_on < work.starts_on:
        # A wrong year would turn late work into work in time without anybody noticing.
        raise ValidationError(
            {
                "finished_on": "Ngày hoàn thành không thể trước ngày bắt đầu "
                f"({work.starts_on:%d/%m/%Y})."
            }
        )


def reason_for_finish(work: Assignment, finished_on: Day, on: Day, reason: str) -> str:
    """The reason for the day on which work was finished, where it wants one."""
    wanted = finish_wants_reason(due_on=work.due_on, finished_on=finished_on, on=on)
    if wanted is None:
        return ""
    return required("reason", reason, FINISH_REASONS[wanted])


def percent_before_report(work: Assignment) -> int:
    told = work.entries.standing().filter(kind=EntryKind.PROGRESS, percent__isnull=False)
    return told.order_by("-pk").values_list("percent", flat=True).first() or 0


def due_day_to_move(work: Assignment, due_asked: Day, on: Day) -> Day:
    if work.due_on is None:
        raise ValidationError("Công việc này không có thời hạn nên không cần gia hạn.")
    if due_asked <= work.due_on:
        raise ValidationError(
            {"due_asked": f"Hạn mới phải sau hạn hiện nay ({work.due_on:%d/%m/%Y})."}
        )
    if due_asked < on:
        raise ValidationError({"due_asked": "Hạn mới không thể là ngày đã qua."})
    return work.due_on


def close_open_request(work: Assignment, on: Day) -> None:
    late = work.due_on and work.finished_on and work.finished_on > work.due_on
    if late and work.extensions.filter(decided_on__isnull=True).exists():
        raise ValidationError(
            "Còn một đề nghị gia hạn chưa được quyết định. Hãy quyết định gia hạn trước, "
            "rồi xác nhận hoàn thành."
        )
    answer_open_request(work, on, "Không cần nữa: công việc đã hoàn thành đúng hạn.")


def answer_open_request(work: Assignment, on: Day, answer: str) -> None:
    """Ends a request that has lost its purpose, so that nobody is asked to decide on it."""
    for extension in work.extensions.select_for_update().filter(decided_on__isnull=True):
        extension.decided_on, extension.granted, extension.answer = on, False, answer
        extension.full_clean(exclude=["assignment", "asked_by", "decided_by"])
        extension.save()
