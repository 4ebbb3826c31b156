"""Changes of assignments.

Every action locks the assignment, checks, changes it, and writes the line of its story, all in one
transaction.  ``by`` is who does it, ``on`` the day on which it is done.  ``revision`` is the number
that the person saw; when somebody else was quicker, StaleRevision is raised and nothing changes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from plans.status import PlanStatus
from tasks.evidence import check_files, keeping
from tasks.models import Assignment, EntryKind, Extension, Part, ProgressEntry, Task
from units.models import Unit

Day = datetime.date
Files = Iterable[File[bytes]]


class StaleRevision(ValidationError):
    """Somebody changed the assignment after the person had opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Công việc này vừa được người khác cập nhật. Hãy xem lại diễn biến rồi lưu lại.",
            code="stale",
        )


# --- giving work ----------------------------------------------------------------------------------
def assign_unit(*, task: Task, unit: Unit, part: Part | str) -> list[Assignment]:
    """Gives a unit its part in a task: one assignment for each time the work falls due within the
    plan's time.  Those that are already there stay as they are.  Returns all of them in order."""
    return assign_units(task=task, units=[unit], part=part)


@transaction.atomic
def assign_units(*, task: Task, units: Iterable[Unit], part: Part | str) -> list[Assignment]:
    """Gives several units the same part in a task; as ``assign_unit``, in a handful of queries."""
    # The task is locked, so that two people who assign at once make nothing twice.
    task = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    given = {unit.pk: unit for unit in units}
    there = set(
        Assignment.objects.filter(task=task, unit__in=given).values_list("unit_id", "period")
    )
    Assignment.objects.bulk_create(
        [
            one
            for unit in given.values()
            for one in _parts_of(task, unit, Part(part))
            if (unit.pk, one.period) not in there
        ],
        batch_size=500,
    )
    found = Assignment.objects.filter(task=task, unit__in=given).select_related("unit")
    return list(found.order_by("unit__sort_name", "unit_id", "starts_on", "due_on", "pk"))


def _parts_of(task: Task, unit: Unit, part: Part) -> list[Assignment]:
    return [
        Assignment(
            task=task,
            unit=unit,
            part=part,
            period=occurrence.period,
            starts_on=occurrence.starts_on,
            planned_on=occurrence.due_on,
            due_on=occurrence.due_on,
        )
        for occurrence in task.occurrences(task.plan.period)
    ]


# --- doing it -------------------------------------------------------------------------------------
def record_progress(
    *,
    assignment: Assignment,
    by: User,
    on: Day,
    percent: int,
    note: str,
    difficulty: str = "",
    files: Files = (),
    revision: int | None = None,
) -> ProgressEntry:
    """Adds what was done since the last time.

    ``percent`` runs from 0 to 100.  Something must be told: a note, a difficulty or another
    percentage; a file alone does not say what it shows.  Raises ValidationError.
    """
    note, difficulty = note.strip(), difficulty.strip()
    checked = check_files(files)
    with keeping() as keeper, _changing(assignment, revision) as work:
        _refuse_unless_running(work)
        _refuse_bad_percent(percent)
        if not (note or difficulty or percent != work.percent):
            raise ValidationError({"note": "Hãy ghi nội dung đã làm hoặc thay đổi tiến độ."})
        work.percent, work.last_entry_on = percent, on
        entry = _tell(work, EntryKind.PROGRESS, by, on, note, percent, difficulty)
        keeper.keep(entry, checked)
    return entry


def report_done(
    *,
    assignment: Assignment,
    by: User,
    on: Day,
    finished_on: Day,
    note: str,
    files: Files = (),
    revision: int | None = None,
) -> ProgressEntry:
    """The unit reports the work done on ``finished_on`` with the result in ``note``.

    From then on it waits for confirmation; punctuality goes by ``finished_on``, which lies between
    the first day of the work and ``on``.  Raises ValidationError.
    """
    note = _required("note", note, "Hãy ghi kết quả thực hiện.")
    checked = check_files(files)
    with keeping() as keeper, _changing(assignment, revision) as work:
        _refuse_unless_running(work)
        _refuse_bad_finish(work, finished_on, on)
        work.percent, work.last_entry_on, work.finished_on = 100, on, finished_on
        if finished_on != on:
            # The claimed day stays in the story even when the report is sent back.
            note = f"{note}\n(Ngày hoàn thành: {finished_on:%d/%m/%Y})"
        entry = _tell(work, EntryKind.DONE, by, on, note, 100)
        keeper.keep(entry, checked)
    return entry


