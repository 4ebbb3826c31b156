"""Targets that a plan's own words name: "ít nhất 02 buổi", "100% cán bộ".  PURE.

What is found is a proposal with the words it rests on; a person takes it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tasks.figures import PERCENT
from vietnamese import numbers
from vietnamese.text import fold

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
_LEAST = re.compile(
    rf"\b(?:ít nhất|tối thiểu|không dưới|không ít hơn|từ)\s+(?:là\s+|có\s+)?{_NUMBER}\s+"
    r"(?P<measure>[^\W\d]+(?:\s[^\W\d]+)?)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?<![\d,.])(?P<number>\d{1,3}(?:,\d+)?)\s*%\s*(?P<of>[^,.;:()\n]{2,60})")
_MARK, _MOST_WORDS = re.compile(r"[;:()\n]|[,.](?=\s|$)"), 12
_UP_FROM = re.compile(r"\btrở lên\b", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """A number with what it counts, as the plan writes it in ``words``."""

    value: Decimal
    measure: str
    words: str


def targets_in(text: str) -> tuple[Target, ...]:
    """The targets that a task's text names, in order."""
    found: list[tuple[int, Target]] = []
    for hit in _LEAST.finditer(text):
        # "từ 02 buổi" is a target only where "trở lên" follows.
        bare = hit.group().lower().startswith("từ")
        if bare and not _UP_FROM.match(text[hit.end() :].lstrip()) and "trở" not in hit.group():
            continue
        value = numbers.read(hit["number"])
        found.append((hit.start(), Target(value, hit["measure"], _clause(text[hit.start() :]))))
    for hit in _SHARE.finditer(text):
        value = numbers.read(hit["number"])
        if 0 < value <= 100:
            found.append((hit.start(), Target(value, PERCENT, hit.group().strip())))
    return tuple(target for _, target in sorted(found, key=lambda pair: pair[0]) if target.value)


def _clause(text: str) -> str:
    """Its first words, up to a mark, at most as many as a line holds."""
    return " ".join(_MARK.split(text, maxsplit=1)[0].split()[:_MOST_WORDS])


def proposed(text: str, measures: Iterable[tuple[int, str]]) -> Mapping[int, Target]:
    """For which indicators, given with their units of measure, the text names a target: only where
    one indicator alone is measured so, and the text names one number for it."""
    known = list(measures)
    found: dict[int, Target] = {}
    for target in targets_in(text):
        fits = [key for key, measure in known if _same(measure, target.measure)]
        if len(fits) == 1 and fits[0] not in found:
            found[fits[0]] = target
    return found


def _same(measure: str, written: str) -> bool:
    measure, written = fold(measure), fold(written)
    return written == measure or written.startswith(f"{measure} ")
