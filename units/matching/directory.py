"""What matching knows of the units around an issuing agency, and what a match is.  PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

OUTSIDE = "outside"  # the choice "a body outside, keep its name"


@dataclass(frozen=True)
class UnitEntry:
    """A unit as the directory knows it.  ``distance``: steps below the issuer, None outside it.
    ``successor``: of a unit that has ended, the one that took its place."""

    pk: int
    name: str
    code: str = ""
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    parent: int | None = None
    distance: int | None = None
    is_external: bool = False
    is_lasting: bool = True  # no day is set on which it ends
    successor: int | None = None

    @property
    def takes_work(self) -> bool:
        """Whether the issuer can give it work: it belongs to the issuer, is no outside body and
        has no successor."""
        return self.distance is not None and not self.is_external and self.successor is None

    @property
    def called(self) -> tuple[str, ...]:
        return tuple(name for name in (self.name, self.short_name, *self.aliases) if name)


@dataclass(frozen=True)
class GroupEntry:
    """A stored group of the issuing agency, its members already found."""

    pk: int
    name: str
    members: tuple[int, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Directory:
    """The issuer, the units around it in the order in which they are listed, and its groups."""

    issuer: int
    units: tuple[UnitEntry, ...]
    groups: tuple[GroupEntry, ...] = ()


class How(StrEnum):
    """How a name came to mean what it is taken for."""

    EXACT = "exact"
    ALIAS = "alias"
    ABBREVIATION = "abbreviation"
    POST = "post"
    GROUP = "group"
    SUCCESSOR = "successor"  # of a unit that has ended: taken for the one in its place
    CLOSE = "close"
    CHOSEN = "chosen"
    OUTSIDE = "outside"  # recognised, not of this agency: kept as written
    OPEN_ENDED = "open_ended"  # "các đơn vị liên quan": kept as written
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Target:
    """What a name can stand for.

    ``key`` is "unit:12", "group:3" or "rule:<agency>:<kinds>:<reach>"; ``units`` are those that get
    the work, none for a body outside the agency.
    """

    key: str
    label: str
    units: tuple[int, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A target that a name might mean; ``score`` from 0 to 100."""

    target: Target
    score: int


@dataclass(frozen=True)
class Match:
    """A name as written, and what it was taken for (``target`` None: nothing)."""

    words: str
    how: How
    target: Target | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def units(self) -> tuple[int, ...]:
        return self.target.units if self.target else ()

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody must say what is meant."""
        return self.how in (How.AMBIGUOUS, How.UNKNOWN)


class Tree:
    """The directory as a tree: who stands above and below whom."""

    def __init__(self, directory: Directory) -> None:
        self.issuer = directory.issuer
        self.entries = {unit.pk: unit for unit in directory.units}
        self.children: dict[int, list[UnitEntry]] = defaultdict(list)
        self._names: dict[str, int] = defaultdict(int)
        for unit in directory.units:
            self._names[unit.name.casefold()] += unit.successor is None
            if unit.parent is not None:
                self.children[unit.parent].append(unit)

    def above(self, pk: int | None) -> Iterator[UnitEntry]:
        """The unit, the one above it, and so on as far as the directory goes."""
        while pk is not None and pk in self.entries:
            yield self.entries[pk]
            pk = self.entries[pk].parent

    def below(self, pk: int) -> Iterator[UnitEntry]:
        for unit in self.children.get(pk, []):
            yield unit
            yield from self.below(unit.pk)

    def rank(self, pk: int) -> int:
        """How near a unit stands to the issuer, the nearest first, then outside bodies, then those
        that have ended: their names lead somewhere only where nobody bears them now."""
        unit = self.entries[pk]
        if unit.successor is not None:
            return 2000
        if unit.is_external:
            return 1001
        return 1000 if unit.distance is None else unit.distance

    def nearest(self, found: Iterable[int]) -> list[int]:
        """Of several units the nearest: the agency's own office before an office of its parts."""
        ranked = {pk: self.rank(pk) for pk in found}
        best = min(ranked.values(), default=0)
        return [pk for pk, rank in ranked.items() if rank == best]

    def target(self, pk: int) -> Target:
        """What the unit stands for: itself or, where it has ended, the one in its place."""
        unit = self.entries[pk]
        if unit.successor in self.entries:
            pk, unit = unit.successor, self.entries[unit.successor]
        return Target(f"unit:{pk}", self._label(unit), (pk,) if unit.takes_work else ())

    def _label(self, unit: UnitEntry) -> str:
        """The name, with the unit above where two bear the same."""
        if self._names[unit.name.casefold()] < 2:
            return unit.name
        parent = self.entries.get(unit.parent) if unit.parent else None
        return f"{unit.name} ({parent.name if parent else unit.code})"
