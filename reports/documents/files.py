"""The kinds of files that a document can become; its tables as a spreadsheet: numbers as numbers,
days as days, no formula that somebody typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from django.http import HttpResponse
from django.urls.converters import StringConverter
from django.utils.http import content_disposition_header

from reports.documents.document import Cell, OfficialDocument, Row, Table, Tell, tell_nobody
from reports.documents.pdf import document_pdf
from reports.documents.word import document_docx
from sheets.workbooks import Page, Share, workbook

_CHARACTER_MM = 2.1  # of a column's width
_WIDE_MM = 80


def document_xlsx(document: OfficialDocument, tell: Tell = tell_nobody) -> bytes:
    """Every table of the document on a sheet of its own, set up for printing."""
    tell(0, 1, "Đang ghi bảng tính")
    pages = tuple(_pages(document))
    return workbook(*pages or (Page("Báo cáo", (document.name,), for_print=True),))


def _pages(document: OfficialDocument) -> Iterator[Page]:
    taken: set[str] = set()
    for table in document.tables():
        name = _name(table, taken)
        *upper, headings = _head_lines(table)
        yield Page(
            title=name,
            above=(document.name, table.caption or name),
            upper=upper,
            headings=headings,
            rows=map(_values, table.rows),
            widths=[int((mm or _WIDE_MM) / _CHARACTER_MM) for mm in table.widths(0)],
            strong={place for place, row in enumerate(table.rows) if row.css == "strong"},
            wrapped=True,
            for_print=True,
        )


def _name(table: Table, taken: set[str]) -> str:
    """The sheet's name, once."""
    wanted = (table.name or table.caption or "Bảng")[:28]
    number = sum(1 for one in taken if one.startswith(wanted))
    name = f"{wanted} {number + 1}" if number else wanted
    taken.add(name)
    return name


def _head_lines(table: Table) -> list[list[str]]:
    """The head as whole lines: a cell over several columns or rows stands in the first of them."""
    lines = [[""] * len(table.columns) for _ in table.head]
    taken: set[tuple[int, int]] = set()
    for number, line in enumerate(table.head):
        at = 0
        for cell in line:
            while (number, at) in taken:
                at += 1
            for row in range(cell.rows):
                taken |= {(number + row, at + column) for column in range(cell.columns)}
            # The lowest line carries what filters and other programs read as the heading.
            lines[number + cell.rows - 1][at] = cell.text
            at += cell.columns
    return lines


def _values(row: Row) -> list[Any]:
    values: list[Any] = []
    for cell in row.cells:
        values.append(_value(cell))
        values += [None] * (cell.columns - 1)
    return values


def _value(cell: Cell) -> Any:
    if cell.value is None:
        return cell.text
    if isinstance(cell.value, int | float) and cell.text.endswith("%"):
        return Share(cell.value)
    return cell.value


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
