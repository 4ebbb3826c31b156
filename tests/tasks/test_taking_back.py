"""What a person has done is taken back, until somebody has built on it."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import SentForm
from tasks.actions import (
    ask_extension,
    cancel,
    confirm_done,
    decide_extension,
    record_progress,
    report_done,
    send_back,
    take_back,
    withdraw_evidence,
)
from tasks.actions.definition import withdraw_task
from tasks.actions.difficulties import answer_difficulty, raise_difficulty
from tasks.actions.progress import settle_before
from tasks.before import Before
from tasks.models import Assignment, Difficulty, EntryKind, Evidence, Extension, ProgressEntry
from tasks.status import Status, status_on
from tasks.taking_back import TAKE_BACK_LABELS, TAKEN_BACK_LABELS, may_take_back
from tests.factories import TODAY
from tests.tasks.rows import day, pdf


def now(scene) -> Assignment:
    return Assignment.objects.select_related("task__plan").get(pk=scene.work.pk)


def report(scene, by=None):
    return report_done(
        assignment=scene.work, by=by or scene.staff, on=TODAY, finished_on=TODAY, note="Xong."
    )


def confirm(scene):
    return confirm_done(assignment=scene.work, by=scene.head, on=TODAY)


def ask(scene):
    ask_extension(
        assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(40), reason="Mưa bão."
    )
    return scene.work.entries.get(kind=EntryKind.EXTENSION_ASKED)


def decide(scene, granted):
    decide_extension(
        extension=Extension.objects.get(), by=scene.leader, on=TODAY, granted=granted, answer="Vì."
    )
    return scene.work.entries.order_by("-pk").first()


# --- the rule -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "later", "may"),
    [
        ("done", [], True),
        ("done", ["progress", "officer"], True),
        ("done", ["confirmed"], False),
        ("done", ["sent_back"], False),
        ("done", ["done"], False),
        ("confirmed", ["officer"], True),
        ("confirmed", ["cancelled"], False),
        ("extension_asked", ["progress"], True),
        ("extension_asked", ["extension_refused"], False),
        ("extension_granted", ["progress"], True),
        ("extension_granted", ["done"], False),
        ("extension_refused", ["extension_asked"], False),
        ("progress", [], True),
        ("progress", ["officer", "reminded"], True),
        ("progress", ["progress"], False),
        ("progress", ["done"], False),
        ("progress", ["difficulty_answered"], False),
        ("progress", ["figure"], False),
        ("sent_back", [], True),
        ("sent_back", ["progress"], False),
        ("sent_back", ["done"], False),
        ("cancelled", [], True),
        ("cancelled", ["handed_over"], False),
        ("before", [], True),
        ("evidence_withdrawn", ["confirmed"], False),
        ("difficulty", ["difficulty_closed"], False),
        ("reminded", [], False),
    ],
)
def test_until_somebody_has_built_on_it(kind, later, may):
    assert may_take_back(kind, later) is may


def test_the_kinds_are_those_of_the_story():
    assert set(TAKE_BACK_LABELS) == set(TAKEN_BACK_LABELS) <= set(EntryKind.values)


# --- the verb -------------------------------------------------------------------------------------
def test_a_report_taken_back_leaves_the_work_as_it_was_and_both_lines(scene):
    record_progress(assignment=scene.work, by=scene.staff, on=TODAY, percent=40, note="Đang làm.")
    entry = report(scene)
    told = take_back(entry=entry, by=scene.staff, on=TODAY)
    work = now(scene)
    assert (work.finished_on, work.percent) == (None, 40)
    assert status_on(TODAY, work.facts) is Status.OPEN
    assert (told.kind, told.takes_back) == (EntryKind.TAKEN_BACK, entry)
    with pytest.raises(ValidationError, match="đã được rút lại"):
        take_back(entry=entry, by=scene.staff, on=TODAY)
    take_back(entry=report(scene), by=scene.staff, on=TODAY)


def test_a_confirmation_taken_back_waits_again(scene):
    report(scene)
    take_back(entry=confirm(scene), by=scene.head, on=TODAY)
    assert now(scene).confirmed_on is None
    # What was built on the report is gone, so it can be taken back too.
    take_back(entry=scene.work.entries.get(kind=EntryKind.DONE), by=scene.staff, on=TODAY)
    assert now(scene).finished_on is None


def test_a_request_taken_back_asks_nobody(scene):
    entry = ask(scene)
    take_back(entry=entry, by=scene.staff, on=TODAY)
    assert not Extension.objects.exists()
    ask_extension(assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(50), reason="Lại.")


@pytest.mark.parametrize("granted", [True, False])
def test_a_decision_taken_back_waits_again(scene, granted):
    due_on = now(scene).due_on
    ask(scene)
    entry = decide(scene, granted)
    take_back(entry=entry, by=scene.leader, on=TODAY)
    extension = Extension.objects.get()
    assert (extension.decided_on, extension.granted, extension.answer) == (None, None, "")
    assert now(scene).due_on == due_on
    decide(scene, not granted)


def test_nobody_takes_back_what_another_did(scene):
    entry = report(scene)
    for person in (scene.head, scene.coordinator, scene.admin):
        with pytest.raises(ValidationError, match="Chỉ người"):
            take_back(entry=entry, by=person, on=TODAY)


def test_not_after_somebody_has_built_on_it(scene):
    done = report(scene)
    send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu.")
    with pytest.raises(ValidationError, match="xử lý tiếp"):
        take_back(entry=done, by=scene.staff, on=TODAY)
    report(scene)
    cancelled = confirm(scene)
    scene.plan.closed_on = scene.plan.in_force_until = TODAY
    scene.plan.save()
    with pytest.raises(ValidationError, match="không còn thực hiện"):
        take_back(entry=cancelled, by=scene.head, on=TODAY)


def test_a_cancelled_piece_of_work_keeps_what_was_said(scene):
    done = report(scene)
    cancel(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Thôi.")
    with pytest.raises(ValidationError):
        take_back(entry=done, by=scene.staff, on=TODAY)


def test_progress_taken_back_leaves_the_work_as_it_was_before(scene, media_root):
    first = record_progress(assignment=scene.work, by=scene.staff, on=day(-3), percent=20, note="A")
    wrong = record_progress(
        assignment=scene.work,
        by=scene.staff,
        on=TODAY,
        percent=90,
        note="Nhầm việc.",
        difficulty="Thiếu kinh phí.",
        files=[pdf()],
    )
    assert now(scene).last_entry_on == TODAY
    take_back(entry=wrong, by=scene.staff, on=TODAY)
    work = now(scene)
    assert (work.percent, work.last_entry_on) == (20, day(-3))
    assert not Evidence.objects.valid().exists()
    shown = Assignment.objects.with_evidence_this_cycle(TODAY).get(pk=scene.work.pk)
    assert vars(shown)["has_evidence"] is False
    assert not Difficulty.objects.standing().exists()
    # Then the one before it, and so on to the beginning.
    take_back(entry=first, by=scene.staff, on=TODAY)
    work = now(scene)
    assert (work.percent, work.last_entry_on) == (0, None)
    take_back(entry=report(scene), by=scene.staff, on=TODAY)
    assert now(scene).percent == 0


def test_a_return_taken_back_waits_again_with_the_units_own_day(scene):
    report_done(assignment=scene.work, by=scene.staff, on=TODAY, finished_on=day(-2), note="Xong.")
    entry = send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu ảnh.")
    take_back(entry=entry, by=scene.head, on=TODAY)
    work = now(scene)
    assert (work.finished_on, work.percent, work.confirmed_on) == (day(-2), 100, None)
    confirm(scene)


def test_a_return_on_which_the_unit_has_acted_stays(scene):
    report(scene)
    entry = send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu ảnh.")
    record_progress(assignment=scene.work, by=scene.staff, on=TODAY, percent=80, note="Chụp lại.")
    with pytest.raises(ValidationError, match="xử lý tiếp"):
        take_back(entry=entry, by=scene.head, on=TODAY)


def test_a_return_of_before_the_day_was_kept_says_so(scene):
    ProgressEntry.objects.filter(pk=report(scene).pk).update(finished_on=None)
    entry = send_back(assignment=scene.work, by=scene.head, on=TODAY, reason="Thiếu ảnh.")
    with pytest.raises(ValidationError, match="không còn được giữ"):
        take_back(entry=entry, by=scene.head, on=TODAY)


def test_a_cancelling_taken_back_goes_on_unless_the_task_was_withdrawn(scene):
    entry = cancel(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Nhầm.")
    take_back(entry=entry, by=scene.coordinator, on=TODAY)
    assert now(scene).cancelled_on is None
    withdraw_task(task=scene.work.task, by=scene.coordinator, on=TODAY, reason="Thôi.")
    entry = scene.work.entries.filter(kind=EntryKind.CANCELLED).order_by("-pk").first()
    with pytest.raises(ValidationError, match="rút khỏi kế hoạch"):
        take_back(entry=entry, by=scene.coordinator, on=TODAY)


def test_done_before_taken_back_is_followed_like_other_work(scene):
    Assignment.objects.filter(pk=scene.work.pk).update(due_on=day(-5))
    rows = Assignment.objects.filter(pk=scene.work.pk)
    assert settle_before(work=rows, answer=Before.DONE, by=scene.coordinator, on=TODAY) == 1
    entry = scene.work.entries.get(kind=EntryKind.BEFORE)
    take_back(entry=entry, by=scene.coordinator, on=TODAY)
    work = now(scene)
    assert (work.finished_on, work.confirmed_on, work.percent) == (None, None, 0)
    assert status_on(TODAY, work.facts) is Status.OVERDUE


def test_a_difficulty_taken_back_asks_nobody(scene):
    said = {"assignment": scene.work, "text": "Thiếu.", "by": scene.staff, "on": TODAY}
    raise_difficulty(**said)
    take_back(entry=Difficulty.objects.get().entry, by=scene.staff, on=TODAY)
    assert not Difficulty.objects.standing().exists()
    raise_difficulty(**said)
    raised = Difficulty.objects.standing().get()
    answer_difficulty(difficulty=raised, answer="Đã cấp.", by=scene.coordinator, on=TODAY)
    with pytest.raises(ValidationError, match="xử lý tiếp"):
        take_back(entry=raised.entry, by=scene.staff, on=TODAY)


# --- evidence -------------------------------------------------------------------------------------
def a_file(scene) -> Evidence:
    record_progress(
        assignment=scene.work, by=scene.staff, on=TODAY, percent=10, note="Ảnh.", files=[pdf()]
    )
    return Evidence.objects.get()


def test_a_wrong_file_is_withdrawn_with_the_reason_and_stays(scene, media_root):
    evidence = a_file(scene)
    with pytest.raises(ValidationError):
        withdraw_evidence(evidence=evidence, by=scene.staff, on=TODAY, reason=" ")
    withdraw_evidence(evidence=evidence, by=scene.staff, on=TODAY, reason="Nhầm ảnh.")
    evidence.refresh_from_db()
    assert (evidence.withdrawn_on, evidence.withdrawn_reason) == (TODAY, "Nhầm ảnh.")
    assert not Evidence.objects.valid().exists()
    shown = Assignment.objects.with_evidence_this_cycle(TODAY).get(pk=scene.work.pk)
    assert vars(shown)["has_evidence"] is False
    with evidence.file.open("rb") as kept:
        assert kept.read()
    assert scene.work.entries.filter(kind=EntryKind.EVIDENCE_WITHDRAWN).count() == 1
    with pytest.raises(ValidationError, match="đã được rút"):
        withdraw_evidence(evidence=evidence, by=scene.staff, on=TODAY, reason="Nữa.")


def test_a_file_withdrawn_by_mistake_is_used_again(scene, media_root):
    evidence = a_file(scene)
    withdraw_evidence(evidence=evidence, by=scene.staff, on=TODAY, reason="Nhầm ảnh.")
    entry = scene.work.entries.get(kind=EntryKind.EVIDENCE_WITHDRAWN)
    take_back(entry=entry, by=scene.staff, on=TODAY)
    evidence.refresh_from_db()
    assert (evidence.withdrawn_on, evidence.withdrawn_reason) == (None, "")
    assert Evidence.objects.valid().exists()


def test_what_was_confirmed_by_its_evidence_keeps_it(scene, media_root):
    evidence = a_file(scene)
    report(scene)
    confirm(scene)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        withdraw_evidence(evidence=evidence, by=scene.staff, on=TODAY, reason="Nhầm.")


# --- the pages ------------------------------------------------------------------------------------
def test_the_button_stands_where_it_works(scene, client, on_day):
    on_day(TODAY)
    entry = report(scene)
    address = reverse("tasks:assignment", args=[scene.work.pk])
    back = reverse("tasks:take_back", args=[entry.pk])
    client.force_login(scene.head)
    assert back not in client.get(address).content.decode()
    client.force_login(scene.staff)
    assert back in client.get(address).content.decode()
    client.post(back)
    assert now(scene).finished_on is None
    page = client.get(address).content.decode()
    assert "đã rút lại" in page
    assert back not in page


def test_a_file_is_withdrawn_from_the_page(scene, client, on_day, media_root):
    on_day(TODAY)
    evidence = a_file(scene)
    client.force_login(scene.staff)
    address = reverse("tasks:withdraw_evidence", args=[evidence.pk])
    assert address in client.get(reverse("tasks:assignment", args=[scene.work.pk])).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Nhầm ảnh."})
    page = client.get(reverse("tasks:assignment", args=[scene.work.pk])).content.decode()
    assert "Nhầm ảnh." in page


def test_who_confirms_sees_how_far_the_day_was_set_back(scene, client, on_day):
    on_day(day(29))
    report_done(
        assignment=scene.work,
        by=scene.staff,
        on=day(29),
        finished_on=TODAY,
        note="Xong.",
        reason="Quên báo.",
    )
    client.force_login(scene.head)
    page = client.get(reverse("tasks:assignment", args=[scene.work.pk])).content.decode()
    assert "lùi 29 ngày" in page
    assert "Quên báo." in page


# --- one form, one entry --------------------------------------------------------------------------
def test_a_form_sent_twice_writes_once(scene, client, on_day):
    on_day(TODAY)
    client.force_login(scene.staff)
    address = reverse("tasks:record_progress", args=[scene.work.pk])
    sent = {"percent": "20", "note": "Đã làm.", "token": str(uuid.uuid4()), "revision": "0"}
    client.post(address, sent)
    again = client.post(address, sent, follow=True)
    assert ProgressEntry.objects.count() == 1
    assert "đã được lưu rồi" in again.content.decode()
    client.post(address, {**sent, "token": str(uuid.uuid4()), "revision": "1"})
    assert ProgressEntry.objects.count() == 2


def test_a_refused_form_can_be_sent_again(scene, client, on_day):
    on_day(TODAY)
    client.force_login(scene.staff)
    address = reverse("tasks:record_progress", args=[scene.work.pk])
    sent = {"percent": "0", "note": "", "token": str(uuid.uuid4()), "revision": "0"}
    assert client.post(address, sent).status_code == 422
    assert not SentForm.objects.exists()
    client.post(address, {**sent, "note": "Đã làm."})
    assert ProgressEntry.objects.count() == 1


# --- more time ------------------------------------------------------------------------------------
def test_a_day_far_beyond_the_plan_needs_somebody_who_insists(scene):
    last = scene.plan.ends_on
    limit = last.replace(year=last.year + 1)
    asked = {"assignment": scene.work, "by": scene.coordinator, "on": TODAY, "reason": "Vì."}
    with pytest.raises(ValidationError) as refused:
        ask_extension(due_asked=limit + (day(1) - TODAY), **asked)
    assert set(refused.value.error_dict) == {"due_asked"}
    extension = ask_extension(due_asked=limit, **asked)
    extension.delete()
    ask_extension(due_asked=limit.replace(year=9998), insists=True, **asked)


def test_only_who_decides_can_insist_and_everybody_is_warned(scene, client, on_day):
    on_day(TODAY)
    address = reverse("tasks:ask_extension", args=[scene.work.pk])
    sent = {"due_asked": "31/12/2099", "reason": "Vì.", "insists": "on"}
    client.force_login(scene.staff)
    assert client.post(address, sent).status_code == 422
    answer = client.post(address, {**sent, "due_asked": "31/03/2027"}, follow=True)
    assert "sau ngày kế hoạch kết thúc" in answer.content.decode()
    Extension.objects.all().delete()
    client.force_login(scene.coordinator)
    assert client.post(address, sent).status_code == 302
