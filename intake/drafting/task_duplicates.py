"""The same work said twice in one plan.  PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from reading.draft import TaskDraft
from vietnamese.text import fold

# From this likeness on (of 100) two texts for the same leads are taken for one piece of work [A].
ALIKE = 88
# Shorter texts are alike by accident.
SHORTEST = 25


@dataclass(frozen=True)
class Pair:
    """Two tasks, by their keys in the order of the plan; ``score`` up to 100."""

    first: int
    second: int
    score: int


def same_work(rows: Sequence[tuple[int, TaskDraft]]) -> tuple[Pair, ...]:
    """Tasks with one text, and tasks of the same leads with nearly one text, the likest first."""
    texts = {key: fold(task.text) for key, task in rows}
    found = dict.fromkeys(_equal(texts), 100)
    for keys in _by_leads(rows):
        for first, second in combinations(keys, 2):
            score = fuzz.ratio(texts[first], texts[second], score_cutoff=ALIKE)
            if score and min(len(texts[first]), len(texts[second])) >= SHORTEST:
                found.setdefault((first, second), int(score))
    ranked = sorted(found.items(), key=lambda one: -one[1])
    return tuple(Pair(first, second, score) for (first, second), score in ranked)


def _equal(texts: dict[int, str]) -> Iterable[tuple[int, int]]:
    said: dict[str, list[int]] = defaultdict(list)
    for key, text in texts.items():
        if text:
            said[text].append(key)
    return ((keys[0], other) for keys in said.values() for other in keys[1:])


def _by_leads(rows: Sequence[tuple[int, TaskDraft]]) -> Iterable[list[int]]:
    held: dict[frozenset[str], list[int]] = defaultdict(list)
    for key, task in rows:
        leads = frozenset(fold(name.words) for name in task.lead)
        if leads:
            held[leads].append(key)
    return held.values()
