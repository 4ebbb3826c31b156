"""Doing the work: progress, done, confirmed or sent back, more time asked for; done before
its plan was brought in."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from plans.schedule import farthest_day
from tasks.actions.base import (
    Day,
    Files,
    changing_work,
    close_open_request,
    due_day_to_move,
    percent_before_report,
    reason_for_finish,
    refuse_bad_finish,
    refuse_bad_percent,
    refuse_closed,
    refuse_unless_running,
    refuse_unless_waiting,
    required,
    tell,
)
from tasks.actions.difficulties import keep_difficulty
from tasks.actions.figures import Figures, keep_figures
from tasks.before import Before, finished_before
from tasks.evidence import check_files, keep_evidence
from tasks.models import Addressee, Assignment, EntryKind, Extension, ProgressEntry
from tasks.querysets import AssignmentQuerySet
from units.agency_settings import SEPARATE_CONFIRMATION
from units.models import AgencySetting

_NOTHING_TOLD = "Hãy ghi nội dung đã làm, gửi ảnh, tệp minh chứng, hoặc thay đổi tiến độ."


@verb
def record_progress(
    *,
    assignment: Assignment,
    by: User,
    on: Day,
    percent: int,
    note: str,
    difficulty: str = "",
    addressed_to: Addressee | str = Addressee.COORDINATOR,
    figures: Figures | None = None,
    files: Files = (),
    revision: int | None = None,
) -> ProgressEntry:
    """Adds what was done since the last time.

    ``percent`` runs from 0 to 100.  Something must be told: a note, a difficulty, another
    percentage, a figure or a file; of a file alone the story says that nothing was said of it, so
    that a photograph can be sent with one tap.  ``figures`` are what was counted
    since the last time (what stands now, for an indicator that stands); ``addressed_to`` is who is
    to settle the difficulty.  Raises ValidationError.
    """
    note, difficulty = note.strip(), difficulty.strip()
    checked = check_files(files)
    with changing_work(assignment, revision) as work:
        refuse_unless_running(work)
        refuse_bad_percent(percent)
        if not (note or difficulty or figures or percent != work.percent):
            if not checked:
                raise ValidationError({"note": _NOTHING_TOLD})
            note = f"Gửi {len(checked)} tệp minh chứng, chưa ghi nội dung."
        work.percent, work.last_entry_on = percent, on
        entry = tell(work, EntryKind.PROGRESS, by, on, note, percent, difficulty)
        keep_figures(entry, figures or {}, on)
        keep_difficulty(entry, addressed_to, by, on)
        keep_evidence(entry, checked)
    return entry


@verb
def report_done(
    *,
    assignment: Assignment,
    by: User,
    on: Day,
    finished_on: Day,
    note: str,
    figures: Figures | None = None,
    reason: str = "",
    files: Files = (),
    revision: int | None = None,
) -> ProgressEntry:
    """The unit reports the work done on ``finished_on`` with the result in ``note``.

    From then on it waits for confirmation; punctuality goes by ``finished_on``, which lies between
    the first day of the work and ``on``.  Work finished late, and a day set back past the due day,
    want a ``reason``.  Raises ValidationError.
    """
    note = required("note", note, "Hãy ghi kết quả thực hiện.")
    checked = check_files(files)
    with changing_work(assignment, revision) as work:
        refuse_unless_running(work)
        refuse_bad_finish(work, finished_on, on)
        reason = reason_for_finish(work, finished_on, on, reason)
        work.percent, work.last_entry_on, work.finished_on = 100, on, finished_on
        if finished_on != on:
            # The claimed day stays in the story even when the report is sent back.
            note = f"{note}\n(Ngày hoàn thành: {finished_on:%d/%m/%Y})"
        entry = tell(
            work, EntryKind.DONE, by, on, note, 100, reason=reason, finished_on=finished_on
        )
        keep_figures(entry, figures or {}, on)
        keep_evidence(entry, checked)
    return entry


@verb
def confirm_done(
    *, assignment: Assignment, by: User, on: Day, note: str = "", revision: int | None = None
) -> ProgressEntry:
    """Confirms what the unit reported done.

    Raises ValidationError where nothing waits, where the person reported it and the agency wants
    another one to confirm, or where the work came late and a request for more time is still
    undecided, because the answer decides whether it was late at all.
    """
    with changing_work(assignment, revision) as work:
        refuse_unless_waiting(work)
        _refuse_own_report(work, by)
        close_open_request(work, on)
        work.confirmed_on = on
        return tell(work, EntryKind.CONFIRMED, by, on, note)


def _refuse_own_report(work: Assignment, by: User) -> None:
    if is_own_report(work, by) and wants_another(work):
        raise ValidationError(
            "Bạn là người báo hoàn thành việc này. Hãy để người khác có quyền xác nhận."
        )


def is_own_report(work: Assignment, user: User) -> bool:
    """Whether the person is the one who reported the work done."""
    told = work.entries.filter(kind=EntryKind.DONE).order_by("-pk")
    return told.values_list("by", flat=True).first() == user.pk


def wants_another(work: Assignment) -> bool:
    """Whether the unit's agency wants another person to confirm than the one who reported."""
    return bool(AgencySetting.objects.value_of(work.unit_id, SEPARATE_CONFIRMATION))


@verb
def send_back(
    *, assignment: Assignment, by: User, on: Day, reason: str, revision: int | None = None
) -> ProgressEntry:
    """Returns reported work to the unit with a reason; it counts as not done again.

    The percentage goes back to what the unit had last recorded before.  Raises ValidationError.
    """
    reason = required("reason", reason, "Hãy nêu lý do trả lại.")
    with changing_work(assignment, revision) as work:
        refuse_unless_waiting(work)
        work.finished_on = None
        work.percent = percent_before_report(work)
        return tell(work, EntryKind.SENT_BACK, by, on, reason, work.percent)


# --- what had fallen due before its plan was brought in, settled in bulk --------------------------
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


# --- more time: asked for, granted or refused -----------------------------------------------------
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
