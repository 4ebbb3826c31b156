"""What pages do to a plan and must not: turned, landscape, rows and paragraphs cut, footnotes."""

from html import escape
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import NameObject, NumberObject, RectangleObject
from weasyprint import HTML

from reading import PlanDraft, read
from reading.draft import DoubtKind
from tests.reading import annotated, variants
from tests.reading.helpers import short

_STYLE = """
@page { size: A4; margin: 2cm 2cm 2cm 3cm; @top-center { content: counter(page) } }
@page annex { size: A4 landscape }
.annex { page: annex; break-before: page }
body { font: 13pt 'Liberation Serif', serif }
p { margin: 0 0 6pt; text-indent: 1.2cm; text-align: justify }
p.note { font-size: 10pt; text-indent: 0; text-align: left }
p.foot { position: absolute; bottom: 0; border-top: 1px solid }
table { border-collapse: collapse; width: 100% }
td, th { border: 1px solid; font-size: 12pt; padding: 1mm; text-align: left; font-weight: normal }
tr.whole { break-inside: avoid }
"""
_HEAD = """
<p>UBND XÃ NÀ PÀN</p><p>Số: 15/KH-UBND</p><p>Nà Pàn, ngày 12 tháng 01 năm 2026</p>
<p><b>KẾ HOẠCH</b></p><p><b>Phòng cháy, chữa cháy năm 2026</b></p>
<p>Căn cứ Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ được Quốc hội thông qua; Luật số
55/2024/QH15 ngày 29 tháng 11 năm 2024;</p>
"""


def printed(body: str) -> bytes:
    data: bytes = HTML(string=f"<meta charset=utf-8><style>{_STYLE}</style>{body}").write_pdf()
    return data


def paper(body: str) -> PlanDraft:
    return read(printed(_HEAD + body), "ke-hoach.pdf")


def turned(data: bytes, angle: int, *, said: bool = True) -> bytes:
    """The pages drawn on sheets that lie otherwise; ``said``: the file says how to turn them."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(data)).pages:
        made = writer.add_page(page)
        wide, high = float(made.mediabox.width), float(made.mediabox.height)
        move, box = {
            90: (Transformation().rotate(90).translate(high, 0), (0, 0, high, wide)),
            180: (Transformation().rotate(180).translate(wide, high), (0, 0, wide, high)),
            270: (Transformation().rotate(-90).translate(0, wide), (0, 0, high, wide)),
        }[angle]
        made.add_transformation(move)
        made.mediabox = made.cropbox = RectangleObject(box)
        if said:
            made[NameObject("/Rotate")] = NumberObject(angle)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("name", ["months_chart.md", "province_wrapped.txt", "decision_table.txt"])
def test_a_turned_page_is_read_as_it_is_seen(name: str, angle: int, said: bool) -> None:
    data = variants.as_pdf((annotated.SHAPES / name).read_text("utf-8"))
    assert read(turned(data, angle, said=said), "x.pdf").as_json() == read(data, "x.pdf").as_json()


def rows(cells: list[list[str]], *, head: bool = False, whole: bool = False) -> str:
    """A ruled table; ``head``: its titles stand on each page; ``whole``: no row is cut."""
    lines = [
        "".join(f"<td>{escape(cell)}</td>" for cell in row).join(
            ["<tr class=whole>" if whole else "<tr>", "</tr>"]
        )
        for row in cells
    ]
    if head:
        return f"<table><thead>{lines[0]}</thead>{''.join(lines[1:])}</table>"
    return f"<table>{''.join(lines)}</table>"


_TITLES = ["TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian"]
_LONG = (
    "Kiểm tra an toàn phòng cháy, chữa cháy đối với các cơ sở thuộc diện quản lý trên địa bàn xã,"
    " hướng dẫn khắc phục tồn tại, lập biên bản và theo dõi việc thực hiện kiến nghị đợt thứ {}"
)
_ROWS = [
    [str(at), _LONG.format(at), "Công an xã", "Phòng Kinh tế", f"Trước ngày {at % 28 + 1}/6/2026"]
    for at in range(1, 31)
]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_a_table_over_pages_keeps_its_rows(numbered: bool, head: bool, whole: bool) -> None:
    first = 0 if numbered else 1
    cells = [row[first:] for row in [_TITLES, *_ROWS]]
    draft = paper(f"<p>II. NHIỆM VỤ</p>{rows(cells, head=head, whole=whole)}")
    assert [task.ref for task in draft.tasks] == [
        str(at) if numbered else f"II.{at}" for at in range(1, 31)
    ]
    assert [task.text for task in draft.tasks] == [row[1] for row in _ROWS]
    assert {short(task)[1:3] for task in draft.tasks} == {("Công an xã", "Phòng Kinh tế")}
    assert not [doubt for doubt in draft.doubts if doubt.kind is DoubtKind.UNREAD]


_ANNEX = f"""
<div class=annex><p>PHỤ LỤC</p><p>PHÂN CÔNG NHIỆM VỤ</p>{rows([_TITLES, *_ROWS[:6]])}</div>
"""
_CITED = "; ".join(
    f"Kế hoạch số {number}/KH-UBND ngày {number % 28 + 1}/01/2026 của Ủy ban nhân dân tỉnh Lâm Hà"
    for number in range(101, 121)
)
_NAMED = "Trường Tiểu học Kim Đồng, Trường Tiểu học Lê Lợi, Trạm Y tế, Chợ Mới, Nhà máy Giấy Hà An"
_WORK = [
    f"Công an xã phổ biến các văn bản sau: {_CITED}.",
    f"Văn phòng HĐND và UBND xã kiểm tra Trụ sở UBND xã, {', '.join([_NAMED] * 8)}.",
]
_BODY = f"<p>I. NHIỆM VỤ</p><p>1. {_WORK[0]}</p><p>2. {_WORK[1]}</p>"
_LISTED = f"<p>{_LONG.format(1)} {_LONG.format(2)}; {_LONG.format(3)}.</p>"
_PROSE = f"<div class=annex><p>PHỤ LỤC</p><p>SỐ LIỆU NĂM 2025</p>{_LISTED * 12}</div>"


@pytest.mark.parametrize("annex", ["", _ANNEX, _ANNEX * 3, _PROSE, _PROSE * 3])
def test_a_landscape_annex_changes_nothing_on_the_pages_before_it(annex: str) -> None:
    draft = paper(_BODY + annex)
    assert [task.text for task in draft.tasks[:2]] == _WORK
    assert [row.number for row in draft.legal_bases] == ["55/2024/QH15"]
    assert len(draft.references) == 20
    assert len(draft.tasks) == 2 + 6 * annex.count("PHÂN CÔNG")
