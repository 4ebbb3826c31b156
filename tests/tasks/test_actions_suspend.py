"""Suspending, resuming, cancelling."""

import pytest
from django.core.exceptions import ValidationError

from tasks.actions import cancel, confirm_done, report_done, resume, suspend
from tasks.models import EntryKind
from tasks.status import Status, status_on
from tests.factories import TODAY
from tests.tasks.rows import day


def act(scene, action, reason="Chờ chỉ đạo.", on=TODAY):
    entry = action(assignment=scene.work, by=scene.coordinator, on=on, reason=reason)
    scene.work.refresh_from_db()
    return entry


def test_suspended_work_is_neither_open_nor_overdue(scene):
    entry = act(scene, suspend)
    assert (entry.kind, entry.note) == (EntryKind.SUSPENDED, "Chờ chỉ đạo.")
    assert status_on(day(100), scene.work.facts) is Status.SUSPENDED


def test_resumed_work_runs_again(scene):
    act(scene, suspend)
    entry = act(scene, resume, "Đã có chỉ đạo.", on=day(10))
    assert entry.kind == EntryKind.RESUMED
    assert status_on(day(10), scene.work.facts) is Status.OPEN


def test_cancelled_work_is_out_of_the_counts(scene):
    entry = act(scene, cancel)
    assert entry.kind == EntryKind.CANCELLED
    assert status_on(TODAY, scene.work.facts) is Status.CANCELLED


@pytest.mark.parametrize("action", [suspend, resume, cancel])
def test_a_reason_is_needed(scene, action):
    with pytest.raises(ValidationError) as refused:
        act(scene, action, "  ")
    assert "reason" in refused.value.message_dict
    assert not scene.work.entries.exists()


def test_only_suspended_work_is_resumed_and_only_once_suspended(scene):
    with pytest.raises(ValidationError, match="không tạm dừng"):
        act(scene, resume)
    act(scene, suspend)
    with pytest.raises(ValidationError, match="tạm dừng từ"):
        act(scene, suspend)


@pytest.mark.parametrize("action", [suspend, resume, cancel])
def test_confirmed_and_cancelled_work_stays_as_it_is(scene, action):
    report_done(assignment=scene.work, by=scene.staff, on=TODAY, finished_on=TODAY, note="Đã xong.")
    confirm_done(assignment=scene.work, by=scene.head, on=TODAY)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        act(scene, action)


def test_what_is_cancelled_is_not_cancelled_again(scene):
    act(scene, cancel)
    for action in (suspend, resume, cancel):
        with pytest.raises(ValidationError, match="đã hủy"):
            act(scene, action)
