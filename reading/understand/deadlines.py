"""Deadlines: what a label or column gives as the time, and what prose says in passing.

A label's value is all time, so a bare ``Quý III/2025`` counts.  In prose a day counts only where
its words make it a deadline (trước, chậm nhất, hoàn thành, từ … đến …); a day inside a citation, an
anniversary or a plan's period is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.deadlines import DeadlineKind
from reading import text as texts
from reading.draft import DeadlineDraft
from reading.layout.charts import Month
from reading.text import Text
from reading.understand.dates import Moment, Unit, Year, moments, year_in
from reading.understand.deadline_periods import (
    NEXT_PERIOD,
    PERIOD,
    PERIOD_END,
    Period,
    read_period,
)
from reading.understand.due_moments import Taken, taken_moments
from reading.understand.reckoned import reckoned
from reading.understand.sentences import sentences

_REQUEST = re.compile(
    r"^[ ,;(]*(?:hoac|va)(?: bao cao)?(?: dot xuat)?,? ?(?:khi|theo) (?:co )?(?:van ban )?"
    r"(?:yeu cau|chi dao|de nghi)(?: cua (?:cap tren|cap co tham quyen))?"
)
_ADJOINS = re.compile(r"[ ,(:;]{0,4}")
_ON_REQUEST = re.compile(
    r"(?:\bdot xuat,? (?:khi|theo)|\bkhi co|\btheo)(?: van ban)?(?: chi dao)?(?:,)? ?yeu cau(?! cua"
    r" nguoi| ky thuat| nhiem vu)"
)
_BRACKET = re.compile(r"\((?P<inside>[^()]{3,60})\)")
_TIME_FILLER = re.compile(
    r"\b(?:thoi gian|thoi han|thuc hien|to chuc|du kien|hoan thanh|xong|trong|vao|va|dot \d)\b"
    r"|[\W_]"
)
_OCCASION = re.compile(r"ngay toan dan|ky niem|truyen thong|ngay thanh lap|thang an toan")
_ALWAYS = re.compile(r"\b(?:thuong xuyen|lien tuc|quanh nam|hang ngay|moi ngay)\b")
_SAID_ALWAYS = re.compile(
    r"[(,;.] ?(?:thoi gian:? |thuc hien )?thuong xuyen[,;]? ?(?:trong nam)?[ ).;/]*$"
)
# The days of this century, as spreadsheets number them.
_FIRST_SERIAL, _LAST_SERIAL, _SERIALS_FROM = 36526, 73050, datetime.date(1899, 12, 30)
_BARE_MONTH = re.compile(r"(?:t\.? ?)?(\d{1,2})(?:\s?/\s?(\d{4}))?")


@dataclass(frozen=True)
class Deadline:
    """A deadline and where its words stand in the text that said it."""

    draft: DeadlineDraft
    start: int
    end: int
    impossible: tuple[Moment, ...] = ()


NONE = DeadlineDraft()


def given(text: Text, year: Year) -> Deadline | None:
    """The deadline that a label or a column gives; None where it gives none."""
    flat = text.flat
    if _ALWAYS.search(flat) and not re.search(r"\d", _ALWAYS.split(flat)[0]):
        return _kind(DeadlineKind.ONGOING, text, 0, len(text.words))
    month = _BARE_MONTH.fullmatch(flat.strip(" ."))
    if month and 1 <= int(month.group(1)) <= 12:
        found = Moment(
            Unit.MONTH, 0, len(flat), _number(month.group(2)), (int(month.group(1)),) * 2
        )
        return _dated(text, [Taken(found, 0, None)], None, year)
    if serial := _serial(flat.strip(" .")):
        return _dated(text, [Taken(serial, 0, None)], None, year)
    found_one = _sentence(text, 0, len(flat), moments(flat), year, bare=True)
    if found_one is None and _ON_REQUEST.search(flat):
        return _kind(DeadlineKind.ON_REQUEST, text, 0, len(text.words))
    return found_one


def worded(text: Text) -> DeadlineDraft:
    """The words of a time in which no day was found: they are kept, and no day is invented."""
    words = text.stripped(" .;,")
    return DeadlineDraft(words=words.words, spans=words.spans())


def _serial(flat: str) -> Moment | None:
    """A day as a spreadsheet counts it: 46280 is 15/09/2026."""
    if not re.fullmatch(r"\d{5}", flat) or not _FIRST_SERIAL <= int(flat) <= _LAST_SERIAL:
        return None
    day = _SERIALS_FROM + datetime.timedelta(days=int(flat))
    return Moment(Unit.DAY, 0, len(flat), day.year, (day.month, day.month), day.day)


def marked(months: Sequence[Month], year: Year) -> DeadlineDraft:
    """What the marks in a chart's columns of months say: one stretch, several, or every month."""
    words = texts.joined([month.title for month in months], ", ")
    draft = DeadlineDraft(words=words.words, spans=words.spans())
    if {month.first for month in months} == set(range(1, 13)):
        return replace(draft, kind=DeadlineKind.MONTHLY)
    times = [
        Moment(Unit.MONTH, 0, 0, _year_in(month.title), (month.first, month.last))
        for month in months
    ]
    if len(times) > 1 and all(
        after.months[0] == before.months[1] + 1 for before, after in pairwise(times)
    ):
        window = _window(times[0], times[-1], year)
        return replace(window, words=draft.words, spans=draft.spans)
    days = [day for time in times if (day := time.last_day(year))]
    return replace(draft, kind=DeadlineKind.DATE, days=_unique(days))


