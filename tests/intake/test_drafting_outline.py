"""What a draft comes to: times, parents, who leads, who is kept as written, what is missing."""

import datetime

import pytest

from intake.drafting.draft import begin
from intake.drafting.outline import build_outline
from plans.deadlines import DeadlineKind
from reading.draft import DeadlineDraft, DutyDraft, NameDraft, PlanDraft
from reading.draft import TaskDraft as Task
from tests.intake.samples import TODAY, names_for

K = DeadlineKind


def outline_of(agency, *tasks, duties=(), choices=None, **plan):
    fields = {"title": "Kế hoạch năm 2026", **plan}
    working = begin(PlanDraft(tasks=tasks, report_duties=duties, **fields), TODAY)
    return build_outline(working, names_for(agency, choices))


def named(*names):
    return tuple(NameDraft(name) for name in names)


def test_a_unit_that_leads_does_not_cooperate_as_well(agency):
    task = Task("1", "Việc", named("Văn phòng Sở"), named("Các phòng, đơn vị thuộc Sở"))
    (planned,) = outline_of(agency, task).tasks
    assert len(planned.leads) == 1
    assert len(planned.cooperating) == 3  # two rooms and the centre, without the office
    assert not set(planned.leads) & set(planned.cooperating)


def test_two_names_of_one_unit_give_one_part(agency):
    (planned,) = outline_of(agency, Task("1", "Việc", named("Văn phòng", "VP Sở"))).tasks
    assert len(planned.leads) == 1


def test_names_outside_and_unknown_are_kept_with_their_part(agency):
    task = Task("1", "Việc", named("Báo Hà Lâm"), named("Công an tỉnh", "các đơn vị liên quan"))
    outline = outline_of(agency, task)
    assert outline.tasks[0].outside == (
        ("lead", "Báo Hà Lâm"),
        ("cooperating", "Công an tỉnh"),
        ("cooperating", "các đơn vị liên quan"),
    )
    assert outline.assignments == 0
    assert outline.unassigned == ()


def test_a_task_without_names_is_unassigned(agency):
    assert [task.draft.ref for task in outline_of(agency, Task("1", "Việc")).unassigned] == ["1"]


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        (DeadlineDraft(), [None]),
        (DeadlineDraft(K.ONGOING), [None]),
        (DeadlineDraft(K.DATE, days=("2026-09-15",)), ["2026-09-15"]),
        (DeadlineDraft(K.YEARLY, days=("06-15", "12-15")), ["2026-06-15", "2026-12-15"]),
        (
            DeadlineDraft(K.QUARTERLY),
            ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"],
        ),
    ],
)
def test_the_times_of_a_task(agency, deadline, days):
    task = Task("1", "Việc", named("Văn phòng", "Phòng Kỹ thuật"), deadline=deadline)
    (planned,) = outline_of(agency, task).tasks
    found = [time.due_on and time.due_on.isoformat() for time in planned.times]
    assert found == days
    assert planned.assignments == 2 * len(days)


def test_the_next_due_day_of_a_duty(agency):
    def due(deadline):
        (planned,) = outline_of(agency, Task("1", "x"), duties=(
            DutyDraft("1", "Văn phòng", deadline=deadline),)).duties  # fmt: skip
        return planned.next_due(TODAY)

    assert due(DeadlineDraft(K.QUARTERLY)) == datetime.date(2026, 6, 30)
    assert due(DeadlineDraft(K.DATE, days=("2026-02-01",))) == datetime.date(2026, 2, 1)
    assert due(DeadlineDraft()) is None


def test_the_reporters_of_a_list_of_names(agency):
    duty = DutyDraft("1", "Văn phòng, các phòng chuyên môn và Báo Hà Lâm")
    (planned,) = outline_of(agency, Task("1", "x"), duties=(duty,)).duties
    assert len(planned.reporters) == 3
    assert planned.outside == ("Báo Hà Lâm",)


def test_tasks_stand_under_the_task_of_their_number(agency):
    tasks = (Task("II.1", "a"), Task("II.1.2", "b"), Task("II.1.2.a", "c"), Task("II.2", "d"),
             Task("1", "e"), Task("III.1.1", "f"))  # fmt: skip
    planned = outline_of(agency, *tasks).tasks
    assert [task.parent for task in planned] == [None, 0, 1, None, None, None]


def test_a_child_before_its_parent_stands_alone(agency):
    planned = outline_of(agency, Task("II.1.1", "a"), Task("II.1", "b")).tasks
    assert [task.parent for task in planned] == [None, None]


@pytest.mark.parametrize(
    ("plan", "tasks", "said"),
    [
        ({"title": " "}, (Task("1", "Việc"),), "trích yếu"),
        ({}, (), "chưa có nhiệm vụ"),
        ({}, (Task("II.7", " "),), "II.7"),
        ({}, (Task("II.8", "x", deadline=DeadlineDraft(K.DATE)),), "II.8"),
        ({}, (Task("II.9", "x", deadline=DeadlineDraft(K.DATE, days=("2026-02-31",))),), "II.9"),
        ({}, (Task("II.3", "x", deadline=DeadlineDraft(K.YEARLY, days=("13-01",))),), "II.3"),
        ({}, (Task("II.4", "x", deadline=DeadlineDraft(K.MONTHLY, days=("45",))),), "II.4"),
        ({}, (Task("II.5", "x", deadline=DeadlineDraft(K.WINDOW, days=("2026-09-01",),
                                                         starts_on="rằm")),), "II.5"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said_and_where(agency, plan, tasks, said):
    (problem,) = outline_of(agency, *tasks, **plan).problems
    assert said in problem.text


def test_a_plan_needs_its_time(agency):
    working = begin(PlanDraft(title="Kế hoạch", tasks=(Task("1", "Việc"),)))
    outline = build_outline(working, names_for(agency))
    assert "thời gian thực hiện" in outline.problems[0].text
    assert outline.assignments == 0