def confirm_done(
    *, assignment: Assignment, by: User, on: Day, note: str = "", revision: int | None = None
) -> ProgressEntry:
    """Confirms what the unit reported done.

    Raises ValidationError where nothing waits, or where the work came late and a request for more
    time is still undecided, because the answer decides whether it was late at all.
    """
    with _changing(assignment, revision) as work:
        _refuse_unless_waiting(work)
        _close_open_request(work, on)
        work.confirmed_on = on
        return _tell(work, EntryKind.CONFIRMED, by, on, note)


def send_back(
    *, assignment: Assignment, by: User, on: Day, reason: str, revision: int | None = None
) -> ProgressEntry:
    """Returns reported work to the unit with a reason; it counts as not done again.

    The percentage goes back to what the unit had last recorded before.  Raises ValidationError.
    """
    reason = _required("reason", reason, "Hãy nêu lý do trả lại.")
    with _changing(assignment, revision) as work:
        _refuse_unless_waiting(work)
        work.finished_on = None
        work.percent = _percent_before_report(work)
        return _tell(work, EntryKind.SENT_BACK, by, on, reason, work.percent)


# --- more time ------------------------------------------------------------------------------------
def ask_extension(
    *, assignment: Assignment, by: User, on: Day, due_asked: Day, reason: str
) -> Extension:
    """Asks for a later due day.  Only work with a day, and one request at a time.

    Raises ValidationError.
    """
    reason = _required("reason", reason, "Hãy nêu lý do xin gia hạn.")
    with _changing(assignment) as work:
        _refuse_unless_running(work)
        due_before = _due_day_to_move(work, due_asked, on)
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
        _tell(work, EntryKind.EXTENSION_ASKED, by, on, note)
    return extension


def decide_extension(
    *, extension: Extension, by: User, on: Day, granted: bool, answer: str = ""
) -> Extension:
    """Grants or refuses more time.  Granting moves the due day; the planned day stays.

    Raises ValidationError where it was decided already, the work is closed, or a refusal gives no
    reason.
    """
    answer = answer.strip()
    if not granted:
        _required("answer", answer, "Hãy nêu lý do không đồng ý gia hạn.")
    with _changing(extension.assignment) as work:
        _refuse_closed(work)
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
    _tell(work, kind, by, on, f"{note} {extension.answer}")


# --- out of the ordinary --------------------------------------------------------------------------
def suspend(*, assignment: Assignment, by: User, on: Day, reason: str) -> ProgressEntry:
    """Stops the work for a time; it counts neither as open nor as overdue meanwhile.

    Raises ValidationError.
    """
    reason = _required("reason", reason, "Hãy nêu lý do tạm dừng.")
    with _changing(assignment) as work:
        _refuse_closed(work)
        _refuse_suspended(work)
        work.suspended_on = on
        return _tell(work, EntryKind.SUSPENDED, by, on, reason)


def resume(*, assignment: Assignment, by: User, on: Day, reason: str) -> ProgressEntry:
    """Takes suspended work up again.  Raises ValidationError."""
    reason = _required("reason", reason, "Hãy nêu lý do tiếp tục.")
    with _changing(assignment) as work:
        _refuse_closed(work)
        if work.suspended_on is None:
            raise ValidationError("Công việc này không tạm dừng.")
        work.suspended_on = None
        return _tell(work, EntryKind.RESUMED, by, on, reason)


def cancel(*, assignment: Assignment, by: User, on: Day, reason: str) -> ProgressEntry:
    """Takes the work out of the counts for good.  Raises ValidationError."""
    reason = _required("reason", reason, "Hãy nêu lý do hủy.")
    with _changing(assignment) as work:
        _refuse_closed(work)
        _answer_open_request(work, on, "Công việc đã hủy.")
        work.cancelled_on = on
        return _tell(work, EntryKind.CANCELLED, by, on, reason)


