"""What the pages of units show, as finished values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict

from units.imports import FATE_LOOKS, Fate, FateLook, Preview, RowFate, preview_units, unit_table
from units.models import Membership, Unit, UnitAlias
from units.policy import (
    CAPABILITY_LABELS,
    GRANTS,
    REACH_LABELS,
    ROLE_LABELS,
    Capability,
    Reach,
)
from units.spreadsheets.columns import UNIT_COLUMNS
from units.spreadsheets.files import read_sheets
from units.spreadsheets.problems import UnreadableTable
from units.spreadsheets.tables import PASS_OVER, Head, Heading, read_head, refuse_unknown
from vietnamese.text import fold

# A page holds about as many units as can be looked over; what lies deeper opens from its parent.
MOST_UNITS = 300
PER_PAGE = 50


# --- the tree ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitLine:
    """A unit as it stands in the tree.  ``folded_away`` units below it are not on this page."""

    pk: int
    code: str
    name: str
    short_name: str
    kind: str
    people: int
    ended_on: str
    children: tuple[UnitLine, ...] = ()
    folded_away: int = 0


@dataclass(frozen=True)
class TreePage:
    roots: tuple[UnitLine, ...]
    total: int
    top: UnitLine | None
    above: tuple[UnitLine, ...]
    words: str
    found: Page[UnitLine] | None


class _Row(NamedTuple):
    pk: int
    parent: int | None
    code: str
    name: str
    short_name: str
    kind: str
    active_to: Any


def build_tree(user: Any, *, words: str = "", top: int | None = None, page: str = "") -> TreePage:
    """The units that the person may see, as a tree, or those that the words find, as a list.

    ``top`` is the unit to begin with; one out of reach is as good as none.
    """
    reached = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
    rows = {
        row[0]: _Row(*row)
        for row in reached.order_by("sort_name", "pk").values_list(
            "pk", "parent_id", "code", "name", "short_name", "kind__name", "active_to"
        )
    }
    people = _people(reached)
    if words:
        found = [_line(rows[pk], people) for pk in _found(reached, words) if pk in rows]
        return TreePage((), len(rows), None, (), words, Paginator(found, PER_PAGE).get_page(page))
    below = _below(rows)
    start = [top] if top is not None and top in rows else below[None]
    drawn = _drawn(start, below)
    roots = tuple(_branch(pk, rows, below, people, drawn) for pk in start)
    begin = roots[0] if top in rows else None
    return TreePage(roots, len(rows), begin, _above(top, rows, people), "", None)


def _people(units: Any) -> Mapping[int, int]:
    held = Membership.objects.held().filter(unit__in=units.values("pk"))
    pairs = set(held.order_by().values_list("unit_id", "user_id"))
    return Counter(unit for unit, _ in pairs)


def _found(reached: Any, words: str) -> Sequence[int]:
    """Units whose code, name or short name holds every word, or one of whose other names does."""
    named = UnitAlias.objects.filter(unit__isnull=False)
    for word in fold(words).split():
        named = named.filter(folded__contains=word)
    found = reached.filter(
        Q(pk__in=Unit.objects.matching(words).values("pk")) | Q(pk__in=named.values("unit"))
    )
    return list(found.order_by("sort_name", "pk").values_list("pk", flat=True))


def _below(rows: Mapping[int, _Row]) -> dict[int | None, list[int]]:
    """The units right below each; under None those whose parent the person does not see."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, row in rows.items():
        below[row.parent if row.parent in rows else None].append(pk)
    return below


def _drawn(start: Sequence[int], below: Mapping[int | None, list[int]]) -> frozenset[int]:
    """As many whole levels from the top as a page holds, two at the least."""
    drawn = set(start)
    level = list(start)
    depth = 0
    while level:
        level = [child for pk in level for child in below.get(pk, ())]
        depth += 1
        if depth > 1 and len(drawn) + len(level) > MOST_UNITS:
            break
        drawn.update(level)
    return frozenset(drawn)


def _branch(
    pk: int,
    rows: Mapping[int, _Row],
    below: Mapping[int | None, list[int]],
    people: Mapping[int, int],
    drawn: frozenset[int],
) -> UnitLine:
    children = below.get(pk, [])
    if children and children[0] not in drawn:
        return _line(rows[pk], people, folded_away=_count(pk, below))
    branches = tuple(_branch(child, rows, below, people, drawn) for child in children)
    return _line(rows[pk], people, children=branches)


