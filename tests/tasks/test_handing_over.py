"""Work goes to another unit: each story stays where it happened, and the work counts once."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision
from tasks.actions import (
    ask_extension,
    assign_officer,
    cancel,
    confirm_done,
    hand_over,
    record_progress,
    report_done,
    suspend,
)
from tasks.actions.handing_over import DONE_ALREADY, to_hand_over
from tasks.models import Assignment, EntryKind, Extension, Part
from tasks.status import Status, status_on
from tests.factories import TODAY, AssignmentFactory, UnitFactory
from tests.tasks.rows import day, pdf

REASON = "Sắp xếp lại nhiệm vụ."


def give(scene, to_unit=None, on=TODAY, work=None, **more):
    part = hand_over(
        assignment=work or scene.work,
        to_unit=to_unit or scene.other,
        by=scene.coordinator,
        on=on,
        reason=more.pop("reason", REASON),
        **more,
    )
    scene.work.refresh_from_db()
    return part


def counts(scene, on):
    work = Assignment.objects.filter(task=scene.task).official()
    return work.in_period(on.replace(day=1), on).count_by_status(on)


def test_the_other_unit_gets_a_part_of_its_own_due_on_the_same_day(scene):
    part = give(scene)
    assert (part.unit, part.part, part.period) == (scene.other, Part.LEAD, "")
    assert (part.planned_on, part.due_on) == (scene.work.planned_on, scene.work.due_on)
    assert part.officer is None
    assert status_on(TODAY, part.facts) is Status.OPEN
    assert status_on(TODAY, scene.work.facts) is Status.CANCELLED


def test_both_stories_tell_of_it(scene):
    record_progress(
        assignment=scene.work,
        by=scene.staff,
        on=TODAY,
        percent=60,
        note="Đã in tờ rơi.",
        files=[pdf()],
    )
    part = give(scene)
    given, received = scene.work.entries.first(), part.entries.get()
    assert given.kind == received.kind == EntryKind.HANDED_OVER
    assert given.note == f"Chuyển giao cho Thanh tra Sở. Lý do: {REASON}"
    assert received.note.splitlines() == [
        f"Nhận chuyển giao từ Phòng Chuyển đổi số. Lý do: {REASON}",
        "Việc đã làm gần nhất (15/06/2026): Đã in tờ rơi.",
        "1 tệp minh chứng lưu ở phần việc của Phòng Chuyển đổi số.",
    ]
    assert (part.percent, received.percent) == (60, 60)
    assert scene.work.entries.count() == 2


def test_the_official_figures_count_it_once_before_and_after(scene):
    before, after = day(-30), day(5)
    assert counts(scene, before).total == 1
    give(scene)
    assert counts(scene, before).total == 1
    assert (counts(scene, after).total, counts(scene, after).cancelled) == (1, 1)
    assert counts(scene, after).rate == counts(scene, before).rate


def test_late_work_stays_late(scene):
    part = give(scene, on=datetime.date(2026, 7, 10))
    assert status_on(datetime.date(2026, 7, 10), part.facts) is Status.OVERDUE


def test_work_without_a_day_goes_too(scene):
    ongoing = AssignmentFactory(unit=scene.unit, due_on=None)
    part = give(scene, work=ongoing)
    assert part.due_on is None
    assert part.starts_on == TODAY


def test_an_extension_granted_goes_along_and_one_asked_for_is_answered(scene):
    scene.work.due_on = datetime.date(2026, 8, 31)
    scene.work.save()
    ask_extension(
        assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(100), reason="Chờ vốn."
    )
    part = give(scene)
    assert part.due_on == datetime.date(2026, 8, 31)
    assert part.planned_on == datetime.date(2026, 6, 30)
    request = Extension.objects.get()
    assert request.granted is False
    assert "chuyển giao cho Thanh tra Sở" in request.answer


def test_suspended_work_stays_suspended(scene):
    suspend(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Chờ.")
    assert status_on(TODAY, give(scene).facts) is Status.SUSPENDED


# --- the other unit has a part already ------------------------------------------------------------
def test_a_cooperating_unit_comes_to_lead(scene):
    there = AssignmentFactory(
        task=scene.task, unit=scene.other, part=Part.COOPERATING, percent=30, officer=scene.stranger
    )
    part = give(scene)
    assert part.pk == there.pk
    assert (part.part, part.percent, part.officer) == (Part.LEAD, 30, scene.stranger)
    assert part.entries.get().kind == EntryKind.HANDED_OVER


def test_a_cooperating_part_takes_the_lead_from_nobody(scene):
    scene.work.part = Part.COOPERATING
    scene.work.save()
    there = AssignmentFactory(task=scene.task, unit=scene.other, part=Part.LEAD)
    assert give(scene).pk == there.pk
    there.refresh_from_db()
    assert there.part == Part.LEAD


def test_a_unit_that_has_done_the_same_work_does_not_get_it_again(scene):
    there = AssignmentFactory(task=scene.task, unit=scene.other)
    report_done(assignment=there, by=scene.stranger, on=TODAY, finished_on=TODAY, note="Xong.")
    with pytest.raises(ValidationError) as refused:
        give(scene)
    assert refused.value.error_dict["to_unit"][0].code == DONE_ALREADY
    scene.work.refresh_from_db()
    assert scene.work.cancelled_on is None
    assert not scene.work.entries.exists()


def test_there_and_back_again_is_one_part_with_its_whole_story(scene):
    assign_officer(assignment=scene.work, officer=scene.staff, by=scene.head, on=TODAY)
    part = give(scene)
    record_progress(assignment=part, by=scene.stranger, on=day(3), percent=40, note="Làm tiếp.")
    back = give(scene, to_unit=scene.unit, on=day(5), work=Assignment.objects.get(pk=part.pk))
    assert back.pk == scene.work.pk
    assert (back.cancelled_on, back.percent, back.officer) == (None, 40, None)
    assert back.entries.count() == 3
    assert Assignment.objects.filter(task=scene.task).official().count() == 2
    assert counts(scene, day(6)).total == 1


# --- refused --------------------------------------------------------------------------------------
def test_a_reason_is_needed(scene):
    with pytest.raises(ValidationError, match="lý do chuyển giao"):
        give(scene, reason=" ")


def test_not_to_itself_and_not_to_a_unit_that_is_gone(scene):
    gone = UnitFactory(name="UBND huyện Đắk Song", active_to=datetime.date(2025, 6, 30))
    with pytest.raises(ValidationError, match="đang giữ việc này"):
        give(scene, to_unit=scene.unit)
    with pytest.raises(ValidationError, match="không còn hoạt động"):
        give(scene, to_unit=gone)


def test_what_waits_or_is_closed_stays(scene):
    who = {"by": scene.staff, "on": TODAY}
    report_done(assignment=scene.work, finished_on=TODAY, note="Xong.", **who)
    with pytest.raises(ValidationError, match="xác nhận hoặc trả lại"):
        give(scene)
    assert not to_hand_over(scene.unit).exists()
    confirm_done(assignment=scene.work, by=scene.head, on=TODAY)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        give(scene)
    other = AssignmentFactory(unit=scene.unit)
    assert list(to_hand_over(scene.unit)) == [other]
    cancel(assignment=other, by=scene.coordinator, on=TODAY, reason="Trùng.")
    with pytest.raises(ValidationError, match="đã hủy"):
        give(scene, work=other)
    assert not to_hand_over(scene.unit).exists()


def test_who_saw_an_older_state_gives_nothing_away(scene):
    seen = scene.work.revision
    record_progress(assignment=scene.work, by=scene.staff, on=TODAY, percent=10, note="")
    with pytest.raises(StaleRevision):
        give(scene, revision=seen)
    assert Assignment.objects.filter(task=scene.task).count() == 1
