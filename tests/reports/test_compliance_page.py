"""The page of a compliance report: who may open it, for which days, and what bad days get."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from reports.compliance.annex_choice import DEFAULT_ANNEXES
from reports.compliance.choice import PeriodForm, presets, report_period
from reports.documents import pdf
from reports.models import FileJob
from tests.factories import TODAY, UnitFactory, person
from tests.reports.office import an_office, one_of_each
from tests.reports.official import HALF, YEAR, D, a_department, an_issued_plan, as_pdf
from units.models import Unit
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


def page(plan):
    return reverse("reports:compliance", args=[plan.pk])


def file(plan):
    return reverse("reports:compliance_file", args=[plan.pk, "pdf"])


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_addresses():
    plan = an_issued_plan()
    assert page(plan) == f"/ke-hoach/{plan.pk}/bao-cao/"
    assert file(plan) == f"/ke-hoach/{plan.pk}/bao-cao.pdf"


# --- who ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.STAFF, 403),
        (Role.HEAD, 403),
        (Role.COORDINATOR, 200),
        (Role.LEADER, 200),
        (Role.ADMIN, 200),
    ],
)
def test_each_role(client, monkeypatch, role, status):
    as_pdf(monkeypatch, lambda _: b"%PDF-")
    office = an_office()
    signed_in(client, office.people[role])
    assert client.get(page(office.plan)).status_code == status
    assert client.get(file(office.plan)).status_code == status


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADER])
def test_somebody_of_another_agency_finds_nothing(client, role):
    office, other = an_office(), an_office("KHAC")
    signed_in(client, other.people[role])
    assert client.get(page(office.plan)).status_code == 404
    assert client.get(file(office.plan)).status_code == 404


def test_a_role_in_a_room_does_not_reach_its_agency(client):
    office = an_office()
    signed_in(client, person(Role.COORDINATOR, office.rooms[0]))
    assert client.get(page(office.plan)).status_code == 404


def test_the_province_reads_the_reports_of_its_departments(client):
    plan = an_issued_plan(a_department())
    province = Unit.objects.get(children=plan.issuer)
    signed_in(client, person(Role.LEADER, province))
    assert client.get(page(plan)).status_code == 200


def test_nothing_is_changed_by_post(client):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    assert client.post(page(office.plan)).status_code == 405
    # Only a long file is asked for by POST.
    assert client.post(file(office.plan)).status_code == 200
    assert not FileJob.objects.exists()


# --- what -----------------------------------------------------------------------------------------
def test_the_page_shows_the_document_and_offers_the_pdf(client):
    office = an_office()
    one_of_each(office)
    signed_in(client, office.people[Role.LEADER])
    answer = client.get(page(office.plan), {"from": "01/01/2026", "to": "30/06/2026"})
    text = answer.content.decode()

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "I. TÌNH HÌNH, CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI" in text
    assert text.count("<h1") == 1
    (offered,) = re.findall(r'href="([^"]*bao-cao\.pdf[^"]*)"', text)
    offered = offered.replace("&amp;", "&")
    query = parse_qs(urlsplit(offered).query)
    assert (query["from"], query["to"]) == (["2026-01-01"], ["2026-06-30"])
    assert query["annexes"] == list(DEFAULT_ANNEXES)
    assert client.get(offered).status_code == 200


def test_the_list_of_work_behind_the_figures_is_one_click_away(client):
    office = an_office()
    office.done()
    signed_in(client, office.people[Role.LEADER])
    answer = client.get(page(office.plan), {"from": "2026-01-01", "to": "2026-03-31"})
    query = parse_qs(urlsplit(answer.context["work"]).query)

    assert query == {
        "scope": ["official"],
        "plan": [str(office.plan.pk)],
        "from": ["2026-01-01"],
        "to": ["2026-03-31"],
        "day": ["2026-03-31"],
    }


def test_an_empty_plan_has_a_report(client):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    answer = client.get(page(office.plan))
    assert answer.status_code == 200
    assert "chưa có nhiệm vụ nào được giao" in answer.content.decode()
    assert client.get(file(office.plan)).content.startswith(b"%PDF-")


def test_the_pdf_is_a_file_to_keep(client):
    plan = an_issued_plan()
    signed_in(client, person(Role.COORDINATOR, plan.issuer))
    answer = client.get(file(plan), {"from": "2026-01-01", "to": "30/06/2026"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="bao-cao-05-KH-SKHCN-20260101-20260630.pdf"'
    )
    assert answer.content.startswith(b"%PDF-")


def test_a_machine_without_pango_says_what_to_install(client, monkeypatch):
    def without_pango(report):
        raise pdf.PdfUnavailable

    as_pdf(monkeypatch, without_pango)
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    answer = client.get(file(office.plan))

    assert answer.status_code == 503
    assert "apt-get install" in answer.content.decode()
    assert "libpango-1.0-0" in answer.content.decode()


# --- for which days -------------------------------------------------------------------------------
def test_presets_follow_the_cut_off_days_of_the_state():
    offered = {
        one.name: (one.period.starts_on, one.period.ends_on)
        for group in presets(YEAR).values()
        for one in group
    }
    assert offered["Tháng 6/2026"] == (D(2026, 5, 15), D(2026, 6, 14))
    assert offered["Quý I/2026"] == (D(2025, 12, 15), D(2026, 3, 14))
    assert offered["6 tháng đầu năm 2026"] == (D(2025, 12, 15), D(2026, 6, 14))
    assert offered["9 tháng năm 2026"] == (D(2025, 12, 15), D(2026, 9, 14))
    assert offered["Năm 2026"] == (D(2025, 12, 15), D(2026, 12, 14))
    assert "Tháng 6/2025" not in offered
    # The last fortnight of the plan's year belongs to the next year's periods.
    assert offered["Tháng 1/2027"] == (D(2026, 12, 15), D(2027, 1, 14))


def test_a_school_year_has_the_periods_of_both_calendar_years():
    names = [one.name for one in presets(HALF.__class__("", D(2025, 9, 1), D(2026, 5, 31)))["Quý"]]
    assert names == ["Quý III/2025", "Quý IV/2025", "Quý I/2026", "Quý II/2026"]


def test_a_preset_is_chosen_by_its_name(client):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    answer = client.get(page(office.plan), {"period": "2026-quarter-1"})
    assert answer.context["report"].title.span == "(từ ngày 15/12/2025 đến ngày 14/3/2026)"


def test_a_period_told_from_today_is_chosen_by_its_calendar_name(client):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    answer = client.get(page(office.plan), {"period": "2026-Q1"})
    assert answer.context["report"].title.span == "(từ ngày 01/01/2026 đến ngày 31/3/2026)"
    text = answer.content.decode()
    assert "Quý trước (01/01 – 31/03/2026)" in text
    # What has not begun, or ended before the plans did begin, is not offered.
    assert "Năm trước" not in text
    assert "Quý, chốt số liệu ngày 14" in text


def test_without_a_choice_the_whole_plan_is_reported(client):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    report = client.get(page(office.plan)).context["report"]
    assert report.title.span == "(từ ngày 01/01/2026 đến ngày 31/12/2026)"
    assert "số liệu tính đến hết ngày 15/6/2026" in report.opening


def test_days_of_ones_own_start_with_the_plan_until_today():
    plan = an_issued_plan()
    form = PeriodForm(plan.period, TODAY, _query(period="own"))
    assert form.own_days
    assert form.chosen() == HALF.__class__("", D(2026, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"from": "31/02/2026", "to": "30/06/2026"}, "Ngày này không có trong lịch"),
        ({"from": "hôm qua", "to": "30/06/2026"}, "Ngày này không có trong lịch"),
        ({"from": "", "to": "30/06/2026"}, "Hãy ghi từ ngày"),
        ({"to": "30/06/2026"}, "Hãy ghi từ ngày"),
        ({"from": "30/06/2026", "to": "01/01/2026"}, "phải từ ngày bắt đầu trở đi"),
        ({"from": "01/01/2024", "to": "31/12/2024"}, "ngoài thời gian thực hiện kế hoạch"),
        ({"from": "01/09/2026", "to": "30/09/2026"}, "Kỳ báo cáo chưa bắt đầu"),
        ({"period": "2031-month-1"}, "Không có kỳ báo cáo này"),
    ],
)
def test_bad_days_are_explained_and_make_no_report(client, days, message):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    for address in (page(office.plan), file(office.plan)):
        answer = client.get(address, days)
        assert answer.status_code == 400
        assert message in _plain(answer)
        assert "Tải PDF" not in _plain(answer)


def test_what_was_typed_wrong_stays_in_its_field(client):
    office = an_office()
    signed_in(client, office.people[Role.LEADER])
    text = _plain(client.get(page(office.plan), {"from": "31/02/2026", "to": "2026-06-30"}))
    assert 'value="31/02/2026"' in text
    assert 'value="30/06/2026"' in text


def test_a_plan_that_lies_ahead_opens_without_blame(client):
    plan = an_issued_plan(starts_on=D(2027, 1, 1), ends_on=D(2027, 12, 31))
    signed_in(client, person(Role.LEADER, plan.issuer))
    answer = client.get(page(plan))
    assert answer.status_code == 200
    assert "Kỳ báo cáo chưa bắt đầu" in _plain(answer)


def test_a_period_may_reach_beyond_the_plan():
    plan = an_issued_plan()
    period = report_period(
        plan.period, starts_on=D(2025, 12, 15), ends_on=D(2026, 6, 14), today=TODAY
    )
    assert (period.starts_on, period.ends_on) == (D(2025, 12, 15), D(2026, 6, 14))


def test_markup_in_names_stays_text(client):
    office = an_office()
    office.work(due=-3, task__title="<script>alert(1)</script>")
    signed_in(client, office.people[Role.LEADER])
    text = client.get(page(office.plan)).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_unit_without_plans_of_its_own_reaches_no_report(client):
    office = an_office()
    signed_in(client, person(Role.LEADER, UnitFactory(name="Sở khác")))
    assert client.get(page(office.plan)).status_code == 404


def _query(**data):
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.update(data)
    return query


def _plain(answer):
    return answer.content.decode().replace("&quot;", '"')
