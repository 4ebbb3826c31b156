"""A sheet as offices make it → the table in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sheets.columns import PASS_OVER
from sheets.files import Sheet, read_sheets
from sheets.headings import read_head
from sheets.problems import UnreadableTable
from sheets.tables import read_table
from tests.sheets.made import HEADINGS, saved
from units.lists.layouts import UNITS
from units.lists.layouts.units import UNIT_COLUMNS

KEYS = UNITS.recogniser


def table(*rows, sheet="", chosen=None, **others):
    sheets = [Sheet("Danh sách", tuple(map(tuple, rows)))]
    sheets += [Sheet(name, tuple(map(tuple, lines))) for name, lines in others.items()]
    head = read_head(sheets, KEYS, sheet=sheet, chosen=chosen)
    return read_table(head, KEYS)


def codes(found):
    return [row.values["code"] for row in found.rows]


ROOM = ("VP", "Văn phòng", "Văn phòng", "SO")
OFFICE = ("SO", "Sở Nội vụ", "Sở", "")


# --- headings -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Mã đơn vị", "code"),
        ("MÃ ĐƠN VỊ", "code"),
        ("Ma don vi", "code"),
        ("Mã ĐV", "code"),
        ("Mã  đơn\nvị (*)", "code"),
        ("Tên đơn vị", "name"),
        ("Tên cơ quan, đơn vị", "name"),
        ("Tên cơ quan/đơn vị", "name"),
        ("Cơ quan, đơn vị", "name"),
        ("Tên viết tắt", "short_name"),
        ("Loại", "kind"),
        ("Loại hình", "kind"),
        ("Đơn vị cấp trên", "parent"),
        ("Trực thuộc", "parent"),
        ("Mã cấp trên", "parent_code"),
        ("Tên gọi khác", "aliases"),
        ("Điện thoại", "phone"),
        ("SĐT", "phone"),
        ("Thư điện tử", "email"),
        ("E-mail", "email"),
        ("Địa chỉ", "address"),
        ("Mã định danh", "identifier"),
        ("Hoạt động từ", "active_from"),
        ("Đơn vị kế thừa", "successor"),
        ("Số lượng biên chế", None),
        ("", None),
    ],
)
def test_headings_are_known_in_their_common_wordings(words, key):
    assert KEYS.key(words) == key


def test_no_wording_stands_for_two_columns():
    wordings = [words for c in UNIT_COLUMNS for words in (c.heading, *c.wordings)]
    assert {KEYS.key(words) for words in wordings} == {column.key for column in UNIT_COLUMNS}
    for column in UNIT_COLUMNS:
        assert {KEYS.key(words) for words in (column.heading, *column.wordings)} == {column.key}


def test_the_order_of_columns_does_not_matter():
    found = table(("Trực thuộc", "Tên đơn vị", "Mã ĐV"), ("SO", "Văn phòng", "VP"))
    assert dict(found.rows[0].values) == {"parent": "SO", "name": "Văn phòng", "code": "VP"}


def test_titles_above_the_heading_are_passed_over():
    found = table(
        ("UBND TỈNH",), (), ("DANH SÁCH ĐƠN VỊ",), ("(Kèm theo Công văn)",), HEADINGS, ROOM
    )
    assert codes(found) == ["VP"]
    assert found.rows[0].number == 6


def test_a_heading_of_two_rows_is_read_as_one():
    found = table(
        ("Mã đơn vị", "Tên đơn vị", "Liên hệ", ""),
        ("", "", "Điện thoại", "Email"),
        ("VP", "Văn phòng", "0260 1", "vp@x.vn"),
    )
    assert dict(found.rows[0].values) == {
        "code": "VP", "name": "Văn phòng", "phone": "0260 1", "email": "vp@x.vn",
    }  # fmt: skip


def test_a_heading_merged_over_two_rows_is_read_once():
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["STT", "Mã đơn vị", "Tên đơn vị", "Liên hệ"])
    sheet.append([None, None, None, "Điện thoại", "Email"])
    sheet.append([1, "VP", "Văn phòng", "0260 1", "vp@x.vn"])
    for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
        sheet.merge_cells(cells)
    head = read_head(read_sheets(saved(book)), KEYS)
    (row,) = read_table(head, KEYS).rows
    assert row.values["code"] == "VP"
    assert row.values["email"] == "vp@x.vn"


def test_numbers_of_columns_below_the_heading_are_no_row():
    found = table(HEADINGS, ("(1)", "(2)", "(3)", "(4)"), ROOM)
    assert codes(found) == ["VP"]
    assert [remark.number for remark in found.remarks] == [2]


def test_the_sheet_with_the_headings_is_taken_wherever_it_stands():
    assert table(("Ghi chú",), **{"Đơn vị": (HEADINGS, ROOM)}).sheet == "Đơn vị"


def test_a_sheet_can_be_named_accents_and_case_apart():
    found = table(HEADINGS, ROOM, sheet="don vi 2", **{"Đơn vị 2": (HEADINGS, OFFICE)})
    assert codes(found) == ["SO"]


def test_a_sheet_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(UnreadableTable, match=r"“Tháng 3”.*“Danh sách”"):
        table(HEADINGS, ROOM, sheet="Tháng 3")


# --- headings that do not serve -------------------------------------------------------------------
def test_a_column_that_is_not_known_blocks_nothing_and_is_said():
    found = table(
        ("Mã đơn vị", "Tên đơn vị", "Biên chế", "Điện thọai"),
        ("VP", "Văn phòng", "7", "1"),
    )
    assert dict(found.rows[0].values) == {"code": "VP", "name": "Văn phòng", "phone": "1"}
    (said,) = found.said
    assert "Cột “Biên chế” không dùng đến" in said


def test_a_column_without_a_heading_is_said():
    found = table(HEADINGS, (*ROOM, "0260 1"), (*OFFICE, "0260 2"))
    assert "Cột E (không có tiêu đề)" in found.said[0] or found.headings[4].key == "phone"


def test_running_numbers_and_notes_are_columns_to_pass_over():
    found = table(("STT", "Mã", "Tên", "Ghi chú"), ("1", "VP", "Văn phòng", "mới lập"))
    assert dict(found.rows[0].values) == {"code": "VP", "name": "Văn phòng"}


def test_what_a_column_means_can_be_chosen():
    found = table(
        ("Mã", "Tên", "Máy lẻ", "Biên chế"),
        ("VP", "Văn phòng", "101", "7"),
        chosen={2: "phone", 3: PASS_OVER},
    )
    assert dict(found.rows[0].values) == {"code": "VP", "name": "Văn phòng", "phone": "101"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", "b"), ("c", "d")], "Không tìm thấy dòng tiêu đề"),
        ([("Mã đơn vị", "Loại"), ("VP", "Văn phòng")], "thiếu cột bắt buộc: Tên đơn vị"),
        ([("Mã", "Tên", "Tên đơn vị"), ("VP", "a", "b")], "“Tên” và “Tên đơn vị”"),
        ([("UBND TỈNH",), HEADINGS], "dòng 2.* không có dòng dữ liệu"),
        ([HEADINGS, ("Ghi chú: chưa có",)], "không có dòng dữ liệu"),
    ],
)
def test_a_sheet_without_a_table_is_refused_with_a_word(rows, words):
    with pytest.raises(UnreadableTable, match=words):
        table(*rows)


# --- rows and remarks -----------------------------------------------------------------------------
def test_blank_rows_are_passed_over_in_silence():
    found = table(HEADINGS, (), OFFICE, (), (), ROOM)
    assert codes(found) == ["SO", "VP"]
    assert found.remarks == ()


def test_rows_numbered_ahead_and_left_blank_are_no_rows():
    found = table(("STT", *HEADINGS), ("1", *ROOM), ("2",), ("3",))
    assert codes(found) == ["VP"]
    assert found.remarks == ()


@pytest.mark.parametrize(
    "title",
    [
        ("I", "", "Các phòng chuyên môn"),
        ("I. Các phòng chuyên môn",),
        ("", "A. Khối văn phòng"),
        ("II", "", "CÁC ĐƠN VỊ TRỰC THUỘC"),
    ],
)
def test_titles_between_the_rows_are_remarks(title):
    found = table(("STT", *HEADINGS), ("1", *OFFICE), title, ("2", *ROOM))
    assert codes(found) == ["SO", "VP"]
    assert [remark.number for remark in found.remarks] == [3]


@pytest.mark.parametrize(
    "note",
    [
        ("Ghi chú: danh sách gồm 2 đơn vị",),
        ("Tổng cộng: 2", "đơn vị"),
        ("", "Tổng số: 2 đơn vị"),
        ("Người lập biểu", "", "Thủ trưởng đơn vị"),
        ("", "", "", "Lam Giang, ngày 05 tháng 01 năm 2026"),
    ],
)
def test_notes_and_signatures_below_the_list_are_remarks(note):
    found = table(HEADINGS, OFFICE, ROOM, (), note)
    assert codes(found) == ["SO", "VP"]
    assert [remark.number for remark in found.remarks] == [5]


@pytest.mark.parametrize("row", [("VP2", "", "Phòng", "SO"), ("", "Phòng mới", "Phòng", "SO")])
@pytest.mark.parametrize("place", ["between", "last"])
def test_a_row_that_lacks_a_code_or_a_name_is_kept_to_be_complained_of(row, place):
    lines = [OFFICE, row, ROOM] if place == "between" else [OFFICE, ROOM, row]
    assert row[0] in codes(table(HEADINGS, *lines))
    assert table(HEADINGS, *lines).remarks == ()


def test_a_list_without_codes_is_a_table_of_names():
    found = table(("Tên đơn vị",), ("Sở Nội vụ",), ("Văn phòng",))
    assert [row.values["name"] for row in found.rows] == ["Sở Nội vụ", "Văn phòng"]


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_any_rows_below_a_heading_are_kept_or_remarked_or_refused(rows):
    """Nothing that has words in it is dropped unseen, but for bare numbers and blanks."""
    cells = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    worded = [row for row in cells if any(row[:4])]
    try:
        found = table(HEADINGS, *cells)
    except UnreadableTable:
        return
    seen = {row.number for row in found.rows} | {remark.number for remark in found.remarks}
    for number, row in enumerate(cells, start=2):
        words = [cell for cell in row if cell]
        if row in worded and not (len(words) == 1 and words[0].isdecimal()):
            assert number in seen
