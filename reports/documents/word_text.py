"""Text in Word: what must stay on one line held together, rules, fields, and footnotes, which
python-docx does not write by itself: a part of their own beside the text."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from reports.documents.wording import pieces
from vietnamese.text import nfc


def add_text(paragraph: Any, text: str, *, bold: bool | None = None) -> None:
    """Adds the text; the hyphens of "93/KH-SKHCN" are those at which Word breaks no line."""
    for piece, is_whole in pieces(nfc(text)):
        run = paragraph.add_run()
        run.bold = bold
        if is_whole:
            _add_whole(run, piece)
        else:
            run.text = piece


def _add_whole(run: Any, text: str) -> None:
    for number, part in enumerate(text.split("-")):
        if number:
            run._r.append(OxmlElement("w:noBreakHyphen"))
        words = OxmlElement("w:t")
        words.text = part.replace(" ", "\N{NO-BREAK SPACE}")
        run._r.append(words)


def field(paragraph: Any, name: str) -> None:
    """A field that Word fills, such as PAGE."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if kind == "" else "w:t")
            element.text = text
        run._r.append(element)


def keep_with_next(paragraph: Any) -> None:
    paragraph.paragraph_format.keep_with_next = True


def bottom_rule(paragraph: Any, width: float, share: float) -> None:
    """A solid rule in the middle, over a share of ``width`` (mm)."""
    side = Mm(width * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = side
    paragraph.paragraph_format.right_indent = side
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


STYLE = "Ghi chú"
# Word demands these two before the first note: the line above notes, and that above their rest.
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


def add_note(made: Any, paragraph: Any, text: str) -> None:
    """Adds a footnote at the end of a paragraph; Word numbers it."""
    notes = _notes(made)
    number = str(len(notes) - len(_SEPARATORS) + 1)
    _refer(paragraph.add_run(), "footnoteReference", number)
    note = OxmlElement("w:footnote")
    note.set(qn("w:id"), number)
    line = OxmlElement("w:p")
    note.append(line)
    notes.append(note)
    words = Paragraph(line, made._body)
    line.style = made.styles[STYLE].style_id
    _refer(words.add_run(), "footnoteRef")
    add_text(words, f" {text}")


def _refer(run: Any, name: str, number: str = "") -> None:
    run.font.superscript = True
    mark = OxmlElement(f"w:{name}")
    if number:
        mark.set(qn("w:id"), number)
    run._r.append(mark)


def _notes(made: Any) -> Any:
    """The element that holds the notes of a document; made with the first of them."""
    for relation in made.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            return relation.target_part.element
    notes = OxmlElement("w:footnotes")
    for number, kind in _SEPARATORS:
        notes.append(_separator(number, kind))
    where = PackURI("/word/footnotes.xml")
    part = XmlPart(where, CONTENT_TYPE.WML_FOOTNOTES, notes, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part.element


def _separator(number: str, kind: str) -> Any:
    note, line, run = (OxmlElement(f"w:{name}") for name in ("footnote", "p", "r"))
    note.set(qn("w:type"), kind)
    note.set(qn("w:id"), number)
    run.append(OxmlElement(f"w:{kind}"))
    line.append(run)
    note.append(line)
    return note
