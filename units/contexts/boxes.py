"""Units to tick: those of one agency, found by words or looked over as a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from units.models import Unit
from units.querysets import UnitQuerySet

# So many boxes can be looked over; of more units the nearest are shown, the others are searched.
MOST_BOXES = 90
MOST_FOUND = 40
DEEPEST = 4


@dataclass(frozen=True)
class Box:
    """A unit or a group to tick; ``indent`` from 0 to 4 is its depth below the agency, ``note``
    what is known of it."""

    pk: int
    label: str
    note: str
    checked: bool
    indent: int = 0


@dataclass(frozen=True)
class Boxes:
    """``missing``: units that are not among the boxes and can be searched."""

    rows: tuple[Box, ...]
    words: str
    missing: int
    nothing_found: bool


_Row = tuple[int, str, str, int]


def unit_boxes(units: UnitQuerySet, agency: Unit, chosen: Sequence[Unit], words: str) -> Boxes:
    """The boxes of those of ``units`` that belong to ``agency``; what is chosen stays in sight."""
    # One join of its own: ``units`` may have been narrowed through the tree already.
    inside: Any = Unit.objects.filter(pk__in=units.values("pk"), ancestor_links__ancestor=agency)
    inside = inside.annotate(steps=F("ancestor_links__distance"))
    total = inside.count()
    rows = _listed(inside, words, total)
    ticked = {unit.pk: unit for unit in chosen}
    shown = {row[0] for row in rows}
    kept = [
        Box(pk, unit.name, unit.code, checked=True)
        for pk, unit in ticked.items()
        if pk not in shown
    ]
    boxes = [
        Box(pk, name, code, pk in ticked, 0 if words else min(distance, DEEPEST))
        for pk, name, code, distance in rows
    ]
    missing = 0 if words else total - len(rows)
    return Boxes((*kept, *boxes), words, missing, bool(words) and not rows)


def _listed(units: Any, words: str, total: int) -> list[_Row]:
    """The units to show: those found, or the whole tree in its order, or its first level."""
    columns = ("pk", "name", "code", "steps")
    rows = units.order_by("sort_name", "pk")
    if words:
        return list(rows.matching(words).values_list(*columns)[:MOST_FOUND])
    if total > MOST_BOXES:
        by_depth = rows.filter(steps__lte=1).order_by("steps", "sort_name", "pk")
        return list(by_depth.values_list(*columns)[:MOST_BOXES])
    return _as_tree(list(rows.values_list(*columns, "parent_id")))


def _as_tree(rows: Sequence[tuple[int, str, str, int, int | None]]) -> list[_Row]:
    known = {row[0] for row in rows}
    below: dict[int | None, list[tuple[int, str, str, int, int | None]]] = defaultdict(list)
    for row in rows:
        below[row[4] if row[4] in known else None].append(row)
    found: list[_Row] = []
    waiting = list(reversed(below[None]))
    while waiting:
        row = waiting.pop()
        found.append(row[:4])
        waiting.extend(reversed(below[row[0]]))
    return found
