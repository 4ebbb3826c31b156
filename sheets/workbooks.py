"""The one writer of workbooks: templates, exports, lists with reasons.  PURE."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sheets.columns import Column
from vietnamese.text import cleaned

CSV_TYPE = "text/csv; charset=utf-8"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE_SHEET = "Hướng dẫn"
DAY_FORMAT, MOMENT_FORMAT, TEXT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@"
SHARE_FORMAT, WHOLE_FORMAT = "0.00%", "#,##0"
_LONGEST_TITLE = 31
_USUAL_WIDTH = 22
_CHOICE_ROWS = 2000
_SHEET_SIGNS = re.compile(r"[\\/*?:\[\]]")
_LONGEST_CELL = 32_767

_THIN = Side(style="thin", color="DDE3E9")
_EDGE = Border(bottom=_THIN, right=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="0B5A7A")
_HEAD_FONT, _TITLE_FONT = Font(bold=True, color="FFFFFF"), Font(bold=True, size=13)
_MUTED, _RED = Font(italic=True, color="5B6875"), Font(color="B3261E")
_STRONG = Font(bold=True)
_A4, _MOST_UPRIGHT = 9, 5  # as spreadsheets number paper; columns of a page that stands upright
_WRAPPED = Alignment(wrap_text=True, vertical="top")


class Share(float):
    """A part of a whole (0.5), shown in percent."""


@dataclass(frozen=True)
class DropDown:
    """What a column's cells are chosen from: words, or a sheet of the workbook that lists them.

    ``several``: a cell may hold more than one of the words, so that others are not complained of.
    """

    title: str
    words: Sequence[str] = ()
    sheet: str = ""
    several: bool = False

    @property
    def formula(self) -> str:
        if self.sheet:
            return f"'{self.sheet}'!$A$2:$A${len(self.words) + 1}"
        return f'"{",".join(self.words)}"'


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: lines above, one row of headings, rows.

    ``rows`` hold text, numbers and days; text that begins with "=" stays text.  ``muted`` is how
    many of the first rows only show how to fill in; ``as_text`` keeps whatever is typed below as it
    is typed; ``drop_downs`` and ``formats`` are by the column's place from 0; ``red`` is the place
    of a column that says what is wrong.  ``upper`` are lines of a head that has several, above
    ``headings``; ``strong`` the places of rows in bold; ``for_print`` sets the sheet up for paper,
    its head on every page.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]] = ()
    widths: Sequence[int] = ()
    above: Sequence[str | Sequence[str]] = ()
    muted: int = 0
    as_text: bool = False
    wrapped: bool = False
    drop_downs: Mapping[int, DropDown] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    red: int = -1
    upper: Sequence[Sequence[str]] = ()
    strong: Collection[int] = ()
    for_print: bool = False

    @property
    def head_row(self) -> int:
        """The lowest line of the head, which filters and other programs read."""
        return len(self.above) + len(self.upper) + 1


def workbook(*pages: Page) -> bytes:
    """The workbook of these sheets, in their order."""
    book = Workbook(write_only=True)
    for page in pages:
        sheet: Any = book.create_sheet(
            _SHEET_SIGNS.sub(" ", page.title)[:_LONGEST_TITLE] or "Trang"
        )
        _columns(sheet, page)
        for number, words in enumerate(page.above):
            cells = [words] if isinstance(words, str) else words
            font = _MUTED if number else _above_font(page)
            sheet.append([_plain(sheet, cell, font) for cell in cells])
        if page.for_print:
            _set_up_print(sheet, page)
        for line in (*page.upper, page.headings):
            sheet.append([_heading(sheet, words) for words in line])
        written = page.head_row
        for written, values in enumerate(page.rows, start=page.head_row + 1):
            sheet.append(list(_row(sheet, values, page, written - page.head_row - 1)))
        last = get_column_letter(max(len(page.headings), 1))
        sheet.auto_filter.ref = f"A{page.head_row}:{last}{max(written, page.head_row)}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def guide_page(columns: Sequence[Column], rules: Sequence[str]) -> Page:
    """The sheet that says how each column is filled in, and then the rules."""
    rows: list[Sequence[Any]] = [
        (marked(column), column.hint, "; ".join(column.wordings)) for column in columns
    ]
    return Page(
        title=GUIDE_SHEET,
        headings=("Cột", "Cách ghi", "Các tên cột khác cũng được nhận"),
        rows=[*rows, (), *(("•", rule) for rule in rules)],
        widths=(24, 64, 70),
        wrapped=True,
    )


def words_page(title: str, words: Sequence[str]) -> Page:
    """A sheet with the words that a drop-down offers."""
    return Page(title=title, headings=(title,), rows=[(word,) for word in words], widths=(32,))


def marked(column: Column) -> str:
    """A column's heading, with a mark where it must be filled in."""
    return f"{column.heading} (*)" if column.required else column.heading


