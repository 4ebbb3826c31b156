"""A list of groups is taken in whole or not at all, within the reach of who brings it."""

import pytest

from sheets.problems import UnreadableTable
from tests.factories import TODAY, UnitFactory, UnitKindFactory, person
from tests.sheets.made import csv
from tests.units.taking import preview_groups, read_groups, setting, take_groups
from units.actions import move_unit, remember_alias
from units.lists.judge import groups as resource
from units.lists.lists import GROUPS, export_list, template
from units.lists.outcomes import Change, RowOutcome, RowsWrong
from units.models import UnitGroup
from units.policy import Role

pytestmark = pytest.mark.django_db
HEADINGS = (
    "Tên nhóm", "Cơ quan", "Cách lập", "Loại đơn vị", "Nằm dưới đơn vị", "Số cấp", "Các đơn vị",
    "Tên gọi khác",
)  # fmt: skip
ROOMS = ("Các phòng", "SO", "Theo quy tắc", "Phòng", "", "1", "", "Các phòng chuyên môn")
BOARD = ("Ban chỉ đạo", "SO", "Cố định", "", "", "", "VP; Phòng Tổ chức", "")


@pytest.fixture(autouse=True)
def office(db):
    UnitKindFactory(code="so", name="Sở")
    UnitKindFactory(code="phong", name="Phòng")
    top = UnitFactory(code="SO", name="Sở Nội vụ", kind_id="so")
    room = UnitFactory(code="VP", name="Văn phòng", parent=top, kind_id="phong")
    other = UnitFactory(code="TC", name="Phòng Tổ chức", parent=top, kind_id="phong")
    return {"SO": top, "VP": room, "TC": other}


@pytest.fixture
def neighbour(office):
    """Another agency, out of reach for the first one's coordinator."""
    top = UnitFactory(code="SXD", name="Sở Xây dựng", kind_id="so")
    return {"SXD": top, "MAT": UnitFactory(code="MAT", name="Phòng Mật", parent=top)}


def table(*rows, headings=HEADINGS):
    return read_groups(csv([headings, *rows]))


def take(*rows, headings=HEADINGS, by=None):
    return take_groups(table(*rows, headings=headings), by=by)


def fates(preview):
    return [row.outcome for row in preview.rows]


def codes(name):
    return {unit.code for unit in UnitGroup.objects.get(name=name).units()}


def stored():
    return {
        group.name: (
            group.agency.code,
            group.by_rule,
            group.depth,
            group.under and group.under.code,
            {kind.code for kind in group.kinds.all()},
            {unit.code for unit in group.members.all()},
            {alias.name for alias in group.aliases.all()},
        )
        for group in UnitGroup.objects.all()
    }


TAKEN = {
    "Các phòng": ("SO", True, 1, None, {"phong"}, set(), {"Các phòng chuyên môn"}),
    "Ban chỉ đạo": ("SO", False, None, None, set(), {"VP", "TC"}, set()),
}


# --- new and known --------------------------------------------------------------------------------
def test_groups_come_in_by_rule_and_as_lists(office):
    by = person(Role.COORDINATOR, office["SO"])
    assert fates(take(ROOMS, BOARD, by=by)) == [RowOutcome.NEW, RowOutcome.NEW]
    assert stored() == TAKEN
    assert codes("Các phòng") == {"VP", "TC"}
    group = UnitGroup.objects.get(name="Ban chỉ đạo")
    assert group.history.latest().history_user == by


def test_the_same_file_twice_changes_nothing():
    take(ROOMS, BOARD)
    history = UnitGroup.history.count()
    assert set(fates(take(ROOMS, BOARD))) == {RowOutcome.SAME}
    assert UnitGroup.history.count() == history
    assert stored() == TAKEN


def test_a_change_is_shown_as_old_and_new():
    take(ROOMS, BOARD)
    rooms = ("CÁC PHÒNG", "SO", "", "Sở; Phòng", "", "Mọi cấp", "", "")
    done = take(rooms, ("Ban chỉ đạo", "SO", "", "", "", "", "TC", ""))
    assert [row.changes for row in done.rows] == [
        (Change("Loại đơn vị", "Phòng", "Phòng; Sở"), Change("Số cấp", "1", "Mọi cấp")),
        (Change("Các đơn vị", "TC; VP", "TC"),),
    ]
    assert stored()["Các phòng"][2] is None
    assert stored()["Ban chỉ đạo"][5] == {"TC"}


