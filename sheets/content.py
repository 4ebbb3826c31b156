"""What a file is, by its content and never by its name.  PURE.

The one place that tells kinds of files apart; who takes a file decides which kinds are taken.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO


class Content(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    WEB_PAGE = "web page"
    MARKUP = "markup"
    BINARY = "binary"
    PDF = "pdf"
    RTF = "rtf"
    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    TIFF = "tiff"
    WEBP = "webp"
    HEIC = "heic"
    BMP = "bmp"
    MP4 = "mp4"
    ARCHIVE = "archive"  # .zip, .rar, .7z, .gz
    DAMAGED_ARCHIVE = "damaged archive"
    DOCX = "docx"
    XLSX = "xlsx"
    XLSB = "xlsb"
    PPTX = "pptx"
    ODS = "ods"
    ODT = "odt"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    LOCKED_OFFICE = "locked office"  # a .docx, .xlsx … with a password
    OTHER_OFFICE = "other office"


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_SIGNED = (
    (b"\x89PNG\r\n\x1a\n", Content.PNG),
    (b"\x89PNG", Content.PNG),
    (b"\xff\xd8\xff", Content.JPEG),
    (b"GIF8", Content.GIF),
    (b"II*\x00", Content.TIFF),
    (b"MM\x00*", Content.TIFF),
    (b"Rar!", Content.ARCHIVE),
    (b"7z\xbc\xaf", Content.ARCHIVE),
    (b"\x1f\x8b", Content.ARCHIVE),
    (b"{\\rtf", Content.RTF),
    (codecs.BOM_UTF8 + b"{\\rtf", Content.RTF),
    (b"\xdb\xa5-\x00", Content.DOC),  # Word 2, and Word for DOS
    (b"1\xbe\x00\x00", Content.DOC),
)
_PDF, _PDF_WITHIN = b"%PDF-", 1024
# Films of telephones: .mp4 and what is built like it.
_MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"M4VP",
    b"MSNV",
}
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}  # bytes of the second header
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# The streams of the older office files; a locked newer one looks like them and holds another.
_STREAMS = {
    "EncryptedPackage": Content.LOCKED_OFFICE,
    "WordDocument": Content.DOC,
    "Workbook": Content.XLS,
    "Book": Content.XLS,
    "PowerPoint Document": Content.PPT,
}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": Content.ODS,
    b"application/vnd.oasis.opendocument.text": Content.ODT,
}
_FOLDERS = {"word/": Content.DOCX, "xl/": Content.XLSX, "ppt/": Content.PPTX}
_CONTENTS = "[Content_Types].xml"
_MAIN_PARTS = {"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"}
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?"
    rb"<(?:!doctype html|html|table|meta|head|body)\b"
    rb"|\s*(?:from: <saved by|mime-version:)[^<]{0,800}multipart/related",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"\s*<(?:!|\?|[a-z]+[\s>/])", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096
# What Python says of an archive that it cannot unpack.
_UNREADABLE = (NotImplementedError, RuntimeError, ValueError, OSError, EOFError)


def content_of(data: bytes) -> Content:
    """What the bytes are.  Never raises."""
    if not data.strip(b"\x00 \r\n\t"):
        return Content.EMPTY
    if data.startswith(_ZIP):
        return _of_archive(data)
    if data.startswith(_OLE):
        return _of_compound(data)
    return _signed(data) or _of_text(data[:_HEAD])


def _signed(data: bytes) -> Content | None:
    for mark, found in _SIGNED:
        if data.startswith(mark):
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Content.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return Content.HEIC
    if data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS:
        return Content.MP4
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return Content.BMP
    return Content.PDF if _PDF in data[:_PDF_WITHIN] else None


def has_macros(data: bytes) -> bool:
    """Whether an office file of any kind brings a program along, whatever its name says."""
    if data.startswith(_OLE):
        return any(name.encode("utf-16-le") in data for name in _PROJECTS)
    parts = [name.replace("\\", "/").lower() for name in _parts(data)]
    return any(_PROGRAM.search(name) for name in parts) or _is_declared_with_macros(data)


# Storages of the older office files that hold a program.
_PROJECTS = ("_VBA_PROJECT", "VBA_PROJECT_CUR")
# Visual Basic, sheets of Excel's first macros, Basic and scripts of OpenDocument.
_PROGRAM = re.compile(
    r"vbaproject.*\.bin$|^xl/(?:macrosheets|intlmacrosheets)/|^(?:basic|scripts)/."
)
_DECLARED = re.compile(rb"macroenabled|vbaproject|macrosheet", re.IGNORECASE)
_MOST_DECLARED = 1_000_000  # bytes of a table of contents


def _is_declared_with_macros(data: bytes) -> bool:
    """Whether the table of contents tells of a program; its part may have any name."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(_CONTENTS) as table:
            return _DECLARED.search(table.read(_MOST_DECLARED)) is not None
    except (KeyError, zipfile.BadZipFile, zlib.error, *_UNREADABLE):
        return False


def is_whole_package(data: bytes) -> bool:
    """Whether an office file of the newer kinds has its table of contents and its main part."""
    parts = set(_parts(data))
    return _CONTENTS in parts and not _MAIN_PARTS.isdisjoint(parts)


def _of_archive(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    kind = part.read(80).strip()
                for mark, found in _OPEN_DOCUMENTS.items():
                    if kind.startswith(mark):
                        return found
    except (zipfile.BadZipFile, zlib.error, *_UNREADABLE):
        return Content.DAMAGED_ARCHIVE
    if "xl/workbook.bin" in names:
        return Content.XLSB
    for folder, found in _FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return found
    return Content.ARCHIVE


def _parts(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, *_UNREADABLE):
        return []


def _of_compound(data: bytes) -> Content:
    for stream, found in _STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return found
    return Content.OTHER_OFFICE


def _of_text(head: bytes) -> Content:
    if head.startswith(_BOMS[1:]) or _is_bare_utf16(head):
        is_page = _WEB_PAGE.match(head.lstrip(b"\xff\xfe").replace(b"\x00", b""))
        return Content.WEB_PAGE if is_page else Content.TEXT
    bare = head.removeprefix(codecs.BOM_UTF8)
    if _WEB_PAGE.match(bare):
        return Content.WEB_PAGE
    if _CONTROL.search(bare) or bare.startswith(b"MZ"):
        return Content.BINARY
    return Content.MARKUP if _MARKUP.match(bare) else Content.TEXT


def _is_bare_utf16(head: bytes) -> bool:
    """UTF-16 without its mark: of Latin letters and figures every other byte is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 8 and min(even, odd) * 8 < max(even, odd) + 8
