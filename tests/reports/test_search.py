"""Everything is found on one page: as far as the person may see, the same on both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.search_index import SEARCHED, drop_triggers, ensure_indexes
from plans.models import LegalBasis, Plan
from tasks.models import Evidence, ProgressEntry, Task
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.worlds import shared
from units.models import Unit, UnitAlias
from units.policy import Role

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


@shared
def agency() -> Unit:
    return UnitFactory(name="Sở Khoa học và Công nghệ", code="SKHCN")


@shared
def coordinator(agency):
    return person(Role.COORDINATOR, agency)


@shared
def plan(agency) -> Plan:
    return PlanFactory(issuer=agency, number="93", symbol="KH-SKHCN", released_on=TODAY)


def task_of(plan: Plan, **facts) -> Task:
    """A task as the verbs write it: its searched words filled."""
    task = TaskFactory(plan=plan, **facts)
    task.full_clean()
    task.save()
    return task


def groups(client, user, query: str) -> dict[str, list[str]]:
    client.force_login(user)
    page = client.get(reverse("reports:search"), {"q": query}).context["page"]
    return {
        group.name: ["".join(piece.text for piece in hit.pieces) for hit in group.hits]
        for group in page.groups
    }


@pytest.mark.parametrize("query", ["KH 93", "93/KH-SKHCN", "kế hoạch số 93", "93"])
def test_a_plan_by_its_number(client, coordinator, plan, query):
    if query == "kế hoạch số 93":
        plan.title = "Kế hoạch số 93 của Sở"
    plan.full_clean()
    plan.save()
    assert groups(client, coordinator, query)["Kế hoạch"] == [f"{plan.full_number} – {plan.title}"]


@pytest.mark.parametrize("query", ["phong chay", "PCCC", "pccc va", "PHÒNG CHÁY"])
def test_a_task_without_accents_and_by_its_short_form(client, coordinator, plan, query):
    task_of(plan, ref="II.1", title="Kiện toàn Đội PCCC và CNCH", text="…")
    task_of(plan, ref="II.2", title="Bảo dưỡng máy phát điện", text="…")
    assert groups(client, coordinator, query)["Nhiệm vụ"] == ["II.1 Kiện toàn Đội PCCC và CNCH"]


def test_every_kind_of_thing_has_a_group(client, agency, coordinator, plan):
    room = UnitFactory(name="Phòng Lưu trữ", parent=agency)
    UnitAlias.objects.create(unit=room, name="Bộ phận xe", folded="bo phan xe")
    work = AssignmentFactory(task=task_of(plan, title="Dọn xe", text="…"), unit=room)
    entry = ProgressEntry.objects.create(assignment=work, on=TODAY, by=coordinator)
    file = Evidence(entry=entry, name="Ảnh xe.jpg", sha256="0" * 64, size=1, media_type="x")
    file.file.name = "evidence/00/0"
    file.full_clean()
    file.save()
    cited = LegalBasis(plan=plan, order=1, kind="Nghị quyết", number="7/XE", issuer="HĐND")
    cited.fill_derived()
    cited.save()
    assert groups(client, coordinator, "xe") == {
        "Nhiệm vụ": [f"{work.task.ref} Dọn xe".strip()],
        "Đơn vị": ["Phòng Lưu trữ"],
        "Văn bản viện dẫn": ["Nghị quyết số 7/XE"],
        "Minh chứng": ["Ảnh xe.jpg"],
    }


def test_a_stranger_finds_nothing_and_learns_no_number(client, plan):
    task_of(plan, title="Việc kín", text="…")
    stranger = person(Role.COORDINATOR, UnitFactory(name="Cơ quan khác"))
    assert groups(client, stranger, "viec kin") == {}
    assert groups(client, stranger, "93") == {}


def test_people_are_found_by_those_who_manage_them_only(client, agency):
    somebody = UserFactory(full_name="Nguyễn Thị Ánh Nguyệt")
    somebody.fill_derived()
    somebody.save()
    found = groups(client, person(Role.ADMIN, agency), "anh nguyet")
    assert found["Người dùng"] == ["Nguyễn Thị Ánh Nguyệt"]
    assert "Người dùng" not in groups(client, person(Role.STAFF, agency), "anh nguyet")


def test_the_nearer_to_the_beginning_the_earlier(client, coordinator, plan):
    for ref, title in (("2", "Mua sắm, trang bị bình"), ("1", "Kho, mua sắm"), ("3", "Mua sắm")):
        task_of(plan, ref=ref, title=title, text="…")
    found = groups(client, coordinator, "mua sam")["Nhiệm vụ"]
    assert found[:2] == ["2 Mua sắm, trang bị bình", "3 Mua sắm"]


def test_more_than_is_shown_is_said_and_led_to(client, coordinator, plan):
    for number in range(7):
        task_of(plan, ref=str(number), title="Kiểm tra", text="…")
    client.force_login(coordinator)
    page = client.get(reverse("reports:search"), {"q": "kiem tra"}).context["page"]
    (group,) = page.groups
    assert (group.count, len(group.hits), group.is_cut) == ("hơn 6", 6, True)
    assert group.more == f"{reverse('tasks:assignments')}?q=kiem+tra"


def test_an_empty_page_asks_and_a_vain_search_says_so(client, coordinator):
    client.force_login(coordinator)
    assert "Gõ vài từ" in client.get(reverse("reports:search")).content.decode()
    answer = client.get(reverse("reports:search"), {"q": "không-có-gì-cả"})
    assert "Không tìm thấy gì" in answer.content.decode()
    assert "Không tìm thấy gì" in client.get("/tim-kiem/?q=…").content.decode()


@pytest.mark.parametrize(
    "query",
    ['"', "*", "a OR b", "NEAR(a b)", "a:*", "' --", "\\", "(", "!!", "&|", "<->", "%", "-"],
)
def test_no_sign_breaks_the_search(client, coordinator, query):
    client.force_login(coordinator)
    assert client.get(reverse("reports:search"), {"q": query}).status_code == 200


def test_more_rows_take_no_more_queries(client, coordinator, plan):
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:search"), {"q": "kiem"})
        return len(queries)

    client.force_login(coordinator)
    task_of(plan, title="Kiểm tra", text="…")
    first = ask()
    for _ in range(5):
        task_of(plan, title="Kiểm tra", text="…")
    assert ask() == first
    assert first <= 12


# --- the index ------------------------------------------------------------------------------------
def test_a_changed_text_is_found_anew_and_a_deleted_one_no_more(plan):
    task = task_of(plan, title="Cũ kỹ", text="…")
    task.title = "Mới tinh"
    task.full_clean()
    task.save()
    assert not Task.objects.matching("cu ky").exists()
    assert Task.objects.matching("moi tinh").exists()
    task.delete()
    assert not Task.objects.matching("moi tinh").exists()


def test_every_searched_table_has_its_index():
    """A migration that makes a table anew on SQLite takes its triggers away; migrate mends it."""
    assert ensure_indexes(connection) == []
    assert len(SEARCHED) >= 7


@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_lost_is_made_anew_with_what_is_there(plan):
    task_of(plan, title="Mất dấu", text="…")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute('DROP TRIGGER "tasks_task_search_text_fts_insert"')
        else:
            cursor.execute('DROP INDEX "tasks_task_search_text_gin"')
    task_of(plan, title="Tìm lại", text="…")
    call_command("migrate", verbosity=0)
    assert Task.objects.matching("tim lai").exists()
    assert Task.objects.matching("mat dau").exists()


@pytest.mark.django_db
def test_a_migration_that_goes_back_can_take_a_searched_column_away():
    drop_triggers(connection)
    with connection.cursor() as cursor:
        for label, column in SEARCHED:
            if column == "search_text":  # what came after the first migration
                table = apps.get_model(label)._meta.db_table
                cursor.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')


@pytest.mark.parametrize(("label", "column"), SEARCHED)
def test_the_search_goes_by_the_index(plan, label, column):
    model = apps.get_model(label)
    found = model._base_manager.filter(**{f"{column}__words": "phong chay"}).values("pk")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan_words = found.order_by().explain()
    index = f"{model._meta.db_table}_{column}_gin"
    assert index in plan_words or "VIRTUAL TABLE" in plan_words


def test_every_process_of_the_program_knows_how_to_search():
    """The server does not run ``migrate``, which happens to import what registers the lookup."""
    program = (
        "import tests.environment, django; django.setup();"
        "from tasks.models import Task; str(Task.objects.matching('phong chay').query)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "pccc.settings"}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True)
