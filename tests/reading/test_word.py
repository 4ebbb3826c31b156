"""Word documents: automatic numbers, merged cells, text boxes, tracked changes, layout tables."""

from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table

from reading import PlanDraft, read
from tests.reading.helpers import short

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("bullet", "\uf0b7")]


def numbering(document: Document) -> None:
    """Adds the numbering 77: I. → 1. → 1.1. → a bullet."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText'
        f' w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(_LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {_W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def numbered(document: Document, level: int, words: str) -> None:
    paragraph = document.add_paragraph(words)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
    )


def titled() -> Document:
    document = docx.Document()
    numbering(document)
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "HUYỆN ỦY HẢI THƯỢNG\nTRUNG TÂM CHÍNH TRỊ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 09/KH-TTCT"
    head.cell(1, 1).text = "Hải Thượng, ngày 3 tháng 02 năm 2026"
    for words in ("KẾ HOẠCH", "Phòng cháy, chữa cháy năm 2026"):
        document.add_paragraph().add_run(words).bold = True
    document.add_paragraph("Căn cứ Nghị định số 105/2025/NĐ-CP ngày 15/5/2025 của Chính phủ;")
    return document


def filled(table: Table, rows: list[list[str]]) -> Table:
    for at, row in enumerate(rows):
        for place, words in enumerate(row):
            if words:
                table.cell(at, place).text = words
    return table


def opened(document: Document) -> PlanDraft:
    data = BytesIO()
    document.save(data)
    return read(data.getvalue(), "plan.docx")


def test_head_and_signature_in_tables():
    document = titled()
    numbered(document, 0, "NHIỆM VỤ")
    numbered(document, 1, "Công an xã kiểm tra cơ sở.")
    end = document.add_table(1, 2)
    end.cell(0, 0).text = "Nơi nhận:\n- Huyện ủy;\n- Lưu: VP."
    end.cell(0, 1).text = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nĐỗ Mạnh Cường"
    draft = opened(document)
    head = (draft.number, draft.symbol, draft.issuer, draft.place, draft.issued_on, draft.title)
    assert head == (
        "09",
        "KH-TTCT",
        "Trung tâm Chính trị",
        "Hải Thượng",
        "2026-02-03",
        "Phòng cháy, chữa cháy năm 2026",
    )
    assert draft.recipients == ("Huyện ủy", "Lưu: VP")
    signatory = draft.signatory
    assert (signatory.authority, signatory.position, signatory.name) == (
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Đỗ Mạnh Cường",
    )


def test_automatic_numbers_count_as_printed():
    document = titled()
    numbered(document, 0, "MỤC ĐÍCH")
    document.add_paragraph("Nâng cao ý thức.")
    numbered(document, 0, "NHIỆM VỤ")
    numbered(document, 1, "Công tác tuyên truyền")
    numbered(document, 2, "Phổ biến nội quy cho học viên.")
    document.add_paragraph("- Thực hiện: Phòng Đào tạo")
    document.add_paragraph("- Thời hạn: Hằng tháng")
    numbered(document, 2, "Treo biển cấm lửa.")
    numbered(document, 1, "Phòng Hành chính")
    numbered(document, 3, "Mua sắm phương tiện.")
    assert [short(task) for task in opened(document).tasks] == [
        ("II.1.1", "Phòng Đào tạo", "", "monthly"),
        ("II.1.2", "", "", "none"),
        ("II.2.1", "Phòng Hành chính", "", "none"),
    ]


def test_a_table_with_two_rows_of_titles_and_a_month_over_two_rows():
    document = titled()
    document.add_paragraph("I. NỘI DUNG")
    table = filled(
        document.add_table(6, 5),
        [
            ["Tháng", "Nội dung công việc", "Phân công", "", "Kết quả"],
            ["", "", "Chủ trì", "Phối hợp", ""],
            ["3", "Kiểm tra hệ thống điện", "Phòng Hành chính", "Tổ Bảo vệ", "Biên bản"],
            ["", "Bảo dưỡng bình chữa cháy", "Phòng Hành chính", "", "Biên bản"],
            [
                "Tháng 10",
                "Thực tập phương án",
                "Đội PCCC cơ sở",
                "Công an xã, Phòng Đào tạo",
                "Báo cáo",
            ],
            ["Hằng tháng", "Vệ sinh kho", "Tổ Bảo vệ", "", ""],
        ],
    )
    for first, last in (
        ((0, 0), (1, 0)),
        ((0, 1), (1, 1)),
        ((0, 2), (0, 3)),
        ((0, 4), (1, 4)),
        ((2, 0), (3, 0)),
    ):
        table.cell(*first).merge(table.cell(*last))
    draft = opened(document)
    assert [short(task) for task in draft.tasks] == [
        ("I.1", "Phòng Hành chính", "Tổ Bảo vệ", "date 2026-03-31"),
        ("I.2", "Phòng Hành chính", "", "date 2026-03-31"),
        ("I.3", "Đội PCCC cơ sở", "Công an xã; Phòng Đào tạo", "date 2026-10-31"),
        ("I.4", "Tổ Bảo vệ", "", "monthly"),
    ]
    assert draft.tasks[2].expected_product == "Báo cáo"


def test_an_annex_after_the_signature():
    document = titled()
    document.add_paragraph("I. NHIỆM VỤ")
    document.add_paragraph("1. Tăng cường tuyên truyền.")
    for words in (
        "Nơi nhận:",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "Đỗ Mạnh Cường",
        "PHỤ LỤC",
        "Phân công nhiệm vụ",
    ):
        document.add_paragraph(words)
    filled(
        document.add_table(3, 5),
        [
            ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian", "Ghi chú"],
            ["1", "Phát tờ rơi", "Phòng Đào tạo\nTổ Bảo vệ", "Quý II/2026", "In màu"],
            ["2", "Kiểm tra kho", "- Tổ Bảo vệ;\n- Phòng Hành chính.", "Thường xuyên", ""],
        ],
    )
    draft = opened(document)
    assert [short(task) for task in draft.tasks] == [
        ("I.1", "", "", "none"),
        ("1", "Phòng Đào tạo; Tổ Bảo vệ", "", "date 2026-06-30"),
        ("2", "Tổ Bảo vệ; Phòng Hành chính", "", "ongoing"),
    ]
    assert "In màu" not in draft.tasks[1].text


def test_tracked_changes_count_as_accepted():
    document = titled()
    document.add_paragraph("I. NHIỆM VỤ")
    paragraph = document.add_paragraph("1. Treo biển cấm lửa ")
    for tag, inner in (("ins", "<w:t>tại kho.</w:t>"), ("del", "<w:delText>tại sân.</w:delText>")):
        paragraph._p.append(
            parse_xml(f'<w:{tag} {_W} w:id="1" w:author="a"><w:r>{inner}</w:r></w:{tag}>')
        )
    assert opened(document).tasks[0].text == "Treo biển cấm lửa tại kho."


def test_the_words_of_a_text_box_are_read_once():
    document = titled()
    document.add_paragraph("I. NHIỆM VỤ")
    words = "1. Công an xã kiểm tra chợ."
    box = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:AlternateContent><mc:Choice"
            f' Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert [task.text for task in opened(document).tasks] == ["Công an xã kiểm tra chợ."]


def test_every_line_a_paragraph():
    """What comes of a PDF turned into Word."""
    document = titled()
    for words in (
        "I. NHIỆM VỤ",
        "1. Công an xã chủ trì, phối hợp với các đơn vị liên quan tổng kiểm tra cơ sở kinh doanh",
        "trên địa bàn xã, lập danh sách những nơi không bảo đảm lối thoát nạn, hướng dẫn chủ cơ",
        "sở khắc phục, báo cáo kết quả về UBND xã trước ngày 30/6/2026.",
        "2. Phòng Kinh tế rà soát các chợ dân sinh, nhà ở kết hợp kinh doanh, nơi tập trung đông",
        "người, nơi có nhiều chất cháy, hướng dẫn tiểu thương tự kiểm tra dây dẫn điện, thiết bị",
        "điện và nguồn lửa, nguồn nhiệt theo Kế hoạch số 12/KH-",
        "UBND ngày 03/02/2026 của UBND xã; ký cam kết với từng hộ kinh doanh trong chợ, vận động",
        "hộ gia đình mở lối thoát nạn thứ hai, trang bị bình chữa cháy và dụng cụ phá dỡ thô sơ,",
        "hoàn thành trước ngày 15/7/2026.",
    ):
        document.add_paragraph(words)
    draft = opened(document)
    assert [short(task) for task in draft.tasks] == [
        ("I.1", "Công an xã", "các đơn vị liên quan", "date 2026-06-30 before"),
        ("I.2", "Phòng Kinh tế", "", "date 2026-07-15 before"),
    ]
    assert [c.number for c in draft.references] == ["12/KH-UBND"]


def test_text_in_an_old_font():
    document = docx.Document()
    for words in (
        "KÕ HO¹CH",
        "Phßng ch¸y, ch÷a ch¸y n¨m 2026",
        "I. NHIÖM Vô",
        "1. C«ng an x· kiÓm tra c¸c c¬ së.",
    ):
        document.add_paragraph(words)
    draft = opened(document)
    assert (draft.kind, draft.title) == ("KẾ HOẠCH", "Phòng cháy, chữa cháy năm 2026")
    assert short(draft.tasks[0])[:2] == ("I.1", "Công an xã")
