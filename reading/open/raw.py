"""What files are brought to before anything is understood: raw lines and raw tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Join(Enum):
    """What the layout says of a line and the one before it."""

    UNKNOWN = auto()  # the words must tell
    OWN = auto()  # a paragraph of its own
    WRAPPED = auto()  # the same paragraph goes on


@dataclass(frozen=True)
class RawLine:
    """A line.  ``is_note``: a footnote of the line before it; ``bold``: or underlined."""

    text: str
    join: Join = Join.UNKNOWN
    bold: bool = False
    centred: bool = False
    after_gap: bool = False  # white space or the edge of a page stands before it
    is_note: bool = False


@dataclass(frozen=True)
class RawCell:
    """A cell of a table's grid.  A merged cell stands in each place it covers, with one ``key``."""

    lines: tuple[RawLine, ...]
    key: int

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class RawTable:
    rows: tuple[tuple[RawCell, ...], ...]


@dataclass(frozen=True)
class RawPicture:
    """A page (from 1) that is a picture: nothing that stands on it is read."""

    page: int


RawItem = RawLine | RawTable | RawPicture
