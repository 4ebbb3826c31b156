"""A sheet as people make them → the table in it.  PURE.

Above the heading there may be titles, below the table notes and signatures, between the rows
blank ones and section titles.  What is passed over is kept, so that nothing is dropped unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from units.spreadsheets.columns import PASSED_OVER, Column, Recogniser, bare
from units.spreadsheets.files import Sheet
from units.spreadsheets.problems import UnreadableTable
from units.spreadsheets.sheets import Row

_HEADING_WITHIN = 40
_NOTE = re.compile(
    r"(ghi chu|luu y|chu thich|tong cong|tong so|cong \d|nguoi lap|nguoi tong hop|thu truong"
    r"|noi nhan|ngay \d|\w+ ngay \d)\b"
)
_NOTE_CELLS = 3
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[a-z])\)?", re.IGNORECASE)
_SECTION_NUMBER = re.compile(r"([IVXLC]+|[A-Z])[.)]?")
PASS_OVER = "-"  # nosec B105 (no password)


@dataclass(frozen=True)
class Heading:
    """One column of the sheet: its words and the key they were taken for (None: not known)."""

    place: int
    words: str
    key: str | None

    @property
    def passed_over(self) -> bool:
        return self.key == PASS_OVER


@dataclass(frozen=True)
class TableRow:
    """A row by column key.  ``number`` is the row's number in the sheet, counted from 1."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Remark:
    """A row that is no part of the list (a section title, a note, a signature)."""

    number: int
    words: str


@dataclass(frozen=True)
class Table:
    sheet: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    remarks: tuple[Remark, ...]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(h.key for h in self.headings if h.key and h.key != PASS_OVER)


@dataclass(frozen=True)
class Head:
    """Where a table begins: the sheet, its headings, and the index of the first row below."""

    sheet: Sheet
    headings: tuple[Heading, ...]
    below: int


def read_head(
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    *,
    sheet: str = "",
    chosen: Mapping[int, str] | None = None,
) -> Head:
    """The headings of the sheet named, else of the sheet in which most headings are known.

    ``chosen`` sets what a column (by its place from 0) is taken for, PASS_OVER for none.
    Raises UnreadableTable where there is no such sheet or no heading.
    """
    recogniser = Recogniser(columns)
    found = _chosen_sheet(sheets, sheet) if sheet else _likeliest_sheet(sheets, recogniser)
    top, depth = _heading_place(found, recogniser)
    headings = _headings(found.rows[top : top + depth], recogniser, chosen or {})
    return Head(found, headings, top + depth)


def read_table(
    head: Head, columns: Sequence[Column], named_by: Sequence[str] = ("code", "name")
) -> Table:
    """The table below the headings; columns that are not known are left out of its rows.

    ``named_by`` are the keys by which a row says what it is about, a code before a name.
    Raises UnreadableTable where two columns say the same, or, once every column is known, a
    required one is missing, or where there is no row.
    """
    _check_headings(head.headings, Recogniser(columns))
    rows, remarks = _split(head, named_by)
    if not rows:
        raise UnreadableTable(
            f"Dưới dòng tiêu đề (dòng {head.below}) không có dòng dữ liệu nào."
            " Hãy điền danh sách rồi tải lên lại."
        )
    return Table(head.sheet.name, head.headings, rows, remarks)


def refuse_unknown(headings: Sequence[Heading], columns: Sequence[Column]) -> None:
    """Raises UnreadableTable where there are columns that are not known, naming them."""
    unknown = [heading for heading in headings if heading.key is None]
    if not unknown:
        return
    recogniser = Recogniser(columns)
    named = "; ".join(_named(heading, recogniser) for heading in unknown)
    raise UnreadableTable(
        f"Không nhận ra cột: {named}. Các cột nhận được: {recogniser.known()}."
        " Hãy sửa tên cột hoặc xóa cột này khỏi tệp."
    )


def _named(heading: Heading, recogniser: Recogniser) -> str:
    nearest = recogniser.nearest(heading.words)
    return f"“{heading.words}”" + (f" (gần giống “{nearest}”)" if nearest else "")


# --- the sheet and its heading ----------------------------------------------------------------


def _chosen_sheet(sheets: Sequence[Sheet], name: str) -> Sheet:
    for sheet in sheets:
        if bare(sheet.name) == bare(name):
            return sheet
    names = ", ".join(f"“{sheet.name}”" for sheet in sheets)
    raise UnreadableTable(f"Tệp không có trang tính “{name}”. Các trang tính: {names}.")


def _likeliest_sheet(sheets: Sequence[Sheet], recogniser: Recogniser) -> Sheet:
    return max(
        sheets,
        key=lambda sheet: max(
            (_known_in(row, recogniser) for row in sheet.rows[:_HEADING_WITHIN]), default=0
        ),
    )


def _known_in(row: Row, recogniser: Recogniser) -> int:
    return len({key for cell in row if (key := recogniser.key(cell))})


def _heading_place(sheet: Sheet, recogniser: Recogniser) -> tuple[int, int]:
    """The index of the heading's first row and how many rows it takes (one or two)."""
    known = [_known_in(row, recogniser) for row in sheet.rows[:_HEADING_WITHIN]]
    best = max(known, default=0)
    if best < 2 and not (best == 1 and _one_column(sheet, known.index(1))):
        raise UnreadableTable(
            f"Không tìm thấy dòng tiêu đề trong {_HEADING_WITHIN} dòng đầu. Hãy đặt tên cột ở dòng"
            f" ngay trên danh sách. Các cột nhận được: {recogniser.known()}."
        )
    top = known.index(best)
    return top, 2 if _continues(sheet.rows[top : top + 2], recogniser) else 1


