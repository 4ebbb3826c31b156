"""Next year's plan starts as a copy of this year's, checked on the same page."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions import confirm, open_names, working_draft
from intake.contexts.sources import build_copy_page
from intake.drafting.outline import build_outline
from intake.models import Intake, Origin
from intake.sources.copying import start_copy
from intake.sources.moving import next_period
from plans.deadlines import DeadlineKind
from plans.models import LegalBasis
from plans.schedule import Period
from reading.draft import PlanDraft
from tasks.models import Assignment, GroupAssignment, OutsideParty, Task
from tests.factories import PlanFactory, person
from tests.intake.samples import PLAN, TODAY, bring
from tests.intake.tables import said
from units.models import Unit
from units.policy import Role

NEXT = Period("", datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
LATER = datetime.date(2027, 1, 5)


@pytest.fixture
def plan(intake, coordinator):
    return confirm(intake=intake, by=coordinator, on=TODAY)


@pytest.fixture
def copy(plan, coordinator):
    return start_copy(plan=plan, period=NEXT, by=coordinator)


def outline(intake):
    return build_outline(working_draft(intake), open_names(intake, LATER))


# --- what is taken over ---------------------------------------------------------------------------
def test_head_and_time(copy, plan):
    working = working_draft(copy)
    assert (copy.origin, copy.copied_from, copy.file.name) == (Origin.COPY, plan, "")
    assert working.plan.title == plan.title.replace("2026", "2027")
    assert (working.plan.number, working.plan.issued_on) == (None, None)
    assert (working.plan.symbol, working.plan.place) == ("KH-STN", "Hà Lâm")
    assert working.period == NEXT
    assert working.plan.signatory.name == "Lê Văn Thử"
    assert working.plan.recipients == ("UBND tỉnh", "Các phòng, đơn vị thuộc Sở", "Lưu: VT")


def test_days_are_moved_and_citations_kept(copy, plan):
    draft = working_draft(copy).plan
    assert draft.tasks[0].deadline.days == ("2027-09-15",)
    assert draft.tasks[0].deadline.words == "Trước ngày 15/9/2027"
    assert draft.tasks[1].deadline.kind is DeadlineKind.QUARTERLY
    assert draft.report_duties[0].deadline.days == ("2027-11-20",)
    (basis,) = draft.legal_bases
    assert (basis.number, basis.issued_on) == ("105/2025/NĐ-CP", "2025-05-15")


def test_last_years_words_stand_beside_the_draft(copy):
    draft = working_draft(copy).plan
    assert PlanDraft.from_state(draft.to_state()) == draft
    assert said(draft, draft.places["title"]).endswith("năm 2026")
    for task in draft.tasks:
        assert said(draft, task.spans) == task.text.replace("2027", "2026")
        assert all(said(draft, name.spans) == name.words for name in task.lead)
    assert said(draft, draft.tasks[0].deadline.spans) == "Trước ngày 15/9/2026"
    assert "105/2025/NĐ-CP" in said(draft, draft.legal_bases[0].spans)


def test_the_same_units_get_the_same_work(copy, plan, coordinator):
    made = confirm(intake=copy, by=coordinator, on=LATER)
    assert made.copied_from == plan
    assert not made.files.exists()
    assert _work(made) == _work(plan)
    assert _outside(made) == _outside(plan)
    assert _groups(made) == _groups(plan)
    assert LegalBasis.objects.filter(plan=made).count() == 1
    assert made.report_duties.get().reporters.count() == plan.report_duties.get().reporters.count()


def _work(plan):
    rows = Assignment.objects.filter(task__plan=plan).values_list("task__ref", "part", "unit")
    return sorted(set(rows))


def _outside(plan):
    return sorted(OutsideParty.objects.filter(task__plan=plan).values_list("task__ref", "name"))


def _groups(plan):
    return sorted(GroupAssignment.objects.filter(task__plan=plan).values_list("task__ref", "group"))


def test_a_group_is_copied_as_a_group(copy, plan):
    assert GroupAssignment.objects.filter(task__plan=plan).exists()
    first = working_draft(copy).plan.tasks[0]
    assert len(first.cooperating) == 1
    assert len(outline(copy).tasks[0].cooperating) > 1


def test_names_that_were_kept_as_written_are_not_asked_about_again(copy):
    names = open_names(copy, LATER)
    assert not names.match("Báo Hà Lâm").is_unsettled


def test_a_new_member_of_the_group_gets_its_part(copy, agency):
    from tests.factories import UnitFactory

    room = UnitFactory(name="Phòng Mới", kind__code="phong", parent=agency)
    assert room.pk in outline(copy).tasks[0].cooperating


def test_work_that_was_taken_back_is_not_copied(plan, coordinator):
    Assignment.objects.filter(task__plan=plan, task__ref="II.2", part="lead").update(
        cancelled_on=TODAY
    )
    copy = start_copy(plan=plan, period=NEXT, by=coordinator)
    assert working_draft(copy).plan.tasks[1].lead == ()


def test_a_unit_that_has_ended_leads_to_its_successor(plan, agency, coordinator):
    room, heir = (Unit.objects.get(name=name) for name in ("Phòng Tổng hợp", "Phòng Kỹ thuật"))
    Unit.objects.filter(pk=room.pk).update(active_to=datetime.date(2026, 12, 31), successor=heir)
    copy = start_copy(plan=plan, period=NEXT, by=coordinator)
    match = open_names(copy, LATER).match("Phòng Tổng hợp")
    offered = {one.target.key for one in match.candidates} | {match.target and match.target.key}
    assert f"unit:{heir.pk}" in offered
    page = build_copy_page(plan, NEXT, LATER)
    assert page.ended == ("Phòng Tổng hợp: được thay bằng Phòng Kỹ thuật",)


def test_names_sorts_and_the_tree_are_kept(plan, coordinator):
    first, second = plan.tasks.order_by("order")[:2]
    Task.objects.filter(pk=second.pk).update(
        parent=first, title="Tên riêng năm 2026", category="drill"
    )
    tasks = outline(start_copy(plan=plan, period=NEXT, by=coordinator)).tasks
    assert (tasks[1].parent, tasks[1].title, tasks[1].category) == (
        0,
        "Tên riêng năm 2027",
        "drill",
    )
    assert tasks[2].parent is None


def test_a_time_that_is_not_later_is_refused(plan, coordinator):
    with pytest.raises(ValidationError, match="phải bắt đầu sau năm 2026"):
        start_copy(plan=plan, period=plan.period, by=coordinator)
    assert Intake.objects.count() == 1


# --- the page -------------------------------------------------------------------------------------
def test_the_page_shows_what_is_taken_over_and_takes_it(client_in, plan):
    address = f"/ke-hoach/{plan.pk}/nam-sau/"
    page = client_in.get(address).context["page"]
    assert (page.tasks, page.duties, page.citations) == (4, 1, 1)
    assert page.days[0].before == "trước ngày 15/09/2026"
    assert page.days[0].after == "trước ngày 15/09/2027"
    answer = client_in.post(address, {"starts_on": "01/01/2027", "ends_on": "31/12/2027"})
    copy = Intake.objects.get(origin=Origin.COPY)
    assert answer["Location"] == f"/doc-ke-hoach/{copy.pk}/"
    shown = client_in.get(answer["Location"]).content.decode()
    assert "Trước ngày 15/9/2026" in shown
    assert "15/09/2027" in shown


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("01/01/2026", "31/12/2026", "starts_on"),
        ("01/01/2027", "31/12/2026", "ends_on"),
        ("01/01/2099", "31/12/2099", "starts_on"),
        ("", "31/12/2027", "starts_on"),
    ],
)
def test_a_wrong_time_is_said_beside_its_field(client_in, plan, start, end, field):
    answer = client_in.post(f"/ke-hoach/{plan.pk}/nam-sau/", {"starts_on": start, "ends_on": end})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_only_who_puts_plans_in_for_the_issuer(plan, agency, browser_of, client_in):
    address = f"/ke-hoach/{plan.pk}/nam-sau/"
    assert browser_of(person(Role.LEADER, agency)).get(address).status_code == 403
    assert client_in.get(f"/ke-hoach/{PlanFactory().pk}/nam-sau/").status_code == 404


def test_the_questions_are_as_many_however_large_the_plan(agency, coordinator):
    from tests.intake.samples import plan_text

    def asked(tasks):
        plan = confirm(
            intake=bring(agency, plan_text(tasks), by=coordinator),
            by=coordinator, on=TODAY, agreed=True,
        )  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as queries:
            build_copy_page(plan, next_period(plan.period), TODAY)
            start_copy(plan=plan, period=NEXT, by=coordinator)
        return len(queries)

    assert asked(4) == asked(8)


def test_a_school_year_goes_to_the_next(agency, coordinator):
    text = PLAN.replace("cứu hộ năm 2026", "cứu hộ năm học 2026-2027")
    plan = confirm(intake=bring(agency, text, by=coordinator), by=coordinator, on=TODAY)
    period = next_period(plan.period)
    copy = start_copy(plan=plan, period=period, by=coordinator)
    working = working_draft(copy)
    assert working.plan.title.endswith("năm học 2027-2028")
    assert working.period.starts_on == datetime.date(2027, 8, 1)
    assert working.period.ends_on == datetime.date(2028, 7, 31)
