"""An empty office is led by steps that know what is done."""

import pytest
from django.urls import reverse

from tests.factories import PlanFactory, UnitFactory, person
from tests.worlds import shared
from units.models import ListAnswer
from units.policy import Role

pytestmark = pytest.mark.django_db


@shared
def office():
    return UnitFactory(code="SO", name="Sở Nội vụ")


def steps(client, user, page):
    client.force_login(user)
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode(), list(answer.context["first_steps"])


def test_an_administrator_of_an_empty_office_is_led_to_the_list_of_units(client, office):
    text, found = steps(client, person(Role.ADMIN, office), reverse("tasks:my_work"))
    assert [step.done for step in found] == [False] * len(found)
    assert "Những bước đầu tiên" in text
    assert reverse("units:import_units") in text
    assert found[0].is_next


def test_each_step_that_is_done_leads_to_the_next(client, office):
    UnitFactory(code="P", name="Phòng", parent=office)
    coordinator = person(Role.COORDINATOR, office)
    _, found = steps(client, coordinator, reverse("reports:dashboard"))
    assert [step.done for step in found] == [True, False, False, False]
    assert found[1].href == ""
    assert found[1].words == "Chờ người quản trị mời người dùng."
    person(Role.STAFF, office)
    text, found = steps(client, coordinator, reverse("reports:dashboard"))
    assert [step.is_next for step in found] == [False, False, True, False]
    assert reverse("intake:new") in text


def test_who_makes_no_reports_sees_no_steps_once_there_is_a_plan(client, office):
    staff = person(Role.STAFF, office)
    assert steps(client, staff, reverse("tasks:my_work"))[1]
    PlanFactory(issuer=office)
    text, found = steps(client, staff, reverse("tasks:my_work"))
    assert found == []
    assert "Những bước đầu tiên" not in text


def test_an_administrator_extends_the_table_of_words(client, office):
    client.force_login(person(Role.ADMIN, office))
    address = reverse("admin:units_listanswer_add")
    words = {"about": "role", "words": "Văn thư", "meant": "không có", "user": ""}
    assert "Không có “không có”" in client.post(address, words).content.decode()
    client.post(address, words | {"meant": "Chuyên viên"})
    assert ListAnswer.objects.get().meant == Role.STAFF
    assert (
        client.get(reverse("admin:units_listanswer_changelist"), {"q": "van thu"}).status_code
        == 200
    )
