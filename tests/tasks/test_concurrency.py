"""Two people at one assignment: the slower one is told, and nothing is overwritten unseen."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.changes import StaleRevision
from tasks.actions import (
    assign_unit,
    confirm_done,
    record_progress,
    report_done,
    send_back,
)
from tasks.models import Assignment
from tests.factories import TODAY, TaskFactory


def record(scene, revision, percent=50):
    return record_progress(
        assignment=scene.work,
        by=scene.staff,
        on=TODAY,
        percent=percent,
        note="Đã làm.",
        revision=revision,
    )


def test_every_change_counts_one_up(scene):
    record(scene, 0)
    record(scene, 1, 60)
    assert Assignment.objects.get(pk=scene.work.pk).revision == 2


def test_a_stale_page_changes_nothing(scene):
    record(scene, 0)
    with pytest.raises(StaleRevision) as refused:
        record(scene, 0, 90)
    assert "vừa được người khác sửa" in refused.value.message
    now = Assignment.objects.get(pk=scene.work.pk)
    assert (now.percent, now.revision, now.entries.count()) == (50, 1, 1)


def test_an_old_object_does_not_bring_back_old_values(scene):
    old = Assignment.objects.get(pk=scene.work.pk)
    record(scene, None, 70)
    report_done(assignment=old, by=scene.staff, on=TODAY, finished_on=TODAY, note="Xong.")
    now = Assignment.objects.get(pk=scene.work.pk)
    assert (now.percent, now.revision) == (100, 2)


def test_confirming_and_sending_back_look_at_the_revision_too(scene):
    report_done(
        assignment=scene.work, by=scene.staff, on=TODAY, finished_on=TODAY, note="Xong.", revision=0
    )
    who = {"assignment": scene.work, "by": scene.head, "on": TODAY}
    with pytest.raises(StaleRevision):
        confirm_done(revision=0, **who)
    with pytest.raises(StaleRevision):
        send_back(reason="Thiếu.", revision=0, **who)
    confirm_done(revision=1, **who)


def test_a_stale_revision_is_a_validation_error():
    assert issubclass(StaleRevision, ValidationError)


def at_once(*calls):
    """Runs the calls in threads of their own that start together; gives what each came to."""
    gate, outcomes = Barrier(len(calls)), []

    def run(call):
        gate.wait()
        try:
            outcomes.append(call())
        except ValidationError as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_two_in_the_same_moment_one_is_told(scene):
    outcomes = at_once(lambda: record(scene, 0, 30), lambda: record(scene, 0, 60))
    assert sum(isinstance(one, StaleRevision) for one in outcomes) == 1
    now = Assignment.objects.get(pk=scene.work.pk)
    assert (now.revision, now.entries.count()) == (1, 1)
    assert now.percent == now.entries.get().percent


@pytest.mark.django_db(transaction=True)
def test_a_unit_assigned_twice_in_the_same_moment_has_its_work_once(scene):
    task = TaskFactory(plan=scene.plan, deadline_kind="quarterly")

    def assign():
        return assign_unit(task=task, unit=scene.other, part="lead")

    assert [len(rows) for rows in at_once(assign, assign)] == [4, 4]
    assert task.assignments.count() == 4
