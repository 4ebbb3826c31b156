"""The page on which a plan is made: whatever stands in the way, what was said stays."""

import datetime

import pytest
from django.utils import timezone

from intake.actions import confirm, save_draft, working_draft
from intake.draft_lock import take_over
from intake.forms.header import HeaderForm
from plans.models import Plan
from tasks.models import Assignment
from tests.factories import person
from tests.intake.samples import PLAN, bring
from units.policy import Role

LATE = datetime.date(2026, 11, 28)
SAID = {
    "past": "done",
    "finished_on": "20/11/2026",
    "reports": "from_now",
    "nhom-training": "overdue",
}


@pytest.fixture(autouse=True)
def late_in_the_year(on_day):
    on_day(LATE)


@pytest.fixture
def address(intake):
    return f"/doc-ke-hoach/{intake.pk}/tao/"


def kept(answer):
    """Whether the page holds everything that was said."""
    form = answer.context["page"].form
    return {name: form[name].value() for name in SAID} == SAID


def test_a_second_plan_not_agreed_to_keeps_what_was_said(client_in, agency, coordinator, intake):
    confirm(intake=bring(agency, by=coordinator), by=coordinator, on=LATE)
    address = f"/doc-ke-hoach/{intake.pk}/tao/"
    refused = client_in.post(address, {"revision": 0, **SAID})
    assert refused.status_code == 422
    assert "agreed" in refused.context["page"].form.errors
    assert kept(refused)
    assert client_in.post(address, {"revision": 0, "agreed": "on", **SAID}).status_code == 302
    assert Plan.objects.count() == 2


def test_somebody_elses_change_is_shown_and_keeps_what_was_said(
    client_in, coordinator, intake, address
):
    working = working_draft(intake).with_plan(title="Tên khác")
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    refused = client_in.post(address, {"revision": 0, **SAID})
    assert refused.status_code == 422
    assert "Tên khác" in refused.content.decode()
    assert "vừa được sửa" in refused.content.decode()
    assert kept(refused)
    assert refused.context["page"].form["revision"].value() == "1"
    assert client_in.post(address, {"revision": 1, **SAID}).status_code == 302


def test_a_form_without_the_number_makes_nothing(client_in, address):
    assert client_in.post(address, SAID).status_code == 422
    assert not Plan.objects.exists()


def test_a_draft_that_another_has_taken_keeps_what_was_said(client_in, agency, intake, address):
    colleague = person(Role.COORDINATOR, agency, full_name="Lê Hai")
    take_over(intake=intake, by=colleague, now=timezone.now())
    refused = client_in.post(address, {"revision": 0, **SAID})
    assert refused.status_code == 422
    assert "Lê Hai đang kiểm tra" in refused.content.decode()
    assert kept(refused)


def test_a_draft_that_cannot_be_made_says_why(client_in, coordinator, intake, address):
    working = working_draft(intake).with_plan(title=None)
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    refused = client_in.post(address, {"revision": 1, **SAID})
    assert refused.status_code == 422
    assert "chưa có trích yếu" in refused.content.decode()
    assert not Plan.objects.exists()


def test_a_double_click_and_the_browsers_back_make_one_plan(client_in, intake, address):
    first = client_in.post(address, {"revision": 0, **SAID})
    second = client_in.post(address, {"revision": 0, **SAID})
    assert first["Location"] == second["Location"]
    assert client_in.get(address)["Location"] == first["Location"]
    assert Plan.objects.count() == 1
    done = Assignment.objects.filter(finished_on=datetime.date(2026, 11, 20))
    assert done.exists()


def test_a_draft_dropped_meanwhile_leads_back(client_in, intake, address):
    client_in.post(f"/doc-ke-hoach/{intake.pk}/bo/")
    assert client_in.post(address, {"revision": 0, **SAID})["Location"].endswith(
        f"/doc-ke-hoach/{intake.pk}/"
    )


WITHOUT_END = (
    PLAN.replace("cứu nạn, cứu hộ năm 2026", "cứu nạn, cứu hộ trong tình hình mới")
    .replace("trước ngày 20/11/2026", "trước ngày 10/12 hằng năm")
    .replace("ngày 20 tháng 01 năm 2026", "ngày 20 tháng 10 năm 2024")
)


def test_a_plan_without_an_end_says_that_it_runs_on_and_does(client_in, agency, coordinator):
    intake = bring(agency, WITHOUT_END, by=coordinator)
    assert working_draft(intake).runs_on
    page = client_in.get(f"/doc-ke-hoach/{intake.pk}/tao/")
    assert page.context["page"].period == "01/01/2024 – 31/12/2026, rồi tiếp tục từng năm"
    assert "mỗi năm sẽ mở kỳ mới" in page.content.decode()
    plan = confirm(intake=intake, by=coordinator, on=LATE)
    assert (plan.runs_on, plan.ends_on) == (True, datetime.date(2026, 12, 31))


def test_whoever_looks_the_draft_over_may_set_an_end(client_in, agency, coordinator):
    intake = bring(agency, WITHOUT_END, by=coordinator)
    form = HeaderForm(working=working_draft(intake))
    assert form["runs_on"].value() is True
    typed = {**form.initial, "runs_on": "", "ends_on": "31/12/2026"}
    form = HeaderForm(typed, working=working_draft(intake))
    assert form.is_valid(), form.errors
    assert form.apply().runs_on is False
