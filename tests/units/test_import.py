"""A list of units is taken in whole or not at all."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sheets.files import read_sheets
from sheets.problems import UnreadableTable
from tests.factories import UnitFactory, UnitKindFactory, UserFactory
from tests.sheets.made import HEADINGS, OFFICE, csv, ods, xlsx
from tests.units.taking import (
    SETTING,
    export_units,
    look,
    preview_units,
    read_unit_table,
    take_units,
)
from units.actions import rebuild_tree, remember_alias
from units.lists.answers import Answers
from units.lists.judge import UnitResource
from units.lists.lists import UNITS, list_with_reasons, template
from units.lists.outcomes import OUTCOME_BADGES, Change, DirectoryMoved, RowOutcome, RowsWrong
from units.lists.preview import head_of
from units.models import Unit, UnitAlias, UnitAncestor

pytestmark = pytest.mark.django_db


def table(*rows, headings=HEADINGS):
    return read_unit_table(csv([headings, *rows]))


def take(*rows, headings=HEADINGS, by=None):
    return take_units(table(*rows, headings=headings), by=by)


def fates(preview):
    return {row.code: row.outcome for row in preview.rows}


def directory():
    return {
        unit.code: (unit.name, unit.kind_id, unit.parent.code if unit.parent else None)
        for unit in Unit.objects.select_related("parent")
    }


TAKEN = {
    "SO": ("Sở Khoa học và Công nghệ", "so", None),
    "VP": ("Văn phòng Sở", "van-phong", "SO"),
    "TCHC": ("Phòng Tổ chức - Hành chính", "phong", "SO"),
}


# --- new units ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data", [xlsx(OFFICE), ods(OFFICE), csv(OFFICE)], ids=["xlsx", "ods", "csv"]
)
def test_units_come_in_below_their_parents_whatever_the_order_of_rows(data):
    done = take_units(read_unit_table(data), by=None)
    assert fates(done) == {"VP": RowOutcome.NEW, "TCHC": RowOutcome.NEW, "SO": RowOutcome.NEW}
    assert directory() == TAKEN
    office = Unit.objects.get(code="SO")
    assert {unit.code for unit in Unit.objects.subtree_of(office)} == set(TAKEN)


def test_a_deep_tree_upside_down_comes_in(db):
    rows = [(f"T{n}", f"Tổ {n}", "Tổ, bộ phận", f"T{n - 1}" if n else "") for n in range(30)]
    take(*reversed(rows))
    assert UnitAncestor.objects.filter(unit__code="T29").count() == 30


def test_new_units_can_be_searched_and_sorted():
    take(*OFFICE[1:])
    assert [unit.code for unit in Unit.objects.matching("to chuc")] == ["TCHC"]
    assert Unit.objects.get(code="VP").sort_name


def test_all_columns_are_taken():
    headings = (
        "Mã đơn vị", "Tên đơn vị", "Tên viết tắt", "Loại", "Tên gọi khác", "Mã định danh",
        "Điện thoại", "Email", "Địa chỉ", "Hoạt động từ", "Hoạt động đến", "Đơn vị kế thừa",
    )  # fmt: skip
    take(
        ("CU", "Phòng cũ", "PC", "Phòng", "Phòng xưa; P. cũ", "H01.2", "260123456", "cu@x.vn",
         "Số 1", "1/7/2020", "2025-06-30", "Phòng mới"),
        ("MOI", "Phòng mới", "", "", "", "", "", "", "", "", "", ""),
        headings=headings,
    )  # fmt: skip
    unit = Unit.objects.get(code="CU")
    assert (unit.short_name, unit.kind_id, unit.identifier) == ("PC", "phong", "H01.2")
    assert (unit.email, unit.address) == ("cu@x.vn", "Số 1")
    assert unit.phone == "0260123456"  # a number has lost its zero
    assert unit.active_from == datetime.date(2020, 7, 1)
    assert unit.active_to == datetime.date(2025, 6, 30)
    assert unit.successor == Unit.objects.get(code="MOI")
    assert {alias.name for alias in unit.aliases.all()} == {"Phòng xưa", "P. cũ"}


# --- what is there already ------------------------------------------------------------------------
def test_the_same_file_twice_changes_nothing():
    take(*OFFICE[1:])
    history = Unit.history.count()
    again = take(*OFFICE[1:])
    assert set(fates(again).values()) == {RowOutcome.SAME}
    assert directory() == TAKEN
    assert Unit.history.count() == history


def test_a_change_is_shown_as_old_and_new():
    take(*OFFICE[1:])
    changed = table(("TCHC", "Phòng Tổ chức", "Phòng", "VP"))
    (row,) = preview_units(changed).rows
    assert row.outcome is RowOutcome.CHANGED
    assert row.changes == (
        Change("Tên đơn vị", "Phòng Tổ chức - Hành chính", "Phòng Tổ chức"),
        Change("Đơn vị cấp trên", "SO", "VP"),
    )
    assert directory() == TAKEN
    take_units(changed, by=None)
    assert directory()["TCHC"] == ("Phòng Tổ chức", "phong", "VP")
    assert (
        Unit.objects.filter(ancestor_links__ancestor__code="VP", ancestor_links__distance=1)
        .get()
        .code
        == "TCHC"
    )


def test_a_blank_cell_keeps_and_a_dash_takes_away():
    headings = (*HEADINGS, "Điện thoại", "Email")
    take(("A", "Phòng A", "Phòng", "", "0260 1", "a@x.vn"), headings=headings)
    take(("B", "Phòng B", "Phòng", "A", "", ""), headings=headings)
    take(("A", "Phòng A", "", "", "", "-"), ("B", "Phòng B", "", "-", "", ""), headings=headings)
    unit = Unit.objects.get(code="A")
    assert (unit.phone, unit.email) == ("0260 1", "")
    assert Unit.objects.get(code="B").parent is None


def test_other_names_are_added_and_never_taken_away():
    unit = UnitFactory(code="A", name="Phòng A")
    remember_alias(name="Phòng Á", unit=unit)
    headings = ("Mã", "Tên", "Tên gọi khác")
    # The first is known already, accents apart; the last is the unit's own name.
    (row,) = take(("A", "Phòng A", "PHÒNG Á; P.A; Phòng A"), headings=headings).rows
    assert row.changes == (Change("Tên gọi khác", "Phòng Á", "Phòng Á; P.A"),)
    assert {alias.name for alias in unit.aliases.all()} == {"Phòng Á", "P.A"}
    take(("A", "Phòng A", ""), headings=headings)
    assert UnitAlias.objects.count() == 2


def test_branches_that_move_keep_the_tree_right():
    rows = [(f"T{n}", f"Tổ {n}", "Tổ, bộ phận", f"T{(n - 1) // 3}" if n else "") for n in range(60)]
    take(*rows)
    assert rebuild_tree() == 0
    # A branch up, one of its own branches elsewhere, and something new below both.
    take(
        ("T1", "Tổ 1", "", "T3"),
        ("T5", "Tổ 5", "", "T2"),
        ("M", "Tổ mới", "Tổ, bộ phận", "T17"),
        ("T2", "Tổ 2", "", "-"),
    )
    assert rebuild_tree() == 0
    assert UnitAncestor.objects.filter(unit__code="M").count() == 4


def test_units_that_the_file_does_not_name_stay_and_are_said():
    UnitFactory(code="CU", name="Phòng cũ")
    done = take(*OFFICE[1:])
    assert [(unit.code, unit.name) for unit in done.unnamed] == [("CU", "Phòng cũ")]
    assert Unit.objects.filter(code="CU").exists()


def test_columns_that_the_file_does_not_have_stay_as_they_are():
    take(*OFFICE[1:])
    take(("TCHC", "Phòng Tổ chức"), headings=("Mã", "Tên"))
    assert directory()["TCHC"] == ("Phòng Tổ chức", "phong", "SO")


def test_two_units_may_exchange_their_identifiers():
    headings = ("Mã", "Tên", "Loại", "Mã định danh")
    take(("A", "Phòng A", "Phòng", "H1"), ("B", "Phòng B", "Phòng", "H2"), headings=headings)
    take(("A", "Phòng A", "", "H2"), ("B", "Phòng B", "", "H1"), headings=headings)
    assert dict(Unit.objects.values_list("code", "identifier")) == {"A": "H2", "B": "H1"}


def test_a_list_without_codes_is_taken_in_and_changes_nothing_the_second_time():
    rows = [
        ("Sở Y tế", ""),
        ("Văn phòng", "Sở Y tế"),
        ("UBND xã X", ""),
        ("Văn phòng", "UBND xã X"),
    ]
    take(*rows, headings=("Tên đơn vị", "Trực thuộc"))
    assert set(directory()) == {"SYT", "VP", "UBNDXX", "VP2"}
    again = take(*rows, headings=("Tên đơn vị", "Trực thuộc"))
    assert set(fates(again).values()) == {RowOutcome.SAME}


def test_history_says_who_brought_the_list():
    person = UserFactory()
    take(*OFFICE[1:], by=person)
    take(("TCHC", "Phòng Tổ chức"), headings=("Mã", "Tên"), by=person)
    history = Unit.objects.get(code="TCHC").history.all()
    assert [record.history_type for record in history] == ["~", "+"]
    assert {record.history_user for record in history} == {person}
    assert Unit.objects.get(code="VP").history.count() == 1


# --- rows that are wrong --------------------------------------------------------------------------
WRONG = {
    "parent": (("A", "Phòng A", "Phòng", "P. XYZ"), "không tìm thấy đơn vị cấp trên “P. XYZ”"),
    "kind": (
        ("A", "Phòng A", "Kho", ""),
        "không có loại đơn vị “Kho”. Hãy chọn một trong: UBND tỉnh",
    ),
    "no code": (("", "Phòng A", "Phòng", ""), "thiếu mã đơn vị"),
    "no name": (("A", "", "Phòng", "VP"), "thiếu tên đơn vị"),
    "long code": (("A" * 41, "Phòng A", "Phòng", ""), "cột “Mã đơn vị”"),
    "long name": (("A", "Phòng " + "a" * 255, "Phòng", ""), "cột “Tên đơn vị”"),
    "own parent": (("A", "Phòng A", "Phòng", "A"), "của chính mình"),
}


@pytest.mark.parametrize(("row", "words"), [pytest.param(*v, id=k) for k, v in WRONG.items()])
def test_a_wrong_row_is_named_with_its_reason_and_nothing_is_written(row, words):
    with pytest.raises(RowsWrong) as error:
        take(*OFFICE[1:], row)
    (wrong,) = error.value.preview.wrong
    assert wrong.number == 5
    assert wrong.problems[0].startswith("Dòng 5: ")
    assert words in wrong.problems[0]
    assert directory() == {}
    assert Unit.history.count() == 0
    assert UnitAncestor.objects.count() == 0


@pytest.mark.parametrize(
    ("heading", "value", "words"),
    [
        ("Email", "khong phai thu", "cột “Thư điện tử”"),
        ("Hoạt động từ", "31/02/2025", "“31/02/2025” không phải ngày có thật"),
        ("Hoạt động từ", "tháng 7", "không phải ngày có thật"),
        ("Đơn vị kế thừa", "Phòng Z", "không tìm thấy đơn vị kế thừa “Phòng Z”"),
    ],
)
def test_a_wrong_cell_is_named_with_its_column(heading, value, words):
    preview = preview_units(table(("A", "Phòng A", value), headings=("Mã", "Tên", heading)))
    assert words in preview.wrong[0].problems[0]


def test_days_in_the_wrong_order_are_refused():
    headings = ("Mã", "Tên", "Hoạt động từ", "Hoạt động đến")
    preview = preview_units(table(("A", "Phòng A", "01/07/2025", "30/06/2025"), headings=headings))
    assert "ngày kết thúc phải sau ngày bắt đầu" in preview.wrong[0].problems[0]


def test_all_that_is_wrong_in_a_row_is_said_at_once():
    preview = preview_units(table(("A", "Phòng A", "Kho", "P. TCHC")))
    assert len(preview.wrong[0].problems) == 2


def test_a_circle_with_the_directory_is_refused():
    take(*OFFICE[1:])
    with pytest.raises(RowsWrong) as error:
        take(("SO", "Sở Khoa học và Công nghệ", "Sở", "VP"))
    assert "vòng lặp" in error.value.preview.wrong[0].problems[0]
    assert directory() == TAKEN


def test_two_rows_of_one_code_are_refused():
    with pytest.raises(RowsWrong) as error:
        take(("A", "Phòng A", "Phòng", ""), ("a", "Phòng Á", "Phòng", ""))
    assert {row.number for row in error.value.preview.wrong} == {2, 3}


def test_an_unknown_column_blocks_nothing_and_is_said():
    unknown = table(("A", "Phòng A", "7"), headings=("Mã", "Tên", "Biên chế"))
    assert "“Biên chế”" in unknown.said[0]
    take_units(unknown, by=None)
    assert set(directory()) == {"A"}


# --- nothing half written -------------------------------------------------------------------------
def test_a_preview_writes_nothing():
    preview_units(table(*OFFICE[1:]))
    assert directory() == {}
    assert Unit.history.count() == 0


def test_a_failure_in_the_middle_of_writing_leaves_nothing(monkeypatch):
    def fail(**_units):
        raise RuntimeError("mất điện")

    monkeypatch.setattr("units.lists.judge.units.hang_branches", fail)
    with pytest.raises(RuntimeError, match="mất điện"):
        take(*OFFICE[1:])
    assert directory() == {}
    assert Unit.history.count() == 0


def test_a_directory_changed_since_the_preview_is_not_written_over():
    seen = preview_units(table(*OFFICE[1:])).fingerprint
    UnitFactory(code="VP", name="Văn phòng khác")
    with pytest.raises(DirectoryMoved):
        take_units(table(*OFFICE[1:]), by=None, fingerprint=seen)
    assert set(directory()) == {"VP"}


def test_what_was_looked_at_is_what_is_written():
    seen = preview_units(table(*OFFICE[1:]))
    done = take_units(table(*OFFICE[1:]), by=None, fingerprint=seen.fingerprint)
    assert done.rows == seen.rows


# --- out and in again -----------------------------------------------------------------------------
def test_an_export_imports_back_unchanged():
    take(*OFFICE[1:])
    unit = Unit.objects.get(code="VP")
    remember_alias(name="VP Sở", unit=unit)
    remember_alias(name="Văn phòng", unit=unit)
    Unit.objects.filter(code="TCHC").update(
        phone="0260 3 123",
        identifier="000.01",
        active_to=datetime.date(2025, 6, 30),
        successor=unit,
    )
    exported = read_unit_table(export_units(Unit.objects.all()))
    assert set(fates(preview_units(exported)).values()) == {RowOutcome.SAME}
    assert [row.values["code"] for row in exported.rows] == ["SO", "TCHC", "VP"]


def test_an_export_taken_into_an_empty_directory_makes_the_same_one():
    take(*OFFICE[1:])
    remember_alias(name="VP Sở", unit=Unit.objects.get(code="VP"))
    exported = export_units(Unit.objects.all())
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()
    take_units(read_unit_table(exported), by=None)
    assert directory() == TAKEN
    assert Unit.objects.get(code="VP").aliases.get().name == "VP Sở"


def test_the_resource_alone_reads_what_it_writes():
    take(*OFFICE[1:])
    result = UnitResource(SETTING).import_data(UnitResource().export(), dry_run=True)
    assert result.totals["skip"] == 3
    assert not result.has_errors()


def test_names_that_look_like_formulas_stay_names():
    UnitFactory(code="=1+1", name="=HYPERLINK(1)")
    (row,) = read_unit_table(export_units(Unit.objects.all())).rows
    assert (row.values["code"], row.values["name"]) == ("=1+1", "=HYPERLINK(1)")


def test_the_template_alone_brings_nothing_and_its_examples_are_passed_over():
    with pytest.raises(UnreadableTable, match="mới có các dòng mẫu"):
        read_unit_table(template(UNITS))


def test_the_list_with_reasons_keeps_its_shape_and_can_be_mended_and_brought_again():
    data = csv(
        [("DANH SÁCH",), ("Ghi chú", *HEADINGS), ("x", "A", "Phòng A", "Kho", "SO"), (),
         ("", "B", "Phòng B", "Phòng", "")]
    )  # fmt: skip
    head = head_of(UNITS, read_sheets(data), Answers(), SETTING)
    found = list_with_reasons(head, look(UNITS, data))
    (sheet,) = read_sheets(found)
    assert sheet.rows[1] == ("Ghi chú", *HEADINGS, "Lý do cần sửa")
    assert sheet.rows[2][:5] == ("x", "A", "Phòng A", "Kho", "SO")
    assert "Dòng 3: không có loại đơn vị “Kho”" in sheet.rows[2][5]
    assert sheet.rows[4] == ("", "B", "Phòng B", "Phòng")
    again = read_unit_table(found)
    assert [(row.number, row.values["code"]) for row in again.rows] == [(3, "A"), (5, "B")]


# --- size -----------------------------------------------------------------------------------------
def test_the_queries_do_not_grow_with_the_rows():
    def count(rooms):
        rows = [("T", "UBND tỉnh", "", "")] + [(f"P{n}", f"Phòng {n}", "", "T") for n in rooms]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take(*rows)
        Unit.objects.update(parent=None)
        Unit.objects.all().delete()
        return len(queries)

    assert count(range(10)) == count(range(40))


def test_a_preview_takes_the_same_few_queries_for_any_number_of_rows(django_assert_max_num_queries):
    for number in range(30):
        UnitFactory(code=f"P{number}")
    with django_assert_max_num_queries(12):
        preview_units(table(*[(f"P{n}", f"Phòng {n}", "", "P0" if n else "") for n in range(60)]))


def test_kinds_of_the_office_itself_are_known():
    UnitKindFactory(code="vien", name="Viện nghiên cứu")
    take(("V", "Viện A", "viện nghiên cứu", ""), ("V2", "Viện B", "", ""))
    assert {unit.kind_id for unit in Unit.objects.all()} == {"vien"}


def test_a_badge_is_told_for_every_outcome():
    assert set(OUTCOME_BADGES) == set(RowOutcome)
