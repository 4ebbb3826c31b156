"""Lists that go out: the file to fill in, what is stored, a list with what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from sheets.columns import REASON_HEADING
from sheets.headings import Head
from sheets.workbooks import (
    GUIDE_SHEET,
    DropDown,
    Page,
    guide_page,
    marked,
    words_page,
    workbook,
)
from units.lists.judge import Setting
from units.lists.lists import UNITS, Listing
from units.lists.outcomes import Preview

_TEMPLATE_NOTE = (
    "Ghi mỗi {noun} một dòng. Ba dòng mẫu chữ nghiêng được bỏ qua khi nhập; có thể ghi đè hoặc"
    " xóa. Cột có dấu (*) là bắt buộc. Xem trang “{guide}”."
)
_RULES_FIRST = (
    "Thứ tự cột và dòng không quan trọng; có thể có dòng tiêu đề ở trên, ghi chú ở dưới.",
    "Ô để trống: giữ nguyên giá trị đang có. Ghi dấu - để xóa giá trị đang có.",
)
_RULES_LAST = ("Chương trình cho xem trước từng dòng; chỉ ghi khi không còn dòng nào sai.",)


def template(listing: Listing) -> bytes:
    """The workbook to fill in, with this installation's own words to choose from."""
    layout, words = listing.layout, listing.choices()
    places = {column.key: place for place, column in enumerate(layout.exported)}
    choices = {
        places[one.key]: DropDown(one.sheet, words[one.key], one.sheet, several=one.several)
        for one in layout.choices
    }
    page = Page(
        title=layout.sheet,
        above=(_TEMPLATE_NOTE.format(noun=layout.noun, guide=GUIDE_SHEET),),
        headings=[marked(column) for column in layout.exported],
        rows=[[one.get(c.key, "") for c in layout.exported] for one in layout.examples],
        widths=[column.width for column in layout.exported],
        muted=len(layout.examples),
        as_text=True,
        drop_downs=choices,
    )
    guide = guide_page(layout.columns, (*_RULES_FIRST, *layout.rules, *_RULES_LAST))
    return workbook(page, guide, *(words_page(one.sheet, words[one.key]) for one in layout.choices))


def export_list(listing: Listing, rows: QuerySet[Any], setting: Setting) -> bytes:
    """The rows as a workbook; it imports back unchanged.  Units stand below their parents."""
    layout = listing.layout
    dataset = listing.resource(setting=setting).export(rows)
    headings = [str(heading) for heading in dataset.headers or ()]
    lines: Sequence[Sequence[str]] = list(dataset)
    if listing is UNITS:
        places = (headings.index(layout.headings[key]) for key in ("code", "parent"))
        code, parent = places
        lines = in_tree_order(lines, code=code, parent=parent)
    widths = [column.width for column in layout.exported]
    return workbook(Page(layout.sheet, headings, lines, widths, as_text=True))


def list_with_reasons(head: Head, preview: Preview) -> bytes:
    """The sheet as it was brought, each row where it was, and beside each what is wrong in it; it
    can be mended and brought again (the new column is passed over)."""
    rows = head.sheet.rows
    width = max(map(len, rows))
    reasons = {row.number: "\n".join(row.problems) for row in preview.rows}
    left_out = {one.number: f"Bỏ qua: {one.why}" for one in preview.remarks}
    beside = left_out | reasons
    return workbook(
        Page(
            title=head.sheet.name or "Danh sách",
            above=rows[: head.top],
            headings=[*_wide(rows[head.top], width), REASON_HEADING],
            rows=[
                [*_wide(row, width), beside.get(number, "")]
                for number, row in enumerate(rows[head.top + 1 :], start=head.top + 2)
            ],
            widths=[*[18] * width, 70],
            as_text=True,
            red=width,
        )
    )


def _wide(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def in_tree_order(rows: Sequence[Sequence[str]], *, code: int, parent: int) -> list[Sequence[str]]:
    """The rows so that every unit stands below its parent, siblings in the order given.

    ``code`` and ``parent`` are the places of those cells.
    """
    below: dict[str, list[Sequence[str]]] = {}
    present = {row[code] for row in rows}
    for row in rows:
        above = row[parent] if row[parent] in present else ""
        below.setdefault(above, []).append(row)
    ordered: list[Sequence[str]] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below.get(row[code], [])))
    return ordered
