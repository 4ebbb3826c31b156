"""PDFs with text: page numbers, wraps, page breaks, tables, and those without text."""

from functools import cache
from html import escape

import pytest
from weasyprint import HTML

from reading import PlanDraft, UnreadableFile, read
from reading.draft import DoubtKind
from tests.reading.helpers import PLANS, draft_of, short

_STYLE = """
@page { size: A4; margin: 2cm 2cm 2cm 3cm; @top-center { content: counter(page) } }
body { font: 13pt 'Liberation Serif', serif }
p { margin: 0 0 6pt; text-indent: 1.2cm; text-align: justify }
table { border-collapse: collapse; width: 100% } td { border: 1px solid; font-size: 11pt }
"""
_ROWS = [("TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian")] + [
    (
        str(at),
        f"Kiểm tra an toàn phòng cháy đối với cơ sở thuộc nhóm số {at} trên địa bàn toàn xã",
        "Công an xã",
        "Phòng Kinh tế",
        f"Trước ngày {at % 28 + 1}/6/2025",
    )
    for at in range(1, 41)
]


def printed(body: str) -> bytes:
    data: bytes = HTML(string=f"<meta charset=utf-8><style>{_STYLE}</style>{body}").write_pdf()
    return data


@cache
def of_text(name: str) -> PlanDraft:
    rows = (PLANS / name).read_text("utf-8").split("\n")
    return read(
        printed("".join(f"<p>{escape(row.strip())}</p>" for row in rows if row.strip())), name
    )


@pytest.mark.parametrize("name", ["decision.txt", "province.txt"])
def test_a_plan_is_the_same_on_paper(name: str):
    plain, paper = draft_of(name), of_text(name)
    assert [short(task) for task in paper.tasks] == [short(task) for task in plain.tasks]
    assert [task.text for task in paper.tasks] == [task.text for task in plain.tasks]
    assert paper.legal_bases == () or len(paper.legal_bases) == len(plain.legal_bases)
    assert paper.recipients == plain.recipients


def test_no_row_of_a_table_is_lost_at_a_page_break():
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in _ROWS)
    draft = read(printed(f"<p>KẾ HOẠCH</p><p>I. NHIỆM VỤ</p><table>{cells}</table>"), "x.pdf")
    assert [task.ref for task in draft.tasks] == [row[0] for row in _ROWS[1:]]
    assert {task.text for task in draft.tasks} == {row[1] for row in _ROWS[1:]}
    assert {task.lead[0].words for task in draft.tasks} == {"Công an xã"}


PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_page_that_is_a_picture_among_pages_with_text_is_a_doubt():
    page = "<p style='break-after: page'>KẾ HOẠCH</p>"
    picture = f'<img style="width: 190mm; height: 250mm" src="data:image/png;base64,{PIXEL}">'
    draft = read(
        printed(f"{page}<p>I. NHIỆM VỤ</p><p>1. Công an xã kiểm tra chợ.</p>{picture}"), "x.pdf"
    )
    assert [task.text for task in draft.tasks] == ["Công an xã kiểm tra chợ."]
    assert [doubt.words for doubt in draft.doubts if doubt.kind is DoubtKind.PICTURE] == ["Trang 3"]


def test_a_scan_has_no_text():
    with pytest.raises(UnreadableFile) as refused:
        read(
            printed(
                f"<style>@page{{@top-center{{content:none}}}}</style><img"
                f' src="data:image/png;base64,{PIXEL}">'
            ),
            "x.pdf",
        )
    assert refused.value.code == "scanned"


def test_an_empty_page_has_no_text():
    with pytest.raises(UnreadableFile) as refused:
        read(printed("<style>@page{@top-center{content:none}}</style>"), "x.pdf")
    assert refused.value.code == "no_text"


def test_a_password():
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(printed("<p>KẾ HOẠCH</p>"))))
    writer.encrypt("secret", algorithm="RC4-128")
    data = BytesIO()
    writer.write(data)
    with pytest.raises(UnreadableFile) as refused:
        read(data.getvalue(), "x.pdf")
    assert refused.value.code == "encrypted"


_LETTERS = [f"kho {letter}, " for letter in "ABCDEGHIKLMNOPQRSTUVXY"]
_WIDTHS = "".join(f"<col style='width:{width}%'>" for width in (7, 37, 19, 19, 18))


