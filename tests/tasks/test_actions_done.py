"""Reporting done, confirming, sending back."""

import pytest
from django.core.exceptions import ValidationError

from tasks.actions import (
    ask_extension,
    confirm_done,
    decide_extension,
    record_progress,
    report_done,
    send_back,
)
from tasks.models import Assignment, EntryKind
from tasks.status import Status, status_on
from tests.factories import TODAY
from tests.tasks.rows import day, pdf
from units.actions import change_settings
from units.agency_settings import SEPARATE_CONFIRMATION


def report(scene, finished_on=TODAY, note="Đã tổ chức 02 buổi, 186 lượt người.", **fields):
    who = {"assignment": scene.work, "by": scene.staff, "on": TODAY}
    entry = report_done(finished_on=finished_on, note=note, **who, **fields)
    scene.work.refresh_from_db()
    return entry


def confirm(scene, on=TODAY, **fields):
    entry = confirm_done(assignment=scene.work, by=scene.head, on=on, **fields)
    scene.work.refresh_from_db()
    return entry


def kinds(scene):
    return [EntryKind(entry.kind) for entry in scene.work.entries.order_by("pk")]


# --- the day of finishing -------------------------------------------------------------------------
DUE = 15  # of the scene's work, in days from TODAY


@pytest.mark.parametrize(
    ("on", "finished", "wants"),
    [
        # Told by the due day: no reason, whatever day is named.
        (DUE, DUE, False),
        (DUE, DUE - 40, False),
        # Told later: finished late, or a day set back to before the due day.
        (DUE + 1, DUE + 1, True),
        (DUE + 1, DUE, True),
        (DUE + 29, DUE - 1, True),
        (DUE + 29, DUE + 20, True),
    ],
)
def test_a_late_day_and_a_day_set_back_want_a_reason(scene, on, finished, wants):
    who = {"assignment": scene.work, "by": scene.staff, "on": day(on), "note": "Xong."}
    if wants:
        with pytest.raises(ValidationError) as refused:
            report_done(finished_on=day(finished), reason="  ", **who)
        assert set(refused.value.error_dict) == {"reason"}
        assert kinds(scene) == []
    entry = report_done(finished_on=day(finished), reason="Chờ vật tư." if wants else "", **who)
    assert entry.reason == ("Chờ vật tư." if wants else "")


def test_work_without_a_day_wants_no_reason(scene):
    scene.work.due_on = scene.work.planned_on = None
    scene.work.save()
    assert report(scene).reason == ""


# --- who reported does not confirm ----------------------------------------------------------------
def test_who_reported_does_not_confirm(scene):
    report_done(assignment=scene.work, by=scene.head, on=TODAY, finished_on=TODAY, note="Xong.")
    with pytest.raises(ValidationError, match="người báo hoàn thành"):
        confirm(scene)
    assert scene.work not in Assignment.objects.to_confirm(scene.head)
    assert scene.work in Assignment.objects.to_confirm(scene.coordinator)
    confirm_done(assignment=scene.work, by=scene.coordinator, on=TODAY)


def test_where_the_agency_allows_it_one_person_does_both(scene):
    values = {SEPARATE_CONFIRMATION.key: False}
    change_settings(agency=scene.agency, values=values, by=scene.coordinator)
    report_done(assignment=scene.work, by=scene.head, on=TODAY, finished_on=TODAY, note="Xong.")
    assert scene.work in Assignment.objects.to_confirm(scene.head)
    confirm(scene)


# --- reporting ------------------------------------------------------------------------------------
def test_reported_work_is_at_100_and_waits(scene):
    entry = report(scene, files=[pdf()])
    work = scene.work
    assert (work.percent, work.finished_on, work.confirmed_on) == (100, TODAY, None)
    assert (work.last_entry_on, work.revision) == (TODAY, 1)
    assert (entry.kind, entry.percent, entry.by) == (EntryKind.DONE, 100, scene.staff)
    assert entry.note == "Đã tổ chức 02 buổi, 186 lượt người."
    assert entry.evidence.count() == 1
    assert status_on(TODAY, work.facts) is Status.OPEN


def test_the_day_that_was_claimed_stays_in_the_story(scene):
    entry = report(scene, finished_on=day(-3))
    assert entry.on == TODAY
    assert entry.note.endswith("(Ngày hoàn thành: 12/06/2026)")


