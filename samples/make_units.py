#!/usr/bin/env python
"""Makes the sample lists of units, ``don-vi-mau.xlsx`` and ``don-vi-mau.csv``.

    .venv/bin/python samples/make_units.py

The same offices as in the demonstration, laid out as offices keep such lists: title rows, a
running number, section titles, parents by name, notes below. The same units give the same bytes.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")

import django  # noqa: E402 (after the path is set)

django.setup()

from demo.units import ROWS, UnitRow  # noqa: E402 (after the path is set)
from units.kinds import STANDARD_KINDS  # noqa: E402 (after the path is set)

KINDS = {kind.code: kind.name for kind in STANDARD_KINDS}
NAMES = {row.code: row.name for row in ROWS}
LISTED = tuple(row for row in ROWS if row.kind in KINDS and not row.code.startswith("NASON"))
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
MADE_ON = datetime.datetime(2026, 1, 5, 8, 0, 0)  # noqa: DTZ001 - a workbook knows no zones

HEADINGS = (
    ("STT", 6),
    ("Mã ĐV", 14),
    ("Tên cơ quan, đơn vị", 50),
    ("Tên viết tắt", 16),
    ("Loại hình", 20),
    ("Trực thuộc", 44),
    ("Tên gọi khác", 50),
    ("Điện thoại", 16),
    ("Email", 30),
    ("Ghi chú", 20),
)
ROOMS = {"van-phong", "thanh-tra", "phong", "doi-pccc"}
SECTIONS: tuple[tuple[str, str, Callable[[UnitRow], bool]], ...] = (
    ("I", "Tỉnh và Sở", lambda row: row.kind in {"ubnd-tinh", "so"}),
    ("II", "Các phòng, tổ chức thuộc Sở", lambda row: row.parent == "SKHCN" and row.kind in ROOMS),
    ("III", "Các đơn vị trực thuộc", lambda row: row.kind != "ngoai"),
    ("IV", "Cơ quan phối hợp", lambda _: True),
)


TITLES = (
    ("UBND TỈNH LAM GIANG", 13),
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 13),
    ("DANH SÁCH CÁC CƠ QUAN, ĐƠN VỊ THỰC HIỆN CÔNG TÁC PCCC VÀ CNCH", 14),
)
EDGE = Side(style="thin", color="999999")


def main() -> None:
    """Writes both files beside this script."""
    (HERE / "don-vi-mau.xlsx").write_bytes(workbook())
    (HERE / "don-vi-mau.csv").write_bytes(text())


def workbook() -> bytes:
    """The list as a workbook, as an office would print it."""
    book = Workbook()
    book.properties.created = book.properties.modified = MADE_ON
    sheet = book.worksheets[0]
    sheet.title = "Danh sách"
    for number, (words, size) in enumerate(TITLES, start=1):
        sheet.cell(number, 1, words).font = Font(name="Times New Roman", size=size, bold=True)
        sheet.cell(number, 1).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=10)
    for place, (_, width) in enumerate(HEADINGS, start=1):
        sheet.column_dimensions[sheet.cell(5, place).column_letter].width = width
    write_row(sheet, 5, [words for words, _ in HEADINGS], bold=True)
    number = 6
    for cells in listed():
        write_row(sheet, number, cells, bold=cells[0] in {"I", "II", "III", "IV"})
        number += 1
    note = sheet.cell(number + 1, 1, f"Ghi chú: danh sách có {len(LISTED)} cơ quan, đơn vị.")
    note.font = Font(name="Times New Roman", size=12, italic=True)
    sheet.freeze_panes = "D6"
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def write_row(sheet: Worksheet, number: int, cells: list[object], *, bold: bool) -> None:
    for place, value in enumerate(cells, start=1):
        cell = sheet.cell(number, place, value or None)
        cell.font = Font(name="Times New Roman", size=12, bold=bold)
        cell.border = Border(top=EDGE, bottom=EDGE, left=EDGE, right=EDGE)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def listed() -> list[list[object]]:
    """The rows under their section titles, numbered through."""
    rows: list[list[object]] = []
    left = list(LISTED)
    for roman, title, belongs in SECTIONS:
        here = [row for row in left if belongs(row)]
        left = [row for row in left if row not in here]
        rows.append([roman, "", title])
        rows += [
            [len(LISTED) - len(left) - len(here) + n, *cells(row)] for n, row in enumerate(here, 1)
        ]
    return rows


def cells(row: UnitRow) -> list[object]:
    phone, email = contact(row)
    parent = NAMES.get(row.parent, "")
    return [
        row.code,
        row.name,
        row.short_name,
        KINDS[row.kind],
        parent,
        "; ".join(row.aliases),
        phone,
        email,
    ]


def contact(row: UnitRow) -> tuple[str, str]:
    """Numbers and addresses that nobody has: 3000 xxx, example.gov.vn."""
    if row.kind == "ngoai":
        return "", ""
    place = LISTED.index(row)
    return f"0260 3000 {place:03}", f"{row.code.lower()}@lamgiang.example.gov.vn"


def text() -> bytes:
    """The list as an old program writes it: other headings, another order, semicolons, a BOM."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["Cơ quan chủ quản", "Tên đơn vị", "Mã đơn vị", "Loại", "Viết tắt", "Tên khác", "SĐT"]
    )
    for row in sorted(LISTED, key=lambda row: row.name):
        phone, _ = contact(row)
        writer.writerow(
            [
                NAMES.get(row.parent, ""),
                row.name,
                row.code,
                KINDS[row.kind],
                row.short_name,
                "; ".join(row.aliases),
                phone,
            ]
        )
    return out.getvalue().encode("utf-8-sig")


_SAVED_AT = re.compile(r"(?<=W3CDTF\">)[^<]+(?=</dcterms:modified>)")


def steady(data: bytes) -> bytes:
    """The same workbook without the times at which its parts were packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            packed = zipfile.ZipInfo(part.filename, FIRST_DAY_OF_ZIP)
            packed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(packed, _SAVED_AT.sub(MADE_ON.isoformat() + "Z", old.read(part).decode()))
    return out.getvalue()


if __name__ == "__main__":
    main()
