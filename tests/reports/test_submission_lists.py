"""Lists of what is reported: sorted, narrowed, as files; the board chases; texts are found."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.story import story_of
from reports.models import ReportRequest
from reports.submissions import actions
from reports.submissions.board import build_board
from reports.submissions.outstanding import owed_reports
from reports.submissions.times import Meeting
from tasks.models import Notice, Reminder
from tests.factories import TODAY, PlanFactory, ReportDutyFactory, UnitFactory
from tests.reports.office import an_office, day
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@shared
def duty(office):
    made = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["5"], title="Báo cáo quý"
    )
    made.reporters.set(office.rooms)
    return made


@pytest.fixture
def coordinator(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    return client


def handed_in(office, duty, room=0, period="2026-Q2", **more):
    given = {"by": office.people[Role.HEAD], "on": TODAY, "text": "Đã tổ chức tập huấn."}
    unit = office.rooms[room]
    return actions.submit(duty=duty, unit=unit, period=period, **{**given, **more})


def listed(client, **asked):
    page = client.get(reverse("reports:submissions"), asked)
    assert page.status_code == 200
    return [(row.unit, row.period) for row in page.context["rows"]]


# --- the list -------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["don-vi", "bao-cao", "han", "ngay-nop", "tinh-trang"])
def test_the_list_sorts_by_each_column_both_ways(coordinator, office, duty, key):
    handed_in(office, duty, 1)
    handed_in(office, duty, 0, "2026-Q1", on=day(-20))
    there, back = (listed(coordinator, sort=sort) for sort in (key, f"-{key}"))
    assert len(there) == len(back) == 8
    assert there != back
    assert sorted(there) == sorted(back)


@pytest.mark.parametrize("asked", [{}, {"sort": "tinh-trang"}])
def test_what_waits_or_is_missing_comes_first(coordinator, office, duty, asked):
    accepted = handed_in(office, duty, 0, "2026-Q1", on=day(-20))
    actions.accept(submission=accepted, by=office.people[Role.COORDINATOR], on=TODAY)
    handed_in(office, duty, 1)
    rows = listed(coordinator, **asked)
    assert rows[0] == (office.rooms[1].name, "Quý II/2026")
    assert rows[-1] == (office.rooms[0].name, "Quý I/2026")


def test_words_narrow_the_list_accents_aside(coordinator, office, duty):
    other = ReportDutyFactory(plan=office.plan, deadline_kind="yearly", title="Tháng an toàn")
    other.reporters.set(office.rooms[:1])
    assert len(listed(coordinator, q="an toan")) == 1
    assert len(listed(coordinator, q="phong binh")) == 4
    assert listed(coordinator, q="không có") == []


def test_a_unit_is_named_by_words_and_never_by_a_list_of_all(coordinator, office, duty):
    assert len(listed(coordinator, unit_words=office.rooms[1].code)) == 4
    page = coordinator.get(reverse("reports:submissions"), {"unit_words": "không có"})
    assert "Không tìm thấy đơn vị" in page.content.decode()


def test_plans_beyond_the_newest_are_reached_by_their_address(coordinator, office, duty):
    for number in range(30):
        PlanFactory(
            issuer=office.agency, number=str(number), starts_on=datetime.date(2027, 1, 1),
            ends_on=datetime.date(2027, 12, 31),
        )  # fmt: skip
    page = coordinator.get(reverse("reports:submissions"))
    assert len(page.context["form"].fields["plan"].choices) <= 27
    assert len(listed(coordinator, plan=office.plan.pk)) == 8


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_list_goes_out_as_it_is_shown(coordinator, office, duty, ending):
    handed_in(office, duty)
    address = reverse("reports:submissions")
    answer = coordinator.get(address, {"tep": ending, "status": "submitted"})
    if ending == "csv":
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert "Đã nộp, chờ tiếp nhận" in rows[1]
        return
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    told = [sheet.cell(2, column).value for column in (1, 2)]
    assert told == [office.rooms[0].name, "Báo cáo quý"]
    assert sheet.cell(2, 5).value.date() == datetime.date(2026, 6, 5)


# --- duties and letters ---------------------------------------------------------------------------
def test_duties_are_listed_sorted_and_exported(coordinator, office, duty):
    ReportDutyFactory(plan=office.plan, deadline_kind="yearly", title="Báo cáo năm")
    address = reverse("reports:duties")
    for sort in ("bao-cao", "-ke-hoach", "noi-bao-cao", "-don-vi", "han", "de-cuong"):
        rows = coordinator.get(address, {"sort": sort}).context["rows"]
        assert {row.title for row in rows} == {"Báo cáo quý", "Báo cáo năm"}, sort
    (row,) = coordinator.get(address, {"q": "quý"}).context["rows"]
    assert (row.units, row.outline) == (2, "theo mẫu chung")
    assert row.next_on == datetime.date(2026, 9, 5)
    assert coordinator.get(address, {"tep": "xlsx"}).content[:2] == b"PK"


def test_letters_are_listed_with_how_many_have_answered(coordinator, office):
    assert "Chưa có văn bản nào" in coordinator.get(reverse("reports:letters")).content.decode()
    request = actions.add_request(
        plan=office.plan, units=office.rooms, number="12/UBND-NC", issued_on=TODAY,
        sender="UBND tỉnh", title="Rà soát", asks="", due_on=day(5),
        by=office.people[Role.COORDINATOR], on=TODAY,
    )  # fmt: skip
    handed_in(office, request.duty, period="")
    address = reverse("reports:letters")
    for sort in ("so", "-ngay", "co-quan", "noi-dung", "han", "-da-nop"):
        (row,) = coordinator.get(address, {"sort": sort}).context["rows"]
        assert (row.came, row.units, row.due_on) == (1, 2, day(5)), sort
    assert not coordinator.get(address, {"q": "khác"}).context["rows"]
    assert "12/UBND-NC" in coordinator.get(address, {"tep": "csv"}).content.decode("utf-8-sig")


def test_a_letter_put_in_by_mistake_is_taken_back_until_somebody_answers(coordinator, office):
    by = office.people[Role.COORDINATOR]
    letters = [
        actions.add_request(
            plan=office.plan, units=office.rooms, number=number, issued_on=TODAY,
            sender="UBND tỉnh", title="Rà soát", asks="", due_on=day(5), by=by, on=TODAY,
        )
        for number in ("12/UBND-NC", "13/UBND-NC")
    ]  # fmt: skip
    mistaken, answered = letters
    page = reverse("reports:duty_outline", args=[mistaken.duty_id])
    address = reverse("reports:drop_request", args=[mistaken.pk])
    assert f'href="{address}"' in coordinator.get(page).content.decode()
    assert coordinator.post(address, {"reason": " "}).status_code == 422
    coordinator.post(address, {"reason": "Nhập nhầm"})
    assert list(ReportRequest.objects.all()) == [answered]
    assert list(office.plan.report_duties.all()) == [answered.duty]
    told = story_of(office.plan)[0]
    assert told.what == "Rút văn bản yêu cầu báo cáo số 12/UBND-NC: Nhập nhầm (15/06/2026)"
    assert told.by == str(by)

    handed_in(office, answered.duty, period="")
    address = reverse("reports:drop_request", args=[answered.pk])
    refused = coordinator.post(address, {"reason": "Nhập nhầm"})
    assert "Đã có đơn vị soạn hoặc nộp báo cáo" in refused.content.decode()
    assert "Nhập nhầm" in refused.content.decode()
    assert ReportRequest.objects.filter(pk=answered.pk).exists()


def test_another_agency_sees_none_of_it(client, office, duty):
    client.force_login(an_office("YTE").people[Role.COORDINATOR])
    for route in ("duties", "letters", "submissions"):
        assert not client.get(reverse(f"reports:{route}")).context["rows"]


@pytest.mark.parametrize("route", ["duties", "letters", "submissions", "board"])
def test_more_rows_take_no_more_queries(coordinator, office, duty, route):
    def measured():
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(reverse(f"reports:{route}"))
        return len(queries)

    def more(number):
        actions.add_request(
            plan=office.plan, units=office.rooms, number=str(number), issued_on=TODAY,
            sender="UBND tỉnh", title=f"Rà soát {number}", asks="", due_on=day(5),
            by=office.people[Role.COORDINATOR], on=TODAY,
        )  # fmt: skip

    more(1)
    handed_in(office, duty)
    once = measured()
    more(2)
    handed_in(office, duty, 1)
    duty.reporters.add(UnitFactory(parent=office.agency))
    assert measured() == once
    assert once <= 20


# --- the board ------------------------------------------------------------------------------------
def test_chasing_from_the_board_really_sends(coordinator, office, duty):
    page = coordinator.get(reverse("reports:board"), {"plan": office.plan.pk}).content.decode()
    assert f'name="don-vi" value="{office.rooms[0].pk}"' in " ".join(page.split())
    asked = {"status": "outstanding", "plan": office.plan.pk, "don-vi": office.rooms[0].pk}
    address = reverse("reports:remind_of_reports")
    preview = coordinator.get(address, asked)
    parts = preview.context["page"].pages
    told = [line.unit for part in parts for group in part for line in group.lines]
    assert told == [office.rooms[0].name] * 2  # the two quarters that are missing
    query = f"{address}?status=outstanding&plan={office.plan.pk}&don-vi={office.rooms[0].pk}"
    sent = coordinator.post(query, {"words": "Nộp ngay trong tuần."}, follow=True)
    assert "Nộp ngay trong tuần." in sent.content.decode()
    assert Reminder.objects.count() == 1
    assert Notice.objects.filter(unit=office.rooms[0]).count() == 4  # officer and head, twice
    assert not Notice.objects.filter(unit=office.rooms[1]).exists()


def test_the_report_that_has_waited_longest_is_one_click_away(coordinator, office, duty):
    handed_in(office, duty, 0)
    handed_in(office, duty, 1, on=day(-3))
    board = build_board(owed_reports(office.people[Role.LEADER]), TODAY)
    assert f"/{office.rooms[1].pk}/" in board.next_href
    assert board.next_href in coordinator.get(reverse("reports:board")).content.decode().replace(
        "&amp;", "&"
    )


def test_what_needs_doing_has_its_column_before_what_is_near(office, duty):
    for number in range(8):
        near = ReportDutyFactory(
            plan=office.plan, deadline_kind="date", deadline_days=[day(number + 1).isoformat()]
        )
        near.reporters.set(office.rooms)
    board = build_board(owed_reports(office.people[Role.LEADER]), TODAY)
    assert [one.period for one in board.columns[:2]] == ["Quý I/2026", "Quý II/2026"]
    assert (len(board.columns), board.columns_left_out) == (6, 6)


def test_a_report_within_another_opens_there(office, duty):
    other = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["9"], title="Khác"
    )
    other.reporters.set(office.rooms)
    handed_in(office, duty, meets=[Meeting(other.pk, "2026-Q2")])
    board = build_board(owed_reports(office.people[Role.LEADER]), TODAY)
    row = next(one for one in board.rows if one.pk == office.rooms[0].pk)
    cells = [one for one in row.cells if one.column.endswith("Quý II/2026")]
    assert {one.href for one in cells} == {cells[0].href}
    assert cells[1].note.endswith("nộp chung trong Báo cáo quý")


# --- found ----------------------------------------------------------------------------------------
def found(client, query):
    page = client.get(reverse("reports:search"), {"q": query}).context["page"]
    return [
        "".join(piece.text for piece in hit.pieces)
        for group in page.groups
        if group.name == "Báo cáo của đơn vị"
        for hit in group.hits
    ]


def test_the_text_of_a_report_is_found_by_who_may_read_it(client, office, duty):
    parts = [("Kết quả", "Thay 12 bình chữa cháy tại kho lưu trữ.")]
    by = office.people[Role.HEAD]
    actions.save_draft(duty=duty, unit=office.rooms[0], period="2026-Q2", by=by, parts=parts)
    client.force_login(office.people[Role.LEADER])
    assert found(client, "kho luu tru") == []  # a draft is its unit's
    client.force_login(by)
    assert len(found(client, "kho luu tru")) == 1
    handed_in(office, duty, parts=parts)
    client.force_login(office.people[Role.COORDINATOR])
    (hit,) = found(client, "kho luu tru")
    assert hit == "Báo cáo quý Quý II/2026: …Thay 12 bình chữa cháy tại kho lưu trữ.…"
    client.force_login(an_office("YTE").people[Role.COORDINATOR])
    assert found(client, "kho luu tru") == []


def test_a_text_written_anew_is_found_anew(client, office, duty):
    row = handed_in(office, duty)
    actions.withdraw(submission=row, by=office.people[Role.HEAD])
    handed_in(office, duty, text="Diễn tập tại chợ.")
    client.force_login(office.people[Role.COORDINATOR])
    assert found(client, "tap huan") == []
    assert len(found(client, "dien tap")) == 1
