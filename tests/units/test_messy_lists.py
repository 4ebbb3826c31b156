"""Spreadsheets that offices have, each with what is right for it."""

import datetime

import pytest

from sheets.files import read_sheets
from sheets.problems import UnreadableFile
from tests.factories import UnitFactory, UserFactory
from tests.sheets.messy import (
    csv,
    edited,
    hidden,
    in_tcvn3,
    merged,
    ods,
    strict,
    without,
    xlsx,
)  # fmt: skip
from tests.units.taking import NOON, look, setting
from units.actions import ensure_standard_kinds
from units.lists.answers import Answers
from units.lists.apply import take_list
from units.lists.lists import PEOPLE, UNITS
from units.lists.outcomes import RowOutcome
from units.lists.preview import look_at
from units.models import Membership, Unit, UnitAlias, UnitKind
from units.policy import Role

pytestmark = pytest.mark.django_db
NEW, CHANGED, SAME, WRONG = RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.SAME, RowOutcome.WRONG


@pytest.fixture(autouse=True)
def kinds():
    ensure_standard_kinds()


def unit(code, name, parent=None, kind="phong", **facts):
    return UnitFactory(
        code=code, name=name, parent=parent, kind=UnitKind.objects.get(pk=kind), **facts
    )


@pytest.fixture
def office(kinds):
    top = unit("SKHCN", "Sở Khoa học và Công nghệ", kind="so")
    found = {"SKHCN": top, "TCHC": unit("TCHC", "Phòng Tổ chức - Hành chính", top),
             "QLKH": unit("QLKH", "Phòng Quản lý khoa học", top)}  # fmt: skip
    centre = unit("TTUD", "Trung tâm Ứng dụng tiến bộ khoa học", top, kind="trung-tam")
    found["TTUD"] = centre
    found["HC2"] = unit("HC2", "Phòng Hành chính", centre)
    return found


def outcomes(preview):
    return {row.number: row.outcome for row in preview.rows}


def parents(preview):
    return {
        row.number: change.new
        for row in preview.rows
        for change in row.changes
        if change.label == "Đơn vị cấp trên"
    }


def value(preview, number, label):
    (row,) = [row for row in preview.rows if row.number == number]
    return next((change.new for change in row.changes if change.label == label), None)


def problems(preview):
    return " ".join(words for row in preview.rows for words in row.problems)


def notes(preview):
    return " ".join(words for row in preview.rows for words in row.notes)


def taken(listing, data, by=None, **said):
    answers = Answers(**said)
    around = setting(listing, by, answers=answers.meant)
    preview, table = look_at(listing, read_sheets(data), answers, around)
    assert table is not None, preview.problem
    return take_list(listing, table, around, preview.fingerprint)


