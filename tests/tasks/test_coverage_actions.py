"""What is said of the tasks of the superior plan is kept once, with who and why."""

import pytest
from django.core.exceptions import ValidationError

from tasks.actions.coverage import confirm_coverage, remove_coverage, waive_coverage
from tasks.models import TaskCoverage
from tests.factories import TODAY, PlanFactory, TaskFactory, UserFactory
from tests.worlds import shared

pytestmark = pytest.mark.django_db


@shared
def by():
    return UserFactory()


@shared
def superior():
    return PlanFactory()


@shared
def plan(superior):
    return PlanFactory(carries_out=superior)


@shared
def above(superior):
    return TaskFactory.create_batch(3, plan=superior)


@shared
def own(plan):
    return TaskFactory.create_batch(3, plan=plan)


def confirm(plan, by, *pairs, superior=None):
    keys = [(above.pk, task.pk) for above, task in pairs]
    return confirm_coverage(
        plan=plan, superior=superior or plan.carries_out_id, pairs=keys, by=by, on=TODAY
    )


def waive(plan, by, *tasks, reason="Thuộc trách nhiệm của Công an tỉnh"):
    return waive_coverage(
        plan=plan,
        superior=plan.carries_out_id,
        tasks=[task.pk for task in tasks],
        reason=reason,
        by=by,
        on=TODAY,
    )


def test_pairs_are_confirmed_once_with_history(plan, above, own, by):
    assert confirm(plan, by, (above[0], own[0]), (above[0], own[1]), (above[1], own[0])) == 3
    assert confirm(plan, by, (above[0], own[0]), (above[2], own[2])) == 1

    row = TaskCoverage.objects.get(superior=above[2])
    assert (row.task, row.confirmed_by, row.confirmed_on) == (own[2], by, TODAY)
    kept = TaskCoverage.history.get(superior_id=above[2].pk)
    assert (kept.history_user, kept.history_change_reason) == (
        by,
        "Xác nhận triển khai nhiệm vụ cấp trên",
    )
    assert TaskCoverage.objects.count() == 4


def test_a_task_is_waived_with_a_reason(plan, above, by):
    assert waive(plan, by, above[0], above[1]) == 2
    assert waive(plan, by, above[0], reason="Lý do khác") == 0
    said = TaskCoverage.objects.filter(task__isnull=True).values_list("reason", flat=True)
    assert list(said) == ["Thuộc trách nhiệm của Công an tỉnh"] * 2


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_waiving_needs_a_reason_that_fits(plan, above, by, reason):
    with pytest.raises(ValidationError) as refused:
        waive(plan, by, above[0], reason=reason)
    assert list(refused.value.error_dict) == ["reason"]


def test_nothing_chosen_needs_no_reason(plan, by):
    assert waive(plan, by, reason="") == 0


def test_a_task_is_not_both_carried_out_and_waived(plan, above, own, by):
    waive(plan, by, above[0])
    with pytest.raises(ValidationError, match="Hãy bỏ ghi nhận đó"):
        confirm(plan, by, (above[0], own[0]), (above[1], own[0]))
    assert TaskCoverage.objects.filter(task__isnull=False).count() == 0

    confirm(plan, by, (above[1], own[0]))
    with pytest.raises(ValidationError, match="đã có nhiệm vụ triển khai"):
        waive(plan, by, above[1])


def test_tasks_of_other_plans_are_refused(plan, above, own, by):
    foreign = TaskFactory()
    for pair in ((foreign, own[0]), (above[0], foreign), (own[0], above[0])):
        with pytest.raises(ValidationError, match="không còn trong kế hoạch"):
            confirm(plan, by, pair)
    with pytest.raises(ValidationError, match="không còn trong kế hoạch"):
        waive(plan, by, foreign)


def test_a_superior_plan_that_was_changed_meanwhile_is_told(plan, above, own, by):
    old = plan.carries_out
    plan.carries_out = PlanFactory()
    plan.save()

    with pytest.raises(ValidationError, match="vừa được đổi"):
        confirm(plan, by, (above[0], own[0]), superior=old)


def test_a_word_is_taken_back_once(plan, above, own, by):
    confirm(plan, by, (above[0], own[0]))
    row = TaskCoverage.objects.get()

    assert remove_coverage(plan=plan, coverage=row.pk, by=by)
    assert not remove_coverage(plan=plan, coverage=row.pk, by=by)
    gone = TaskCoverage.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (by, "Gỡ đối chiếu")


def test_only_what_was_said_of_the_plan_itself_is_taken_back(plan, above, own, by):
    confirm(plan, by, (above[0], own[0]))

    assert not remove_coverage(plan=PlanFactory(), coverage=TaskCoverage.objects.get().pk, by=by)
    assert TaskCoverage.objects.count() == 1
