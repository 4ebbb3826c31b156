"""Raw lines and tables → the document's lines: NFC, single spaces, Markdown and HTML marks gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reading import text as texts
from reading.open.raw import Join, RawCell, RawItem, RawLine, RawPicture, RawTable
from reading.text import Text
from vietnamese.text import nfc

_TAG = re.compile(
    r"</?(?:sub|sup|br|b|i|u|em|strong|p|span|div|font|center|a|ins|del|mark)(?: [^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}
_ENTITY = re.compile("|".join(_ENTITIES))
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
# A PDF reader gives a hyphen at a line's end as a control character; Ð is a common stand-in for Đ.
_STAND_INS = str.maketrans(
    {"\u0002": "-", "\u00d0": "Đ", "\u00f0": "đ", "\u2010": "-", "\u2011": "-"}
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HEADING_MARK = re.compile(r"^\s*(?:>\s?)*#{1,6}\s+")
_QUOTE_MARK = re.compile(r"^\s*(?:>\s?)+")
_EMPHASIS = re.compile(r"\*{2,3}|__+(?=\S)|(?<=\S)__+")
# One star is emphasis where it touches a word; with a space after it at the start it is a bullet.
_STAR = re.compile(r"(?<=[^\s(*])\*(?!\))|(?<!\()\*(?=[^\s*)])")
_ESCAPE = re.compile(r"\\([-+*#.()_\[\]&<>~`|!])")
_SPACES = re.compile(r"\s+")
_ONLY_RULE = re.compile(r"^[\s_=*~.…\-–—─━|]+$")
BETWEEN_CELLS = " | "


@dataclass(frozen=True)
class Line:
    """One line of the document, with what the layout says of it."""

    text: Text
    join: Join = Join.UNKNOWN
    bold: bool = False
    centred: bool = False
    after_gap: bool = False
    is_note: bool = False

    @property
    def words(self) -> str:
        return self.text.words


@dataclass(frozen=True)
class Cell:
    paragraphs: tuple[Text, ...]
    key: int

    @property
    def text(self) -> Text:
        return texts.joined(self.paragraphs)


@dataclass(frozen=True)
class Table:
    """Rows of cells; ``cuts`` are the rows before which a page ended."""

    rows: tuple[tuple[Cell, ...], ...]
    cuts: frozenset[int] = frozenset()


Item = Line | Table


@dataclass
class Document:
    """The document's lines as shown, and its items: lines, and tables whose rows are lines.

    ``pictures``: the pages, from 1, that are pictures and were not read.
    """

    shown: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


def tidy(words: str) -> str:
    """Words as they are kept: composed, single spaces, no marks of Markdown or HTML."""
    words = _ENTITY.sub(lambda found: _ENTITIES[found.group()], _TAG.sub("", words))
    words = _INVISIBLE.sub("", nfc(words.translate(_STAND_INS)))
    words = _CONTROLS.sub(" ", words)
    if "*" in words or "#" in words or "_" in words or ">" in words:
        words = _HEADING_MARK.sub("", words)
        words = _QUOTE_MARK.sub("", words)
        words = _STAR.sub("", _EMPHASIS.sub("", words))
    if "\\" in words:
        words = _ESCAPE.sub(r"\1", words)
    return _SPACES.sub(" ", words).strip()


def document(raw: Sequence[RawItem]) -> Document:
    """The document that raw lines and tables make, empty lines and drawn rules left out."""
    made = Document()
    gap = False
    for item in raw:
        if isinstance(item, RawTable):
            _add_table(made, item)
            gap = True
        elif isinstance(item, RawPicture):
            made.pictures.append(item.page)
            gap = True
        else:
            gap = not _add_line(made, item, after_gap=gap or item.after_gap)
    return made


def _add_line(made: Document, raw: RawLine, *, after_gap: bool) -> bool:
    words = tidy(raw.text)
    if not words or _ONLY_RULE.match(words):
        return False
    text = texts.of_line(len(made.shown), words)
    made.shown.append(words)
    made.items.append(Line(text, raw.join, raw.bold, raw.centred, after_gap, raw.is_note))
    return True


def _add_table(made: Document, raw: RawTable) -> None:
    """Each row becomes one line; a merged cell is shown, and stands, where it begins."""
    seen: dict[int, Cell] = {}
    rows = []
    for raw_row in raw.rows:
        row: list[Cell] = []
        shown = ""
        for raw_cell in raw_row:
            if raw_cell.key not in seen:
                shown += BETWEEN_CELLS if row else ""
                seen[raw_cell.key], shown = _cell(raw_cell, len(made.shown), shown)
            row.append(seen[raw_cell.key])
        if shown.strip(" |"):
            made.shown.append(shown)
            rows.append(tuple(row))
    if rows:
        made.items.append(Table(tuple(rows)))


def _cell(raw: RawCell, number: int, shown: str) -> tuple[Cell, str]:
    """The cell, and what the row shows with it added."""
    paragraphs: list[Text] = []
    for words in filter(None, (tidy(line.text) for line in raw.lines)):
        shown += " " if paragraphs else ""
        paragraphs.append(texts.of_line(number, words, len(shown)))
        shown += words
    return Cell(tuple(paragraphs), raw.key), shown
