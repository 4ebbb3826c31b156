"""How well a draft agrees with an annotation, field by field: right, missed and made up."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from reading import PlanDraft
from reading.draft import TaskDraft
from tests.reading.helpers import when

FIELDS = ("kind", "number", "symbol", "issuer", "place", "issued_on", "title")
OPEN = "*"
_SAME_TASK, _SAME_TEXT = 0.6, 0.97
_SAME_DUTY = 0.5
Row = dict[str, Any]


@dataclass
class Tally:
    right: int = 0
    missed: int = 0
    extra: int = 0
    notes: list[str] = field(default_factory=list)

    def one(self, label: str, want: str | None, got: str | None) -> None:
        """A field with one value."""
        if want == OPEN:
            return
        self.right += bare(want) == bare(got)
        if bare(want) != bare(got):
            self.missed += 1
            self.extra += 1
            self.notes.append(f"{label}: want {want!r}, got {got!r}")

    def many(self, label: str, want: Sequence[str], got: Sequence[str]) -> None:
        """A field with a list of values."""
        if OPEN in want:
            return
        wanted, found = Counter(map(bare, want)), Counter(map(bare, got))
        self.right += (wanted & found).total()
        self.missed += (wanted - found).total()
        self.extra += (found - wanted).total()
        if wanted != found:
            self.notes.append(f"{label}: want {[*(wanted - found)]}, got {[*(found - wanted)]}")

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.missed += other.missed
        self.extra += other.extra

    @property
    def f1(self) -> float | None:
        """None where there was nothing to find."""
        all_ = 2 * self.right + self.missed + self.extra
        return 2 * self.right / all_ if all_ else None


def mean(tallies: dict[str, Tally]) -> float:
    """The mean of the fields that have values."""
    known = [one.f1 for one in tallies.values() if one.f1 is not None]
    return sum(known) / len(known)


def bare(value: str | None) -> str:
    """A value as it is compared: one space for any run, no case, no marks at its edges."""
    text = unicodedata.normalize("NFC", value or "")
    return " ".join(text.split()).strip(" .,;:-–+/“”\"'()[]").casefold()


def likeness(a: str | None, b: str | None) -> float:
    """How many of the words of both are the same, from 0 to 1."""
    one, other = bare(a).split(), bare(b).split()
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def score(want: Row, draft: PlanDraft) -> dict[str, Tally]:
    """The tallies, by field, of one document; ``want`` is an annotation of ``document``."""
    tallies: dict[str, Tally] = {}

    def tally(name: str) -> Tally:
        return tallies.setdefault(name, Tally())

    for name in FIELDS:
        tally("header").one(name, want[name], getattr(draft, name))
    _bases(want["legal_bases"], draft, tally)
    cited = [f"{row.kind} {row.number}" for row in draft.references]
    tally("references").many("reference", [], cited)
    _tasks(want["tasks"], draft.tasks, tally)
    _duties(want["report_duties"], draft, tally)
    tally("recipients").many("recipients", want["recipients"], draft.recipients)
    for name, value in want["signatory"].items():
        tally("signatory").one(name, value, getattr(draft.signatory, name))
    return tallies


Tallies = Callable[[str], Tally]


def _bases(want: list[Row], draft: PlanDraft, tally: Tallies) -> None:
    got = {bare(f"{row.kind} {row.number}"): row for row in draft.legal_bases}
    names = [f"{row['kind']} {row['number']}" for row in want]
    tally("legal bases").many("bases", names, [f"{r.kind} {r.number}" for r in draft.legal_bases])
    for name, row in zip(names, want, strict=True):
        if other := got.get(bare(name)):
            tally("basis dates").one(name, row["issued_on"], other.issued_on)
            tally("basis issuers").one(name, row["issuer"], other.issuer)


def _pairs(
    want: Sequence[Any], got: Sequence[Any], alike: Callable[[Any, Any], float], least: float
) -> list[tuple[Any, Any]]:
    """One for one, the likest first."""
    ranked = sorted(
        ((alike(w, g), i, j) for i, w in enumerate(want) for j, g in enumerate(got)),
        key=lambda row: -row[0],
    )
    taken: dict[int, int] = {}
    for same, i, j in ranked:
        if same >= least and i not in taken and j not in taken.values():
            taken[i] = j
    return [(want[i], got[j]) for i, j in sorted(taken.items())]


def _count(tally: Tally, pairs: int, want: int, got: int) -> None:
    tally.right, tally.missed, tally.extra = pairs, want - pairs, got - pairs


def _names(names: Iterable[Any]) -> list[str]:
    return [name.words for name in names]


def _tasks(want: list[Row], got: Sequence[TaskDraft], tally: Tallies) -> None:
    pairs = _pairs(want, got, lambda w, g: likeness(w["text"], g.text), _SAME_TASK)
    _count(tally("tasks"), len(pairs), len(want), len(got))
    met = {id(row) for row, _ in pairs}
    tally("tasks").notes += [f"missed {w['ref']} {w['text']}" for w in want if id(w) not in met]
    met = {id(task) for _, task in pairs}
    tally("tasks").notes += [f"made up {g.ref} {g.text}" for g in got if id(g) not in met]
    for w, g in pairs:
        tally("task refs").one(w["text"][:40], w["ref"], g.ref)
        same = likeness(w["text"], g.text) >= _SAME_TEXT
        tally("task texts").one(w["ref"], w["text"], w["text"] if same else g.text)
        tally("leads").many(w["ref"], w["lead"], _names(g.lead))
        tally("cooperating").many(w["ref"], w["cooperating"], _names(g.cooperating))
        _deadline("deadlines", w, when(g.deadline), tally)


def _deadline(part: str, want: Row, got: str, tally: Tallies) -> None:
    """Kind and days on the one hand, "before", "from" on the other."""
    if want["deadline"] == OPEN:
        return
    (days, words), (got_days, got_words) = _parted(want["deadline"]), _parted(got)
    tally(part).one(want["ref"], days, got_days)
    if days != "none" and part == "deadlines":
        tally("deadline words").one(want["ref"], words or "-", got_words or "-")


def _parted(fact: str) -> tuple[str, str]:
    words = fact.split()
    aside = next((at for at, word in enumerate(words) if word in {"before", "by", "from", "on"}),
                 len(words))  # fmt: skip
    return " ".join(words[:aside]), " ".join(words[aside:])


def _duties(want: list[Row], draft: PlanDraft, tally: Tallies) -> None:
    got = draft.report_duties

    def alike(w: Row, g: Any) -> float:
        return 0.5 * (bare(w["ref"]) == bare(g.ref)) + 0.5 * likeness(w["reporter"], g.reporter)

    pairs = _pairs(want, got, alike, _SAME_DUTY)
    _count(tally("report duties"), len(pairs), len(want), len(got))
    for w, g in pairs:
        for name in ("reporter", "to", "via", "nested_in"):
            tally("duty fields").one(f"{w['ref']} {name}", w[name], getattr(g, name))
        _deadline("duty fields", w, when(g.deadline), tally)
