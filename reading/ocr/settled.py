"""Names that recognising broke → the ones they are meant to be, said as a guess.  PURE.

"P.Tổ chức-Hành chính" and "P. Tố chức - Hành chính" are what the document calls "P. Tổ chức - Hành
chính" elsewhere, or the office's directory does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from reading.draft import Doubt, DoubtKind, DutyDraft, NameDraft, PlanDraft, TaskDraft
from reading.letters import flat

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
