"""Units hand in their reports; the consolidator accepts them or sends them back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Submission
from reports.submissions.actions import accept, send_back_submission, submit
from tests.factories import TODAY, PlanFactory, ReportDutyFactory, UnitFactory
from tests.reports.office import an_office, day
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db

URL = "/bao-cao/"
TEXT = "Đã tổ chức 01 buổi tuyên truyền."


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@shared
def duty(office):
    duty = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["5"], title="Báo cáo quý"
    )
    duty.reporters.set(office.rooms)
    return duty


def handed_in(office, duty, **parameters) -> Submission:
    given = {
        "duty": duty,
        "unit": office.rooms[0],
        "period": "2026-Q2",
        "by": office.people[Role.STAFF],
        "on": TODAY,
        "text": TEXT,
    }
    return submit(**{**given, **parameters})


# --- actions --------------------------------------------------------------------------------------
def test_a_report_keeps_its_text_its_day_and_its_due_day(office, duty):
    submission = handed_in(office, duty)

    assert (submission.submitted_on, submission.due_on) == (TODAY, day(-10))
    assert submission.submitted_by == office.people[Role.STAFF]
    assert [part.text for part in submission.parts.all()] == [TEXT]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "  \n"}, "Hãy ghi nội dung báo cáo."),
        ({"period": "2026-Q9"}, "Đơn vị không phải nộp báo cáo này trong kỳ đã chọn."),
        ({"period": ""}, "Đơn vị không phải nộp báo cáo này trong kỳ đã chọn."),
    ],
)
def test_what_cannot_be_handed_in(office, duty, wrong, said):
    with pytest.raises(ValidationError) as refused:
        handed_in(office, duty, **wrong)

    assert refused.value.messages == [said]
    assert not Submission.objects.exists()


def test_a_unit_that_is_not_asked_cannot_report(office, duty):
    with pytest.raises(ValidationError):
        handed_in(office, duty, unit=office.agency)


def test_nothing_is_handed_in_under_a_plan_out_of_force(office, duty):
    office.plan.revoked_on = office.plan.in_force_until = TODAY
    office.plan.save()
    duty.refresh_from_db()

    with pytest.raises(ValidationError, match="không còn hiệu lực"):
        handed_in(office, duty)


def test_nothing_is_handed_in_under_a_plan_that_is_not_released(office, duty):
    office.plan.released_on = None
    office.plan.save()
    duty.refresh_from_db()

    with pytest.raises(ValidationError, match="chưa được đưa vào thực hiện"):
        handed_in(office, duty)


def test_the_last_report_is_handed_in_when_the_plan_has_been_closed(office, duty):
    office.plan.closed_on = office.plan.in_force_until = TODAY
    office.plan.save()
    duty.refresh_from_db()

    assert handed_in(office, duty).submitted_on == TODAY


def test_twice_is_refused_while_the_first_waits(office, duty):
    handed_in(office, duty)

    with pytest.raises(ValidationError, match="đang chờ tiếp nhận"):
        handed_in(office, duty, text="Khác")


def test_sent_back_then_handed_in_again_then_accepted(office, duty):
    coordinator = office.people[Role.COORDINATOR]
    submission = handed_in(office, duty)
    send_back_submission(submission=submission, by=coordinator, on=TODAY, reason="Thiếu số liệu")

    again = handed_in(office, duty, on=day(1), text="Bổ sung: 04 bình chữa cháy.")
    assert (again.pk, again.returned_on, again.return_reason) == (submission.pk, None, "")
    assert again.decided_by is None  # nobody has decided on what was handed in anew
    accept(submission=again, by=coordinator, on=day(2))

    again.refresh_from_db()
    assert again.accepted_on == day(2)
    assert [part.text for part in again.parts.all()] == ["Bổ sung: 04 bình chữa cháy."]
    with pytest.raises(ValidationError, match="đã được tiếp nhận"):
        handed_in(office, duty, on=day(3))


def test_what_does_not_wait_is_neither_accepted_nor_sent_back(office, duty):
    coordinator = office.people[Role.COORDINATOR]
    submission = handed_in(office, duty)
    with pytest.raises(ValidationError, match="lý do trả lại"):
        send_back_submission(submission=submission, by=coordinator, on=TODAY, reason=" ")
    accept(submission=submission, by=coordinator, on=TODAY)

    with pytest.raises(ValidationError, match="chờ tiếp nhận"):
        accept(submission=submission, by=coordinator, on=TODAY)
    with pytest.raises(ValidationError, match="chờ tiếp nhận"):
        send_back_submission(submission=submission, by=coordinator, on=TODAY, reason="Muộn")


# --- the list -------------------------------------------------------------------------------------
def listed(client, **parameters):
    response = client.get(URL, parameters)
    assert response.status_code == 200
    return [(row.unit, row.period, row.badge.label) for row in response.context["rows"]]


def test_its_address_is_fixed():
    assert reverse("reports:submissions") == URL


@pytest.mark.parametrize(
    ("role", "rows"),
    [
        (Role.STAFF, 4),
        (Role.HEAD, 4),
        (Role.COORDINATOR, 8),
        (Role.LEADER, 8),
        (Role.ADMIN, 8),
    ],
)
def test_each_role_sees_the_reports_it_reaches(client, office, duty, role, rows):
    client.force_login(office.people[role])

    assert len(listed(client)) == rows


def test_another_agency_sees_none_and_is_told_so(client, office, duty):
    client.force_login(an_office("YTE").people[Role.LEADER])

    assert listed(client) == []
    assert "Không có báo cáo nào" in client.get(URL).content.decode()


def test_filters_by_year_status_plan_and_unit(client, office, duty):
    handed_in(office, duty)
    other = PlanFactory(issuer=office.agency, starts_on=day(-500), ends_on=day(-200))
    old = ReportDutyFactory(plan=other, deadline_kind="yearly", deadline_days=["11-01"])
    old.reporters.set(office.rooms[:1])
    client.force_login(office.people[Role.LEADER])
    an, binh = office.rooms

    assert listed(client, status="submitted") == [(an.name, "Quý II/2026", "Đã nộp, chờ tiếp nhận")]
    assert listed(client, status="outstanding", unit=an.pk) == [(an.name, "Quý I/2026", "Chưa nộp")]
    assert len(listed(client, unit=binh.pk)) == 4
    assert listed(client, year=2025) == [(an.name, "Năm 2025", "Chưa nộp")]
    assert listed(client, year=2026, plan=other.pk) == []
    # A filter that makes no sense is left aside; so is a year that is not offered.
    assert len(listed(client, status="x")) == 8
    assert len(listed(client, year="1066")) == 8


def test_the_days_of_a_link_win_until_a_year_is_chosen(client, office, duty):
    client.force_login(office.people[Role.LEADER])
    quarter = {"from": "2026-01-01", "to": "2026-03-31", "day": "2026-03-01"}

    rows = listed(client, **quarter)

    # On 1 March the report due on 5 March had not been due.
    assert {label for _, _, label in rows} == {"Chưa đến hạn"}
    assert len(rows) == 2
    assert len(listed(client, **quarter, year=2026)) == 8
    page = client.get(URL, quarter).content.decode()
    assert "Từ 01/01/2026 đến 31/03/2026" in page


def test_late_reports_are_called_late(client, office, duty):
    handed_in(office, duty)
    client.force_login(office.people[Role.LEADER])

    rows = client.get(URL).context["rows"]

    assert [row.late for row in rows[:4]] == [
        "nộp quá hạn 10 ngày",
        "quá hạn 102 ngày",
        "quá hạn 102 ngày",
        "quá hạn 10 ngày",
    ]


def test_long_lists_are_paged_and_the_queries_stay_the_same(client, office, duty):
    client.force_login(office.people[Role.LEADER])
    first = office.rooms[0]
    Submission.objects.create(duty=duty, unit=first, period="2026-Q1", submitted_on=TODAY)
    client.get(URL)
    with CaptureQueriesContext(connection) as once:
        client.get(URL)
    duty.reporters.add(*UnitFactory.create_batch(12, parent=office.agency))
    for unit in duty.reporters.exclude(pk=first.pk):
        Submission.objects.create(duty=duty, unit=unit, period="2026-Q1", submitted_on=TODAY)
    with CaptureQueriesContext(connection) as twice:
        page = client.get(URL).context["page"]

    assert len(twice) == len(once)
    assert (page.paginator.count, len(page.object_list)) == (56, 50)


# --- one report -----------------------------------------------------------------------------------
def address(office, duty, room=0, route="submission", period="2026-Q2") -> str:
    path = reverse(f"reports:{route}", args=[duty.pk, office.rooms[room].pk])
    return f"{path}?period={period}"


@pytest.mark.parametrize(
    ("role", "writes"),
    [
        (Role.STAFF, True),
        (Role.HEAD, True),
        (Role.COORDINATOR, True),
        (Role.LEADER, False),
        (Role.ADMIN, True),
    ],
)
def test_who_may_write_a_report(client, office, duty, role, writes):
    client.force_login(office.people[role])

    page = client.get(address(office, duty))
    assert page.status_code == 200
    assert ("Lưu bản nháp</button>" in page.content.decode()) == writes
    sends = writes and role is not Role.STAFF
    assert ("Nộp báo cáo</button>" in page.content.decode()) == sends

    sent = client.post(address(office, duty, route="submit"), {"part-1": TEXT})
    assert sent.status_code == (302 if sends else 422 if writes else 403)
    assert Submission.objects.exists() == writes


def test_nobody_writes_for_a_unit_out_of_reach(client, office, duty):
    client.force_login(office.people[Role.STAFF])
    assert client.get(address(office, duty, room=1)).status_code == 404
    assert (
        client.post(address(office, duty, room=1, route="submit"), {"part-1": TEXT}).status_code
        == 404
    )

    client.force_login(an_office("YTE").people[Role.COORDINATOR])
    assert client.get(address(office, duty)).status_code == 404
    assert client.post(address(office, duty, route="submit"), {"part-1": TEXT}).status_code == 404
    assert not Submission.objects.exists()


def test_a_period_that_does_not_exist_is_not_found(client, office, duty):
    client.force_login(office.people[Role.STAFF])

    assert client.get(address(office, duty, period="2031-Q1")).status_code == 404


def test_an_empty_report_is_refused_beside_its_field(client, office, duty):
    client.force_login(office.people[Role.HEAD])

    response = client.post(address(office, duty, route="submit"), {"part-1": " "})

    assert response.status_code == 422
    assert "Hãy ghi nội dung báo cáo." in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.STAFF, 403),
        (Role.HEAD, 403),
        (Role.COORDINATOR, 302),
        (Role.LEADER, 302),
        (Role.ADMIN, 302),
    ],
)
def test_who_may_accept_a_report(client, office, duty, role, status):
    submission = handed_in(office, duty)
    client.force_login(office.people[role])

    response = client.post(reverse("reports:accept_submission", args=[submission.pk]))

    submission.refresh_from_db()
    assert response.status_code == status
    assert bool(submission.accepted_on) == (status == 302)


def test_sending_back_needs_a_reason_and_is_told_to_the_unit(client, office, duty):
    submission = handed_in(office, duty)
    send_back = reverse("reports:send_back_submission", args=[submission.pk])
    client.force_login(office.people[Role.COORDINATOR])

    assert client.post(send_back, {"reason": ""}).status_code == 422
    assert client.post(send_back, {"reason": "Thiếu số liệu bình chữa cháy"}).status_code == 302

    client.force_login(office.people[Role.STAFF])
    page = client.get(address(office, duty)).content.decode()
    assert "Thiếu số liệu bình chữa cháy" in page
    # What was written is there to be written on.
    assert TEXT in page


@pytest.mark.parametrize("route", ["accept_submission", "send_back_submission"])
def test_another_agency_cannot_decide(client, office, duty, route):
    submission = handed_in(office, duty)
    client.force_login(an_office("YTE").people[Role.COORDINATOR])

    response = client.post(reverse(f"reports:{route}", args=[submission.pk]), {"reason": "x"})

    assert response.status_code == 404


def test_an_accepted_report_can_be_read_and_not_written(client, office, duty):
    submission = handed_in(office, duty)
    accept(submission=submission, by=office.people[Role.COORDINATOR], on=TODAY)
    client.force_login(office.people[Role.STAFF])

    page = client.get(address(office, duty)).content.decode()

    assert TEXT in page
    assert "Nộp báo cáo</button>" not in page
    assert "Tiếp nhận hoặc trả lại" not in page
