"""Data for measuring: as many rows as asked for, the same ones each time, and sound."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from demo.scale import grow
from plans.models import Plan
from reports.models import Submission
from tasks.models import Assignment, Extension, ProgressEntry
from units.models import Membership, Unit, UnitAncestor

DAY = datetime.date(2026, 6, 15)
pytestmark = pytest.mark.django_db


def silent(_words: str) -> None:
    pass


def facts() -> list[tuple]:
    return list(
        Assignment.objects.order_by(
            "task__plan__symbol", "task__plan__starts_on", "pk"
        ).values_list(
            "task__plan__symbol", "unit__code", "period", "due_on", "finished_on", "confirmed_on"
        )
    )


def test_as_many_assignments_as_asked_with_what_became_of_them():
    made = grow(assignments=700, seed=1, on=DAY, say=silent)
    assert made.assignments == Assignment.objects.count() == 700
    assert made.units == Unit.objects.count()
    assert made.plans == Plan.objects.count()
    assert Assignment.objects.filter(confirmed_on__isnull=False).exists()
    assert Assignment.objects.filter(due_on__lt=DAY, finished_on__isnull=True).exists()
    assert ProgressEntry.objects.count() > 700
    assert Extension.objects.exists()
    assert Submission.objects.exists()
    assert not Assignment.objects.filter(finished_on__gt=DAY).exists()
    assert not Assignment.objects.filter(last_entry_on__gt=DAY).exists()
    assert not Membership.objects.exclude(user__email__endswith=".example").exists()


def test_plans_stand_in_cascade_and_every_unit_has_its_links():
    grow(assignments=3000, seed=1, on=DAY, say=silent)
    department = Plan.objects.get(issuer__code="TL1-S01", starts_on__year=2026)
    assert department.carries_out is not None
    assert department.carries_out.issuer.code == "TL1"
    room = Unit.objects.get(code="TL1-S01-P03")
    above = UnitAncestor.objects.filter(unit=room).order_by("distance")
    assert [link.ancestor.code for link in above] == ["TL1-S01-P03", "TL1-S01", "TL1"]


def test_the_same_seed_gives_the_same_rows():
    first = told(seed=5)
    second = told(seed=5)
    other = told(seed=6)
    assert first == second
    assert first != other


def told(seed: int) -> list[tuple]:
    """What a run makes, taken back afterwards."""
    from django.db import transaction

    with transaction.atomic():
        grow(assignments=200, seed=seed, on=DAY, say=silent)
        found = facts()
        transaction.set_rollback(True)
    return found


def test_a_second_run_over_the_same_data_is_refused():
    call_command("seed_scale", assignments=50)
    with pytest.raises(CommandError, match="đã có sẵn"):
        call_command("seed_scale", assignments=50)
    assert Assignment.objects.count() == 50
    with pytest.raises(CommandError, match="lớn hơn 0"):
        call_command("seed_scale", assignments=0)
