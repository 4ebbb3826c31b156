"""Text with separators (.csv) → rows of text cells.  PURE."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from units.spreadsheets import problems
from units.spreadsheets.problems import UnreadableFile
from units.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, Rows, cell_text, trimmed
from vietnamese.text import nfc

_SEPARATORS = (";", "\t", ",", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 200


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (both with or without BOM) or Windows-1258, as NFC.

    Raises UnreadableFile where the bytes are no text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return nfc(text)
    raise UnreadableFile(problems.WRONG_KIND.format(is_a=""))


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    head = data[:2000]
    if head.count(0) > len(head) // 5:
        # Of the two bytes of a Latin letter the first one is zero in big-endian order.
        zeros_first = head[::2].count(0) > head[1::2].count(0)
        return ("utf-16-be",) if zeros_first else ("utf-16-le",)
    return ("utf-8", "cp1258")


def read_delimited(text: str, *, as_shown: bool = False) -> Rows:
    """The rows of a text whose cells are set apart by ; or a tab or , or |.

    Raises UnreadableFile where the quotation marks of the text cannot be made sense of.
    """
    named = _NAMED_SEPARATOR.match(text)
    separator = named.group(1) if named else _separator(text)
    body = text[named.end() :] if named else text
    try:
        cells = csv.reader(StringIO(body, newline=""), delimiter=separator)
        return trimmed(
            tuple(cell_text(cell, as_shown=as_shown) for cell in row[:MAX_COLUMNS])
            for row in islice(cells, MAX_ROWS + 2)
        )
    except csv.Error as error:
        raise UnreadableFile(problems.DAMAGED) from error


def _separator(text: str) -> str:
    """The separator by which most lines fall into equally many cells."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), _LOOKED_AT))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0)
    width, lines = max(widths.items(), key=lambda found: (found[1], found[0]))
    return (lines, width)
