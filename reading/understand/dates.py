"""Days, months, quarters and years as written → ISO days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from itertools import pairwise

from reading.layout.numbering import roman_value


@dataclass(frozen=True)
class SchoolYear:
    """A school year by the calendar year in which it begins: September of it to August after."""

    first: int

    def year_of(self, month: int) -> int:
        return self.first if month >= SCHOOL_BEGINS else self.first + 1


@dataclass(frozen=True)
class SeveralYears:
    """The time of a plan over several years; a day without its year is of the year ``usual``."""

    first: int
    last: int
    usual: int

    def year_of(self, month: int) -> int:
        return self.usual


SCHOOL_BEGINS = 9
SCHOOL_ENDS = 5  # lessons end with May; the holidays that follow belong to the year all the same
# The year of a day that does not name its own: a calendar year, or the one of two that its month
# tells; None where nothing says it.
Year = int | SchoolYear | SeveralYears | None


def year_in(year: Year, month: int) -> int | None:
    """The calendar year that a month of ``year`` lies in."""
    return year.year_of(month) if isinstance(year, SchoolYear | SeveralYears) else year


def is_stage(year: Year, of: int) -> bool:
    """Whether the year ``of`` is a part of the plan's time, and not all of it or before it."""
    if isinstance(year, SeveralYears):
        return year.first <= of <= year.last
    return isinstance(year, int) and of > year


class Unit(Enum):
    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF = auto()
    YEAR = auto()
    SCHOOL_YEAR = auto()
    DAY_OF_PERIOD = auto()  # "ngày 20" of each month, quarter or half-year


@dataclass(frozen=True)
class Moment:
    """A day or stretch of time as written: from ``start`` to ``end`` of the text.

    ``year`` is ``None`` where it is not said.  ``months`` are the first and last month meant;
    ``first`` is the day that a week begins on, ``later`` how many years after its own it lies
    ("năm sau").
    """

    unit: Unit
    start: int
    end: int
    year: int | None = None
    months: tuple[int, int] = (1, 12)
    day: int | None = None
    first: int | None = None
    later: int = 0

    def last_day(self, year: Year) -> str | None:
        """The ISO day it ends on, ``year`` standing in for one not said; None if there is none."""
        return self._iso(self.year or year_in(year, self.months[1]), self.months[1], self.day)

    def first_day(self, year: Year) -> str | None:
        day = self.first or self.day or 1
        if self.unit is Unit.SCHOOL_YEAR and self.year:
            return self._iso(self.year - 1, self.months[0], day)
        own = self.year or year_in(year, self.months[0])
        if self.year and self.months[0] > self.months[1]:
            own = self.year - 1  # "từ quý IV đến quý I/2027"
        return self._iso(own, self.months[0], day)

    @property
    def day_of_year(self) -> str | None:
        """``MM-DD`` of its last day; None where there is no such day."""
        found = self.last_day(self.year or 2024)
        return (
            None
            if found is None
            else "02-28"
            if found.endswith("02-29") and not self.day
            else found[5:]
        )

    @property
    def exists(self) -> bool:
        if self.unit is Unit.DAY_OF_PERIOD:
            return self.day is not None and 1 <= self.day <= 31
        return self.last_day(self.year or 2024) is not None

    def _iso(self, year: int | None, month: int, day: int | None) -> str | None:
        if year is None or not 1 <= month <= 12 or not 1900 <= year <= 2200:
            return None
        year += self.later
        last = monthrange(year, month)[1]
        day = last if day is None else day
        return date(year, month, day).isoformat() if 1 <= day <= last else None


