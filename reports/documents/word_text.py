"""Text in Word: what must stay on one line held together, rules, fields."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

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
