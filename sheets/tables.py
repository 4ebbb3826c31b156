"""A sheet as people make them → the table in it.  PURE.

Above the heading there may be titles, below the table notes and signatures, between the rows
blank ones and section titles.  What is passed over is kept, so that nothing is dropped unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sheets.cells import Flaw, Row
from sheets.columns import PASS_OVER, How, Recogniser
from sheets.files import Sheet
from sheets.headings import Head, Heading
from sheets.problems import UnreadableTable
from sheets.remarks import Around, Why, why_left_out

_MANY, _SHOWN_ROWS = 4, 10
_FEW = 1 / 3


@dataclass(frozen=True)
class TableRow:
    """A row by column key.  ``number`` is the row's number in the sheet, counted from 1.

    ``flaws`` are by column key; ``surplus`` is a value beyond the columns that shifts the row.
    """

    number: int
    values: Mapping[str, str]
    flaws: Mapping[str, Flaw] = field(default_factory=dict)
    surplus: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Remark:
    """A row that is left out: a section title, a note, a signature, or by somebody's wish."""

    number: int
    words: str
    why: Why = Why.NOTE


@dataclass(frozen=True)
class Table:
    """``said`` are whole sentences on what of the sheet was not taken as it stands."""

    sheet: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    remarks: tuple[Remark, ...]
    said: tuple[str, ...] = ()
    heading_row: int = 1

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(h.key for h in self.headings if h.key and h.key != PASS_OVER)


def read_table(
    head: Head,
    recogniser: Recogniser,
    named_by: Sequence[str] = ("code", "name"),
    *,
    leave_out: Collection[int] = (),
    take_in: Collection[int] = (),
) -> Table:
    """The table below the headings; columns that are not known are left out of its rows.

    ``named_by`` are the keys by which a row says what it is about, a code before a name.
    ``leave_out`` are rows that somebody wants left out, ``take_in`` rows to be taken though they
    look like none.  Raises UnreadableTable where it is not sure which of two columns is meant,
    where a required column is missing, or where there is no row.
    """
    _refuse_doubtful(head.headings, recogniser)
    rows, remarks = _split(head, named_by, frozenset(leave_out), frozenset(take_in))
    if not rows and not remarks:
        raise UnreadableTable(
            f"Dưới dòng tiêu đề (dòng {head.below}) không có dòng dữ liệu nào."
            " Hãy điền danh sách rồi tải lên lại."
        )
    if not rows:
        raise UnreadableTable(
            f"Dưới dòng tiêu đề (dòng {head.below}) không có dòng dữ liệu nào, chỉ có"
            f" {len(remarks)} dòng được bỏ qua. Hãy chọn dòng tiêu đề khác hoặc điền danh sách."
        )
    said = tuple(_said(head, recogniser))
    top = head.top + 1 if head.below > head.top else 0
    return Table(head.sheet.name, head.headings, rows, remarks, said, top)


def _said(head: Head, recogniser: Recogniser) -> list[str]:
    """What of the sheet is not taken, or is not seen in it."""
    said = []
    unknown = [one for one in head.headings if one.key is None and one.filled]
    if len(unknown) > _MANY:
        names = ", ".join(f"“{one.called}” ({one.filled} dòng)" for one in unknown)
        said.append(f"Các cột không dùng đến nên được bỏ qua: {names}.")
    for one in unknown if len(unknown) <= _MANY else ():
        nearest = recogniser.nearest(one.words) if one.words else None
        like = f" (gần giống “{nearest}”)" if nearest else ""
        name = f"Cột “{one.words}”" if one.words else one.called
        said.append(f"{name}{like} không dùng đến nên được bỏ qua ({one.filled} dòng có giá trị).")
    if rows := sorted(row + 1 for row in head.sheet.hidden_rows if row >= head.below):
        shown = ", ".join(map(str, rows[:_SHOWN_ROWS])) + (" …" if len(rows) > _SHOWN_ROWS else "")
        said.append(f"{len(rows)} dòng đang ẩn trong tệp vẫn được đọc: dòng {shown}.")
    hidden = [f"“{one.called}”" for one in head.headings if one.is_hidden and one.filled]
    if hidden:
        said.append(f"Cột ẩn trong tệp vẫn được đọc: {', '.join(hidden)}.")
    return said


