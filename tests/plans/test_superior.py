"""Which plan of a higher level a plan carries out."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions import set_superior
from plans.models import LegalBasis, Plan
from tests.factories import AssignmentFactory, PlanFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@shared
def by():
    return UserFactory()


@shared
def province():
    return UnitFactory(name="UBND tỉnh Lam Giang")


@shared
def agency(province):
    return UnitFactory(name="Sở Khoa học và Công nghệ", parent=province)


@shared
def plan(agency):
    return PlanFactory(issuer=agency, number="93")


@shared
def superior(province, agency):
    plan = PlanFactory(issuer=province, number="342", symbol="KH-UBND")
    AssignmentFactory(task__plan=plan, unit=agency)
    return plan


def choose(plan, superior, by):
    return set_superior(plan=plan, superior=superior, by=by)


def test_the_link_is_kept_with_its_history(plan, superior, by):
    choose(plan, superior, by)
    choose(plan, superior, by)  # nothing new, no second line

    assert Plan.objects.get(pk=plan.pk).carries_out == superior
    reasons = [row.history_change_reason for row in plan.history.order_by("-history_id")]
    assert reasons[0] == "Thực hiện kế hoạch cấp trên số 342/KH-UBND"
    assert reasons.count(reasons[0]) == 1

    choose(plan, None, by)
    choose(plan, None, by)
    assert Plan.objects.get(pk=plan.pk).carries_out is None
    assert plan.history.count() == len(reasons) + 1


def test_no_circle_of_plans(plan, superior, by):
    choose(plan, superior, by)
    top = PlanFactory()
    choose(superior, top, by)

    for below in (plan, superior, top):
        with pytest.raises(ValidationError, match="Hãy chọn kế hoạch khác"):
            choose(top, below, by)


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def coordinator(agency, client):
    user = person(Role.COORDINATOR, agency)
    client.force_login(user)
    return user


def url(plan) -> str:
    return reverse("plans:superior", args=[plan.pk])


def test_what_the_plan_cites_is_offered_first_then_what_stands_above(
    client, plan, superior, agency, province, coordinator
):
    PlanFactory(issuer=agency, starts_on=datetime.date(2026, 3, 1))
    other = PlanFactory(issuer=province, number="7", symbol="KH-UBND")
    AssignmentFactory(task__plan=other, unit=agency)
    PlanFactory()  # of another agency
    LegalBasis.objects.create(plan=plan, order=1, kind="Kế hoạch", number="0342/KH-UBND")

    rows = client.get(url(plan)).context["rows"]

    assert [(row.pk, row.is_cited) for row in rows[:2]] == [(superior.pk, True), (other.pk, False)]
    assert len(rows) == 3
    assert "Được viện dẫn trong kế hoạch này" in client.get(url(plan)).content.decode()


def test_choosing_leads_to_the_comparison(client, plan, superior, coordinator):
    answer = client.post(url(plan), {"chosen": superior.pk})

    assert answer["Location"] == reverse("tasks:coverage", args=[plan.pk])
    assert Plan.objects.get(pk=plan.pk).carries_out == superior


def test_a_circle_is_said_on_the_page(client, plan, agency, coordinator, by):
    below = PlanFactory(issuer=agency)
    choose(below, plan, by)

    answer = client.post(url(plan), {"chosen": below.pk})

    assert answer.status_code == 422
    assert "Hãy chọn kế hoạch khác" in answer.content.decode()


def test_the_link_is_taken_away_by_post(client, plan, superior, coordinator, by):
    choose(plan, superior, by)
    address = reverse("plans:no_superior", args=[plan.pk])

    assert client.get(address).status_code == 405
    client.post(address)
    assert Plan.objects.get(pk=plan.pk).carries_out is None


def test_a_plan_that_is_not_seen_cannot_be_chosen(client, plan, province, coordinator):
    hidden = PlanFactory(issuer=province)

    assert client.post(url(plan), {"chosen": hidden.pk}).status_code == 422


def test_the_number_of_queries_does_not_grow_with_the_plans(client, plan, agency, coordinator):
    PlanFactory.create_batch(5, issuer=agency)
    client.get(url(plan))
    with CaptureQueriesContext(connection) as once:
        client.get(url(plan))
    PlanFactory.create_batch(25, issuer=agency)
    with CaptureQueriesContext(connection) as twice:
        assert len(client.get(url(plan)).context["rows"]) == 25
    assert len(twice) == len(once)
