"""What a person has done is taken back, until somebody has built on it.

The line of the story stays, and one is added that says who took it back.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from plans.status import PlanStatus
from tasks.actions.base import Day, changing_work, percent_before_report, required, tell
from tasks.models import Assignment, EntryKind, Evidence, Extension, ProgressEntry
from tasks.taking_back import TAKEN_BACK_LABELS, may_take_back


@verb
def take_back(*, entry: ProgressEntry, by: User, on: Day) -> ProgressEntry:
    """Undoes what a line of the story did (``tasks.taking_back`` names the kinds).  Only who did it
    takes it back.

    Raises ValidationError where it was taken back already, somebody has built on it, or it is
    another person's.
    """
    with changing_work(entry.assignment) as work:
        refusal = why_it_stays(work, entry, by)
        if refusal:
            raise ValidationError(refusal)
        _UNDO[EntryKind(entry.kind)](work, entry)
        told = tell(work, EntryKind.TAKEN_BACK, by, on, TAKEN_BACK_LABELS[entry.kind])
        told.takes_back = entry
        told.save()
        return told


def why_it_stays(work: Assignment, entry: ProgressEntry, by: User) -> str:
    """Why a person cannot take a line of the story back; "" where it can be."""
    if entry.by_id != by.pk:
        return "Chỉ người đã thực hiện mới rút lại được."
    if work.task.plan.status not in (PlanStatus.ISSUED, PlanStatus.DRAFT):
        return "Kế hoạch này không còn thực hiện nên không rút lại được nữa."
    if ProgressEntry.objects.filter(takes_back=entry).exists():
        return "Việc này đã được rút lại."
    later = work.entries.filter(pk__gt=entry.pk, taken_back__isnull=True)
    if not may_take_back(entry.kind, later.values_list("kind", flat=True)):
        return "Đã có người xử lý tiếp nên không rút lại được nữa."
    return ""


def _told(work: Assignment, entry: ProgressEntry) -> None:
    """What came with it (figures, evidence, a difficulty) counts no longer by the line itself."""
    before = work.entries.standing().filter(pk__lt=entry.pk)
    last = before.filter(kind__in=_TELLING).order_by("-pk").first()
    work.last_entry_on = last.on if last else None
    if entry.kind == EntryKind.PROGRESS:
        told = before.filter(kind=EntryKind.PROGRESS, percent__isnull=False).order_by("-pk").first()
        work.percent = (told.percent or 0) if told else 0


def _report(work: Assignment, entry: ProgressEntry) -> None:
    _told(work, entry)
    work.finished_on = None
    work.percent = percent_before_report(work)


def _return(work: Assignment, entry: ProgressEntry) -> None:
    """The report that was sent back waits again, finished on the day that it said."""
    reports = work.entries.standing().filter(pk__lt=entry.pk, kind=EntryKind.DONE)
    report = reports.order_by("-pk").first()
    if report is None or report.finished_on is None:
        raise ValidationError(
            "Ngày hoàn thành của báo cáo này không còn được giữ. Hãy để đơn vị báo cáo lại."
        )
    work.finished_on, work.percent = report.finished_on, 100


def _cancelling(work: Assignment, _entry: ProgressEntry) -> None:
    if work.task.withdrawn_on:
        raise ValidationError("Nhiệm vụ đã rút khỏi kế hoạch. Hãy đưa nhiệm vụ trở lại.")
    work.cancelled_on = None


def _before(work: Assignment, _entry: ProgressEntry) -> None:
    work.percent, work.finished_on, work.confirmed_on = 0, None, None


def _withdrawal(work: Assignment, entry: ProgressEntry) -> None:
    files = Evidence.objects.select_for_update().filter(entry__assignment=work)
    gone = files.filter(withdrawn_by=entry.by, withdrawn_on=entry.on).order_by("-pk")
    row = next((one for one in gone if _withdrawn_words(one) == entry.note), None)
    if row is None:
        raise ValidationError("Không tìm thấy minh chứng đã rút.")
    row.withdrawn_on, row.withdrawn_by, row.withdrawn_reason = None, None, ""
    row.full_clean(exclude=["entry", "file"])
    row.save()


def _withdrawn_words(evidence: Evidence) -> str:
    return f"Rút “{evidence.name}”. Lý do: {evidence.withdrawn_reason}"


def _confirmation(work: Assignment, _entry: ProgressEntry) -> None:
    work.confirmed_on = None


def _request(work: Assignment, _entry: ProgressEntry) -> None:
    # Both lines of the story stay; a request that waits for nobody need not be decided on.
    work.extensions.filter(decided_on__isnull=True).delete()


def _decision(work: Assignment, _entry: ProgressEntry) -> None:
    decided = work.extensions.select_for_update().filter(decided_on__isnull=False)
    extension: Extension | None = decided.order_by("-decided_on", "-pk").first()
    if extension is None:
        raise ValidationError("Không còn đề nghị gia hạn nào để xem lại.")
    if extension.granted:
        work.due_on = extension.due_before
    extension.decided_on = extension.decided_by = extension.granted = None
    extension.answer = ""
    extension.full_clean(exclude=["assignment", "asked_by"])
    extension.save()


# The lines by which a unit says how far it is.
_TELLING = (EntryKind.PROGRESS, EntryKind.DONE, EntryKind.DIFFICULTY)
_UNDO: dict[EntryKind, Callable[[Assignment, ProgressEntry], None]] = {
    EntryKind.PROGRESS: _told,
    EntryKind.DONE: _report,
    EntryKind.CONFIRMED: _confirmation,
    EntryKind.SENT_BACK: _return,
    EntryKind.CANCELLED: _cancelling,
    EntryKind.BEFORE: _before,
    EntryKind.EVIDENCE_WITHDRAWN: _withdrawal,
    EntryKind.DIFFICULTY: _told,
    EntryKind.EXTENSION_ASKED: _request,
    EntryKind.EXTENSION_GRANTED: _decision,
    EntryKind.EXTENSION_REFUSED: _decision,
}


@verb
def withdraw_evidence(*, evidence: Evidence, by: User, on: Day, reason: str) -> Evidence:
    """Marks a file as evidence no longer, with the reason; it stays where it is, to be looked at.

    Raises ValidationError without a reason, where it was withdrawn already, or once the work that
    it shows was confirmed.
    """
    reason = required("reason", reason, "Hãy nêu lý do rút minh chứng.")
    with changing_work(evidence.entry.assignment) as work:
        row = Evidence.objects.select_for_update().get(pk=evidence.pk)
        if row.withdrawn_on:
            raise ValidationError("Minh chứng này đã được rút.")
        if work.confirmed_on:
            raise ValidationError("Việc đã được xác nhận theo minh chứng này nên không rút được.")
        row.withdrawn_on, row.withdrawn_by, row.withdrawn_reason = on, by, reason
        row.full_clean(exclude=["entry", "file", "withdrawn_by"])
        row.save()
        tell(work, EntryKind.EVIDENCE_WITHDRAWN, by, on, _withdrawn_words(row))
    return row
