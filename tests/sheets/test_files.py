"""Bytes of any kind → sheets of text, or a message that says what to do."""

import contextlib
import datetime
import io
import random
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sheets import cells, files
from sheets.cells import Cell, Flaw, day_cell, number_cell, text_cell, truth_cell
from sheets.files import read_sheets
from sheets.problems import UnreadableFile
from tests.sheets.made import OFFICE, csv, ods, saved, xlsx

AS_TEXT = tuple(tuple(cell for cell in row) for row in OFFICE)


def rows(data):
    return [tuple(row) for row in read_sheets(data)[0].rows]


def full(table):
    """Rows without the blank cells at their ends, as they are read."""
    return [
        tuple(row[: max((i + 1 for i, cell in enumerate(row) if cell), default=0)]) for row in table
    ]


# --- the same table from every kind of file -------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        xlsx(OFFICE),
        ods(OFFICE),
        csv(OFFICE),
        csv(OFFICE, ","),
        csv(OFFICE, "\t"),
        csv(OFFICE, "|"),
        csv(OFFICE, encoding="utf-8-sig"),
        csv(OFFICE, encoding="utf-16"),
        csv(OFFICE, encoding="utf-16-le"),
        csv(OFFICE, encoding="utf-16-be"),
        b"sep=;\r\n" + csv(OFFICE),
    ],
    ids=[
        "xlsx", "ods", "semicolons", "commas", "tabs", "bars", "BOM", "UTF-16", "UTF-16LE",
        "UTF-16BE", "named separator",
    ],
)  # fmt: skip
def test_one_table_from_every_kind_of_file(data):
    assert rows(data) == full(AS_TEXT)


TONES = "\u0300\u0301\u0303\u0309\u0323"


def as_windows_1258(text):
    """That code page has the letters (ă ơ đ …) and keeps each tone as a mark after its letter."""
    marks = [unicodedata.normalize("NFD", char) for char in text]
    split = [
        unicodedata.normalize("NFC", "".join(m for m in mark if m not in TONES))
        + "".join(m for m in mark if m in TONES)
        for mark in marks
    ]
    return "".join(split).encode("cp1258")


def test_a_file_in_windows_1258_is_read_and_composed():
    text = "Mã đơn vị;Tên đơn vị\nPTC;Phòng Tổ chức - Hưởng ứng\n"
    assert rows(as_windows_1258(text)) == [
        ("Mã đơn vị", "Tên đơn vị"),
        ("PTC", "Phòng Tổ chức - Hưởng ứng"),
    ]


def test_decomposed_letters_become_composed():
    assert rows("Tên;Mã\nPho\u0300ng;P".encode())[1] == ("Phòng", "P")


def test_commas_inside_cells_are_no_separators():
    data = "Mã;Tên cơ quan, đơn vị;Địa chỉ\nVP;Văn phòng;Số 1, đường Hùng Vương, phường 2\n"
    assert rows(data.encode())[1] == ("VP", "Văn phòng", "Số 1, đường Hùng Vương, phường 2")


def test_quoted_cells_keep_separators_and_lines():
    assert rows('Mã;Tên\nVP;"Văn phòng; phòng\nmột cửa"\n'.encode())[1] == (
        "VP",
        "Văn phòng; phòng một cửa",
    )


def test_row_numbers_are_those_of_the_sheet():
    table = rows(xlsx([(), ("", ""), ("Mã", "Tên"), (), ("VP", "Văn phòng")]))
    assert table[2] == ("Mã", "Tên")
    assert table[3] == ()
    assert table[4] == ("VP", "Văn phòng")


def test_hidden_sheets_are_passed_over_and_the_others_keep_their_names():
    book = Workbook()
    book.worksheets[0].title = "Một"
    book.worksheets[0]["A1"] = "a"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.create_sheet("Hai")["A1"] = "b"
    assert [sheet.name for sheet in read_sheets(saved(book))] == ["Một", "Hai"]


def test_a_formula_without_its_result_is_told_and_never_blank():
    book = Workbook()
    book.worksheets[0]["A1"] = "Mã"
    book.worksheets[0]["A2"] = "=1+1"
    (sheet,) = read_sheets(saved(book))
    assert sheet.rows == (("Mã",), ("=1+1",))
    assert sheet.flaws == {(1, 0): Flaw.NO_VALUE}


def test_what_a_merged_cell_says_is_said_in_every_row_it_spans():
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("DANH SÁCH",), ("Mã", "Thuộc"), ("A", "Sở"), ("B",), (), ("C",), ("D", "Xã")):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("B3:B6")
    assert rows(saved(book)) == [
        ("DANH SÁCH",), ("Mã", "Thuộc"), ("A", "Sở"), ("B", "Sở"), (), ("C", "Sở"), ("D", "Xã"),
    ]  # fmt: skip


