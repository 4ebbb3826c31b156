"""The table of days off: read for a plan, and filled from the library ``holidays``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping

import holidays
from simple_history.utils import bulk_create_with_history

from accounts.changes import verb
from plans.models import Holiday
from plans.reckoning import Reckoning
from plans.working_days import WorkingDays
from units.agency_settings import MOVE_DUE_DAYS, STRICT_BEFORE
from units.models import AgencySetting, Unit
from vietnamese.text import fold

_TET = re.compile(r"\btet\b(?! duong lich)")
COUNTRY, LANGUAGE = "VN", "vi"
SWAPPED = "Làm bù"


def working_days(days: Iterable[datetime.date]) -> WorkingDays:
    """What the table says of these days and the month after each; one query, whatever the number.

    Without days no query is made.
    """
    asked = list(days)
    if not asked:
        return WorkingDays()
    last = max(asked) + datetime.timedelta(days=31)
    rows = Holiday.objects.filter(day__range=(min(asked), last))
    found = list(rows.order_by("day").values_list("day", "name", "is_working"))
    return WorkingDays(
        holidays={day: name for day, name, is_working in found if not is_working},
        swapped=frozenset(day for day, _, is_working in found if is_working),
    )


def tet_days(years: Iterable[int]) -> dict[int, datetime.date]:
    """The first day off for Tết of these years, as far as the table has it; one query."""
    found: dict[int, datetime.date] = {}
    rows = Holiday.objects.filter(day__year__in=set(years), is_working=False).order_by("day")
    for day, name in rows.values_list("day", "name"):
        if _TET.search(fold(name)):
            found.setdefault(day.year, day)
    return found


@verb
def fill_holidays(*, years: Iterable[int]) -> int:
    """Enters the days off and the swapped days of these years that the table lacks; returns how
    many.

    What an office has entered, changed or deleted stays as it is: a day that was ever in the table
    is not entered again.
    """
    wanted = _library(sorted(set(years)))
    known = set(Holiday.history.filter(day__in=wanted).values_list("day", flat=True))
    known |= set(Holiday.objects.filter(day__in=wanted).values_list("day", flat=True))
    rows = [
        Holiday(day=day, name=name, is_working=is_working)
        for day, (name, is_working) in sorted(wanted.items())
        if day not in known
    ]
    for row in rows:
        row.full_clean(validate_unique=False)
    bulk_create_with_history(rows, Holiday, default_change_reason="Nạp từ thư viện ngày nghỉ lễ")
    return len(rows)


def _library(years: list[int]) -> dict[datetime.date, tuple[str, bool]]:
    """What the library knows of these years: (name, whether people work on it)."""
    if not years:
        return {}
    found = holidays.country_holidays(COUNTRY, years=years, language=LANGUAGE)
    days = {day: (name[:150], False) for day, name in found.items()}
    swapped = {day for day in found.weekend_workdays if day.year in years}
    return days | dict.fromkeys(swapped, (SWAPPED, True))


def reckoning_of(agency: Unit | int, days: Iterable[datetime.date]) -> Reckoning:
    """How an agency reads these due days; two queries at most."""
    chosen = AgencySetting.objects.values_of(agency)
    return Reckoning(
        strict_before=chosen[STRICT_BEFORE.key],
        moves=chosen[MOVE_DUE_DAYS.key],
        calendar=working_days(days),
    )


def reckonings_of(
    agencies: Collection[int], days: Iterable[datetime.date]
) -> Mapping[int, Reckoning]:
    """As ``reckoning_of``, for several agencies by their keys; two queries at most.  Days off are
    asked only where an agency moves due days: these readings give no notes of days."""
    settings = (STRICT_BEFORE, MOVE_DUE_DAYS)
    chosen = AgencySetting.objects.choices_of(agencies, settings)
    moves = any(one[MOVE_DUE_DAYS.key] for one in chosen.values())
    calendar = working_days(days if moves else ())
    return {
        agency: Reckoning(
            strict_before=chosen[agency][STRICT_BEFORE.key],
            moves=chosen[agency][MOVE_DUE_DAYS.key],
            calendar=calendar,
        )
        for agency in agencies
    }
