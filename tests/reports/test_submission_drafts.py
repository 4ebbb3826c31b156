"""A unit's report is opened pre-filled, kept while it is written, sent by the head, gathered."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import ReportDuty
from reports.compliance import actions as report_actions
from reports.compliance.gathering import section_of, with_passage
from reports.compliance.report_page import build_draft_page
from reports.models import ReportRequest, Submission
from reports.submissions import actions
from reports.submissions.board import build_board, build_chain
from reports.submissions.outline import (
    READY_SETS,
    USUAL,
    USUAL_SECTIONS,
    Outline,
    outline_from_text,
    outline_of,
)
from reports.submissions.outstanding import owed_reports
from reports.submissions.writing import period_of, told_sections, unit_facts
from tasks.models import EntryKind
from tests.factories import TODAY, ReportDutyFactory
from tests.reports.office import day
from tests.reports.official import HALF, said
from tests.worlds import shared
from units.models import AgencySetting
from units.policy import Role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@shared
def duty(office):
    made = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["15"], title="Báo cáo quý"
    )
    made.reporters.set(office.rooms)
    return made


def what(office, duty, room=0, period="2026-Q2"):
    return {"duty": duty, "unit": office.rooms[room], "period": period}


def at(office, duty, route="submission", *more):
    path = reverse(f"reports:{route}", args=[duty.pk, office.rooms[0].pk, *more])
    return f"{path}?period=2026-Q2"


# --- pre-filled -----------------------------------------------------------------------------------
def test_it_opens_with_the_units_own_facts(office, duty):
    done = office.done(task__title="Tập huấn PCCC")
    said(done, done.finished_on, kind=EntryKind.DONE, note="Đã tập huấn cho 45 người")
    late = office.work(due=-5, task__title="Thay bình")
    said(late, day(-4), note="Đang mua", difficulty="Thiếu kinh phí")
    office.work(room=1, due=-9, task__title="Của phòng khác")
    office.work(due=20, task__title="Diễn tập")

    facts = unit_facts(duty, office.rooms[0], period_of(duty, "2026-Q2"), TODAY)
    told = dict(told_sections(facts, USUAL))
    assert told[USUAL[0]] == ""
    assert "chủ trì 03 nhiệm vụ với 03 phần việc trong kỳ; đã hoàn thành 01" in told[USUAL[1]]
    assert "- Tập huấn PCCC: Đã tập huấn cho 45 người." in told[USUAL[1]]
    assert "Thay bình (hạn 10/6/2026, quá hạn 05 ngày, đạt 0%): Thiếu kinh phí." in told[USUAL[2]]
    assert told[USUAL[3]] == "- Thiếu kinh phí."
    assert "- Diễn tập (hạn 05/7/2026)." in told[USUAL[4]]
    assert "Của phòng khác" not in str(told)


def test_figures_of_the_time_the_report_is_about(office, duty):
    assert period_of(duty, "2026-Q1").starts_on == datetime.date(2026, 1, 1)
    # From the day after the report before was due: nothing falls between two reports.
    assert period_of(duty, "2026-Q2").starts_on == datetime.date(2026, 3, 16)
    assert period_of(duty, "2026-Q2").ends_on == datetime.date(2026, 6, 15)


# --- drafts ---------------------------------------------------------------------------------------
def test_a_draft_is_kept_and_seen_by_its_unit_only(client, office, duty):
    client.force_login(office.people[Role.STAFF])
    form = client.get(at(office, duty)).context["submit_form"]
    typed = {name: form[name].value() for name in form.fields} | {"part-1": "Đang viết dở"}
    answer = client.post(at(office, duty, "save_draft"), typed, headers={"HX-Request": "true"})
    assert "Đã giữ bản nháp." in answer.content.decode()
    assert "Đang viết dở" in client.get(at(office, duty)).content.decode()

    client.force_login(office.people[Role.LEADER])
    page = client.get(at(office, duty)).content.decode()
    assert "Đang viết dở" not in page
    assert "Đơn vị chưa nộp báo cáo này." in page
    assert Submission.objects.get().submitted_on is None


def test_two_windows_of_one_person_never_overwrite_each_other_unseen(client, office, duty):
    client.force_login(office.people[Role.STAFF])

    def opened():
        form = client.get(at(office, duty)).context["submit_form"]
        return {name: form[name].value() for name in form.fields}

    def kept(window, words, **headers):
        typed = window | {"part-1": words}
        return client.post(at(office, duty, "save_draft"), typed, headers=headers)

    first, second = opened(), opened()
    assert kept(first, "Cửa sổ một").status_code == 302
    # The window that wrote last goes on, even where it has not heard of its own last time.
    assert kept(first, "Cửa sổ một, tiếp").status_code == 302
    told = kept(second, "Cửa sổ hai", **{"HX-Request": "true"}).content.decode()
    assert "Chưa giữ được bản nháp" in told
    assert "cửa sổ khác" in told
    refused = kept(second, "Cửa sổ hai")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Cửa sổ hai" in page
    assert f'hx-post="{at(office, duty, "save_draft")}"' not in page
    assert Submission.objects.get().parts.filter(text="Cửa sổ một, tiếp").exists()
    form = refused.context["submit_form"]
    seen = {name: form[name].value() for name in form.fields}
    assert kept(seen, "Cửa sổ hai").status_code == 302
    assert Submission.objects.get().parts.filter(text="Cửa sổ hai").exists()
    assert kept(first, "Cửa sổ một").status_code == 422


def test_an_officer_drafts_and_the_head_sends(client, office, duty):
    client.force_login(office.people[Role.STAFF])
    refused = client.post(at(office, duty, "submit"), {"part-1": "Đã làm."})
    assert refused.status_code == 422
    assert "Báo cáo do trưởng đơn vị gửi" in refused.content.decode()
    assert Submission.objects.get().parts.filter(text="Đã làm.").exists()

    client.force_login(office.people[Role.HEAD])
    assert client.post(at(office, duty, "submit"), {"part-1": "Đã làm."}).status_code == 302
    assert Submission.objects.get().submitted_on == TODAY


def test_officers_send_where_the_agency_lets_them(client, office, duty):
    AgencySetting.objects.create(agency=office.agency, key="officers_send", value=True)
    client.force_login(office.people[Role.STAFF])
    assert client.post(at(office, duty, "submit"), {"part-1": "Đã làm."}).status_code == 302


def test_withdrawn_until_somebody_accepts(client, office, duty):
    head = office.people[Role.HEAD]
    handed_in = actions.submit(**what(office, duty), by=head, on=TODAY, text="Đã làm.")
    client.force_login(head)
    client.post(reverse("reports:withdraw_report", args=[handed_in.pk]))
    handed_in.refresh_from_db()
    assert handed_in.submitted_on is None
    assert handed_in.parts.get().text == "Đã làm."

    again = actions.submit(**what(office, duty), by=head, on=TODAY, text="Đã làm.")
    actions.accept(submission=again, by=office.people[Role.COORDINATOR], on=TODAY)
    with pytest.raises(ValidationError, match="không ở tình trạng chờ"):
        actions.withdraw(submission=again, by=head)


def test_a_decision_is_taken_back_until_somebody_has_built_on_it(client, office, duty):
    head, coordinator = office.people[Role.HEAD], office.people[Role.COORDINATOR]
    sent = actions.submit(**what(office, duty), by=head, on=TODAY, text="Đã làm.")
    address = reverse("reports:take_decision_back", args=[sent.pk])
    for decide in (
        lambda: actions.accept(submission=sent, by=coordinator, on=TODAY),
        lambda: actions.send_back_submission(
            submission=sent, by=coordinator, on=TODAY, reason="Thiếu."
        ),
    ):
        decide()
        client.force_login(office.people[Role.LEADER])
        assert address not in client.get(at(office, duty)).content.decode()
        client.force_login(coordinator)
        assert address in client.get(at(office, duty)).content.decode()
        client.post(address)
        sent.refresh_from_db()
        assert (sent.accepted_on, sent.returned_on, sent.return_reason) == (None, None, "")
        assert sent.submitted_on == TODAY
    with pytest.raises(ValidationError, match="đang chờ tiếp nhận"):
        actions.take_decision_back(submission=sent, by=coordinator)
    decide()
    with pytest.raises(ValidationError, match="Chỉ người đã quyết định"):
        actions.take_decision_back(submission=sent, by=office.people[Role.LEADER])
    actions.save_draft(**what(office, duty), by=head, parts=[("I", "Viết thêm.")])
    with pytest.raises(ValidationError, match="xử lý tiếp"):
        actions.take_decision_back(submission=sent, by=coordinator)


def test_files_come_along_while_it_is_written(client, office, duty):
    client.force_login(office.people[Role.STAFF])
    add = at(office, duty, "add_submission_file")
    for status in (302, 422):
        answer = client.post(add, {"file": SimpleUploadedFile("anh.pdf", PDF)})
        assert answer.status_code == status
    file = Submission.objects.get().files.get()
    got = client.get(reverse("reports:submission_file", args=[file.pk]))
    assert b"".join(got.streaming_content) == PDF
    client.force_login(office.people[Role.LEADER])
    assert client.get(reverse("reports:submission_file", args=[file.pk])).status_code == 404

    client.force_login(office.people[Role.STAFF])
    client.post(reverse("reports:remove_submission_file", args=[file.pk]))
    assert not Submission.objects.get().files.exists()


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_one_report_as_a_document(client, office, duty, ending):
    head = office.people[Role.HEAD]
    parts = [("Kết quả", "Đã làm.\n- Một"), ("Trống", "")]
    actions.submit(**what(office, duty), by=head, on=TODAY, parts=parts)
    client.force_login(head)
    answer = client.get(at(office, duty, "submission_document", ending))
    assert answer.status_code == 200
    assert answer.content[:2] in (b"PK", b"%P")


def test_the_next_one_that_waits_is_a_click_away(client, office, duty):
    for room in (0, 1):
        actions.submit(
            **what(office, duty, room), by=office.people[Role.HEAD], on=TODAY, text="Đã làm."
        )
    client.force_login(office.people[Role.COORDINATOR])
    first, second = Submission.objects.order_by("unit")
    answer = client.post(reverse("reports:accept_submission", args=[first.pk]), {"next": "1"})
    assert f"/{second.unit_id}/" in answer["Location"]


# --- outline and figures --------------------------------------------------------------------------
def test_an_outline_is_taken_from_a_ready_set_or_typed(client, office, duty):
    assert outline_of(duty) == Outline(USUAL_SECTIONS, ())
    client.force_login(office.people[Role.COORDINATOR])
    address = reverse("reports:duty_outline", args=[duty.pk])
    client.post(address, {"ready": "school"})
    assert outline_of(duty) == READY_SETS["school"][1]
    client.post(address, {"ready": "own", "sections": "A\nB\n", "figures": "Vụ cháy | vụ"})
    assert outline_of(duty) == outline_from_text("A\nB", "Vụ cháy|vụ")
    assert client.post(address, {"ready": "own", "sections": " "}).status_code == 422


def test_figures_are_typed_the_vietnamese_way(client, office, duty):
    outline = outline_from_text("Kết quả", "Lượt người|lượt\nKinh phí|triệu đồng")
    actions.set_outline(duty=duty, outline=outline, by=office.people[Role.COORDINATOR])
    client.force_login(office.people[Role.HEAD])
    typed = {
        "part-0": "Đã làm.",
        "now-0": "1.250",
        "before-0": "",
        "now-1": "12,5",
        "before-1": "0",
    }
    wrong = client.post(at(office, duty, "submit"), typed | {"now-0": "nhiều"})
    assert wrong.status_code == 422
    assert "“nhiều” không phải là số" in wrong.content.decode()
    client.post(at(office, duty, "submit"), typed)
    assert [(one["now"], one["before"]) for one in Submission.objects.get().figures] == [
        (1250, None),
        (12.5, 0),
    ]


# --- requests -------------------------------------------------------------------------------------
def test_a_letter_becomes_a_duty_of_the_units_it_names(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    typed = {
        "number": "6246/UBND-NC",
        "issued_on": "01/06/2026",
        "sender": "UBND tỉnh",
        "title": "Báo cáo kiểm tra PCCC",
        "asks": "Rà soát lối thoát nạn",
        "due_on": "20/06/2026",
        "plan": office.plan.pk,
        "units": [office.rooms[0].pk],
        "file": SimpleUploadedFile("cv.pdf", PDF),
    }
    answer = client.post(reverse("reports:new_request"), typed)
    assert answer.status_code == 302
    request, duty = ReportRequest.objects.get(), ReportDuty.objects.get()
    assert list(duty.reporters.all()) == [office.rooms[0]]
    owed = owed_reports(office.people[Role.STAFF], plan=office.plan)
    assert [one.due_on for one in owed] == [datetime.date(2026, 6, 20)]

    client.force_login(office.people[Role.STAFF])
    page = reverse("reports:submission", args=[duty.pk, office.rooms[0].pk])
    assert "Theo văn bản 6246/UBND-NC" in client.get(page).content.decode()
    letter = client.get(reverse("reports:request_file", args=[request.pk]))
    assert b"".join(letter.streaming_content) == PDF


def test_a_letter_with_a_day_before_its_own(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    typed = {
        "number": "1",
        "issued_on": "01/06/2026",
        "sender": "UBND tỉnh",
        "title": "Báo cáo",
        "due_on": "20/05/2026",
        "plan": office.plan.pk,
        "units": [office.rooms[0].pk],
    }
    answer = client.post(reverse("reports:new_request"), typed)
    assert answer.status_code == 422
    assert "không thể trước ngày của văn bản" in answer.content.decode()
    assert not ReportDuty.objects.exists()


# --- the board and the chain ----------------------------------------------------------------------
def test_the_board_puts_first_who_keeps_others_waiting(office, duty):
    actions.submit(
        **what(office, duty, 1, "2026-Q1"), by=office.people[Role.HEAD], on=TODAY, text="Đã làm."
    )
    board = build_board(owed_reports(office.people[Role.LEADER]), day(1))
    assert (board.waiting, board.missing) == (1, 3)
    assert [row.unit for row in board.rows] == [office.rooms[1].name, office.rooms[0].name]
    labels = [cell.badge.label for cell in board.rows[0].cells]
    assert labels[:2] == ["Đã nộp, chờ tiếp nhận", "Chưa nộp"]


def test_the_chain_warns_of_a_units_day_that_is_too_late(client, office, duty):
    ReportDutyFactory(
        plan=office.plan,
        reporter_words="Sở SKHCN",
        receiver_words="UBND tỉnh",
        deadline_kind="date",
        deadline_days=["2026-06-15"],
    ).reporters.set([office.agency])
    chain = build_chain(office.plan, TODAY)
    assert [one.warning != "" for one in chain.units] == [True]
    client.force_login(office.people[Role.LEADER])
    page = client.get(reverse("reports:board"), {"plan": office.plan.pk}).content.decode()
    assert "Hạn của đơn vị không trước hạn của nơi tổng hợp." in page


# --- consolidation --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "key"),
    [
        (USUAL[0], "field"),
        (USUAL[1], "overall"),
        (USUAL[2], "causes"),
        (USUAL[3], "proposals"),
        (USUAL[4], "directions"),
        ("Khác", ""),
    ],
)
def test_a_heading_knows_its_section(heading, key):
    assert section_of(heading) == key


def test_a_passage_goes_into_the_offices_text_with_a_click(client, office, duty):
    by = office.people[Role.COORDINATOR]
    office.done()
    parts = [(USUAL[3], "Đề nghị cấp kinh phí.\nThiếu bình.")]
    figures = [{"name": "Buổi tuyên truyền", "measure": "buổi", "now": 3, "before": 1}]
    for room in (0, 1):
        handed_in = actions.submit(
            **what(office, duty, room), by=by, on=TODAY, parts=parts, figures=figures
        )
        actions.accept(submission=handed_in, by=by, on=TODAY)
    report = report_actions.start_report(
        agency=office.agency, plans=[office.plan], period=HALF, annexes=[], by=by, on=TODAY
    )

    def card():
        cards = build_draft_page(report, TODAY).cards
        return next(one for one in cards if one.key == "proposals")

    first = card().passages[0]
    assert (first.unit, first.is_taken) == (office.rooms[0].name, False)
    client.force_login(by)
    client.post(card().save_href, {"take": first.pk})
    assert f"- {office.rooms[0].name}: Đề nghị cấp kinh phí." in card().text
    assert card().passages[0].is_taken
    tables = build_draft_page(report, TODAY).document.tables()
    told = [row for table in tables for row in table.rows if len(row.cells) > 2]
    (row,) = [one for one in told if one.cells[1].text == "Buổi tuyên truyền"]
    assert [cell.text for cell in row.cells[2:]] == ["buổi", "6", "2", "+4"]


def test_lines_of_a_passage_become_bullets():
    assert with_passage("", "Một.\n- Hai.", "Phòng A") == "- Phòng A: Một.\n- Hai."


def test_the_story_of_a_report_says_who_did_what(client, office, duty):
    head, coordinator = office.people[Role.HEAD], office.people[Role.COORDINATOR]
    for text in ("Một.", "Hai."):
        actions.save_draft(**what(office, duty), by=head, parts=[("I", text)])
    sent = actions.submit(**what(office, duty), by=head, on=TODAY, text="Đã làm.")
    actions.send_back_submission(submission=sent, by=coordinator, on=TODAY, reason="Thiếu.")
    actions.take_decision_back(submission=sent, by=coordinator)
    actions.send_back_submission(submission=sent, by=coordinator, on=TODAY, reason="Thiếu số.")
    actions.submit(**what(office, duty), by=head, on=TODAY, text="Đã bổ sung.")
    actions.accept(submission=sent, by=coordinator, on=TODAY)
    client.force_login(head)
    story = client.get(at(office, duty)).context["built"].story
    assert [line.what for line in reversed(story)] == [
        "Lưu bản nháp",
        "Nộp báo cáo",
        "Trả lại để sửa",
        "Rút lại việc trả lại",
        "Trả lại để sửa",
        "Nộp lại báo cáo",
        "Tiếp nhận",
    ]
    assert story[2].reason == "Thiếu số."
