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

# What is done is told first, as an office counts it.
_SHORT = {
    LOOKS[Status.DONE_ON_TIME]: "đúng hạn",
    LOOKS[Status.DONE_UNDATED]: "đã xong",
    LOOKS[Status.DONE_LATE]: "xong quá hạn",
    LOOKS[Hint.WAITING]: "chờ xác nhận",
    LOOKS[Hint.DUE_SOON]: "sắp đến hạn",
    LOOKS[Status.OPEN]: "trong hạn",
    LOOKS[Status.ONGOING]: "thường xuyên",
    LOOKS[Hint.NOT_STARTED]: "chưa đến kỳ",
    LOOKS[Status.OVERDUE]: "quá hạn",
    LOOKS[Status.SUSPENDED]: "tạm dừng",
    LOOKS[Status.CANCELLED]: "đã hủy",
}
_TOLD = tuple(_SHORT)


def summary_on(day: datetime.date, parts: Sequence[Facts]) -> tuple[Badge, str]:
    """The weightiest badge among the parts of a task, and how they all stand ("14 đúng hạn · 1 quá
    hạn", "" where there is only one part).  Without parts the task is unassigned."""
    if not parts:
        return UNASSIGNED, ""
    looks = [look_on(day, facts) for facts in parts]
    first = min(looks, key=_BY_WEIGHT.index)
    counted = [f"{looks.count(look)} {_SHORT[look]}" for look in _TOLD if look in looks]
    return first, " · ".join(counted) if len(looks) > 1 else ""


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