def test_a_group_becomes_a_list_and_its_rule_goes():
    take(ROOMS)
    take(("Các phòng", "SO", "Cố định", "", "", "", "VP", ""))
    assert stored()["Các phòng"][1:6] == (False, None, None, set(), {"VP"})


def test_what_is_left_blank_is_told_by_the_rest(office):
    by = person(Role.COORDINATOR, office["SO"])
    take(("Các phòng",), ("Hai phòng",), headings=("Tên nhóm",), by=by)
    take(("Ban", "VP"), headings=("Tên nhóm", "Thành viên"), by=by)
    assert stored()["Các phòng"][:3] == ("SO", True, 1)
    assert stored()["Ban"][:2] == ("SO", False)


def test_a_long_list_goes_on_in_further_rows():
    row = ("Ban", "SO", "Cố định", "", "", "")
    take((*row, "VP", ""), (*row, "TC", ""))
    assert stored()["Ban"][5] == {"VP", "TC"}


def test_groups_that_the_file_does_not_name_stay_and_are_said():
    take(ROOMS, BOARD)
    done = take(ROOMS)
    assert [(one.name, one.detail) for one in done.unnamed] == [("Ban chỉ đạo", "Sở Nội vụ")]
    assert UnitGroup.objects.count() == 2


# --- rows that are wrong --------------------------------------------------------------------------
WRONG = {
    "no name": (("", "SO", "", "Phòng", "", "", "", ""), "thiếu tên nhóm"),
    "agency": (("Nhóm", "Sở Z", "", "", "", "", "", ""), "không tìm thấy cơ quan “Sở Z”"),
    "way": (("Nhóm", "SO", "Khác", "", "", "", "", ""), "không có cách lập “Khác”"),
    "kind": (("Nhóm", "SO", "", "Kho", "", "", "", ""), "không có loại đơn vị “Kho”"),
    "depth": (("Nhóm", "SO", "", "", "", "hai", "", ""), "“hai” không phải số cấp"),
    "member": (("Nhóm", "SO", "", "", "", "", "VP; Phòng Z", ""), "không tìm thấy đơn vị"),
    "empty list": (("Nhóm", "SO", "Cố định", "", "", "", "", ""), "cần ít nhất một đơn vị"),
    "list by rule": (
        ("Nhóm", "SO", "Theo quy tắc", "", "", "", "VP", ""),
        "nhóm theo quy tắc không ghi từng đơn vị",
    ),
    "rule in a list": (
        ("Nhóm", "SO", "Cố định", "Phòng", "", "", "VP", ""),
        "nhóm cố định không có loại đơn vị",
    ),
    "twice": (ROOMS, "nhóm này đã có ở dòng 2"),
}


@pytest.mark.parametrize(("row", "words"), [pytest.param(*v, id=k) for k, v in WRONG.items()])
def test_a_wrong_row_is_named_with_its_reason_and_nothing_is_written(row, words):
    with pytest.raises(RowsWrong) as error:
        take(ROOMS, row, BOARD)
    wrong = error.value.preview.wrong[-1]
    assert wrong.problems[0].startswith("Dòng 3: ")
    assert words in " ".join(wrong.problems)
    assert not UnitGroup.objects.exists()


def test_members_stand_in_the_agency_of_the_group(neighbour):
    with pytest.raises(RowsWrong) as error:
        take(("Ban", "SO", "Cố định", "", "", "", "MAT", ""))
    said = " ".join(error.value.preview.wrong[0].problems)
    assert "“Phòng Mật” không thuộc “Sở Nội vụ”" in said


# --- reach ----------------------------------------------------------------------------------------
def test_a_coordinator_changes_no_group_of_another_agency(office, neighbour):
    by = person(Role.COORDINATOR, office["SO"])
    take(("Các phòng", "SXD", "", "", "", "", "", ""))
    with pytest.raises(RowsWrong):
        take(("Các phòng", "SXD", "", "Phòng", "", "", "", ""), by=by)
    assert stored()["Các phòng"][4] == set()
    assert (
        take(ROOMS, by=by).rows[0].outcome is RowOutcome.NEW
    )  # their group of the same name is no match
    assert UnitGroup.objects.count() == 2


