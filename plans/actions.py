"""Changes of plans.  Each takes who does it (and the day, where that is kept), and leaves a row in
the history."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import REASON_LENGTH, demand_edition, locked, save_as, told, verb
from accounts.models import User
from plans.models import Plan, PlanFile, ReportDuty
from plans.schedule import ONE_DAY
from plans.status import PlanStatus
from vietnamese.text import one_line


def demand(plan: Plan, status: PlanStatus, message: str) -> None:
    if plan.status is not status:
        raise ValidationError(message)


def reason_given(reason: str, what_for: str) -> str:
    reason = one_line(reason)
    if not reason or len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": f"Hãy nêu lý do {what_for}, tối đa {REASON_LENGTH} ký tự."}
        )
    return reason


# --- its paper and what lies beside it: head and foot, plan above, files --------------------------
DETAILS = (
    "title",
    "place",
    "signatory_authority",
    "signatory_position",
    "signatory_name",
    "evidence_cycle",
)


@verb
def update_plan_number(
    *,
    plan: Plan,
    by: User,
    on: datetime.date,
    revision: int,
    number: str,
    symbol: str,
    issued_on: datetime.date | None,
) -> Plan:
    """Enters the number, symbol and day that the records office gave; any may be blank still.

    ``revision`` is the ``edition`` that the person saw.  Raises StaleRevision where it is another
    by now, ValidationError for a day after ``on``, or for a number that another plan of the issuer
    has in that year.
    """
    plan = locked(plan)
    demand_edition(plan, revision, "Kế hoạch này")
    plan.number, plan.symbol = one_line(number), one_line(symbol)
    plan.issued_on = issued_on
    if issued_on and issued_on > on:
        message = f"Ngày ban hành không thể sau hôm nay ({on:%d/%m/%Y}). Hãy kiểm tra lại ngày."
        raise ValidationError({"issued_on": message})
    _check_number_free(plan)
    return save_as(plan, by, "Ghi số, ký hiệu, ngày ban hành")


def _check_number_free(plan: Plan) -> None:
    if not (plan.number and plan.issued_on):
        return
    locked(plan.issuer)  # of two plans in the same moment one gets the number
    others = Plan.objects.filter(
        issuer=plan.issuer_id,
        number=plan.number,
        symbol=plan.symbol,
        issued_on__year=plan.issued_on.year,
    ).exclude(pk=plan.pk)
    if others.exists():
        message = (
            f"Số {plan.full_number} năm {plan.issued_on.year} đã dùng cho một kế hoạch khác"
            " của cơ quan. Hãy kiểm tra lại số hoặc năm."
        )
        raise ValidationError({"number": message})


@verb
def update_plan_details(*, plan: Plan, by: User, revision: int, **details: str) -> Plan:
    """Mends the title, place, signatory and evidence cycle (``DETAILS``) of a plan.

    The time of the plan is not among them: the work of every period hangs on it.  ``revision`` is
    the ``edition`` that the person saw.  Raises StaleRevision where it is another by now,
    ValidationError for a value that does not fit.  Writes nothing where nothing changes.
    """
    plan = locked(plan)
    demand_edition(plan, revision, "Kế hoạch này")
    changed = {
        name: one_line(details[name])
        for name in DETAILS
        if name in details and one_line(details[name]) != getattr(plan, name)
    }
    if not changed:
        return plan
    for name, value in changed.items():
        setattr(plan, name, value)
    return save_as(plan, by, "Sửa thông tin văn bản")


# --- the plan of a higher level -------------------------------------------------------------------
@verb
def set_superior(*, plan: Plan, superior: Plan | None, by: User) -> Plan:
    """Says that ``plan`` carries out ``superior`` (None: no plan of a higher level).

    What was said before of the tasks of another superior plan stays in the database and shows again
    when that plan is chosen again.  Raises ValidationError for the plan itself and for a plan that
    carries out this one.  Writes nothing where nothing changes.
    """
    if superior is None:
        return _without_superior(locked(plan), by)
    # Both in the order of their keys, so that two people cannot close a circle at once.
    held = Plan.objects.select_for_update().filter(pk__in=[plan.pk, superior.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    plan, superior = rows[plan.pk], rows[superior.pk]
    if superior.pk == plan.carries_out_id:
        return plan
    if plan.pk in _upwards(superior):
        raise ValidationError(
            {
                "chosen": "Kế hoạch được chọn chính là kế hoạch này hoặc đang thực hiện kế hoạch"
                " này. Hãy chọn kế hoạch khác."
            }
        )
    plan.carries_out = superior
    return save_as(plan, by, f"Thực hiện kế hoạch cấp trên số {superior.full_number}")


def _without_superior(plan: Plan, by: User) -> Plan:
    if plan.carries_out_id is None:
        return plan
    plan.carries_out = None
    return save_as(plan, by, "Bỏ liên kết với kế hoạch cấp trên")


def _upwards(superior: Plan) -> set[int]:
    """The plan, the one that it carries out, and so on to the top."""
    seen, at = {superior.pk}, superior.carries_out_id
    while at is not None and at not in seen:
        seen.add(at)
        at = Plan.objects.filter(pk=at).values_list("carries_out_id", flat=True).first()
    return seen


# --- files ----------------------------------------------------------------------------------------
@verb
def add_plan_file(*, plan: Plan, by: User, name: str, content: bytes) -> PlanFile:
    """Keeps a file beside the plan, byte for byte; its content was judged by the form.

    Raises ValidationError where the plan has this very file already.
    """
    row = PlanFile(
        plan=plan,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        added_by=by,
    )
    _refuse_second(locked(plan), row)
    row.file.save(name, ContentFile(content), save=False)
    row.full_clean(exclude=["plan", "added_by"])
    row.save()
    return row


def _refuse_second(plan: Plan, row: PlanFile) -> None:
    same = plan.files.filter(sha256=row.sha256).first()
    if same is not None:
        raise ValidationError(
            {"file": f"Tệp này đã có trong kế hoạch với tên “{same.name}”. Không cần tải lên nữa."}
        )


# --- what it asks for in reports ------------------------------------------------------------------
@dataclass(frozen=True)
class Owing:
    """From when a report is owed, None from the plan's beginning; ``handed_in``: those of before
    had been handed in."""

    since: datetime.date | None = None
    handed_in: bool = False


@verb
def change_owing(
    *, plan: Plan, owing: Mapping[ReportDuty, Owing], by: User, on: datetime.date, reason: str
) -> int:
    """Says from when reports of a plan are owed, with a reason that the history keeps; returns of
    how many that is another day than before.  What was handed in stays.  Raises ValidationError."""
    reason, changed = reason_given(reason, "thay đổi"), 0
    locked(plan)
    for duty, said in owing.items():
        row = locked(duty)
        if (row.owed_from, row.handed_in_before) != (said.since, said.handed_in):
            row.owed_from, row.handed_in_before = said.since, said.handed_in
            save_as(row, by, told(reason, on), unchecked=["plan"])
            changed += 1
    return changed


# --- from draft to the end ------------------------------------------------------------------------
OUT_OF_FORCE = (PlanStatus.REVOKED, PlanStatus.SUPERSEDED)


@verb
def release_plan(*, plan: Plan, by: User, on: datetime.date) -> Plan:
    """Puts a draft into force: from now on its work shows to the units.

    Raises ValidationError for a plan that is no draft.
    """
    plan = locked(plan)
    demand(plan, PlanStatus.DRAFT, "Chỉ kế hoạch dự thảo mới đưa vào thực hiện được.")
    plan.released_on = on
    return save_as(plan, by, "Đưa vào thực hiện")


@verb
def run_on(*, on: datetime.date) -> int:
    """Makes the time of each plan in force that names no end longer, to the end of the year of
    ``on``; returns how many.  Run twice it changes nothing twice."""
    ends_on = datetime.date(on.year, 12, 31)
    ended = Plan.objects.select_for_update().filter(
        runs_on=True, ends_on__lt=ends_on, released_on__lte=on, in_force_until__isnull=True
    )
    plans = list(ended.order_by("pk"))
    for plan in plans:
        plan.ends_on = ends_on
        save_as(plan, None, f"Không định ngày kết thúc: tiếp tục trong năm {on.year}")
    return len(plans)


@verb
def close_plan(*, plan: Plan, by: User, on: datetime.date) -> Plan:
    """Ends a plan that is being carried out; its figures stay in the reports.

    Raises ValidationError for a plan that is not in force.
    """
    plan = locked(plan)
    demand(plan, PlanStatus.ISSUED, "Chỉ kế hoạch đang thực hiện mới kết thúc được.")
    plan.closed_on = plan.in_force_until = on
    return save_as(plan, by, "Kết thúc kế hoạch")


@verb
def reopen_plan(*, plan: Plan, by: User, reason: str) -> Plan:
    """Takes back that a plan was ended, replaced or revoked.  What was ended before it was replaced
    or revoked is ended again.

    Raises ValidationError without a reason, or for a plan that stands.
    """
    plan = locked(plan)
    reason = reason_given(reason, "mở lại")
    match plan.status:
        case PlanStatus.REVOKED:
            plan.revoked_on = None
        case PlanStatus.SUPERSEDED:
            plan.superseded_by = None
        case PlanStatus.CLOSED:
            plan.closed_on = None
        case _:
            raise ValidationError(
                "Chỉ kế hoạch đã kết thúc, được thay thế hoặc bãi bỏ mới mở lại được."
            )
    plan.in_force_until = plan.closed_on
    return save_as(plan, by, reason)


@verb
def supersede_plan(*, plan: Plan, successor: Plan, by: User, on: datetime.date) -> Plan:
    """Lets another plan take the place of this one from that day; its work counts for the days
    before, and stays to be read.

    ``successor`` is a plan of the same agency, of one above it or of one below it.  Raises
    ValidationError for a plan that is out of force already, for itself, and for a plan that is out
    of force, ended, or replaced by this one in turn.
    """
    # Always in the order of their keys, so that no two replacements wait for each other.
    held = Plan.objects.select_for_update().filter(pk__in=[plan.pk, successor.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    plan, successor = rows[plan.pk], rows[successor.pk]
    if plan.status in OUT_OF_FORCE:
        raise ValidationError("Kế hoạch này không còn hiệu lực.")
    _refuse_successor(plan, successor)
    plan.superseded_by = successor
    _end_before(plan, on)
    return save_as(plan, by, f"Được thay thế bởi kế hoạch số {successor.full_number}")


def _refuse_successor(plan: Plan, successor: Plan) -> None:
    if successor.pk == plan.pk:
        message = "Kế hoạch không thể thay thế chính nó. Hãy chọn kế hoạch khác."
    elif _leads_back(plan, successor):
        message = "Kế hoạch được chọn đã được chính kế hoạch này thay thế. Hãy chọn kế hoạch khác."
    elif successor.status in (*OUT_OF_FORCE, PlanStatus.CLOSED):
        message = "Kế hoạch được chọn không còn hiệu lực. Hãy chọn kế hoạch đang có hiệu lực."
    elif not Plan.objects.around(plan.issuer).filter(pk=successor.pk).exists():
        message = (
            "Kế hoạch thay thế phải do cùng cơ quan, cơ quan cấp trên hoặc cấp dưới ban hành."
            " Hãy chọn kế hoạch khác."
        )
    else:
        return
    raise ValidationError({"chosen": message})


def _leads_back(plan: Plan, successor: Plan) -> bool:
    """Whether the plans that have replaced ``successor``, one after the other, come to ``plan``."""
    seen, at = {successor.pk}, successor.superseded_by_id
    while at is not None and at not in seen:
        seen.add(at)
        at = Plan.objects.filter(pk=at).values_list("superseded_by_id", flat=True).first()
    return plan.pk in seen


@verb
def revoke_plan(*, plan: Plan, by: User, on: datetime.date, reason: str) -> Plan:
    """Takes a plan out of force; its work is counted no longer.

    Raises ValidationError without a reason, or where the plan is out of force already.
    """
    plan = locked(plan)
    reason = reason_given(reason, "bãi bỏ")
    if plan.status in OUT_OF_FORCE:
        raise ValidationError("Kế hoạch này không còn hiệu lực.")
    plan.revoked_on = on
    _end_before(plan, on)
    return save_as(plan, by, reason)


def _end_before(plan: Plan, on: datetime.date) -> None:
    """Its last day is the one before, or the one on which it was ended already."""
    last = on - ONE_DAY
    plan.in_force_until = min(plan.in_force_until or last, last)
