"""Who sees to work within its unit."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision
from tasks.actions import assign_officer, cancel
from tasks.models import EntryKind
from tests.factories import TODAY, person
from units.policy import Role


def name(scene, officer, **more):
    entry = assign_officer(assignment=scene.work, officer=officer, by=scene.head, on=TODAY, **more)
    scene.work.refresh_from_db()
    return entry


def test_an_officer_is_named_and_the_story_says_so(scene):
    entry = name(scene, scene.staff, note="Theo phân công ngày 15/6.")
    assert scene.work.officer == scene.staff
    assert (entry.kind, entry.by, entry.on) == (EntryKind.OFFICER, scene.head, TODAY)
    assert entry.note == "Cử Nguyễn Thị Thu Hà phụ trách. Theo phân công ngày 15/6."


def test_another_takes_the_place_and_both_are_told(scene):
    name(scene, scene.staff)
    entry = name(scene, scene.head)
    assert scene.work.officer == scene.head
    assert entry.note == "Cử Trần Quốc Bảo phụ trách, thay Nguyễn Thị Thu Hà."


def test_nobody_may_be_named(scene):
    name(scene, scene.staff)
    entry = name(scene, None)
    assert scene.work.officer is None
    assert entry.note == "Nguyễn Thị Thu Hà thôi phụ trách; đơn vị chưa cử người khác."


def test_only_who_works_in_the_unit_can_be_named(scene):
    ended = person(Role.STAFF, scene.unit)
    ended.memberships.update(ended_on=datetime.date(2026, 5, 1))
    closed = person(Role.STAFF, scene.unit, is_active=False)
    for stranger in (scene.stranger, scene.coordinator, scene.leader, ended, closed):
        with pytest.raises(ValidationError, match="không giữ vai trò làm việc"):
            name(scene, stranger)
    assert not scene.work.entries.exists()


def test_the_same_again_changes_nothing(scene):
    with pytest.raises(ValidationError, match="chưa cử"):
        name(scene, None)
    name(scene, scene.staff)
    with pytest.raises(ValidationError, match="đang phụ trách"):
        name(scene, scene.staff)
    assert scene.work.entries.count() == 1


def test_closed_work_keeps_its_officer(scene):
    cancel(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Trùng.")
    with pytest.raises(ValidationError, match="đã hủy"):
        name(scene, scene.staff)


def test_who_saw_an_older_state_overwrites_nothing(scene):
    seen = scene.work.revision
    name(scene, scene.staff, revision=seen)
    with pytest.raises(StaleRevision):
        name(scene, scene.head, revision=seen)
    scene.work.refresh_from_db()
    assert scene.work.officer == scene.staff