@pytest.mark.parametrize("written", ["MAT", "Phòng Mật", "Phòng Mâtt", "SXD", "P. Mật"])
def test_what_lies_out_of_reach_is_neither_found_nor_suggested(office, neighbour, written):
    by = person(Role.COORDINATOR, office["SO"])
    for row in (
        ("Ban", "SO", "Cố định", "", "", "", written, ""),
        ("Ban", written, "", "", "", "", "", ""),
        ("Ban", "SO", "", "", written, "", "", ""),
    ):
        preview = preview_groups(table(row), by=by)
        told = repr(preview.rows) + repr(preview.unnamed)
        told = told.replace(f"“{written}”", "")  # what the person wrote is said back
        assert preview.wrong
        for secret in ("Phòng Mật", "MAT", "Sở Xây dựng", "SXD"):
            assert secret not in told


def test_groups_out_of_reach_are_not_told(office, neighbour):
    take(("Nhóm kín", "SXD", "", "", "", "", "", ""))
    by = person(Role.COORDINATOR, office["SO"])
    assert preview_groups(table(ROOMS), by=by).unnamed == ()


# --- out and in again -----------------------------------------------------------------------------
def export(by=None):
    return export_list(GROUPS, UnitGroup.objects.order_by("name", "pk"), setting(GROUPS, by))


def test_an_export_imports_back_unchanged_and_makes_the_same_groups_elsewhere(office):
    take(ROOMS, BOARD, ("Tổ", "SO", "", "", "VP", "Mọi cấp", "", ""))
    remember_alias(name="BCĐ", group=UnitGroup.objects.get(name="Ban chỉ đạo"))
    before, data = stored(), export()
    assert set(fates(preview_groups(read_groups(data)))) == {RowOutcome.SAME}
    UnitGroup.objects.all().delete()
    take_groups(read_groups(data))
    assert stored() == before


def test_a_list_too_long_for_a_cell_goes_out_in_several_rows(monkeypatch):
    monkeypatch.setattr(resource, "_MEMBERS_IN_A_ROW", 1)
    take(BOARD)
    exported = read_groups(export())
    assert [row.values["members"] for row in exported.rows] == ["TC", "VP"]
    assert set(fates(preview_groups(exported))) == {RowOutcome.SAME}


def test_a_member_that_has_left_the_agency_is_not_told_and_goes_with_the_next_change(
    office, neighbour
):
    by = person(Role.COORDINATOR, office["SO"])
    take(BOARD)
    move_unit(unit=office["TC"], parent=neighbour["SXD"], by=by, on=TODAY)
    exported = read_groups(export(by))
    assert [row.values["members"] for row in exported.rows] == ["VP"]
    assert fates(preview_groups(exported, by=by)) == [RowOutcome.SAME]
    UnitFactory(code="HC", name="Phòng Hành chính", parent=office["VP"])
    take(("Ban chỉ đạo", "SO", "", "", "", "", "VP; HC", ""), by=by)
    assert stored()["Ban chỉ đạo"][5] == {"VP", "HC"}


def test_a_rule_below_a_unit_that_has_left_the_agency_is_to_be_mended(office, neighbour):
    by = person(Role.COORDINATOR, office["SO"])
    take(("Các tổ", "SO", "", "", "TC", "", "", ""))
    move_unit(unit=office["TC"], parent=neighbour["SXD"], by=by, on=TODAY)
    same = ("Các tổ", "SO", "", "", "", "", "", "")
    assert fates(preview_groups(table(same), by=by)) == [RowOutcome.SAME]
    with pytest.raises(RowsWrong) as error:
        take((*same[:5], "2", "", ""), by=by)
    assert "đã rời cơ quan này" in error.value.preview.wrong[0].problems[0]


def test_the_template_alone_brings_nothing():
    with pytest.raises(UnreadableTable, match="mới có các dòng mẫu"):
        read_groups(template(GROUPS))
