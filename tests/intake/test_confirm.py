"""Confirming: the plan with all that belongs to it, once, whole or not at all."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from intake import actions
from intake.actions import confirm, open_names, save_draft, working_draft
from intake.drafting.outline import build_outline
from intake.models import Intake
from plans.deadlines import DeadlineKind, Qualifier
from plans.models import LegalBasis, Plan, PlanFile, Recipient, ReportDuty
from plans.schedule import occurrences
from reading.draft import DeadlineDraft, NameDraft, TaskDraft
from tasks.models import Assignment, Category, OutsideParty, Part, Task
from tasks.tracking import Untracked
from tests.intake.samples import PLAN, TODAY, bring
from units.matching import OUTSIDE, How
from units.models import Unit, UnitAlias, UnitGroup
from vietnamese.text import fold

EVERYTHING = (Plan, Task, Assignment, OutsideParty, ReportDuty, LegalBasis, Recipient, PlanFile)


def counts():
    return [model.objects.count() for model in EVERYTHING]


def corrected(intake, coordinator, choices=None, **fields):
    working = working_draft(intake).with_plan(**fields)
    return save_draft(intake=intake, draft=working, choices=choices or {},
                      revision=intake.revision, by=coordinator)  # fmt: skip


def outlined(intake):
    return build_outline(working_draft(intake), open_names(intake, TODAY))


def unit(name):
    return Unit.objects.get(name=name)


def test_the_header_becomes_the_plan(intake, agency, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert (plan.issuer, plan.number, plan.symbol, plan.place) == (agency, "12", "KH-STN", "Hà Lâm")
    assert plan.title == "Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026"
    assert plan.issued_on == plan.released_on == datetime.date(2026, 1, 20)
    assert (plan.starts_on, plan.ends_on) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 12, 31),
    )
    assert (plan.signatory_position, plan.signatory_name) == ("GIÁM ĐỐC", "Lê Văn Thử")
    assert plan.created_by == coordinator
    assert [row.number for row in plan.legal_bases.all()] == ["105/2025/NĐ-CP"]
    assert [row.name for row in plan.recipients.all()] == [
        "UBND tỉnh", "Các phòng, đơn vị thuộc Sở", "Lưu: VT",
    ]  # fmt: skip
    assert plan.history.get().history_user == coordinator


def test_a_plan_without_a_day_is_in_force_from_today(intake, coordinator):
    corrected(intake, coordinator, issued_on="2026-01", number=None)
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert (plan.issued_on, plan.number, plan.released_on) == (None, "", TODAY)


def test_tasks_keep_their_words_and_get_a_short_name_and_a_sort(intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    first = plan.tasks.first()
    assert (first.ref, first.category) == ("II.1", Category.COMMUNICATION)
    assert first.text.startswith("Tổ chức tuyên truyền")
    assert (first.deadline_kind, first.deadline_days, first.qualifier) == (
        "date", ["2026-09-15"], "before",
    )  # fmt: skip
    assert first.deadline_words == "Trước ngày 15/9/2026"
    assert first.search_text
    assert first.history.get().history_user == coordinator


def test_each_unit_gets_its_part_for_each_time(intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    first, second, third, last = plan.tasks.all()
    leads = first.assignments.filter(part=Part.LEAD)
    assert [row.unit for row in leads] == [unit("Văn phòng")]
    assert first.assignments.filter(part=Part.COOPERATING).count() == 3
    quarters = second.assignments.filter(unit=unit("Phòng Tổng hợp")).order_by("due_on")
    assert [row.period for row in quarters] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert all(row.planned_on == row.due_on for row in quarters)
    assert [(row.unit, row.due_on) for row in third.assignments.all()] == [
        (unit("Đội PCCC và CNCH cơ quan"), None)
    ]
    # The general clause is kept and given to nobody; the report that stands in it is a duty.
    assert last.untracked == Untracked.REPORT
    assert not last.assignments.exists()


def test_outside_and_unmatched_names_are_kept_as_written(intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    kept = OutsideParty.objects.filter(task__plan=plan).order_by("task__order")
    assert [(row.part, row.name) for row in kept] == [
        (Part.COOPERATING, "Công an tỉnh"),
        (Part.LEAD, "Báo Hà Lâm"),
        (Part.LEAD, "Các phòng, đơn vị thuộc Sở"),  # of a task that is given to nobody
    ]


def test_report_duties_with_those_who_report(intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    (duty,) = plan.report_duties.all()
    assert duty.reporter_words == "Các phòng, đơn vị thuộc Sở"
    assert duty.receiver_words == "Văn phòng Sở"
    assert duty.deadline_days == ["2026-11-20"]
    assert {one.name for one in duty.reporters.all()} == {
        "Văn phòng", "Phòng Tổng hợp", "Phòng Kỹ thuật", "Trung tâm Ứng dụng",
    }  # fmt: skip


def test_the_file_goes_with_the_plan(intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    (kept,) = plan.files.all()
    assert (kept.name, kept.sha256, kept.added_by) == (intake.name, intake.sha256, coordinator)
    with kept.file.open("rb") as file:
        assert file.read() == PLAN.encode()


def test_confirming_makes_exactly_what_the_preview_said(intake, coordinator):
    said = outlined(intake)
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert plan.tasks.count() == len(said.tasks) == 4
    assert Assignment.objects.filter(task__plan=plan).count() == said.assignments
    given = Assignment.objects.filter(task__plan=plan).values_list("unit", flat=True)
    assert set(given) == said.units
    assert plan.report_duties.count() == len(said.duties)
    assert plan.report_duties.get().reporters.count() == len(said.duties[0].reporters)
    kept = OutsideParty.objects.filter(task__plan=plan, task__untracked="")
    assert kept.count() == len(said.outside)
    for task, planned in zip(plan.tasks.all(), said.tasks, strict=True):
        assert task.assignments.count() == planned.assignments
        due = task.assignments.values_list("due_on", flat=True)
        assert set(due) == (set() if planned.untracked else {one.due_on for one in planned.times})


def test_the_days_written_are_those_that_the_preview_worked_out(intake, coordinator, monkeypatch):
    worked_out = []

    def once(rule, within):
        worked_out.append(rule)
        return occurrences(rule, within)

    for place in ("intake.drafting.outline.occurrences", "plans.models.occurrences_of"):
        monkeypatch.setattr(place, once)
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert len(worked_out) == plan.tasks.count() + plan.report_duties.count()


def test_a_second_confirmation_makes_nothing_and_returns_the_same_plan(intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    made = counts()
    again = confirm(intake=intake, by=coordinator, on=TODAY + datetime.timedelta(days=1))
    assert again == plan
    assert counts() == made


def test_it_is_whole_or_nothing(intake, coordinator, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("đĩa đầy")

    before = counts()
    monkeypatch.setattr(actions, "keep_file", broken)
    with pytest.raises(OSError, match="đĩa đầy"):
        confirm(intake=intake, by=coordinator, on=TODAY)
    assert counts() == before
    assert not UnitAlias.objects.exists()
    assert Intake.objects.get(pk=intake.pk).plan is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": None}, "trích yếu"),
        ({"tasks": ()}, "nhiệm vụ"),
        ({"title": "x" * 1001}, ""),
        ({"number": "9" * 21}, ""),
    ],
)
def test_what_is_missing_or_too_long_is_said_and_nothing_made(intake, coordinator, fields, said):
    working = working_draft(intake)
    for key in working.task_keys if "tasks" in fields else ():
        working = working.without_task(key)
    plan_fields = {key: value for key, value in fields.items() if key != "tasks"}
    save_draft(intake=intake, draft=working.with_plan(**plan_fields), choices={},
               revision=0, by=coordinator)  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        confirm(intake=intake, by=coordinator, on=TODAY)
    assert said in " ".join(refused.value.messages)
    assert not Plan.objects.exists()


def test_a_dropped_draft_is_not_confirmed(intake, coordinator):
    actions.drop_intake(intake=intake, by=coordinator, on=TODAY)
    with pytest.raises(ValidationError):
        confirm(intake=intake, by=coordinator, on=TODAY)


def test_words_longer_than_their_column_are_cut_and_the_text_is_not(intake, coordinator):
    long = "Tuyên truyền " * 60
    task = TaskDraft(
        "1" * 60, long, lead=(NameDraft("Báo " + "x" * 300),), expected_product="y" * 600
    )
    working, _ = working_draft(intake).with_task(None, task)
    save_draft(intake=intake, draft=working.with_plan(recipients=("z" * 400,)), choices={},
               revision=0, by=coordinator)  # fmt: skip
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    made = plan.tasks.last()
    assert made.text == long.strip()
    assert max(len(made.title), len(made.outside_parties.get().name)) <= 255
    assert len(plan.recipients.get().name) == 255


def test_tasks_under_tasks(intake, coordinator):
    working = working_draft(intake)
    for ref in ("II.1.1", "II.1.1.a"):
        working, _ = working.with_task(None, TaskDraft(ref, f"Việc {ref}"))
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert plan.tasks.get(ref="II.1.1").parent.ref == "II.1"
    assert plan.tasks.get(ref="II.1.1.a").parent.ref == "II.1.1"
    assert plan.tasks.get(ref="II.2").parent is None


# --- what names mean is remembered ----------------------------------------------------------------
PRESS = "Báo Hà Lâm"


def chosen_for_press(intake, coordinator, key):
    return corrected(intake, coordinator, choices={fold(PRESS): key})


def test_a_choice_gives_the_work_and_is_remembered(intake, agency, coordinator):
    centre = unit("Trung tâm Ứng dụng")
    chosen_for_press(intake, coordinator, f"unit:{centre.pk}")
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert plan.tasks.get(ref="II.3").assignments.filter(unit=centre, part=Part.LEAD).exists()
    assert [(alias.name, alias.unit) for alias in UnitAlias.objects.all()] == [(PRESS, centre)]
    later = outlined(bring(agency))
    assert later.outside == ("Công an tỉnh",)


def test_a_usual_group_that_was_chosen_is_kept_as_a_group(intake, agency, coordinator):
    rooms = next(
        target for target in names_offered(agency) if target.label == "Các phòng chuyên môn"
    )
    chosen_for_press(intake, coordinator, rooms.key)
    confirm(intake=intake, by=coordinator, on=TODAY)
    group = UnitGroup.objects.get(name="Các phòng chuyên môn")
    assert set(group.units().values_list("pk", flat=True)) == set(rooms.units)
    assert UnitAlias.objects.get().group == group
    again = actions.open_names(bring(agency), TODAY).match(PRESS)
    assert (again.how, set(again.units)) == (How.GROUP, set(rooms.units))


def names_offered(agency):
    return actions.open_names(bring(agency), TODAY).matcher.group_targets()


def test_a_stored_group_that_was_chosen_gets_the_alias(intake, agency, coordinator):
    group = UnitGroup.objects.create(name="Khối kỹ thuật", agency=agency, by_rule=False)
    group.members.add(unit("Phòng Kỹ thuật"))
    chosen_for_press(intake, coordinator, f"group:{group.pk}")
    confirm(intake=intake, by=coordinator, on=TODAY)
    assert UnitAlias.objects.get().group == group


def test_a_name_sent_outside_gives_no_work_and_no_alias(intake, coordinator):
    corrected(intake, coordinator, choices={fold("Phòng Tổng hợp"): OUTSIDE})
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    task = plan.tasks.get(ref="II.2")
    assert not task.assignments.exists()
    assert set(task.outside_parties.values_list("name", flat=True)) == {
        "Phòng Tổng hợp", "Công an tỉnh",
    }  # fmt: skip
    assert not UnitAlias.objects.exists()


def test_a_choice_that_says_what_the_name_says_anyway_is_no_alias(intake, coordinator):
    room = unit("Phòng Tổng hợp")
    corrected(intake, coordinator, choices={fold("Phòng Tổng hợp"): f"unit:{room.pk}"})
    confirm(intake=intake, by=coordinator, on=TODAY)
    assert not UnitAlias.objects.exists()


def test_a_unit_outside_the_agency_gets_no_work_even_if_chosen(intake, coordinator):
    police = unit("Công an tỉnh")
    chosen_for_press(intake, coordinator, f"unit:{police.pk}")
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert not Assignment.objects.filter(unit=police).exists()
    assert not UnitAlias.objects.exists()
    assert plan.tasks.get(ref="II.3").outside_parties.get().name == PRESS


def test_on_request_and_a_window_reach_the_row(intake, coordinator):
    deadline = DeadlineDraft(DeadlineKind.WINDOW, "từ ngày 15/9", ("2026-10-15",), "2026-09-15",
                             Qualifier.BY, on_request=True)  # fmt: skip
    task = TaskDraft("9", "Việc", lead=(NameDraft("Văn phòng"),), deadline=deadline)
    working, _ = working_draft(intake).with_task(None, task)
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    made = confirm(intake=intake, by=coordinator, on=TODAY).tasks.get(ref="9")
    assert (made.on_request, made.qualifier) == (True, "by")
    (work,) = made.assignments.all()
    assert (work.starts_on, work.due_on) == (
        datetime.date(2026, 9, 15),
        datetime.date(2026, 10, 15),
    )
