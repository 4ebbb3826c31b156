"""Recording what was done."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tasks.actions import record_progress
from tasks.models import Assignment, EntryKind, Evidence, ProgressEntry
from tests.factories import TODAY
from tests.tasks.rows import day, file, pdf


def record(scene, **fields):
    fields = {"percent": 40, "note": "Đã đăng 02 bài.", **fields}
    return record_progress(assignment=scene.work, by=scene.staff, on=TODAY, **fields)


def test_an_entry_is_added_and_the_assignment_moves_on(scene):
    entry = record(scene, difficulty=" Thiếu hội trường. ")
    scene.work.refresh_from_db()
    assert (scene.work.percent, scene.work.last_entry_on, scene.work.revision) == (40, TODAY, 1)
    assert entry.kind == EntryKind.PROGRESS
    assert (entry.on, entry.by, entry.percent) == (TODAY, scene.staff, 40)
    assert (entry.note, entry.difficulty) == ("Đã đăng 02 bài.", "Thiếu hội trường.")


def test_entries_add_up(scene):
    record(scene)
    record(scene, percent=60)
    assert [entry.percent for entry in scene.work.entries.order_by("pk")] == [40, 60]


def test_files_are_kept_by_their_hash(scene, media_root):
    entry = record(scene, files=[pdf("Biên bản.pdf"), file("ghi chu.txt", "Đã làm".encode())])
    first, second = entry.evidence.order_by("pk")
    assert (first.name, first.media_type, first.size) == ("Biên bản.pdf", "application/pdf", 9)
    assert first.file.name == f"evidence/{first.sha256[:2]}/{first.sha256}"
    assert (media_root / first.file.name).read_bytes() == b"%PDF-1.7\n"
    assert second.media_type == "text/plain"


def test_one_file_attached_twice_stays_when_one_entry_fails(scene, media_root, monkeypatch):
    kept = record(scene, files=[pdf()]).evidence.get()
    monkeypatch.setattr(Assignment, "save", fail)
    with pytest.raises(RuntimeError):
        record(scene, percent=50, files=[pdf()])
    assert stored(media_root) == [media_root / kept.file.name]


@pytest.mark.parametrize("percent", [-1, 101, 1000])
def test_the_percentage_is_between_0_and_100(scene, percent):
    with pytest.raises(ValidationError) as refused:
        record(scene, percent=percent)
    assert refused.value.message_dict == {"percent": ["Tiến độ là số từ 0 đến 100."]}
    assert_nothing_written(scene)


@pytest.mark.parametrize("percent", [0, 100])
def test_the_ends_are_allowed(scene, percent):
    assert record(scene, percent=percent).percent == percent


def test_something_must_be_told(scene):
    with pytest.raises(ValidationError) as refused:
        record(scene, percent=0, note="  ")
    assert "note" in refused.value.message_dict
    assert_nothing_written(scene)


def test_of_a_file_alone_the_story_says_that_nothing_was_said(scene, media_root):
    entry = record(scene, percent=0, note="  ", files=[pdf(), pdf("khac.pdf")])
    assert entry.note == "Gửi 2 tệp minh chứng, chưa ghi nội dung."


@pytest.mark.parametrize(
    "told",
    [
        {"percent": 10, "note": ""},
        {"percent": 0, "note": "Đã họp."},
        {"percent": 0, "note": "", "difficulty": "Thiếu kinh phí."},
    ],
)
def test_a_note_a_difficulty_or_a_change_is_enough(scene, told):
    assert record(scene, **told).pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cancelled_on": day(-1)}, "đã hủy từ ngày 14/06/2026"),
        ({"suspended_on": day(-1)}, "tạm dừng từ ngày 14/06/2026"),
        ({"finished_on": day(-1)}, "đang chờ xác nhận"),
        ({"finished_on": day(-2), "confirmed_on": day(-1)}, "đã được xác nhận hoàn thành"),
    ],
)
def test_closed_work_takes_no_more_progress(scene, fields, words):
    Assignment.objects.filter(pk=scene.work.pk).update(**fields)
    with pytest.raises(ValidationError, match=words):
        record(scene)
    assert_nothing_written(scene)


@pytest.mark.parametrize("field", ["revoked_on", "superseded_by"])
def test_work_of_a_plan_out_of_force_takes_no_more_progress(scene, field):
    scene.plan.in_force_until = day(-1)
    setattr(scene.plan, field, TODAY if field == "revoked_on" else other_plan(scene))
    scene.plan.save()
    with pytest.raises(ValidationError, match="không còn hiệu lực"):
        record(scene)


def other_plan(scene):
    plan = type(scene.plan).objects.get(pk=scene.plan.pk)
    plan.pk, plan._state.adding = None, True
    plan.save()
    return plan


def test_a_refused_file_leaves_nothing_behind(scene, media_root):
    with pytest.raises(ValidationError):
        record(scene, files=[pdf(), file("a.exe", b"MZ\x90\0")])
    assert_nothing_written(scene)
    assert stored(media_root) == []


def test_a_failure_at_the_end_leaves_nothing_behind(scene, media_root, monkeypatch):
    monkeypatch.setattr(Assignment, "save", fail)
    with pytest.raises(RuntimeError):
        record(scene, files=[pdf()])
    assert_nothing_written(scene)
    assert stored(media_root) == []


def test_a_failure_between_two_files_leaves_nothing_behind(scene, media_root, monkeypatch):
    save = Evidence.save

    def second_fails(row, *args, **kwargs):
        if Evidence.objects.exists():
            raise RuntimeError
        save(row, *args, **kwargs)

    monkeypatch.setattr(Evidence, "save", second_fails)
    with pytest.raises(RuntimeError):
        record(scene, files=[pdf("mot.pdf"), pdf("hai.pdf", b"2")])
    assert_nothing_written(scene)
    assert stored(media_root) == []


def fail(*args, **kwargs):
    raise RuntimeError


def stored(media_root: Path) -> list[Path]:
    return [path for path in media_root.rglob("*") if path.is_file()]


def assert_nothing_written(scene):
    before = (scene.work.percent, scene.work.revision, scene.work.last_entry_on)
    now = Assignment.objects.get(pk=scene.work.pk)
    assert (now.percent, now.revision, now.last_entry_on) == before
    assert not ProgressEntry.objects.exists()
    assert not Evidence.objects.exists()