def _count(pk: int, below: Mapping[int | None, list[int]]) -> int:
    waiting, found = [pk], 0
    while waiting:
        children = below.get(waiting.pop(), [])
        found += len(children)
        waiting.extend(children)
    return found


def _above(
    pk: int | None, rows: Mapping[int, _Row], people: Mapping[int, int]
) -> tuple[UnitLine, ...]:
    chain: list[UnitLine] = []
    current = rows[pk].parent if pk is not None and pk in rows else None
    while current is not None and current in rows:
        chain.append(_line(rows[current], people))
        current = rows[current].parent
    return tuple(reversed(chain))


def _line(
    row: _Row,
    people: Mapping[int, int],
    *,
    children: tuple[UnitLine, ...] = (),
    folded_away: int = 0,
) -> UnitLine:
    return UnitLine(
        pk=row.pk,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        people=people.get(row.pk, 0),
        ended_on=f"{row.active_to:%d/%m/%Y}" if row.active_to else "",
        children=children,
        folded_away=folded_away,
    )


# --- the policy table -------------------------------------------------------------------------


@dataclass(frozen=True)
class PolicyCell:
    """How far one role may do one thing; ``reach`` is empty where it may not."""

    role: str
    reach: str


@dataclass(frozen=True)
class PolicyRow:
    label: str
    cells: tuple[PolicyCell, ...]


@dataclass(frozen=True)
class PolicyPage:
    roles: tuple[str, ...]
    rows: tuple[PolicyRow, ...]
    reaches: tuple[str, ...]


def build_policy() -> PolicyPage:
    """The permission table itself, in words."""
    rows = tuple(
        PolicyRow(
            CAPABILITY_LABELS[capability],
            tuple(
                PolicyCell(label, REACH_LABELS[grants[role]] if role in grants else "")
                for role, label in ROLE_LABELS.items()
            ),
        )
        for capability, grants in GRANTS.items()
    )
    return PolicyPage(
        tuple(ROLE_LABELS.values()), rows, tuple(REACH_LABELS[reach] for reach in Reach)
    )


# --- looking at a list before it is taken in --------------------------------------------------


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
    """``problem`` is what keeps the sheet from being read; then there is no preview."""

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[ColumnChoice, ...]
    problem: str
    preview: Preview | None
    counts: tuple[FateCount, ...]
    rows: Page[RowFate] | None
    fate: str
    carried: tuple[tuple[str, str], ...]


def build_import_page(data: bytes, asked: QueryDict) -> ImportPage:
    """What a kept list would do; ``asked`` holds the sheet, the columns, the fate and the page."""
    sheets = read_sheets(data)
    chosen = chosen_columns(asked)
    head: Head | None = None
    preview: Preview | None = None
    problem = ""
    try:
        head = read_head(sheets, UNIT_COLUMNS, sheet=asked.get("trang", ""), chosen=chosen)
        refuse_unknown(head.headings, UNIT_COLUMNS)
        preview = preview_units(unit_table(head))
    except UnreadableTable as error:
        problem = str(error)
    fate = asked.get("loai", "")
    rows = _rows_of(preview, fate) if preview else ()
    return ImportPage(
        sheet=head.sheet.name if head else asked.get("trang", ""),
        sheets=tuple(sheet.name for sheet in sheets),
        columns=tuple(_choice(heading) for heading in head.headings) if head else (),
        problem=problem,
        preview=preview,
        counts=_counts(preview, fate) if preview else (),
        rows=Paginator(rows, PER_PAGE).get_page(asked.get("page")) if preview else None,
        fate=fate,
        carried=carried_choices(asked),
    )


def chosen_columns(asked: QueryDict) -> dict[int, str]:
    """What the person takes columns for: ``cot-3=phone``; ``-`` passes one over."""
    known = {column.key for column in UNIT_COLUMNS} | {PASS_OVER}
    return {
        int(name.removeprefix("cot-")): key
        for name, key in carried_choices(asked)
        if name.removeprefix("cot-").isdecimal() and key in known
    }


def carried_choices(asked: QueryDict) -> tuple[tuple[str, str], ...]:
    """The sheet and the columns that the person chose, as they stand in the address."""
    names = [name for name in sorted(asked) if name == "trang" or name.startswith("cot-")]
    return tuple((name, asked.get(name) or "") for name in names)


def _choice(heading: Heading) -> ColumnChoice:
    options = [("", "Chưa chọn", heading.key is None)] if heading.key is None else []
    options.append((PASS_OVER, "Bỏ qua cột này", heading.passed_over))
    options += [(c.key, c.heading, c.key == heading.key) for c in UNIT_COLUMNS]
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
