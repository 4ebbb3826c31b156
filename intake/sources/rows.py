"""The rows below a heading → pieces of work; every row is a piece of work, part of one, a heading,
plainly closing words, or in doubt.  PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from intake.sources.columns import (
    COOPERATING,
    GROUP,
    LEAD,
    MARK_LABELS,
    NUMBER,
    PRODUCT,
    WORK,
)
from intake.sources.sheet import Row, TaskSheet, cell_of, is_heading_again, number_of
from reading.clean.lines import Cell
from reading.layout.headings import is_shouted
from reading.layout.numbering import roman_value
from reading.letters import flat
from reading.text import Text
from sheets.columns import PASS_OVER

EXAMPLE = "ví dụ:"  # how the rows begin with which the template shows what is wanted
_COUNTING = re.compile(r"\(?(?:\d{1,2}|[a-h])\)?")
_SUM = re.compile(r"(?:tong(?: so| cong)?|cong)[\s:.,\d]*")
_CLOSING = re.compile(
    r"(?:ghi chu|luu y|chu thich|nguoi lap|lap bieu|thu truong|noi nhan|ngay \d|ngay \W|\w+, ngay"
    r"|(?:tm|kt|tl|tuq|q)\.|giam doc|pho giam doc|chu tich|pho chu tich|truong (?:phong|ban|tram)"
    r"|hieu truong|thu ky|ke toan|\(?ky,|tong (?:so|cong)|cong:)"
)
_NUMBERED = re.compile(r"\d{1,3}(?:[.,]\d{1,3}){0,4}")
_LETTER = re.compile(r"[a-zđ]")
_UPPER = re.compile(r"[A-ZĐ]")
_BULLET = re.compile(r"[-–+•*]")
_OPENS = re.compile(r"(?:([IVXLC]{1,6}|[A-ZĐ])\s?[.)/:]|(?:phần|mục|nhóm) [IVX\d]{1,4}[.:]?)\s+")
_LONGEST_HEADING = 30  # words


class Kind(Enum):
    TASK = auto()
    MORE = auto()  # goes on with the task above
    HEADING = auto()
    PASSED = auto()  # a heading said again, (1) (2) (3), a sum, an example
    CLOSING = auto()  # notes and signatures below the table
    DOUBT = auto()


@dataclass(frozen=True)
class Entry:
    """One piece of work: its number's path, its rows (the first one names it), and the words of the
    heading above it."""

    ref: str
    rows: tuple[Row, ...]
    heading: Text | None = None

    @property
    def row(self) -> Row:
        return self.rows[0]


@dataclass
class Entries:
    """The work of a table, the rows that were not understood, and gaps in the numbering."""

    found: list[Entry] = field(default_factory=list)
    doubtful: list[Row] = field(default_factory=list)
    gaps: list[tuple[str, str, Row]] = field(default_factory=list)  # ref, "2 → 4", where


def read_entries(sheet: TaskSheet) -> Entries:
    """The pieces of work in a table, in its order."""
    collector = _Collector(sheet)
    for at in range(len(sheet.rows)):
        collector.take(at)
    return collector.made


class _Collector:
    def __init__(self, sheet: TaskSheet) -> None:
        self.made = Entries()
        self._rows, self._headings = sheet.rows, sheet.headings
        self._numbers = Numbers()
        self._heading: Text | None = None
        self._group = ""
        numbered = [at for at, row in enumerate(self._rows) if self._is_numbered(row)]
        is_numbered = len(numbered) * 2 >= sum(bool(self._cell(row, WORK)) for row in self._rows)
        whole = [at for at, row in enumerate(self._rows) if self._is_whole(row)]
        self._last = max(numbered if is_numbered and numbered else whole, default=-1)
        self._is_signed = False

    # --- one row ----------------------------------------------------------------------------------
    def take(self, at: int) -> None:
        row = self._rows[at]
        self._take_group(row)
        kind = self._kind(at, row)
        if kind is Kind.TASK:
            self._add(row)
        elif kind is Kind.MORE:
            last = self.made.found[-1]
            self.made.found[-1] = replace(last, rows=(*last.rows, row))
        elif kind is Kind.HEADING:
            self._under(row)
        elif kind is Kind.DOUBT:
            self.made.doubtful.append(row)

    def _kind(self, at: int, row: Row) -> Kind:
        if self._is_passed(row):
            return Kind.PASSED
        if at > self._last and self._closes(at, row):
            return Kind.CLOSING
        if self._is_heading(at, row):
            return Kind.HEADING
        if self._goes_on(row):
            return Kind.MORE
        return Kind.TASK if self._is_task(row) else Kind.DOUBT

    def _is_passed(self, row: Row) -> bool:
        words = [text.words for text in row.texts]
        work = self._work(row)
        return (
            is_heading_again(row, self._headings)
            or (len(words) > 2 and all(_COUNTING.fullmatch(flat(one)) for one in words))
            or bool(_SUM.fullmatch(flat(work.words if work else words[0])))
            or bool(work and work.words.casefold().startswith(EXAMPLE))
            # A list numbered further than it is filled.
            or (
                set(row.cells) == self._number_places()
                and number_of(row, self._headings).isdecimal()
            )
        )

    def _closes(self, at: int, row: Row) -> bool:
        """Below the last row of work: notes, the day, who signs, and all that follows them."""
        signed = any(_CLOSING.match(text.flat) for text in row.texts)
        self._is_signed = self._is_signed or signed
        after_gap = at > 0 and row.number > self._rows[at - 1].number + 1
        is_work = bool(self._work(row)) and self._said_beside(row)
        return self._is_signed or (after_gap and not is_work)

    def _is_heading(self, at: int, row: Row) -> bool:
        """Whether a row only names those below it: "I | Tuyên truyền", or one title across."""
        if self._said_beside(row):
            return False
        number, work = number_of(row, self._headings), self._work(row)
        text = work or row.texts[0]
        if _is_part(number) or self._opens(text):
            return True
        if number or len(row.cells) > 1:
            return bool(work) and self._has_parts_below(at, number)
        titled = is_shouted(text.words) or (
            text.words[:1].isupper() and not text.words.endswith((".", ";"))
        )
        below = self._rows[at + 1] if at + 1 < len(self._rows) else None
        short = len(text.words.split()) <= _LONGEST_HEADING
        return titled and short and below is not None and self._is_task(below)

    def _has_parts_below(self, at: int, number: str) -> bool:
        """A bare "1" over "1.1" or "a)" is no work of its own."""
        if not number or at + 1 >= len(self._rows):
            return False
        below = number_of(self._rows[at + 1], self._headings)
        return below.startswith(f"{number}.") or bool(_LETTER.fullmatch(below))

    def _opens(self, text: Text) -> bool:
        mark = _OPENS.match(text.words)
        return bool(mark) and len(text.words.split()) <= _LONGEST_HEADING

    def _goes_on(self, row: Row) -> bool:
        """Whether a row says more of the task above: further names, or the same work again."""
        if not self.made.found:
            return False
        above = self.made.found[-1].row
        number, work = number_of(row, self._headings), self._work(row)
        if work:
            same = work.words == (self._work(above) or Text("")).words
            again = same and number == number_of(above, self._headings)
            detail = not number and (work.words[:1].islower() or bool(_BULLET.match(work.words)))
            return (again and self._same_time(row, above)) or (detail and self._only(row, {WORK}))
        return not number and self._only(row, {LEAD, COOPERATING, PRODUCT})

    def _same_time(self, row: Row, above: Row) -> bool:
        ours, theirs = self._times(row), self._times(above)
        return not ours or ours == theirs

    def _times(self, row: Row) -> list[str]:
        who = {NUMBER, GROUP, WORK, LEAD, COOPERATING, PRODUCT, PASS_OVER}
        return [
            f"{one.place} {row.cells[one.place].text.words}"
            for one in self._headings
            if one.key not in who and one.place in row.cells
        ]

    def _is_task(self, row: Row) -> bool:
        return bool(self._work(row)) and (
            bool(self._cell(row, NUMBER)) or self._said_beside(row) or not self._is_lone(row)
        )

    # --- what a row holds -------------------------------------------------------------------------
    def _cell(self, row: Row, key: str) -> Cell | None:
        return cell_of(row, self._headings, key)

    def _work(self, row: Row) -> Text | None:
        """What is to be done; the group's name where the work's own cell is blank."""
        cell = self._cell(row, WORK)
        if cell is None and self._said_beside(row):
            cell = self._cell(row, GROUP)
        return cell.text if cell else None

    def _said_beside(self, row: Row) -> bool:
        """Whether a row says who, when or what comes of it."""
        plain = {NUMBER, GROUP, WORK, PASS_OVER}
        return any(
            heading.key not in plain and heading.place in row.cells for heading in self._headings
        )

    def _only(self, row: Row, keys: set[str]) -> bool:
        allowed = {one.place for one in self._headings if one.key in {*keys, GROUP, PASS_OVER}}
        return set(row.cells) <= allowed and any(
            one.key in keys and one.place in row.cells for one in self._headings
        )

    def _is_lone(self, row: Row) -> bool:
        return len(row.cells) == 1

    def _is_numbered(self, row: Row) -> bool:
        cell = self._cell(row, WORK)
        number = number_of(row, self._headings)
        return bool(cell) and bool(_NUMBERED.fullmatch(number) or _is_part(number))

    def _is_whole(self, row: Row) -> bool:
        cell = self._cell(row, WORK)
        if cell is None or _CLOSING.match(flat(row.texts[0].words)):
            return False
        return self._said_beside(row) or any(
            one.key in MARK_LABELS and one.place in row.cells for one in self._headings
        )

    def _number_places(self) -> set[int]:
        return {one.place for one in self._headings if one.key == NUMBER}

    # --- numbers and headings ---------------------------------------------------------------------
    def _take_group(self, row: Row) -> None:
        """A column of groups: where its words change, another heading begins."""
        cell = self._cell(row, GROUP)
        if cell and cell.text.words != self._group:
            self._group, self._heading = cell.text.words, cell.text

    def _under(self, row: Row) -> None:
        number, work = number_of(row, self._headings), self._work(row)
        text = work or row.texts[0]
        mark = _OPENS.match(text.words)
        if mark and not number:
            number = mark[1] or ""
            text = text.part(mark.end())
        self._numbers.under(number)
        self._heading = text

    def _add(self, row: Row) -> None:
        number = number_of(row, self._headings)
        ref, gap = self._numbers.next(number)
        if gap:
            self.made.gaps.append((ref, gap, row))
        self.made.found.append(Entry(ref, (row,), self._heading))


def _is_part(number: str) -> bool:
    return bool(number) and bool(_UPPER.fullmatch(number) or roman_value(number))


class Numbers:
    """Numbers as rows have them → paths: "1" below "I" is "I.1", "a" below "2" is "2.a"."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []  # (sort, mark) of the headings above
        self._last: tuple[str, ...] = ()  # the last decimal number
        self._count = 0
        self._seen: dict[tuple[str, ...], int] = {}  # the last number below a number

    def under(self, number: str) -> None:
        """A heading with this number begins; one without leaves the numbers as they are."""
        if not number:
            return
        if _NUMBERED.fullmatch(number):
            self._last = self._decimals(number)
            self._count = 0
            return
        sort = self._sort(number)
        sorts = [one for one, _ in self._parts]
        self._parts = self._parts[: sorts.index(sort)] if sort in sorts else self._parts
        self._parts.append((sort, number))
        self._last, self._count, self._seen = (), 0, {}

    def _sort(self, number: str) -> str:
        """A letter or a Roman numeral; "I" follows H where letters are counted."""
        before = dict(self._parts).get("letter", "")
        follows = bool(before) and len(number) == 1 and ord(number) == ord(before[0]) + 1
        return "letter" if follows or not roman_value(number) else "roman"

    def next(self, number: str) -> tuple[str, str]:
        """The path of a row with this number, and the gap before it as "2 → 4", else ""."""
        if _NUMBERED.fullmatch(number):
            return self._decimal(number)
        if _LETTER.fullmatch(number):
            return self._path((*self._last, number)), ""
        if _is_part(number):
            self.under(number)
            return self._path(()), ""
        self._count += 1
        return self._path((*self._last, str(self._count))), ""

    def _decimal(self, number: str) -> tuple[str, str]:
        self._last, self._count = self._decimals(number), 0
        above, value = self._last[:-1], int(self._last[-1])
        before = self._seen.get(above)
        self._seen[above] = value
        gap = before is not None and value > before + 1
        missing = f"{'.'.join([*above, str(before)])} → {'.'.join(self._last)}" if gap else ""
        return self._path(self._last), missing

    def _decimals(self, number: str) -> tuple[str, ...]:
        """The parts of a decimal number; a workbook keeps 1.10 as 1.1, which follows 1.9."""
        parts = tuple(str(int(part)) for part in re.split(r"[.,]", number))
        if len(parts) == 2 and len(self._last) == 2 and parts[0] == self._last[0]:
            following = int(self._last[1]) + 1
            if following % 10 == 0 and str(following).rstrip("0") == parts[1]:
                return parts[0], str(following)
        return parts

    def _path(self, numbers: tuple[str, ...]) -> str:
        return ".".join([*(mark for _, mark in self._parts), *numbers])
