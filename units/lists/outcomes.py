"""What becomes of the rows of a list, and what a list would do as a whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, Self

from accounts.badges import Badge
from sheets.columns import How
from sheets.headings import Heading
from sheets.remarks import Why
from sheets.tables import Remark
from units.lists.resolve.rows import Option, Question, answer_key


class RowOutcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


OUTCOME_BADGES: Mapping[RowOutcome, Badge] = {
    RowOutcome.WRONG: Badge("Sai", "overdue", "alert-circle"),
    RowOutcome.NEW: Badge("Thêm mới", "done", "circle-plus"),
    RowOutcome.CHANGED: Badge("Thay đổi", "due-soon", "pencil"),
    RowOutcome.SAME: Badge("Giữ nguyên", "open", "equal"),
}


class Change(NamedTuple):
    """A stored value and what a row makes of it, both as people read them."""

    label: str
    old: str
    new: str


class JudgedRow(NamedTuple):
    """``code`` and ``name`` say what the row is about, ``by`` by what that was found.

    ``problems`` are whole sentences that begin with the row's number, causes before consequences;
    ``because`` is the row that alone makes this one wrong (0: it is wrong by itself, or right).
    """

    number: int
    outcome: RowOutcome
    code: str
    name: str
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    by: str = ""
    because: int = 0

    @property
    def badge(self) -> Badge:
        return OUTCOME_BADGES[self.outcome]


@dataclass(frozen=True)
class Unnamed:
    """Something stored that the file does not name; an import leaves it as it is."""

    pk: int
    code: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Asked:
    """A question about some words, and the rows in which they stand."""

    about: str
    words: str
    options: tuple[Option, ...]
    rows: tuple[int, ...]

    @property
    def key(self) -> str:
        return answer_key(self.about, self.words)


def gathered(questions: Iterable[tuple[int, Question]]) -> tuple[Asked, ...]:
    """Each question once, with the rows that ask it, those that most rows ask first."""
    rows: dict[str, list[int]] = {}
    first: dict[str, Question] = {}
    for number, question in questions:
        first.setdefault(question.key, question)
        rows.setdefault(question.key, []).append(number)
    found = [
        Asked(one.about, one.words, one.options, tuple(dict.fromkeys(rows[key])))
        for key, one in first.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.rows), one.rows[0])))


@dataclass(frozen=True)
class Preview:
    """What a list would do, or why it cannot be read (``problem``).

    ``said`` are sentences about columns and cells that were not taken; ``fingerprint`` changes when
    anything changes that would be written.  ``made`` are the numbers of what was new, once the
    list has been taken in.  ``tops`` are the rows that may be the heading, with their words.
    """

    sheet: str = ""
    sheets: tuple[str, ...] = ()
    heading_row: int = 0
    tops: tuple[tuple[int, str], ...] = ()
    headings: tuple[Heading, ...] = ()
    problem: str = ""
    rows: tuple[JudgedRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    said: tuple[str, ...] = ()
    questions: tuple[Asked, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    made: tuple[int, ...] = field(default=(), compare=False)

    @cached_property
    def fingerprint(self) -> str:
        told = [(row.number, row.outcome.value, row.code, row.changes) for row in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @cached_property
    def counts(self) -> Mapping[RowOutcome, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOME_BADGES}

    @cached_property
    def wrong(self) -> tuple[JudgedRow, ...]:
        """The rows that are wrong, what is wrong by itself before what is so because of it."""
        found = [row for row in self.rows if row.outcome is RowOutcome.WRONG]
        return tuple(sorted(found, key=lambda row: (bool(row.because), row.number)))

    @cached_property
    def consequences(self) -> tuple[str, ...]:
        """For each row that makes others wrong: "dòng 6 sai nên dòng 9–14 sai theo"."""
        by_cause: dict[int, list[int]] = {}
        for row in self.wrong:
            if row.because:
                by_cause.setdefault(row.because, []).append(row.number)
        return tuple(
            f"Dòng {cause} sai nên dòng {runs_of(rows)} sai theo."
            for cause, rows in sorted(by_cause.items())
        )

    @property
    def to_write(self) -> int:
        return self.counts[RowOutcome.NEW] + self.counts[RowOutcome.CHANGED]

    # --- as JSON --------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """The preview as JSON can hold it."""
        rows = [[*row[:4], *map(list, row[4:7]), *row[7:]] for row in self.rows]
        own = {name: getattr(self, name) for name in _PLAIN}
        return own | {
            "rows": rows,
            "headings": [asdict(one) for one in self.headings],
            "remarks": [asdict(one) for one in self.remarks],
            "questions": [asdict(one) for one in self.questions],
            "unnamed": [asdict(one) for one in self.unnamed],
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """The preview that was kept."""
        own = {name: _as_tuple(state[name]) for name in _PLAIN}
        return cls(
            **own,
            rows=tuple(_row_from(*one) for one in state["rows"]),
            headings=tuple(map(_heading_from, state["headings"])),
            remarks=tuple(
                Remark(one["number"], one["words"], Why(one["why"])) for one in state["remarks"]
            ),
            questions=tuple(_asked_from(one) for one in state["questions"]),
            unnamed=tuple(Unnamed(**one) for one in state["unnamed"]),
        )


_PLAIN = ("sheet", "sheets", "heading_row", "tops", "problem", "said", "made")


def _as_tuple(value: Any) -> Any:
    return tuple(map(_as_tuple, value)) if isinstance(value, list | tuple) else value


def _heading_from(state: Mapping[str, Any]) -> Heading:
    samples, how = tuple(state["samples"]), How(state["how"])
    return Heading(**{**state, "samples": samples, "how": how})


def _asked_from(state: Mapping[str, Any]) -> Asked:
    options = tuple(Option(**one) for one in state["options"])
    return Asked(state["about"], state["words"], options, tuple(state["rows"]))


def _row_from(
    number: int,
    outcome: str,
    code: str,
    name: str,
    changes: list[list[str]],
    problems: list[str],
    notes: list[str],
    by: str,
    because: int,
) -> JudgedRow:
    return JudgedRow(
        number,
        RowOutcome(outcome),
        code,
        name,
        tuple(Change(*one) for one in changes),
        tuple(problems),
        tuple(notes),
        by,
        because,
    )


def runs_of(numbers: Iterable[int]) -> str:
    """Row numbers as people write them.

    >>> runs_of([9, 10, 11, 14])
    '9–11, 14'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


class RowsWrong(Exception):
    """Some row is wrong, so nothing was written; ``preview`` says which and why."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(f"{len(preview.wrong)} dòng sai, chưa ghi gì vào danh mục.")
        self.preview = preview


class DirectoryMoved(Exception):
    """What is stored has changed since the list was looked at, so nothing was written."""
