"""Tables: which ones assign work, what their columns mean, and the rows they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise

from reading import text as texts
from reading.clean.lines import Cell, Table
from reading.layout.charts import Month, chart_months, read_chart
from reading.layout.headings import is_shouted
from reading.layout.numbering import read_marker
from reading.letters import flat
from reading.text import Text
from reading.understand.labels import Field, label_field
from reading.understand.names import read_row


class Column(Enum):
    NUMBER = auto()
    WORK = auto()
    LEAD = auto()
    COOPERATING = auto()
    TIME = auto()
    START = auto()
    PRODUCT = auto()
    ADDRESSEE = auto()  # whom a report goes to
    MONTH = auto()  # one of many: a mark in it says when
    OTHER = auto()


_TITLES = (
    (Column.NUMBER, r"(?:s\.?tt|t\.?t|so tt|so thu tu|thu tu|stt)\.?"),
    (
        Column.OTHER,
        (
            r"(?:.*\b)?(?:ghi chu|kinh phi|dia diem|so luong|don vi tinh|dvt|du toan|nguon"
            r"|noi thuc hien"
            r"|ho (?:va )?ten|chuc vu|chuc danh|so dien thoai|dien thoai|don gia|thanh tien|can cu"
            r"|doi tuong|hinh thuc)\b.*"
        ),
    ),
    (
        Column.ADDRESSEE,
        (
            r"(?:noi|don vi|co quan|cap|bo phan) (?:duoc )?(?:nhan|tiep nhan) (?:bao cao|ket qua)"
            r"|(?:noi |don vi )?(?:gui|bao cao) (?:den|ve|cho|toi)|noi gui(?: bao cao)?"
        ),
    ),
    (Column.COOPERATING, r".*\bphoi hop\b(?!.*\bchu tri).*"),
    (Column.PRODUCT, r".*\b(?:san pham|ket qua|dau ra|muc tieu|chi tieu|yeu cau can dat)\b.*"),
    (Column.START, r".*\b(?:bat dau|khoi dau|tu ngay)\b.*"),
    (
        Column.TIME,
        (
            r".*\b(?:thoi gian|thoi han|thoi diem|tien do|ket thuc|han hoan thanh"
            r"|ngay hoan thanh|hoan thanh"
            r"|lo trinh|han|den ngay)\b.*|thang(?:/nam)?|quy"
            r"|ngay(?:,? thang(?:,? nam)?)?|thang,? nam"
            r"|nam"
        ),
    ),
    (
        Column.WORK,
        (
            r".*\b(?:noi dung|nhiem vu|cong viec|hoat dong|giai phap|viec|hang muc|dau viec"
            r"|cong tac)\b.*"
        ),
    ),
    (
        Column.LEAD,
        (
            r".*\b(?:chu tri|thuc hien|phu trach|chiu trach nhiem|phan cong|trach nhiem"
            r"|dau moi|don vi"
            r"|co quan|bo phan|nguoi|ca nhan|phong|to chuc|lanh dao chi dao|trien khai)\b.*"
        ),
    ),
)
_COLUMNS = tuple((column, re.compile(pattern)) for column, pattern in _TITLES)
_MISPRINTED = {
    Field.LEAD: Column.LEAD,
    Field.COOPERATING: Column.COOPERATING,
    Field.TIME: Column.TIME,
    Field.PRODUCT: Column.PRODUCT,
    None: None,
}
_HEADER_ROWS = 6
_LONGEST_TITLE = 70
_COUNTING = re.compile(r"^\(?(?:\d{1,2}|[a-h]|i{1,3}|iv|v)\)?$")
_SUM = re.compile(r"(?:tong(?: cong| so)?|cong)[\s:.,\d]*")


@dataclass(frozen=True)
class Entry:
    """A row of a task table: the cells by what their column means."""

    number: str
    cells: dict[Column, Cell]
    group: tuple[str, ...] = ()
    heading: Text | None = None  # the group row above it
    months: tuple[Month, ...] = ()  # those marked

    def text(self, column: Column) -> Text:
        cell = self.cells.get(column)
        return cell.text if cell else Text("")


@dataclass
class TaskTable:
    """The rows of a table that assigns work, and the rows that were not understood."""

    columns: tuple[Column, ...]
    entries: list[Entry] = field(default_factory=list)
    gaps: list[tuple[str, Text]] = field(default_factory=list)  # numbers that leave one out
    lost: list[Text] = field(default_factory=list)  # what a row says that made no entry


def column_of(title: str) -> Column | None:
    """What a column's title means; None where it is no title."""
    words = re.sub(r"\s+", " ", flat(title)).strip(" .:*()")
    if not words or len(words) > _LONGEST_TITLE:
        return None
    for column, pattern in _COLUMNS:
        if pattern.fullmatch(words):
            return column
    return _MISPRINTED.get(label_field(words))


def distinct(row: Sequence[Cell]) -> list[Cell]:
    return list({cell.key: cell for cell in row}.values())