_LATER = r"(?:cua )?nam (?P<{0}>sau|toi|tiep theo|ke tiep|lien ke|lien sau)\b(?! khi)"
_YEAR = (
    r"(?:\s?[/.\-]\s?(?P<{0}>\d{{4}})(?!\d)|,? (?:cua )?nam (?P<{0}w>\d{{4}})(?!\d)"
    rf"|,? {_LATER.format('{0}n')})?"
)
_ALONE = r"(?:\bngay )?(?<![\d/.,])"
_DAY = r"(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})(?:\s?/\s?(?P<y>\d{4}|\d\d(?![\d/])))?(?!\d|/\d)"
# "15-20/7/2026", "29, 30/5", "từ 01 đến 07 tháng 10": the first day's month stands with the last.
_SHARED_DAY = (
    r"(?:\bngay )?(?<![\d/.,\w–-])(?P<sd>\d{1,2})"
    r"(?=\s?(?:-|–|,|va|den(?: het)?|,? va)\s?(?:ngay )?\d{1,2}"
    r"(?:\s?(?:,|va)\s?\d{1,2}){0,3}(?:\s?/\s?| thang )(?P<sm>\d{1,2})"
    r"(?:(?:\s?/\s?|,? nam )(?P<sdy>\d{4}))?(?!\d|\s?/|\s?-\s?\d))"
)
# "trước 25 tháng cuối quý", "vào 05 hằng tháng"
_BARE_DAY = (
    r"(?:(?<=truoc )|(?<=nhat )|(?<=vao ))(?P<bare>\d{1,2})(?=,? (?:(?:cua )?thang (?:cuoi|dau)"
    r"|(?:hang|moi) (?:thang|quy)))"
)
_NEXT_YEAR = rf"(?:,? {_LATER.format('yn')})?"
_DOTTED_DAY = r"(?P<pd>\d{1,2})(?P<sep>[.\-])(?P<pm>\d{1,2})(?P=sep)(?P<py>\d{4})(?!\d)"
_MONTHS = (
    r"\bthang (?P<r1>\d{1,2})\s?(?:-|–|den|den thang|- thang|– thang)\s?(?P<r2>\d{1,2})"
    r"(?!\d|\s?/\s?\d{1,2}/)"
)
_NUMERAL = r"(?:iv|i{1,3}|[1-4])\b"
# "tháng 11, 12/2025", "quý II, III/2025": neighbours are a stretch of time, others are not.
_AND = r"\s?(?:,? va|,)\s?"
_NOT_A_DAY = r"(?!\d|\s?/\s?\d{1,2}(?!\d))"
_LISTED_MONTHS = rf"\bthang (?P<l>\d{{1,2}}(?:{_AND}(?:thang )?\d{{1,2}}){{1,11}}){_NOT_A_DAY}"
_LISTED_QUARTERS = rf"\bquy (?P<k>{_NUMERAL}(?:{_AND}(?:quy )?{_NUMERAL}){{1,3}})"
# "ngày 10 các tháng 3, 6, 9, 12"
_DAY_OF_MONTHS = (
    r"\bngay (?P<xd>\d{1,2}),? (?:cua )?(?:cac )?thang"
    rf" (?P<x>\d{{1,2}}(?:{_AND}\d{{1,2}}){{1,11}}){_NOT_A_DAY}(?! ?thang)"
)
# "ngày 15 và 30 hằng tháng"
_DAYS_OF_PERIOD = (
    rf"\bngay (?P<e>\d{{1,2}}(?:{_AND}(?:ngay )?\d{{1,2}}){{1,5}})(?!\d|\.\d|\s?/| thang \d)"
)
_NTH = r"(?:thu )?(?P<{0}>\d|nhat|hai|ba|tu|dau(?: tien)?|cuoi(?: cung)?)"
_WEEK = (
    rf"\btuan {_NTH.format('wk')}(?:\s?(?:-|–|,|va|den)\s?(?:tuan )?{_NTH.format('wl')})?"
    r",? (?:cua )?(?:thang (?P<wkm>\d{1,2})|t(?P<wkt>\d{1,2}))"
)
_WEEKS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "dau": 1, "dau tien": 1}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FOREIGN = (
    r"(?<![\w-])(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<id>\d{1,2})(?![\d-])",
    (
        rf"(?<![\w-])(?P<ed>\d{{1,2}})[-/ ](?P<em>{'|'.join(_ENGLISH)})[a-z]{{0,6}}[-/ ]"
        r"(?P<ey>\d{4}|\d\d)\b"
    ),
)
_SCHOOL = (
    r"\bnam hoc (?P<sy>\d{4})\s?[-–/]\s?(?P<sz>\d{4})(?!\d)"
    r"|\b(?:het|cuoi|ket thuc) (?P<sa>nam hoc)\b(?! ?\d)"
)
# A month with its year and no word: the end of "tháng 11/2026 - 01/2027".
_MONTH_OF_YEAR = (
    r"(?<!quy )(?<!tuan )(?<!dot )(?<!so )(?<![\d/.,\w])"
    r"(?P<ym>0?[1-9]|1[0-2])\s?/\s?(?P<ymy>20\d\d)(?![\d/]|\s?/)"
)
_COUNTS = re.compile(rf"(?:ngay |thang |quy )?(?P<count>\d+|{_NUMERAL})")
_MOMENT = re.compile(
    "|".join(
        (
            *_FOREIGN,
            _SHARED_DAY,
            _BARE_DAY,
            _DAY_OF_MONTHS + _YEAR.format("xy"),
            _DAYS_OF_PERIOD,
            _WEEK + _YEAR.format("wky"),
            r"\bngay (?P<wd>\d{1,2}) ?thang (?P<wm>\d{1,2})" + _YEAR.format("wy"),
            r"(?<![\d/.,])(?P<nd>\d{1,2}) thang (?P<nm>\d{1,2}),? nam (?P<ny>\d{4})(?!\d)",
            _ALONE + _DAY + _NEXT_YEAR,
            _ALONE + _DOTTED_DAY,
            _MONTHS + _YEAR.format("ry"),
            _LISTED_MONTHS + _YEAR.format("ly"),
            _LISTED_QUARTERS + _YEAR.format("ky"),
            r"\bt(?:hang )?(?P<mo>\d{1,2})(?!\d|\s?/\s?\d{1,2}(?!\d))" + _YEAR.format("moy"),
            r"\bquy (?P<q1>iv|i{1,3}|[1-4])\s?(?:-|–|den|den quy|- quy)\s?(?P<q2>iv|i{1,3}|[1-4])\b"
            + _YEAR.format("qry"),
            r"\bquy (?P<q>iv|i{1,3}|[1-4])\b" + _YEAR.format("qy"),
            r"\bquy (?P<nq>v|x|[05-9])\b(?! khach)" + _YEAR.format("nqy"),
            r"\b(?:0?6|sau) thang (?P<half>dau|cuoi) nam(?: (?P<hy>\d{4}))?",
            (
                rf"\b(?P<point>dau|giua|cuoi) (?:{_LATER.format('ptn')}"
                r"|nam(?! hoc)(?: (?P<pty>\d{4}))?)"
            ),
            _SCHOOL,
            r"\bnam (?P<yr>\d{4})(?!\s?[-–/]?\d)",
            _MONTH_OF_YEAR,
            r"\bngay (?:mung )?(?P<bd>\d{1,2})(?![\d/\-]|\.\d|\s?/)",
        )
    )
)


