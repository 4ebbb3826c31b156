"""What the rows of every list have in common: what is wrong in them, and the units they name.

PURE.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from units.spreadsheets.names import Ambiguous, NameIndex, NotFound

DASHES = frozenset({"-", "–", "—"})
# Between the names of one cell once they are found; no code and no name holds it.
BETWEEN = "\n"


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the directory, as far as rows can name it."""

    code: str
    name: str
    others: tuple[str, ...] = ()
    parent: str | None = None
    identifier: str = ""
    has_ended: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong in one column of a row, and how to mend it."""

    key: str
    message: str


@dataclass
class LinkedRow:
    """A row whose cells name everything as the directory spells it.

    ``key`` is what the row is about: the code of a unit, the account of a person, a group.
    """

    number: int
    values: dict[str, str]
    key: str = ""
    is_new: bool = False
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, message: str) -> None:
        self.problems.append(Problem(key, message))


def index_of(units: Iterable[KnownUnit]) -> NameIndex:
    """The units by everything they are called."""
    index = NameIndex()
    for unit in units:
        index.add(unit.code, unit.name, unit.others)
    return index


def find_unit(
    row: LinkedRow,
    key: str,
    written: str,
    index: NameIndex,
    *,
    what: str,
    names: Mapping[str, str],
    mend: str = "Hãy sửa tên hoặc thêm đơn vị này vào tệp.",
) -> str:
    """The code of the unit written so; "" where there is none, which is then said in the row.

    ``what`` the unit is to the row ("đơn vị cấp trên"); ``names`` are the names by code, for the
    likest one.
    """
    try:
        return index.find(written)
    except NotFound as error:
        likest = names.get(error.nearest) or error.nearest
        hint = f" Có phải “{likest}”?" if likest else ""
        row.wrong(key, f"không tìm thấy {what} “{written}”.{hint} {mend}")
    except Ambiguous as error:
        row.wrong(
            key,
            f"có {len(error.codes)} đơn vị tên “{written}” (mã {', '.join(error.codes)})."
            f" Hãy ghi mã của {what}.",
        )
    return ""


def said(values: Mapping[str, str], key: str, stored: str | None) -> str | None:
    """What a row makes of a stored value: a blank cell keeps it, a dash takes it away."""
    written = values.get(key, "")
    if not written:
        return stored
    return None if written in DASHES else written


def split_names(cell: str) -> tuple[str, ...]:
    """The names in a cell, set apart by semicolons."""
    return tuple(name.strip() for name in cell.split(";") if name.strip())
