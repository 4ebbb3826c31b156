"""The vocabulary of deadlines: what kinds there are and how each is called.  PURE.

The reader finds these kinds in documents, ``plans.schedule`` makes due days of them, the forms show
them; nobody has words of their own for them.
"""

from __future__ import annotations

from enum import StrEnum


class DeadlineKind(StrEnum):
    NONE = "none"
    ONGOING = "ongoing"
    DATE = "date"
    WINDOW = "window"
    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    RECURRING = "recurring"
    ON_REQUEST = "on_request"


DEADLINE_LABELS = {
    DeadlineKind.NONE: "Không nêu thời hạn",
    DeadlineKind.ONGOING: "Thường xuyên",
    DeadlineKind.DATE: "Một ngày",
    DeadlineKind.WINDOW: "Từ ngày … đến ngày …",
    DeadlineKind.YEARLY: "Hằng năm",
    DeadlineKind.HALF_YEARLY: "6 tháng",
    DeadlineKind.QUARTERLY: "Hằng quý",
    DeadlineKind.MONTHLY: "Hằng tháng",
    DeadlineKind.RECURRING: "Định kỳ",
    DeadlineKind.ON_REQUEST: "Khi có yêu cầu",
}

# How many months a period of each recurring kind has.
MONTHS = {
    DeadlineKind.YEARLY: 12,
    DeadlineKind.HALF_YEARLY: 6,
    DeadlineKind.QUARTERLY: 3,
    DeadlineKind.MONTHLY: 1,
}

# The kinds whose days are whole ISO days, and those whose days are days of a period's last month.
DATED = frozenset({DeadlineKind.DATE, DeadlineKind.WINDOW})
OF_THE_MONTH = frozenset({DeadlineKind.HALF_YEARLY, DeadlineKind.QUARTERLY, DeadlineKind.MONTHLY})

# The kinds that set no day at all.
UNDATED = frozenset({DeadlineKind.NONE, DeadlineKind.ONGOING, DeadlineKind.ON_REQUEST})


class Qualifier(StrEnum):
    BEFORE = "before"
    BY = "by"


# What stands before the day, and how the choice between the two is worded.
BEFORE_A_DAY = {Qualifier.BEFORE: "trước ngày", Qualifier.BY: "chậm nhất ngày"}
QUALIFIER_LABELS = {Qualifier.BEFORE: "trước ngày", Qualifier.BY: "chậm nhất"}
