"""More time: asked for, granted or refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from plans.schedule import farthest_day
from tasks.actions.base import (
    Day,
    changing_work,
    due_day_to_move,
    refuse_closed,
    refuse_unless_running,
    required,
    tell,
)
from tasks.models import Assignment, EntryKind, Extension

TOO_FAR = (
    "Hạn mới muộn hơn một năm sau khi kế hoạch kết thúc. Hãy kiểm tra lại năm; nếu đúng là cần, đầu"
    " mối tổng hợp đề nghị thay."
)


@verb
def ask_extension(
    *,
    assignment: Assignment,
    by: User,
    on: Day,
    due_asked: Day,
    reason: str,
    insists: bool = False,
) -> Extension:
    """Asks for a later due day.  Only work with a day, and one request at a time.

    More than a year after the plan's end nothing is asked for by mistake: such a day needs somebody
    who ``insists``.  Raises ValidationError.
    """
    reason = required("reason", reason, "Hãy nêu lý do xin gia hạn.")
    with changing_work(assignment) as work:
        refuse_unless_running(work)
        due_before = due_day_to_move(work, due_asked, on)
        if due_asked > farthest_day(work.task.plan.ends_on) and not insists:
            raise ValidationError({"due_asked": TOO_FAR})
        extension = Extension(
            assignment=work,
            asked_on=on,
            asked_by=by,
            due_before=due_before,
            due_asked=due_asked,
            reason=reason,
        )
        extension.full_clean(exclude=["asked_by"])
        extension.save()
        note = f"Xin lùi hạn từ {due_before:%d/%m/%Y} đến {due_asked:%d/%m/%Y}. Lý do: {reason}"
        tell(work, EntryKind.EXTENSION_ASKED, by, on, note)
    return extension


@verb
def decide_extension(
    *, extension: Extension, by: User, on: Day, granted: bool, answer: str = ""
) -> Extension:
    """Grants or refuses more time.  Granting moves the due day; the planned day stays.

    Raises ValidationError where it was decided already, the work is closed, or a refusal gives no
    reason.
    """
    answer = answer.strip()
    if not granted:
        required("answer", answer, "Hãy nêu lý do không đồng ý gia hạn.")
    with changing_work(extension.assignment) as work:
        refuse_closed(work)
        decided = Extension.objects.select_for_update().get(pk=extension.pk)
        _decide(decided, by, on, granted, answer)
        if granted:
            work.due_on = decided.due_asked
        _tell_decision(work, decided, by, on)
    return decided


def _decide(extension: Extension, by: User, on: Day, granted: bool, answer: str) -> None:
    if extension.decided_on:
        raise ValidationError("Đề nghị gia hạn này đã được quyết định.")
    extension.decided_on, extension.decided_by = on, by
    extension.granted, extension.answer = granted, answer
    extension.full_clean(exclude=["assignment", "asked_by", "decided_by"])
    extension.save()


def _tell_decision(work: Assignment, extension: Extension, by: User, on: Day) -> None:
    before, asked = f"{extension.due_before:%d/%m/%Y}", f"{extension.due_asked:%d/%m/%Y}"
    if extension.granted:
        kind, note = EntryKind.EXTENSION_GRANTED, f"Hạn mới {asked}, thay cho {before}."
    else:
        kind, note = EntryKind.EXTENSION_REFUSED, f"Giữ hạn {before}."
    tell(work, kind, by, on, f"{note} {extension.answer}")
