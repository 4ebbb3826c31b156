"""Files that show what was done: which are taken, judged by their content and never by a claim.

A file is kept only when its first bytes and its inner parts are of a kind that an office uses and
when its name says the same; what a browser would run (web pages, drawings with scripts, programs)
and what hides its content (archives, locked documents) is refused.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from sheets.content import Content, content_of, has_macros, is_whole_package
from tasks.models import Evidence, ProgressEntry
from tasks.pictures import PlaceStays, tidied
from vietnamese.text import one_line

MAX_FILES = 10
MAX_NAME = 200
ACCEPTED = "PDF, ảnh, phim MP4, Word, Excel, PowerPoint, OpenDocument (.odt, .ods), văn bản .txt"


class FileKind(NamedTuple):
    """A kind of file: what it is called to a browser and the endings its name may have."""

    media_type: str
    endings: frozenset[str]


# A telephone often saves one kind of picture under the ending of another.
_PICTURE = frozenset(
    {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}
)
_OOXML = "application/vnd.openxmlformats-officedocument."

PDF = FileKind("application/pdf", frozenset({".pdf"}))
JPEG = FileKind("image/jpeg", _PICTURE)
PNG = FileKind("image/png", _PICTURE)
WEBP = FileKind("image/webp", _PICTURE)
HEIC = FileKind("image/heic", _PICTURE)
GIF = FileKind("image/gif", _PICTURE)
BMP = FileKind("image/bmp", _PICTURE)
TIFF = FileKind("image/tiff", _PICTURE)
MP4 = FileKind("video/mp4", frozenset({".mp4", ".m4v"}))
ODT = FileKind("application/vnd.oasis.opendocument.text", frozenset({".odt"}))
ODS = FileKind("application/vnd.oasis.opendocument.spreadsheet", frozenset({".ods"}))
DOCX = FileKind(f"{_OOXML}wordprocessingml.document", frozenset({".docx"}))
XLSX = FileKind(f"{_OOXML}spreadsheetml.sheet", frozenset({".xlsx"}))
PPTX = FileKind(f"{_OOXML}presentationml.presentation", frozenset({".pptx"}))
DOC = FileKind("application/msword", frozenset({".doc"}))
XLS = FileKind("application/vnd.ms-excel", frozenset({".xls"}))
PPT = FileKind("application/vnd.ms-powerpoint", frozenset({".ppt"}))
TXT = FileKind("text/plain", frozenset({".txt"}))

_KINDS = (PDF, JPEG, MP4, DOCX, XLSX, PPTX, ODT, ODS, DOC, XLS, PPT, TXT)
ENDINGS = tuple(sorted(ending for kind in _KINDS for ending in kind.endings))

_KIND_OF = {
    Content.PDF: PDF,
    Content.JPEG: JPEG,
    Content.PNG: PNG,
    Content.WEBP: WEBP,
    Content.HEIC: HEIC,
    Content.GIF: GIF,
    Content.BMP: BMP,
    Content.TIFF: TIFF,
    Content.MP4: MP4,
    Content.ODT: ODT,
    Content.ODS: ODS,
    Content.DOCX: DOCX,
    Content.XLSX: XLSX,
    Content.PPTX: PPTX,
    Content.DOC: DOC,
    Content.XLS: XLS,
    Content.PPT: PPT,
}
_NEWER_OFFICE = {Content.DOCX, Content.XLSX, Content.PPTX}
_OFFICE = _NEWER_OFFICE | {Content.ODT, Content.ODS, Content.DOC, Content.XLS, Content.PPT}
_NOT_TAKEN = f"loại tệp này không được nhận. Hãy dùng {ACCEPTED}"
_REFUSED = {
    Content.DAMAGED_ARCHIVE: "tệp bị hỏng, không mở được",
    Content.ARCHIVE: "không nhận tệp nén. Hãy giải nén và đính kèm từng tệp",
    Content.LOCKED_OFFICE: "tệp có mật khẩu. Hãy bỏ mật khẩu rồi đính kèm lại",
}
# Line feed, carriage return, tab and form feed are the only control characters of plain text.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept."""

    name: str
    content: bytes
    media_type: str
    sha256: str