def header(table: Table) -> tuple[tuple[Column, ...], int] | None:
    """What the columns mean and how many rows say so; None where the table assigns no work."""
    for at, row in enumerate(table.rows[:_HEADER_ROWS]):
        if len(distinct(row)) < 2:
            continue
        columns = _columns(row)
        if not columns:
            continue
        if at + 1 < len(table.rows) and (finer := _finer(columns, row, table.rows[at + 1])):
            return (finer, at + 2) if assigns(finer) else None
        return (columns, at + 1) if assigns(columns) else None
    return None


def _columns(row: Sequence[Cell]) -> tuple[Column, ...]:
    """The meaning of each column, where the row is made of titles; else empty."""
    months = chart_months(row)
    found = [
        Column.MONTH if at in months else column_of(cell.text.words) for at, cell in enumerate(row)
    ]
    not_titles = {None, Column.OTHER, Column.MONTH}
    titled = sum(column not in not_titles for column in found)
    filled = sum(bool(cell.text) for cell in row) - len(months)
    if titled < 2 or titled * 2 < filled:
        return ()
    return tuple(column or Column.OTHER for column in found)


def _finer(
    columns: tuple[Column, ...], row: Sequence[Cell], below: Sequence[Cell]
) -> tuple[Column, ...]:
    """A second row of titles under merged ones: Phân công → Chủ trì, Phối hợp."""
    if len(below) != len(columns):
        return ()
    same = [
        above.key == cell.key or (above.text.flat == cell.text.flat != "")
        for above, cell in zip(row, below, strict=True)
    ]
    split = [not kept for kept in same]
    if not any(same) and not any(not cell.text for cell in below):
        return ()
    months = chart_months(below)
    found = [
        Column.MONTH if at in months else column_of(cell.text.words)
        for at, cell in enumerate(below)
    ]
    titled = [column for column, cut in zip(found, split, strict=True) if cut and column]
    if not titled or any(
        cut and cell.text and column is None
        for cell, cut, column in zip(below, split, found, strict=True)
    ):
        return ()
    return tuple(
        column if cut and column else kept
        for kept, column, cut in zip(columns, found, split, strict=True)
    )


def assigns(columns: Sequence[Column]) -> bool:
    return Column.WORK in columns and bool(
        {Column.LEAD, Column.COOPERATING, Column.TIME, Column.MONTH} & {*columns}
    )


def continues(table: Table, columns: tuple[Column, ...] | None) -> bool:
    """Whether a table without titles goes on with the one before it (a page break)."""
    return columns is not None and all(len(row) == len(columns) for row in table.rows)


def read_table(table: Table, before: tuple[Column, ...] | None = None) -> TaskTable | None:
    """The work that a table assigns; ``before`` are the columns of the table it may go on with."""
    found = header(table)
    if found is None:
        if not continues(table, before) or before is None:
            return None
        found = (before, 0)
    columns, start = found
    made = TaskTable(columns)
    group: tuple[str, ...] = ()
    heading: Text | None = None
    chart = read_chart(table.rows[:start])
    for at, row in enumerate(table.rows[start:], start=start):
        if _is_counting(row) or _columns(row) == columns:
            continue
        cells = _by_column(columns, row)
        if title := _group(columns, row, cells):
            group, heading = title
        elif _is_continuation(cells, made.entries, cut=at in table.cuts):
            cut = at in table.cuts
            made.entries[-1] = _extended(made.entries[-1], cells, cut=cut)
        elif not _is_sum(cells):
            months = tuple(month for place, month in chart.items() if row[place].text)
            made.entries.append(Entry(_row_number(cells), cells, group, heading, months))
    made.gaps = list(_gaps(made.entries))
    made.lost = [text for entry in made.entries if (text := _without_work(entry))]
    made.entries = _numbered([entry for entry in made.entries if entry.text(Column.WORK)])
    return made


def _numbered(entries: list[Entry]) -> list[Entry]:
    """The entries, without their groups' letters where the rows are counted through them."""
    return [replace(one, group=()) for one in entries] if _counts_on(entries) else entries


def _counts_on(entries: Sequence[Entry]) -> bool:
    """Whether the rows of several groups are counted through: the number alone tells them."""
    numbers = [entry.number for entry in entries]
    if len({entry.group for entry in entries}) < 2 or not all(map(str.isdecimal, numbers)):
        return False
    return all(int(after) > int(before) for before, after in pairwise(numbers))


def _gaps(entries: Sequence[Entry]) -> Iterator[tuple[str, Text]]:
    """The numbers of neighbouring rows that leave one out, and the second row's words."""
    for before, after in pairwise(entries):
        if before.number.isdigit() and after.number.isdigit():
            left, right = int(before.number), int(after.number)
            if right > left + 1 or right == left:
                yield f"{left} → {right}", after.text(Column.WORK)


def _is_sum(cells: dict[Column, Cell]) -> bool:
    return any(_SUM.fullmatch(cell.text.flat) for cell in cells.values())


def _without_work(entry: Entry) -> Text | None:
    """The longest words of a row whose work column is empty, where it says more than a number."""
    if entry.text(Column.WORK):
        return None
    said = [cell.text for column, cell in entry.cells.items() if column is not Column.NUMBER]
    longest = max(said, key=lambda text: len(text.words), default=None)
    return longest if longest and len(longest.words.split()) > 1 else None


