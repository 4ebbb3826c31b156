"""Units by what they are called → the one meant, and by what it was found.  PURE."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sheets.columns import bare
from units.lists.spelling import initials, says_the_same
from units.matching.words import words_of
from vietnamese.text import fold, one_line

_CODE_AND_NAME = re.compile(r"^(\S+)\s+[-–:]\s+\S")
_NAME_AND_CODE = re.compile(r"\(([^()]+)\)\s*$")
_STEPS = re.compile(r"\s*(?:/|>|→|»|\\|\|)\s*")
_BELOW = re.compile(r"\s+(?:trực thuộc|thuộc|của)\s+|\s+[-–]\s+|,\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)\s*$")
_UNLIKE = 72
# Looking for the likest name takes long among many; a file with more misses has another trouble.
_MOST_SUGGESTIONS, _SHOWN = 200, 4


class By(StrEnum):
    """By what a unit was found."""

    CODE = "mã"
    IDENTIFIER = "mã định danh"
    NAME = "tên"
    OTHER = "tên gọi khác"
    FORMER = "tên cũ"
    PATH = "tên kèm đơn vị cấp trên"
    SHORT = "cách viết tắt"
    ANSWER = "lựa chọn đã ghi nhớ"


# What was found in these ways is told beside the row.
GUESSED = frozenset({By.FORMER, By.SHORT, By.ANSWER, By.PATH})


class Found(NamedTuple):
    code: str
    by: By


class NotFound(LookupError):
    """No unit is called so; ``likest`` are the codes of those whose names are most like it."""

    def __init__(self, likest: Iterable[str]) -> None:
        self.likest = tuple(likest)
        super().__init__(self.likest)


class Ambiguous(LookupError):
    """Several units are called so; ``codes`` are theirs."""

    def __init__(self, codes: Collection[str]) -> None:
        self.codes = tuple(sorted(codes))
        super().__init__(self.codes)


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the directory, as far as rows can name it."""

    code: str
    name: str
    others: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    parent: str | None = None
    identifier: str = ""
    has_ended: bool = False


Index = dict[str, set[str]]


def _index() -> Index:
    return defaultdict(set)