# --- the frame of every action --------------------------------------------------------------------
@contextmanager
def _changing(assignment: Assignment, revision: int | None = None) -> Iterator[Assignment]:
    """Gives the row as it is now, locked; saves it with the next revision when all went well."""
    with transaction.atomic():
        rows = Assignment.objects.select_for_update(of=("self",)).select_related("task__plan")
        work = rows.get(pk=assignment.pk)
        if revision is not None and revision != work.revision:
            raise StaleRevision
        yield work
        work.revision += 1
        work.full_clean(exclude=["task", "unit"], validate_unique=False)
        work.save()


def _tell(
    work: Assignment,
    kind: EntryKind,
    by: User,
    on: Day,
    note: str,
    percent: int | None = None,
    difficulty: str = "",
) -> ProgressEntry:
    entry = ProgressEntry(
        assignment=work,
        kind=kind,
        on=on,
        percent=percent,
        note=note.strip(),
        difficulty=difficulty,
        by=by,
    )
    entry.full_clean(exclude=["assignment", "by"])
    entry.save()
    return entry


def _required(field: str, words: str, message: str) -> str:
    words = words.strip()
    if not words:
        raise ValidationError({field: message})
    return words


def _refuse_closed(work: Assignment) -> None:
    if work.cancelled_on:
        raise ValidationError(f"Công việc này đã hủy từ ngày {work.cancelled_on:%d/%m/%Y}.")
    if work.confirmed_on:
        raise ValidationError(
            f"Công việc này đã được xác nhận hoàn thành ngày {work.confirmed_on:%d/%m/%Y}."
        )
    if work.task.plan.status in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED):
        raise ValidationError("Kế hoạch này không còn hiệu lực nên không cập nhật được nữa.")


def _refuse_suspended(work: Assignment) -> None:
    if work.suspended_on:
        raise ValidationError(f"Công việc này tạm dừng từ ngày {work.suspended_on:%d/%m/%Y}.")


def _refuse_unless_running(work: Assignment) -> None:
    _refuse_closed(work)
    _refuse_suspended(work)
    if work.finished_on:
        raise ValidationError(
            "Công việc này đã báo hoàn thành và đang chờ xác nhận. Nếu cần bổ sung, "
            "hãy đề nghị người xác nhận trả lại."
        )


def _refuse_unless_waiting(work: Assignment) -> None:
    _refuse_closed(work)
    _refuse_suspended(work)
    if work.finished_on is None:
        raise ValidationError("Công việc này chưa được báo hoàn thành.")


def _refuse_bad_percent(percent: int) -> None:
    if not 0 <= percent <= 100:
        raise ValidationError({"percent": "Tiến độ là số từ 0 đến 100."})


def _refuse_bad_finish(work: Assignment, finished_on: Day, on: Day) -> None:
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


def _percent_before_report(work: Assignment) -> int:
    told = work.entries.filter(kind=EntryKind.PROGRESS, percent__isnull=False).order_by("-pk")
    return told.values_list("percent", flat=True).first() or 0


def _due_day_to_move(work: Assignment, due_asked: Day, on: Day) -> Day:
    if work.due_on is None:
        raise ValidationError("Công việc này không có thời hạn nên không cần gia hạn.")
    if due_asked <= work.due_on:
        raise ValidationError(
            {"due_asked": f"Hạn mới phải sau hạn hiện nay ({work.due_on:%d/%m/%Y})."}
        )
    if due_asked < on:
        raise ValidationError({"due_asked": "Hạn mới không thể là ngày đã qua."})
    return work.due_on


def _close_open_request(work: Assignment, on: Day) -> None:
    late = work.due_on and work.finished_on and work.finished_on > work.due_on
    if late and work.extensions.filter(decided_on__isnull=True).exists():
        raise ValidationError(
            "Còn một đề nghị gia hạn chưa được quyết định. Hãy quyết định gia hạn trước, "
            "rồi xác nhận hoàn thành."
        )
    _answer_open_request(work, on, "Không cần nữa: công việc đã hoàn thành đúng hạn.")


def _answer_open_request(work: Assignment, on: Day, answer: str) -> None:
    """Ends a request that has lost its purpose, so that nobody is asked to decide on it."""
    for extension in work.extensions.select_for_update().filter(decided_on__isnull=True):
        extension.decided_on, extension.granted, extension.answer = on, False, answer
        extension.full_clean(exclude=["assignment", "asked_by", "decided_by"])
        extension.save()
