"""The one door for spreadsheet files: bytes → sheets of text cells.  PURE.

What a file is, is told by its content and never by its name.  Everything is bounded before it is
opened: bytes, bytes after unpacking, rows, columns.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

from units.spreadsheets import problems
from units.spreadsheets.delimited import decode, read_delimited
from units.spreadsheets.ods import read_ods
from units.spreadsheets.problems import UnreadableFile
from units.spreadsheets.sheets import Rows
from units.spreadsheets.xlsx import read_xlsx

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_PARTS = 2000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHER_KINDS = (
    (b"%PDF", "là tệp PDF, "),
    (b"\x89PNG", "là hình ảnh, "),
    (b"\xff\xd8\xff", "là hình ảnh, "),
    (b"GIF8", "là hình ảnh, "),
    (b"Rar!", "là tệp nén, "),
    (b"7z\xbc\xaf", "là tệp nén, "),
    (b"\x1f\x8b", "là tệp nén, "),
    (b"{\\rtf", "là văn bản RTF, "),
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``rows[0]`` is its row 1; a blank row is an empty tuple."""

    name: str
    rows: Rows


def read_sheets(data: bytes, *, as_shown: bool = False) -> tuple[Sheet, ...]:
    """The visible sheets of an .xlsx, .ods or .csv file, in their order.

    A cell is one line of text; ``as_shown`` keeps its lines apart, and what is shown as a month as
    "mm/yyyy", where otherwise the day behind it is told.

    Raises UnreadableFile, in words for the person who brought the file.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(problems.TOO_LARGE.format(limit=MAX_BYTES // 1024 // 1024))
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableFile(problems.EMPTY)
    _refuse_other_kinds(data)
    is_zip = data.startswith(b"PK")
    sheets = _from_zip(data, as_shown) if is_zip else {"": _from_text(data, as_shown)}
    if not any(any(rows) for rows in sheets.values()):
        raise UnreadableFile(problems.EMPTY)
    return tuple(Sheet(name, rows) for name, rows in sheets.items())


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_OLE):
        raise UnreadableFile(
            problems.ENCRYPTED if _ENCRYPTED_STREAM in data else problems.OLD_EXCEL
        )
    for mark, is_a in _OTHER_KINDS:
        if data.startswith(mark):
            raise UnreadableFile(problems.WRONG_KIND.format(is_a=is_a))


def _from_text(data: bytes, as_shown: bool) -> Rows:
    text = decode(data)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype html", "<table", "<meta")):
        raise UnreadableFile(problems.WEB_PAGE)
    return read_delimited(text, as_shown=as_shown)


def _from_zip(data: bytes, as_shown: bool) -> dict[str, Rows]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _from_archive(archive, data, as_shown)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise UnreadableFile(problems.DAMAGED) from error


def _from_archive(archive: zipfile.ZipFile, data: bytes, as_shown: bool) -> dict[str, Rows]:
    parts = archive.infolist()
    # Python never unpacks more of a part than the size declared for it, so this bound holds.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(problems.TOO_MUCH)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return read_xlsx(data, as_shown=as_shown)
    if "xl/workbook.bin" in names:
        raise UnreadableFile(problems.BINARY_EXCEL)
    if "mimetype" in names and archive.read("mimetype").startswith(_ODS):
        return read_ods(archive, as_shown=as_shown)
    is_a = "là văn bản Word, " if "word/document.xml" in names else ""
    raise UnreadableFile(problems.WRONG_KIND.format(is_a=is_a))
