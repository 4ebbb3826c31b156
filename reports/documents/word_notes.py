"""Footnotes in Word, which python-docx does not write by itself: a part of their own beside the
text, each with its reference."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reports.documents.word_text import add_text

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