def _above_font(page: Page) -> Font:
    """Of several lines above the headings the first one is a title."""
    return _TITLE_FONT if len(page.above) > 1 else _MUTED


def _columns(sheet: Any, page: Page) -> None:
    first = page.head_row + 1
    for place in range(len(page.headings)):
        letter = get_column_letter(place + 1)
        dimension = sheet.column_dimensions[letter]
        dimension.width = page.widths[place] if place < len(page.widths) else _USUAL_WIDTH
        if page.as_text or place in page.formats:
            # Codes and telephone numbers typed below stay as they are typed.
            dimension.number_format = page.formats.get(place, TEXT_FORMAT)
        if choice := page.drop_downs.get(place):
            validation = DataValidation(
                type="list",
                formula1=choice.formula,
                allow_blank=True,
                errorStyle="warning",
                errorTitle=choice.title,
                error="Giá trị này chưa có trong danh sách.",
                showErrorMessage=not choice.several,
            )
            validation.add(f"{letter}{first}:{letter}{_CHOICE_ROWS}")
            sheet.data_validations.append(validation)
    sheet.freeze_panes = f"A{first}"


def _set_up_print(sheet: Any, page: Page) -> None:
    """A4, as wide as the paper, the head on every page, numbered below."""
    sheet.page_setup.paperSize = _A4
    is_wide = len(page.headings) > _MOST_UPRIGHT
    sheet.page_setup.orientation = "landscape" if is_wide else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{len(page.above) + 1}:{page.head_row}"
    sheet.oddFooter.center.text = "&P/&N"


def _plain(sheet: Any, words: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet, cleaned(words) or None)
    cell.font = font
    if words:
        cell.data_type = "s"
    return cell


def _heading(sheet: Any, words: str) -> Any:
    cell = _plain(sheet, words, _HEAD_FONT)
    cell.fill, cell.alignment = _HEAD_FILL, _WRAPPED
    return cell


def _row(sheet: Any, values: Sequence[Any], page: Page, number: int) -> Iterator[Any]:
    for place, value in enumerate(values):
        cell = _cell(sheet, value, page, place, number < page.muted)
        if number in page.strong:
            cell.font = _STRONG
        yield cell


def _cell(sheet: Any, value: Any, page: Page, place: int, is_muted: bool) -> Any:
    if value is None or value == "":
        cell = WriteOnlyCell(sheet, None)
    elif isinstance(value, str):
        cell = WriteOnlyCell(sheet, cleaned(value)[:_LONGEST_CELL])
        # What begins with "=" is a name here and never a formula.
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
        cell.quotePrefix = value.startswith(_FORMULA)
    elif isinstance(value, Share):
        cell = WriteOnlyCell(sheet, float(value))
        cell.number_format = SHARE_FORMAT
    else:
        cell = WriteOnlyCell(sheet, value)
        if page.for_print and isinstance(value, int):
            cell.number_format = WHOLE_FORMAT
        if isinstance(value, datetime.date):
            is_moment = isinstance(value, datetime.datetime)
            cell.number_format = MOMENT_FORMAT if is_moment else DAY_FORMAT
    cell.border = _EDGE
    if is_muted or place == page.red:
        cell.font = _MUTED if is_muted else _RED
    if page.wrapped or place == page.red:
        cell.alignment = _WRAPPED
    return cell


# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same rows as text for every program: commas between, days as dd/mm/yyyy, marked as UTF-8
    so that a spreadsheet reads its Vietnamese right."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_written(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _written(value: Any) -> str:
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    text = "" if value is None else cleaned(str(value))
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text
