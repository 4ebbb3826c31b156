"""What people bring, made by chance: documents, spreadsheets, and files spoiled on their way.

Each maker takes a ``random.Random`` and gives one input.  They write the few parts of a file
themselves: a library that writes a whole document takes longer than reading it does.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

import docx
from lxml import etree
from openpyxl.utils import get_column_letter
from weasyprint import HTML

from tests.architecture import ROOT
from tests.reading.test_properties import PIECES
from tests.sheets.made import OFFICE, csv, ods, xlsx
from units.lists.layouts import GROUPS, PEOPLE, UNITS

SAMPLE = ROOT / "samples" / "ke-hoach-pccc-xa-na-son-2026.txt"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODD = ("", "0", "-1", "1", "9" * 30, "1e400", "NaN", "２", "a:b", "true", "../x", "A1:XFD1048576")
HEADINGS = [column.heading for layout in (UNITS, PEOPLE, GROUPS) for column in layout.columns]
CELLS = (*HEADINGS, "TT", "", "", "Phòng A", "#REF!", "31/02/2026", "1.5E+10", "VP", "=1+1", "1900")
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def letters(chance: random.Random, most: int) -> str:
    """Anything a keyboard or a broken encoding brings."""
    ranges = ((32, 127), (0xA0, 0x250), (0x300, 0x370), (0x1EA0, 0x1F00), (1, 0x2FFF))
    count = chance.randrange(most)
    return "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(count))


def line(chance: random.Random) -> str:
    made = "".join(chance.choices(PIECES, k=chance.randrange(9)))
    return made if chance.random() < 0.9 else made + letters(chance, 20)


# --- plans ----------------------------------------------------------------------------------------
@cache
def sample_lines() -> list[str]:
    return SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)


def plan_text(chance: random.Random) -> str:
    """A few passages of a plan, with lines lost, doubled, moved, or written otherwise."""
    source = sample_lines()
    lines: list[str] = []
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(source))
        lines += source[start : start + chance.randint(1, 14)]
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                lines[at], lines[other] = lines[other], lines[at]
            case 1:
                lines[at] = line(chance)
            case 2:
                lines.insert(at, lines[other])
            case 3:
                cut = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:cut] + line(chance) + lines[at][cut:]
            case _:
                lines[at] = lines[at].replace(" ", chance.choice(("", "\xa0", "\t", "\n")), 2)
    return "".join(lines)


def _properties(chance: random.Random) -> str:
    level, number = quoteattr(chance.choice(ODD)), quoteattr(chance.choice(ODD))
    ways = (
        "",
        "",
        "",
        f"<w:numPr><w:ilvl w:val={level}/><w:numId w:val={number}/></w:numPr>",
        f"<w:pStyle w:val={quoteattr(chance.choice(ODD))}/>",
        '<w:jc w:val="center"/>',
        "<w:sectPr><w:headerReference/></w:sectPr>",
    )
    return f"<w:pPr>{chance.choice(ways)}</w:pPr>"


def _run(chance: random.Random) -> str:
    words = escape(_NOT_XML.sub("", line(chance)))
    run = f"<w:r>{chance.choice(('', '<w:rPr><w:b/></w:rPr>', '<w:tab/>', '<w:br/>'))}"
    run += f'<w:t xml:space="preserve">{words}</w:t></w:r>'
    around = chance.choice(("", "", "", "", "ins", "del", "moveFrom", "moveTo", "hyperlink", "sdt"))
    return f"<w:{around}>{run}</w:{around}>" if around else run


def _paragraph(chance: random.Random) -> str:
    runs = "".join(_run(chance) for _ in range(chance.randint(0, 3)))
    return f"<w:p>{_properties(chance)}{runs}</w:p>"


def _table(chance: random.Random, depth: int) -> str:
    cells = (
        "",
        "",
        f"<w:gridSpan w:val={quoteattr(chance.choice(ODD))}/>",
        '<w:vMerge w:val="restart"/>',
        "<w:vMerge/>",
    )
    rows = []
    for _ in range(chance.randint(0, 4)):
        row = ""
        for _ in range(chance.randint(0, 4)):
            row += (
                f"<w:tc><w:tcPr>{chance.choice(cells)}</w:tcPr>{_blocks(chance, depth + 1)}</w:tc>"
            )
        rows.append(f"<w:tr>{row}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _blocks(chance: random.Random, depth: int = 0) -> str:
    made = ""
    for _ in range(chance.randint(0, 8 if depth == 0 else 2)):
        is_table = depth < 3 and chance.random() < 0.2
        made += _table(chance, depth) if is_table else _paragraph(chance)
    return made


def word_document(chance: random.Random) -> bytes:
    """A .docx: numbers, tracked changes, tables in tables, references to what is not there."""
    target = f'Id="r1" Type="{OFFICE_RELATIONS}/officeDocument" Target="word/document.xml"'
    body = f'<w:document xmlns:w="{WORD}"><w:body>{_blocks(chance)}</w:body></w:document>'
    rels = f'<Relationships xmlns="{RELATIONS}"><Relationship {target}/></Relationships>'
    return packed({"_rels/.rels": rels.encode(), "word/document.xml": body.encode()})


# --- lists ----------------------------------------------------------------------------------------
def grid(chance: random.Random) -> list[list[str]]:
    rows = [
        [
            chance.choice(CELLS) if chance.random() < 0.9 else letters(chance, 12)
            for _ in range(wide)
        ]
        for wide in (chance.randint(0, 9) for _ in range(chance.randint(0, 12)))
    ]
    if chance.random() < 0.7:
        layout = chance.choice((UNITS, PEOPLE, GROUPS))
        rows.insert(chance.randint(0, min(3, len(rows))), [one.heading for one in layout.columns])
    return rows


def csv_list(chance: random.Random) -> bytes:
    written = csv(
        grid(chance), chance.choice(";,\t|"), chance.choice(("utf-8", "utf-8-sig", "utf-16"))
    )
    return spoiled(written, chance) if chance.random() < 0.2 else written


def _sheet_cell(chance: random.Random, place: str, value: str) -> str:
    kind = chance.choice(("inlineStr", "inlineStr", "str", "n", "b", "e", "d", "s", "x"))
    shown = escape(_NOT_XML.sub("", value))
    style = f" s={quoteattr(chance.choice(ODD))}" if chance.random() < 0.1 else ""
    formula = "<f>A1+1</f>" if chance.random() < 0.1 else ""
    inner = f"<is><t>{shown}</t></is>" if kind == "inlineStr" else f"{formula}<v>{shown}</v>"
    return f'<c r="{place}" t="{kind}"{style}>{inner}</c>'


def xlsx_list(chance: random.Random) -> bytes:
    """A workbook: cells of every kind, places that do not follow, what is hidden or merged."""
    rows = ""
    for number, line_of in enumerate(grid(chance), start=1):
        cells = ""
        for at, value in enumerate(line_of):
            odd = chance.random() < 0.03
            place = chance.choice(ODD) if odd else f"{get_column_letter(at + 1)}{number}"
            cells += _sheet_cell(chance, place, value)
        hidden = ' hidden="1"' if chance.random() < 0.05 else ""
        rows += f'<row r="{number}"{hidden}>{cells}</row>'
    merged = chance.choice(("", "", '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'))
    main = "xl/workbook.xml"
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
    book = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE_RELATIONS}"><sheets>'
        '<sheet name="Danh sách" sheetId="1" r:id="r1"/></sheets></workbook>'
    )

    def related(kind: str, target: str) -> bytes:
        one = f'<Relationship Id="r1" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'.encode()

    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": related("officeDocument", main),
            main: book.encode(),
            "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


# --- what happens to files on their way -----------------------------------------------------------
def spoiled(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, put in or left out, or cut off."""
    made = bytearray(data or b" ")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                made[at:at] = chance.randbytes(chance.randint(1, 9))
            case 2:
                del made[at : at + chance.randint(1, 40)]
            case _:
                end = min(len(made), at + 200)
                made[at:at] = made[at:end]
        if len(made) < 2:
            return bytes(made)
    return bytes(made[: chance.randint(1, len(made))] if chance.random() < 0.1 else made)


