"""Tasks split, merged, moved and nested: nothing is lost, and what is given up is said."""

import pytest

from intake.drafting import edit
from intake.drafting.draft import begin
from plans.deadlines import DeadlineKind
from reading.draft import DeadlineDraft, NameDraft, PlanDraft, TaskDraft
from tests.intake.samples import TODAY

K = DeadlineKind
BULLETS = "Tuyên truyền, gồm: - Phát tờ rơi tại trụ sở; - Đăng 12 tin, bài trên trang điện tử."


def plan(*tasks):
    return begin(PlanDraft(title="Kế hoạch năm 2026", tasks=tasks), TODAY)


def refs(working):
    return [task.ref for task in working.plan.tasks]


def tree(working):
    """Each number with the number it stands under."""
    numbers = {key: task.ref for key, task in working.keyed_tasks()}
    return [(numbers[key], numbers.get(parent)) for key, parent in working.parents().items()]


@pytest.fixture
def nested():
    """1 (1.1, 1.2), 2, 3 (3.1)."""
    return plan(*(TaskDraft(ref, f"Việc {ref}") for ref in ("1", "1.1", "1.2", "2", "3", "3.1")))


# --- order ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [
        (4, -1, ["2", "1", "1.1", "1.2", "3", "3.1"]),
        (1, 1, ["2", "1", "1.1", "1.2", "3", "3.1"]),
        (1, 9, ["2", "3", "3.1", "1", "1.1", "1.2"]),
        (3, -1, ["1", "1.2", "1.1", "2", "3", "3.1"]),
        (2, -1, ["1", "1.1", "1.2", "2", "3", "3.1"]),
        (6, 1, ["1", "1.1", "1.2", "2", "3", "3.1"]),
        (99, 1, ["1", "1.1", "1.2", "2", "3", "3.1"]),
    ],
)
def test_a_task_moves_among_its_like_with_all_under_it(nested, key, steps, order):
    after = edit.moved(nested, key, steps)
    assert refs(after) == order
    assert sorted(tree(after)) == sorted(tree(nested))


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (1, ["3", "3.1", "1", "1.1", "1.2", "2"]),
        (2, ["1", "1.1", "1.2", "3", "3.1", "2"]),
        (3, ["1", "1.1", "1.2", "2", "3", "3.1"]),
        (0, ["3", "3.1", "1", "1.1", "1.2", "2"]),
        (99, ["1", "1.1", "1.2", "2", "3", "3.1"]),
    ],
)
def test_a_task_is_put_at_a_place(nested, place, order):
    assert refs(edit.placed(nested, 5, place)) == order


def test_a_task_becomes_part_of_the_one_before_and_is_lifted_out_again(nested):
    inside = edit.nested(nested, 4)
    assert ("2", "1") in tree(inside)
    assert refs(inside) == refs(nested)
    outside = edit.lifted(inside, 4)
    assert ("2", None) in tree(outside)
    assert refs(outside) == refs(nested)


def test_what_is_lifted_out_of_the_middle_comes_after_its_former_siblings(nested):
    after = edit.lifted(nested, 2)
    assert refs(after) == ["1", "1.2", "1.1", "2", "3", "3.1"]
    assert tree(after)[:3] == [("1", None), ("1.2", "1"), ("1.1", None)]


def test_a_branch_is_nested_whole(nested):
    after = edit.nested(nested, 5)
    assert tree(after)[-2:] == [("3", "2"), ("3.1", "3")]


@pytest.mark.parametrize("key", [1, 2, 99])
def test_the_first_of_its_level_has_nothing_to_stand_under(nested, key):
    assert edit.nested(nested, key) == nested


def test_a_task_at_the_top_is_not_lifted(nested):
    assert edit.lifted(nested, 4) == nested
    assert edit.lifted(nested, 99) == nested


# --- splitting ------------------------------------------------------------------------------------
def names(*words):
    return tuple(NameDraft(one) for one in words)


def test_a_task_is_cut_and_both_parts_keep_units_and_deadline():
    due = DeadlineDraft(K.DATE, "trước 05/11", ("2026-11-05",))
    task = TaskDraft("II.1", BULLETS, names("Văn phòng"), names("Thanh tra"), due, "Tin, bài")
    working, keys = edit.split(plan(task, TaskDraft("II.2", "Sau")), 1, {1, 2})
    texts = [one.text for one in working.plan.tasks]
    assert texts == ["Tuyên truyền, gồm:", "Phát tờ rơi tại trụ sở;",
                     "Đăng 12 tin, bài trên trang điện tử.", "Sau"]  # fmt: skip
    assert keys == (1, 3, 4)
    assert {one.lead for one in working.plan.tasks[:3]} == {names("Văn phòng")}
    assert {one.deadline for one in working.plan.tasks[:3]} == {due}


