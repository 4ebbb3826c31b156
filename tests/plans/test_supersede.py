"""A plan gives its place to another; a plan that was ended is taken up again."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.actions import close_plan, reopen_plan, revoke_plan, supersede_plan
from plans.models import Plan
from plans.status import PlanStatus
from tasks.models import Assignment
from tasks.status import Counts
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@shared
def by():
    return UserFactory()


@shared
def plan():
    return PlanFactory()


def supersede(plan, successor, by, on=TODAY):
    return supersede_plan(plan=plan, successor=successor, by=by, on=on)


def test_its_work_counts_for_the_days_before_and_the_history_says_by_what(plan, by):
    work = AssignmentFactory(task__plan=plan, due_on=TODAY - datetime.timedelta(days=3))
    successor = PlanFactory(issuer=plan.issuer)

    replaced = supersede(plan, successor, by)

    assert replaced.status is PlanStatus.SUPERSEDED
    assert replaced.in_force_until == TODAY - datetime.timedelta(days=1)
    assert not Assignment.objects.official().in_force().exists()
    year = Assignment.objects.official().in_period(plan.starts_on, plan.ends_on)
    assert list(year) == [work]
    assert year.count_by_status(plan.ends_on) == Counts(overdue=1)
    after = Assignment.objects.official().in_period(TODAY, plan.ends_on)
    assert not after.exists()
    row = plan.history.order_by("-history_id").first()
    assert row.history_change_reason == f"Được thay thế bởi kế hoạch số {successor.full_number}"
    assert row.history_user == by


def test_a_plan_does_not_replace_itself(plan, by):
    with pytest.raises(ValidationError, match="chính nó"):
        supersede(plan, plan, by)


def test_a_plan_is_not_replaced_by_one_that_it_has_replaced(plan, by):
    older = PlanFactory(issuer=plan.issuer)
    oldest = PlanFactory(issuer=plan.issuer)
    supersede(oldest, older, by)
    supersede(older, plan, by)

    for successor in (older, oldest):
        with pytest.raises(ValidationError, match="được chính kế hoạch này thay thế"):
            supersede(plan, successor, by)
    assert Plan.objects.get(pk=plan.pk).superseded_by is None


@pytest.mark.parametrize("out", [{"revoked_on": TODAY}, {"superseded": True}])
def test_neither_of_the_two_may_be_out_of_force(plan, by, out):
    if out.pop("superseded", False):
        out["superseded_by"] = PlanFactory()
    gone = PlanFactory(issuer=plan.issuer, **out)

    with pytest.raises(ValidationError, match="đang có hiệu lực"):
        supersede(plan, gone, by)
    with pytest.raises(ValidationError, match="không còn hiệu lực"):
        supersede(gone, plan, by)


def test_a_plan_that_has_ended_takes_no_place(plan, by):
    with pytest.raises(ValidationError, match="đang có hiệu lực"):
        supersede(plan, PlanFactory(issuer=plan.issuer, closed_on=TODAY), by)


def test_the_successor_comes_from_the_agency_or_from_above_or_below(by):
    top = UnitFactory()
    middle = UnitFactory(parent=top)
    room = UnitFactory(parent=middle)
    sister = UnitFactory(parent=top)

    for issuer in (top, middle, room):
        assert supersede(PlanFactory(issuer=middle), PlanFactory(issuer=issuer), by)
    with pytest.raises(ValidationError, match="cùng cơ quan"):
        supersede(PlanFactory(issuer=middle), PlanFactory(issuer=sister), by)


def test_a_closed_plan_is_taken_up_again_with_a_reason(plan, by):
    close_plan(plan=plan, by=by, on=TODAY)

    with pytest.raises(ValidationError, match="lý do mở lại"):
        reopen_plan(plan=plan, by=by, reason=" ")
    assert reopen_plan(plan=plan, by=by, reason="Kéo dài").status is PlanStatus.ISSUED
    assert plan.history.order_by("-history_id").first().history_change_reason == "Kéo dài"


def test_a_plan_that_stands_is_not_taken_up_again(plan, by):
    for other in (plan, PlanFactory(released_on=None)):
        with pytest.raises(ValidationError, match="đã kết thúc"):
            reopen_plan(plan=other, by=by, reason="x")


def test_what_was_revoked_or_replaced_by_mistake_stands_again_as_before(plan, by):
    successor = PlanFactory(issuer=plan.issuer)
    for closed in (False, True):
        if closed:
            plan = close_plan(plan=plan, by=by, on=TODAY)
        before = (plan.status, plan.in_force_until)
        plan = revoke_plan(plan=plan, by=by, on=TODAY, reason="Nhầm")
        plan = reopen_plan(plan=plan, by=by, reason="Bãi bỏ nhầm")
        assert (plan.status, plan.in_force_until) == before
        plan = supersede_plan(plan=plan, successor=successor, by=by, on=TODAY)
        plan = reopen_plan(plan=plan, by=by, reason="Thay nhầm")
        assert (plan.status, plan.in_force_until) == before


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def coordinator(plan, client):
    user = person(Role.COORDINATOR, plan.issuer)
    client.force_login(user)
    return user


def url(plan) -> str:
    return reverse("plans:supersede", args=[plan.pk])


def test_the_page_says_what_becomes_of_the_open_work(client, plan, coordinator):
    PlanFactory(issuer=plan.issuer)
    AssignmentFactory.create_batch(2, task__plan=plan)
    done = datetime.date(2026, 3, 1)
    AssignmentFactory(task__plan=plan, finished_on=done, confirmed_on=done)

    text = client.get(url(plan)).content.decode()

    assert "<strong>2 phần việc chưa hoàn thành</strong>" in text
    assert "không còn hiệu lực như khi bị bãi bỏ" in text


def test_only_plans_that_may_take_the_place_are_offered(client, plan, coordinator):
    right = PlanFactory(issuer=plan.issuer, title="Kế hoạch thay thế")
    PlanFactory()
    PlanFactory(issuer=plan.issuer, revoked_on=TODAY)
    PlanFactory(issuer=plan.issuer, closed_on=TODAY)

    rows = client.get(url(plan)).context["rows"]
    assert [row.pk for row in rows] == [right.pk]
    assert client.get(url(plan), {"q": "thay the"}).context["rows"] == rows
    assert "Không tìm thấy kế hoạch nào" in client.get(url(plan), {"q": "zz"}).content.decode()


def test_choosing_replaces_the_plan(client, plan, coordinator):
    successor = PlanFactory(issuer=plan.issuer)

    answer = client.post(url(plan), {"chosen": successor.pk})

    assert answer["Location"] == reverse("reports:plan", args=[plan.pk])
    assert Plan.objects.get(pk=plan.pk).superseded_by == successor
    page = client.get(answer["Location"]).content.decode()
    assert "Đã được thay thế" in page
    assert reverse("reports:plan", args=[successor.pk]) in page


@pytest.mark.parametrize("chosen", ["", "12345", "khong"])
def test_a_wrong_choice_is_said(client, plan, coordinator, chosen):
    PlanFactory(issuer=plan.issuer)

    answer = client.post(url(plan), {"chosen": chosen})

    assert answer.status_code == 422
    assert "Hãy chọn" in answer.content.decode()


def test_an_empty_list_says_what_to_do(client, plan, coordinator):
    assert "Chưa có kế hoạch nào để chọn" in client.get(url(plan)).content.decode()


def test_a_plan_of_another_agency_is_not_chosen(client, plan, coordinator):
    assert client.post(url(plan), {"chosen": PlanFactory().pk}).status_code == 422
    assert Plan.objects.get(pk=plan.pk).superseded_by is None
