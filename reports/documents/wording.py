"""How an official Vietnamese text writes numbers, days, lists and names.  PURE."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from plans.schedule import Period
from vietnamese.numbers import percent, points, whole
from vietnamese.text import fold, one_line, sort_key

Day = datetime.date

_COMMITTEE = re.compile(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+", re.IGNORECASE)
_ACADEMIC = re.compile(r"^((GS|PGS|TSKH|TS|ThS|KS|CN|DS|BSCKI{1,2}|BS)(\.\s*|\s+))+")


def counted(number: int) -> str:
    """A count within a sentence: under ten with a leading 0, as offices write it.

    >>> counted(5), counted(0), counted(1234)
    ('05', '0', '1.234')
    """
    return f"0{number}" if 0 < number < 10 else whole(number)


def share(rate: float | None) -> str:
    """A percentage as documents write it, its sign against the figure.

    >>> share(93.0769), share(None)
    ('93,08%', '–')
    """
    return percent(rate).replace("\N{NO-BREAK SPACE}", "")


def listed(parts: Sequence[tuple[str, int]]) -> str:
    """Counts that are not nought, each after its name.

    >>> listed([("đúng hạn", 2), ("quá hạn", 0), ("trong hạn", 11)])
    'đúng hạn 02, trong hạn 11'
    """
    return ", ".join(f"{name} {counted(number)}" for name, number in parts if number)


def day(value: Day) -> str:
    """A day within a text: days under 10 and months 1, 2 with a leading 0, other months without.

    >>> day(Day(2025, 2, 5)), day(Day(2025, 5, 15)), day(Day(2025, 11, 3))
    ('05/02/2025', '15/5/2025', '03/11/2025')
    """
    return f"{value.day:02d}/{_month(value)}/{value.year}"


def _month(value: Day) -> str:
    return f"{value.month:02d}" if value.month < 3 else str(value.month)


def span(period: Period) -> str:
    return f"từ ngày {day(period.starts_on)} đến ngày {day(period.ends_on)}"


def dateline(place: str, value: Day) -> str:
    """Place and day (Nghị định 30/2020/NĐ-CP): days under 10 and months 1, 2 with a leading 0.

    >>> dateline("Đắk Nông", Day(2023, 2, 5)), dateline("", Day(2023, 11, 15))
    ('Đắk Nông, ngày 05 tháng 02 năm 2023', '…, ngày 15 tháng 11 năm 2023')
    """
    return f"{place or '…'}, ngày {value.day:02d} tháng {_month(value)} năm {value.year}"


def joined(names: Sequence[str], most: int = 6) -> str:
    """A list in words: "A, B và C"; beyond ``most`` names the rest is counted.

    >>> joined(["A", "B", "C"]), joined(["A", "B", "C", "D"], most=2)
    ('A, B và C', 'A, B và 02 đơn vị khác')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} và {counted(len(names) - most)} đơn vị khác"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"


def in_order(names: Iterable[str]) -> list[str]:
    """Each name once, in the order of a Vietnamese dictionary."""
    return sorted(set(names), key=lambda name: (sort_key(name), name))


def lower_first(text: str) -> str:
    """The text as it continues a sentence; an abbreviation at its start stays as it is."""
    if text[1:2].islower() or text[1:2] == " ":
        return text[0].lower() + text[1:]
    return text


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def changed(now: float, before: float) -> str:
    """By how much a figure grew or fell, with its sign.

    >>> changed(12, 9), changed(9, 12), changed(9, 9)
    ('+3', '−3', '0')
    """
    by = now - before
    sign = "+" if by > 0 else "−" if by < 0 else ""
    return sign + (whole(abs(int(by))) if by == int(by) else points(by))


def roman(number: int) -> str:
    """A number from 1 to 39 in Roman figures.

    >>> roman(4), roman(9), roman(12)
    ('IV', 'IX', 'XII')
    """
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + units[number % 10]


# What never breaks over lines: numbers of documents, days, periods, a figure with its sign.
_KEPT = re.compile(
    r"(?:\d+[A-Za-z]?(?:/\d{4})?)?/[A-ZĐ]{2,}[\w&]*(?:[-/][A-ZĐ][\w&]*)*"  # 93/KH-SKHCN, /BC-UBND
    r"|\d+-[A-ZĐ]{2,}/[A-ZĐ][\w-]*"  # 25-KH/TU
    r"|(?:Quý|Tháng|quý|tháng) [\dIVX]+/\d{4}|Phụ lục [IVX]+\b"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}"
)


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it must stay on one line.

    >>> pieces("Kế hoạch số 93/KH-SKHCN của Sở")
    (('Kế hoạch số ', False), ('93/KH-SKHCN', True), (' của Sở', False))
    """
    found, at = [], 0
    for kept in _KEPT.finditer(text):
        found += [(text[at : kept.start()], False), (kept.group(), True)]
        at = kept.end()
    return tuple(piece for piece in (*found, (text[at:], False)) if piece[0])


def sentence(text: str) -> str:
    """The text on one line, begun with a capital and ended with a mark."""
    line = one_line(text)
    return upper_first(line) + ("" if line.endswith((".", "!", "?", "…")) else ".")


def in_full(name: str) -> str:
    """A committee's name without its abbreviation: "UBND xã A" is "Ủy ban nhân dân xã A"."""
    return _COMMITTEE.sub("Ủy ban nhân dân ", name)


def shortened(name: str) -> str:
    """The same the other way round, as the superior agency's name may be written."""
    return _COMMITTEE.sub("UBND ", name)


def is_committee(name: str) -> bool:
    return bool(_COMMITTEE.match(name))


def committee_place(name: str) -> str:
    """What a committee's name says after "Ủy ban nhân dân": "xã A"."""
    return _COMMITTEE.sub("", name)


def without_degrees(name: str) -> str:
    """A signatory's name without academic titles, which a signature does not carry."""
    return _ACADEMIC.sub("", one_line(name))


def same_body(one: str, other: str) -> bool:
    """Whether two names as written mean one body; "UBND tỉnh" is "Ủy ban nhân dân tỉnh A"."""
    first, second = sorted((fold(in_full(one)), fold(in_full(other))), key=len)
    return bool(first) and (second == first or second.startswith(f"{first} "))


def file_slug(text: str) -> str:
    """Letters and figures of the text that any file system takes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", fold(text).upper()).strip("-")
