"""The one door for spreadsheet files: bytes → sheets of text cells.  PURE.

What a file is, is told by its content and never by its name.  Everything is bounded before it is
opened: bytes, bytes after unpacking, rows, columns.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from sheets import problems
from sheets.cells import Cell, Flaw, Grid, Row, Rows
from sheets.content import Content, content_of
from sheets.delimited import decode, read_delimited
from sheets.ods import read_ods
from sheets.problems import UnreadableFile
from sheets.xlsx import read_xlsx
from vietnamese.encodings import MODERN, mended

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_PARTS = 2000

_REFUSED = {
    Content.EMPTY: problems.EMPTY,
    Content.LOCKED_OFFICE: problems.ENCRYPTED,
    Content.XLS: problems.OLD_EXCEL,
    Content.OTHER_OFFICE: problems.OLD_EXCEL,
    Content.XLSB: problems.BINARY_EXCEL,
    Content.WEB_PAGE: problems.WEB_PAGE,
    Content.DAMAGED_ARCHIVE: problems.DAMAGED,
}
_PICTURE, _ARCHIVE, _WORD, _SHOW = (
    "là hình ảnh, ",
    "là tệp nén (ZIP, RAR …), ",
    "là văn bản Word, ",
    "là bài trình chiếu, ",
)
_IS_A = {
    Content.PDF: "là tệp PDF, ",
    Content.RTF: "là văn bản RTF, ",
    Content.ARCHIVE: _ARCHIVE,
    Content.DOCX: _WORD,
    Content.DOC: _WORD,
    Content.ODT: "là văn bản OpenDocument (.odt), ",
    Content.PPTX: _SHOW,
    Content.PPT: _SHOW,
    **dict.fromkeys(
        (
            Content.JPEG,
            Content.PNG,
            Content.GIF,
            Content.TIFF,
            Content.WEBP,
            Content.HEIC,
            Content.BMP,
        ),
        _PICTURE,
    ),
    Content.MARKUP: "là tệp XML, ",
    Content.BINARY: "",
}
_FEW = 10
_BETWEEN = "\x1e"  # stands for line breaks within a cell while all are judged together


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``rows[0]`` is its row 1; a blank row is an empty tuple.

    ``flaws`` are the cells that do not say what somebody has written, by row and column from 0;
    ``hidden_rows``, ``hidden_columns`` count from 0 as well.
    """

    name: str
    rows: Rows
    flaws: Mapping[tuple[int, int], Flaw] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_delimited: bool = False


def read_sheets(data: bytes, *, as_shown: bool = False) -> tuple[Sheet, ...]:
    """The visible sheets of an .xlsx, .ods or .csv file, in their order.

    A cell is one line of text; ``as_shown`` keeps its lines apart, and what is shown as a month as
    "mm/yyyy", where otherwise the day behind it is told.

    Raises UnreadableFile, in words for the person who brought the file.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(problems.TOO_LARGE.format(limit=MAX_BYTES // 1024 // 1024))
    grids = _grids(data, content_of(data), as_shown)
    if not any(grid.cells for grid in grids.values()):
        raise UnreadableFile(problems.EMPTY)
    return tuple(_sheet(name, grid, is_delimited=not name) for name, grid in grids.items())


def _grids(data: bytes, content: Content, as_shown: bool) -> Mapping[str, Grid]:
    if content in _REFUSED:
        raise UnreadableFile(_REFUSED[content])
    if content in {Content.XLSX, Content.ODS}:
        return _from_archive(data, content, as_shown)
    if content is not Content.TEXT:
        raise UnreadableFile(problems.WRONG_KIND.format(is_a=_IS_A[content]))
    return _mended({"": read_delimited(decode(data), as_shown=as_shown)})


def _from_archive(data: bytes, content: Content, as_shown: bool) -> Mapping[str, Grid]:
    read = read_xlsx if content is Content.XLSX else read_ods
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            # Python never unpacks more of a part than its declared size, so this bound holds.
            size = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or size > MAX_UNPACKED_BYTES:
                raise UnreadableFile(problems.TOO_MUCH)
            return _mended(read(archive, as_shown=as_shown))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise UnreadableFile(problems.DAMAGED) from error


def _mended(grids: Mapping[str, Grid]) -> Mapping[str, Grid]:
    """The cells with TCVN3 or VNI turned into Unicode, judged by the file as a whole: one in which
    letters that only Unicode has are common is right, also where a cell has none of them."""
    places = [
        (row, place, cell)
        for grid in grids.values()
        for row in grid.cells.values()
        for place, cell in row.items()
        if not cell.text.isascii()
    ]
    modern = sum(1 for _, _, cell in places if MODERN.search(cell.text))
    if modern * _FEW > len(places):
        return grids
    words = "\n".join(cell.text.replace("\n", _BETWEEN) for _, _, cell in places)
    right = mended(words)
    if right != words:
        for (row, place, cell), text in zip(places, right.split("\n"), strict=True):
            row[place] = Cell(text.replace(_BETWEEN, "\n"), cell.flaw)
    return grids


def _sheet(name: str, grid: Grid, *, is_delimited: bool) -> Sheet:
    last = max(grid.cells, default=-1)
    flaws = {
        (at, place): cell.flaw
        for at, row in grid.cells.items()
        for place, cell in row.items()
        if cell.flaw
    }
    return Sheet(
        name=name,
        rows=tuple(_row(grid.cells.get(at)) for at in range(last + 1)),
        flaws=flaws,
        hidden_rows=frozenset(grid.hidden_rows),
        hidden_columns=frozenset(grid.hidden_columns),
        is_delimited=is_delimited,
    )


def _row(cells: Mapping[int, Cell] | None) -> Row:
    if not cells:
        return ()
    return tuple(cells[at].text if at in cells else "" for at in range(max(cells) + 1))