@pytest.mark.parametrize("align", ["top", "middle"])
@pytest.mark.parametrize("count", [4, 40])
def test_a_table_without_rules(align: str, count: int) -> None:
    works = [
        f"{_ROWS[at][1]}: {_LETTERS[at % 20] * (at % 7)} {_LETTERS[at % 19]}" for at in range(41)
    ]
    lines = [_ROWS[0], *((row[0], works[at], *row[2:]) for at, row in enumerate(_ROWS) if at)]
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines[: count + 1]
    )
    data = printed(
        f"<style>td {{ border: 0; padding: 3pt 4pt; vertical-align: {align} }}</style>"
        f"<p>KẾ HOẠCH</p><p>I. NHIỆM VỤ</p>"
        f"<table><colgroup>{_WIDTHS}</colgroup>{rows}</table>"
        "<p>II. TỔ CHỨC THỰC HIỆN</p><p>1. Công an xã theo dõi, đôn đốc việc thực hiện.</p>"
    )
    draft = read(data, "x.pdf")
    assert [task.ref for task in draft.tasks] == [*(row[0] for row in _ROWS[1 : count + 1]), "II.1"]
    assert [task.text for task in draft.tasks[:-1]] == [
        " ".join(w.split()) for w in works[1 : count + 1]
    ]
    assert {short(task)[1:3] for task in draft.tasks[:-1]} == {("Công an xã", "Phòng Kinh tế")}


@pytest.mark.parametrize("width", ["25%", "38%", "50%"])
@pytest.mark.parametrize(
    ("left", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN<br>XÃ PHÚ LỘC THƯỢNG", "Ủy ban nhân dân xã Phú Lộc Thượng"),
        ("ỦY BAN NHÂN DÂN TỈNH LÂM HÀ", "Ủy ban nhân dân tỉnh Lâm Hà"),
    ],
)
def test_a_head_in_two_narrow_columns(width: str, left: str, issuer: str) -> None:
    cells = "<style>.h td { border: 0; text-align: center; font-size: 13pt }</style>"
    draft = read(
        printed(
            f"{cells}<table class=h style='table-layout: fixed'><tr><td style='width: {width}'>"
            f"{left}</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td>"
            "</tr><tr><td>Số: 55/KH-UBND</td><td>Lâm Hà, ngày 12 tháng 01 năm 2026</td></tr>"
            "</table>"
            "<p>KẾ HOẠCH</p><p>Phòng cháy năm 2026</p><p>I. NHIỆM VỤ</p>"
            "<p>1. Công an xã kiểm tra.</p>"
        ),
        "x.pdf",
    )
    assert (draft.issuer, draft.number, draft.symbol) == (issuer, "55", "KH-UBND")
    assert (draft.place, draft.issued_on) == ("Lâm Hà", "2026-01-12")


def test_a_number_of_a_row_at_a_pages_end_is_no_page_number() -> None:
    filler = "<p>Nâng cao ý thức của cán bộ, công chức về phòng cháy.</p>" * 25
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in _ROWS)
    draft = read(
        printed(
            f"<p>KẾ HOẠCH</p><p>I. MỤC ĐÍCH</p>{filler}<p>II. NHIỆM VỤ</p><table>{cells}</table>"
        ),
        "x.pdf",
    )
    assert [task.ref for task in draft.tasks] == [row[0] for row in _ROWS[1:]]


_NOTES = """
<style>.note { float: footnote; font-size: 10pt; text-indent: 0 }
@page { @footnote { border-top: .5pt solid } }
::footnote-marker { %s }</style>
<p>KẾ HOẠCH</p><p>Phòng cháy năm 2026</p><p>III. TỔ CHỨC THỰC HIỆN</p>
<p>1. Trạm Y tế<span class=note>Hoàn thành trước ngày 30/6/2026.</span> chuẩn bị cơ số thuốc, cáng
cứu thương và xe phục vụ cứu nạn, cứu hộ tại các buổi diễn tập trên địa bàn phường.</p>
<p>2. Phòng Kinh tế mua 40 bình chữa cháy loại 4 kg, diện tích kho 50 m<sup>2</sup> theo Nghị quyết
số 09/NQ-HĐND<span class=note>Nghị quyết ngày 12/12/2025 của HĐND phường.</span>, xong trước ngày
15/3/2026.</p>
"""


@pytest.mark.parametrize(
    "figure", ["", "font-size: 6pt; vertical-align: 3pt; content: counter(footnote) ' '"]
)
def test_a_footnote_on_paper_stands_behind_its_paragraph(figure: str):
    draft = read(printed(_NOTES % figure), "x.pdf")
    assert [short(task) for task in draft.tasks] == [
        ("III.1", "Trạm Y tế", "", "date 2026-06-30 before"),
        ("III.2", "Phòng Kinh tế", "", "date 2026-03-15 before"),
    ]
    assert draft.tasks[0].text.startswith("Trạm Y tế chuẩn bị cơ số thuốc, cáng cứu thương và xe")
    assert "09/NQ-HĐND, xong trước" in draft.tasks[1].text
    assert "Nghị quyết ngày 12/12/2025 của HĐND phường." in draft.lines
