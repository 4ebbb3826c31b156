"""PDFs with text: page numbers, wraps, page breaks, tables, and those without text."""

from functools import cache
from html import escape

import pytest
from weasyprint import HTML

from intake.reading import PlanDraft, UnreadableFile, read
from tests.intake.reading.helpers import PLANS, draft_of, short

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


def test_a_scan_has_no_text():
    pixel = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
        "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    with pytest.raises(UnreadableFile) as refused:
        read(
            printed(
                f"<style>@page{{@top-center{{content:none}}}}</style><img"
                f' src="data:image/png;base64,{pixel}">'
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
