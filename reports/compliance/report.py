"""The shape of a compliance report: finished values that a template only sets out.  PURE.

Every text is as it will be read, numbers and days in Vietnamese form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.charts import BarChart
from tasks.status import Counts


@dataclass(frozen=True)
class Header:
    """The head of the first page; ``parent`` "" where no superior agency is named."""

    parent: str
    agency: tuple[str, ...]
    number: str
    dateline: str


@dataclass(frozen=True)
class Title:
    kind: str
    subject: str
    span: str


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


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True)
class Table:
    """``columns``: the class of each column, which gives its width."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]

    @property
    def is_wide(self) -> bool:
        """Whether a narrow screen shows a part of it and scrolls."""
        return len(self.columns) > 4


@dataclass(frozen=True)
class Figure:
    """A chart as printed, and the same for a narrow screen."""

    kind: ClassVar[str] = "figure"
    caption: str
    chart: BarChart
    narrow: BarChart


Block = Subheading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Part:
    """A numbered part ("I") and what stands in it."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Signature:
    """``lines``: by what right and as what the person signs; ``name`` "" where not known."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Annex:
    title: str
    source: str
    note: str
    table: Table


@dataclass(frozen=True)
class ComplianceReport:
    """A whole report.  ``notices`` tell the person who produces it what to look at; they are not
    part of the document.  ``counts`` are the figures on which all of it rests."""

    name: str
    filename: str
    header: Header
    title: Title
    addressee: str
    bases: tuple[str, ...]
    opening: str
    parts: tuple[Part, ...]
    closing: str
    signature: Signature
    recipients: tuple[str, ...]
    annex: Annex | None
    counts: Counts
    notices: tuple[str, ...]
