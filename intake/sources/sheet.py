"""A sheet as people make them → the task table in it: headings, rows, what stands around.  PURE.

Nothing of a sheet is dropped: each of its rows becomes a line of the draft, as it stands.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.sources.columns import (
    ENDS,
    LEAD,
    MARK_LABELS,
    MONTHS,
    NUMBER,
    QUARTERS,
    TIME,
    WORK,
    Heading,
    meaning,
    read_headings,
)
from plans.deadlines import DeadlineKind
from plans.schedule import Period
from reading import text as texts
from reading.clean.lines import BETWEEN_CELLS, Cell, tidy
from reading.draft import DeadlineDraft
from reading.text import Text
from sheets.columns import PASS_OVER, bare
from sheets.files import Sheet

HEADING_WITHIN = 40
MOST_ROWS = 1000
_ASSIGNING = {LEAD, TIME, ENDS, *MARK_LABELS}


class NoTable(Exception):
    """The file holds no table of tasks; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """A row of the sheet: ``number`` in the sheet (from 1), ``line`` in the draft (from 0), its
    cells by place."""

    number: int
    line: int
    cells: Mapping[int, Cell]

    @property
    def texts(self) -> list[Text]:
        return [cell.text for cell in self.cells.values()]

    @property
    def whole(self) -> Text:
        return texts.joined(self.texts, BETWEEN_CELLS)


@dataclass(frozen=True)
class TaskSheet:
    """``above`` are the rows over the heading, ``rows`` those below it.

    ``top`` is the heading's row in the sheet, from 1; 0 where there is none.
    """

    name: str
    lines: tuple[str, ...]
    top: int
    headings: tuple[Heading, ...]
    above: tuple[Row, ...]
    rows: tuple[Row, ...]

    @property
    def is_sure(self) -> bool:
        """Whether every column is known, and the table says what is to be done by whom or when."""
        keys = {heading.key for heading in self.headings}
        return (
            WORK in keys
            and bool(keys & _ASSIGNING)
            and all(heading.is_sure for heading in self.headings)
        )

    @property
    def has_work(self) -> bool:
        return any(heading.key == WORK for heading in self.headings)


def read_sheet(
    sheets: Sequence[Sheet],
    *,
    name: str = "",
    top: int = 0,
    chosen: Mapping[int, str] | None = None,
) -> TaskSheet:
    """The table in the sheet named, else in the likeliest one.

    ``top`` is the row of the headings, from 1, where somebody has said it; ``chosen`` what columns
    are taken for, by place.  Raises NoTable where the sheets hold nothing that looks like a table,
    or one too long.
    """
    sheet = next((one for one in sheets if one.name == name), None) or _likeliest(sheets)
    if sum(map(bool, sheet.rows)) > MOST_ROWS:
        raise NoTable(
            f"Bảng tính có hơn {MOST_ROWS:,} dòng".replace(",", ".")
            + ". Hãy chép riêng bảng nhiệm vụ sang một tệp mới rồi tải lên lại."
        )
    if not any(len([cell for cell in row if cell]) > 1 for row in sheet.rows):
        raise NoTable(
            "Không tìm thấy bảng nhiệm vụ trong tệp này. Bảng cần có dòng tiêu đề với các cột như"
            " “Nội dung công việc”, “Đơn vị chủ trì”, “Thời gian thực hiện”."
        )
    at, depth = _heading_place(sheet, top)
    below = sheet.rows[at + depth :]
    filled = frozenset(place for row in below for place, cell in enumerate(row) if cell)
    headings = read_headings(sheet.rows[at : at + depth], chosen or {}, filled)
    return _laid_out(sheet, at, depth, headings)


def task_sheets(sheets: Sequence[Sheet]) -> int:
    """How many of the sheets hold a table of tasks."""
    return sum(_score(sheet)[0] > 1 and _has_work(sheet) for sheet in sheets)


def _has_work(sheet: Sheet) -> bool:
    return any(WORK in map(meaning, row) for row in sheet.rows[:HEADING_WITHIN])


# --- the sheet and its heading --------------------------------------------------------------------
def _likeliest(sheets: Sequence[Sheet]) -> Sheet:
    return max(sheets, key=lambda sheet: (_score(sheet), len(sheet.rows)))