def _one_column(sheet: Sheet, top: int) -> bool:
    """A bare list of names under one heading is a table too."""
    return len([cell for cell in sheet.rows[top] if cell]) == 1 and len(sheet.rows) > top + 1


def _continues(rows: Sequence[Row], recogniser: Recogniser) -> bool:
    """Whether the second row holds lower halves of merged headings (Liên hệ: thư, số máy)."""
    if len(rows) < 2 or not any(rows[1]):
        return False
    first, second = rows
    # A heading merged over both rows says the same in each.
    below = [place for place, cell in enumerate(second) if cell and cell not in first[place:][:1]]
    return all(
        recogniser.key(second[place]) and not (place < len(first) and recogniser.key(first[place]))
        for place in below
    )


def _headings(
    rows: Sequence[Row], recogniser: Recogniser, chosen: Mapping[int, str]
) -> tuple[Heading, ...]:
    words = [_heading_words(rows, place) for place in range(max(len(row) for row in rows))]
    return tuple(
        Heading(place, said, chosen.get(place) or _meaning(said, recogniser))
        for place, said in enumerate(words)
        if said
    )


def _heading_words(rows: Sequence[Row], place: int) -> str:
    said = [row[place] for row in rows if place < len(row) and row[place]]
    return said[-1] if said else ""


def _meaning(words: str, recogniser: Recogniser) -> str | None:
    return PASS_OVER if bare(words) in PASSED_OVER else recogniser.key(words)


def _check_headings(headings: Sequence[Heading], recogniser: Recogniser) -> None:
    seen: dict[str, str] = {}
    for heading in headings:
        if heading.key is None or heading.passed_over:
            continue
        if heading.key in seen:
            _refuse_twice(seen[heading.key], heading.words, recogniser.by_key[heading.key])
        seen[heading.key] = heading.words
    missing = [c.heading for c in recogniser.columns if c.required and c.key not in seen]
    if missing and all(heading.key for heading in headings):
        raise UnreadableTable(
            f"Tệp thiếu cột bắt buộc: {', '.join(missing)}. Hãy thêm cột này rồi tải lên lại."
        )


def _refuse_twice(first: str, second: str, column: Column) -> NoReturn:
    raise UnreadableTable(
        f"Hai cột “{first}” và “{second}” cùng được hiểu là “{column.heading}”."
        " Hãy giữ một cột rồi tải lên lại."
    )


# --- rows and remarks -------------------------------------------------------------------------


def _split(head: Head, named_by: Sequence[str]) -> tuple[tuple[TableRow, ...], tuple[Remark, ...]]:
    found = list(_valued(head.sheet.rows, head.below, head.headings))
    wanted = set(named_by) & {heading.key for heading in head.headings}
    last = max((at for at, one in enumerate(found) if _whole(*one, wanted)), default=-1)
    kept: list[TableRow] = []
    remarks: list[Remark] = []
    for at, (row, words) in enumerate(found):
        if _is_remark(row, words, named_by, after=at > last):
            remarks.append(Remark(row.number, " · ".join(words)))
        else:
            kept.append(row)
    return tuple(kept), tuple(remarks)


def _valued(
    rows: Sequence[Row], start: int, headings: Sequence[Heading]
) -> Iterator[tuple[TableRow, list[str]]]:
    for number, row in enumerate(rows[start:], start=start + 1):
        words = [cell for cell in row if cell]
        # Lists are often numbered further than they are filled.
        if words and not (len(words) == 1 and words[0].isdecimal()):
            yield TableRow(number, _values(row, headings)), words


def _values(row: Row, headings: Sequence[Heading]) -> dict[str, str]:
    return {
        heading.key: row[heading.place] if heading.place < len(row) else ""
        for heading in headings
        if heading.key and not heading.passed_over
    }


def _whole(row: TableRow, words: Sequence[str], wanted: Iterable[str]) -> bool:
    return all(row.values[key] for key in wanted) and not _is_note(words)


def _is_note(words: Sequence[str]) -> bool:
    return len(words) <= _NOTE_CELLS and bool(_NOTE.match(bare(words[0])))


def _is_remark(
    row: TableRow, words: Sequence[str], named_by: Sequence[str], *, after: bool
) -> bool:
    """Whether a row is no part of the list.  ``after``: it stands below the last whole row."""
    values = row.values
    if after and _is_note(words):
        return True
    if not any(values.get(key) for key in named_by):
        return after or not any(values.values())
    if all(_COLUMN_NUMBER.fullmatch(cell) for cell in words):
        return True
    code = named_by[0] if len(named_by) > 1 else ""
    return _is_section_title(values, words, code)


def _is_section_title(values: Mapping[str, str], words: Sequence[str], code: str) -> bool:
    """ "I. Các phòng chuyên môn" across the table, or "I" and the title in the next cell."""
    if values.get(code):
        return len(words) == 1 and " " in words[0]
    numbered = len(words) == 2 and _SECTION_NUMBER.fullmatch(words[0])
    return bool(code in values and numbered)