def spoiled_inside(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The archive whole, with one of its parts changed: bytes spoiled in a compressed file are
    refused at the door, and would never reach what reads the parts."""
    made = dict(parts)
    name = chance.choice([one for one in made if one.endswith((".xml", ".rels"))])
    if chance.random() < 0.15:
        made[name] = spoiled(made[name], chance)
    elif chance.random() < 0.05:
        del made[name]
    else:
        made[name] = _other_tree(made[name], chance)
    return packed(made)


def _other_tree(content: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 5)):
        nodes = [one for one in root.iter() if isinstance(one.tag, str)]
        node, other = chance.choice(nodes), chance.choice(nodes)
        match chance.randrange(6):
            case 0 if node is not root:
                node.getparent().remove(node)
            case 1:
                node.text = _NOT_XML.sub("", chance.choice((*ODD, line(chance))))
            case 2 if node.attrib:
                node.set(chance.choice(list(node.attrib)), chance.choice(ODD))
            case 3 if node.attrib:
                del node.attrib[chance.choice(list(node.attrib))]
            case 4 if other is not node and other not in list(node.iterancestors()):
                node.append(other)
            case _:
                node.tag = other.tag
    return bytes(etree.tostring(root))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def word_parts() -> dict[str, bytes]:
    """The parts of a plan in Word, its body cut to what is read quickly."""
    document = docx.Document(str(ROOT / "samples" / "ke-hoach-pccc-2026.docx"))
    body = document.element.body
    blocks = [one for one in body if not one.tag.endswith("sectPr")]
    tables = [one for one in blocks if one.tag.endswith("tbl")]
    for block in blocks[5:]:
        if block not in tables[:1]:
            body.remove(block)
    out = io.BytesIO()
    document.save(out)
    kept = ("document.xml", "styles.xml", "numbering.xml", ".rels", "header1.xml", "Types].xml")
    return {name: part for name, part in parts_of(out.getvalue()).items() if name.endswith(kept)}


@cache
def sheet_parts() -> Sequence[dict[str, bytes]]:
    return tuple(parts_of(written(OFFICE)) for written in (xlsx, ods))


@cache
def pdf() -> bytes:
    """A page that nothing compresses: what is spoiled in it is read."""
    text = "".join(sample_lines())[:700]
    page = HTML(string=f"<pre>{escape(text)}</pre>")
    return bytes(page.write_pdf(uncompressed_pdf=True))


def spoiled_word(chance: random.Random) -> bytes:
    return spoiled_inside(word_parts(), chance)


def spoiled_pdf(chance: random.Random) -> bytes:
    return spoiled(pdf(), chance)


def spoiled_sheet(chance: random.Random) -> bytes:
    return spoiled_inside(chance.choice(sheet_parts()), chance)
