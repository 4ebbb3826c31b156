"""A .docx → raw lines and tables, as Word shows them: numbered, with tracked changes accepted.

The XML is read as it stands.  python-docx gives a document's paragraphs without their automatic
numbers, text boxes and tracked insertions, which are most of what matters here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from reading.layout.header import is_kind
from reading.letters import flat
from reading.open.package import Package, attribute, children, find, is_on, name_of
from reading.open.raw import Join, RawCell, RawItem, RawLine, RawTable
from reading.open.word_numbers import Numbering, read_numbering

# What tracked changes took away, and what is no text of the document.
_GONE = {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "pPr", "rPr"}
_TEXT_BOXES = {"drawing", "pict", "object", "AlternateContent"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "sym": "-"}
_WIDEST_TABLE = 40
_FEWEST_WRAPPED = 8
_NOTES = ("footnote", "endnote")
_HEAD = 30  # items
_LONGEST_MARK = 3  # characters: "-", "1." before a tab
_LETTERHEAD = re.compile(r"\bso\s?:.{0,20}/|\bngay\b.{1,12}\bthang\b.{1,12}\bnam\b|cong hoa xa hoi")


@dataclass(frozen=True)
class Style:
    """What a paragraph style says, what it is based on included."""

    number_id: str = ""
    level: int = 0
    bold: bool = False
    centred: bool = False
    caps: bool = False


def raw_items(package: Package) -> list[RawItem]:
    """The lines and tables of the document, in order."""
    reader = _Reader(package)
    body = find(package.main(), "body")
    items = list(reader.blocks(body)) if body is not None else []
    items = [*_letterhead(package, reader, items), *items]
    return list(_in_columns(_unsure(items) if _is_wrapped(items) else items))


def _letterhead(package: Package, reader: _Reader, items: list[RawItem]) -> list[RawItem]:
    """The page header, where an office has set its letterhead there: it holds number or day."""
    top = items[:_HEAD]
    if any(_LETTERHEAD.search(flat(line.text)) for line in _flat(iter(top))):
        return []
    for kind in ("first", "default"):
        for relation in _headers(package.main(), kind):
            part = package.related("header", relation)
            lines = list(reader.blocks(part)) if part is not None else []
            if any(_LETTERHEAD.search(flat(line.text)) for line in _flat(iter(lines))):
                return lines
    return []


def _headers(node: Element, kind: str) -> Iterator[str]:
    """The relations of the page headers of a kind, those of the first section first."""
    for one in node.iter():
        if name_of(one) == "headerReference" and attribute(one, "type") == kind:
            yield next((v for k, v in one.attrib.items() if k.endswith("}id")), "")


def _in_columns(items: Sequence[RawItem]) -> Iterator[RawItem]:
    """The lines that tabs set in two columns, in the head and after Nơi nhận: the left one first.

    Elsewhere a tab is a space.
    """
    kind_at = next((at for at, item in enumerate(items[:_HEAD]) if is_kind(_words(item))), 0)
    in_end = False
    right: list[RawItem] = []
    for at, item in enumerate(items):
        in_end = in_end or flat(_words(item)).startswith("noi nhan")
        left, other = _halves(item) if at < kind_at or in_end else (item, None)
        if other is None and right and not _words(left).startswith(("-", "–", "+")):
            yield from right
            right = []
        yield left
        right += [other] if other is not None else []
    yield from right


def _words(item: RawItem) -> str:
    return item.text.strip() if isinstance(item, RawLine) else ""


def _halves(item: RawItem) -> tuple[RawItem, RawItem | None]:
    """What stands left and right of a line's tabs; None where it has one column."""
    if not isinstance(item, RawLine):
        return item, None
    left, _, other = (part.strip() for part in item.text.strip(" ").partition("\t"))
    if not other or (left and len(left) <= _LONGEST_MARK):
        return item, None
    return replace(item, text=left), replace(item, text=" ".join(other.split("\t")))


def _is_wrapped(items: list[RawItem]) -> bool:
    """Whether each line is a paragraph, as where a document was made from a PDF."""
    lines = [item.text.strip() for item in items if isinstance(item, RawLine) and item.text.strip()]
    small = sum(line[0].islower() for line in lines)
    return small >= _FEWEST_WRAPPED and small > 0.2 * len(lines)


