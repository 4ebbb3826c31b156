"""The shape of an official document: finished values that PDF, Word and spreadsheet set out.  PURE.

Every text is as it will be read, numbers and days in Vietnamese form; beside a cell's text stands
the value itself, for those who calculate on.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from reports.charts import BarChart

Value = int | float | datetime.date | None
# Hears how far a file has come: steps done, steps in all, what is being done.
Tell = Callable[[int, int, str], None]
# Tables of more rows make files that nobody should wait for in a page.
LONG_ROWS = 600

# Width of each kind of column in mm; 0 takes what is left.  The style sheet holds the same.
COLUMN_MM = {
    "c-no": 9,
    "c-tt": 14,
    "c-sum": 28,
    "c-num": 13.5,
    "c-rate": 17,
    "c-pct": 15,
    "c-day": 23,
    "c-due": 28,
    "c-status": 30,
    "c-unit": 29,
    "c-lead": 48,
    "c-task": 44,
    "c-wide": 0,
}


def tell_nobody(_done: int, _total: int, _words: str) -> None:
    """Where nobody waits to hear how far a file has come."""


@dataclass(frozen=True)
class Paper:
    """How a document of an agency is set: margins in mm, size of the text in pt, first line in cm.

    The defaults lie within the ranges of Nghị định 30/2020/NĐ-CP, Phụ lục I.
    """

    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    size: float = 14
    spacing: float = 1.25
    indent: float = 1.27

    @property
    def text_mm(self) -> float:
        """The width of the text on an upright page."""
        return 210 - self.left - self.right

    @property
    def wide_mm(self) -> float:
        """The width of the text on a page that lies across."""
        return 297 - self.left - self.right


@dataclass(frozen=True)
class Header:
    """The head of the first page; ``parent`` "" where no superior agency is named."""

    parent: str
    agency: tuple[str, ...]
    number: str
    dateline: str


@dataclass(frozen=True)
class Title:
    """``span``: the line in brackets below the subject, "" where there is none."""

    kind: str
    subject: str
    span: str = ""


@dataclass(frozen=True)
class Subheading:
    """``number`` as printed ("1.")."""

    kind: ClassVar[str] = "subheading"
    number: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``notes`` become footnotes at its end."""

    kind: ClassVar[str] = "paragraph"
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """Lines that each begin with a dash."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True)
class HeadCell:
    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Cell:
    """``css``: "text", "num" or "mid"; ``is_head``: names its row; ``columns`` that it spans."""

    text: str
    css: str = "text"
    is_head: bool = False
    columns: int = 1
    value: Value = None


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True)
class Table:
    """``columns``: the class of each column, which gives its width; ``name``: of its sheet in a
    spreadsheet."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]
    name: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether a narrow screen shows a part of it and scrolls."""
        return len(self.columns) > 4

    def widths(self, text_mm: float) -> tuple[float, ...]:
        """The width of each column in mm where the text is so wide."""
        fixed = [COLUMN_MM[css] for css in self.columns]
        left = max(text_mm - sum(fixed), 0) / max(fixed.count(0), 1)
        return tuple(mm or left for mm in fixed)


@dataclass(frozen=True)
class Figure:
    """A chart as printed, and the same for a narrow screen."""

    kind: ClassVar[str] = "figure"
    caption: str
    chart: BarChart
    narrow: BarChart


Block = Subheading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    """What stands under one heading of a part; ``number`` "1.", "" where the part has only one.

    ``key`` names it whatever its number; ``is_edited``: a person wrote its text.
    """

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    is_edited: bool = False


@dataclass(frozen=True)
class Part:
    """A numbered part ("I") and what stands in it."""

    number: str
    title: str
    sections: tuple[Section, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everything in it in order, the headings of its sections too."""
        return tuple(block for section in self.sections for block in _set_out(section))


def _set_out(section: Section) -> tuple[Block, ...]:
    heading = (Subheading(section.number, section.title),) if section.number else ()
    return (*heading, *section.blocks)


@dataclass(frozen=True)
class Signature:
    """``lines``: by what right and as what the person signs; ``name`` "" where not known."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Annex:
    """``number`` "I"; ``source`` names the document to which it belongs; ``is_wide``: across."""

    key: str
    number: str
    title: str
    source: str
    note: str
    blocks: tuple[Block, ...]
    is_wide: bool = False

    @property
    def heading(self) -> str:
        return f"Phụ lục {self.number}".strip()

    @property
    def rows(self) -> int:
        return sum(len(block.rows) for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True)
class Mark:
    """By what a copy is checked: the code, its address, the QR mark as path of an SVG drawing."""

    code: str
    address: str
    path: str
    size: int


@dataclass(frozen=True)
class OfficialDocument:
    """A whole document; ``filename`` has no ending.

    ``notices`` tell the person who produces it what to look at; they are not part of it.
    """

    name: str
    filename: str
    header: Header
    title: Title
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    opening: str
    parts: tuple[Part, ...]
    closing: str
    signature: Signature
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...] = ()
    notices: tuple[str, ...] = ()
    paper: Paper = field(default_factory=Paper)
    mark: Mark | None = None

    @property
    def annex_rows(self) -> int:
        return sum(annex.rows for annex in self.annexes)

    @property
    def rows(self) -> int:
        """Of all its tables."""
        return sum(len(table.rows) for table in self.tables())

    @property
    def is_long(self) -> bool:
        """Whether a file of it takes longer than a person should wait for a page."""
        return self.rows > LONG_ROWS

    def tables(self, annexes: Sequence[Annex] | None = None) -> tuple[Table, ...]:
        """Every table, those of the text before those of the annexes (of all, or these)."""
        blocks = [block for part in self.parts for block in part.blocks]
        shown = self.annexes if annexes is None else annexes
        blocks += [block for annex in shown for block in annex.blocks]
        return tuple(block for block in blocks if isinstance(block, Table))
