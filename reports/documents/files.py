"""The kinds of files that a document can become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from django.http import HttpResponse
from django.urls.converters import StringConverter
from django.utils.http import content_disposition_header

from reports.documents.document import OfficialDocument, Tell
from reports.documents.pdf import document_pdf
from reports.documents.word import document_docx
from reports.documents.workbook import document_xlsx


class Maker(Protocol):
    """Makes the bytes of a file; ``tell`` hears how far it has come and may raise to stop it.

    Raises PdfUnavailable where this machine cannot.
    """

    def __call__(self, document: OfficialDocument, tell: Tell = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    make: Maker
    media_type: str
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pdf": Format(document_pdf, "application/pdf", "PDF"),
        "docx": Format(document_docx, f"{_OFFICE}.wordprocessingml.document", "Word"),
        "xlsx": Format(document_xlsx, f"{_OFFICE}.spreadsheetml.sheet", "Bảng tính"),
    }
)


class EndingConverter(StringConverter):
    """The ending of a file in an address."""

    regex = "|".join(FORMATS)


def download(name: str, data: bytes, media_type: str) -> HttpResponse:
    """A file to be saved, under a name that may have any letters."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(data, content_type=media_type, headers=headers)


def document_response(document: OfficialDocument, ending: str) -> HttpResponse:
    """The document as a file to be saved.  Raises PdfUnavailable."""
    form = FORMATS[ending]
    return download(f"{document.filename}.{ending}", form.make(document), form.media_type)
