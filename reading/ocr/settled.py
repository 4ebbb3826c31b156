"""Names that recognising broke → the ones they are meant to be, said as a guess.  PURE.

"P.Tổ chức-Hành chính" and "P. Tố chức - Hành chính" are what the document calls "P. Tổ chức - Hành
chính" elsewhere, or the office's directory does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from reading.draft import Doubt, DoubtKind, DutyDraft, NameDraft, PlanDraft, TaskDraft
from reading.letters import flat

_SHORTEST = 8  # letters: shorter names are too like one another
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
    return replace(
        draft,
        tasks=tuple(tasks),
        report_duties=tuple(duties),
        doubts=(*draft.doubts, *guessed.values()),
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
