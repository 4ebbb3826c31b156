"""The tree of units, and what a search in it finds."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.addresses import address
from accounts.models import User
from units.models import Membership, Unit, UnitAlias
from units.policy import Capability
from vietnamese.text import fold

# A page holds about as many units as can be looked over; what lies deeper opens from its parent.
MOST_UNITS = 80
PER_PAGE = 50


class Load(NamedTuple):
    """The work of a unit and of all below it, and where each figure leads ("" for none)."""

    unfinished: int = 0
    late: int = 0
    unfinished_href: str = ""
    late_href: str = ""


# The floor above, which knows of work, says how much of it these units have.
Loads = Callable[[Collection[int]], Mapping[int, Load]]


@dataclass(frozen=True)
class UnitLine:
    """A unit as it stands in the tree.  ``folded_away`` units below it are not on this page; of
    those right below it ``more`` are left to the list."""

    pk: int
    href: str
    code: str
    name: str
    short_name: str
    kind: str
    people: int
    ended_on: str
    is_ended: bool
    load: Load
    children: tuple[UnitLine, ...] = ()
    folded_away: int = 0
    more: int = 0


@dataclass(frozen=True)
class Place:
    """A unit by name; ``is_open``: the person may look it up."""

    pk: int
    name: str
    is_open: bool = True


@dataclass(frozen=True)
class TreePage:
    """``outside``: bodies that plans only mention; ``ended``: how many units that have ended there
    are, shown where ``shows_ended``."""

    roots: tuple[UnitLine, ...]
    total: int
    top: UnitLine | None
    above: tuple[Place, ...]
    words: str
    found: Page[UnitLine] | None
    outside: tuple[UnitLine, ...]
    ended: int
    shows_ended: bool


class _Row(NamedTuple):
    pk: int
    parent: int | None
    code: str
    name: str
    short_name: str
    kind: str
    is_external: bool
    active_to: datetime.date | None


@dataclass(frozen=True)
class _Forest:
    """The rows to draw, those outside the office apart, and who stands below whom."""

    rows: Mapping[int, _Row]
    below: Mapping[int | None, list[int]]
    outside: tuple[int, ...]
    total: int
    ended: int


def build_tree(
    user: User,
    *,
    today: datetime.date,
    loads: Loads,
    words: str = "",
    top: int | None = None,
    page: str = "",
    shows_ended: bool = False,
) -> TreePage:
    """The units that the person may see, as a tree, or those that the words find, as a list.

    ``top`` is the unit to begin with; one out of reach is as good as none.  The number of queries
    is fixed.
    """
    reached = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
    forest = _forest(reached, today, shows_ended=shows_ended or bool(words))
    painter = _Painter(forest, _people(reached), loads, today)
    if words:
        keys = [pk for pk in _found(reached, words) if pk in forest.rows]
        shown: Page[Any] = Paginator(keys, PER_PAGE).get_page(page)
        shown.object_list = painter.lines(list(shown.object_list))
        return TreePage((), forest.total, None, (), words, shown, (), 0, shows_ended)
    known = top if top in forest.rows else None
    start = forest.below[None] if known is None else [known]
    roots = painter.branches(start, _drawn(start, forest.below))
    outside = painter.lines(forest.outside[:MOST_UNITS]) if known is None else ()
    return TreePage(
        roots=roots,
        total=forest.total,
        top=roots[0] if known is not None else None,
        above=_above(known, forest.rows),
        words="",
        found=None,
        outside=outside,
        ended=forest.ended,
        shows_ended=shows_ended,
    )


def build_level(
    user: User, *, today: datetime.date, loads: Loads, top: int, shows_ended: bool = False
) -> tuple[UnitLine, ...]:
    """The units right below one of the tree, those below them folded away."""
    reached = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
    part = reached.filter(pk__in=Unit.objects.filter(ancestor_links__ancestor=top).values("pk"))
    forest = _forest(part, today, shows_ended=shows_ended)
    painter = _Painter(forest, _people(part), loads, today)
    level = forest.below.get(top, [])
    return painter.branches(level, frozenset(level))


def _forest(reached: Any, today: datetime.date, *, shows_ended: bool) -> _Forest:
    columns = (
        "pk", "parent_id", "code", "name", "short_name", "kind__name", "kind__is_external",
        "active_to",
    )  # fmt: skip
    found = reached.order_by("sort_name", "pk").values_list(*columns)
    rows = {row[0]: _Row(*row) for row in found}
    outside = tuple(pk for pk, row in rows.items() if row.is_external)
    inside = {pk: row for pk, row in rows.items() if not row.is_external}
    ended = {pk for pk, row in inside.items() if _is_ended(row, today)}
    hidden = set() if shows_ended else ended - _above_the_living(inside, ended)
    drawn = {pk: row for pk, row in inside.items() if pk not in hidden}
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, row in drawn.items():
        below[row.parent if row.parent in drawn else None].append(pk)
    kept = drawn | {pk: rows[pk] for pk in outside}
    return _Forest(kept, below, outside, len(inside) - len(ended), len(ended))


def _is_ended(row: _Row, today: datetime.date) -> bool:
    return row.active_to is not None and row.active_to < today


def _above_the_living(rows: Mapping[int, _Row], ended: set[int]) -> set[int]:
    """Ended units below which others go on: without them the tree would fall apart."""
    found: set[int] = set()
    for pk in rows.keys() - ended:
        above = rows[pk].parent
        while above in ended and above not in found:
            found.add(above)
            above = rows[above].parent
    return found


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


def _drawn(start: Sequence[int], below: Mapping[int | None, list[int]]) -> frozenset[int]:
    """As many whole levels from the top as a page holds; of the second the first units."""
    drawn = set(start)
    level = list(start)
    depth = 0
    while level:
        level = [child for pk in level for child in below.get(pk, ())]
        depth += 1
        if len(drawn) + len(level) > MOST_UNITS:
            if depth == 1:
                drawn.update(level[:MOST_UNITS])
            break
        drawn.update(level)
    return frozenset(drawn)


def _above(pk: int | None, rows: Mapping[int, _Row]) -> tuple[Place, ...]:
    chain: list[Place] = []
    current = rows[pk].parent if pk is not None else None
    while current is not None and current in rows:
        chain.append(Place(current, rows[current].name))
        current = rows[current].parent
    return tuple(reversed(chain))


class _Painter:
    """Turns rows into lines; asks for the work of those that are drawn only."""

    def __init__(
        self, forest: _Forest, people: Mapping[int, int], loads: Loads, today: datetime.date
    ) -> None:
        self._forest, self._people, self._today = forest, people, today
        self._ask = loads
        self._loads: Mapping[int, Load] = {}

    def lines(self, keys: Iterable[int]) -> tuple[UnitLine, ...]:
        keys = list(keys)
        self._loads = self._ask(keys) if keys else {}
        return tuple(self._line(pk) for pk in keys)

    def branches(self, start: Sequence[int], drawn: frozenset[int]) -> tuple[UnitLine, ...]:
        self._loads = self._ask(drawn)
        return tuple(self._branch(pk, drawn) for pk in start)

    def _branch(self, pk: int, drawn: frozenset[int]) -> UnitLine:
        children = self._forest.below.get(pk, [])
        if children and children[0] not in drawn:
            return self._line(pk, folded_away=self._count(pk))
        shown = [child for child in children if child in drawn]
        lines = tuple(self._branch(child, drawn) for child in shown)
        return self._line(pk, children=lines, more=len(children) - len(shown))

    def _count(self, pk: int) -> int:
        waiting, found = [pk], 0
        while waiting:
            children = self._forest.below.get(waiting.pop(), [])
            found += len(children)
            waiting.extend(children)
        return found

    def _line(
        self,
        pk: int,
        *,
        children: tuple[UnitLine, ...] = (),
        folded_away: int = 0,
        more: int = 0,
    ) -> UnitLine:
        row = self._forest.rows[pk]
        return UnitLine(
            pk=row.pk,
            href=address("tasks:unit", row.pk),
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            people=self._people.get(pk, 0),
            ended_on=f"{row.active_to:%d/%m/%Y}" if row.active_to else "",
            is_ended=_is_ended(row, self._today),
            load=self._loads.get(pk, Load()),
            children=children,
            folded_away=folded_away,
            more=more,
        )
