"""A list looked at before it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from sheets.columns import PASS_OVER
from sheets.headings import Heading
from units.imports import FATE_LOOKS, Fate, FateLook, Listing, Preview, RowFate
from units.imports.looking import Asked, Look
from units.spreadsheets.layouts import Layout

PER_PAGE = 50


@dataclass(frozen=True)
class ColumnChoice:
    """One column of the sheet and what it can be taken for."""

    field: str
    words: str
    options: tuple[tuple[str, str, bool], ...]
    unknown: bool


@dataclass(frozen=True)
class FateCount:
    fate: Fate
    look: FateLook
    count: int
    current: bool


@dataclass(frozen=True)
class ImportPage:
    """``problem`` is what keeps the sheet from being read; then there is no preview.

    ``headings`` are those of the two columns that say what a row is about.
    """

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[ColumnChoice, ...]
    problem: str
    preview: Preview | None
    counts: tuple[FateCount, ...]
    rows: Page[RowFate] | None
    fate: str
    carried: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]


def build_import_page(listing: Listing, look: Look, asked: QueryDict) -> ImportPage:
    """What a list would do; ``asked`` holds the sheet, the columns, the fate and the page."""
    fate = asked.get("loai", "")
    rows = _rows_of(look.preview, fate) if look.preview else ()
    layout = listing.layout
    return ImportPage(
        sheet=look.sheet,
        sheets=look.sheets,
        columns=tuple(_choice(layout, heading) for heading in look.headings),
        problem=look.problem,
        preview=look.preview,
        counts=_counts(look.preview, fate) if look.preview else (),
        rows=Paginator(rows, PER_PAGE).get_page(asked.get("page")) if look.preview else None,
        fate=fate,
        carried=carried_choices(asked),
        headings=tuple(layout.headings[key] for key in listing.shown),
    )


def read_asked(layout: Layout, asked: QueryDict) -> Asked:
    """The sheet (``trang``) and what the person takes columns for: ``cot-3=phone``; ``-`` passes
    one over."""
    known = {column.key for column in layout.columns} | {PASS_OVER}
    columns = {
        int(name.removeprefix("cot-")): key
        for name, key in carried_choices(asked)
        if name.removeprefix("cot-").isdecimal() and key in known
    }
    return Asked(asked.get("trang", ""), columns)


def carried_choices(asked: QueryDict) -> tuple[tuple[str, str], ...]:
    """The sheet and the columns that the person chose, as they stand in the address."""
    names = [name for name in sorted(asked) if name == "trang" or name.startswith("cot-")]
    return tuple((name, asked.get(name) or "") for name in names)


def _choice(layout: Layout, heading: Heading) -> ColumnChoice:
    options = [("", "Chưa chọn", heading.key is None)] if heading.key is None else []
    options.append((PASS_OVER, "Bỏ qua cột này", heading.passed_over))
    options += [(c.key, c.heading, c.key == heading.key) for c in layout.columns]
    return ColumnChoice(f"cot-{heading.place}", heading.words, tuple(options), heading.key is None)


def _rows_of(preview: Preview, fate: str) -> Sequence[RowFate]:
    if fate in set(Fate):
        return [row for row in preview.rows if row.fate == fate]
    # What is to be done comes first, what stays as it is last.
    order = list(FATE_LOOKS)
    return sorted(preview.rows, key=lambda row: (order.index(row.fate), row.number))


def _counts(preview: Preview, current: str) -> tuple[FateCount, ...]:
    return tuple(
        FateCount(fate, FATE_LOOKS[fate], count, fate == current)
        for fate, count in preview.counts.items()
    )
