"""The ways in which each unit of a directory may be called, looked up from both sides.  PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from units.matching import words as spelling
from units.matching.directory import Candidate, Tree, UnitEntry
from units.matching.words import Agency, Words, words_of
from vietnamese.text import fold, one_line

WORTH_SHOWING, MOST_SHOWN = 60, 5
# How like two syllables must be to be the same one with a slip of the pen.
SLIP = 70

Index = dict[str, list[int]]


class Forms:
    """Finds units by a name as written: by its letters, an alias, another form, or likeness."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._agencies = {
            pk: spelling.agency_called(unit.name, unit.short_name)
            for pk, unit in tree.entries.items()
            if pk == tree.issuer or pk in tree.children
        }
        self._own = self._agencies[tree.issuer]
        self._localities: list[Agency] = [
            self._agencies[unit.pk] for unit in tree.above(tree.issuer) if unit.pk in self._agencies
        ]
        self._texts: Index = defaultdict(list)
        self._folds: Index = defaultdict(list)
        self._aliases: Index = defaultdict(list)
        self._inside: Index = defaultdict(list)
        self._around: Index = defaultdict(list)
        self._loose: Index = defaultdict(list)
        self._placeless: Index = defaultdict(list)
        self._glued: Index = defaultdict(list)
        self._forms: dict[int, frozenset[str]] = {}
        self._spelt: dict[int, frozenset[str]] = {}
        for unit in tree.entries.values():
            self._add(unit)

    # --- looking up -------------------------------------------------------------------------------
    def named(self, name: str) -> list[int]:
        """Units whose name, short name or code this is, accents apart where need be."""
        exact = self._tree.nearest(self._texts.get(one_line(name).casefold(), ()))
        return exact or self._tree.nearest(self._folds.get(fold(name), ()))

    def aliased(self, name: str) -> list[int]:
        return self._tree.nearest(self._aliases.get(fold(name), ()))

    def formed(self, name: str) -> list[int]:
        """Units that are called so with abbreviations, initials, or the agency's name appended."""
        said, core = self.said(name), self.core(name)
        written = {" ".join(core), " ".join(said), spelling.as_initials(core)} - {""}
        inside = self._hits(self._inside, written)
        return (
            inside
            or self._hits(self._around, {" ".join(said), spelling.as_initials(said)})
            or self._hits(self._glued, spelling.initials_of(name))
        )

    def _hits(self, index: Index, forms: Iterable[str]) -> list[int]:
        return self._tree.nearest(pk for form in forms for pk in index.get(form, ()))

    def loosely(self, name: str) -> list[int]:
        """Units whose name differs only in a place's proper name that one of the two leaves out, or
        in "PCCC" for "PCCC và CNCH"."""
        core = _loosened(self.core(name))
        placeless = _loosened(spelling.without_proper_names(name))
        found = (self._loose.get(core, ()), self._placeless.get(core, ()),
                 self._loose.get(placeless, ()))  # fmt: skip
        return self._tree.nearest({pk for hits in found for pk in hits}) if core else []

    def agency(self, words: Words) -> int | None:
        """The one unit within the issuer that is called exactly so, else None."""
        found = self._tree.nearest(self._inside.get(" ".join(words), ()))
        return found[0] if len(found) == 1 else None

    def alike(self, name: str) -> tuple[Candidate, ...]:
        """The units most like the name in spelling, the likest first."""
        written = {" ".join(self.core(name)), " ".join(self.said(name))}
        scored = [
            (max(_likeness(one, form) for one in written for form in forms), pk)
            for pk, forms in self._spelt.items()
            if forms
        ]
        best = sorted(
            (pair for pair in scored if pair[0] >= WORTH_SHOWING),
            key=lambda pair: (-pair[0], self._tree.rank(pair[1]), pair[1]),
        )
        found: dict[str, Candidate] = {}
        for score, pk in best:
            target = self._tree.target(pk)
            found.setdefault(target.key, Candidate(target, score))
        return tuple(found.values())[:MOST_SHOWN]

    def differs_by_slips(self, name: str, pk: int) -> bool:
        """Whether the name is, word for word, one of the unit's but for slips of the pen; numbers
        must be the same."""
        written = (self.core(name), self.said(name))
        return any(_slips(one, tuple(form.split())) for one in written for form in self._spelt[pk])

    # --- bringing a name to its words -------------------------------------------------------------
    def said(self, name: str) -> Words:
        """The words, the localities of the agency and of those above it said short."""
        words = words_of(name)
        for agency in self._localities:
            words = spelling.said_short(words, agency)
        return words

    def core(self, name: str) -> Words:
        """The words without the issuing agency's name at their end."""
        return self.without_own(self.said(name))

    def without_own(self, words: Words) -> Words:
        return spelling.without_agency(words, self._own)

    # --- the index --------------------------------------------------------------------------------
    def _add(self, unit: UnitEntry) -> None:
        for called in filter(None, (unit.name, unit.short_name, unit.code)):
            self._texts[one_line(called).casefold()].append(unit.pk)
            self._folds[fold(called)].append(unit.pk)
        for alias in unit.aliases:
            self._aliases[fold(alias)].append(unit.pk)
        self._forms[unit.pk] = frozenset(self._forms_of(unit)) - {""}
        spelt = (*map(self.said, unit.called), *map(self.core, unit.called))
        self._spelt[unit.pk] = frozenset(" ".join(words) for words in spelt) - {""}
        for name in unit.called:
            self._glued[spelling.as_initials(self.said(name))].append(unit.pk)
        index = self._around if unit.distance is None else self._inside
        for form in self._forms[unit.pk]:
            index[form].append(unit.pk)
        self._loose[_loosened(self.core(unit.name))].append(unit.pk)
        self._placeless[_loosened(spelling.without_proper_names(unit.name))].append(unit.pk)

    def _forms_of(self, unit: UnitEntry) -> Iterator[str]:
        yield from (" ".join(self.said(called)) for called in unit.called)
        yield from spelling.initials_of(unit.name)
        if unit.pk == self._tree.issuer:
            bare_places = (self._own.locality, self._own.place)
            yield from (" ".join(end) for end in self._own.endings if end not in bare_places)
        elif unit.distance is not None:
            for called in unit.called:
                yield from self._forms_within(unit, self.core(called))

    def _forms_within(self, unit: UnitEntry, core: Words) -> Iterator[str]:
        """The name by itself, and with the names of the units between it and the issuer."""
        yield " ".join(core)
        for above in self._tree.above(unit.parent):
            if above.pk == self._tree.issuer:
                return
            short = spelling.without_agency(core, self._agencies[above.pk])
            yield " ".join(short)
            yield " ".join((*short, *self.core(above.name)))


def _loosened(words: Iterable[str]) -> str:
    """The words without "cảnh sát" before and "CNCH" after PCCC."""
    text = f" {' '.join(words)} "
    return text.replace(" canh sat pccc ", " pccc ").replace(" pccc cnch ", " pccc ").strip()


def _likeness(one: str, other: str) -> int:
    """From 0 to 100; words left out or added count against, but less than other words."""
    sizes = sorted((len(one.split()), len(other.split())))
    shared: float = 0.85 * fuzz.token_set_ratio(one, other) * (sizes[0] / max(sizes[1], 1)) ** 0.5
    return round(max(fuzz.ratio(one, other), shared))


def _slips(one: Words, other: Words) -> bool:
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(
        fuzz.ratio(a, b) >= SLIP and not any(map(str.isdecimal, a + b)) for a, b in differing
    )
