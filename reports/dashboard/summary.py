"""One badge for many parts of one task, one line for many names.  PURE."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from accounts.badges import Badge
from tasks.status import BADGES, Facts, Hint, Status, badge_on
from tasks.tracking import UNTRACKED_LABELS

UNASSIGNED = Badge("Chưa phân công", "open", "user-off")
LED_OUTSIDE = Badge("Đơn vị ngoài chủ trì", "open", "external-link")
UNTRACKED = {why: Badge(label, "cancelled", "eye-off") for why, label in UNTRACKED_LABELS.items()}

# What somebody must do something about comes first, what is over comes last.
_BY_WEIGHT = (
    BADGES[Status.OVERDUE],
    BADGES[Hint.WAITING],
    BADGES[Hint.DUE_SOON],
    BADGES[Status.OPEN],
    BADGES[Status.ONGOING],
    BADGES[Hint.NOT_STARTED],
    BADGES[Status.SUSPENDED],
    BADGES[Status.DONE_LATE],
    BADGES[Status.DONE_ON_TIME],
    BADGES[Status.DONE_UNDATED],
    BADGES[Status.CANCELLED],
)

# What is done is told first, as an office counts it.
_SHORT = {
    BADGES[Status.DONE_ON_TIME]: "đúng hạn",
    BADGES[Status.DONE_UNDATED]: "đã xong",
    BADGES[Status.DONE_LATE]: "xong quá hạn",
    BADGES[Hint.WAITING]: "chờ xác nhận",
    BADGES[Hint.DUE_SOON]: "sắp đến hạn",
    BADGES[Status.OPEN]: "trong hạn",
    BADGES[Status.ONGOING]: "thường xuyên",
    BADGES[Hint.NOT_STARTED]: "chưa đến kỳ",
    BADGES[Status.OVERDUE]: "quá hạn",
    BADGES[Status.SUSPENDED]: "tạm dừng",
    BADGES[Status.CANCELLED]: "đã hủy",
}
_TOLD = tuple(_SHORT)


def summary_on(day: datetime.date, parts: Sequence[Facts]) -> tuple[Badge, str]:
    """The weightiest badge among the parts of a task, and how they all stand ("14 đúng hạn · 1 quá
    hạn", "" where there is only one part).  Without parts the task is unassigned."""
    if not parts:
        return UNASSIGNED, ""
    badges = [badge_on(day, facts) for facts in parts]
    first = min(badges, key=_BY_WEIGHT.index)
    counted = [f"{badges.count(one)} {_SHORT[one]}" for one in _TOLD if one in badges]
    return first, " · ".join(counted) if len(badges) > 1 else ""


def weight(badge: Badge) -> int:
    """Sorts badges by what needs doing first."""
    return _BY_WEIGHT.index(badge)


def named(names: Iterable[str], most: int) -> str:
    """Names in a row, each once; of a long list the first and how many others there are.

    >>> named(["A", "B", "A", "C", "D"], 2)
    'A, B và 2 đơn vị khác'
    """
    once = list(dict.fromkeys(names))
    if len(once) <= most + 1:
        return ", ".join(once)
    return f"{', '.join(once[:most])} và {len(once) - most} đơn vị khác"
