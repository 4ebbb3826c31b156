"""One report meets several duties, a nested duty is met by its section, due days are read as the
agency reads them; "Trả lại" is taken back; nothing typed is lost or sent twice."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.changes import StaleRevision
from plans.models import Holiday
from plans.schedule import year_of
from reports.compliance.facts import Scope, gather
from reports.models import MetDuty, ReportRequest, Submission
from reports.submissions import actions
from reports.submissions.asking_forms import guess_nested_in
from reports.submissions.board import build_board, build_chain
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.outline import outline_from_text
from reports.submissions.outstanding import owed_reports
from reports.submissions.times import Meeting, met_with, reading_words
from tasks.evidence import check_file
from tests.factories import TODAY, PlanFactory, ReportDutyFactory, person
from tests.reports.office import day
from tests.worlds import shared
from units.models import AgencySetting
from units.policy import Role

pytestmark = pytest.mark.django_db
D = datetime.date
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
SUBMITTED, EXPECTED = SubmissionStatus.SUBMITTED, SubmissionStatus.EXPECTED
OUTSTANDING = SubmissionStatus.OUTSTANDING


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


def quarterly(office, title="Báo cáo quý", **fields):
    given = {"plan": office.plan, "deadline_kind": "quarterly", "deadline_days": ["15"]}
    made = ReportDutyFactory(**{**given, "title": title, **fields})
    made.reporters.set(office.rooms)
    return made


@pytest.fixture
def duty(office):
    return quarterly(office)


@shared
def other(office):
    """Another report to the same agency, under another plan, due a week later."""
    plan = PlanFactory(issuer=office.agency)
    return quarterly(office, "Báo cáo Tháng an toàn", plan=plan, deadline_days=["22"])


def what(office, duty, period="2026-Q2", **more):
    return {"duty": duty, "unit": office.rooms[0], "period": period, **more}


def at(office, duty, route="submission", period="2026-Q2"):
    return reverse(f"reports:{route}", args=[duty.pk, office.rooms[0].pk]) + f"?period={period}"


def report_of(office, duty, period="2026-Q2", who=Role.LEADER):
    owed = owed_reports(office.people[who])
    return next(one for one in owed if one.key == (duty.pk, office.rooms[0].pk, period))


def handed_in(office, duty, **more):
    given = {"by": office.people[Role.HEAD], "on": TODAY, "text": "Đã làm."}
    return actions.submit(**what(office, duty), **{**given, **more})


# --- one for several ------------------------------------------------------------------------------
def test_the_form_offers_what_falls_due_near_and_the_report_meets_it(client, office, duty, other):
    far = quarterly(office, "Báo cáo xa", deadline_days=["2026-11-30"], deadline_kind="date")
    foreign = PlanFactory()
    quarterly(office, "Gửi cơ quan khác", plan=foreign)
    client.force_login(office.people[Role.HEAD])
    form = client.get(at(office, duty)).context["submit_form"]
    assert [value for value, _ in form.fields["meets"].choices] == [f"{other.pk}:2026-Q2"]
    typed = {name: form[name].value() for name in form.fields if name != "meets"}
    answer = client.post(
        at(office, duty, "submit"), typed | {"part-1": "Đã làm.", "meets": [f"{other.pk}:2026-Q2"]}
    )
    assert answer.status_code == 302
    met = report_of(office, other)
    assert met.status(TODAY) is SUBMITTED
    assert met.due_on == D(2026, 6, 22)
    assert met.facts.due_on == met.due_on  # judged by its own day
    assert report_of(office, far, "").status(TODAY) is EXPECTED

    page = client.get(at(office, other)).content.decode()
    assert "Đã nộp chung trong báo cáo khác" in page
    assert "Nộp báo cáo" not in page
    client.force_login(office.people[Role.COORDINATOR])
    assert "nộp chung trong Báo cáo quý" in client.get("/bao-cao/").content.decode()
    board = build_board(owed_reports(office.people[Role.LEADER]), TODAY)
    assert board.waiting == 2


def test_what_becomes_of_the_report_becomes_of_all_that_it_meets(office, duty, other):
    row = handed_in(office, duty, meets=[Meeting(other.pk, "2026-Q2")])
    coordinator = {"by": office.people[Role.COORDINATOR], "on": TODAY}
    actions.send_back_submission(submission=row, reason="Thiếu", **coordinator)
    assert report_of(office, other).status(TODAY) is SubmissionStatus.RETURNED
    again = handed_in(office, duty)  # what it meets stays, where nothing else is said
    actions.accept(submission=again, **coordinator)
    assert report_of(office, other).status(TODAY) is SubmissionStatus.ACCEPTED
    with pytest.raises(ValidationError, match="nộp chung trong"):
        handed_in(office, other)


def test_a_draft_meets_nothing_and_a_withdrawn_one_neither(office, duty, other):
    meets = [Meeting(other.pk, "2026-Q2")]
    by = office.people[Role.HEAD]
    actions.save_draft(**what(office, duty), by=by, parts=[("A", "x")], meets=meets)
    assert report_of(office, other).status(TODAY) is EXPECTED
    row = handed_in(office, duty, meets=meets)
    actions.withdraw(submission=row, by=by)
    assert report_of(office, other).status(TODAY) is EXPECTED
    # By itself it goes before, also where the other is handed in again.
    own = handed_in(office, other)
    with pytest.raises(ValidationError, match="đã được nộp riêng"):
        handed_in(office, duty, meets=meets)
    assert report_of(office, other).submission == own
    assert report_of(office, other).met_by is None


@pytest.mark.parametrize("kind", ["itself", "twice", "foreign", "not owed", "gone"])
def test_what_a_report_cannot_meet(office, duty, other, kind):
    foreign = quarterly(office, plan=PlanFactory())
    meets = {
        "itself": [Meeting(duty.pk, "2026-Q3")],
        "twice": [Meeting(other.pk, "2026-Q2")] * 2,
        "foreign": [Meeting(foreign.pk, "2026-Q2")],
        "not owed": [Meeting(other.pk, "2026-Q9")],
        "gone": [Meeting(0, "")],
    }[kind]
    with pytest.raises(ValidationError):
        handed_in(office, duty, meets=meets)
    assert not Submission.objects.exists()


def test_the_offices_own_report_counts_it_as_come(office, duty, other):
    handed_in(office, duty, on=day(-30), meets=[Meeting(other.pk, "2026-Q2")])
    scope = Scope(office.agency, (other.plan,), year_of(TODAY), today=day(30))
    reporting = gather(scope).totals.reporting
    assert (reporting.in_time, len(reporting.missing)) == (1, 3)


@pytest.mark.parametrize(
    ("period", "due", "times", "found"),
    [
        ("Q2", D(2026, 6, 15), [("Q1", D(2026, 6, 14)), ("Q2", None)], ("Q2", None)),
        ("", D(2026, 6, 15), [("a", D(2026, 6, 1)), ("b", D(2026, 6, 20))], ("b", D(2026, 6, 20))),
        ("", D(2026, 6, 15), [("a", D(2026, 7, 17))], None),
        ("", D(2026, 6, 15), [("a", None)], None),
        ("", None, [("a", D(2026, 6, 15))], None),
    ],
)  # fmt: skip
def test_which_time_of_a_duty_a_report_meets(period, due, times, found):
    assert met_with(period, due, times) == found


# --- nested ---------------------------------------------------------------------------------------
def nested(office, duty):
    inner = quarterly(office, "Kết quả kiểm tra điện", deadline_days=["20"])
    actions.nest_duty(duty=inner, within=duty, by=office.people[Role.COORDINATOR])
    return inner


def test_a_nested_duty_is_met_by_the_section_that_names_it(client, office, duty):
    inner = nested(office, duty)
    client.force_login(office.people[Role.HEAD])
    form = client.get(at(office, duty)).context["submit_form"]
    assert form.headings[-1] == "Kết quả kiểm tra điện"
    assert "meets" not in form.fields
    last = f"part-{len(form.headings) - 1}"
    typed = {name: form[name].value() for name in form.fields} | {"part-1": "Đã làm.", last: ""}
    client.post(at(office, duty, "submit"), typed)
    assert report_of(office, inner).status(TODAY) is EXPECTED  # the section says nothing

    actions.withdraw(submission=Submission.objects.get(), by=office.people[Role.HEAD])
    form = client.get(at(office, duty)).context["submit_form"]
    typed = {name: form[name].value() for name in form.fields} | {last: "Đã kiểm tra 12 điểm."}
    client.post(at(office, duty, "submit"), typed)
    assert report_of(office, inner).status(TODAY) is SUBMITTED
    assert MetDuty.objects.get().heading == "Kết quả kiểm tra điện"


def test_where_a_duty_cannot_be_nested(office, duty):
    by = office.people[Role.COORDINATOR]
    inner, third = nested(office, duty), quarterly(office, "Ba")
    foreign = quarterly(office, plan=PlanFactory())
    for one, within in ((duty, duty), (third, inner), (duty, third), (third, foreign)):
        with pytest.raises(ValidationError):
            actions.nest_duty(duty=one, within=within, by=by)
    actions.nest_duty(duty=inner, within=None, by=by)
    assert inner.form.nested_in is None


def test_the_plans_words_are_a_guess_that_somebody_confirms(client, office, duty):
    inner = quarterly(
        office, "Kiểm tra điện", nested_in="lồng ghép trong báo cáo quý công tác PCCC"
    )
    quarterly(office, "Báo cáo năm")
    assert guess_nested_in(inner, [duty]) is None  # one word of four
    inner.nested_in = "Báo cáo quý"
    inner.save()
    client.force_login(office.people[Role.COORDINATOR])
    address = reverse("reports:duty_outline", args=[inner.pk])
    page = client.get(address)
    assert "Chọn sẵn theo lời của kế hoạch, chưa lưu" in page.content.decode()
    form = page.context["nest_form"]
    assert form["within"].value() == duty.pk
    typed = {"within": duty.pk, "revision": form["revision"].value()}
    client.post(reverse("reports:nest_duty", args=[inner.pk]), typed)
    inner.refresh_from_db()
    assert inner.form.nested_in == duty


# --- how due days are read ------------------------------------------------------------------------
def chosen(office, key):
    AgencySetting.objects.create(agency=office.agency, key=key, value=True)


def test_before_a_day_is_read_as_the_agency_reads_it(office):
    before = quarterly(office, "Trước", qualifier="before")
    by_day = quarterly(office, "Chậm nhất", qualifier="by")
    assert report_of(office, before).due_on == D(2026, 6, 15)
    kept = handed_in(office, before, on=D(2026, 6, 15))
    chosen(office, "strict_before")
    assert report_of(office, before, "2026-Q3").due_on == D(2026, 9, 14)
    assert report_of(office, by_day, "2026-Q3").due_on == D(2026, 9, 15)
    # What was handed in keeps the day by which it was owed then.
    assert report_of(office, before).due_on == kept.due_on == D(2026, 6, 15)
    link = next(one for one in build_chain(office.plan, TODAY).units if one.period == "2026-Q3")
    assert link.due_on == D(2026, 9, 14)


def test_a_day_off_is_moved_where_the_agency_moves_it(office, duty):
    Holiday.objects.create(day=D(2026, 9, 15), name="Nghỉ")
    assert report_of(office, duty, "2026-Q3").due_on == D(2026, 9, 15)
    chosen(office, "move_due_days")
    assert report_of(office, duty, "2026-Q3").due_on == D(2026, 9, 16)


def test_the_reading_is_said_in_words(office, duty):
    assert "được tính cả ngày đó" in reading_words(office.plan)
    assert "giữ nguyên" in reading_words(office.plan)
    chosen(office, "strict_before")
    chosen(office, "move_due_days")
    assert "đến hết ngày liền trước" in reading_words(office.plan)
    assert "lùi đến ngày làm việc kế tiếp" in reading_words(office.plan)


# --- taken back, twice, meanwhile -----------------------------------------------------------------
def sent_back(office, duty):
    by = office.people[Role.COORDINATOR]
    row = handed_in(office, duty)
    return actions.send_back_submission(submission=row, by=by, on=TODAY, reason="Thiếu số")


def test_a_return_is_taken_back_until_the_unit_has_built_on_it(client, office, duty):
    row = sent_back(office, duty)
    client.force_login(office.people[Role.COORDINATOR])
    take_back = reverse("reports:take_decision_back", args=[row.pk])
    client.post(take_back)
    row.refresh_from_db()
    assert (row.returned_on, row.return_reason, row.submitted_on) == (None, "", TODAY)

    actions.send_back_submission(
        submission=row, by=office.people[Role.COORDINATOR], on=TODAY, reason="Thiếu số"
    )
    actions.add_file(
        **what(office, duty),
        file=check_file(SimpleUploadedFile("a.pdf", PDF)),
        by=office.people[Role.STAFF],
    )
    assert take_back not in client.get(at(office, duty)).content.decode()
    assert "Đã có người xử lý tiếp" in client.post(take_back, follow=True).content.decode()
    row.refresh_from_db()
    assert row.returned_on == TODAY


def test_a_double_click_hands_in_once(client, office, duty):
    client.force_login(office.people[Role.HEAD])
    form = client.get(at(office, duty)).context["submit_form"]
    typed = {name: form[name].value() for name in form.fields} | {"part-1": "Đã làm."}
    answers = [client.post(at(office, duty, "submit"), typed) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Submission.objects.get().revision == 1


def test_a_double_click_sends_back_once(client, office, duty):
    row = handed_in(office, duty)
    client.force_login(office.people[Role.COORDINATOR])
    form = client.get(at(office, duty)).context["send_back_form"]
    typed = {"token": form["token"].value(), "reason": "Thiếu"}
    path = reverse("reports:send_back_submission", args=[row.pk])
    assert [client.post(path, typed).status_code for _ in range(2)] == [302, 302]


def test_a_letter_sent_twice_is_one_letter(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    address = reverse("reports:new_request")
    token = client.get(address).context["form"]["token"].value()
    typed = {
        "token": token,
        "number": "12/CV",
        "issued_on": "01/06/2026",
        "sender": "UBND tỉnh",
        "title": "Rà soát",
        "due_on": "20/06/2026",
        "plan": office.plan.pk,
        "units": [office.rooms[0].pk],
    }
    assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert ReportRequest.objects.count() == 1


def test_a_file_sent_twice_is_one_file(client, office, duty):
    client.force_login(office.people[Role.STAFF])
    token = client.get(at(office, duty)).context["file_form"]["token"].value()
    for _ in range(2):
        typed = {"token": token, "file": SimpleUploadedFile("a.pdf", PDF)}
        answer = client.post(at(office, duty, "add_submission_file"), typed)
        assert answer.status_code == 302
    assert Submission.objects.get().files.count() == 1


def test_somebody_elses_draft_is_not_written_over(client, office, duty):
    client.force_login(office.people[Role.STAFF])
    form = client.get(at(office, duty)).context["submit_form"]
    mine = {name: form[name].value() for name in form.fields} | {"part-1": "Của tôi"}
    colleague = person(Role.STAFF, office.rooms[0])
    actions.save_draft(**what(office, duty), by=colleague, parts=[("Kết quả", "Của đồng nghiệp")])
    refused = client.post(at(office, duty, "save_draft"), mine)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "vừa được người khác sửa" in page
    assert "Của tôi" in page
    assert Submission.objects.get().parts.get(order=1).text == "Của đồng nghiệp"
    # Saved once more it is a choice.
    again = {name: refused.context["submit_form"][name].value() or "" for name in mine}
    assert client.post(at(office, duty, "save_draft"), again).status_code == 302


def test_an_outline_changed_while_one_writes_puts_nothing_under_another_name(client, office, duty):
    by = office.people[Role.COORDINATOR]
    outline = outline_from_text("Một\nHai", "Lớp | lớp\nBuổi | buổi")
    actions.set_outline(duty=duty, outline=outline, by=by)
    client.force_login(office.people[Role.HEAD])
    form = client.get(at(office, duty)).context["submit_form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {"part-0": "Của một", "part-1": "Của hai", "now-0": "3", "now-1": "4"}
    outline = outline_from_text("Hai\nBa", "Buổi | buổi\nVụ | vụ")
    actions.set_outline(duty=duty, outline=outline, by=by)
    refused = client.post(at(office, duty, "save_draft"), typed)
    assert "số đã nhập không còn chỗ: Lớp: 3." in refused.content.decode()
    form = refused.context["submit_form"]
    assert (form["now-0"].value(), form["now-1"].value()) == ("4", "")
    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(at(office, duty, "save_draft"), again).status_code == 302
    row = Submission.objects.get()
    parts = row.parts.values_list("heading", "text")
    assert list(parts) == [("Một", "Của một"), ("Hai", "Của hai")]
    assert [(one["name"], one["now"]) for one in row.figures] == [("Buổi", 4), ("Vụ", None)]


def test_what_ones_own_page_keeps_while_typing_is_no_change_by_others(client, office, duty):
    client.force_login(office.people[Role.HEAD])
    form = client.get(at(office, duty)).context["submit_form"]
    typed = {name: form[name].value() for name in form.fields} | {"part-1": "Đã làm."}
    kept = client.post(at(office, duty, "save_draft"), typed, headers={"HX-Request": "true"})
    assert 'value="1"' in kept.content.decode()
    assert client.post(at(office, duty, "submit"), typed).status_code == 302
    with pytest.raises(StaleRevision):
        actions.save_draft(
            **what(office, quarterly(office, "Khác")), by=person(Role.STAFF, office.rooms[0]),
            parts=[], revision=_kept_by(office, office.people[Role.HEAD]),
        )  # fmt: skip


def _kept_by(office, by) -> int:
    other = office.plan.report_duties.get(title="Khác")
    actions.save_draft(**what(office, other), by=by, parts=[("A", "x")])
    return 0


def test_what_was_typed_comes_back_after_the_session_is_gone(client, office, duty):
    page = f"http://testserver{at(office, duty)}"
    typed = {"part-0": "Không xảy ra cháy", "part-1": "Đã làm rất nhiều việc"}
    answer = client.post(at(office, duty, "submit"), typed, headers={"Referer": page})
    assert "Đã làm rất nhiều việc" not in answer.content.decode()  # sealed, for the one who typed
    sealed = answer.context["sealed"]
    head = office.people[Role.HEAD]
    head.set_password("Mat-khau-2026")
    head.save()
    signed_in = client.post(
        reverse("accounts:login"),
        {"username": head.username, "password": "Mat-khau-2026", "typed": sealed},
        follow=True,
    )
    assert "Đã làm rất nhiều việc" in signed_in.content.decode()
    assert not Submission.objects.exists()
