"""The draft while it is corrected: keys stay with their tasks, and nothing is lost as JSON."""

import json

import pytest

from intake.reading.draft import DutyDraft, PlanDraft, TaskDraft
from intake.working import WorkingDraft, begin
from tests.intake.samples import TODAY


@pytest.fixture
def working():
    tasks = tuple(TaskDraft(f"II.{n}", f"Việc {n}") for n in (1, 2, 3))
    return begin(PlanDraft(title="Kế hoạch năm 2026", tasks=tasks,
                           report_duties=(DutyDraft("III.1", "Văn phòng"),)), TODAY)  # fmt: skip


def refs(working):
    return [task.ref for task in working.plan.tasks]


def test_it_survives_being_kept_as_json(working):
    kept = json.loads(json.dumps(working.with_settled("x").to_state()))
    assert WorkingDraft.from_state(kept) == working.with_settled("x")


def test_the_bare_state_of_a_plan_is_taken_as_just_read(working):
    assert WorkingDraft.from_state(working.plan.to_state()).plan == working.plan


def test_a_changed_task_keeps_its_place_and_key(working):
    changed, key = working.with_task(2, TaskDraft("II.2", "Việc khác"))
    assert (key, refs(changed)) == (2, ["II.1", "II.2", "II.3"])
    assert changed.task(2).text == "Việc khác"


def test_a_new_task_comes_last_with_a_key_never_used(working):
    shorter = working.without_task(3)
    changed, key = shorter.with_task(None, TaskDraft("II.4", "Việc mới"))
    assert key not in working.task_keys + working.duty_keys
    assert refs(changed) == ["II.1", "II.2", "II.4"]


def test_a_task_that_was_dropped_comes_back_as_a_new_one(working):
    changed, key = working.without_task(2).with_task(2, TaskDraft("II.2", "Gõ rồi"))
    assert key not in (1, 2, 3)
    assert refs(changed) == ["II.1", "II.3", "II.2"]


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [
        (2, -1, ["II.2", "II.1", "II.3"]),
        (2, 1, ["II.1", "II.3", "II.2"]),
        (1, -1, ["II.1", "II.2", "II.3"]),
        (3, 9, ["II.1", "II.2", "II.3"]),
        (99, 1, ["II.1", "II.2", "II.3"]),
    ],
)
def test_moving(working, key, steps, order):
    moved = working.with_task_moved(key, steps)
    assert refs(moved) == order
    assert moved.task(1).ref == "II.1"


def test_duties_are_added_changed_and_dropped(working):
    (key,) = working.duty_keys
    changed, same = working.with_duty(key, DutyDraft("III.1", "Thanh tra"))
    more, fresh = changed.with_duty(None, DutyDraft("III.2", "Văn phòng"))
    assert same == key
    assert [duty.reporter for duty in more.plan.report_duties] == ["Thanh tra", "Văn phòng"]
    assert [duty.reporter for duty in more.without_duty(key).plan.report_duties] == ["Văn phòng"]
    assert fresh not in working.task_keys
