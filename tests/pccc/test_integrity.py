"""What no longer agrees is named; what nobody owns can be removed, once it is old."""

import datetime
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from plans.models import PlanFile
from tests.factories import AssignmentFactory, PlanFactory, TaskFactory, UnitFactory
from units.models import UnitAncestor

pytestmark = pytest.mark.django_db
HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def kept() -> PlanFile:
    """A plan with its file, as it should be."""
    file = PlanFile(plan=TaskFactory().plan, name="ke-hoach.docx", sha256=HELLO, size=5)
    file.file.save("x", ContentFile(b"hello"), save=False)
    file.save()
    return file


def told(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    with pytest.raises(CommandError, match="không khớp"):
        call_command("check_integrity", *options)
    return capsys.readouterr().out


def test_all_is_well(kept, capsys):
    AssignmentFactory()
    call_command("check_integrity")
    assert "khớp nhau" in capsys.readouterr().out


def test_a_file_that_nobody_owns_is_named_and_removed_once_it_is_old(kept, capsys, media_root):
    default_storage.save("plans/zz/lost", ContentFile(b"lost"))
    call_command("check_integrity", "--remove-orphans")  # somebody may be saving it this moment
    assert default_storage.exists("plans/zz/lost")
    before = time.time() - 2 * 24 * 60 * 60
    os.utime(media_root / "plans" / "zz" / "lost", (before, before))
    assert "plans/zz/lost" in told(capsys)
    call_command("check_integrity", "--remove-orphans")
    assert not default_storage.exists("plans/zz/lost")
    assert default_storage.exists(str(kept.file.name))


def test_a_file_that_is_being_written_is_no_finding(kept, media_root):
    (media_root / "plans" / ".part-abc").write_bytes(b"half")
    call_command("check_integrity")


def test_a_row_without_its_file(kept, capsys):
    default_storage.delete(str(kept.file.name))
    assert "không có tệp trong kho" in told(capsys)


def test_a_file_that_is_another_by_now(kept, capsys, media_root):
    (media_root / str(kept.file.name)).write_bytes(b"hallo")
    assert "khác mã SHA-256" in told(capsys)


def test_a_plan_without_tasks(capsys):
    PlanFactory()
    assert "không có nhiệm vụ nào" in told(capsys)


def test_a_task_under_one_of_another_plan(capsys):
    TaskFactory(parent=TaskFactory())
    assert "kế hoạch khác" in told(capsys)


def test_one_day_given_twice(capsys):
    first = AssignmentFactory(period="2026-Q1")
    AssignmentFactory(task=first.task, unit=first.unit, period="2026-Q1.1", due_on=first.due_on)
    assert "trùng kỳ" in told(capsys)


def test_a_cancelled_part_is_no_second_one():
    first = AssignmentFactory(period="2026-Q1")
    AssignmentFactory(
        task=first.task,
        unit=first.unit,
        period="2026-Q1.1",
        due_on=first.due_on,
        cancelled_on=datetime.date(2026, 5, 1),
    )
    call_command("check_integrity")


@pytest.mark.parametrize("spoil", ["missing", "surplus", "distance"])
def test_links_of_the_tree_that_are_wrong(capsys, spoil):
    top = UnitFactory()
    room = UnitFactory(parent=top)
    links = UnitAncestor.objects.filter(unit=room, ancestor=top)
    if spoil == "missing":
        links.delete()
    elif spoil == "distance":
        links.update(distance=3)
    else:
        UnitAncestor.objects.create(unit=top, ancestor=room, distance=1)
    assert "liên kết cấp trên sai" in told(capsys)
