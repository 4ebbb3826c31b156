"""Bytes → raw lines and tables, by what the bytes are and not by what the file is called."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pdfplumber
import puremagic
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from reading.open import pdf, plain, word
from reading.open.package import Package
from reading.open.pdf_lines import Word
from reading.open.raw import RawCell, RawItem, RawLine, RawTable
from reading.open.refusal import (
    MAX_BYTES,
    OLD_WORD,
    OPEN_DOCUMENT,
    RICH_TEXT,
    TOO_LONG,
    WEB_PAGE,
    WORD_XML,
    Refusal,
    UnreadableFile,
)
from sheets.content import Content, content_of
from vietnamese import encodings

# What is no text and none of the kinds that are read.
_OTHERS = frozenset(Content) - {
    Content.EMPTY,
    Content.TEXT,
    Content.WEB_PAGE,
    Content.MARKUP,
    Content.BINARY,
}
# Files of other text processors, whatever their name ends in, and what to tell who brings them.
_TO_BE_SAVED = {
    Content.DOC: OLD_WORD,
    Content.ODT: OPEN_DOCUMENT,
    Content.RTF: RICH_TEXT,
    Content.WEB_PAGE: WEB_PAGE,
}
_WORD_XML = re.compile(rb'progid="Word\.|<w:wordDocument\b|<pkg:package\b')
_HEAD = 4096  # bytes that tell the kind of a text
_SAME_RULE = 3.0
_MOST_OPEN_ENDS = 20
_MOST_PAGES = 300
_MOST_ROWS = 30_000
_MOST_LETTERS = 3_000_000
_FEWEST_LETTERS = 20  # a page
_MOST_ON_A_SCAN = 300  # letters of stamps and digital signatures
_MOSTLY = 0.6
_MOST_CONTROLS = 0.02


def raw_items(data: bytes, filename: str) -> list[RawItem]:
    """The lines and tables of a file.  Raises ``UnreadableFile`` where it cannot be read.

    ``filename`` is only a hint: people rename files, and a name proves nothing.
    """
    if not data:
        raise UnreadableFile(Refusal.EMPTY)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(Refusal.TOO_LARGE)
    items = _items(data, filename)
    if not _has_text(items):
        raise UnreadableFile(Refusal.NO_TEXT)
    if _is_too_long(items):
        raise UnreadableFile(Refusal.TOO_LARGE, TOO_LONG)
    return items


def _is_too_long(items: list[RawItem]) -> bool:
    """Whether the text is of a length that no plan has, and that would take minutes to read."""
    rows = sum(len(item.rows) if isinstance(item, RawTable) else 1 for item in items)
    return rows > _MOST_ROWS or sum(len(line.text) for line in _all_lines(items)) > _MOST_LETTERS


def _items(data: bytes, filename: str) -> list[RawItem]:
    content = content_of(data)
    if content is Content.PDF:
        return pdf.raw_items(list(_pdf_pages(data)))
    if content in _TO_BE_SAVED:
        raise UnreadableFile(Refusal.WRONG_KIND, _TO_BE_SAVED[content])
    if data.startswith(b"PK\x03\x04"):
        return _word(data)
    if content is Content.LOCKED_OFFICE:
        raise UnreadableFile(Refusal.ENCRYPTED)
    if content is Content.MARKUP and _WORD_XML.search(data, 0, _HEAD):
        raise UnreadableFile(Refusal.WRONG_KIND, WORD_XML)
    if content in _OTHERS or _is_binary(data, filename):
        raise UnreadableFile(Refusal.WRONG_KIND)
    return plain.raw_items(encodings.decoded(data))


def _word(data: bytes) -> list[RawItem]:
    package = Package(data)
    if not package.is_word:
        raise UnreadableFile(Refusal.WRONG_KIND)
    return mended(word.raw_items(package))


def _is_binary(data: bytes, filename: str) -> bool:
    """Whether the bytes are no text: control characters, or the mark of another kind of file."""
    text = encodings.decoded(data[:20_000])
    controls = sum(char < " " and char not in "\t\n\r\f\v" for char in text)
    if controls > _MOST_CONTROLS * len(text):
        return True
    if controls == 0:
        return False
    try:
        kinds = puremagic.magic_string(data[:4096], filename)
    except (puremagic.PureError, ValueError):
        return False
    return any(kind.confidence >= 0.8 and not kind.mime_type.startswith("text") for kind in kinds)


def _has_text(items: list[RawItem]) -> bool:
    return any(char.isalnum() for line in _all_lines(items) for char in line.text)


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


def _pdf_pages(data: bytes) -> Iterator[pdf.Page]:
    with _refusing_broken_pdf(), pdfplumber.open(io.BytesIO(data)) as opened:
        pages = opened.pages
        if len(pages) > _MOST_PAGES:
            raise UnreadableFile(Refusal.TOO_LARGE)
        letters = images = scans = 0
        for page in pages:
            read = _pdf_page(page)
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


def _is_picture(page: Any) -> bool:
    """Whether pictures cover most of a page: it may still bear the text of a digital signature."""
    covered = sum(image["width"] * image["height"] for image in page.images)
    return bool(covered > _MOSTLY * page.width * page.height)


def _pdf_page(page: Any) -> pdf.Page:
    """A page's words and ruled tables, as plain values."""
    tables = _pdf_tables(page) if len(page.edges) >= 4 else []
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
    return pdf.Page(float(page.width), float(page.height), words, tables)


def _pdf_tables(page: Any) -> list[pdf.Table]:
    tables = []
    for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        rows = [list(row.cells) for row in table.rows]
        if max(map(len, rows)) > 1:
            tables.append(pdf.Table(tuple(table.bbox), rows))
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


def mended(items: list[RawItem]) -> list[RawItem]:
    """The items with TCVN3 or VNI turned into Unicode, judged by the document as a whole."""
    words = [line.text for line in _all_lines(items)]
    right = encodings.mended("\n".join(line.replace("\n", " ") for line in words)).split("\n")
    if right == words or len(right) != len(words):
        return items
    fresh = iter(right)
    return [_with_words(item, fresh) for item in items]


def _all_lines(items: list[RawItem]) -> Iterator[RawLine]:
    for item in items:
        if isinstance(item, RawLine):
            yield item
        elif isinstance(item, RawTable):
            yield from (line for row in item.rows for cell in row for line in cell.lines)


def _with_words(item: RawItem, fresh: Iterator[str]) -> RawItem:
    if isinstance(item, RawTable):
        return RawTable(
            tuple(
                tuple(
                    RawCell(tuple(_line(line, fresh) for line in cell.lines), cell.key)
                    for cell in row
                )
                for row in item.rows
            )
        )
    return _line(item, fresh) if isinstance(item, RawLine) else item


def _line(line: RawLine, fresh: Iterator[str]) -> RawLine:
    return replace(line, text=next(fresh))