def _unsure(items: list[RawItem]) -> list[RawItem]:
    return [
        replace(item, join=Join.UNKNOWN) if isinstance(item, RawLine) else item for item in items
    ]


class _Reader:
    def __init__(self, package: Package) -> None:
        self.numbering: Numbering = read_numbering(package.related("numbering"))
        self.styles = _styles(package.related("styles"))
        self.notes = {
            (kind, attribute(note, "id")): note
            for kind in _NOTES
            for note in package.related(f"{kind}s") or ()
        }
        self._cells = 0
        self._carried = ""

    def blocks(self, parent: Element) -> Iterator[RawItem]:
        """The paragraphs and tables under an element, whatever they are wrapped in."""
        for node in parent:
            name = name_of(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tbl":
                yield self._table(node)
            elif name not in _GONE and name not in {"tcPr", "sectPr", "tblPr", "sdtPr"}:
                yield from self.blocks(node)

    def _paragraph(self, node: Element) -> Iterator[RawItem]:
        properties = find(node, "pPr")
        style = self._style(properties)
        boxes: list[Element] = []
        words = "".join(_runs(node, boxes, caps=style.caps))
        notes = list(self._notes_at(node))
        for box in boxes:
            yield from self.blocks(box)
        if find(properties, "rPr", "del") is not None:
            self._carried += words  # its end was deleted: it goes on in the next paragraph
            return
        words, self._carried = self._carried + words, ""
        label = self._label(properties, style) if words.strip() else ""
        yield from _lines(
            f"{label} {words}" if label else words, style, bold=style.bold or _is_bold(node)
        )
        yield from notes

    def _notes_at(self, node: Element) -> Iterator[RawLine]:
        """The footnotes and endnotes that a paragraph refers to."""
        for one in node.iter():
            kind = name_of(one).removesuffix("Reference")
            note = self.notes.get((kind, attribute(one, "id"))) if kind in _NOTES else None
            if note is not None:
                words = " ".join(line.text.strip() for line in _flat(self.blocks(note)))
                yield RawLine(words, Join.OWN, is_note=True)

    def _style(self, properties: Element | None) -> Style:
        chosen = find(properties, "pStyle")
        style = self.styles.get(attribute(chosen, "val") if chosen is not None else "", Style())
        justified = find(properties, "jc")
        if justified is None:
            return style
        centred = attribute(justified, "val") == "center"
        return Style(style.number_id, style.level, style.bold, centred, style.caps)

    def _label(self, properties: Element | None, style: Style) -> str:
        numbered = find(properties, "numPr")
        if numbered is None:
            return self.numbering.label(style.number_id, style.level) if style.number_id else ""
        chosen, level = find(numbered, "numId"), find(numbered, "ilvl")
        number_id = attribute(chosen, "val") if chosen is not None else style.number_id
        at = attribute(level, "val") if level is not None else str(style.level)
        return self.numbering.label(number_id, int(at) if at.isdigit() else 0)

    def _table(self, table: Element) -> RawTable:
        rows: list[tuple[RawCell, ...]] = []
        above: dict[int, RawCell] = {}
        for row in _rows(table):
            cells: list[RawCell] = []
            skipped = find(row, "trPr", "gridBefore")
            before = _span(skipped) if skipped is not None else 0
            cells += [self._empty_cell() for _ in range(before)]
            for node in _cells(row):
                cell = self._cell(node, above.get(len(cells)))
                cells += [cell] * _span(find(node, "tcPr", "gridSpan"))
            above = dict(enumerate(cells))
            rows.append(tuple(cells[:_WIDEST_TABLE]))
        return RawTable(tuple(rows))

    def _empty_cell(self) -> RawCell:
        self._cells += 1
        return RawCell((), self._cells)

    def _cell(self, node: Element, above: RawCell | None) -> RawCell:
        merged = find(node, "tcPr", "vMerge")
        if merged is not None and attribute(merged, "val") != "restart" and above is not None:
            return above
        self._cells += 1
        return RawCell(tuple(_flat(self.blocks(node))), self._cells)


def _flat(items: Iterator[RawItem]) -> Iterator[RawLine]:
    """The lines of a cell, those of tables inside it included."""
    for item in items:
        if isinstance(item, RawLine):
            yield item
        elif isinstance(item, RawTable):
            seen: set[int] = set()
            for cell in (cell for row in item.rows for cell in row):
                if cell.key not in seen:
                    seen.add(cell.key)
                    yield from cell.lines


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        name = name_of(node)
        if name == "tr" and find(node, "trPr", "del") is None:
            yield node
        elif name in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _rows(node)


def _cells(row: Element) -> Iterator[Element]:
    for node in row:
        name = name_of(node)
        if name == "tc":
            yield node
        elif name in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(node)


def _span(node: Element | None) -> int:
    value = attribute(node, "val") if node is not None else "1"
    return min(int(value), _WIDEST_TABLE) if value.isdigit() and int(value) else 1


def _runs(node: Element, boxes: list[Element], *, caps: bool) -> Iterator[str]:
    """The words of a paragraph; the text boxes anchored in it go into ``boxes``."""
    for child in node:
        name = name_of(child)
        if name == "t":
            words = child.text or ""
            yield words.upper() if caps else words
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name in _TEXT_BOXES:
            boxes += _boxes(child)
        elif name == "r":
            properties = find(child, "rPr")
            if not is_on(find(properties, "vanish")):
                yield from _runs(child, boxes, caps=caps or is_on(find(properties, "caps")))
        elif name not in _GONE:
            yield from _runs(child, boxes, caps=caps)


def _boxes(node: Element) -> Iterator[Element]:
    """The contents of text boxes, each once: a drawing has a fallback that says the same."""
    for child in node:
        name = name_of(child)
        if name == "txbxContent":
            yield child
        elif name not in _GONE:
            yield from _boxes(child)


def _is_bold(node: Element) -> bool:
    runs = [
        run
        for run in children(node, "r")
        if any(text.text and text.text.strip() for text in children(run, "t"))
    ]
    return bool(runs) and any(all(is_on(find(run, "rPr", one)) for run in runs) for one in "bu")


def _lines(words: str, style: Style, *, bold: bool) -> Iterator[RawLine]:
    for number, line in enumerate(words.split("\n")):
        join = Join.UNKNOWN if number else Join.OWN
        yield RawLine(line, join, bold, style.centred)


def _styles(root: Element | None) -> dict[str, Style]:
    if root is None:
        return {}
    nodes = {attribute(node, "styleId"): node for node in children(root, "style")}
    made: dict[str, Style] = {}
    for style_id in nodes:
        _resolve(style_id, nodes, made)
    return made


def _resolve(style_id: str, nodes: dict[str, Element], made: dict[str, Style]) -> None:
    """Reads a style after those that it is based on; a ring of styles is cut."""
    chain: dict[str, None] = {}  # in order, and quick to ask
    while style_id in nodes and style_id not in made and style_id not in chain:
        chain[style_id] = None
        based = find(nodes[style_id], "basedOn")
        style_id = attribute(based, "val") if based is not None else ""
    for one in reversed(chain):
        based = find(nodes[one], "basedOn")
        base = made.get(attribute(based, "val") if based is not None else "", Style())
        made[one] = _with(nodes[one], base)


def _with(node: Element, base: Style) -> Style:
    chosen, level = find(node, "pPr", "numPr", "numId"), find(node, "pPr", "numPr", "ilvl")
    bold, caps, justified = (
        find(node, "rPr", "b"),
        find(node, "rPr", "caps"),
        find(node, "pPr", "jc"),
    )
    at = attribute(level, "val") if level is not None else str(base.level)
    return Style(
        attribute(chosen, "val") if chosen is not None else base.number_id,
        int(at) if at.isdigit() else 0,
        is_on(bold) if bold is not None else base.bold,
        attribute(justified, "val") == "center" if justified is not None else base.centred,
        is_on(caps) if caps is not None else base.caps,
    )
