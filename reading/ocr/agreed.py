"""Accents that were hardly seen → those that the same words bear elsewhere in the document.  PURE.

"tôn tại" is what the same page, or any office's plan (``vocabulary``), calls "tồn tại".  Two words
that stand side by side elsewhere settle it, never one alone; what is taken so stays in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reading.letters import flat
from reading.ocr.vocabulary import pairs
from reading.ocr.words import UNSURE, ScannedPage, SeenWord, in_runs

_CERTAIN = 91.0
_CERTAIN_OF_RARE = 94.0  # of what no office is known to write
_MORE = 1.5  # so much surer, taken together, are the words that others are settled by
_WEIGHT = 190  # what offices write anyhow counts as if the document said it twice
_USUAL = {(flat(one), flat(other)): (one, other) for one, other in pairs()}
_MARKS = '.,;:()“”"-'

Pair = tuple[str, str]


def with_accents_settled(pages: Sequence[ScannedPage]) -> list[ScannedPage]:
    """The pages with the accents of unsure words as the document has them for sure."""
    known: dict[Pair, Counter[Pair]] = {}
    for page in pages:
        for one, other in _pairs(page.words):
            pair = _said(one), _said(other)
            weight = round(min(one.sure, other.sure))
            known.setdefault((flat(pair[0]), flat(pair[1])), Counter())[pair] += weight
    return [replace(page, words=tuple(_settled(page.words, known))) for page in pages]


def _settled(words: Sequence[SeenWord], known: dict[Pair, Counter[Pair]]) -> Iterator[SeenWord]:
    right: dict[int, str] = {}
    for one, other in _pairs(words):
        pair = _said(one), _said(other)
        bare = flat(pair[0]), flat(pair[1])
        said = Counter(known[bare])
        certain = _CERTAIN
        if bare in _USUAL and other.text[0].islower():  # a name has accents of its own
            said[_USUAL[bare]] += _WEIGHT
            certain = _CERTAIN_OF_RARE
        best, weight = max(said.items(), key=lambda row: row[1])
        if best == pair or weight < _MORE * said[pair]:
            continue
        for word, own, meant in zip((one, other), pair, best, strict=True):
            if own != meant and word.sure < certain and len(own) == len(meant):
                right[id(word)] = meant
    for word in words:
        yield _with_accents(word, right[id(word)]) if id(word) in right else word


def _with_accents(word: SeenWord, meant: str) -> SeenWord:
    at = word.text.casefold().find(_said(word))
    own = word.text[at : at + len(meant)]
    fresh = "".join(
        new.upper() if old.isupper() else new for new, old in zip(meant, own, strict=True)
    )
    text = word.text[:at] + fresh + word.text[at + len(meant) :]
    return replace(word, text=text, sure=min(word.sure, UNSURE - 1))


def _pairs(words: Sequence[SeenWord]) -> Iterator[tuple[SeenWord, SeenWord]]:
    """The words that stand side by side in a line, of letters both."""
    for run in in_runs(words):
        for one, other in pairwise(run):
            if _said(one).isalpha() and _said(other).isalpha():
                yield one, other


def _said(word: SeenWord) -> str:
    return word.text.strip(_MARKS).casefold()
