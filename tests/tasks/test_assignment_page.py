"""The page of one assignment, and what is done on it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.actions import (
    ask_extension,
    decide_extension,
    record_progress,
    report_done,
    suspend,
)
from tasks.contexts.assignment import build_assignment_page
from tasks.models import Assignment, Evidence, OutsideParty
from tests.factories import TODAY, AssignmentFactory
from tests.tasks.rows import day, file, pdf


def page_of(scene, user=None, **fields):
    return build_assignment_page(scene.work, user or scene.staff, today=TODAY, **fields)


def record(scene, **fields):
    fields = {"percent": 40, "note": "Đã đăng 02 bài.", "on": TODAY, **fields}
    return record_progress(assignment=scene.work, by=scene.staff, **fields)


def report(scene):
    return report_done(
        assignment=scene.work, by=scene.staff, on=TODAY, finished_on=TODAY, note="Đã xong 02 buổi."
    )


def ask(scene):
    return ask_extension(
        assignment=scene.work, by=scene.staff, on=TODAY, due_asked=day(60), reason="Chờ kinh phí."
    )


# --- what it says ---------------------------------------------------------------------------------
def test_it_says_how_the_work_stands(scene):
    page = page_of(scene)
    assert (page.title, page.unit, page.part) == (scene.task.title, scene.unit.name, "Chủ trì")
    assert (page.deadline, page.timing) == ("trước ngày 30/06/2026", "còn 15 ngày")
    assert page.deadline_notes == ()
    assert (page.badge.label, page.percent, page.revision) == ("Trong hạn", 0, 0)
    assert page.plan_name.startswith(scene.plan.full_number)
    assert page.entries == ()


def test_an_extension_keeps_the_first_day_in_sight(scene):
    decide_extension(extension=ask(scene), by=scene.leader, on=TODAY, granted=True)
    page = page_of(scene)
    assert page.deadline == "gia hạn đến 14/08/2026"
    assert page.deadline_notes == ("gốc 30/06/2026", "gia hạn 1 lần")


def test_it_names_everybody_with_a_part(scene):
    for period in ("2026-Q1", "2026-Q2"):
        AssignmentFactory(task=scene.task, unit=scene.other, period=period, part="cooperating")
    OutsideParty.objects.create(task=scene.task, part="cooperating", name="Công an tỉnh")
    page = page_of(scene)
    assert [(party.name, party.is_this) for party in page.leads] == [("Phòng Chuyển đổi số", True)]
    assert [party.name for party in page.cooperating] == ["Thanh tra Sở", "Công an tỉnh"]


def test_the_story_is_told_from_the_newest(scene):
    record(scene, on=day(-3), files=[pdf("anh.pdf")], difficulty="Thiếu hội trường.")
    report(scene)
    done, progress = page_of(scene).entries
    assert (done.label, done.on, done.by) == ("Báo cáo hoàn thành", "15/06/2026", str(scene.staff))
    assert (progress.percent, progress.difficulty) == (40, "Thiếu hội trường.")
    (link,) = progress.files
    assert (link.name, link.size) == ("anh.pdf", "1 KB")
    assert link.href == f"/viec/minh-chung/{Evidence.objects.get().pk}/"


def test_a_long_story_has_pages(scene):
    for percent in range(1, 36):
        record(scene, percent=percent)
    first, second = page_of(scene), page_of(scene, page="2")
    assert [len(page.entries) for page in (first, second)] == [20, 15]
    assert first.entries[0].percent == 35


def test_ongoing_work_without_evidence_is_flagged(scene):
    Assignment.objects.update(due_on=None, planned_on=None)
    assert "Chưa có minh chứng kỳ này" in page_of(scene).flags
    record(scene, files=[pdf()])
    assert page_of(scene).flags == ()


# --- what one may do ------------------------------------------------------------------------------
def may(scene, who):
    page = page_of(scene, getattr(scene, who))
    return {
        name
        for name in ("record", "ask_extension", "confirm", "decide")
        if getattr(page, f"can_{name}")
    }


def each(scene):
    return {who: may(scene, who) for who in ("staff", "head", "coordinator", "leader", "admin")}


RECORD = {"record", "ask_extension"}


def test_on_running_work(scene):
    assert each(scene) == {
        "staff": RECORD,
        "head": RECORD,
        "coordinator": RECORD,
        "leader": set(),
        "admin": RECORD,
    }


def test_on_reported_work(scene):
    report(scene)
    assert each(scene) == {
        "staff": set(),
        "head": {"confirm"},
        "coordinator": {"confirm"},
        "leader": set(),
        "admin": {"confirm"},
    }
    assert page_of(scene, scene.head).reported.note == "Đã xong 02 buổi."


def test_while_more_time_is_asked_for(scene):
    ask(scene)
    assert each(scene) == {
        "staff": {"record"},
        "head": {"record"},
        "coordinator": {"record", "decide"},
        "leader": {"decide"},
        "admin": {"record", "decide"},
    }
    assert page_of(scene).request.words == "Từ 30/06/2026 đến 14/08/2026"


def test_work_without_a_day_needs_no_more_time(scene):
    Assignment.objects.update(due_on=None, planned_on=None)
    assert may(scene, "staff") == {"record"}


@pytest.mark.parametrize("field", ["suspended_on", "cancelled_on"])
def test_on_stopped_work_nobody_does_anything_and_the_page_says_why(scene, field):
    Assignment.objects.update(**{field: TODAY})
    assert set().union(*each(scene).values()) == set()
    assert page_of(scene).notice


def test_on_work_of_a_revoked_plan_nobody_does_anything(scene):
    scene.plan.revoked_on = scene.plan.in_force_until = TODAY
    scene.plan.save()
    assert set().union(*each(scene).values()) == set()
    assert "đã bãi bỏ" in page_of(scene).notice


# --- doing it in the browser ----------------------------------------------------------------------
@pytest.fixture
def post(client, scene, on_day):
    """Sends a form as somebody; gives the answer."""
    on_day(TODAY)

    def send(who, route, pk=None, **data):
        client.force_login(getattr(scene, who))
        return client.post(reverse(f"tasks:{route}", args=[pk or scene.work.pk]), data)

    return send


def now(scene):
    return Assignment.objects.get(pk=scene.work.pk)


def test_progress_is_recorded(scene, post):
    answer = post(
        "staff",
        "record_progress",
        percent="60",
        note="Đã đăng 02 bài.",
        difficulty="Thiếu hội trường.",
        revision="0",
        files=[pdf("a.pdf"), file("b.txt", b"xong")],
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/viec/{scene.work.pk}/")
    entry = scene.work.entries.get()
    assert (now(scene).percent, entry.on, entry.by) == (60, TODAY, scene.staff)
    assert [one.name for one in entry.evidence.order_by("pk")] == ["a.pdf", "b.txt"]


def test_the_page_then_shows_it(client, scene, post):
    post("staff", "record_progress", percent="60", note="Đã đăng 02 bài.", revision="0")
    text = client.get(f"/viec/{scene.work.pk}/").content.decode()
    assert "Đã lưu tiến độ." in text
    assert "Đã đăng 02 bài." in text
    assert 'name="revision" value="1"' in text


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"percent": "140", "note": "Đã làm."}, "percent", "từ 0 đến 100"),
        ({"percent": "nửa", "note": "Đã làm."}, "percent", "từ 0 đến 100"),
        ({"percent": "", "note": "Đã làm."}, "percent", "từ 0 đến 100"),
        ({"percent": "0", "note": ""}, "note", "Hãy ghi nội dung đã làm"),
        ({"percent": "0", "note": "Đã làm.", "files": file("a.exe", b"MZ")}, "files", "a.exe"),
        ({"percent": "0", "note": "Đã làm.", "files": file("a.pdf", b"")}, "files", "tệp trống"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    scene, post, data, field, words
):
    answer = post("staff", "record_progress", revision="0", **data)
    assert answer.status_code == 422
    form = answer.context["progress_form"]
    assert words in " ".join(form.errors[field])
    assert data["note"] in answer.content.decode()
    assert not scene.work.entries.exists()


def test_ongoing_work_asks_for_no_percentage(scene, post):
    Assignment.objects.update(due_on=None, planned_on=None)
    assert post("staff", "record_progress", note="", revision="0").status_code == 422
    answer = post("staff", "record_progress", note="Đã trực.", percent="80", revision="0")
    assert answer.status_code == 302
    assert now(scene).percent == 0


def test_somebody_was_quicker(scene, post):
    record(scene)
    answer = post("staff", "record_progress", percent="70", note="Bản của tôi.", revision="0")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "vừa được người khác sửa" in text
    assert "Bản của tôi." in text
    assert "Đã đăng 02 bài." in text  # what the other one wrote
    # Seen, and saved once more on purpose.
    assert answer.context["progress_form"]["revision"].value() == "1"
    again = post("staff", "record_progress", percent="70", note="Bản của tôi.", revision="1")
    assert again.status_code == 302


def test_done_is_reported(scene, post):
    answer = post(
        "staff",
        "report_done",
        finished_on="12/06/2026",
        note="Đã xong 02 buổi.",
        revision="0",
        files=[pdf()],
    )
    assert answer.status_code == 302
    assert now(scene).finished_on == day(-3)
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("finished_on", ["", "31/02/2026", "16/06/2026", "31/12/2025", "hôm qua"])
def test_a_wrong_day_is_refused(scene, post, finished_on):
    answer = post("staff", "report_done", finished_on=finished_on, note="Xong.", revision="0")
    assert answer.status_code == 422
    assert "finished_on" in answer.context["done_form"].errors
    assert now(scene).finished_on is None


def test_the_head_confirms(scene, post):
    report(scene)
    assert post("head", "confirm_done", note="Đạt.", revision="1").status_code == 302
    assert now(scene).confirmed_on == TODAY


def test_the_head_sends_back_with_a_reason(scene, post):
    report(scene)
    refused = post("head", "send_back", reason=" ", revision="1")
    assert refused.status_code == 422
    assert "reason" in refused.context["send_back_form"].errors
    assert post("head", "send_back", reason="Thiếu ảnh.", revision="1").status_code == 302
    assert now(scene).finished_on is None


def test_more_time_is_asked_for_and_granted(scene, post):
    answer = post("staff", "ask_extension", due_asked="31/07/2026", reason="Chờ kinh phí.")
    assert answer.status_code == 302
    extension = scene.work.extensions.get()
    answer = post("leader", "decide_extension", extension.pk, granted="yes", answer="")
    assert (answer.status_code, answer["Location"]) == (302, f"/viec/{scene.work.pk}/")
    assert f"{now(scene).due_on}" == "2026-07-31"


def test_an_earlier_day_is_refused_beside_its_field(scene, post):
    answer = post("staff", "ask_extension", due_asked="01/06/2026", reason="Chờ kinh phí.")
    assert answer.status_code == 422
    assert "30/06/2026" in answer.context["extension_form"].errors["due_asked"][0]


def test_a_refusal_needs_a_reason_and_a_choice(scene, post):
    extension = ask(scene)
    no_reason = post("leader", "decide_extension", extension.pk, granted="no", answer="")
    assert "answer" in no_reason.context["decision_form"].errors
    no_choice = post("leader", "decide_extension", extension.pk, answer="Đồng ý.")
    assert "granted" in no_choice.context["decision_form"].errors
    refused = post("leader", "decide_extension", extension.pk, granted="no", answer="Việc gấp.")
    assert refused.status_code == 302
    assert scene.work.extensions.get().granted is False


def test_work_that_was_stopped_meanwhile_says_so(scene, post):
    suspend(assignment=scene.work, by=scene.coordinator, on=TODAY, reason="Chờ chỉ đạo.")
    answer = post("staff", "record_progress", percent="70", note="Đã làm.")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "tạm dừng từ ngày 15/06/2026" in text
    assert "Đã làm." in text  # what was typed is not lost with the form


def test_what_people_wrote_is_shown_as_text(client, scene):
    record(scene, note="<script>alert(1)</script>")
    client.force_login(scene.staff)
    assert "<script>alert(1)" not in client.get(f"/viec/{scene.work.pk}/").content.decode()


@pytest.mark.parametrize("who", ["staff", "head", "coordinator"])
def test_twice_the_rows_take_no_more_queries(scene, who):
    def more():
        for _ in range(2):
            record(scene, files=[pdf()])
            AssignmentFactory(task=scene.task, part="cooperating")
        decide_extension(extension=ask_later(scene), by=scene.leader, on=TODAY, granted=True)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page_of(scene, getattr(scene, who))
        return len(captured)

    more()
    once = queries()
    more()
    more()
    assert queries() == once


def ask_later(scene):
    due_on = now(scene).due_on
    return ask_extension(
        assignment=scene.work,
        by=scene.staff,
        on=TODAY,
        due_asked=due_on + datetime.timedelta(days=30),
        reason="Chờ kinh phí.",
    )
