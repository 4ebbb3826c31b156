"""A list as the person looks at it: its sheets, what its columns are taken for, what it would do.

A long list is looked at by a job, so all of this can be kept as JSON and shown later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from sheets.files import read_sheets
from sheets.headings import Head, Heading, read_head
from sheets.problems import UnreadableTable
from sheets.tables import Remark
from units.imports.fates import Fate, Preview, RowFate, Unnamed
from units.imports.lists import Listing
from units.imports.taking import preview_list, table_of
from units.resources import Change
from units.resources.base import Setting


@dataclass(frozen=True)
class Asked:
    """Which sheet, and what columns are taken for (by place); nothing chosen means guessed."""

    sheet: str = ""
    columns: Mapping[int, str] | None = None

    @property
    def state(self) -> list[Any]:
        return [self.sheet, sorted((self.columns or {}).items())]

    @classmethod
    def from_state(cls, state: list[Any]) -> Self:
        return cls(state[0], {int(place): str(key) for place, key in state[1]})

    @property
    def mark(self) -> str:
        """What tells this choice from others, in a name of a file."""
        return hashlib.sha256(repr(self.state).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Look:
    """``problem`` is what keeps the sheet from being read; then there is no preview."""

    sheet: str
    sheets: tuple[str, ...]
    headings: tuple[Heading, ...] = ()
    problem: str = ""
    preview: Preview | None = None


def look_at(listing: Listing, data: bytes, asked: Asked, setting: Setting) -> Look:
    """Reads and judges the list.  Raises UnreadableFile."""
    setting.tell(0, 0, "Đang đọc tệp")
    sheets = read_sheets(data)
    names = tuple(sheet.name for sheet in sheets)
    head: Head | None = None
    try:
        head = read_head(sheets, listing.layout.recogniser, sheet=asked.sheet, chosen=asked.columns)
        preview = preview_list(listing, table_of(listing.layout, head), setting)
    except UnreadableTable as error:
        found = (head.sheet.name, names, head.headings) if head else (asked.sheet, names, ())
        return Look(*found, problem=str(error))
    return Look(head.sheet.name, names, head.headings, preview=preview)


# --- kept as JSON -----------------------------------------------------------------------------


def state_of(look: Look) -> dict[str, Any]:
    """The look as JSON can hold it."""
    return {
        "sheet": look.sheet,
        "sheets": look.sheets,
        "headings": [
            [one.place, one.words, one.key, one.how, one.samples, one.filled, one.is_hidden]
            for one in look.headings
        ],
        "problem": look.problem,
        "preview": _state_of_preview(look.preview) if look.preview else None,
    }


def _state_of_preview(preview: Preview) -> dict[str, Any]:
    return {
        "sheet": preview.sheet,
        "fingerprint": preview.fingerprint,
        "remarks": [asdict(one) for one in preview.remarks],
        "unnamed": unnamed_state(preview.unnamed),
        "rows": [
            [
                row.number,
                row.fate.value,
                row.code,
                row.name,
                [[one.label, one.old, one.new] for one in row.changes],
                row.problems,
            ]
            for row in preview.rows
        ],
    }


def unnamed_state(unnamed: tuple[Unnamed, ...]) -> list[list[Any]]:
    return [[one.pk, one.code, one.name, one.detail] for one in unnamed]


def unnamed_from(state: list[list[Any]]) -> tuple[Unnamed, ...]:
    return tuple(Unnamed(*one) for one in state)


def look_from(state: Mapping[str, Any]) -> Look:
    """The look that was kept."""
    return Look(
        sheet=state["sheet"],
        sheets=tuple(state["sheets"]),
        headings=tuple(Heading(**one) for one in state["headings"]),
        problem=state["problem"],
        preview=_preview_from(state["preview"]) if state["preview"] else None,
    )


def _preview_from(state: Mapping[str, Any]) -> Preview:
    rows = tuple(
        RowFate(
            number,
            Fate(fate),
            code,
            name,
            tuple(Change(*one) for one in changes),
            tuple(problems),
        )
        for number, fate, code, name, changes, problems in state["rows"]
    )
    return Preview(
        sheet=state["sheet"],
        rows=rows,
        remarks=tuple(Remark(**one) for one in state["remarks"]),
        unnamed=unnamed_from(state["unnamed"]),
        fingerprint=state["fingerprint"],
    )
