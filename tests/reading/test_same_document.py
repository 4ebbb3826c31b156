"""One document as Word file, on paper and as text gives the same tasks, units and days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from weasyprint import HTML

from reading import PlanDraft, read
from tests.reading.helpers import duties, short

_STYLE = """
@page { size: A4; margin: 2cm 2cm 2cm 3cm; @top-center { content: counter(page) } }
@page :first { @top-center { content: none } }
@page annex { size: A4 landscape }
.annex { page: annex; break-before: page }
body { font: 14pt 'Liberation Serif', serif }
p { margin: 0 0 6pt; text-indent: 1.27cm; text-align: justify }
.centre { text-align: center; text-indent: 0; font-weight: bold }
.bold { font-weight: bold } .part { font-weight: bold }
.table td { border: 1px solid; font-size: 12pt; padding: 1mm }
table { border-collapse: collapse; width: 100% } td p { margin: 0; text-indent: 0 }
td { vertical-align: top } .head td { text-align: center }
"""
_TOP = [
    ("UBND TỈNH LÂM HÀ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("SỞ XÂY DỰNG", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 214/KH-SXD", "Lâm Hà, ngày 26 tháng 01 năm 2026"),
]
_LEFT = ["Nơi nhận:", "- UBND tỉnh (để b/c);", "- Như mục III;", "- Lưu: VT, VP."]
_RIGHT = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Đinh Văn Toản"]
_TITLE = "Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026 của Sở Xây dựng"
_TASKS = [
    ["TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian"],
    ["1", "Rà soát công trình nhà ở xã hội chưa nghiệm thu về phòng cháy, chữa cháy",
     "Phòng Quản lý nhà", "Thanh tra Sở", "Quý I/2026"],
    ["2", "Tập huấn tiêu chuẩn an toàn cháy cho nhà và công trình, phổ biến quy chuẩn mới",
     "Phòng Quản lý chất lượng công trình", "Văn phòng Sở; Công đoàn Sở", "Trước ngày 20/5/2026"],
    ["3", "Kiểm tra, bảo dưỡng phương tiện chữa cháy tại trụ sở", "Văn phòng Sở", "",
     "Ngày 25 hằng tháng"],
]  # fmt: skip
_BODY = [
    (
        "",
        (
            "Căn cứ Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ số 55/2024/QH15"
            " ngày 29 tháng 11 năm"
            " 2024; Nghị định số 105/2025/NĐ-CP ngày 15 tháng 5 năm 2025 của Chính phủ;"
        ),
    ),
    (
        "",
        (
            "Thực hiện Kế hoạch số 31/KH-UBND ngày 12 tháng 01 năm 2026 của UBND"
            " tỉnh, Sở Xây dựng ban"
            " hành kế hoạch như sau:"
        ),
    ),
    ("part", "I. MỤC ĐÍCH, YÊU CẦU"),
    ("", "Nâng cao hiệu lực, hiệu quả quản lý nhà nước về phòng cháy, chữa cháy trong ngành."),
    ("part", "II. NHIỆM VỤ"),
    ("bold", "1. Công tác tuyên truyền"),
    (
        "",
        (
            "- Văn phòng Sở chủ trì, phối hợp với Công đoàn Sở, Đoàn Thanh niên"
            " tuyên truyền, phổ biến"
            " kiến thức, kỹ năng thoát nạn cho công chức, viên chức, người lao"
            " động; hoàn thành trước"
            " ngày 30/4/2026."
        ),
    ),
    (
        "",
        (
            "- Phòng Quản lý nhà hướng dẫn các ban quản trị nhà chung cư tự kiểm"
            " tra theo Công văn số"
            " 77/SXD-QLN ngày 20/01/2026."
        ),
    ),
    ("bold", "2. Công tác kiểm tra"),
    (
        "",
        (
            "a) Kiểm tra an toàn cháy đối với công trình đang thi công, công trình"
            " đã đưa vào sử dụng"
            " mà chưa được nghiệm thu về phòng cháy."
        ),
    ),
    ("", "- Chủ trì: Thanh tra Sở."),
    ("", "- Phối hợp: Phòng Quản lý chất lượng công trình, Phòng Quản lý nhà."),
    ("", "- Thời gian: Quý III/2026."),
    ("", "b) Kiểm tra hệ thống điện, hệ thống báo cháy tại trụ sở."),
    ("", "- Chủ trì: Văn phòng Sở."),
    ("", "- Thời gian: Trước ngày 15 hằng tháng."),
    ("part", "III. TỔ CHỨC THỰC HIỆN"),
    (
        "",
        (
            "1. Các phòng, đơn vị thuộc Sở triển khai Kế hoạch này, báo cáo kết quả về Văn phòng Sở"
            " trước ngày 05/12/2026."
        ),
    ),
    ("", "2. Văn phòng Sở tổng hợp, tham mưu Giám đốc Sở báo cáo UBND tỉnh trước ngày 15/12/2026."),
]


@dataclass(frozen=True)
class Laid:
    """How the document is laid out: its work in the body, in a table, in a landscape annex."""

    table: str = ""  # "", "body", "annex"

    @property
    def tabled(self) -> list[list[str]]:
        return _TASKS if self.table else []


def as_text(laid: Laid) -> bytes:
    lines = [left for left, _ in _TOP] + [right for _, right in _TOP]
    lines += ["KẾ HOẠCH", _TITLE]
    for style, words in _BODY:
        if style == "part" and words.startswith("III") and laid.table == "body":
            lines += [_strokes(row) for row in laid.tabled]
        lines.append(words)
    lines += [*_LEFT, *filter(None, _RIGHT)]
    if laid.table == "annex":
        lines += ["PHỤ LỤC", "PHÂN CÔNG NHIỆM VỤ", *(_strokes(row) for row in laid.tabled)]
    return "\n".join(lines).encode()


def _strokes(row: list[str]) -> str:
    return f"| {' | '.join(row)} |"


def as_pdf(laid: Laid) -> bytes:
    parts = [_columns(_TOP, "head")]
    parts += [f"<p class=centre>{escape(words)}</p>" for words in ("KẾ HOẠCH", _TITLE)]
    for style, words in _BODY:
        if style == "part" and words.startswith("III") and laid.table == "body":
            parts.append(_ruled(laid.tabled))
        parts.append(f'<p class="{style}">{escape(words)}</p>')
    pairs = [(_LEFT[at], _RIGHT[at]) for at in range(4)]
    parts.append(_columns(pairs, "end"))
    if laid.table == "annex":
        heads = "<p class=centre>PHỤ LỤC</p><p class=centre>PHÂN CÔNG NHIỆM VỤ</p>"
        parts.append(f"<div class=annex>{heads}{_ruled(laid.tabled)}</div>")
    page = f"<meta charset=utf-8><style>{_STYLE}</style>{''.join(parts)}"
    data: bytes = HTML(string=page).write_pdf()
    return data


def _columns(pairs: list[tuple[str, str]], kind: str) -> str:
    cells = "".join(
        f"<tr><td>{escape(one)}</td><td>{escape(other)}</td></tr>" for one, other in pairs
    )
    return f"<table class={kind}>{cells}</table>"


def _ruled(rows: list[list[str]]) -> str:
    cells = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table class=table>{cells}</table>"


def as_docx(laid: Laid) -> bytes:
    document = docx.Document()
    _word_columns(document, _TOP)
    for words in ("KẾ HOẠCH", _TITLE):
        paragraph = document.add_paragraph()
        paragraph.add_run(words).bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for style, words in _BODY:
        if style == "part" and words.startswith("III") and laid.table == "body":
            _word_table(document, laid.tabled)
        document.add_paragraph().add_run(words).bold = bool(style)
    _word_columns(document, [("\n".join(_LEFT), "\n".join(_RIGHT))])
    if laid.table == "annex":
        section = document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        document.add_paragraph("PHỤ LỤC")
        document.add_paragraph("PHÂN CÔNG NHIỆM VỤ")
        _word_table(document, laid.tabled)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _word_columns(document: Document, pairs: list[tuple[str, str]]) -> None:
    table = document.add_table(len(pairs), 2)
    for row, pair in zip(table.rows, pairs, strict=True):
        for cell, words in zip(row.cells, pair, strict=True):
            cell.text = words


def _word_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for made, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(made.cells, row, strict=True):
            cell.text = words


def values(draft: PlanDraft) -> dict[str, object]:
    return {
        "head": (
            draft.kind,
            draft.number,
            draft.symbol,
            draft.issuer,
            draft.place,
            draft.issued_on,
        ),
        "title": draft.title,
        "bases": [row.number for row in draft.legal_bases],
        "references": [row.number for row in draft.references],
        "tasks": [(*short(task), task.text) for task in draft.tasks],
        "duties": duties(draft),
        "recipients": draft.recipients,
        "signatory": (draft.signatory.authority, draft.signatory.position, draft.signatory.name),
        "doubts": [(doubt.kind, doubt.words) for doubt in draft.doubts],
    }


LAID = [Laid(), Laid("body"), Laid("annex")]


@pytest.mark.parametrize("laid", LAID, ids=["prose", "table", "annex"])
def test_the_text_is_read_as_meant(laid: Laid) -> None:
    draft = read(as_text(laid), "ke-hoach.txt")
    refs = ["II.1.1", "II.1.2", "II.2.a", "II.2.b", "III.1", "III.2"]
    if laid.table:
        refs[4 if laid.table == "body" else 6 : 0] = ["1", "2", "3"]
    assert [task.ref for task in draft.tasks] == refs
    assert values(draft)["head"] == (
        "KẾ HOẠCH", "214", "KH-SXD", "Sở Xây dựng", "Lâm Hà", "2026-01-26",
    )  # fmt: skip
    assert draft.recipients == ("UBND tỉnh (để b/c)", "Như mục III", "Lưu: VT, VP")
    assert draft.signatory.name == "Đinh Văn Toản"


@pytest.mark.parametrize("made", [as_docx, as_pdf], ids=["word", "paper"])
@pytest.mark.parametrize("laid", LAID, ids=["prose", "table", "annex"])
def test_the_same_in_every_file(laid: Laid, made: Callable[[Laid], bytes]) -> None:
    other = read(made(laid), "ke-hoach")
    assert values(other) == values(read(as_text(laid), "ke-hoach.txt"))
