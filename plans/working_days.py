"""Days on which offices work, and those on which they do not.  PURE.

A due day that falls on a day off is told and never moved by the program itself: the Civil Code
2015, Article 148, speaks of periods, and no text moves a day that a plan names.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """``holidays``: days off with what they are; ``swapped``: Saturdays and Sundays on which people
    work in exchange for another day."""

    holidays: Mapping[datetime.date, str] = field(default_factory=dict)
    swapped: frozenset[datetime.date] = frozenset()

    def is_working(self, day: datetime.date) -> bool:
        if day in self.swapped:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_weekend(self, day: datetime.date) -> bool:
        """A Saturday or Sunday on which nobody works, and no holiday besides."""
        return not self.is_working(day) and day not in self.holidays

    def holiday(self, day: datetime.date) -> str:
        """What the day off is ("Quốc khánh"), "" for any other day."""
        return "" if day in self.swapped else self.holidays.get(day, "")

    def next_working(self, day: datetime.date) -> datetime.date:
        """The day itself where people work on it, else the first one after it."""
        while not self.is_working(day):
            day += datetime.timedelta(days=1)
        return day
