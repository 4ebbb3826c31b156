"""The document beside the draft: what it shows, to whom, at what cost."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions import confirm, drop_intake, save_draft, working_draft
from intake.drafting.draft import begin
from plans.deadlines import DeadlineKind
from reading.draft import CitationDraft, DeadlineDraft, PlanDraft, Span, TaskDraft
from tests.factories import PlanFactory, UnitFactory, person
from tests.intake.samples import TODAY, bring, plan_text
from units.matching import OUTSIDE
from units.models import Unit
from units.policy import Role
from vietnamese.text import fold


def page_of(client, intake, query=""):
    answer = client.get(f"/doc-ke-hoach/{intake.pk}/{query}")
    assert answer.status_code == 200
    return answer


def said(review):
    return " ".join(check.text for check in review.checks)


def test_it_shows_the_document_and_the_draft(client_in, intake):
    answer = page_of(client_in, intake)
    review = answer.context["review"]
    assert [card.ref for card in review.tasks] == ["II.1", "II.2", "II.3", "III.1"]
    assert "".join(part.text for part in review.document[0].segments) == "SỞ THỬ NGHIỆM"
    assert "Tổ chức tuyên truyền kiến thức" in answer.content.decode()


def test_the_words_of_each_value_are_marked_in_the_document(client_in, intake):
    review = page_of(client_in, intake).context["review"]
    words = {
        source: segment.text
        for line in review.document
        for segment in line.segments
        for source in segment.sources.split()
    }
    first = review.tasks[0]
    assert words[f"{first.source}-lead-0"] == "Văn phòng Sở"
    assert words[first.due.source] == "Trước ngày 15/9/2026"
    assert words["h-number"] == "12"
    assert "".join(
        segment.text for line in review.document for segment in line.segments
    ) == "".join(working_draft(intake).plan.lines)


def test_overlapping_places_are_cut_and_the_innermost_comes_first(client_in, intake, coordinator):
    tasks = (TaskDraft("1", "ab", spans=(Span(0, 0, 9),)),)
    cited = (CitationDraft("Luật", "1", spans=(Span(0, 2, 5), Span(0, 4, 9))),)
    draft = begin(
        PlanDraft(lines=("abcdefghij",), title="x", tasks=tasks, legal_bases=cited), TODAY
    )
    save_draft(intake=intake, draft=draft, choices={}, revision=0, by=coordinator)
    (line,) = page_of(client_in, intake).context["review"].document
    assert [(part.text, part.sources) for part in line.segments] == [
        ("ab", "t1"), ("cd", "b0 t1"), ("e", "b0 t1"), ("fghi", "b0 t1"), ("j", ""),
    ]  # fmt: skip


def test_what_the_document_says_is_never_markup(client_in, agency, coordinator):
    text = plan_text(1).replace("an toàn điện", "<script>alert(1)</script> & <b>x</b>")
    content = page_of(client_in, bring(agency, text, by=coordinator)).content.decode()
    assert "<script>alert(1)" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


# --- names ----------------------------------------------------------------------------------------
def test_each_name_shows_what_it_was_taken_for(client_in, intake):
    first, second, third, _ = page_of(client_in, intake).context["review"].tasks
    assert [(chip.words, chip.label) for chip in first.leads] == [("Văn phòng Sở", "Văn phòng")]
    assert first.cooperating[0].count == 4
    assert second.cooperating[0].note == "ngoài cơ quan, giữ nguyên tên"
    assert [chip.is_open for chip in third.leads] == [False, True]


def test_only_names_nobody_settled_are_asked(client_in, intake):
    review = page_of(client_in, intake).context["review"]
    assert [field.label for field in review.questions] == ["“Báo Hà Lâm” là"]
    assert review.to_see == len(review.checks) + 1


def test_only_units_of_the_agency_can_be_chosen(client_in, intake):
    UnitFactory(name="Phòng nơi khác", parent=UnitFactory(name="Sở Khác"))
    (field,) = page_of(client_in, intake).context["review"].questions
    content = str(field)
    assert "Trung tâm Ứng dụng" in content
    assert "Phòng nơi khác" not in content
    assert "Công an tỉnh" not in content


def test_a_name_that_is_like_nothing_is_proposed_as_outside(client_in, intake):
    (field,) = page_of(client_in, intake).context["review"].questions
    assert field.value() == OUTSIDE


def test_a_close_name_is_said(client_in, intake):
    assert "“Đội PCCC cơ quan” được hiểu là" in said(page_of(client_in, intake).context["review"])


# --- rows -----------------------------------------------------------------------------------------
def test_a_sure_task_is_a_row_and_one_in_doubt_stands_open(client_in, intake):
    """The third task names somebody whom nobody has settled, and a unit spelt a little else."""
    first, second, third, _ = page_of(client_in, intake).context["review"].tasks
    assert (first.in_doubt, second.in_doubt, third.in_doubt) == (False, False, True)
    assert third.points == (
        "“Đội PCCC cơ quan” được hiểu là “Đội PCCC và CNCH cơ quan” vì tên gần giống.",
    )


def test_what_is_to_be_looked_at_is_said_where_it_stands(client_in, intake, coordinator):
    working = working_draft(intake)
    due = DeadlineDraft(DeadlineKind.DATE, "31/02/2026", spans=(Span(3, 0, 1),))
    working, _ = working.with_task(2, TaskDraft("II.2", "Tập huấn.", deadline=due))
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    review = page_of(client_in, intake).context["review"]
    assert review.tasks[1].points == (
        "Nhiệm vụ II.2: thời hạn “31/02/2026” có ngày không có trong lịch.",
        "Chưa nêu đơn vị chủ trì; sẽ hiện “chưa phân công”.",
    )
    must = review.checks[0]
    assert [(link.section, link.source) for link in must.links] == [("nv-2", "t2")]


def test_a_point_that_was_looked_at_closes_the_row(client_in, intake):
    review = page_of(client_in, intake).context["review"]
    close = next(one for one in review.checks if "gần giống" in one.text)
    client_in.post(f"/doc-ke-hoach/{intake.pk}/diem/", {"revision": 0, "diem": close.key})
    assert page_of(client_in, intake).context["review"].tasks[2].points == ()


def test_only_the_tasks_in_doubt_can_be_shown(client_in, intake):
    review = page_of(client_in, intake, "?loc=diem").context["review"]
    assert [card.ref for card in review.tasks] == ["II.3"]
    assert [(one.label, one.count) for one in review.filters][1] == ("Còn điểm cần xem", 1)


def test_every_check_about_words_of_the_document_leads_to_them(client_in, intake):
    review = page_of(client_in, intake).context["review"]
    marked = {
        source
        for line in review.document
        for segment in line.segments
        for source in segment.sources.split()
    }
    shown = [link.source for check in review.checks for link in check.links if link.source]
    shown += [link.source for question in review.asked for link in question.links]
    assert shown
    assert set(shown) <= marked


# --- what to look at ------------------------------------------------------------------------------
def checks_with(client_in, intake, coordinator, **plan):
    draft = working_draft(intake).with_plan(**plan)
    save_draft(intake=intake, draft=draft, choices={}, revision=0, by=coordinator)
    return page_of(client_in, intake).context["review"]


def test_a_blank_number_is_said_and_stands_in_no_ones_way(client_in, intake, coordinator):
    review = checks_with(client_in, intake, coordinator, number=None, issued_on="2026-01")
    assert "chưa ghi số, ngày ban hành" in said(review)
    assert review.may_confirm


def test_a_missing_title_must_be_mended_first(client_in, intake, coordinator):
    review = checks_with(client_in, intake, coordinator, title=None)
    assert review.checks[0].must
    assert not review.may_confirm


def test_another_issuer_in_the_document(client_in, intake, coordinator):
    assert "khác với cơ quan" in said(
        checks_with(client_in, intake, coordinator, issuer="Sở Lạ lùng")
    )


def test_the_same_issuer_in_other_words_is_no_concern(client_in, intake):
    assert "khác với cơ quan" not in said(page_of(client_in, intake).context["review"])


def test_a_number_that_is_taken(client_in, intake, agency):
    PlanFactory(issuer=agency, number="12", symbol="KH-STN", title="Kế hoạch cũ")
    assert "mang số này: “12/KH-STN – Kế hoạch cũ”" in said(
        page_of(client_in, intake).context["review"]
    )


def test_a_file_that_has_become_a_plan_before(client_in, intake, agency, coordinator):
    confirm(intake=bring(agency, by=coordinator), by=coordinator, on=TODAY)
    assert "Tệp này đã được dùng" in said(page_of(client_in, intake).context["review"])


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-09-13", "thứ Bảy hoặc Chủ nhật"),
        ("2031-09-15", "ngoài thời gian thực hiện"),
        ("2026-02-02", "hạn đã qua"),
    ],
)
def test_days_worth_a_look(client_in, intake, coordinator, on_day, day, words):
    on_day(TODAY)
    due = DeadlineDraft(DeadlineKind.DATE, "x", (day,))
    moved, _ = working_draft(intake).with_task(1, TaskDraft("II.1", "Việc", deadline=due))
    save_draft(intake=intake, draft=moved, choices={}, revision=0, by=coordinator)
    assert words in said(page_of(client_in, intake).context["review"])


def test_the_same_work_twice(client_in, intake, coordinator):
    working = working_draft(intake)
    twice, _ = working.with_task(None, TaskDraft("IX", working.task(1).text.upper()))
    save_draft(intake=intake, draft=twice, choices={}, revision=0, by=coordinator)
    assert "Hai nhiệm vụ có cùng nội dung" in said(page_of(client_in, intake).context["review"])


def test_a_page_with_nothing_to_look_at(client_in, intake, coordinator, on_day):
    on_day(TODAY)
    working = working_draft(intake)
    for key in working.task_keys[2:]:
        working = working.without_task(key)
    for key, task in list(working.keyed_tasks()):
        working, _ = working.with_task(key, replace(task, expected_product="Báo cáo"))
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    answer = page_of(client_in, intake)
    assert answer.context["review"].to_see == 0
    assert "Không còn điểm nào cần xem" in answer.content.decode()


def test_a_draft_without_tasks(client_in, intake, coordinator):
    working = working_draft(intake)
    for key in working.task_keys:
        working = working.without_task(key)
    for key in working.duty_keys:
        working = working.without_duty(key)
    empty = working.with_plan(legal_bases=(), references=(), recipients=())
    save_draft(intake=intake, draft=empty, choices={}, revision=0, by=coordinator)
    content = page_of(client_in, intake).content.decode()
    assert "Chưa có nhiệm vụ nào" in content
    assert "Chưa có báo cáo nào phải nộp" in content


def test_the_draft_as_another_program_kept_it_opens(client_in, intake):
    intake.draft = PlanDraft(title="Kế hoạch").to_state()
    intake.save()
    assert "thời gian thực hiện" in said(page_of(client_in, intake).context["review"])


# --- where it leads -------------------------------------------------------------------------------
def test_a_confirmed_document_leads_to_its_plan(client_in, intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    answer = client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    assert answer["Location"] == f"/ke-hoach/{plan.pk}/"


def test_a_dropped_one_leads_back(client_in, intake, coordinator):
    drop_intake(intake=intake, by=coordinator, on=TODAY)
    assert client_in.get(f"/doc-ke-hoach/{intake.pk}/")["Location"] == "/doc-ke-hoach/"


# --- who may --------------------------------------------------------------------------------------
def addresses(intake):
    """Every address of one document: (method, path)."""
    base = f"/doc-ke-hoach/{intake.pk}/"
    return [
        ("get", base),
        ("get", f"{base}phan/nv-1/"),
        ("post", f"{base}phan/nv-1/"),
        ("post", f"{base}ten/"),
        ("post", f"{base}diem/"),
        ("post", f"{base}nhiem-vu/1/"),
        ("post", f"{base}da-bo/1/"),
        ("post", f"{base}hoan-tac/"),
        ("post", f"{base}giu/"),
        ("post", f"{base}nhan/"),
        ("post", f"{base}de-lai/"),
        ("get", f"{base}tim-don-vi/"),
        ("get", f"{base}don-vi-moi/"),
        ("post", f"{base}nhiem-vu/1/bo/"),
        ("post", f"{base}bao-cao/5/bo/"),
        ("get", f"{base}tao/"),
        ("post", f"{base}tao/"),
        ("post", f"{base}bo/"),
    ]


def test_a_coordinator_of_another_agency_finds_nothing(intake, browser_of):
    stranger = browser_of(person(Role.COORDINATOR, UnitFactory(name="Sở Khác")))
    for method, path in addresses(intake):
        assert getattr(stranger, method)(path).status_code == 404, path


@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.LEADER])
def test_roles_that_put_no_plans_in_are_refused(intake, agency, browser_of, role):
    browser = browser_of(person(role, agency))
    for method, path in addresses(intake):
        assert getattr(browser, method)(path).status_code == 403, path


def test_a_change_is_never_made_by_reading(intake, client_in):
    for method, path in addresses(intake):
        if method == "post" and "phan" not in path and "tao" not in path:
            assert client_in.get(path).status_code == 405, path


# --- cost -----------------------------------------------------------------------------------------
def test_the_number_of_queries_does_not_grow_with_the_tasks(client_in, agency, coordinator):
    def cost(tasks):
        intake = bring(agency, plan_text(tasks), by=coordinator)
        assert len(working_draft(intake).plan.tasks) > tasks
        with CaptureQueriesContext(connection) as queries:
            page_of(client_in, intake)
        with CaptureQueriesContext(connection) as last_look:
            client_in.get(f"/doc-ke-hoach/{intake.pk}/tao/")
        return len(queries), len(last_look)

    assert cost(6) == cost(12)


def test_a_task_more_weighs_little(client_in, agency, coordinator):
    """Each of these asks for a name, too; nothing is put into a row that is fetched when asked
    for: no form, no menu, no picture but for a doubt."""

    def weight(tasks):
        intake = bring(agency, plan_text(tasks), by=coordinator)
        answer = page_of(client_in, intake)
        rows = answer.content.decode().partition('id="nhiem-vu"')[2].partition('id="bao-cao"')[0]
        assert "csrfmiddlewaretoken" not in rows
        return len(rows.encode())

    assert (weight(12) - weight(6)) / 6 < 2600


def test_choices_are_used_everywhere(client_in, intake, coordinator):
    centre = Unit.objects.get(name="Trung tâm Ứng dụng")
    choices = {fold("Báo Hà Lâm"): f"unit:{centre.pk}"}
    save_draft(intake=intake, draft=working_draft(intake), choices=choices, revision=0,
               by=coordinator)  # fmt: skip
    review = page_of(client_in, intake).context["review"]
    assert review.tasks[2].leads[1].label == "Trung tâm Ứng dụng"
    assert not review.questions.fields
