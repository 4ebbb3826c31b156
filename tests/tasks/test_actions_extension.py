"""Asking for more time and deciding on it."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from tasks.actions import ask_extension, cancel, decide_extension
from tasks.models import Assignment, EntryKind
from tests.factories import TODAY
from tests.tasks.rows import day

DUE = datetime.date(2026, 6, 30)


def ask(scene, due_asked=datetime.date(2026, 7, 31), reason="Chờ kinh phí.", on=TODAY):
    return ask_extension(
        assignment=scene.work, by=scene.staff, on=on, due_asked=due_asked, reason=reason
    )


def decide(scene, extension, *, granted, answer="", on=TODAY):
    return decide_extension(
        extension=extension, by=scene.leader, on=on, granted=granted, answer=answer
    )


def test_asking_moves_nothing_yet(scene):
    extension = ask(scene)
    scene.work.refresh_from_db()
    assert (scene.work.due_on, scene.work.revision) == (DUE, 1)
    assert (extension.due_before, extension.due_asked) == (DUE, datetime.date(2026, 7, 31))
    assert (extension.asked_by, extension.asked_on) == (scene.staff, TODAY)
    assert (extension.decided_on, extension.granted) == (None, None)
    entry = scene.work.entries.get()
    assert entry.kind == EntryKind.EXTENSION_ASKED
    assert entry.note == "Xin lùi hạn từ 30/06/2026 đến 31/07/2026. Lý do: Chờ kinh phí."


def test_granting_moves_the_due_day_and_keeps_the_planned_one(scene):
    extension = decide(scene, ask(scene), granted=True, answer="Đồng ý.")
    scene.work.refresh_from_db()
    assert (scene.work.due_on, scene.work.planned_on) == (datetime.date(2026, 7, 31), DUE)
    assert (extension.granted, extension.decided_by) == (True, scene.leader)
    entry = scene.work.entries.first()
    assert entry.kind == EntryKind.EXTENSION_GRANTED
    assert entry.note == "Hạn mới 31/07/2026, thay cho 30/06/2026. Đồng ý."


def test_refusing_keeps_the_due_day(scene):
    extension = decide(scene, ask(scene), granted=False, answer="Việc gấp.")
    scene.work.refresh_from_db()
    assert (scene.work.due_on, extension.granted) == (DUE, False)
    entry = scene.work.entries.first()
    assert (entry.kind, entry.note) == (
        EntryKind.EXTENSION_REFUSED,
        "Giữ hạn 30/06/2026. Việc gấp.",
    )


def test_a_refusal_gives_its_reason(scene):
    extension = ask(scene)
    with pytest.raises(ValidationError) as refused:
        decide(scene, extension, granted=False)
    assert "answer" in refused.value.message_dict
    extension.refresh_from_db()
    assert extension.decided_on is None


def test_it_is_decided_once(scene):
    extension = ask(scene)
    decide(scene, extension, granted=False, answer="Việc gấp.")
    with pytest.raises(ValidationError, match="đã được quyết định"):
        decide(scene, extension, granted=True)
    scene.work.refresh_from_db()
    assert scene.work.due_on == DUE


def test_one_request_at_a_time_and_another_later(scene):
    extension = ask(scene)
    with pytest.raises(ValidationError, match="Đã có một đề nghị gia hạn"):
        ask(scene)
    decide(scene, extension, granted=True)
    again = ask(scene, due_asked=datetime.date(2026, 8, 31))
    assert again.due_before == datetime.date(2026, 7, 31)
    assert scene.work.extensions.count() == 2


@pytest.mark.parametrize("due_asked", [DUE, DUE - datetime.timedelta(days=1)])
def test_the_new_day_is_later(scene, due_asked):
    with pytest.raises(ValidationError) as refused:
        ask(scene, due_asked=due_asked)
    assert refused.value.message_dict == {
        "due_asked": ["Hạn mới phải sau hạn hiện nay (30/06/2026)."]
    }


def test_the_new_day_has_not_passed(scene):
    with pytest.raises(ValidationError, match="đã qua"):
        ask(scene, due_asked=DUE + datetime.timedelta(days=5), on=DUE + datetime.timedelta(days=6))


def test_a_reason_is_needed(scene):
    with pytest.raises(ValidationError) as refused:
        ask(scene, reason="")
    assert "reason" in refused.value.message_dict


def test_work_without_a_day_needs_no_more_time(scene):
    Assignment.objects.update(due_on=None, planned_on=None)
    with pytest.raises(ValidationError, match="không có thời hạn"):
        ask(scene)


@pytest.mark.parametrize("field", ["finished_on", "suspended_on", "cancelled_on"])
def test_only_running_work_gets_more_time(scene, field):
    Assignment.objects.update(**{field: day(-1)})
    with pytest.raises(ValidationError):
        ask(scene)
    assert not scene.work.extensions.exists()


def test_the_request_of_cancelled_work_is_closed(scene):
    extension = ask(scene)
    cancel(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Trùng việc.")
    extension.refresh_from_db()
    assert (extension.granted, extension.decided_on) == (False, TODAY)
    with pytest.raises(ValidationError, match="đã hủy"):
        decide(scene, extension, granted=True)
