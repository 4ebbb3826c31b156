"""A report is drafted, edited section by section, and nothing that a person wrote is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.changes import StaleRevision
from reports.compliance import actions
from reports.compliance.issue import compliance_of, document_of
from reports.compliance.report_page import build_draft_page
from reports.documents.text import text_of
from reports.models import ComplianceReport
from reports.models.compliance import ReportKind
from tests.factories import TODAY, PlanFactory
from tests.reports.office import an_office, day, one_of_each
from tests.reports.official import HALF, section, texts
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@shared
def office():
    made = an_office()
    one_of_each(made)
    return made


@pytest.fixture
def by(office):
    return office.people[Role.COORDINATOR]


def a_draft(office, by, **fields):
    said = {"agency": office.agency, "plans": [office.plan], "period": HALF, "annexes": ["late"]}
    return actions.start_report(**{**said, **fields}, by=by, on=TODAY)


def drafted(report, key):
    return text_of(compliance_of(report, today=TODAY).drafts[key])


def write(report, by, text, key="strengths", **more):
    said = {"based_on": drafted(report, key), **more}
    return actions.write_section(report=report, key=key, text=text, by=by, **said)


def card(report, key="strengths"):
    return next(one for one in build_draft_page(report, TODAY).cards if one.key == key)


def test_a_draft_is_told_from_the_data_until_somebody_writes(office, by):
    report = a_draft(office, by)
    assert card(report).text == drafted(report, "strengths")
    assert not card(report).is_edited

    write(report, by, "Đã làm tốt.\r\n- Một\r\n- Hai")
    assert card(report).text == "Đã làm tốt.\n- Một\n- Hai"
    blocks = section(document_of(report, today=TODAY), "strengths").blocks
    assert [block.kind for block in blocks] == ["paragraph", "bullets"]


def test_the_data_stay_beside_and_a_change_since_is_said(office, by):
    report = a_draft(office, by)
    write(report, by, "Viết tay.")
    assert not card(report).has_changed

    office.done()
    assert card(report).has_changed
    assert card(report).text == "Viết tay."
    assert "Đã hoàn thành 04/07" in card(report).drafted


def test_made_anew_and_what_was_written_can_be_taken_back(office, by):
    report = a_draft(office, by)
    write(report, by, "Viết tay.")
    actions.make_section_anew(report=report, key="strengths", by=by)
    assert card(report).text == drafted(report, "strengths")
    assert card(report).can_take_back

    actions.take_section_back(
        report=report, key="strengths", based_on=drafted(report, "strengths"), by=by
    )
    assert card(report).text == "Viết tay."
    assert not card(report).can_take_back


def test_two_people_never_overwrite_each_other_unseen(office, by):
    report = a_draft(office, by)
    seen = card(report).text
    write(report, by, "Người thứ nhất.", seen=seen)
    with pytest.raises(StaleRevision):
        write(report, by, "Người thứ hai.", seen=seen)
    assert card(report).text == "Người thứ nhất."


def test_every_text_stays_in_the_history(office, by):
    report = a_draft(office, by)
    for text in ("Một.", "Hai."):
        write(report, by, text)
    row = report.sections.get()
    assert [one.text for one in row.history.order_by("history_id")] == ["Một.", "Hai."]


def test_a_section_that_there_is_not(office, by):
    with pytest.raises(ValidationError, match="không có phần này"):
        actions.write_section(report=a_draft(office, by), key="khac", text="x", based_on="", by=by)


def test_nothing_to_take_back_or_to_make_anew(office, by):
    report = a_draft(office, by)
    with pytest.raises(ValidationError, match="đang dùng nội dung lập từ số liệu"):
        actions.make_section_anew(report=report, key="causes", by=by)
    with pytest.raises(ValidationError, match="không có bản viết tay"):
        actions.take_section_back(report=report, key="causes", based_on="", by=by)


def test_only_plans_of_the_agency(office, by):
    with pytest.raises(ValidationError, match="kế hoạch của cơ quan"):
        a_draft(office, by, plans=[PlanFactory()])


def test_a_notice_holds_the_orders_to_own_units(office, by):
    notice = document_of(a_draft(office, by, kind=ReportKind.NOTICE), today=TODAY)
    assert notice.title.kind == "THÔNG BÁO"
    assert notice.header.number.endswith("/TB-SKHCN")
    told = [one.title for part in notice.parts for one in part.sections]
    assert told == ["Phần việc đã quá hạn", "Phần việc đến hạn trong 30 ngày tới"]
    assert "Phòng An SKHCN" in str(notice.tables()[0].rows)
    assert notice.recipients[0] == "- Các đơn vị có tên trong Thông báo;"


def test_what_is_reported_done_is_not_chased(office, by):
    notice = a_draft(office, by, kind=ReportKind.NOTICE)
    before = len(document_of(notice, today=TODAY).tables()[0].rows)
    office.work(due=-10, finished_on=day(-2), task__title="Đã báo xong.", period="Quý I/2026")
    document = document_of(notice, today=TODAY)
    late, soon, *_ = document.tables()
    assert len(late.rows) == before
    assert "01 phần việc quá hạn khác đã được đơn vị báo cáo hoàn thành" in texts(document)
    assert [table.head[0][-1].text for table in (late, soon)] == [
        "Quá hạn (ngày)",
        "Còn lại (ngày)",
    ]
    assert soon.rows[0].cells[-1].value == 5


def test_a_notice_with_nothing_to_chase_says_so(by, office):
    quiet = PlanFactory(issuer=office.agency)
    notice = document_of(a_draft(office, by, plans=[quiet], kind=ReportKind.NOTICE), today=TODAY)
    assert notice.notices == ("Không có việc nào cần đôn đốc.",)


# --- pages ----------------------------------------------------------------------------------------
def test_from_the_form_to_an_edited_draft(client, office, by):
    client.force_login(by)
    answer = client.post(
        reverse("reports:new_report"),
        {
            "agency": office.agency.pk,
            "kind": "compliance",
            "plans": [office.plan.pk],
            "starts_on": "01/01/2026",
            "ends_on": "30/06/2026",
            "annexes": ["late", "tasks"],
        },
    )
    report = ComplianceReport.objects.get()
    assert answer.status_code == 302
    assert report.annexes == ["tasks", "late"]

    page = client.get(answer["Location"]).content.decode()
    assert "Lập từ số liệu" in page
    assert "Chưa có nội dung; phần trống không in ra." in page

    address = reverse("reports:write_section", args=[report.pk, "field"])
    saved = client.post(address, {"text": "Không xảy ra cháy.", "seen": ""})
    assert saved["Location"].endswith(f"/{report.pk}/#phan-field")
    assert "Không xảy ra cháy." in client.get(answer["Location"]).content.decode()
    for ending in ("docx", "xlsx", "pdf"):
        file = client.get(reverse("reports:report_document", args=[report.pk, ending]))
        assert file.status_code == 200, ending


def test_what_was_typed_over_somebody_elses_text_stays_on_the_page(client, office, by):
    report = a_draft(office, by)
    write(report, by, "Của người khác.")
    client.force_login(by)
    answer = client.post(
        reverse("reports:write_section", args=[report.pk, "strengths"]),
        {"text": "Của tôi.", "seen": "bản cũ"},
    )
    assert answer.status_code == 422
    assert "Của tôi." in answer.content.decode()
    assert card(report).text == "Của người khác."


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"plans": []}, "Hãy chọn ít nhất một kế hoạch."),
        ({"starts_on": "31/02/2026"}, "Ngày này không có trong lịch"),
        ({"ends_on": "01/01/2020"}, "phải từ ngày bắt đầu trở đi"),
    ],
)
def test_a_form_that_makes_no_report(client, office, by, changed, message):
    client.force_login(by)
    said = {
        "agency": office.agency.pk,
        "kind": "compliance",
        "plans": [office.plan.pk],
        "starts_on": "01/01/2026",
        "ends_on": "30/06/2026",
    }
    answer = client.post(reverse("reports:new_report"), {**said, **changed})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not ComplianceReport.objects.exists()


def test_the_list_and_its_empty_state(client, office, by):
    client.force_login(by)
    assert "Chưa có văn bản nào" in client.get(reverse("reports:reports")).content.decode()
    a_draft(office, by)
    page = client.get(reverse("reports:reports")).content.decode()
    assert "Dự thảo" in page
    assert office.plan.full_number in page


def test_the_agency_sets_how_its_documents_look(client, office, by):
    client.force_login(by)
    address = reverse("reports:document_form", args=[office.agency.pk])
    form = client.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(address, {**said, "letters": "SKH", "margin_left": "50"})
    assert answer.status_code == 422
    assert "Hãy nhập từ 30 đến 35." in answer.content.decode()
    seen = client.get(address).context["form"]["revision"].value()
    client.post(address, {**said, "letters": "SKH", "text_size": "13,5"})
    colleague = client.post(address, {**said, "letters": "KHCN", "revision": seen})
    assert "vừa được người khác sửa" in colleague.content.decode()
    head = document_of(a_draft(office, by), today=TODAY)
    assert head.header.number.endswith("/BC-SKH")
    assert head.paper.size == 13.5


def test_a_draft_can_be_thrown_away(client, office, by):
    report = a_draft(office, by)
    write(report, by, "Viết tay.")
    client.force_login(by)
    client.post(reverse("reports:drop_report", args=[report.pk]))
    assert not ComplianceReport.objects.exists()