# --- cells ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "text", "flaw"),
    [
        (number_cell("12"), "12", None),
        (number_cell("12.0"), "12", None),
        (number_cell("1.5"), "1.5", None),
        (number_cell("0.30000000000000004"), "0.3", None),
        (number_cell("7", "000"), "007", None),
        (number_cell("7", "0.00"), "7", None),
        (number_cell("7", '"SO-"000'), "SO-007", None),
        (number_cell("299386000000"), "299386000000", None),
        (number_cell("2.99386E+09"), "2993860000", None),
        (number_cell("1.234567890123457E+17"), "1.234567890123457E+17", Flaw.ROUNDED),
        (number_cell("2.19E+26"), "2.19E+26", Flaw.ROUNDED),
        (number_cell("NaN"), "NaN", Flaw.ERROR),
        (truth_cell(True), "có", None),
        (day_cell(datetime.date(2025, 7, 1)), "01/07/2025", Flaw.DAY),
        (day_cell(datetime.datetime(2025, 7, 1, 8, 30)), "01/07/2025", Flaw.DAY),  # noqa: DTZ001
        (day_cell(datetime.date(2025, 7, 1), "mm/yyyy", as_shown=True), "07/2025", Flaw.DAY),
        (text_cell("  Văn \n phòng "), "Văn phòng", None),
        (text_cell("  Văn \n phòng ", as_shown=True), "Văn\nphòng", None),
        (text_cell("TH\u200b.01"), "TH.01", None),
        (text_cell("#N/A"), "#N/A", Flaw.ERROR),
        (text_cell("Err:502"), "Err:502", Flaw.ERROR),
        (text_cell("#1 đường A"), "#1 đường A", None),
        (text_cell("2,99386E+09"), "2,99386E+09", Flaw.ROUNDED),
        (text_cell("Ph?ng T? ch?c"), "Ph?ng T? ch?c", Flaw.LETTERS),
        (text_cell("Hỏi gì?"), "Hỏi gì?", None),
    ],
)
def test_cells_become_text_with_what_is_wrong_in_them(cell, text, flaw):
    assert cell == Cell(text, flaw)


def test_codes_stored_as_numbers_keep_the_zeros_that_were_shown():
    book = Workbook()
    book.worksheets[0].append(["Mã", "Tên"])
    book.worksheets[0].append([7, "Văn phòng"])
    book.worksheets[0]["A2"].number_format = "000"
    assert rows(saved(book))[1] == ("007", "Văn phòng")


# --- files that are refused -----------------------------------------------------------------------
def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
REFUSED = {
    "empty": (b"", "không có dữ liệu"),
    "only blanks": (b" \r\n\r\n", "không có dữ liệu"),
    "blank workbook": (xlsx([]), "không có dữ liệu"),
    "encrypted workbook": (OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "old Excel": (OLE + bytes(2048), r"Excel cũ \(.xls\)"),
    "binary Excel": (packed(**{"xl__workbook.bin": "x"}), "xlsb"),
    "Word": (packed(**{"word__document.xml": "<a/>"}), "văn bản Word"),
    "some archive": (packed(a="b"), "không phải bảng tính"),
    "PDF": (b"%PDF-1.7 ...", "là tệp PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "là hình ảnh"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "trang web"),
    "bytes": (bytes(range(256)) * 4, "không phải bảng tính"),
    "cut short": (xlsx(OFFICE)[:-200], "bị hỏng"),
    "cut in half": (xlsx(OFFICE)[:2000], "bị hỏng"),
    "workbook without sheets": (packed(**{"xl__workbook.xml": "<workbook/>"}), "bị hỏng"),
    "workbook of no XML": (packed(**{"xl__workbook.xml": "rubbish"}), "bị hỏng"),
    "ods without a body": (
        packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "bị hỏng",
    ),
    "encrypted ods": (
        packed(
            mimetype="application/vnd.oasis.opendocument.spreadsheet",
            **{"META-INF__manifest.xml": "<encryption-data/>", "content.xml": "?"},
        ),
        "mật khẩu",
    ),
}


@pytest.mark.parametrize("data", [pytest.param(v, id=k) for k, v in REFUSED.items()])
def test_what_is_no_spreadsheet_is_refused_with_a_word(data):
    content, words = data
    with pytest.raises(UnreadableFile, match=words):
        read_sheets(content)


def test_a_file_too_large_is_refused_before_it_is_read():
    with pytest.raises(UnreadableFile, match="20 MB"):
        read_sheets(b"PK" + bytes(files.MAX_BYTES))


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(**{"xl__workbook.xml": "<a/>", "xl__sheet.xml": "0" * (130 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(UnreadableFile, match="giải nén"):
        read_sheets(bomb)


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(97 + n)} "{("&" + chr(96 + n) + ";") * 10}">' for n in range(1, 9))
    + "]><x>&i;</x>"
)


@pytest.mark.parametrize(
    "data",
    [
        packed(
            mimetype="application/vnd.oasis.opendocument.spreadsheet",
            **{"META-INF__manifest.xml": "<a/>", "content.xml": BILLION_LAUGHS},
        ),
        packed(**{"[Content_Types].xml": BILLION_LAUGHS, "xl__workbook.xml": BILLION_LAUGHS}),
    ],
    ids=["ods", "xlsx"],
)
def test_entities_are_never_unfolded(data):
    with pytest.raises(UnreadableFile):
        read_sheets(data)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(cells, "MAX_ROWS", 100)
    with pytest.raises(UnreadableFile, match="hơn 100 dòng"):
        read_sheets(csv([("Mã", "Tên")] + [(n, n) for n in range(101)]))


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6))
def test_a_spoilt_workbook_is_read_or_refused_and_never_crashes(seed):
    spoilt = bytearray(xlsx(OFFICE))
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 40)):
        spoilt[dice.randrange(4, len(spoilt))] = dice.randrange(256)
    with contextlib.suppress(UnreadableFile):
        assert read_sheets(bytes(spoilt))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(UnreadableFile):
        assert any(sheet.rows for sheet in read_sheets(data))
