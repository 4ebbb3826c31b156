"""Where a plan stands, in Python and in SQL."""

from itertools import product

import pytest

from plans.models import Plan
from plans.status import PLAN_STATUS_LABELS, PlanStatus, plan_status
from tests.factories import TODAY, PlanFactory


@pytest.mark.parametrize(
    ("released", "closed", "revoked", "superseded", "status"),
    [
        (False, False, False, False, PlanStatus.DRAFT),
        (True, False, False, False, PlanStatus.ISSUED),
        (True, True, False, False, PlanStatus.CLOSED),
        (True, True, False, True, PlanStatus.SUPERSEDED),
        (True, False, False, True, PlanStatus.SUPERSEDED),
        (True, True, True, True, PlanStatus.REVOKED),
        (False, False, True, False, PlanStatus.REVOKED),
    ],
)
def test_status(released, closed, revoked, superseded, status):
    days = [TODAY if is_set else None for is_set in (released, closed, revoked)]
    found = plan_status(
        released_on=days[0], closed_on=days[1], revoked_on=days[2], is_superseded=superseded
    )
    assert found is status


def test_sql_finds_what_python_says(db):
    successor = PlanFactory()
    for released, closed, revoked, next_plan in product(
        (None, TODAY), (None, TODAY), (None, TODAY), (None, successor)
    ):
        PlanFactory(
            issuer=successor.issuer,
            released_on=released,
            closed_on=closed,
            revoked_on=revoked,
            superseded_by=next_plan,
        )
    for status in PlanStatus:
        expected = {plan.pk for plan in Plan.objects.all() if plan.status is status}
        assert {plan.pk for plan in Plan.objects.in_status(status)} == expected
        assert expected


def test_every_status_has_a_word():
    assert set(PLAN_STATUS_LABELS) == set(PlanStatus)