def test_a_result_is_needed(scene):
    with pytest.raises(ValidationError) as refused:
        report(scene, note="   ")
    assert refused.value.message_dict == {"note": ["Hãy ghi kết quả thực hiện."]}


def test_the_day_is_not_in_the_future(scene):
    with pytest.raises(ValidationError) as refused:
        report(scene, finished_on=day(1))
    assert "finished_on" in refused.value.message_dict


def test_the_day_is_not_before_the_work_began(scene):
    with pytest.raises(ValidationError, match="ngày bắt đầu"):
        report(scene, finished_on=scene.work.starts_on.replace(year=2025))
    assert report(scene, finished_on=scene.work.starts_on).pk


def test_it_is_reported_once(scene):
    report(scene)
    with pytest.raises(ValidationError, match="đang chờ xác nhận"):
        report(scene)
    assert kinds(scene) == [EntryKind.DONE]


# --- confirming -----------------------------------------------------------------------------------
def test_confirmed_work_is_done_by_the_units_own_day(scene):
    report(scene, finished_on=day(-3))
    scene.work.due_on = scene.work.planned_on = day(-2)
    scene.work.save()
    entry = confirm(scene, on=day(40), note="Đạt.")
    assert (scene.work.confirmed_on, scene.work.finished_on) == (day(40), day(-3))
    assert (entry.kind, entry.note, entry.by) == (EntryKind.CONFIRMED, "Đạt.", scene.head)
    assert status_on(day(40), scene.work.facts) is Status.DONE_ON_TIME


def test_there_must_be_something_to_confirm(scene):
    with pytest.raises(ValidationError, match="chưa được báo hoàn thành"):
        confirm(scene)
    assert kinds(scene) == []


def test_it_is_confirmed_once(scene):
    report(scene)
    confirm(scene)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        confirm(scene)


def test_an_open_request_is_decided_before_late_work_is_confirmed(scene):
    extension = asked_then_late(scene)
    with pytest.raises(ValidationError, match="gia hạn"):
        confirm(scene, on=day(20))
    decide_extension(extension=extension, by=scene.leader, on=day(20), granted=True)
    confirm(scene, on=day(20))
    assert status_on(day(20), scene.work.facts) is Status.DONE_ON_TIME


def asked_then_late(scene):
    extension = ask_extension(
        assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(20), reason="Mưa bão."
    )
    report_done(
        assignment=scene.work,
        by=scene.staff,
        on=day(18),
        finished_on=day(18),
        note="Xong.",
        reason="Mưa bão.",
    )
    return extension


def test_a_request_that_is_no_longer_needed_ends_with_the_work(scene):
    extension = ask_extension(
        assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(20), reason="Mưa bão."
    )
    report(scene)
    confirm(scene)
    extension.refresh_from_db()
    assert (extension.decided_on, extension.granted) == (TODAY, False)
    assert "Không cần nữa" in extension.answer


# --- sending back ---------------------------------------------------------------------------------
def test_work_that_is_sent_back_is_not_done(scene):
    who = {"assignment": scene.work, "by": scene.staff, "on": day(-5)}
    record_progress(percent=70, note="Gần xong.", **who)
    report(scene)
    entry = send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu danh sách.")
    scene.work.refresh_from_db()
    assert (scene.work.finished_on, scene.work.percent) == (None, 70)
    assert (entry.kind, entry.note) == (EntryKind.SENT_BACK, "Thiếu danh sách.")


def test_work_without_earlier_progress_goes_back_to_0(scene):
    report(scene)
    send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu danh sách.")
    scene.work.refresh_from_db()
    assert scene.work.percent == 0


def test_it_can_be_reported_again(scene):
    report(scene)
    send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu danh sách.")
    report(scene)
    confirm(scene)
    assert kinds(scene) == [
        EntryKind.DONE,
        EntryKind.SENT_BACK,
        EntryKind.DONE,
        EntryKind.CONFIRMED,
    ]


def test_a_reason_is_needed(scene):
    report(scene)
    with pytest.raises(ValidationError) as refused:
        send_back(assignment=scene.work, by=scene.head, on=TODAY, reason=" ")
    assert refused.value.message_dict == {"reason": ["Hãy nêu lý do trả lại."]}
    scene.work.refresh_from_db()
    assert scene.work.finished_on == TODAY


def test_confirmed_work_is_not_sent_back(scene):
    report(scene)
    confirm(scene)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu.")