def _score(sheet: Sheet) -> tuple[int, int]:
    """How many kinds of column the best row names, and where it stands (higher is better)."""
    scores = [_known_in(row) for row in sheet.rows[:HEADING_WITHIN]]
    best = max(scores, default=0)
    return best, -scores.index(best) if scores else 0


def _known_in(row: Sequence[str]) -> int:
    keys = {key for cell in row if (key := meaning(cell)) and key != PASS_OVER}
    kinds = {"mark" if key in MARK_LABELS else key for key in keys}
    return len(kinds) + (WORK in kinds)


def _heading_place(sheet: Sheet, top: int) -> tuple[int, int]:
    """The index of the heading's first row, and how many rows it takes: none, one or two."""
    if 1 <= top <= len(sheet.rows):
        at = top - 1
    else:
        score, place = _score(sheet)
        if score < 2:
            return 0, 0
        at = -place
    return at, 2 if _has_lower_half(sheet.rows[at : at + 2]) else 1


def _has_lower_half(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second row is the lower half of merged headings (Phân công: Chủ trì, Phối hợp;
    Thời gian: 1, 2, 3 …)."""
    if len(rows) < 2:
        return False
    first, second = rows
    fresh = [
        place for place, cell in enumerate(second) if cell and cell not in first[place : place + 1]
    ]
    kept = {place for place, cell in enumerate(first) if cell} - set(fresh)
    months = read_headings([second], {}, frozenset())
    marks = {one.place for one in months if one.key in MARK_LABELS}
    known = all(place in marks or meaning(second[place]) for place in fresh)
    return bool(fresh) and bool(kept) and known


# --- laying out -----------------------------------------------------------------------------------
def _laid_out(sheet: Sheet, at: int, depth: int, headings: tuple[Heading, ...]) -> TaskSheet:
    marks = {one.place: one.called for one in headings if one.key in MARK_LABELS}
    lines: list[str] = []
    above, below = list[Row](), list[Row]()
    for index, cells in enumerate(sheet.rows):
        is_below = index >= at + depth
        row = _row(index + 1, len(lines), cells, marks if is_below else {}, lines)
        if row and (is_below or index < at):
            (below if is_below else above).append(row)
    return TaskSheet(
        sheet.name, tuple(lines), at + 1 if depth else 0, headings, tuple(above), tuple(below)
    )


def _row(
    number: int, line: int, cells: Sequence[str], marks: Mapping[int, str], lines: list[str]
) -> Row | None:
    """The row, its words added to the lines; None where it is blank."""
    shown, laid = "", dict[int, Cell]()
    for place, value in enumerate(cells):
        paragraphs = [words for part in value.splitlines() if (words := tidy(part))]
        if not paragraphs:
            continue
        shown += BETWEEN_CELLS if shown else ""
        # A cross says nothing without the month above it.
        shown += f"{marks[place]}: " if place in marks else ""
        laid[place], shown = _cell(paragraphs, line, shown, place)
    if not laid:
        return None
    lines.append(shown)
    return Row(number, line, laid)


def _cell(paragraphs: Iterable[str], line: int, shown: str, key: int) -> tuple[Cell, str]:
    made: list[Text] = []
    for words in paragraphs:
        shown += " " if made else ""
        made.append(texts.of_line(line, words, len(shown)))
        shown += words
    return Cell(tuple(made), key), shown


def cell_of(row: Row, headings: Iterable[Heading], key: str) -> Cell | None:
    """What the columns of one meaning say in a row, together; None where they are blank."""
    found = [
        row.cells[heading.place]
        for heading in headings
        if heading.key == key and heading.place in row.cells
    ]
    if not found:
        return None
    return Cell(tuple(text for cell in found for text in cell.paragraphs), found[0].key)


def is_heading_again(row: Row, headings: Sequence[Heading]) -> bool:
    """The headings said once more, at the top of a printed page."""
    said = {heading.place: bare(heading.words) for heading in headings if heading.words}
    same = [place for place, cell in row.cells.items() if said.get(place) == bare(cell.text.words)]
    return len(same) >= 2 and len(same) * 2 > len(row.cells)


def number_of(row: Row, headings: Sequence[Heading]) -> str:
    """What stands in the column of numbers, without the marks around it."""
    cell = cell_of(row, headings, NUMBER)
    return cell.text.words.strip(" .)(:/") if cell else ""


# --- crosses under months and quarters → a deadline -----------------------------------------------
_DAY = re.compile(r"(\d{1,2})(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?)?")


@dataclass(frozen=True)
class _Mark:
    """A cross: the first and the last month it stands for, and the day, where one is written."""

    heading: Heading
    year: int
    first: int
    last: int
    day: int | None

    @property
    def number(self) -> int:
        """Counted through the years, to tell neighbours."""
        return self.year * 12 + self.first

    @property
    def begins(self) -> str:
        return datetime.date(self.year, self.first, 1).isoformat()

    @property
    def ends(self) -> str:
        last = monthrange(self.year, self.last)[1]
        return datetime.date(self.year, self.last, min(self.day or last, last)).isoformat()


def marked(row: Row, headings: Sequence[Heading], period: Period) -> DeadlineDraft | None:
    """The deadline that the crosses of a row make; None where there is none.

    Every month is monthly work, every quarter quarterly; neighbours are a stretch of time, months
    apart are several days, each the last of its month.  ``period`` tells the year.
    """
    marks = sorted(_marks(row, headings, period), key=lambda mark: mark.number)
    if not marks:
        return None
    spans = tuple(span for mark in marks for span in row.cells[mark.heading.place].text.spans())
    words = ", ".join(mark.heading.called for mark in marks)
    return _deadline(marks, _columns(headings), DeadlineDraft(words=words, spans=spans))


def _columns(headings: Sequence[Heading]) -> int:
    return sum(heading.key in MONTHS or heading.key in QUARTERS for heading in headings)


def _deadline(marks: Sequence[_Mark], columns: int, said: DeadlineDraft) -> DeadlineDraft:
    first, last = marks[0], marks[-1]
    is_quarter = first.first != first.last
    step = 3 if is_quarter else 1
    days = tuple(dict.fromkeys(mark.ends for mark in marks))
    # One after the other, without a gap.
    in_row = all(after.number - mark.number == step for mark, after in pairwise(marks))
    dated = any(mark.day for mark in marks)
    if not dated and in_row and len(marks) == columns and len(marks) >= (4 if is_quarter else 12):
        kind, days = DeadlineKind.QUARTERLY if is_quarter else DeadlineKind.MONTHLY, ()
        return DeadlineDraft(kind=kind, words=said.words, days=days, spans=said.spans)
    if not dated and in_row and len(marks) > 1:
        return DeadlineDraft(
            kind=DeadlineKind.WINDOW,
            words=said.words,
            days=(last.ends,),
            starts_on=first.begins,
            spans=said.spans,
        )
    return DeadlineDraft(kind=DeadlineKind.DATE, words=said.words, days=days, spans=said.spans)


def _marks(row: Row, headings: Sequence[Heading], period: Period) -> list[_Mark]:
    found = []
    for heading in headings:
        if heading.place not in row.cells or heading.key not in (*MONTHS, *QUARTERS):
            continue
        if heading.key in QUARTERS:
            first = QUARTERS.index(heading.key) * 3 + 1
            months = first, first + 2
        else:
            months = (MONTHS.index(heading.key) + 1,) * 2
        year = heading.year or _year(months[1], period)
        day = _day(row.cells[heading.place].text.words) if months[0] == months[1] else None
        found.append(_Mark(heading, year, *months, day))
    return found


def _year(month: int, period: Period) -> int:
    """The year in which the month lies within the plan's time."""
    begins = period.starts_on
    return begins.year if month >= begins.month or begins.year == period.ends_on.year else (
        begins.year + 1
    )  # fmt: skip


def _day(words: str) -> int | None:
    """A day of the month written instead of a cross."""
    found = _DAY.fullmatch(words.strip())
    day = int(found[1]) if found else 0
    return day if 1 < day <= 31 or words.strip().startswith(("01", "1/")) else None