def _is_counting(row: Sequence[Cell]) -> bool:
    """``(1) (2) (3)`` under the titles."""
    filled = [cell.text.flat.strip() for cell in row if cell.text]
    return len(filled) >= 3 and all(_COUNTING.match(words) for words in filled)


def _by_column(columns: Sequence[Column], row: Sequence[Cell]) -> dict[Column, Cell]:
    cells: dict[Column, Cell] = {}
    for column, cell in zip(columns, row, strict=False):
        if column is Column.MONTH:
            continue
        if column not in cells:
            cells[column] = cell
        elif cell.text and cell.key != cells[column].key and column is not Column.OTHER:
            cells[column] = Cell((*cells[column].paragraphs, *cell.paragraphs), cell.key)
    return cells


def _row_number(cells: dict[Column, Cell]) -> str:
    cell = cells.get(Column.NUMBER)
    return cell.text.words.strip(" .)(:") if cell else ""


def _group(
    columns: Sequence[Column], row: Sequence[Cell], cells: dict[Column, Cell]
) -> tuple[tuple[str, ...], Text] | None:
    """A row that is only the title of those below it: its number and its words."""
    filled = [cell for cell in distinct(row) if cell.text]
    number = _row_number(cells)
    lettered = bool(re.fullmatch(r"[IVX]{1,5}|[A-Z]", number))
    if len(filled) == 1 and len(columns) > 2:
        text = filled[0].text
        if not (_spans_row(row, filled[0]) or is_shouted(text.words) or lettered):
            return None
        marker = read_marker(text.words)
        if marker and marker.numbers:
            return marker.numbers, text.part(marker.length)
        return (), text
    work = cells.get(Column.WORK)
    others = [cell for cell in filled if work is None or cell.key != work.key]
    if (
        work
        and work.text
        and (lettered or (number and is_shouted(work.text.words)))
        and len(others) <= 1
    ):
        return (number,), work.text
    return None


def _spans_row(row: Sequence[Cell], cell: Cell) -> bool:
    return sum(one.key == cell.key for one in row) >= len(row) - 1


def _is_continuation(cells: dict[Column, Cell], entries: Sequence[Entry], *, cut: bool) -> bool:
    """Whether a row goes on with the one before: cut by a page, or one work given to several."""
    if not entries:
        return False
    work, last = cells.get(Column.WORK), entries[-1].cells.get(Column.WORK)
    if work is not None and last is not None and work.key == last.key:
        return True
    number = cells.get(Column.NUMBER)
    if number is None:
        return cut and _is_rest(cells, entries[-1])
    if number.text:
        return False
    if last is None or not last.text:
        return True  # a page's end stands between a row's number and its work
    return cut or work is None or not work.text or work.text.words[:1].islower()


def _is_rest(cells: dict[Column, Cell], entry: Entry) -> bool:
    """Whether a row without a number is what a page's end has cut off the one before it.

    Cells that were done before the end are empty, or the work goes on with a small letter.
    """
    work = cells.get(Column.WORK)
    if work is not None and work.text.words[:1].islower():
        return True
    filled = {column for column, cell in cells.items() if cell.text}
    before = {column for column, cell in entry.cells.items() if cell.text}
    return work is None or not filled >= before


def _extended(entry: Entry, cells: dict[Column, Cell], *, cut: bool) -> Entry:
    """The row with what stands in the one below; ``cut`` words go on in the same paragraph."""
    merged = dict(entry.cells)
    for column, cell in cells.items():
        held = merged.get(column)
        if held is None:
            merged[column] = cell
        elif held.key != cell.key and cell.text:
            merged[column] = Cell(_together(held, cell, cut=cut), held.key)
    return replace(entry, cells=merged)


def _together(held: Cell, cell: Cell, *, cut: bool) -> tuple[Text, ...]:
    if not cut or not held.paragraphs:
        return (*held.paragraphs, *cell.paragraphs)
    joint = texts.joined([held.paragraphs[-1], cell.paragraphs[0]])
    return (*held.paragraphs[:-1], joint, *cell.paragraphs[1:])


def names_of(cell: Cell | None) -> Text:
    """A cell's names as one text, a semicolon between those that stand on lines of their own."""
    if cell is None:
        return Text("")
    parts: list[Text] = []
    for paragraph in cell.paragraphs:
        text = paragraph.stripped("-+•*–")
        bulleted = paragraph.words[:1] in "-+•*–" and (not parts or _starts_name(text))
        if parts and paragraph.words[:1] in "-–" and not bulleted:
            text = paragraph  # "P. Tổ chức / - Hành chính": a name over two lines
        if parts and not bulleted and not _starts_name(text):
            parts[-1] = texts.joined([parts[-1], text])
        else:
            parts.append(text.stripped(";,."))
    return texts.joined(parts, "; ")


def _starts_name(text: Text) -> bool:
    return text.words[:1].isupper() and bool(read_row(text.words, 0, one=True))
