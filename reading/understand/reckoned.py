"""Times that no calendar names: counted from another day, hung on Tết, or only a season.

``10 ngày kể từ ngày ban hành`` becomes a day once the day of issue is known, ``trước Tết Nguyên đán
2026`` once a table of holidays says when that is; ``đầu tháng 9`` and ``trước mùa khô`` stay words.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from plans.deadlines import DeadlineKind, Qualifier
from reading.draft import DeadlineDraft, PlanDraft, Reckoning
from reading.text import Text
from reading.understand.dates import Unit, Year, moments, year_in

ISSUED, TET = "issued", "tet"
_SATURDAY = 5
_COUNT = r"(?P<count>\d{1,3})(?: ?\([^()]{2,20}\))?"
_HOW = (
    r"(?:(?P<after>sau)|(?P<by>trong(?: vong| thoi (?:han|gian))?|cham nhat(?: la)?(?: sau| trong)?"
    r"|khong qua|toi da|muon nhat))"
)
_COUNTED = re.compile(
    rf"\b{_HOW}(?: khong qua| toi da)? {_COUNT}"
    r" (?P<unit>ngay(?P<working> lam viec)?|tuan|thang)\b,?"
    r" ?(?:lam viec )?(?:(?:ke|tinh)(?: tu)?|tu|sau)\b(?: tu)?(?: khi| ngay| thoi diem)*"
    r"(?P<event>[^.;,()]{2,90})"
)
_OF_ISSUE = re.compile(
    r" ?(?:duoc )?(?:(?:ky|ban hanh|phe duyet)(?:,? (?:va )?ban hanh)?|co hieu luc(?: thi hanh)?)"
    r"(?: (?:cua )?(?:ke hoach|van ban|quyet dinh)(?: nay)?)?[ ,./]*$"
    r"| ?(?:ke hoach|van ban)(?: nay)? (?:duoc |co )?(?:ky|ban hanh|phe duyet|hieu luc)[^.;]{0,20}$"
)
_TET = re.compile(
    r"\b(?P<before>truoc) (?:dip |ngay |ky nghi )?tet"
    r"(?: (?:nguyen dan|am lich|co truyen|canh ty|binh ngo|at ty|dinh mui|mau than|ky dau))*"
    r"(?: nam)?(?: (?P<year>20\d\d))?(?! (?:duong lich|trung thu|doc lap|trong cay))"
)
_DONE = r"(?:(?:hoan (?:thanh|tat)|xong)(?: xong)?,? )?"
_OF_YEAR = r"(?:/\d{4}|,? (?:cua )?nam 20\d\d)?"
_PART = (
    rf"(?:vao |trong |khoang |tu )?(?:nua )?(?:dau|giua) (?:(?:cac )?thang \d{{1,2}}{_OF_YEAR}"
    rf"|quy (?:iv|i{{1,3}}|[1-4])\b{_OF_YEAR}"
    r"|nam(?: hoc(?: 20\d\d ?[-–] ?20\d\d)?| 20\d\d)?(?![\w-]))"
)
_SEASON = (
    r"(?:truoc|trong|sau|vao|den)(?: va (?:sau|trong))? (?:(?:cac )?(?:mua|dip|ky nghi|ngay le|le"
    r"|khai giang|nam hoc moi|cao diem)\b[^.;,()]{0,50})"
)
_PART_OF_TIME = re.compile(rf"(?<!thang )\b{_DONE}(?P<words>{_PART})(?!\w)")
_BEFORE_SEASON = re.compile(
    rf"\b(?:(?:hoan (?:thanh|tat)|xong)(?: xong)?,? )(?P<words>{_SEASON})|^(?P<whole>{_SEASON})$"
)


def reckoned(text: Text, start: int, end: int, year: Year) -> tuple[DeadlineDraft, int, int] | None:
    """The deadline of a sentence that only another day, a feast or a season tells, and where its
    words begin and end; None where there is none.  Its days are filled in by ``settled``."""
    flat = text.flat
    if found := _COUNTED.search(flat, start, end):
        ends = found.end("event")
        qualifier = Qualifier.BY if found.group("by") else None
        return _worded(text, found.start(), ends, _since(found), qualifier), found.start(), ends
    if found := _TET.search(flat, start, end):
        of = int(found.group("year")) if found.group("year") else year_in(year, 1)
        since = Reckoning(f"{TET}-{of}") if of else None
        draft = _worded(text, found.start(), found.end(), since, Qualifier.BEFORE)
        return draft, found.start(), found.end()
    for pattern in (_PART_OF_TIME, _BEFORE_SEASON):
        if found := pattern.search(flat, start, end):
            return _worded(text, found.start(), found.end(), None, None), found.start(), found.end()
    return None


def _worded(
    text: Text, start: int, end: int, since: Reckoning | None, qualifier: Qualifier | None
) -> DeadlineDraft:
    part = text.part(start, end).stripped(" ,;./")
    return DeadlineDraft(
        words=part.words,
        spans=part.spans(),
        qualifier=qualifier if since else None,
        reckoning=since,
    )


def _since(found: re.Match[str]) -> Reckoning | None:
    """From which day so many are counted; None where the document does not know it."""
    event, count = found.group("event"), int(found.group("count"))
    if found.group("unit") == "tuan":
        count *= 7
    elif found.group("unit") == "thang":
        return None
    working = bool(found.group("working"))
    days = [moment for moment in moments(event) if moment.unit is Unit.DAY and moment.year]
    if days and (day := days[0].last_day(None)) and days[0].start < 6:
        return Reckoning(day, count, working)
    return Reckoning(ISSUED, count, working) if _OF_ISSUE.match(event) else None


def counted_from(hangs: Reckoning, issued_on: str | None) -> str | None:
    """The ISO day that is counted from, as far as it is known; None for a feast."""
    if hangs.since == ISSUED:
        return issued_on
    return None if hangs.since.startswith(TET) else hangs.since


def feast_year(hangs: Reckoning) -> int:
    """The year of the feast that a deadline hangs on, 0 for none."""
    return int(hangs.since.partition("-")[2]) if hangs.since.startswith(TET) else 0


def is_weekday(day: datetime.date) -> bool:
    return day.weekday() < _SATURDAY


def settled(
    deadline: DeadlineDraft,
    *,
    issued_on: datetime.date | None,
    is_working: Callable[[datetime.date], bool],
    feasts: Mapping[str, datetime.date],
) -> DeadlineDraft:
    """The deadline with the day that it hangs on reckoned; without a day while that is not known.

    ``feasts`` are first days by name (``tet-2026``).  A day that a person has set stays.
    """
    hangs = deadline.reckoning
    if hangs is None:
        return deadline
    due = _due(hangs, issued_on, is_working, feasts)
    if due is None:
        return replace(deadline, kind=DeadlineKind.NONE, days=())
    return replace(deadline, kind=DeadlineKind.DATE, days=(due.isoformat(),))


def with_reckoned_days(
    plan: PlanDraft,
    is_working: Callable[[datetime.date], bool] = is_weekday,
    feasts: Mapping[str, datetime.date] | None = None,
) -> PlanDraft:
    """The plan with the days that hang on its day of issue or on a feast; weekends alone are left
    out where no table of holidays is given."""
    issued = plan.issued_on
    issued_on = datetime.date.fromisoformat(issued) if issued and len(issued) == 10 else None

    def one(deadline: DeadlineDraft) -> DeadlineDraft:
        return settled(deadline, issued_on=issued_on, is_working=is_working, feasts=feasts or {})

    return replace(
        plan,
        tasks=tuple(replace(task, deadline=one(task.deadline)) for task in plan.tasks),
        report_duties=tuple(replace(d, deadline=one(d.deadline)) for d in plan.report_duties),
    )


def _due(
    hangs: Reckoning,
    issued_on: datetime.date | None,
    is_working: Callable[[datetime.date], bool],
    feasts: Mapping[str, datetime.date],
) -> datetime.date | None:
    if hangs.since.startswith(TET):
        return feasts.get(hangs.since)
    begin = counted_from(hangs, issued_on.isoformat() if issued_on else None)
    if begin is None:
        return None
    day, left = datetime.date.fromisoformat(begin), hangs.after
    while left:
        day += datetime.timedelta(days=1)
        left -= 1 if not hangs.working or is_working(day) else 0
    return day
