"""What the head and the foot of a plan say, mended after it was put in."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.changes import StaleRevision, edition
from plans.actions import update_plan_details
from plans.models import Plan
from tests.factories import PlanFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@shared
def plan():
    return PlanFactory(place="Lam Giang")


@shared
def by():
    return UserFactory()


def mend(plan, by, **details):
    return update_plan_details(plan=plan, by=by, revision=edition(plan), **details)


def test_what_is_mended_is_found_and_kept_in_the_history(plan, by):
    mend(plan, by, title="Cao điểm  mùa khô", signatory_name="Lương Quang Hải")

    saved = Plan.objects.get()
    assert (saved.title, saved.signatory_name) == ("Cao điểm mùa khô", "Lương Quang Hải")
    assert list(Plan.objects.matching("cao diem")) == [saved]
    row = plan.history.order_by("-history_id").first()
    assert (row.history_user, row.history_change_reason) == (by, "Sửa thông tin văn bản")


def test_where_nothing_changes_nothing_is_written(plan, by):
    before = plan.history.count()
    mend(plan, by, title=plan.title, place="Lam Giang ")
    assert plan.history.count() == before


@pytest.mark.parametrize("wrong", [{"title": " "}, {"evidence_cycle": "hang ngay"}])
def test_values_that_do_not_fit_are_refused(plan, by, wrong):
    with pytest.raises(ValidationError) as refused:
        mend(plan, by, **wrong)
    assert list(refused.value.error_dict) == list(wrong)


def test_nothing_is_overwritten_unseen(plan, by):
    seen = edition(plan)
    mend(plan, by, place="Trung Sơn")

    with pytest.raises(StaleRevision):
        update_plan_details(plan=plan, by=by, revision=seen, place="Nà Sơn")
    assert Plan.objects.get().place == "Trung Sơn"


# --- the page -------------------------------------------------------------------------------------
def url(plan) -> str:
    return reverse("plans:details", args=[plan.pk])


def fields(plan, **changed):
    names = ("title", "place", "signatory_authority", "signatory_position", "signatory_name")
    held = {name: getattr(plan, name) for name in names}
    return {**held, "evidence_cycle": plan.evidence_cycle, "revision": edition(plan), **changed}


def test_the_form_saves(client, plan):
    client.force_login(person(Role.COORDINATOR, plan.issuer))
    assert "Lam Giang" in client.get(url(plan)).content.decode()

    answer = client.post(url(plan), fields(plan, evidence_cycle="monthly"))

    assert answer["Location"] == reverse("reports:plan", args=[plan.pk])
    assert Plan.objects.get().evidence_cycle == "monthly"


def test_errors_and_what_was_typed_are_shown_again(client, plan):
    client.force_login(person(Role.COORDINATOR, plan.issuer))

    answer = client.post(url(plan), fields(plan, title="", place="Nơi mới"))

    assert answer.status_code == 422
    assert 'value="Nơi mới"' in answer.content.decode()
    assert Plan.objects.get().place == "Lam Giang"


def test_a_second_window_is_told_and_may_save_again(client, plan, by):
    client.force_login(person(Role.COORDINATOR, plan.issuer))
    given = fields(plan, place="Nà Sơn")
    mend(plan, by, place="Trung Sơn")

    answer = client.post(url(plan), given)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "vừa được người khác sửa" in text
    assert 'value="Nà Sơn"' in text
    client.post(url(plan), given | {"revision": answer.context["form"]["revision"].value()})
    assert Plan.objects.get().place == "Nà Sơn"


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.STAFF, 403), (Role.HEAD, 403), (Role.LEADER, 403), (Role.COORDINATOR, 200)],
)
def test_who_may(client, plan, role, status):
    client.force_login(person(role, plan.issuer))
    assert client.get(url(plan)).status_code == status


def test_not_on_plans_of_another_agency(client, plan):
    client.force_login(person(Role.COORDINATOR, UnitFactory()))
    assert client.post(url(plan), fields(plan)).status_code == 404
