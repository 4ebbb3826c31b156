"""Parts of work are written and taken away here, and with them what is kept of whom a plan gives
work to (``PlanUnit``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from tasks.models import Assignment, PlanUnit

BATCH = 500
_PARTS = Assignment.objects.filter(task__plan=OuterRef("plan"), unit=OuterRef("unit"))
Pair = tuple[int, int]  # the keys of a plan and of a unit


def give(parts: Collection[Assignment], *, ignore_conflicts: bool = False) -> None:
    """Writes new parts, whose tasks are at hand; those that are there already may be left out."""
    Assignment.objects.bulk_create(parts, batch_size=BATCH, ignore_conflicts=ignore_conflicts)
    _keep({(one.task.plan_id, one.unit_id) for one in parts})


def take_away(part: Assignment) -> None:
    """Deletes a part of which there is no story."""
    pair = (part.task.plan_id, part.unit_id)
    part.delete()
    _forget([pair])


def missing_pairs(plans: Collection[int] | None = None) -> set[Pair]:
    """Plans and units between which there is work, and of which it is not kept; of these plans, or
    of all."""
    kept = PlanUnit.objects.filter(plan=OuterRef("task__plan"), unit=OuterRef("unit"))
    parts = Assignment.objects.order_by().filter(~Exists(kept))
    if plans is not None:
        parts = parts.filter(task__plan__in=plans)
    return set(parts.values_list("task__plan", "unit").distinct())


def needless_pairs(plans: Collection[int] | None = None) -> set[Pair]:
    """Plans and units of which it is kept that there is work between them, and there is none; of
    these plans, or of all."""
    pairs = PlanUnit.objects.filter(~Exists(_PARTS))
    if plans is not None:
        pairs = pairs.filter(plan__in=plans)
    return set(pairs.values_list("plan", "unit"))


def rebuild_pairs(plans: Collection[int] | None = None) -> None:
    """Keeps of whom these plans, or all, give work to what the parts say."""
    with transaction.atomic():
        _keep(missing_pairs(plans))
        _forget(needless_pairs(plans))


def _keep(pairs: Iterable[Pair]) -> None:
    wanted = sorted(pairs)
    while wanted:
        rows = [PlanUnit(plan_id=plan, unit_id=unit) for plan, unit in wanted]
        PlanUnit.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        wanted = sorted(set(wanted) - _held(wanted))


def _held(wanted: Collection[Pair]) -> set[Pair]:
    """The pairs, held against those who would forget them, until the transaction ends.

    Held by many at once, which Django has no word for.  A pair that somebody forgot in the moment
    before is not among them.
    """
    if not connection.features.has_select_for_update:
        return set(wanted)  # where one writes at a time
    plans, units = ({pair[at] for pair in wanted} for at in (0, 1))
    rows = PlanUnit.objects.filter(plan__in=plans, unit__in=units).order_by("pk")
    sql, params = rows.values_list("plan", "unit").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR KEY SHARE", params)
        return set(cursor.fetchall())


def _forget(pairs: Iterable[Pair]) -> None:
    """Takes the pairs away between which there is no work any more."""
    for plan, unit in sorted(pairs):
        kept = PlanUnit.objects.filter(plan=plan, unit=unit)
        # Who gives work holds the pair: asked for once they are through, so that theirs is seen.
        held = list(kept.select_for_update().values_list("pk", flat=True))
        PlanUnit.objects.filter(~Exists(_PARTS), pk__in=held).delete()