_LEAP_FREE = 2025  # for the length of a month whose year is not said


def moments(flat: str, start: int = 0, end: int | None = None) -> list[Moment]:
    """Every day, month, quarter and year written in ``flat`` (see ``letters.flat``), in order."""
    until = len(flat) if end is None else end
    return [one for found in _MOMENT.finditer(flat, start, until) for one in _moments(found)]


def _moments(found: re.Match[str]) -> Iterable[Moment]:
    listed = _listed(found)
    return listed or [_moment(found)]


def _listed(found: re.Match[str]) -> list[Moment]:
    """Months or quarters in a list: one stretch where they are neighbours, else each a time."""
    for name, unit, years in (
        ("l", Unit.MONTH, ("ly", "lyw")),
        ("k", Unit.QUARTER, ("ky", "kyw")),
        ("x", Unit.DAY, ("xy", "xyw")),
        ("e", Unit.DAY_OF_PERIOD, ()),
    ):
        if found.group(name) is not None:
            return _each(found, name, unit, _int(found, *years))
    return []


def _each(found: re.Match[str], name: str, unit: Unit, year: int | None) -> list[Moment]:
    hits = list(_COUNTS.finditer(found.string, found.start(name), found.end(name)))
    if unit is Unit.DAY_OF_PERIOD:
        return _each_day(found, hits)
    months = [_months_of(hit.group("count"), unit) for hit in hits]
    day = _int(found, "xd")
    follows = all(after[0] == before[1] + 1 for before, after in pairwise(months))
    if day is None and follows:
        return [Moment(unit, found.start(), found.end(), year, (months[0][0], months[-1][1]))]
    starts = [found.start(), *(hit.start() for hit in hits[1:])]
    ends = [*(hit.end() for hit in hits[:-1]), found.end()]
    return [
        Moment(unit, start, end, year, both, day)
        for start, end, both in zip(starts, ends, months, strict=True)
    ]


def _each_day(found: re.Match[str], hits: list[re.Match[str]]) -> list[Moment]:
    """``ngày 15 và 30``: days of whatever period the sentence names."""
    starts = [found.start(), *(hit.start() for hit in hits[1:])]
    return [
        Moment(Unit.DAY_OF_PERIOD, start, hit.end(), None, (1, 12), int(hit.group("count")))
        for start, hit in zip(starts, hits, strict=True)
    ]


def _months_of(count: str, unit: Unit) -> tuple[int, int]:
    if unit is Unit.QUARTER:
        return _quarter(count) * 3 - 2, _quarter(count) * 3
    return int(count), int(count)


