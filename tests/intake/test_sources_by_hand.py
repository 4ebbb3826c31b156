"""A plan that is typed in: a draft without a document, confirmed like any other."""

import pytest

from intake.actions import confirm, save_draft, working_draft
from intake.models import Intake, Origin
from reading.draft import NameDraft, TaskDraft
from tests.factories import PlanFactory, UnitFactory
from tests.intake.samples import TODAY

PAGE = "/doc-ke-hoach/nhap-tay/"
TITLE = "Công tác PCCC và CNCH năm 2026"


def typed(agency, **fields):
    return {
        "issuer": agency.pk, "title": TITLE, "starts_on": "01/01/2026", "ends_on": "31/12/2026",
        "number": "", "symbol": "", **fields,
    }  # fmt: skip


def test_the_head_is_kept_and_leads_to_the_review_page(client_in, agency, coordinator):
    answer = client_in.post(PAGE, typed(agency, number=" 05 ", symbol="KH-STN"))
    intake = Intake.objects.get()
    assert answer["Location"] == f"/doc-ke-hoach/{intake.pk}/"
    assert (intake.origin, intake.file.name, intake.created_by) == (Origin.HAND, "", coordinator)
    working = working_draft(intake)
    assert (working.plan.title, working.plan.number, working.plan.symbol) == (TITLE, "05", "KH-STN")
    assert (working.period.starts_on.isoformat(), working.period.ends_on.isoformat()) == (
        "2026-01-01", "2026-12-31",
    )  # fmt: skip
    assert client_in.get(answer["Location"]).status_code == 200


def test_it_becomes_a_plan_without_a_file(client_in, agency, coordinator):
    client_in.post(PAGE, typed(agency))
    intake = Intake.objects.get()
    task = TaskDraft("1", "Kiểm tra hệ thống điện", lead=(NameDraft("Văn phòng"),))
    working, _ = working_draft(intake).with_task(None, task)
    saved = save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    plan = confirm(intake=saved, by=coordinator, on=TODAY)
    assert not plan.files.exists()
    assert plan.tasks.get().assignments.get().unit.name == "Văn phòng"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"starts_on": "31/12/2026", "ends_on": "01/01/2026"}, "ends_on"),
        ({"ends_on": "31/12/2086"}, "ends_on"),
        ({"starts_on": "31/02/2026"}, "starts_on"),
        ({"symbol": "K" * 61}, "symbol"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client_in, agency, fields, field):
    answer = client_in.post(PAGE, typed(agency, **fields))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Intake.objects.exists()


def test_an_agency_out_of_reach_cannot_be_chosen(client_in):
    answer = client_in.post(PAGE, typed(UnitFactory(name="Sở Khác")))
    assert "issuer" in answer.context["form"].errors


def test_a_number_that_the_register_has_is_told(client_in, agency):
    PlanFactory(issuer=agency, number="05", symbol="KH-STN")
    answer = client_in.post(PAGE, typed(agency, number="05", symbol="KH-STN"), follow=True)
    assert "Cơ quan đã có kế hoạch mang số này" in answer.content.decode()


def test_this_year_is_offered(browser_of, coordinator, time_machine):
    time_machine.move_to("2027-03-04")
    form = browser_of(coordinator).get(PAGE).context["form"]
    assert form["starts_on"].value().isoformat() == "2027-01-01"
