"""A PDF's bytes → its pages: their words and ruled tables, upright, as plain values."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from reading.open.pdf import Page, RuledTable
from reading.open.pdf_lines import Word
from reading.open.refusal import Refusal, UnreadableFile

_DIGITS = 2  # of a point
_PLACES = ("x0", "x1", "y0", "y1", "top", "bottom", "doctop", "width", "height")
_SAME_RULE = 3.0
_MOST_OPEN_ENDS = 20
_MOST_PAGES = 300
_FEWEST_LETTERS = 20  # a page
_MOST_ON_A_SCAN = 300  # letters of stamps and digital signatures
_MOSTLY = 0.6


@contextmanager
def _refusing_broken_pdf() -> Iterator[None]:
    """Whatever a PDF library raises on a broken file means that it is broken (or locked)."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    except UnreadableFile:
        raise
    except PdfminerException as failed:
        locked = isinstance(
            failed.args[0] if failed.args else None, PDFPasswordIncorrect | PDFEncryptionError
        )
        raise UnreadableFile(Refusal.ENCRYPTED if locked else Refusal.DAMAGED) from failed
    except (PDFPasswordIncorrect, PDFEncryptionError) as locked_out:
        raise UnreadableFile(Refusal.ENCRYPTED) from locked_out
    except Exception as failed:
        raise UnreadableFile(Refusal.DAMAGED) from failed
    finally:
        logger.setLevel(level)


def pages_of(data: bytes) -> Iterator[Page]:
    with _refusing_broken_pdf(), pdfplumber.open(io.BytesIO(data)) as opened:
        pages = opened.pages
        if len(pages) > _MOST_PAGES:
            raise UnreadableFile(Refusal.TOO_LARGE)
        letters = images = scans = 0
        for number in range(len(pages)):
            page = _upright(pages[number])
            read = _page(page)
            here = sum(len(item.text) for item in read.words)
            letters += here
            images += len(page.images)
            is_picture = here < _MOST_ON_A_SCAN and _is_picture(page)
            scans += is_picture
            page.close()
            yield replace(read, is_picture=is_picture)
        if scans * 2 > len(pages):
            raise UnreadableFile(Refusal.SCANNED)
        if letters < _FEWEST_LETTERS:
            raise UnreadableFile(Refusal.SCANNED if images else Refusal.NO_TEXT)


class _QuickPage(pdfplumber.page.Page):
    """A page whose letters carry what is asked of them and no more: most of the time went there.

    Places are rounded: a page that is turned moves them by less than anyone sees, and words and
    columns are told apart by whether places and sizes are the same.
    """

    def process_object(self, obj: Any) -> dict[str, Any]:
        if not isinstance(obj, LTChar):
            made: dict[str, Any] = super().process_object(obj)
            made |= {key: round(made[key], _DIGITS) for key in _PLACES if key in made}
            if "pts" in made:
                made["pts"] = [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in made["pts"]]
            return made
        left, top = self.mediabox[0], self.mediabox[1] + self.height
        x0, x1 = round(obj.x0 + left, _DIGITS), round(obj.x1 + left, _DIGITS)
        above, below = round(top - obj.y1, _DIGITS), round(top - obj.y0, _DIGITS)
        font = obj.fontname
        return {
            "object_type": "char",
            "page_number": self.page_number,
            "text": obj.get_text(),
            "fontname": font if isinstance(font, str) else font.decode("latin-1"),
            "size": round(obj.size, 1),
            "matrix": obj.matrix,
            "upright": obj.upright,
            "x0": x0,
            "x1": x1,
            "top": above,
            "bottom": below,
            "doctop": self.initial_doctop + above,
            "width": x1 - x0,
            "height": below - above,
        }


def _upright(page: Any) -> Any:
    """The page, turned where its text runs down, up or upside down as it is seen."""
    page = _QuickPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
    turns = Counter(_turn(char["matrix"]) for char in page.chars)
    turn = max(turns, key=lambda one: turns[one], default=0)
    if not turn:
        return page
    sheet = page.page_obj
    sheet.rotate = sheet.attrs["Rotate"] = (page.rotation + turn) % 360
    page.close()
    return _QuickPage(page.pdf, sheet, page.page_number, page.initial_doctop)


def _turn(matrix: tuple[float, ...]) -> int:
    """By how many degrees to turn a page, clockwise, for a letter to stand upright."""
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def _is_picture(page: Any) -> bool:
    """Whether pictures cover most of a page: it may still bear the text of a digital signature."""
    covered = sum(image["width"] * image["height"] for image in page.images)
    return bool(covered > _MOSTLY * page.width * page.height)


def _page(page: Any) -> Page:
    """A page's words and ruled tables, as plain values."""
    tables = _tables(page) if len(page.edges) >= 4 else []
    found = page.extract_words(
        x_tolerance_ratio=0.2,
        y_tolerance=2,
        keep_blank_chars=False,
        extra_attrs=["fontname", "size"],
    )
    words = [
        Word(
            w["text"],
            w["x0"],
            w["x1"],
            w["top"],
            w["bottom"],
            w["size"],
            "bold" in w["fontname"].lower(),
        )
        for w in found
    ]
    return Page(float(page.width), float(page.height), words, tables)


def _tables(page: Any) -> list[RuledTable]:
    tables = []
    for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        rows = [list(row.cells) for row in table.rows]
        if max(map(len, rows)) > 1:
            tables.append(RuledTable(tuple(table.bbox), rows))
    return tables


def _open_ends(page: Any) -> list[float]:
    """Where the sides of a row end with no rule across: a row that the page's end cuts in two.

    Without a rule there the row is no part of the table that is found, and would be lost.
    """
    ruled = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    ends: list[float] = []
    for edge in page.edges:
        if edge["orientation"] == "v":
            for y in (edge["top"], edge["bottom"]):
                if all(abs(y - other) > _SAME_RULE for other in (*ruled, *ends)):
                    ends.append(y)
        if len(ends) > _MOST_OPEN_ENDS:
            return []
    return ends
