"""What the paper of a plan says and what lies beside it: head and foot, plan above, files."""

from __future__ import annotations

import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import demand_edition, locked, save_as, verb
from accounts.models import User
from plans.models import Plan, PlanFile
from vietnamese.text import one_line

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
