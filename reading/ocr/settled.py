"""What recognising broke → what it is meant to be, names and accents, said as a guess.  PURE.

"P.Tổ chức-Hành chính" and "P. Tố chức - Hành chính" are what the document calls "P. Tổ chức - Hành
chính" elsewhere, or the office's directory does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import OSA

from reading.draft import Doubt, DoubtKind, DutyDraft, NameDraft, PlanDraft, TaskDraft
from reading.letters import flat
from reading.ocr.vocabulary import pairs
from reading.ocr.words import UNSURE, ScannedPage, SeenWord, in_runs

_SHORTEST = 8  # letters: shorter names are too like one another
_LOOK_ALIKE = ("CGO", "OQ", "DĐO", "UƯV", "EF", "ILT", "BRPĐ", "HNMK", "VY", "ÔOƠ")
_LETTERS_A_SLIP = 9  # one letter wrong in so many


@dataclass(frozen=True)
class _Known:
    """Names that others may stand for, the trusted ones of the directory first."""

    directory: dict[str, str]
    document: Counter[str]

    def meant(self, words: str) -> str:
        """The name that ``words`` stand for: themselves, or one that is all but the same."""
        bare = _bare(words)
        if len(bare) < _SHORTEST or flat(words) in self.directory:
            return words
        like = [(OSA.distance(bare, _bare(name)), 0, name) for name in self.directory.values()] + [
            (OSA.distance(bare, _bare(name)), 1, name)
            for name, count in self.document.items()
            if count > self.document[words]
            or (count == self.document[words] and _is_cleaner(name, words))
        ]
        best = min(like, default=None)
        if best is None or best[0] > len(bare) // _LETTERS_A_SLIP:
            return words
        return best[2]


def with_names_settled(draft: PlanDraft, directory: Iterable[str] = ()) -> PlanDraft:
    """The draft with broken names as they are meant, and a doubt for each that was changed."""
    known = _Known(
        {flat(name): name for name in directory},
        Counter(name.words for name in _names(draft.tasks)),
    )
    guessed: dict[str, Doubt] = {}

    def settled(name: NameDraft, ref: str) -> NameDraft:
        meant = known.meant(name.words)
        if meant == name.words:
            return name
        guessed.setdefault(name.words, Doubt(DoubtKind.NAME_GUESSED, meant, ref, name.spans))
        return replace(name, words=meant)

    tasks = [
        replace(
            task,
            lead=tuple(settled(name, task.ref) for name in task.lead),
            cooperating=tuple(settled(name, task.ref) for name in task.cooperating),
        )
        for task in draft.tasks
    ]
    duties = [_duty(duty, known) for duty in draft.report_duties]
    draft = replace(
        draft,
        tasks=tuple(tasks),
        report_duties=tuple(duties),
        doubts=(*draft.doubts, *guessed.values()),
    )
    return _with_symbol(_with_issuer(draft))


def _with_issuer(draft: PlanDraft) -> PlanDraft:
    """The issuer with the accents that its name has in the text: those of capitals are small."""
    said = draft.issuer or ""
    text = " ".join(draft.lines)
    bare, sought = flat(text), flat(said)
    places = [found.start() for found in re.finditer(re.escape(sought), bare)] if sought else []
    ways = Counter(text[at : at + len(sought)] for at in places)
    small = Counter({way: count for way, count in ways.items() if not way.isupper()})
    if not small or any(way.casefold() == said.casefold() for way in small):
        return draft
    way = max(small, key=lambda one: small[one])
    meant = "".join(
        new.upper() if old.isupper() else new.lower() for new, old in zip(way, said, strict=True)
    )
    return _guessed(draft, "issuer", meant)


def _with_symbol(draft: PlanDraft) -> PlanDraft:
    """The symbol with the initials of the issuer, where but one letter is another that looks like
    its own."""
    kind, dash, tail = (draft.symbol or "").rpartition("-")
    initials = "".join(word[0].upper() for word in (draft.issuer or "").split())
    if not dash or tail == initials or len(tail) != len(initials):
        return draft
    wrong = [pair for pair in zip(tail, initials, strict=True) if pair[0] != pair[1]]
    if len(wrong) == 1 and any(set(wrong[0]) <= set(alike) for alike in _LOOK_ALIKE):
        return _guessed(draft, "symbol", f"{kind}-{initials}")
    return draft


def _guessed(draft: PlanDraft, field: str, meant: str) -> PlanDraft:
    doubt = Doubt(DoubtKind.NAME_GUESSED, meant, None, draft.places.get(field, ()))
    values = {"issuer": draft.issuer, "symbol": draft.symbol} | {field: meant}
    return replace(
        draft, issuer=values["issuer"], symbol=values["symbol"], doubts=(*draft.doubts, doubt)
    )


def _duty(duty: DutyDraft, known: _Known) -> DutyDraft:
    to = known.meant(duty.to) if duty.to else duty.to
    return replace(duty, reporter=known.meant(duty.reporter), to=to)


def _names(tasks: Sequence[TaskDraft]) -> Iterator[NameDraft]:
    for task in tasks:
        yield from (*task.lead, *task.cooperating)


def _bare(words: str) -> str:
    return "".join(char for char in flat(words) if char.isalnum())


def _is_cleaner(name: str, words: str) -> bool:
    """Whether of two names that stand as often one is written as names are: with its spaces."""
    return name.count(" ") > words.count(" ")


_CERTAIN = 91.0
_CERTAIN_OF_RARE = 94.0  # of what no office is known to write
_MORE = 1.5  # so much surer, taken together, are the words that others are settled by
_WEIGHT = 190  # what offices write anyhow counts as if the document said it twice
_USUAL = {(flat(one), flat(other)): (one, other) for one, other in pairs()}
_MARKS = '.,;:()“”"-'

Pair = tuple[str, str]


def with_accents_settled(pages: Sequence[ScannedPage]) -> list[ScannedPage]:
    """The pages with the accents of unsure words as the document has them for sure.

    "tôn tại" is what the same page, or any office's plan (``vocabulary``), calls "tồn tại".  Two
    words that stand side by side elsewhere settle it, never one alone; what is taken so stays in
    doubt.
    """
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