@dataclass
class UnitNames:
    """Finds units by code, identifier, name, other and former name, path and abbreviation, in this
    order.  ``parents`` are the codes above, as far as they are known."""

    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    _codes: dict[str, str] = field(default_factory=dict)
    _identifiers: dict[str, str] = field(default_factory=dict)
    _names: Index = field(default_factory=_index)
    _others: Index = field(default_factory=_index)
    _former: Index = field(default_factory=_index)
    _plain: Index = field(default_factory=_index)
    _short: Index = field(default_factory=_index)
    _found: dict[str, Found | LookupError] = field(default_factory=dict)
    _suggested: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[KnownUnit]) -> UnitNames:
        names = cls()
        for unit in units:
            names.add(unit.code, unit.name, unit.others, unit.former, unit.identifier)
            names.parents[unit.code] = unit.parent
            if unit.has_ended:
                names.ended.add(unit.code)
        return names

    def add(
        self,
        code: str,
        name: str,
        others: Iterable[str] = (),
        former: Iterable[str] = (),
        identifier: str = "",
        written_code: str = "",
    ) -> None:
        """``written_code`` is what a file calls the unit by in its own column of codes."""
        self._found.clear()
        for one in filter(None, (code, written_code)):
            self._codes.setdefault(fold(one), code)
        if identifier:
            self._identifiers.setdefault(fold(identifier), code)
        if bare(name):
            self.names[code] = name
            self._names[bare(name)].add(code)
            self._plain[" ".join(words_of(name))].add(code)
            self._short[initials(name)].add(code)
        for index, called in ((self._others, others), (self._former, former)):
            for one in called:
                if bare(one):
                    index[bare(one)].add(code)

    # --- looking up ---------------------------------------------------------------------------

    def code(self, written: str) -> str | None:
        """The code as the directory spells it."""
        return self._codes.get(fold(written)) if bare(written) else None

    def identified(self, written: str) -> str | None:
        """The code of the unit with this electronic identifier."""
        return self._identifiers.get(fold(written)) if bare(written) else None

    def named(self, name: str) -> set[str]:
        """The codes of all units with this very name, accents and marks apart."""
        return set(self._names.get(bare(name), ())) if bare(name) else set()

    def also_named(self, name: str) -> Iterator[tuple[set[str], By]]:
        """The codes of units that have, or once had, this as another name."""
        if bare(name):
            yield set(self._others.get(bare(name), ())), By.OTHER
            yield set(self._former.get(bare(name), ())), By.FORMER

    def shortened(self, name: str) -> set[str]:
        """The codes of units whose name this is in other words: P. for Phòng, KH&CN …"""
        plain = " ".join(words_of(name))
        if not plain:
            return set()
        found = set(self._plain.get(plain, ()))
        if not found:
            alike = self._short.get(initials(name), ())
            found = {code for code in alike if says_the_same(name, self.names.get(code, ""))}
        return found

    def find(self, words: str) -> Found:
        """The one unit so called.  Raises NotFound or Ambiguous."""
        if words not in self._found:
            try:
                self._found[words] = self._find(words)
            except LookupError as error:
                self._found[words] = error
        found = self._found[words]
        if isinstance(found, Found):
            return found
        raise found

    def _find(self, words: str) -> Found:
        if not bare(words):
            raise NotFound(())
        for code, by in self._by_keys(words):
            if code:
                return Found(code, by)
        for codes, by in self._by_names(words):
            if codes:
                return Found(self._one(codes, words), by)
        if found := self._by_path(words):
            return Found(found, By.PATH)
        if codes := self.shortened(words):
            return Found(self._one(codes, words), By.SHORT)
        raise NotFound(self._likest(words))

    def _by_keys(self, words: str) -> Iterator[tuple[str | None, By]]:
        yield self.code(words), By.CODE
        yield self.identified(words), By.IDENTIFIER

    def _by_names(self, words: str) -> Iterator[tuple[set[str], By]]:
        yield self.named(words), By.NAME
        yield from self.also_named(words)
        for pattern in (_CODE_AND_NAME, _NAME_AND_CODE):
            written = pattern.search(words)
            code = self.code(written[1]) if written else None
            yield ({code} if code else set()), By.CODE

    def _one(self, codes: Collection[str], words: str) -> str:
        """The one meant among units called alike: spelt so, and still at work."""
        left = set(codes)
        spelt = one_line(words).casefold()
        same = {code for code in left if one_line(self.names.get(code, "")).casefold() == spelt}
        left = same or left
        left = left - self.ended or left
        if len(left) > 1:
            raise Ambiguous(left)
        return next(iter(left))

    def label(self, code: str) -> str:
        """A unit's name with that of the unit above, so that namesakes are told apart."""
        name, above = self.names.get(code, code), self.parents.get(code)
        return f"{name} – {self.names[above]}" if above in self.names else name

    # --- by the units above -------------------------------------------------------------------

    def _by_path(self, words: str) -> str | None:
        """The unit at the end of a path: from above ("Sở A / Phòng B") or from below ("Phòng B,
        Sở A", "Phòng B thuộc Sở A", "Phòng B (Sở A)")."""
        steps = [step for step in _STEPS.split(words) if step]
        if len(steps) > 1 and (found := self._walk(steps)):
            return found
        if inside := _BRACKETS.match(words):
            return self._walk([inside[2], inside[1]])
        for mark in _BELOW.finditer(words):
            found = self._walk([words[mark.end() :], words[: mark.start()]])
            if found:
                return found
        return None

    def _walk(self, steps: list[str]) -> str | None:
        at: str | None = None
        for step in steps:
            codes = self._called(step)
            if at is not None:
                codes = self._nearest_below(at, codes)
            if len(codes) != 1:
                return None
            at = next(iter(codes))
        return at

    def _called(self, words: str) -> set[str]:
        code = self.code(words) or self.identified(words)
        if code:
            return {code}
        for codes, _ in self._by_names(words):
            if codes:
                return codes
        return self.shortened(words)

    def _nearest_below(self, top: str, codes: Iterable[str]) -> set[str]:
        """Those of the units that stand below ``top``, the nearest to it alone."""
        steps = {code: n for code in codes if (n := self._steps_up(code, top)) is not None}
        least = min(steps.values(), default=0)
        return {code for code, number in steps.items() if number == least}

    def chain(self, code: str) -> list[str]:
        """The unit and those above it, from below."""
        found: list[str] = []
        at: str | None = code
        while at is not None and at not in found:
            found.append(at)
            at = self.parents.get(at)
        return found

    def _steps_up(self, code: str, top: str) -> int | None:
        steps, at = 0, self.parents.get(code)
        while at is not None and steps < 30:
            steps += 1
            if at == top:
                return steps
            at = self.parents.get(at)
        return None

    def is_called(self, code: str, words: str) -> bool:
        """Whether the unit is what these words name."""
        try:
            return self.find(words).code == code
        except Ambiguous as error:
            return code in error.codes
        except NotFound:
            return False

    # --- what is like it ----------------------------------------------------------------------

    def _likest(self, words: str) -> tuple[str, ...]:
        if words not in self._suggested and len(self._suggested) < _MOST_SUGGESTIONS:
            self._suggested[words] = tuple(dict.fromkeys(self._alike(words)))[:_SHOWN]
        return self._suggested.get(words, ())

    def _alike(self, words: str) -> Iterator[str]:
        yield from sorted(self._short.get(initials(words), ()))
        written = words.split()
        for part in (written[:-1], written[:-2], written[1:]):
            if len(part) > 1 or (part and part[0].isupper()):
                yield from sorted(self.named(" ".join(part)) or self.shortened(" ".join(part)))
        choices = [*self._names, *self._others]
        plain = " ".join(words_of(words))
        for said in dict.fromkeys((bare(words), plain)):
            for name, _, _ in process.extract(
                said, choices, scorer=fuzz.token_sort_ratio, score_cutoff=_UNLIKE, limit=_SHOWN
            ):
                yield from sorted(self._names.get(name) or self._others[name])


def steps_in(words: str) -> int:
    """How many steps a path may have; 0 where the words are no path."""
    if not words:
        return 0
    found = len(_STEPS.findall(words)) + len(_BELOW.findall(words))
    return found or int(bool(_BRACKETS.match(words)))
