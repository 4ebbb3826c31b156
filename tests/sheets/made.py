"""Spreadsheet files for the tests, made by the libraries that offices' programs are made of."""

from __future__ import annotations

from collections.abc import Sequence
from csv import writer
from io import BytesIO, StringIO
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]

HEADINGS = ("Mã đơn vị", "Tên đơn vị", "Loại", "Đơn vị cấp trên")
OFFICE: Rows = (
    HEADINGS,
    ("VP", "Văn phòng Sở", "Văn phòng", "SO"),
    ("TCHC", "Phòng Tổ chức - Hành chính", "Phòng", "Sở Khoa học và Công nghệ"),
    ("SO", "Sở Khoa học và Công nghệ", "Sở", ""),
)


def xlsx(rows: Rows, **others: Rows) -> bytes:
    """A workbook whose first sheet holds the rows, further sheets by their names."""
    book = Workbook()
    book.worksheets[0].title = "Danh sách"
    for title, lines in {"Danh sách": rows, **others}.items():
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        for line in lines:
            sheet.append([None if cell == "" else cell for cell in line])
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: Rows, separator: str = ";", encoding: str = "utf-8") -> bytes:
    out = StringIO()
    writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def ods(rows: Rows) -> bytes:
    """A sheet as LibreOffice keeps it: runs of like cells and rows are kept once, with a count."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Danh sách")
    for row in rows:
        line = TableRow()
        for cell in row:
            kept = TableCell()
            if cell != "":
                kept.addElement(P(text=str(cell)))
            line.addElement(kept)
        line.addElement(TableCell(numbercolumnsrepeated=1010))
        table.addElement(line)
    blank = TableRow(numberrowsrepeated=1048000)
    blank.addElement(TableCell(numbercolumnsrepeated=1024))
    table.addElement(blank)
    document.spreadsheet.addElement(table)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
