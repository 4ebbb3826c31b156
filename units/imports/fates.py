"""What becomes of the rows of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from sheets.tables import Remark
from units.resources import Change


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class FateLook(NamedTuple):
    label: str
    tone: str
    icon: str


FATE_LOOKS: Mapping[Fate, FateLook] = {
    Fate.WRONG: FateLook("Sai", "overdue", "alert-circle"),
    Fate.NEW: FateLook("Thêm mới", "done", "circle-plus"),
    Fate.CHANGED: FateLook("Thay đổi", "due-soon", "pencil"),
    Fate.SAME: FateLook("Giữ nguyên", "open", "equal"),
}


class RowFate(NamedTuple):
    """``code`` and ``name`` say what the row is about; ``problems`` are whole sentences that begin
    with the row's number."""

    number: int
    fate: Fate
    code: str
    name: str
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def look(self) -> FateLook:
        return FATE_LOOKS[self.fate]


@dataclass(frozen=True)
class Unnamed:
    """Something stored that the file does not name; an import leaves it as it is."""

    pk: int
    code: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Preview:
    """What a list would do.  ``fingerprint`` changes when anything in it does.

    ``made`` are the numbers of what was new, once the list has been taken in.
    """

    sheet: str
    rows: tuple[RowFate, ...]
    remarks: tuple[Remark, ...]
    unnamed: tuple[Unnamed, ...]
    fingerprint: str
    made: tuple[int, ...] = ()

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in FATE_LOOKS}

    @cached_property
    def wrong(self) -> tuple[RowFate, ...]:
        return tuple(row for row in self.rows if row.fate is Fate.WRONG)

    @property
    def to_write(self) -> int:
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]


class RowsWrong(Exception):
    """Some row is wrong, so nothing was written; ``preview`` says which and why."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(f"{len(preview.wrong)} dòng sai, chưa ghi gì vào danh mục.")
        self.preview = preview


class DirectoryMoved(Exception):
    """What is stored has changed since the list was looked at, so nothing was written."""
