"""Which plan of a higher level a plan carries out."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import locked, save_as, verb
from accounts.models import User
from plans.models import Plan


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