# --- headings of every manner ---------------------------------------------------------------------
HEADINGS = {
    "departments": (
        ("Ký hiệu", "Tên gọi đầy đủ", "Ký hiệu viết tắt", "Loại hình tổ chức",
         "Trực thuộc đơn vị nào", "Điện thoại cơ quan", "Hộp thư công vụ"),
        ("code", "name", "short_name", "kind", "parent", "phone", "email"),
    ),
    "communes": (
        ("TT", "Mã định danh điện tử", "Tên đơn vị hành chính", "Cấp trên trực tiếp",
         "Ngày thành lập", "Trụ sở làm việc", "Hòm thư"),
        ("-", "identifier", "name", "parent", "active_from", "address", "email"),
    ),
    "schools": (
        ("STT", "Mã trường", "Tên trường", "Cơ quan quản lý trực tiếp", "Số điện thoại liên hệ",
         "Địa chỉ thư điện tử", "Địa chỉ"),
        ("-", "code", "name", "parent", "phone", "email", "address"),
    ),
    "hospitals": (
        ("Tên cơ sở y tế", "Phân loại", "Cơ quan chủ quản (Bộ/Sở)", "ĐT liên hệ",
         "Ngày bắt đầu hoạt động", "Ngày kết thúc hoạt động", "Đơn vị sáp nhập vào"),
        ("name", "kind", "parent", "phone", "active_from", "active_to", "successor"),
    ),
    "everything that is not ours": (
        ("Mã", "Tên", "Mã số thuế", "Mã bưu chính", "Họ tên thủ trưởng", "Điện thoại thủ trưởng",
         "Số lượng biên chế", "Số quyết định thành lập", "Fax"),
        ("code", "name", None, None, None, None, None, None, None),
    ),
    "without accents": (
        ("ma don vi", "ten don vi", "don vi truc thuoc", "dia chi tru so", "ngay giai the"),
        ("code", "name", "parent", "address", "active_to"),
    ),
    "with a slip of the pen": (
        ("Mã đơn vi", "Tên dơn vị", "Đơn vị cấp trênn"), ("code", "name", "parent"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_are_understood_as_people_write_them(name):
    words, keys = HEADINGS[name]
    found = look(UNITS, xlsx([words, ["x"] * len(words)]))
    assert tuple(heading.key for heading in found.headings) == keys


PEOPLE_HEADINGS = {
    "staff": (
        ("STT", "Họ và tên đệm", "Tên", "Chức danh nghề nghiệp", "Phòng ban công tác",
         "Hộp thư điện tử công vụ", "Số di động", "Nhóm quyền sử dụng"),
        ("-", "family_name", "full_name", "position", "unit", "email", "phone", "roles"),
    ),
    "accounts": (
        ("Tên tài khoản đăng nhập", "Họ và tên cán bộ, công chức", "Đơn vị công tác hiện nay",
         "Chức vụ hiện nay", "Quyền trong phần mềm", "Số tài khoản ngân hàng", "Ngày sinh"),
        ("username", "full_name", "unit", "position", "roles", None, None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE_HEADINGS)
def test_headings_of_people_are_understood(name):
    words, keys = PEOPLE_HEADINGS[name]
    found = look(PEOPLE, xlsx([words, ["x"] * len(words)]))
    assert tuple(heading.key for heading in found.headings) == keys


def test_what_a_column_holds_tells_what_its_heading_does_not(office):
    rows = [
        ("Danh mục", "Thông tin 1", "Thông tin 2", "Thông tin 3"),
        ("Phòng Kế hoạch", "kh@x.example", "0260 3 812 345", "Phòng"),
        ("Trung tâm Thử nghiệm", "tn@x.example", "0260 3 812 346", "Trung tâm"),
    ]
    found = look(UNITS, xlsx(rows))
    assert [heading.key for heading in found.headings] == ["name", "email", "phone", "kind"]
    assert found.headings[1].how == "content"
    assert found.headings[1].samples == ("kh@x.example", "tn@x.example")


def test_a_column_of_names_in_the_same_file_is_what_stands_above(office):
    rows = [
        ("Mã", "Tên", "Khối"), ("A", "Chi cục Kiểm lâm", ""),
        ("B", "Hạt Kiểm lâm Bắc", "Chi cục Kiểm lâm"),
        ("C", "Hạt Kiểm lâm Nam", "Chi cục Kiểm lâm"),
    ]  # fmt: skip
    found = look(UNITS, xlsx(rows))
    assert parents(found) == {3: "A", 4: "A"}


# --- where the table is ---------------------------------------------------------------------------
LIST = (("A", "Phòng A", "Phòng", "SKHCN"), ("B", "Phòng B", "Phòng", "A"))
HEAD = ("Mã đơn vị", "Tên đơn vị", "Loại", "Đơn vị cấp trên")
RIGHT = {
    "plain": xlsx([HEAD, *LIST]),
    "strict": strict([HEAD, *LIST]),
    "ods": ods([HEAD, *LIST]),
    "semicolons": csv([HEAD, *LIST]),
    "tabs": csv([HEAD, *LIST], "\t"),
    "commas with BOM": csv([HEAD, *LIST], ",", "utf-8-sig"),
    "UTF-16": csv([HEAD, *LIST], "\t", "utf-16"),
    "TCVN3": in_tcvn3([HEAD, *LIST]),
    "no styles": without([HEAD, *LIST], "xl/styles.xml"),
    "no theme, no properties": without([HEAD, *LIST], "xl/theme/theme1.xml", "docProps/core.xml"),
    "no places of cells": edited([HEAD, *LIST], r' r="[A-Z]+\d+"', ""),
    "no numbers of rows": edited([HEAD, *LIST], r'<row r="\d+"', "<row"),
    "a wrong extent": edited([HEAD, *LIST], r'<dimension ref="[^"]+"', '<dimension ref="A1"'),
    "zero width": xlsx([HEAD, ("A\u200b", "Phòng\u00a0A", "Phòng\u200b", "SKHCN\ufeff"), LIST[1]]),
    "letters apart": xlsx([HEAD, ("A", "Pho\u0300ng A", "Pho\u0300ng", "SKHCN"), LIST[1]]),
    "control characters": csv([HEAD, ("A", "Phòng_x0007_ A", "Phòng", "SKHCN"), LIST[1]]),
}


@pytest.mark.parametrize("name", RIGHT)
def test_one_list_from_every_kind_of_file(office, name):
    found = look(UNITS, RIGHT[name])
    assert outcomes(found) == {2: NEW, 3: NEW}, problems(found)
    assert [(row.code, row.name) for row in found.rows] == [("A", "Phòng A"), ("B", "Phòng B")]
    assert parents(found) == {2: "SKHCN", 3: "A"}


TOPS = {
    "titles above, notes below": xlsx([
        ("UBND TỈNH LAM GIANG",), ("SỞ KHOA HỌC VÀ CÔNG NGHỆ",), (), ("DANH SÁCH ĐƠN VỊ",),
        ("(Kèm theo Công văn số 12/SKHCN-VP ngày 05/01/2026)",), (), HEAD, *LIST, (),
        ("Tổng số: 2 đơn vị",), ("", "", "", "Lam Giang, ngày 05 tháng 01 năm 2026"),
        ("NGƯỜI LẬP BIỂU", "", "", "GIÁM ĐỐC"), ("", "", "", "(Ký, ghi rõ họ tên)"), (), (),
        ("Trần Thị Lan", "", "", "Nguyễn Văn Hùng"),
    ]),
    "numbers of columns": xlsx([("STT", *HEAD), ("(1)", "(2)", "(3)", "(4)", "(5)"),
                                ("1", *LIST[0]), ("2", *LIST[1])]),
    "sections": xlsx([("STT", *HEAD), ("I", "", "KHỐI VĂN PHÒNG SỞ"), ("1", *LIST[0]),
                      ("II", "", "KHỐI ĐƠN VỊ SỰ NGHIỆP"), ("1", *LIST[1])]),
    "headings again on each page": xlsx([HEAD, LIST[0], HEAD, LIST[1]]),
    "a sum in the middle": xlsx([HEAD, LIST[0], ("Cộng", "1"), LIST[1], ("Tổng cộng", "2")]),
    "merged heads": merged(
        [("STT", "Đơn vị", "", "Loại", "Đơn vị cấp trên"), ("", "Mã", "Tên", "", ""),
         ("1", *LIST[0]), ("2", *LIST[1])], "A1:A2", "B1:C1", "D1:D2", "E1:E2"),
    "upper heads that say more": xlsx(
        [("Đơn vị", "", "Loại", "Đơn vị cấp trên", ""), ("Mã", "Tên", "", "Mã", "Tên"),
         ("A", "Phòng A", "Phòng", "SKHCN", "Sở Khoa học và Công nghệ"),
         ("B", "Phòng B", "Phòng", "A", "Phòng A")]),
    "heads of which the lower row says more": xlsx(
        [("STT", "Mã đơn vị", "Tên đơn vị", "Thông tin", "", ""),
         ("", "", "", "Loại", "Đơn vị cấp trên", "Điện thoại"), ("1", *LIST[0]), ("2", *LIST[1])]),
    "on the second sheet": xlsx([("Hướng dẫn",), ("Điền vào trang sau",)], DS=[HEAD, *LIST]),
}  # fmt: skip


@pytest.mark.parametrize("name", TOPS)
def test_the_table_is_found_within_its_sheet(office, name):
    found = look(UNITS, TOPS[name])
    assert found.problem == ""
    assert [(row.code, row.name, row.outcome) for row in found.rows] == [
        ("A", "Phòng A", NEW), ("B", "Phòng B", NEW),
    ], (found.remarks, problems(found))  # fmt: skip
    assert list(parents(found).values()) == ["SKHCN", "A"]


def test_rows_that_are_no_unit_are_named_and_can_be_taken_in(office):
    data = TOPS["titles above, notes below"]
    left = {one.number: one.why.value for one in look(UNITS, data).remarks}
    assert set(left) == {11, 12, 13, 14, 17}
    assert look(UNITS, data, take_in=frozenset({11})).rows[-1].number == 11
    again = look(UNITS, data, leave_out=frozenset({9}))
    assert [row.number for row in again.rows] == [8]
    assert {one.number: one.why.value for one in again.remarks}[9] == "bạn chọn bỏ dòng này"


def test_a_list_of_names_alone_leaves_out_groups_sums_and_signatures(kinds):
    rows = [
        ("STT", "Tên đơn vị"), ("I", "KHỐI VĂN PHÒNG SỞ"), ("1", "Văn phòng Sở"),
        ("2", "Phòng Tổ chức"), ("II", "CÁC ĐƠN VỊ TRỰC THUỘC"), ("1", "Trung tâm Một"),
        ("", "Tổng số"), ("", "(Ký, ghi rõ họ tên)"), ("", "Nguyễn Văn Hùng"),
    ]  # fmt: skip
    found = look(UNITS, xlsx(rows))
    assert [row.name for row in found.rows] == ["Văn phòng Sở", "Phòng Tổ chức", "Trung tâm Một"]
    assert [one.number for one in found.remarks] == [2, 5, 7, 8, 9]


def test_a_heading_row_can_be_said(office):
    rows = [("a", "b"), ("x", "y"), ("Phòng A", "SKHCN"), ("Phòng B", "SKHCN")]
    assert "Không tìm thấy dòng tiêu đề" in look(UNITS, xlsx(rows)).problem
    found = look(UNITS, xlsx(rows), heading_row=2, columns={0: "name", 1: "parent"})
    assert [row.name for row in found.rows] == ["Phòng A", "Phòng B"]


# --- broken cells ---------------------------------------------------------------------------------
BROKEN = {
    "a formula without its result": (
        xlsx([HEAD, ("A", "Phòng A", "Phòng", "=A9"), LIST[1]]), "công thức chưa có kết quả"),
    "an error": (xlsx([HEAD, ("A", "Phòng A", "Phòng", "#N/A")]), "báo lỗi “#N/A”"),
    "an error in .csv": (csv([HEAD, ("A", "#REF!", "Phòng", "SKHCN")]), "báo lỗi “#REF!”"),
    "an error in .ods": (ods([HEAD, ("A", "#DIV/0!", "Phòng", "SKHCN")]), "báo lỗi “#DIV/0!”"),
    "a code that was rounded": (
        xlsx([HEAD, (1.234567890123457e17, "Phòng A", "Phòng", "SKHCN")]), "bị bảng tính làm tròn"),
    "a code in scientific form": (csv([HEAD, ("2.19E+26", "Phòng A", "Phòng", "")]), "làm tròn"),
    "a code that became a day": (
        xlsx([HEAD, (datetime.date(2026, 2, 1), "Phòng A", "Phòng", "SKHCN")]), "đổi thành ngày"),
    "letters lost": (csv([HEAD, ("A", "Ph?ng T? ch?c", "Phòng", "SKHCN")]), "mất chữ"),
    "a quotation mark left open": (
        'Mã đơn vị;Tên đơn vị\nA;"Phòng A\nB;Phòng B\n'.encode("utf-8-sig"), "dấu ngoặc kép"),
    "a value too many": (
        "Mã;Tên;Điện thoại\nA;Phòng A;0260;3812345\nB;Phòng B;0260 1\nC;Phòng C;0260 2\n"
        "D;Phòng D;0260 4\n".encode(), "giá trị thừa"),
    "nothing but zero width": (xlsx([HEAD, ("A", "\u200b\u200d", "Phòng", "SKHCN")]), "thiếu tên"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_cell_makes_its_row_wrong_and_says_why(office, name):
    data, words = BROKEN[name]
    found = look(UNITS, data)
    assert outcomes(found)[2] is WRONG
    assert words in problems(found)
    assert "Dòng 2: " in problems(found)


def test_an_open_quotation_mark_swallows_no_line(office):
    found = look(UNITS, 'Mã;Tên\nA;"Phòng A\nB;Phòng B\nC;"Phòng C"\n'.encode())
    assert [row.number for row in found.rows] == [2, 3, 4]
    assert outcomes(found) == {2: WRONG, 3: NEW, 4: NEW}


def test_hidden_rows_and_columns_and_columns_without_a_heading_are_said(office):
    found = look(UNITS, hidden([HEAD, *LIST], 3, column="C"))
    assert "đang ẩn" in notes(found)
    assert found.said == (
        "1 dòng đang ẩn trong tệp vẫn được đọc: dòng 3.",
        "Cột ẩn trong tệp vẫn được đọc: “Loại”.",
    )
    found = look(
        UNITS, xlsx([HEAD[:3], ("A", "Phòng A", "Phòng", "xyz"), ("B", "Phòng B", "", "tuv")])
    )
    assert "Cột D (không có tiêu đề)" in found.said[0]


# --- names as people write them -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SKHCN", "SKHCN"), ("Sở KH&CN", "SKHCN"), ("Sở KHCN", "SKHCN"), ("P. QLKH", "QLKH"),
        ("P.TCHC", "TCHC"), ("Phòng TC-HC", "TCHC"), ("Phòng Tổ chức & Hành chính", "TCHC"),
        ("TT Ứng dụng tiến bộ khoa học", "TTUD"), ("TCHC - Phòng Tổ chức", "TCHC"),
        ("Phòng Tổ chức - Hành chính (TCHC)", "TCHC"), ("PHÒNG QUẢN LÝ KHOA HỌC", "QLKH"),
        ("Sở KHCN / Trung tâm Ứng dụng tiến bộ khoa học / Phòng Hành chính", "HC2"),
        ("Phòng Hành chính, Trung tâm Ứng dụng tiến bộ khoa học", "HC2"),
        ("Phòng Hành chính thuộc TTUD", "HC2"),
    ],
)  # fmt: skip
def test_a_name_that_means_one_unit_is_taken(office, written, code):
    found = look(UNITS, xlsx([HEAD, ("M", "Tổ Mới", "Tổ, bộ phận", written)]))
    assert parents(found) == {2: code}, problems(found)


@pytest.mark.parametrize("written", ["...", "…", '"', "/", "?", "(-)"])
def test_what_folds_to_nothing_matches_nothing(office, written):
    office["TCHC"].short_name = "-"
    office["TCHC"].save()
    found = look(UNITS, xlsx([HEAD, ("M", "Tổ Mới", "Tổ, bộ phận", written)]))
    assert outcomes(found) == {2: WRONG}


def test_what_is_not_uniquely_meant_is_asked_and_the_answer_serves_again(office):
    unit("KHTC", "Phòng Kế hoạch - Tài chính", office["SKHCN"])
    unit("KTTC", "Phòng Kế toán - Tài chính", office["SKHCN"])
    data = xlsx(
        [
            HEAD,
            ("M", "Tổ Mới", "Tổ, bộ phận", "Phòng KTTC cũ"),
            ("N", "Tổ N", "Tổ, bộ phận", "P.KTC"),
        ]
    )
    found = look(UNITS, data)
    asked = {one.words: one for one in found.questions}
    assert "KTTC" in {option.value for option in asked["Phòng KTTC cũ"].options}
    meant = {asked["Phòng KTTC cũ"].key: "KTTC", asked["P.KTC"].key: "KHTC"}
    found = look(UNITS, data, meant=meant)
    assert parents(found) == {2: "KTTC", 3: "KHTC"}
    assert "lựa chọn đã ghi nhớ" in notes(found)


def test_a_kind_that_the_table_lacks_can_be_added(office):
    data = xlsx([HEAD, ("V", "Cơ quan Vụ việc", "Cơ quan lạ", "SKHCN")])
    (asked,) = look(UNITS, data).questions
    assert asked.options[0].label == "Thêm loại mới “Cơ quan lạ”"
    taken(UNITS, data, meant={asked.key: asked.options[0].value})
    assert Unit.objects.get(code="V").kind.name == "Cơ quan lạ"


@pytest.mark.parametrize(
    ("written", "code"),
    [("Huyện", "ubnd-huyen"), ("Xã", "ubnd-xa"), ("Phòng ban", "phong"), ("BV", "benh-vien"),
     ("Trường THPT", "truong"), ("Cấp huyện", "ubnd-huyen")],
)  # fmt: skip
def test_kinds_as_offices_call_them(office, written, code):
    taken(UNITS, xlsx([HEAD, ("V", "Đơn vị V", written, "SKHCN")]))
    assert Unit.objects.get(code="V").kind_id == code


# --- the same unit --------------------------------------------------------------------------------
def test_an_identifier_is_a_key_and_so_is_a_name_below_its_parent(office):
    found = look(UNITS, xlsx([("Mã", "Tên"), ("H71.08", "Sở Khoa học và Công nghệ")]))
    (row,) = found.rows
    assert (row.code, row.by, row.outcome) == ("SKHCN", "tên", CHANGED)
    taken(UNITS, xlsx([("Mã", "Tên"), ("H71.08", "Sở Khoa học và Công nghệ")]))
    assert Unit.objects.get(code="SKHCN").identifier == "H71.08"
    found = look(UNITS, xlsx([("Mã định danh", "Tên"), ("H71.08", "Sở Khoa học và Công nghệ")]))
    assert (found.rows[0].code, found.rows[0].by, found.rows[0].outcome) == (
        "SKHCN", "mã định danh", SAME,
    )  # fmt: skip
    rows = [
        ("Mã", "Tên", "Trực thuộc"),
        ("H71.08", "Sở Khoa học và Công nghệ", ""),
        ("M", "Tổ M", "H71.08"),
    ]
    assert parents(look(UNITS, xlsx(rows))) == {3: "SKHCN"}


def test_renaming_by_list_keeps_the_former_name_which_goes_on_resolving(office):
    taken(UNITS, xlsx([("Mã", "Tên"), ("QLKH", "Phòng Đổi mới sáng tạo")]))
    assert UnitAlias.objects.get(unit=office["QLKH"]).name == "Phòng Quản lý khoa học"
    assert UnitAlias.objects.get(unit=office["QLKH"]).until == NOON.date() - datetime.timedelta(1)
    rows = [HEAD, ("M", "Tổ M", "Tổ, bộ phận", "Phòng Quản lý khoa học")]
    found = look(UNITS, xlsx(rows))
    assert parents(found) == {2: "QLKH"}
    assert "theo tên cũ" in notes(found)
    found = look(UNITS, xlsx([("Tên", "Trực thuộc"), ("Phòng Quản lý khoa học", "SKHCN")]))
    assert [(row.code, row.by, row.outcome) for row in found.rows] == [("QLKH", "tên cũ", SAME)]


def test_without_codes_a_unit_that_moved_is_not_made_twice(office):
    rows = [("Tên", "Trực thuộc"), ("Phòng Quản lý khoa học", "TTUD")]
    (row,) = look(UNITS, xlsx(rows)).rows
    assert (row.code, row.outcome) == ("QLKH", CHANGED)
    # "Phòng Hành chính" is what many are called: elsewhere it is another one.
    (row,) = look(UNITS, xlsx([("Tên", "Trực thuộc"), ("Văn thư", "QLKH")])).rows or [None]
    assert row is None or row.outcome is not CHANGED


def test_a_parent_that_has_ended_is_refused(office):
    unit("CU", "Phòng Cũ kỹ", office["SKHCN"], active_to=datetime.date(2025, 6, 30))
    found = look(UNITS, xlsx([HEAD, ("M", "Tổ M", "Tổ, bộ phận", "CU")]))
    assert "đã kết thúc hoạt động" in problems(found)


# --- several reasons ------------------------------------------------------------------------------
def test_all_reasons_of_a_row_are_said(office):
    head = ("Mã", "Tên", "Loại", "Trực thuộc", "Email", "Hoạt động từ", "Hoạt động đến")
    found = look(
        UNITS, xlsx([head, ("A", "", "Kho lạ", "Không đâu", "sai thư", "01/02/2026", "01/01/2026")])
    )
    said = problems(found)
    for words in ("thiếu tên", "Kho lạ", "Không đâu", "Thư điện tử", "ngày kết thúc phải sau"):
        assert words in said


def test_the_first_of_a_chain_is_the_cause_of_the_others(office):
    rows = [HEAD, ("A", "Phòng A", "Phòng", "Không đâu"),
            *[(f"T{n}", f"Tổ {n}", "Tổ, bộ phận", "A") for n in range(4)],
            ("X", "Tổ X", "Tổ, bộ phận", "T1"), ("Y", "Tổ Y", "Tổ, bộ phận", "SKHCN")]  # fmt: skip
    found = look(UNITS, xlsx(rows))
    assert found.consequences == ("Dòng 2 sai nên dòng 3–7 sai theo.",)
    assert found.wrong[0].number == 2
    assert outcomes(found)[8] is NEW


# --- people ---------------------------------------------------------------------------------------
PERSON_HEAD = ("Họ và tên", "Đơn vị", "Vai trò", "Thư điện tử")


def test_an_address_never_takes_over_an_account(office):
    UserFactory(username="nta", full_name="Nguyễn Thị A", email="nta@a.example")
    data = xlsx([PERSON_HEAD, ("Nguyễn Văn B", "P.QLKH", "Trưởng đơn vị", "NTA@a.example")])
    found = look(PEOPLE, data)
    assert outcomes(found) == {2: WRONG}
    assert "đang là của “Nguyễn Thị A”" in problems(found)
    (asked,) = found.questions
    found = look(PEOPLE, data, meant={asked.key: asked.options[0].value})
    assert outcomes(found) == {2: CHANGED}
    assert "nay tên là “Nguyễn Văn B”" in notes(found)


def test_two_names_of_one_address_are_wrong(office):
    rows = [
        PERSON_HEAD,
        ("Nguyễn Thị A", "QLKH", "CV", "a@a.example"),
        ("Trần B", "TCHC", "CV", "a@a.example"),
    ]
    assert outcomes(look(PEOPLE, xlsx(rows))) == {2: WRONG, 3: WRONG}


def test_one_person_in_two_rows_is_one_person_and_the_difference_is_said(office):
    head = (*PERSON_HEAD, "Chức vụ", "Điện thoại")
    rows = [
        head,
        ("Nguyễn Thị A", "QLKH", "CV", "a@a.example", "Chuyên viên", "0912 000 001"),
        ("Nguyễn Thị A", "TCHC", "Đầu mối", "A@A.example", "Phó phòng", "0912 000 002"),
    ]
    found = look(PEOPLE, xlsx(rows))
    assert outcomes(found) == {2: NEW, 3: NEW}, problems(found)
    assert "khác dòng 2" in notes(found)
    taken(PEOPLE, xlsx(rows))
    assert set(Membership.objects.values_list("user__username", "unit__code", "role")) == {
        ("nguyen.thi.a", "QLKH", Role.STAFF), ("nguyen.thi.a", "TCHC", Role.COORDINATOR),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "role"),
    [("Văn thư/đầu mối", Role.COORDINATOR), ("Lãnh đạo Sở", Role.LEADER), ("CV", Role.STAFF),
     ("TP", Role.HEAD), ("chuyên viên", Role.STAFF)],
)  # fmt: skip
def test_roles_as_offices_call_them(office, written, role):
    taken(PEOPLE, xlsx([PERSON_HEAD, ("Nguyễn Thị A", "QLKH", written, "a@a.example")]))
    assert Membership.objects.get().role == role


def test_a_role_is_never_told_by_a_position_but_asked_once_for_all(office):
    head = ("Họ và tên", "Đơn vị", "Thư điện tử", "Chức vụ")
    rows = [head, *[(f"Nguyễn Văn {n}", "QLKH", f"{n}@a.example", "Phó phòng") for n in "ABC"]]
    found = look(PEOPLE, xlsx(rows))
    assert set(outcomes(found).values()) == {WRONG}
    (asked,) = found.questions
    assert asked.rows == (2, 3, 4)
    found = look(PEOPLE, xlsx(rows), meant={asked.key: "staff"})
    assert set(outcomes(found).values()) == {NEW}


def test_units_of_one_name_are_told_apart_by_what_stands_above(office):
    other = unit("TT2", "Trung tâm Hai", office["SKHCN"], kind="trung-tam")
    unit("HC3", "Phòng Hành chính", other)
    found = look(PEOPLE, xlsx([PERSON_HEAD, ("Lê Thị C", "Phòng Hành chính", "CV", "c@a.example")]))
    assert "Phòng Hành chính – Trung tâm Hai" in problems(found)
    head = ("Họ và tên", "Thuộc đơn vị", "Đơn vị", "Vai trò", "Thư điện tử")
    rows = [head, ("Lê Thị C", "Trung tâm Hai", "Phòng Hành chính", "CV", "c@a.example")]
    assert value(look(PEOPLE, xlsx(rows)), 2, "Đơn vị") == "HC3"


# --- files that are something else ----------------------------------------------------------------
def test_a_word_document_and_an_archive_are_called_that():
    for folder, words in (("word/document.xml", "văn bản Word"), ("anh/1.jpg", "tệp nén")):
        data = without_all(folder)
        with pytest.raises(UnreadableFile, match=words):
            read_sheets(data)


def without_all(name):
    import zipfile
    from io import BytesIO

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


# --- what was seen to go wrong --------------------------------------------------------------------
def test_a_row_that_is_wrong_leaves_nothing_behind_in_the_next_one(office):
    UserFactory(username="lan", full_name="Đinh Thị Lan", email="lan@a.example")
    rows = [PERSON_HEAD, ("Phạm Dũng", "QLKH", "CV", "lan@a.example"),
            ("Đinh Thị Lan", "QLKH", "CV", "lan@a.example")]  # fmt: skip
    found = look(PEOPLE, xlsx(rows))
    assert outcomes(found) == {2: WRONG, 3: CHANGED}
    assert value(found, 3, "Họ và tên") is None


def test_words_without_letters_of_their_own_stay_what_they_are(office):
    rows = [("Mã", "Tên", "Ghi chú"), ("A", "Phòng Tổ chức", "Vô Danh"), ("B", "Phòng Hai", "chú")]
    for data in (xlsx(rows), csv(rows), ods(rows)):
        assert read_sheets(data)[0].rows == tuple(rows)


def test_as_above_is_what_stands_above(office):
    rows = [HEAD, ("A", "Phòng A", "Phòng", "SKHCN"), ("B", "Phòng B", "nt", "-nt-")]
    found = look(UNITS, xlsx(rows))
    assert parents(found) == {2: "SKHCN", 3: "SKHCN"}
    assert "như dòng trên" in notes(found)


def test_a_level_is_no_kind_of_a_hospital(office):
    rows = [("Mã", "Tên", "Tuyến"), ("A", "Bệnh viện Đa khoa", "Tỉnh"), ("B", "Trạm Y tế B", "Xã")]
    taken(UNITS, xlsx(rows))
    taken(UNITS, xlsx([("Mã", "Tên", "Cấp"), ("C", "Bệnh viện Mắt", "Tỉnh"), ("D", "Xã D", "Xã")]))
    assert dict(Unit.objects.filter(code__in="ABCD").values_list("code", "kind")) == {
        "A": "benh-vien", "B": "benh-vien", "C": "benh-vien", "D": "ubnd-xa",
    }  # fmt: skip


def test_another_sheet_with_a_list_is_said(office):
    found = look(UNITS, xlsx([HEAD, *LIST], **{"Năm 2025": [HEAD, *LIST]}))
    assert "Trang khác cũng có danh sách: “Năm 2025”" in found.said[-1]


def test_a_list_without_headings_begins_with_its_first_row(office):
    rows = [("Phòng Một", "mot@a.example"), ("Phòng Hai", "hai@a.example")]
    found = look(UNITS, xlsx(rows))
    assert [row.name for row in found.rows] == ["Phòng Một", "Phòng Hai"]
    assert found.heading_row == 0


def test_a_unit_moves_within_its_agency_and_is_taken_from_no_other(office):
    top = unit("UT", "UBND tỉnh", kind="ubnd-tinh")
    Unit.objects.filter(code="SKHCN").update(parent=top)
    health = unit("SYT", "Sở Y tế", top, kind="so")
    unit("KN", "Trung tâm Kiểm nghiệm", health, kind="trung-tam")
    rows = [("Tên", "Trực thuộc"), ("Trung tâm Kiểm nghiệm", "SKHCN"), ("Phòng Hành chính", "QLKH")]
    found = look(UNITS, xlsx(rows))
    assert outcomes(found) == {2: NEW, 3: NEW}
    assert "được coi là đơn vị khác" in notes(found)


def test_a_code_and_a_name_of_what_stands_above_must_agree(office):
    rows = [("Mã", "Tên", "Mã cấp trên", "Tên cấp trên"),
            ("A", "Phòng A", "TCHC", "Phòng Quản lý khoa học"),
            ("B", "Phòng B", "KHÔNG CÓ", "QLKH"), ("C", "Phòng C", "TTUD", "")]  # fmt: skip
    found = look(UNITS, xlsx(rows))
    assert outcomes(found) == {2: WRONG, 3: NEW, 4: NEW}
    assert "khác với tên" in problems(found)
    assert "lấy theo tên" in notes(found)


def test_a_path_may_lead_through_units_of_the_file(kinds):
    rows = [("Tên", "Trực thuộc"), ("Tổ 1", "Sở A / Trung tâm Hai / Phòng Hành chính"),
            ("Phòng Hành chính", "Sở A / Trung tâm Hai"), ("Trung tâm Hai", "Sở A"),
            ("Sở A", "")]  # fmt: skip
    found = look(UNITS, xlsx(rows))
    assert parents(found) == {2: "PHC", 3: "TTH", 4: "SA"}, problems(found)


def test_whose_telephone_it_is_stands_in_the_upper_head(office):
    rows = [
        ("STT", "Tên đơn vị", "Lãnh đạo phụ trách", "", "Liên hệ đơn vị", ""),
        ("", "", "Họ tên", "Điện thoại", "Điện thoại", "Thư điện tử"),
        ("1", "Phòng A", "Nguyễn A", "0912 000 000", "'0260381111", "mailto:a@x.example"),
    ]
    heads = ("A1:A2", "B1:B2", "C1:D1", "E1:F1")
    for data in (merged(rows, *heads), xlsx(rows)):
        found = look(UNITS, data)
        assert value(found, 3, "Điện thoại") == "0260381111"
        assert value(found, 3, "Thư điện tử") == "a@x.example"
