"""Cells as text, whatever kind of file they come from, and what is not to be relied on.  PURE."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sheets.problems import TOO_MANY_ROWS, UnreadableFile
from vietnamese.text import one_line

Row = tuple[str, ...]
Rows = tuple[Row, ...]

MAX_ROWS = 50_000
MAX_COLUMNS = 60
_MOST_FILLED = 500_000
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]')  # words and places, as "tháng" and [$-042A]
# A number shown by its format with leading zeros, perhaps between words: 000, "SO-"000.
_ZEROS = re.compile(r'((?:"[^"]*"|\\.|[-/. ])*)(0+)((?:"[^"]*"|\\.)*)')
_MOST_DIGITS = 15  # of a number in a spreadsheet; all further ones are lost
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_PUT_BEFORE = re.compile(r"^(?:'(?=[\d+])|mailto:(?=\S+@))")
_ERROR = re.compile(
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|TÊN\?)"
    r"|Err:\d{3}|#+",
    re.IGNORECASE,
)
# Letters that an encoding has lost: "Ph?ng T? ch?c".
_LOST = re.compile("\ufffd|[^\\W\\d_]\\?[^\\W\\d_]")


class Flaw(StrEnum):
    """Why a cell does not say what somebody has written."""

    ERROR = "error"
    NO_VALUE = "no value"  # a formula whose result the file does not hold
    ROUNDED = "rounded"  # a long number of which digits are lost
    DAY = "day"  # a day; an error only where no day is wanted ("1-2" becomes one by itself)
    LETTERS = "letters"  # letters lost by an encoding
    QUOTE = "quote"  # a quotation mark that is not closed
    SURPLUS = "surplus"  # a value more than the row has columns: a separator too many


FLAW_WORDS: Mapping[Flaw, str] = {
    Flaw.ERROR: "ô báo lỗi “{shown}”",
    Flaw.NO_VALUE: "ô chứa công thức chưa có kết quả ({shown})",
    Flaw.ROUNDED: "số “{shown}” đã bị bảng tính làm tròn, mất chữ số",
    Flaw.DAY: "“{shown}” đã bị bảng tính đổi thành ngày",
    Flaw.LETTERS: "“{shown}” bị mất chữ do sai bảng mã",
    Flaw.QUOTE: "dấu ngoặc kép mở mà không đóng",
    Flaw.SURPLUS: "có giá trị thừa “{shown}” ngoài các cột (có thể do thừa dấu phân cách)",
}
FLAW_MENDS: Mapping[Flaw, str] = {
    Flaw.ERROR: "Hãy sửa ô này trong tệp.",
    Flaw.NO_VALUE: "Hãy mở tệp, lưu lại để có kết quả, hoặc ghi thẳng giá trị.",
    Flaw.ROUNDED: "Hãy đặt ô là văn bản (Text) rồi ghi lại đủ chữ số.",
    Flaw.DAY: "Hãy đặt ô là văn bản (Text) rồi ghi lại.",
    Flaw.LETTERS: "Hãy lưu tệp với bảng mã UTF-8 rồi tải lên lại.",
    Flaw.QUOTE: "Hãy đóng hoặc bỏ dấu ngoặc kép ở dòng này.",
    Flaw.SURPLUS: "Hãy sửa dòng này trong tệp.",
}


class Cell(NamedTuple):
    text: str
    flaw: Flaw | None = None


BLANK = Cell("")


def number_cell(written: str, number_format: str = "") -> Cell:
    """A number as stored → as people read it: 12.0 as "12", 7 under the format 000 as "007".

    A number with more digits than a spreadsheet keeps has lost some.
    """
    try:
        value = Decimal(written)
    except ArithmeticError:
        return text_cell(written)
    if not value.is_finite():
        return Cell(written, Flaw.ERROR)
    if value != value.to_integral_value():
        return Cell(format(float(value), f".{_MOST_DIGITS}g"))
    if abs(value) >= 10**_MOST_DIGITS:
        return Cell(written, Flaw.ROUNDED)
    shown = _ZEROS.fullmatch(number_format)
    whole = str(int(value))
    if not shown or value < 0:
        return Cell(whole)
    before, after = (_unquoted(part) for part in (shown[1], shown[3]))
    return Cell(before + whole.zfill(len(shown[2])) + after)


def _unquoted(part: str) -> str:
    return part.replace('"', "").replace("\\", "")


def day_cell(value: datetime.date, number_format: str = "", *, as_shown: bool = False) -> Cell:
    """A day as dd/mm/yyyy; ``as_shown`` keeps one that is shown as its month as mm/yyyy."""
    only_month = as_shown and _shows_month_only(number_format)
    return Cell(value.strftime("%m/%Y" if only_month else "%d/%m/%Y"), Flaw.DAY)


def _shows_month_only(number_format: str) -> bool:
    """What is typed as 11/2026 becomes the first of November, shown as a month."""
    shown = _NOT_FORMAT.sub("", number_format).casefold()
    return "m" in shown and "y" in shown and "d" not in shown


def text_cell(written: str, *, as_shown: bool = False) -> Cell:
    """Text as one line; ``as_shown`` keeps its lines apart."""
    lines = filter(None, map(one_line, written.splitlines())) if as_shown else ()
    text = "\n".join(lines) if as_shown else one_line(written)
    # What spreadsheets put before a number kept as text, and before an address.
    text = _PUT_BEFORE.sub("", text)
    return Cell(text, flaw_of_text(text))


def flaw_of_text(text: str) -> Flaw | None:
    """What is wrong in a text by itself."""
    if "#" in text or text.startswith("Err:"):
        return Flaw.ERROR if _ERROR.fullmatch(text) else None
    if "E" in text.upper() and _SCIENTIFIC.fullmatch(text):
        return Flaw.ROUNDED
    if ("?" in text or "\ufffd" in text) and _LOST.search(text):
        return Flaw.LETTERS
    return None


def truth_cell(value: bool) -> Cell:
    return Cell("có" if value else "không")


@dataclass(frozen=True)
class Merge:
    """Cells of one column merged into one, from the row ``top`` to the row ``bottom``."""

    column: int
    top: int
    bottom: int


@dataclass
class Grid:
    """The cells of a sheet while it is read; blank ones are not kept.  Places count from 0."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, place: int, cell: Cell) -> None:
        """Raises UnreadableFile where the sheet has more rows than can be taken in."""
        if not cell.text or place >= MAX_COLUMNS:
            return
        if row >= MAX_ROWS:
            raise UnreadableFile(TOO_MANY_ROWS.format(limit=f"{MAX_ROWS:,}".replace(",", ".")))
        self.cells.setdefault(row, {})[place] = cell

    def fill_down(self) -> None:
        """Says in each row that a merged cell spans what the cell says; blank rows stay so."""
        left = _MOST_FILLED
        for merge in self.merges:
            said = self.cells.get(merge.top, {}).get(merge.column)
            if said is None or left <= 0:
                continue
            for row in range(merge.top + 1, merge.bottom + 1):
                if row in self.cells:
                    self.cells[row].setdefault(merge.column, said)
                    left -= 1
