"""The outline of an authority: headings become sections, a table of figures its rows, and what was
not taken is told."""

from io import BytesIO

import openpyxl
import pytest
from docx import Document

from reading.open.refusal import UnreadableFile
from reading.outlines import OutlineSection, read_outline

HEAD = ("TT", "Nội dung", "Đơn vị tính", "Kỳ báo cáo", "Cùng kỳ năm trước", "Tăng/giảm", "Ghi chú")


def word(*blocks):
    """A .docx of lines (text) and tables (lists of rows)."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(0, max(map(len, block)))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data):
    return read_outline(data, "de-cuong.docx")


def headings(found):
    return [one.heading for one in found.sections]


def rows(found):
    return [(one.name, one.measure) for one in found.figures]


# --- sections -------------------------------------------------------------------------------------
def test_numbered_parts_become_sections_with_what_they_ask_for():
    found = read(
        word(
            "ĐỀ CƯƠNG BÁO CÁO",
            "I. TÌNH HÌNH CHÁY, NỔ (nêu rõ số vụ, nguyên nhân, so với cùng kỳ)",
            "II. KẾT QUẢ THỰC HIỆN CÔNG TÁC PCCC",
            "1. Công tác tuyên truyền",
            "- Số buổi, số người dự",
            "2. Công tác kiểm tra",
            "III. Kiến nghị, đề xuất: Nêu rõ cấp giải quyết",
            "……………",
        )
    )
    assert found.sections == (
        OutlineSection("Tình hình cháy, nổ", ("nêu rõ số vụ, nguyên nhân, so với cùng kỳ",)),
        OutlineSection(
            "Kết quả thực hiện công tác PCCC",
            ("1. Công tác tuyên truyền", "Số buổi, số người dự", "2. Công tác kiểm tra"),
        ),
        OutlineSection("Kiến nghị, đề xuất", ("Nêu rõ cấp giải quyết",)),
    )
    assert found.left_out == ()


def test_the_letter_before_the_outline_and_the_signature_are_no_part_of_it():
    letterhead = [["UBND TỈNH\nSố: 12/UBND-NC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    found = read(
        word(
            letterhead,
            "1. Giao các sở báo cáo kết quả.",
            "2. Gửi báo cáo trước ngày 15/6.",
            "Đề cương báo cáo",
            "1. Kết quả",
            "2. Kiến nghị",
            "Nơi nhận:",
            "3. Như trên",
        )
    )
    assert headings(found) == ["Kết quả", "Kiến nghị"]
    assert found.left_out == (
        "2 mục đứng trước “Đề cương báo cáo” là nội dung công văn nên không lấy.",
    )


def test_bold_lines_are_taken_as_a_guess_where_nothing_is_numbered():
    document = Document()
    for text in ("Tình hình", "Kết quả"):
        document.add_paragraph().add_run(text).bold = True
        document.add_paragraph("nêu ngắn gọn")
    out = BytesIO()
    document.save(out)
    found = read(out.getvalue())
    assert headings(found) == ["Tình hình", "Kết quả"]
    assert "in đậm được lấy làm đề mục" in found.left_out[0]


def test_headings_numbered_by_word_itself():
    document = Document()
    for text in ("Kết quả", "Khó khăn", "Kiến nghị"):
        document.add_paragraph(text, style="List Number")
    out = BytesIO()
    document.save(out)
    assert headings(read(out.getvalue())) == ["Kết quả", "Khó khăn", "Kiến nghị"]


def test_what_is_too_long_or_twice_is_named():
    found = read(word("I. Kết quả", "II. " + "rất dài " * 40, "III. Kết quả", "IV. Kiến nghị"))
    assert headings(found) == ["Kết quả", "Kiến nghị"]
    assert len(found.left_out) == 2


# --- figures --------------------------------------------------------------------------------------
def test_rows_of_a_table_with_groups_and_parts():
    found = read(
        word(
            "BIỂU SỐ LIỆU",
            [
                HEAD,
                ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
                ("I", "CÔNG TÁC TUYÊN TRUYỀN", "", "", "", "", ""),
                ("1", "Số buổi", "Buổi", "", "", "", ""),
                ("2", "Số người", "người", "", "", "", ""),
                ("II", "CÔNG TÁC HUẤN LUYỆN", "", "", "", "", ""),
                ("1", "Số người", "người", "", "", "", ""),
                ("", "- Trong đó: nữ", "người", "", "", "", ""),
                ("3", "Bình chữa cháy", "", "", "", "", ""),
                ("", "Tổng cộng", "", "", "", "", ""),
            ],
        )
    )
    assert rows(found) == [
        ("Số buổi", "buổi"),
        ("Số người", "người"),
        ("Công tác huấn luyện: Số người", "người"),
        ("Số người, trong đó: nữ", "người"),
        ("Bình chữa cháy", ""),
    ]
    assert "Chỉ tiêu “Bình chữa cháy” chưa có đơn vị tính." in found.left_out
    assert "Dòng “Tổng cộng” không nêu chỉ tiêu nên không lấy." in found.left_out


def test_a_workbook_gives_its_table_and_its_outline():
    found = read(
        workbook(
            Biểu_1=[
                ["UBND TỈNH LAM GIANG"],
                ["BIỂU SỐ LIỆU 6 THÁNG"],
                [],
                ["STT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2025", "So sánh (%)", "Lũy kế"],
                [1, "Số vụ cháy", "vụ", None, 3],
                [2, "Thiệt hại", "triệu đồng"],
                [],
                ["", "", "", "", "Người lập biểu"],
            ],
            Đề_cương=[["I. Tình hình"], ["- Nêu rõ"], ["II. Kết quả"]],
        )
    )
    assert headings(found) == ["Tình hình", "Kết quả"]
    assert rows(found) == [("Số vụ cháy", "vụ"), ("Thiệt hại", "triệu đồng")]
    assert found.left_out == (
        "Cột không có trong biểu của chương trình nên không lấy: “Lũy kế”.",
        "1 dòng của biểu đã có số; số trong tệp không được lấy.",
    )


def test_a_measure_in_brackets_stands_in_for_a_missing_column():
    found = read(
        workbook(B=[["Nội dung", "Kỳ này", "Cùng kỳ"], ["Số lớp (lớp)"], ["Kinh phí (triệu đồng)"]])
    )
    assert rows(found) == [("Số lớp", "lớp"), ("Kinh phí", "triệu đồng")]


def test_another_table_is_named_and_not_taken():
    found = read(word("I. Một", "II. Hai", [("Họ tên", "Chức vụ", "Điện thoại"), ("A", "B", "C")]))
    assert found.figures == ()
    assert "Họ tên | Chức vụ | Điện thoại" in found.left_out[0]


# --- refused --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không có dữ liệu"),
        (b"%PDF-1.7\n", "tệp PDF"),
        (b"PK\x03\x04 hong", "hỏng"),
        (b"I. M\xe1\xbb\x99t\nII. Hai", "không phải là Word"),
        (word("Kính gửi các đơn vị"), "Không tìm thấy đề mục"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(data, said):
    with pytest.raises(UnreadableFile, match=said):
        read(data)
