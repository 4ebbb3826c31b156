"""Periods that a deadline recurs in: hằng tháng, định kỳ 06 tháng, tháng cuối quý."""

from __future__ import annotations

import re

from plans.deadlines import DeadlineKind
from reading.understand.dates import Moment

Period = tuple[DeadlineKind, int, int]  # and where its words begin and end

_EVERY = r"(?:hang|moi)"
_NEXT = r"(?:sau|toi|tiep theo|ke tiep|lien ke|lien sau)"
_MONTHLY = (
    rf"(?:dinh ky )?{_EVERY} thang\b|dinh ky (?:1|01|mot) thang\b|\b0?1 thang/lan"
    rf"|(?<=\d )(?:cua )?thang {_NEXT}\b"
)
_QUARTERLY = (
    rf"(?:dinh ky )?{_EVERY} quy\b|dinh ky (?:theo )?quy\b|thang cuoi (?:cua )?(?:moi )?quy"
    r"|(?:dinh ky )?(?:0?3|ba) thang(?:/lan| (?:mot|01|1) lan)|dinh ky 0?3 thang\b|quy/lan"
    rf"|thang (?:dau|dau tien|thu nhat) (?:cua )?quy {_NEXT}\b"
)
_HALF_YEARLY = (
    r"(?:dinh ky )?(?:hang )?(?:0?6|sau) thang(?! (?:dau|cuoi) nam)(?: ?/lan| (?:mot|01|1) lan)?\b"
    r"|nua nam"
)
_YEARLY = (
    rf"(?:dinh ky )?{_EVERY} nam\b(?! hoc)|thuong nien|dinh ky (?:01 |1 |mot )?nam\b"
    r"|\b(?:01|1|mot) nam ?(?:/ ?|(?:mot|01|1) )lan\b|\bnam (?:mot|01|1) lan\b"
)
_PERIODS = (
    (DeadlineKind.MONTHLY, _MONTHLY),
    (DeadlineKind.QUARTERLY, _QUARTERLY),
    (DeadlineKind.HALF_YEARLY, _HALF_YEARLY),
    (DeadlineKind.YEARLY, _YEARLY),
    (DeadlineKind.RECURRING, rf"dinh ky\b|{_EVERY} tuan\b"),
)
PERIOD = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(_PERIODS)))
# "kế hoạch hằng năm" names a plan, "trang bị 6 tháng" a length of time.
_NOT_PERIOD_AFTER = re.compile(
    r"\b(?:du toan|ngan sach|kinh phi|ke hoach|chuong trinh|chi thuong xuyen|trong vong|trong|han"
    r"|nguon"
    r"|thoi gian|qua|sau|tren|duoi|du|it nhat|toi thieu|toi da)(?: \d{0,2})? ?$"
)
_COUNTED = re.compile(r",? (?:it nhat|toi thieu) (?:\d|mot\b)")  # how many, not when
PERIOD_END = re.compile(
    r"(?:cua )?thang cuoi (?:cua )?(?:moi )?(?:ky(?: bao cao)?|quy)|cua thang cuoi"
)
# The month after the period that is reported on.
NEXT_PERIOD = re.compile(
    r" ?(?:cua )?thang (?:(?:dau|dau tien|thu nhat) (?:cua )?"
    r"(?:quy|ky(?: bao cao)?|thang|6 thang) )?"
    rf"{_NEXT}(?: lien ke)?\b"
)
_EACH_ONE = re.compile(rf" (?:cua )?(?:thang (?:cuoi|dau|{_NEXT})|{_EVERY} (?:thang|quy))\b")


def of_period(flat: str, moment: Moment) -> bool:
    """``định kỳ ngày 15``, ``ngày 25 hằng tháng``, ``ngày 15 tháng cuối quý``."""
    if flat[: moment.start].endswith("dinh ky "):
        return True
    return bool(_EACH_ONE.match(flat, moment.end))


def read_period(flat: str, start: int, end: int, *, bare: bool) -> Period | None:
    """The first of the periods named in a sentence that is not "định kỳ" alone, or that."""
    vague = None
    for found in PERIOD.finditer(flat, start, end):
        if not bare and _NOT_PERIOD_AFTER.search(
            flat[max(start, found.start() - 24) : found.start()]
        ):
            continue
        if not bare and _COUNTED.match(flat, found.end()):
            continue
        kind = _PERIODS[int(str(found.lastgroup)[1:])][0]
        if kind is not DeadlineKind.RECURRING:
            if kind is not DeadlineKind.HALF_YEARLY or bare or _regular(flat, found):
                return kind, found.start(), found.end()
            continue
        vague = vague or (kind, found.start(), found.end())
    return vague


def _regular(flat: str, found: re.Match[str]) -> bool:
    """Whether "6 tháng" means every six months: with định kỳ, hằng, một lần, or in a report."""
    around = flat[max(0, found.start() - 30) : found.end() + 20]
    return bool(
        re.search(
            r"dinh ky|hang|lan\b|bao cao|so ket|va (?:01 |1 |mot )?nam|, (?:01 |1 )?nam", around
        )
    )
