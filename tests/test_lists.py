"""What every list has: sorting by its columns, files as shown, queries that do not grow."""

from __future__ import annotations

import datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from intake.models import Intake, Origin
from plans.models import LegalBasis
from reading.draft import PlanDraft
from reading.state import to_state
from reports.models import ComplianceReport
from tasks.actions.difficulties import raise_difficulty
from tasks.models import Addressee, Evidence, Notice, ProgressEntry, Reminder
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from tests.worlds import kept
from units.models import UnitGroup
from units.policy import Role

pytestmark = pytest.mark.django_db

LISTS = [
    "/viec/tat-ca/",
    "/ke-hoach/",
    "/van-ban-vien-dan/",
    "/nguoi-dung/",
    "/don-vi/danh-sach/",
    "/nhom/",
    "/minh-chung/",
    "/nhiem-vu/chua-phan-cong/",
    "/vuong-mac/",
    "/thong-bao/",
    "/don-doc/da-gui/",
    "/doc-ke-hoach/",
    "/bao-cao-tong-hop/",
]


def more(world: SimpleNamespace) -> None:
    """One row more of everything."""
    number = world.count = world.count + 1
    room = UnitFactory(parent=world.agency, name=f"Phòng {number}", code=f"P{number}")
    staff = person(Role.STAFF, room)
    plan = PlanFactory(issuer=world.agency, number=str(number))
    LegalBasis.objects.create(
        plan=plan, order=1, kind="Nghị định", number=f"{number}/2025/NĐ-CP", key=f"{number}-2025"
    )
    TaskFactory(plan=plan, title="Chưa giao")
    work = AssignmentFactory(task=TaskFactory(plan=plan), unit=room, officer=staff)
    raise_difficulty(
        assignment=work, text="Thiếu xe", addressed_to=Addressee.LEADER, by=staff, on=TODAY
    )
    entry = ProgressEntry.objects.create(assignment=work, on=TODAY, by=staff, percent=5)
    file = Evidence(entry=entry, name=f"anh-{number}.png", size=4, media_type="image/png")
    file.sha256 = f"{number:064x}"
    file.full_clean(exclude=["file", "entry"])
    file.save()
    told = Reminder.objects.create(by=world.admin, on=TODAY, words="Khẩn trương")
    Notice.objects.create(
        person=world.admin, kind="due", assignment=work, due_on=TODAY, on=TODAY, reminder=told
    )
    group = UnitGroup(name=f"Nhóm {number}", agency=world.agency, by_rule=False)
    group.clean()
    group.save()
    group.members.add(room)
    report = ComplianceReport.objects.create(
        agency=world.agency,
        starts_on=plan.starts_on,
        ends_on=TODAY + datetime.timedelta(days=number),
        created_by=world.admin,
        created_on=TODAY,
    )
    report.plans.add(plan)
    Intake.objects.create(
        issuer=world.agency,
        origin=Origin.PASTE,
        name=f"Dự thảo {number}",
        sha256=f"{number:064x}",
        draft=to_state(PlanDraft()),
        created_by=world.admin,
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept(django_db_blocker, tmp_path_factory.mktemp("files")):
        agency = UnitFactory(name="Sở Khoa học và Công nghệ")
        made = SimpleNamespace(agency=agency, admin=person(Role.ADMIN, agency), count=0)
        for _ in range(3):
            more(made)
        yield made


@pytest.fixture
def desk(world, on_day):
    on_day(TODAY)
    client = Client()
    client.force_login(world.admin)
    return client


@pytest.mark.parametrize("address", LISTS)
def test_it_sorts_by_its_columns_both_ways(desk, address):
    page = desk.get(address)
    headings = [one for one in page.context["list"].headings if one.href]
    assert len(headings) >= 3
    for heading in headings:
        answer = desk.get(address + heading.href)
        up = _rows(answer)
        assert 'aria-sort="ascending"' in answer.content.decode(), heading.label
        again = next(one for one in answer.context["list"].headings if one.direction == "ascending")
        back = desk.get(address + again.href)
        assert 'aria-sort="descending"' in back.content.decode(), heading.label
        assert sorted(up) == sorted(_rows(back))


def _rows(answer) -> list[str]:
    found = answer.context.get("rows") or answer.context["list"].rows
    return [str(getattr(row, "pk", "") or row.href) for row in found]


@pytest.mark.parametrize("address", LISTS)
def test_it_goes_out_as_it_is_shown(desk, address):
    count = desk.get(address).context["list"].count
    assert count >= 3
    text = desk.get(address, {"tep": "csv"})
    assert text["Content-Type"].startswith("text/csv")
    assert len(text.content.decode("utf-8-sig").splitlines()) == count + 1
    book = load_workbook(BytesIO(desk.get(address, {"tep": "xlsx"}).content))
    assert book.worksheets[0].max_row == count + 1
    nothing = desk.get(address, {"tep": "csv", "q": "khongthaydau"})
    assert len(nothing.content.decode("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize("address", LISTS)
def test_its_queries_do_not_grow_and_stay_few(desk, world, address):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(address).status_code == 200
        return len(caught)

    queries(address)  # what is remembered for the process
    once, light = queries(address), len(desk.get(address).content)
    as_file = queries(f"{address}?tep=csv")
    for _ in range(3):
        more(world)
    assert queries(address) == once
    assert queries(f"{address}?tep=csv") == as_file
    assert once <= 12
    # A full page of rows as these are.
    heavy = desk.get(address)
    of_a_row = (len(heavy.content) - light) / 3
    full = heavy.context["list"].page.paginator.per_page
    assert light + (full - 3) * of_a_row < 100_000


@pytest.mark.parametrize("address", LISTS)
def test_conditions_stand_as_chips_and_can_be_taken_away(desk, address):
    page = desk.get(address, {"q": "khongthaydau", "sort": "x", "page": "2"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Có chữ “khongthaydau”" in text
    chip = next(one for one in page.context["list"].chips if "khongthaydau" in one.label)
    assert "q=" not in chip.href
    assert 'value="khongthaydau"' in text


def test_what_is_typed_wrong_stays_and_is_told(desk):
    page = desk.get("/don-doc/da-gui/", {"since": "31/02/2026", "q": "khan truong"})
    text = page.content.decode()
    assert 'value="31/02/2026"' in text
    assert "Ngày này không có trong lịch" in text


def test_a_unit_is_named_by_words_and_several_are_offered(desk):
    page = desk.get("/vuong-mac/", {"unit_words": "phong"})
    text = page.content.decode()
    assert "Hãy chọn một đơn vị dưới đây" in text
    assert page.context["list"].count >= 3
    key = page.context["list"].form.fields["unit"].widget.found[0].pk
    page = desk.get("/vuong-mac/", {"unit_words": "phong", "unit": key})
    assert page.context["list"].count == 1
    assert [one.label for one in page.context["list"].chips] == ["Đơn vị: Phòng 1"]
    assert timezone.localdate() == TODAY == datetime.date(2026, 6, 15)
