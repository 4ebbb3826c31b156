"""Reports that fell due before their plan was brought in, answered for after it was made."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.actions import Owing, change_owing
from plans.models import ReportDuty
from reports.submissions.outstanding import owed_reports, still_outstanding
from tests.factories import PlanFactory, ReportDutyFactory, UnitFactory, person
from units.policy import Role

BROUGHT_IN = datetime.date(2026, 6, 15)


@pytest.fixture
def office(db):
    class Office:
        agency = UnitFactory(name="Sở A")
        room = UnitFactory(name="Phòng 1", parent=agency)
        plan = PlanFactory(
            issuer=agency, starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 12, 31)
        )
        duty = ReportDutyFactory(plan=plan, deadline_kind="monthly", deadline_days=["25"])
        coordinator = person(Role.COORDINATOR, agency)

    Office.duty.reporters.add(Office.room)
    at = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
    type(Office.plan).objects.filter(pk=Office.plan.pk).update(created_at=at)
    return Office


@pytest.fixture
def address(client, office, on_day):
    on_day(datetime.date(2026, 7, 1))
    client.force_login(office.coordinator)
    return reverse("reports:past_reports", args=[office.plan.pk])


def missing(office, on=datetime.date(2026, 7, 1)):
    owed = owed_reports(office.coordinator, plan=office.plan)
    return len(still_outstanding(owed, on))


def say(office, answer, **more):
    return {f"duty-{office.duty.pk}": answer, "reason": "Đã nộp giấy", **more}


@pytest.mark.parametrize(
    ("answer", "left", "handed_in"), [("done", 1, True), ("from_now", 1, False)]
)
def test_what_is_past_is_no_longer_asked_for(client, office, address, answer, left, handed_in):
    assert missing(office) == 6
    assert "5 kỳ đến hạn trước ngày 15/06/2026" in client.get(address).content.decode()
    assert client.post(address, say(office, answer)).status_code == 302
    # What fell due since the plan was brought in is still to come.
    assert missing(office) == left
    assert ReportDuty.objects.get().handed_in_before is handed_in


def test_it_is_told_and_can_be_said_otherwise(client, office, address):
    client.post(address, say(office, "done"))
    row = ReportDuty.history.order_by("-history_id").first()
    assert row.history_user == office.coordinator
    assert "Đã nộp giấy" in row.history_change_reason
    shown = client.get(address).context["form"]
    assert shown[f"duty-{office.duty.pk}"].value() == "done"
    client.post(address, say(office, "overdue"))
    assert missing(office) == 6


def test_sent_twice_it_is_written_once(client, office, address):
    for _ in range(2):
        assert client.post(address, say(office, "done")).status_code == 302
    assert ReportDuty.history.filter(id=office.duty.pk).count() == 2


def test_what_is_wanting_is_said_and_what_was_typed_stays(client, office, address):
    answer = client.post(address, say(office, "from_now", reason=" "))
    assert answer.status_code == 422
    assert answer.context["form"][f"duty-{office.duty.pk}"].value() == "from_now"
    assert missing(office) == 6


def test_the_verb_wants_a_reason_too(office):
    with pytest.raises(ValidationError):
        change_owing(
            plan=office.plan, owing={office.duty: Owing(BROUGHT_IN)}, by=office.coordinator,
            on=BROUGHT_IN, reason="",
        )  # fmt: skip


def test_a_plan_of_which_nothing_is_past(client, office, address):
    at = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
    type(office.plan).objects.update(created_at=at)
    assert "Không có báo cáo nào" in client.get(address).content.decode()


def test_the_plan_page_leads_there(client, office, address):
    assert address in client.get(reverse("reports:plan", args=[office.plan.pk])).content.decode()
