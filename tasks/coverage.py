"""Which tasks of a plan seem to carry out which tasks of the superior plan.  PURE.

A suggestion is only a hint for the person who compares: it says how like two tasks are, from 0 to
100, by the words that both have (words that many tasks share count little), letter by letter (so
that close spellings count), by their category and by the units that both name.  Nothing is decided
here.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

LIKELY = 45  # below this a pair is chance
STRONG = 65  # from here on most pairs are right
MOST = 3  # suggestions for one task
SHORTLIST = 12  # pairs of one task that are looked at letter by letter

_WORD = re.compile(r"[a-z0-9]+")
# What stands in every plan of the field and tells no two tasks apart; longer ones first.
_STOCK = re.compile(
    r"phong chay,? (?:va )?chua chay,? (?:va )?cuu nan,? cuu ho|phong chay,? (?:va )?chua chay"
    r"|chua chay,? (?:va )?cuu nan,? cuu ho|cuu nan,? cuu ho|\bpccc\b|\bcnch\b"
)
_SMALL_WORDS = (
    "va cac cua cho cong tac thuc hien to chuc theo ve tai trong tren dia ban duoc co den "
    "voi tu khi viec nhung mot so don vi nam quy thang ngay truoc hang dinh ky tiep tuc "
    "tang cuong trien khai dam bao phuc vu nham de la do bang ra"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_SAME_CATEGORY, _SAME_UNITS = 8, 6
_BY_SET, _BY_LETTERS = 0.7, 0.3


@dataclass(frozen=True)
class Piece:
    """A task as far as likeness goes: ``words`` folded, ``category`` "" where it says nothing."""

    key: int
    words: str
    category: str = ""
    units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Pair:
    """``task`` seems to carry out ``superior``; ``likeness`` from 0 to 100."""

    superior: int
    task: int
    likeness: int

    @property
    def is_strong(self) -> bool:
        """Whether the two are so alike that most such pairs are right."""
        return self.likeness >= STRONG

    @property
    def is_likely(self) -> bool:
        """Whether the two are alike enough to be suggested."""
        return self.likeness >= LIKELY


@dataclass(frozen=True)
class _Worded:
    piece: Piece
    text: str
    weights: Mapping[str, float]
    total: float


def suggest(
    superior: Sequence[Piece], own: Sequence[Piece], *, most: int = MOST, at_least: int = LIKELY
) -> dict[int, tuple[Pair, ...]]:
    """For each task of the superior plan the few tasks most like it, the likest first.

    Tasks with nothing like them are left out.  The time grows with the words that tasks share; only
    ``SHORTLIST`` pairs of each task are compared letter by letter.
    """
    above, below = _worded([superior, own])
    holders: dict[str, list[int]] = {}
    for at, one in enumerate(below):
        for word in one.weights:
            holders.setdefault(word, []).append(at)
    found = {}
    for one in above:
        pairs = _best(one, below, holders, most, at_least)
        if pairs:
            found[one.piece.key] = pairs
    return found


def rank(superior: Piece, own: Sequence[Piece]) -> tuple[Pair, ...]:
    """Every task with its likeness to one task of the superior plan, the likest first."""
    (above,), below = _worded([[superior], own])
    pairs = (Pair(superior.key, one.piece.key, _likeness(above, one)) for one in below)
    return tuple(sorted(pairs, key=lambda pair: -pair.likeness))


def _worded(groups: Sequence[Sequence[Piece]]) -> list[list[_Worded]]:
    """The pieces with the weight of each of their words: the rarer it is, the more it says."""
    bare = [[(piece, _bare(piece.words)) for piece in group] for group in groups]
    spread = Counter(word for group in bare for _, words in group for word in set(words))
    count = sum(len(group) for group in groups)
    return [[_weighted(piece, words, spread, count) for piece, words in group] for group in bare]


def _bare(words: str) -> list[str]:
    found = _WORD.findall(_STOCK.sub(" ", words))
    return [word for word in found if word not in _SMALL and not word.isdigit()]


def _weighted(piece: Piece, words: list[str], spread: Mapping[str, int], count: int) -> _Worded:
    weights = {word: math.log(1 + count / spread[word]) for word in dict.fromkeys(words)}
    return _Worded(piece, " ".join(words), weights, sum(weights.values()))


def _best(
    one: _Worded,
    below: Sequence[_Worded],
    holders: Mapping[str, list[int]],
    most: int,
    at_least: int,
) -> tuple[Pair, ...]:
    shared: defaultdict[int, float] = defaultdict(float)
    for word, weight in one.weights.items():
        for at in holders.get(word, ()):
            shared[at] += weight
    near = heapq.nlargest(SHORTLIST, shared, key=lambda at: _overlap(one, below[at], shared[at]))
    pairs = [Pair(one.piece.key, below[at].piece.key, _likeness(one, below[at])) for at in near]
    likely = sorted(
        (pair for pair in pairs if pair.likeness >= at_least),
        key=lambda pair: (-pair.likeness, pair.task),
    )
    return tuple(likely[:most])


def _likeness(one: _Worded, other: _Worded) -> int:
    shared = sum(weight for word, weight in one.weights.items() if word in other.weights)
    if not shared:
        return 0
    words = _BY_SET * 100 * _overlap(one, other, shared)
    letters = _BY_LETTERS * fuzz.token_set_ratio(one.text, other.text)
    return min(100, round(words + letters) + _extra(one.piece, other.piece))


def _overlap(one: _Worded, other: _Worded, shared: float) -> float:
    """What both say, against the shorter of them and a little against the longer."""
    shorter, longer = sorted((one.total, other.total))
    return shared / (0.7 * shorter + 0.3 * longer) if longer else 0.0


def _extra(one: Piece, other: Piece) -> int:
    """What speaks for a pair beside its words."""
    same = _SAME_CATEGORY if one.category and one.category == other.category else 0
    return same + (_SAME_UNITS if one.units & other.units else 0)