def _year_in(title: Text) -> int | None:
    found = re.search(r"/(\d{4})", title.words)
    return int(found.group(1)) if found else None


def said(text: Text, year: Year, masked: Sequence[tuple[int, int]] = ()) -> list[Deadline]:
    """The deadlines that prose says, in order; ``masked`` stretches (citations) say none."""
    flat = _masked(text.flat, masked)
    found = moments(flat)
    deadlines = []
    at = place = 0
    for start, end in sentences(text.words, flat, found, PERIOD):
        while place < len(found) and found[place].start < start:
            place += 1
        at = place
        while at < len(found) and found[at].start < end:
            at += 1
        one = _sentence(text, start, end, found[place:at], year, flat=flat)
        if one is not None:
            deadlines.append(one)
    if not deadlines and (always := _SAID_ALWAYS.search(flat)):
        start = flat.index("thuong", always.start())
        deadlines.append(_kind(DeadlineKind.ONGOING, text, start, start + len("thuong xuyen")))
    return deadlines


def _masked(flat: str, masked: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in masked:
        pieces += [flat[at:start], "_" * (end - max(at, start))]
        at = max(at, end)
    return "".join([*pieces, flat[at:]])


def _sentence(
    text: Text,
    start: int,
    end: int,
    found: Sequence[Moment],
    year: Year,
    *,
    bare: bool = False,
    flat: str | None = None,
) -> Deadline | None:
    """The deadline of one sentence."""
    flat = text.flat if flat is None else flat
    taken = taken_moments(flat, start, found, year, bare=bare)
    period = read_period(flat, start, end, bare=bare)
    hung = reckoned(_with_words(text, flat), start, end, year)
    if hung and hung[0].reckoning and all(hung[1] <= one.start < hung[2] for one in taken):
        return Deadline(*hung)
    if not taken:
        bracketed = None if bare else _in_brackets(text, flat, start, end, year)
        if bracketed:
            return bracketed
        if hung:
            return Deadline(*hung)
        return _periodic(text, flat, period, start, end)
    return _dated(text, taken, period, year, flat=flat)


def _with_words(text: Text, flat: str) -> Text:
    """The text, with what is masked masked in the view that is searched too."""
    if flat != text.flat:
        text = Text(text.words, text.pieces)
        vars(text)["flat"] = flat
    return text


def _in_brackets(text: Text, flat: str, start: int, end: int, year: Year) -> Deadline | None:
    """``… tại trụ sở (Quý I/2026)``: a bracket that holds nothing but a time; no anniversary."""
    for bracket in _BRACKET.finditer(flat, start, end):
        begins, ends = bracket.span("inside")
        found = moments(flat, begins, ends)
        taken = taken_moments(flat, begins, found, year, bare=True)
        days = [one.moment for one in taken if one.moment.unit is Unit.DAY]
        if not taken or any(day.year is None for day in days) or len(days) > 1:
            continue
        made = _dated(text, taken, None, year, flat=flat)
        rest = flat[begins : made.start] + flat[made.end : ends]
        if not _TIME_FILLER.sub("", rest) and not _OCCASION.search(flat, start, begins):
            return made
    return None


def _periodic(
    text: Text, flat: str, period: Period | None, start: int, end: int
) -> Deadline | None:
    if period is not None:
        kind, begins, ends = period
        return _kind(kind, text, begins, ends)
    request = _ON_REQUEST.search(flat, start, end)
    if request and re.search(r"bao cao", flat[max(start, request.start() - 60) : request.start()]):
        return _kind(DeadlineKind.ON_REQUEST, text, request.start(), request.end())
    return None


def _kind(kind: DeadlineKind, text: Text, start: int, end: int) -> Deadline:
    part = text.part(start, end)
    return Deadline(DeadlineDraft(kind=kind, words=part.words, spans=part.spans()), start, end)


def _dated(
    text: Text,
    taken: list[Taken],
    period: Period | None,
    year: Year,
    flat: str | None = None,
) -> Deadline:
    flat = text.flat if flat is None else flat
    window = next((n for n, one in enumerate(taken[:-1]) if one.opens_window), None)
    first, last = taken[0], taken[-1]
    if window is not None:
        taken = taken[window : window + 2]
        draft = _window(taken[0].moment, taken[1].moment, year)
    elif _is_range(first):
        taken = [first]
        draft = _window(first.moment, first.moment, year)
    else:
        draft = _days(flat, [one.moment for one in taken], period, year)
        draft = replace(draft, qualifier=first.qualifier)
    first, last = taken[0], taken[-1]
    ends, on_request = _tail(flat, last.moment.end, period)
    begins = first.start
    before = period is not None and period[2] <= begins and draft.kind is period[0]
    if period and before and _ADJOINS.fullmatch(flat[period[2] : begins]):
        begins = period[1]
    draft = replace(draft, on_request=on_request)
    if len(taken) == 1 and first.opens_window and draft.kind is DeadlineKind.DATE:
        start = first.moment.first_day(year)  # "từ tháng 9/2025": no end is said
        draft = replace(draft, kind=DeadlineKind.WINDOW, days=(), starts_on=start)
    return _worded(text, draft, begins, ends, [one.moment for one in taken])


def _is_range(one: Taken) -> bool:
    moment = one.moment
    if moment.unit is Unit.WEEK:
        return True
    return moment.months[0] != moment.months[1] and (
        moment.unit is Unit.MONTH
        or (moment.unit is Unit.QUARTER and moment.months[1] - moment.months[0] not in {0, 1, 2})
    )


def _worded(
    text: Text, draft: DeadlineDraft, begins: int, ends: int, found: list[Moment]
) -> Deadline:
    part = text.part(begins, ends).stripped(",;(")
    if part.words.endswith(")") and "(" not in part.words:
        part = part.part(0, len(part.words) - 1)
    draft = replace(draft, words=part.words, spans=part.spans())
    wrong = tuple(moment for moment in found if not moment.exists)
    return Deadline(draft, begins, ends, wrong)


def _tail(flat: str, end: int, period: Period | None) -> tuple[int, bool]:
    """Where the deadline's words end, and whether it holds on request as well."""
    if of_period := (NEXT_PERIOD if NEXT_PERIOD.match(flat, end) else PERIOD_END).match(
        flat, end + (flat[end : end + 1] == " ")
    ):
        end = of_period.end()
    if period and -1 <= period[1] - end <= 4 and period[2] > end:
        end = period[2]
    request = _REQUEST.match(flat[end : end + 90])
    return (end + request.end(), True) if request else (end, False)


def _window(first: Moment, last: Moment, year: Year) -> DeadlineDraft:
    ends_on = last.last_day(year)
    end_year = last.year or year_in(year, last.months[1])
    start_year = first.year or end_year
    if first.year is None and start_year and first.months[0] > last.months[1]:
        start_year -= 1
    if first.unit is Unit.DAY_OF_PERIOD:
        first = replace(first, unit=Unit.DAY, months=(last.months[0],) * 2)
    return DeadlineDraft(
        kind=DeadlineKind.WINDOW,
        days=(ends_on,) if ends_on else (),
        starts_on=first.first_day(start_year),
    )


def _days(flat: str, found: list[Moment], period: Period | None, year: Year) -> DeadlineDraft:
    """The days of a deadline, single or repeated."""
    kind = period[0] if period else None
    if all(moment.unit is Unit.DAY_OF_PERIOD for moment in found):
        if kind in {None, DeadlineKind.YEARLY, DeadlineKind.RECURRING}:
            kind = DeadlineKind.MONTHLY if kind is None else kind
        # "ngày 05 tháng đầu quý sau": the day stands in the month after the period.
        after = "+" if NEXT_PERIOD.match(flat, found[-1].end) else ""
        days = [f"{after}{moment.day:02d}" for moment in found if moment.exists]
        return DeadlineDraft(kind=kind, days=_unique(days))
    found = [moment for moment in found if moment.unit is not Unit.DAY_OF_PERIOD]
    if kind in {None, DeadlineKind.RECURRING} or any(moment.year for moment in found):
        shared = next((moment.year for moment in reversed(found) if moment.year), year)
        dates = [day for moment in found if (day := moment.last_day(shared))]
        return DeadlineDraft(kind=DeadlineKind.DATE, days=_unique(dates))
    return _each_year(kind or DeadlineKind.YEARLY, found)


def _each_year(kind: DeadlineKind, found: list[Moment]) -> DeadlineDraft:
    """Days of the year: yearly, unless they are one day of the month in every period."""
    days = [day for moment in found if (day := moment.day_of_year)]
    months = {"quarterly": {3, 6, 9, 12}, "half_yearly": {6, 12}}.get(kind.value)
    same_day = {moment.day for moment in found}
    if (
        kind is DeadlineKind.QUARTERLY
        and {m.months[0] for m in found} == months
        and len(same_day) == 1
    ):
        return DeadlineDraft(kind=kind, days=(f"{same_day.pop():02d}",))
    if kind is DeadlineKind.MONTHLY:
        return DeadlineDraft(kind=kind, days=_unique([day[3:] for day in days]))
    return DeadlineDraft(kind=DeadlineKind.YEARLY, days=_unique(days))


def _unique(days: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(days))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
