"""Bytes → raw lines and tables, by what the bytes are and not by what the file is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import puremagic

from reading.open import pdf, plain, word
from reading.open.package import Package
from reading.open.pdf_pages import pages_of
from reading.open.raw import RawCell, RawItem, RawLine, RawTable
from reading.open.refusal import (
    MAX_BYTES,
    OLD_WORD,
    OPEN_DOCUMENT,
    PICTURE_FILE,
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
_PICTURES = frozenset({Content.PNG, Content.JPEG})
_WORD_XML = re.compile(rb'progid="Word\.|<w:wordDocument\b|<pkg:package\b')
_HEAD = 4096  # bytes that tell the kind of a text
_MOST_ROWS = 30_000
_MOST_LETTERS = 3_000_000
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
        return pdf.raw_items(list(pages_of(data)))
    if content in _PICTURES:
        raise UnreadableFile(Refusal.SCANNED, PICTURE_FILE)
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
