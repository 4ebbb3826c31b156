"""Whether a task is clear in five ways ("năm rõ").  PURE.

The formula is in general use in the state's administration: rõ người, rõ việc, rõ thời gian, rõ
trách nhiệm, rõ sản phẩm (who, what, when, who answers for it, what comes of it).  No text says when
a written task meets each of the five; the tests below are assumed here [A], and what they find is
a hint to the person who checks, never a reason to refuse a plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from plans.deadlines import DATED, DeadlineKind
from reading.draft import TaskDraft


class Clear(StrEnum):
    WHO = "nguoi"
    WHAT = "viec"
    WHEN = "thoi-gian"
    PRODUCT = "san-pham"
    RESPONSIBILITY = "trach-nhiem"


CLEAR_LABELS = {
    Clear.WHO: "người",
    Clear.WHAT: "việc",
    Clear.WHEN: "thời gian",
    Clear.PRODUCT: "sản phẩm",
    Clear.RESPONSIBILITY: "trách nhiệm",
}


@dataclass(frozen=True)
class Mark:
    """One of the five; ``note`` says what is wanting, "" where it is clear."""

    clear: Clear
    note: str

    @property
    def is_clear(self) -> bool:
        return not self.note


def five_clears(task: TaskDraft) -> tuple[Mark, ...]:
    """The five marks of a task, always in the same order."""
    return tuple(Mark(clear, find(task)) for clear, find in _NOTES.items())


def missing(task: TaskDraft) -> frozenset[Clear]:
    """What is not clear in a task."""
    return frozenset(mark.clear for mark in five_clears(task) if not mark.is_clear)


def _who(task: TaskDraft) -> str:
    named = [name for name in (*task.lead, *task.cooperating) if name.words.strip()]
    return "" if named else "chưa nêu đơn vị nào"


def _what(task: TaskDraft) -> str:
    return "" if task.text.strip() else "chưa có nội dung"


def _when(task: TaskDraft) -> str:
    """A deadline of any kind; words that were not understood ("kịp thời") are none."""
    deadline = task.deadline
    if deadline.kind in DATED and not deadline.days:
        return "thời hạn chưa có ngày đúng lịch"
    known = deadline.kind is not DeadlineKind.NONE or deadline.on_request
    return "" if known else "chưa nêu thời hạn"


def _product(task: TaskDraft) -> str:
    return "" if task.expected_product.strip() else "chưa nêu sản phẩm"


def _responsibility(task: TaskDraft) -> str:
    """Exactly one lead; a collective name is one: each of its members answers for itself."""
    leads = [name for name in task.lead if name.words.strip()]
    if len(leads) > 1:
        return "nhiều đơn vị chủ trì: chưa rõ đơn vị chịu trách nhiệm chính"
    return "" if leads else "chưa nêu đơn vị chủ trì"


_NOTES: dict[Clear, Callable[[TaskDraft], str]] = {
    Clear.WHO: _who,
    Clear.WHAT: _what,
    Clear.WHEN: _when,
    Clear.PRODUCT: _product,
    Clear.RESPONSIBILITY: _responsibility,
}
