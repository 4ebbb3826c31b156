"""From the day that a plan names to the last day on which work is in time.  PURE.

"Trước ngày D" and a day off are read in two ways [A], as an agency chooses: the day D is in time or
not; a day off stays or is moved to the next working day.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from plans.deadlines import Qualifier
from plans.schedule import ONE_DAY
from plans.working_days import WorkingDays

Day = datetime.date
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Reckoning:
    """How an agency reads due days; ``calendar`` says which days are off."""

    strict_before: bool = False
    moves: bool = False
    calendar: WorkingDays = field(default_factory=WorkingDays)

    def planned(self, day: Day) -> Day:
        """The day for which work is planned: the plan's own, or the working day after it."""
        return self.calendar.next_working(day) if self.moves else day

    def due(self, day: Day, qualifier: Qualifier | str | None) -> Day:
        """The last day on which the work is in time."""
        planned = self.planned(day)
        strict = self.strict_before and qualifier == Qualifier.BEFORE
        return planned - ONE_DAY if strict else planned

    def note(self, day: Day) -> str:
        """What there is to know of a day: "Chủ nhật", "Quốc khánh", where it is moved; "" for a
        working day."""
        if self.calendar.is_working(day):
            return ""
        what = self.calendar.holiday(day) or _WEEKDAYS[day.weekday()]
        moved = self.planned(day)
        return what if moved == day else f"{what}, lùi đến {moved:%d/%m/%Y}"
