"""The forms about units, groups, people, settings, and about oneself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from accounts.models import User
from tasks.actions import assign_officer
from tests.browser.forms.case import NOTE, Case, Ready, at, changed, history_of, revision_of
from tests.factories import TODAY, AssignmentFactory, TaskFactory, UnitFactory, person
from tests.faults.world import World
from tests.sheets.made import xlsx
from units.actions import save_group
from units.actions.agency_settings import change_settings
from units.lists import jobs
from units.lists.lists import UNITS
from units.lists.models import ListImport
from units.models import AgencySetting, Membership, Unit, UnitAlias, UnitGroup, UnitKind
from units.policy import Role

NAME = "Phòng Kỹ thuật và An toàn"


def _kind() -> str:
    return str(UnitKind.objects.get(code="phong").pk)


def _of_unit(route: str, **typed: Callable[[World], Any]) -> Callable[[World], Ready]:
    def ready(w: World) -> Ready:
        unit = UnitFactory(parent=w.agency)
        page = at(route, unit.pk)
        given = {name: str(value(w)) for name, value in typed.items()}
        return Ready(page, page, history_of(unit), given, changed(unit))

    return ready


def _new_unit(w: World) -> Ready:
    page = at("units:new_unit")
    given = {"parent_words": w.agency.name, "kind": _kind()}
    return Ready(page, page, Unit.objects.filter(name=NAME).count, given)


def _unit_alias(w: World) -> Ready:
    unit = UnitFactory(parent=w.agency)
    page = at("units:add_alias", unit.pk)
    return Ready(page, page, UnitAlias.objects.filter(unit=unit).count)


def _merged(w: World) -> Ready:
    unit = UnitFactory(parent=w.agency)
    page = at("tasks:merge_unit", unit.pk)
    # The first step only shows what would come of it.
    return Ready(page, page, lambda: 0, {"into_words": w.other.name})


def _closing_with_work(w: World) -> Ready:
    unit = UnitFactory(parent=w.agency)
    AssignmentFactory(task=TaskFactory(plan=w.plan), unit=unit)
    page = at("tasks:close_unit", unit.pk)
    given = {"to_unit_words": w.other.name}
    ended = Unit.objects.filter(pk=unit.pk, active_to__isnull=False)
    return Ready(page, page, ended.count, given, changed(unit))


# --- many -----------------------------------------------------------------------------------------
def _many_units(w: World) -> Ready:
    units = [UnitFactory(parent=w.agency) for _ in range(2)]
    ticked = "".join(f"&chon={one.pk}" for one in units)
    ended = Unit.objects.filter(pk__in=[one.pk for one in units], active_to__isnull=False)
    address = at("tasks:many_units")
    return Ready(f"{address}?act=ket-thuc{ticked}", address, lambda: ended.count() // 2)


def _many_people(w: World) -> Ready:
    people = [person(Role.STAFF, w.room) for _ in range(2)]
    ticked = "".join(f"&chon={one.pk}" for one in people)
    invited = User.objects.filter(pk__in=[one.pk for one in people], invited_at__isnull=False)
    address = at("units:many_people")
    return Ready(f"{address}?act=moi{ticked}", address, lambda: invited.count() // 2)


def _closed_accounts(w: World) -> Ready:
    people = [person(Role.STAFF, w.room) for _ in range(2)]
    ticked = "".join(f"&chon={one.pk}" for one in people)
    closed = User.objects.filter(pk__in=[one.pk for one in people], is_active=False)
    address = at("tasks:close_accounts")
    given = {"officer_words": w.colleague.username}
    return Ready(f"{address}?act=ngung{ticked}", address, lambda: closed.count() // 2, given)


def _many_groups(w: World) -> Ready:
    groups = [_group(w, f"Nhóm bỏ {number}") for number in range(2)]
    ticked = "".join(f"&chon={one.pk}" for one in groups)
    left = UnitGroup.objects.filter(pk__in=[one.pk for one in groups])
    address = at("units:many_groups")
    return Ready(f"{address}?act=xoa{ticked}", address, lambda: 1 - left.count() // 2)


# --- groups, settings -----------------------------------------------------------------------------
def _group(w: World, name: str) -> UnitGroup:
    group = UnitGroup(name=name, agency=w.agency, by_rule=False)
    save_group(group=group, kinds=[], members=[w.room], by=w.coordinator, on=TODAY)
    return group


def _new_group(w: World) -> Ready:
    page = at("units:new_group")
    made = UnitGroup.objects.filter(name="Các đội")
    return Ready(page, page, made.count, {"kinds": _kind()})


def _edited_group(w: World) -> Ready:
    group = _group(w, "Nhóm sửa")
    page = at("units:edit_group", group.pk)
    given = {"members": str(w.other.pk)}
    return Ready(page, page, revision_of(group), given, changed(group))


def _group_alias(w: World) -> Ready:
    group = _group(w, "Nhóm có tên khác")
    page = at("units:add_group_alias", group.pk)
    return Ready(page, page, UnitAlias.objects.filter(group=group).count)


def _settings(w: World) -> Ready:
    page = at("units:agency_settings", w.agency.pk)
    held: Any = AgencySetting
    kept = held.objects.filter(agency=w.agency, key="remind_late_every")

    def somebody() -> None:
        change_settings(agency=w.agency, values={"strict_before": True}, by=w.coordinator)

    return Ready(page, page, kept.count, {}, somebody)


# --- people ---------------------------------------------------------------------------------------
def _new_person(w: World) -> Ready:
    page = at("units:add_person")
    made = User.objects.filter(username="tranvanmoi")
    return Ready(page, page, made.count, {"unit_words": w.room.name})


def _details(w: World) -> Ready:
    one = person(Role.STAFF, w.room)
    sent_to = at("units:change_details", one.pk)
    return Ready(at("units:person", one.pk), sent_to, history_of(one))


def _role(w: World) -> Ready:
    one = person(Role.STAFF, w.room)
    held = Membership.objects.filter(user=one, unit=w.other)
    sent_to = at("units:give_role", one.pk)
    return Ready(at("units:person", one.pk), sent_to, held.count, {"unit_words": w.other.name})


def _in_charge(w: World) -> User:
    one = person(Role.STAFF, w.room)
    work = AssignmentFactory(task=TaskFactory(plan=w.plan), unit=w.room)
    assign_officer(assignment=work, officer=one, by=w.head, on=TODAY)
    return one


def _leaving(w: World) -> Ready:
    row = _in_charge(w).memberships.get()
    page = at("tasks:leave_unit", row.pk)
    left = Membership.objects.filter(pk=row.pk, ended_on__isnull=False)
    return Ready(page, page, left.count, {"everything": str(w.colleague.pk)})


def _closed_account(w: World) -> Ready:
    one = _in_charge(w)
    page = at("tasks:close_account", one.pk)
    closed = User.objects.filter(pk=one.pk, is_active=False)
    return Ready(page, page, closed.count, {f"unit_{w.room.pk}": str(w.colleague.pk)})


def _profile(w: World) -> Ready:
    page = at("accounts:profile")
    return Ready(page, page, history_of(w.staff))


# --- lists ----------------------------------------------------------------------------------------
ROWS = (("Mã", "Tên đơn vị", "Loại", "Cấp trên"), ("P9", "Phòng Chín", "Phòng", "STN"))


def _brought(w: World) -> Any:
    return jobs.keep(
        listing=UNITS,
        data=xlsx(ROWS),
        name="don-vi.xlsx",
        rows=2,
        user=w.admin,
        now=datetime.datetime.now(tz=datetime.UTC),
    )


def _bringing(w: World) -> Ready:
    page = at("units:import_units")
    return Ready(page, page, ListImport.objects.filter(user=w.admin).count)


def _understood(w: World) -> Ready:
    page = at("units:import_units_preview", _brought(w).sha256)
    return Ready(page, page, lambda: 0)


def _unnamed(w: World) -> Ready:
    unit = UnitFactory(parent=w.agency)
    page = at("units:import_units_unnamed", _brought(w).sha256)
    ended = Unit.objects.filter(pk=unit.pk, active_to__isnull=False)
    return Ready(page, page, ended.count, {"units": str(unit.pk)})


OFFICE = (
    Case(
        "units:new_unit",
        "admin",
        "Thêm đơn vị",
        {"code": "PKTAT", "name": NAME, "address": "Số 1, đường Lê Lợi"},
        _new_unit,
    ),
    Case(
        "units:edit_unit", "admin", "Lưu", {"phone": "0236 3822 111"}, _of_unit("units:edit_unit")
    ),
    Case(
        "units:rename_unit",
        "admin",
        "Lưu",
        {"name": "Phòng Đổi tên", "since": "01/06/2026"},
        _of_unit("units:rename_unit"),
    ),
    Case(
        "units:move_unit",
        "admin",
        "Lưu",
        {},
        _of_unit("units:move_unit", parent_words=lambda w: w.other.name),
    ),
    Case(
        "units:add_alias", "admin", "Lưu", {"name": "P. KTAT", "until": "31/05/2026"}, _unit_alias
    ),
    Case(
        "tasks:close_unit",
        "admin",
        "Kết thúc hoạt động",
        {"ended_on": "14/06/2026", "fate": "hand_over", "reason": NOTE},
        _closing_with_work,
    ),
    Case("tasks:merge_unit", "admin", "Xem trước", {"ended_on": "14/06/2026"}, _merged, shows=True),
    Case(
        "units:new_group", "coordinator", "Lưu nhóm", {"name": "Các đội", "depth": "2"}, _new_group
    ),
    Case("units:edit_group", "coordinator", "Lưu nhóm", {"name": "Các tổ"}, _edited_group),
    Case("units:add_group_alias", "coordinator", "Lưu", {"name": "Các đội viên"}, _group_alias),
    Case("units:agency_settings", "coordinator", "Lưu", {"remind_late_every": "9"}, _settings),
    Case(
        "tasks:many_units", "admin", "Kết thúc hoạt động", {"ended_on": "14/06/2026"}, _many_units
    ),
    Case("units:many_groups", "coordinator", "Xóa nhóm", {}, _many_groups),
)

PEOPLE = (
    Case(
        "units:add_person",
        "admin",
        "Thêm người",
        {
            "full_name": "Trần Văn Mới",
            "username": "tranvanmoi",
            "email": "moi@example.gov.vn",
            "role": "staff",
        },
        _new_person,
    ),
    Case("units:change_details", "admin", "Lưu thông tin", {"position": "Chuyên viên"}, _details),
    Case("units:give_role", "admin", "Giao vai trò", {"role": "head"}, _role),
    Case("tasks:leave_unit", "admin", "Thôi vai trò", {"ended_on": "14/06/2026"}, _leaving),
    Case("tasks:close_account", "admin", "Ngừng tài khoản", {}, _closed_account),
    Case("tasks:close_accounts", "admin", "Ngừng tài khoản", {}, _closed_accounts),
    Case("units:many_people", "admin", "Gửi thư mời", {}, _many_people),
    Case(
        "accounts:profile",
        "staff",
        "Lưu thông tin",
        {"position": "Chuyên viên chính", "phone": "0912 345 678", "letter_rhythm": "weekly"},
        _profile,
    ),
    Case(
        "units:import_units",
        "admin",
        "Xem trước",
        {},
        _bringing,
        file="file",
        proper=("don-vi.xlsx", xlsx(ROWS)),
        must=True,
    ),
    Case(
        "units:import_units_preview",
        "admin",
        "Đọc lại theo lựa chọn này",
        {"dong-tieu-de": "1"},
        _understood,
        shows=True,
    ),
    Case(
        "units:import_units_unnamed",
        "admin",
        "Kết thúc các đơn vị",
        {"ended_on": "14/06/2026"},
        _unnamed,
    ),
)