def _moment(found: re.Match[str]) -> Moment:
    for reader in (_day, _foreign, _week, _months, _quarters, _school, _rest):
        if moment := reader(found):
            return moment if not _says_later(found) else replace(moment, later=1)
    raise AssertionError("every alternative of _MOMENT has a reader")


def _says_later(found: re.Match[str]) -> bool:
    return any(value and name.endswith("n") for name, value in found.groupdict().items())


def _int(found: re.Match[str], *groups: str) -> int | None:
    for group in groups:
        if found.group(group):
            number = int(found.group(group))
            return number + 2000 if group == "y" and number < 100 else number
    return None


def _day(found: re.Match[str]) -> Moment | None:
    for day, month, year in (
        ("wd", "wm", ("wy", "wyw")),
        ("nd", "nm", ("ny",)),
        ("d", "m", ("y",)),
        ("sd", "sm", ("sdy",)),
        ("pd", "pm", ("py",)),
    ):
        number = _int(found, day)
        if number is not None:
            months = (_int(found, month) or 0,) * 2
            return Moment(Unit.DAY, found.start(), found.end(), _int(found, *year), months, number)
    bare = _int(found, "bd", "bare")
    if bare is None:
        return None
    return Moment(Unit.DAY_OF_PERIOD, found.start(), found.end(), None, (1, 12), bare)


def _foreign(found: re.Match[str]) -> Moment | None:
    """A day as a spreadsheet writes it: 2026-09-15, 15-Sep-26."""
    if found.group("id"):
        year, month, day = (int(found.group(name)) for name in ("iy", "im", "id"))
    elif found.group("ed"):
        month = _ENGLISH.index(found.group("em")) + 1
        year, day = int(found.group("ey")) % 2000 + 2000, int(found.group("ed"))
    else:
        return None
    return Moment(Unit.DAY, found.start(), found.end(), year, (month, month), day)


def _week(found: re.Match[str]) -> Moment | None:
    """``Tuần 2 tháng 9``: its 8th to 14th; the last week is the month's last seven days."""
    if not found.group("wk"):
        return None
    month = _int(found, "wkm", "wkt") or 0
    year = _int(found, "wky", "wkyw")
    first, last = found.group("wk"), found.group("wl") or found.group("wk")
    end = monthrange(year or _LEAP_FREE, month)[1] if 1 <= month <= 12 else 31
    begin, until = _week_number(first), _week_number(last)
    return Moment(
        Unit.WEEK, found.start(), found.end(), year, (month, month),
        day=until * 7 if until and until * 7 <= end else end,
        first=begin * 7 - 6 if begin and begin * 7 - 6 <= end else end - 6,
    )  # fmt: skip


def _week_number(words: str) -> int | None:
    """1 to 5; None for the last week of a month."""
    return int(words) if words.isdigit() else _WEEKS.get(words)


def _school(found: re.Match[str]) -> Moment | None:
    first, last = _int(found, "sy"), _int(found, "sz")
    if not found.group("sa") and (first is None or last != first + 1):
        return None
    months = (SCHOOL_BEGINS, SCHOOL_ENDS)
    return Moment(Unit.SCHOOL_YEAR, found.start(), found.end(), last, months)


def _months(found: re.Match[str]) -> Moment | None:
    first, last = _int(found, "r1"), _int(found, "r2")
    year = _int(found, "ry", "ryw")
    if first is None or last is None:
        first = last = _int(found, "mo", "ym")
        year = _int(found, "moy", "moyw", "ymy")
    if first is None or last is None:
        return None
    return Moment(Unit.MONTH, found.start(), found.end(), year, (first, last))


def _quarters(found: re.Match[str]) -> Moment | None:
    if found.group("nq"):  # no year has a fifth
        year = _int(found, "nqy", "nqyw")
        return Moment(Unit.QUARTER, found.start(), found.end(), year, (13, 15))
    first, last, year = found.group("q1"), found.group("q2"), _int(found, "qry", "qryw")
    if first is None:
        first = last = found.group("q")
        year = _int(found, "qy", "qyw")
    if first is None:
        return None
    months = (_quarter(first) * 3 - 2, _quarter(last) * 3)
    return Moment(Unit.QUARTER, found.start(), found.end(), year, months)


def _quarter(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else roman_value(numeral)


def _rest(found: re.Match[str]) -> Moment | None:
    half = found.group("half") or found.group("point")
    if half:
        months = {"dau": (1, 6), "giua": (1, 6), "cuoi": (7, 12)}[half]
        return Moment(Unit.HALF, found.start(), found.end(), _int(found, "hy", "pty"), months)
    return Moment(Unit.YEAR, found.start(), found.end(), _int(found, "yr", "sz"))