def check_files(files: Iterable[File[bytes]]) -> tuple[Checked, ...]:
    """Reads and judges every file; nothing is written.

    Raises ValidationError with one message for each file that is refused, or when there are more
    than ``MAX_FILES``.
    """
    given = list(files)
    if len(given) > MAX_FILES:
        raise ValidationError(f"Mỗi lần chỉ đính kèm được tối đa {MAX_FILES} tệp.", code="files")
    checked, errors = [], []
    for file in given:
        try:
            checked.append(check_file(file))
        except ValidationError as error:
            errors.append(error)
    if errors:
        raise ValidationError(errors)
    return tuple(checked)


def check_file(file: File[bytes]) -> Checked:
    """Reads and judges one file.  Raises ValidationError that names the file and says why."""
    name = clean_name(file.name or "")
    content = _read(file, name)
    kind = kind_of(content, name)
    ending = PurePath(name).suffix.lower()
    if ending not in kind.endings:
        raise _refused(name, f"nội dung tệp không khớp với đuôi “{ending or 'trống'}”")
    try:
        content = tidied(content, kind.media_type)
    except PlaceStays as error:
        raise _refused(
            name,
            "không gỡ được vị trí chụp ghi trong ảnh. Hãy tắt ghi vị trí trong máy ảnh, hoặc gửi"
            " ảnh chụp màn hình của ảnh này",
        ) from error
    return Checked(name, content, kind.media_type, hashlib.sha256(content).hexdigest())


def clean_name(name: str) -> str:
    """The file's own name: no folders, composed letters, nothing invisible, of a decent length."""
    bare = one_line(re.split(r"[\\/]", name)[-1])
    visible = "".join(char for char in bare if unicodedata.category(char)[0] != "C").strip(" .")
    ending = PurePath(visible).suffix
    return visible[: MAX_NAME - len(ending)].removesuffix(ending).rstrip() + ending


def _read(file: File[bytes], name: str) -> bytes:
    limit = settings.MAX_UPLOAD_BYTES
    file.seek(0)
    content: bytes = file.read(limit + 1)
    if not content:
        raise _refused(name, "tệp trống")
    if len(content) > limit:
        raise _refused(name, f"tệp lớn hơn {limit // 1024 // 1024} MB")
    return content


def kind_of(content: bytes, name: str) -> FileKind:
    """What a file is, by its content.  Raises ValidationError for a kind that is not taken."""
    found = content_of(content)
    if found in _OFFICE and has_macros(content):
        raise _refused(name, "tệp có macro. Hãy lưu lại không kèm macro")
    if found in _NEWER_OFFICE and not is_whole_package(content):
        raise _refused(name, _REFUSED[Content.ARCHIVE])
    if found is Content.PDF and not content.startswith(b"%PDF-"):
        raise _refused(name, _NOT_TAKEN)
    kind = _KIND_OF.get(found) or _text_kind(content, name)
    if kind is None:
        raise _refused(name, _REFUSED.get(found, _NOT_TAKEN))
    return kind


def _text_kind(content: bytes, name: str) -> FileKind | None:
    """Plain text has no control characters and does not begin like a web page or a drawing."""
    if PurePath(name).suffix.lower() != ".txt":
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", errors="replace").encode()
    bare = content.removeprefix(b"\xef\xbb\xbf")
    if content_of(bare) is not Content.TEXT or _CONTROL.search(bare) or bare.startswith(b"#!"):
        return None
    return TXT


def _refused(name: str, why: str) -> ValidationError:
    return ValidationError(f"Không nhận tệp “{name or 'không tên'}”: {why}.", code="files")


def keep_evidence(entry: ProgressEntry, files: Iterable[Checked]) -> None:
    """Attaches checked files to an entry; every row has a file of its own in the store."""
    for file in files:
        row = Evidence(
            entry=entry,
            name=file.name,
            sha256=file.sha256,
            size=len(file.content),
            media_type=file.media_type,
        )
        row.file.save(file.name, ContentFile(file.content), save=False)
        row.full_clean(exclude=["entry"])
        row.save()