def _refuse_doubtful(headings: Sequence[Heading], recogniser: Recogniser) -> None:
    seen: dict[str, Heading] = {}
    for heading in headings:
        if heading.key is None or heading.passed_over:
            continue
        if heading.key in seen:
            column = recogniser.by_key[heading.key]
            raise UnreadableTable(
                f"Hai cột “{seen[heading.key].called}” và “{heading.called}” cùng được hiểu là"
                f" “{column.heading}”. Hãy chọn cột nào là “{column.heading}”."
            )
        seen[heading.key] = heading
    missing = [c.heading for c in recogniser.columns if c.required and c.key not in seen]
    if missing:
        raise UnreadableTable(
            f"Tệp thiếu cột bắt buộc: {', '.join(missing)}. Hãy chọn cột nào có ý nghĩa này,"
            " hoặc thêm cột rồi tải lên lại."
        )


# --- rows and remarks -------------------------------------------------------------------------


def _split(
    head: Head, named_by: Sequence[str], leave_out: Collection[int], take_in: Collection[int]
) -> tuple[tuple[TableRow, ...], tuple[Remark, ...]]:
    found = _valued(head)
    values = [row.values for row, _ in found]
    around = Around.of(values, [words for _, words in found], head.headings, named_by)
    kept: list[TableRow] = []
    remarks: list[Remark] = []
    for at, (row, words) in enumerate(found):
        why = why_left_out(at, around)
        if row.number in leave_out:
            why = Why.WISHED
        elif row.number in take_in:
            why = None
        if why:
            remarks.append(Remark(row.number, " · ".join(words), why))
        else:
            kept.append(row)
    return tuple(kept), tuple(remarks)


def _valued(head: Head) -> list[tuple[TableRow, list[str]]]:
    """The rows below the heading that have words in them, each with its words."""
    found = []
    sheet, numbered = head.sheet, {h.place for h in head.headings if h.passed_over}
    headed = {heading.place for heading in head.headings if heading.words}
    stray = _stray_places(head, headed)
    for index, row in enumerate(sheet.rows[head.below :], start=head.below):
        words = [cell for cell in row if cell]
        # Lists are often numbered further than they are filled.
        if not words or (
            len(words) == 1 and (words[0].isdecimal() or _only_in(row, numbered, sheet, index))
        ):
            continue
        found.append((_table_row(head, index, row, stray), words))
    return found


def _only_in(row: Row, places: Collection[int], sheet: Sheet, index: int) -> bool:
    """Whether the row's one cell is a running number kept as a formula."""
    place = next(place for place, cell in enumerate(row) if cell)
    return place in places and sheet.flaws.get((index, place)) is Flaw.NO_VALUE


def _stray_places(head: Head, headed: Collection[int]) -> frozenset[int]:
    """Columns without a heading in which few rows have something, in a text with separators: there
    a value too many shifts the row."""
    if not head.sheet.is_delimited:
        return frozenset()
    rows = sum(map(bool, head.sheet.rows[head.below :]))
    last = max(headed, default=-1)
    return frozenset(
        one.place
        for one in head.headings
        if one.place > last and not one.words and one.how is not How.CHOSEN
        and one.filled < _FEW * rows + 1
    )  # fmt: skip


def _table_row(head: Head, index: int, row: Row, stray: Collection[int]) -> TableRow:
    values: dict[str, str] = {}
    flaws: dict[str, Flaw] = {}
    for heading in head.headings:
        if heading.key is None or heading.passed_over:
            continue
        values[heading.key] = row[heading.place] if heading.place < len(row) else ""
        flaw = head.sheet.flaws.get((index, heading.place))
        if flaw:
            flaws[heading.key] = flaw
    torn = [p for p in range(len(row)) if head.sheet.flaws.get((index, p)) is Flaw.QUOTE]
    if torn and Flaw.QUOTE not in flaws.values() and values:
        flaws[next(iter(values))] = Flaw.QUOTE
    surplus = " · ".join(row[place] for place in sorted(stray) if place < len(row) and row[place])
    return TableRow(index + 1, values, flaws, surplus, index in head.sheet.hidden_rows)
