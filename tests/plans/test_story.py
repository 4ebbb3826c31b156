"""Who did what with a plan and when."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.changes import edition
from plans.actions import (
    close_plan,
    reopen_plan,
    revoke_plan,
    update_plan_details,
    update_plan_number,
)
from plans.models import PlanFile
from plans.story import story_of
from tests.factories import TODAY, AssignmentFactory, PlanFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.contexts.history import Change
from units.policy import Role

pytestmark = pytest.mark.django_db


@shared
def by():
    return UserFactory(full_name="Trần Ngọc Ánh")


@shared
def plan():
    return PlanFactory(number="5")


def url(plan) -> str:
    return reverse("plans:story", args=[plan.pk])


def test_each_change_with_who_and_the_old_and_new_values(plan, by):
    said = {"number": "6", "symbol": plan.symbol, "issued_on": plan.issued_on}
    update_plan_number(plan=plan, by=by, on=TODAY, revision=edition(plan), **said)
    update_plan_details(plan=plan, by=by, revision=edition(plan), evidence_cycle="monthly")

    cycle, number = story_of(plan)[:2]

    assert (number.what, number.by) == ("Ghi số, ký hiệu, ngày ban hành", "Trần Ngọc Ánh")
    assert number.changes == (Change("Số", "5", "6"),)
    assert cycle.changes == (Change("Chu kỳ minh chứng", "Hằng quý", "Hằng tháng"),)


def test_turns_of_the_plan_are_named_with_their_reason(plan, by):
    close_plan(plan=plan, by=by, on=TODAY)
    reopen_plan(plan=plan, by=by, reason="Kéo dài một tháng")
    revoke_plan(plan=plan, by=by, on=TODAY, reason="Quyết định số 9")

    told = [(line.what, line.reason) for line in story_of(plan)[:3]]

    assert told == [
        ("Bãi bỏ kế hoạch", "Quyết định số 9"),
        ("Mở lại kế hoạch", "Kéo dài một tháng"),
        ("Kết thúc kế hoạch", ""),
    ]


def test_files_are_part_of_the_story(plan, by):
    row = PlanFile(plan=plan, name="ban-ky.pdf", sha256="a" * 64, size=1, added_by=by)
    row.file.save("x", ContentFile(b"x"))

    assert (story_of(plan)[0].what, story_of(plan)[0].by) == (
        "Lưu tệp “ban-ky.pdf”",
        "Trần Ngọc Ánh",
    )


def test_the_page_shows_it_to_readers_of_plans_only(client, plan, by):
    room = UnitFactory(parent=plan.issuer)
    AssignmentFactory(task__plan=plan, unit=room)
    close_plan(plan=plan, by=by, on=TODAY)

    client.force_login(person(Role.LEADER, plan.issuer))
    assert "Kết thúc kế hoạch" in client.get(url(plan)).content.decode()
    client.force_login(person(Role.STAFF, room))
    assert client.get(url(plan)).status_code == 403
    client.force_login(person(Role.LEADER, UnitFactory()))
    assert client.get(url(plan)).status_code == 404


def test_it_is_paged(client, plan, by):
    for number in range(30):
        said = {"number": str(number), "symbol": "KH"}
        seen = edition(plan)
        update_plan_number(plan=plan, by=by, on=TODAY, revision=seen, issued_on=None, **said)
    client.force_login(person(Role.LEADER, plan.issuer))

    assert len(client.get(url(plan)).context["page"].object_list) == 25
    assert client.get(url(plan), {"page": 2}).status_code == 200


def test_a_plan_that_a_script_made_without_history_has_an_empty_story(plan):
    plan.history.all().delete()
    assert story_of(plan) == []