def test_a_task_without_a_place_to_cut_stays_whole():
    working = plan(TaskDraft("1", "Một câu."))
    assert edit.split(working, 1, {1}) == (working, (1,))
    assert edit.split(working, 9, {1}) == (working, (9,))
    assert edit.split(plan(TaskDraft("1", BULLETS)), 1, set())[1] == (1,)


def test_what_stands_under_a_task_that_is_cut_stays_under_its_first_part():
    tasks = (TaskDraft("1", BULLETS), TaskDraft("1.1", "Con"), TaskDraft("2", "Sau"))
    working, keys = edit.split(plan(*tasks), 1, {1})
    assert tree(working) == [("1", None), ("1.1", "1"), ("1", None), ("2", None)]
    assert working.parents()[2] == 1
    assert keys == (1, 4)


def test_a_part_of_a_task_is_cut_into_parts_of_that_task(nested):
    changed, _ = nested.with_task(2, TaskDraft("1.1", BULLETS))
    working, keys = edit.split(changed, 2, {2})
    assert [working.parents()[key] for key in keys] == [1, 1]


# --- merging --------------------------------------------------------------------------------------
def test_texts_are_joined_and_names_and_products_united():
    working = plan(
        TaskDraft("1", "Rà soát thiết bị", names("Văn phòng"), names("Thanh tra"),
                  expected_product="Biên bản"),
        TaskDraft("2", "Sửa chữa hệ thống báo cháy.", names("VĂN PHÒNG", "Thanh tra"),
                  names("Phòng Kỹ thuật"), expected_product="Báo cáo"),
    )  # fmt: skip
    merged = edit.merge(working, 2, 1)
    (task,) = merged.working.plan.tasks
    assert merged.key == 1
    assert task.text == "Rà soát thiết bị. Sửa chữa hệ thống báo cháy."
    assert [name.words for name in task.lead] == ["Văn phòng", "Thanh tra"]
    assert [name.words for name in task.cooperating] == ["Phòng Kỹ thuật"]
    assert task.expected_product == "Biên bản; Báo cáo"


def test_a_text_said_twice_stays_once():
    working = plan(TaskDraft("1", "Kiểm tra bể nước chữa cháy"),
                   TaskDraft("2", "Kiểm tra bể nước chữa cháy của trụ sở"))  # fmt: skip
    (task,) = edit.merge(working, 1, 2).working.plan.tasks
    assert task.text == "Kiểm tra bể nước chữa cháy của trụ sở"


NONE, EARLY = DeadlineDraft(), DeadlineDraft(K.DATE, "5/3", ("2026-03-05",))
LATE, ALWAYS = DeadlineDraft(K.WINDOW, "đến 9/9", ("2026-09-09",)), DeadlineDraft(K.ONGOING, "tx")


@pytest.mark.parametrize(
    ("a", "b", "kept", "lost"),
    [
        (EARLY, LATE, EARLY, LATE),
        (LATE, EARLY, EARLY, LATE),
        (NONE, EARLY, EARLY, None),
        (EARLY, NONE, EARLY, None),
        (ALWAYS, EARLY, EARLY, ALWAYS),
        (EARLY, ALWAYS, EARLY, ALWAYS),
        (ALWAYS, DeadlineDraft(K.YEARLY), ALWAYS, DeadlineDraft(K.YEARLY)),
        (EARLY, EARLY, EARLY, None),
        (NONE, NONE, NONE, None),
    ],
)
def test_the_earlier_deadline_is_kept_and_the_other_is_told(a, b, kept, lost):
    merged = edit.merge(
        plan(TaskDraft("1", "Một", deadline=a), TaskDraft("2", "Hai", deadline=b)), 1, 2
    )
    assert (merged.kept, merged.lost) == (kept, lost)
    assert merged.working.plan.tasks[0].deadline == kept


def test_what_stood_under_either_stands_under_the_one(nested):
    merged = edit.merge(nested, 1, 5)
    assert refs(merged.working) == ["1", "1.1", "1.2", "3.1", "2"]
    assert merged.working.parents()[6] == 1


def test_a_part_is_merged_into_what_it_stands_under(nested):
    merged = edit.merge(nested, 2, 1)
    assert refs(merged.working) == ["1", "1.2", "2", "3", "3.1"]
    assert merged.working.task(1).text == "Việc 1.1"  # the longer of two that are alike


@pytest.mark.parametrize(("one", "other"), [(1, 1), (1, 99)])
def test_a_task_is_merged_with_another_that_is_there(nested, one, other):
    assert edit.merge(nested, one, other).working == nested
