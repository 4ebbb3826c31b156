"""One badge for many parts of one task, one line for many names.  PURE."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from accounts.badges import Badge
from tasks.status import LOOKS, Facts, Hint, Status, look_on
from tasks.tracking import UNTRACKED_LABELS

UNASSIGNED = Badge("Chưa phân công", "open", "user-off")
LED_OUTSIDE = Badge("Đơn vị ngoài chủ trì", "open", "external-link")
UNTRACKED = {why: Badge(label, "cancelled", "eye-off") for why, label in UNTRACKED_LABELS.items()}

# What somebody must do something about comes first, what is over comes last.
_BY_WEIGHT = (
    LOOKS[Status.OVERDUE],
    LOOKS[Hint.WAITING],
    LOOKS[Hint.DUE_SOON],
    LOOKS[Status.OPEN],
    LOOKS[Status.ONGOING],
    LOOKS[Hint.NOT_STARTED],
    LOOKS[Status.SUSPENDED],
    LOOKS[Status.DONE_LATE],
    LOOKS[Status.DONE_ON_TIME],
    LOOKS[Status.DONE_UNDATED],
    LOOKS[Status.CANCELLED],
)


def summary_on(day: datetime.date, parts: Sequence[Facts]) -> tuple[Badge, str]:
    """The weightiest badge among the parts of a task, and how many of them have it ("2/12", ""
    where there is only one part).  Without parts the task is unassigned."""
    if not parts:
        return UNASSIGNED, ""
    looks = [look_on(day, facts) for facts in parts]
    first = min(looks, key=_BY_WEIGHT.index)
    return first, f"{looks.count(first)}/{len(looks)}" if len(looks) > 1 else ""


def weight(look: Badge) -> int:
    """Sorts badges by what needs doing first."""
    return _BY_WEIGHT.index(look)


def named(names: Iterable[str], most: int) -> str:
    """Names in a row, each once; of a long list the first and how many others there are.

    >>> named(["A", "B", "A", "C", "D"], 2)
    'A, B và 2 đơn vị khác'
    """
    once = list(dict.fromkeys(names))
    if len(once) <= most + 1:
        return ", ".join(once)
    return f"{', '.join(once[:most])} và {len(once) - most} đơn vị khác"
