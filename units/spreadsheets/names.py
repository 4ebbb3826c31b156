"""Units by what they are called: code, name or another name → code.  PURE."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from sheets.columns import bare
from vietnamese.text import fold, nfc

_CODE_AND_NAME = re.compile(r"^(\S+)\s+[-–:]\s+\S")
_UNLIKE = 75
# Looking for the likest name takes long among many; a file with more misses has another trouble.
_MOST_SUGGESTIONS = 100


class NotFound(LookupError):
    """No unit is called so; ``nearest`` is the name most like it, or ""."""

    def __init__(self, nearest: str) -> None:
        super().__init__(nearest)
        self.nearest = nearest


class Ambiguous(LookupError):
    """Several units are called so; ``codes`` are theirs."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(codes)
        self.codes = tuple(sorted(codes))


@dataclass
class NameIndex:
    """Finds the code of a unit; codes come before names, names before other names."""

    _codes: dict[str, str] = field(default_factory=dict)
    _names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _others: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    # Many rows name the same parent; all units are in when the first is asked for.
    _found: dict[str, str] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)
    _suggested: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, name: str, others: Iterable[str] = ()) -> None:
        self._codes.setdefault(fold(code), code)
        self._names[bare(name)].add(code)
        self._written.setdefault(name, code)
        for other in others:
            self._others[bare(other)].add(code)

    def code(self, written: str) -> str | None:
        """The code as the directory spells it."""
        return self._codes.get(fold(written))

    def find(self, words: str) -> str:
        """The code of the one unit so called.  Raises NotFound or Ambiguous."""
        if words not in self._found:
            self._found[words] = self._find(words)
        return self._found[words]

    def _find(self, words: str) -> str:
        exact = self.code(words)
        if exact is not None:
            return exact
        for known in (self._names, self._others):
            codes = known.get(bare(words), set())
            if len(codes) > 1:
                raise Ambiguous(codes)
            if codes:
                return next(iter(codes))
        before_dash = _CODE_AND_NAME.match(words)
        if before_dash and (code := self.code(before_dash.group(1))):
            return code
        raise NotFound(self._nearest(words))

    def named(self, name: str) -> set[str]:
        """The codes of all units with this very name."""
        return set(self._names.get(bare(name), ()))

    @cached_property
    def _short(self) -> Mapping[str, str]:
        """The first unit of each abbreviation; asked for when all units are in."""
        short: dict[str, str] = {}
        for name, code in self._written.items():
            short.setdefault(initials(name), code)
        return short

    def _nearest(self, words: str) -> str:
        if words not in self._suggested and len(self._suggested) < _MOST_SUGGESTIONS:
            self._suggested[words] = self._likest(words)
        return self._suggested.get(words, "")

    def _likest(self, words: str) -> str:
        if meant := self._short.get(initials(words)):
            return meant
        choices = [*self._names, *self._others]
        found = process.extractOne(bare(words), choices, scorer=fuzz.ratio, score_cutoff=_UNLIKE)
        if found is None:
            return ""
        return min(self._names.get(found[0]) or self._others[found[0]])


def initials(name: str) -> str:
    """The first letters of a name's words; figures and words in capitals whole.

    >>> initials("Sở Khoa học và Công nghệ") == initials("Sở KHCN") == "SKHCN"
    True
    """
    words = re.findall(r"\w+", nfc(name))
    whole = {word for word in words if word.isdecimal() or _is_short(word, name)}
    short = (word if word in whole else word[0] for word in words if fold(word) != "va")
    return fold("".join(short)).upper()


def _is_short(word: str, name: str) -> bool:
    """Capitals among small letters are an abbreviation; among capitals, what has no vowel is."""
    return word.isupper() and (name != name.upper() or not set(fold(word)) & set("aeiouy"))


def fresh_code(name: str, taken: Collection[str]) -> str:
    """A code made of a name's initials, with a number where it is taken.

    >>> fresh_code("Phòng Chuyển đổi số", {"PCDS"})
    'PCDS2'
    """
    short = initials(name)[:30] or "DV"
    number = 1
    code = short
    while code in taken:
        number += 1
        code = f"{short}{number}"
    return code


def circles(parents: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """The circles in which parents go round, each as the codes in it, the first one repeated."""
    state: dict[str, int] = {}
    found = []
    for start in parents:
        path: list[str] = []
        code: str | None = start
        while code is not None and state.get(code) is None:
            state[code] = 1
            path.append(code)
            code = parents.get(code)
        if code is not None and state[code] == 1:
            found.append((*path[path.index(code) :], code))
        state.update(dict.fromkeys(path, 2))
    return tuple(found)
