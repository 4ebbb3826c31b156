"""The draft while it is corrected: keys stay with their tasks, and nothing is lost as JSON."""

import json

import pytest

from intake.drafting.draft import Said, WorkingDraft, begin
from reading.draft import DutyDraft, PlanDraft, TaskDraft
from tests.intake.samples import TODAY


@pytest.fixture
def working():
    tasks = tuple(TaskDraft(f"II.{n}", f"Việc {n}") for n in (1, 2, 3))
    return begin(PlanDraft(title="Kế hoạch năm 2026", tasks=tasks,
                           report_duties=(DutyDraft("III.1", "Văn phòng"),)), TODAY)  # fmt: skip


def refs(working):
    return [task.ref for task in working.plan.tasks]


def test_it_survives_being_kept_as_json(working):
    (duty,) = working.duty_keys
    full = working.with_settled("x").with_said(2, title="T", category="drill", under=1)
    full = full.without_task(1).without_duty(duty).remembering(full, "Đã bỏ.")
    kept = json.loads(json.dumps(full.to_state()))
    assert WorkingDraft.from_state(kept) == full


def test_a_draft_kept_by_an_earlier_version_opens(working):
    state = working.to_state()
    for name in ("said", "dropped", "earlier"):
        del state[name]
    assert WorkingDraft.from_state(state) == working


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


def test_what_was_dropped_is_taken_back_where_it_stood(working):
    fewer = working.without_task(2)
    assert [one.key for one in fewer.dropped] == [2]
    back = fewer.with_taken_back(2)
    assert refs(back) == ["II.1", "II.2", "II.3"]
    assert back.task_keys == working.task_keys
    assert back.dropped == ()


def test_a_dropped_duty_is_taken_back(working):
    (key,) = working.duty_keys
    back = working.without_duty(key).with_taken_back(key)
    assert back.plan.report_duties == working.plan.report_duties
    assert back.duty_keys == (key,)


def test_nothing_is_taken_back_or_dropped_that_is_not_there(working):
    assert working.with_taken_back(2) == working
    assert working.without_task(99).dropped == ()
    assert working.without_duty(99).dropped == ()


def test_what_a_person_said_is_kept_beside_the_task(working):
    said = working.with_said(2, title="Tên ngắn", category="drill")
    assert said.said_of(2) == Said("Tên ngắn", "drill")
    assert said.said_of(1) == Said()
    assert said.with_said(2, title="", category="").said == {}


def test_a_person_says_what_a_task_stands_under(working):
    assert working.with_said(3, under=1).parents() == {1: 0, 2: 0, 3: 1}
    assert working.with_said(1, under=3).parents() == {1: 0, 2: 0, 3: 0}


def test_the_tasks_are_restored_as_they_were(working):
    changed = working.with_said(1, title="Tên").without_task(2)
    told = changed.remembering(working, "Đã bỏ.")
    assert told.earlier.words == "Đã bỏ."
    back = told.restored()
    assert (back.plan.tasks, back.said, back.dropped) == (working.plan.tasks, {}, ())
    assert back.earlier is None
    assert working.restored() == working


def test_a_task_corrected_since_ends_the_way_back(working):
    told = working.without_task(2).remembering(working, "Đã bỏ.")
    corrected, _ = told.with_task(1, TaskDraft("II.1", "Sửa"))
    assert corrected.earlier is None
    # What is said of the header is no reason to end it.
    assert told.with_plan(title="Khác").earlier is not None


def test_keys_given_before_going_back_are_not_given_again(working):
    more, key = working.with_task(None, TaskDraft("II.4", "Mới"))
    back = more.remembering(working, "Đã thêm.").restored()
    assert back.with_task(None, TaskDraft("II.5", "Nữa"))[1] > key


def test_duties_are_added_changed_and_dropped(working):
    (key,) = working.duty_keys
    changed, same = working.with_duty(key, DutyDraft("III.1", "Thanh tra"))
    more, fresh = changed.with_duty(None, DutyDraft("III.2", "Văn phòng"))
    assert same == key
    assert [duty.reporter for duty in more.plan.report_duties] == ["Thanh tra", "Văn phòng"]
    assert [duty.reporter for duty in more.without_duty(key).plan.report_duties] == ["Văn phòng"]
    assert fresh not in working.task_keys
