"""Which of the days that a sentence names are deadlines, by the words before and between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.deadlines import Qualifier
from reading.understand.dates import Moment, Unit, Year, is_stage
from reading.understand.deadline_periods import of_period

_DONE = r"(?:hoan (?:thanh|tat)|xong)(?: xong)?"
# What may stand left of a moment, read backwards from it.
_LEFT = re.compile(
    rf"(?:\b(?P<done>{_DONE})(?: (?:cac noi dung|viec|nhiem vu|dut diem))?,? )?"
    r"(?:\b(?:(?P<before>truoc(?: het)?|truoc thoi diem)"
    r"|(?P<by>(?:cham nhat|muon nhat|tre nhat)(?: la| den| vao| trong| truoc|:)*(?: het)?"
    r"|den het|het|(?:ngay )?trong|khong qua|cho den|den cuoi"
    r"|khong (?:muon|cham|tre) hon|khong sau|han(?: cuoi(?: cung)?| chot)(?: la|:)?)"
    r"|(?P<till>den)|(?P<since>tu|ke tu)|(?P<at>vao|vao dip|tai thoi diem|cuoi|dau|giua|xong"
    r"|du kien|vao cuoi|vao dau)"
    r"))?[ :]*(?:(?:cac|nhung)(?: moc)? )?"
    r"(?:luc )?(?:\d{1,2} ?(?:gio|h)(?: ?\d{2})?(?: ?phut)?,? )?"
    r"(?:(?:tuan (?:thu \w+|dau|cuoi|\d)|cuoi|dau|giua|nua dau|nua cuoi)(?: cua)? )?$"
)
_WINDOW_LINK = re.compile(r"^,? ?(?:den|toi|cho den|-|–|—)(?: het)? ?$")
_LIST_LINK = re.compile(
    r"^(?: ?\([^()]{1,30}\))? ?(?:,|;|va|&|,? va (?:truoc|truoc ngay|cham nhat))?"
    r" ?(?:truoc |cham nhat )?$"
)
# "6 tháng trước ngày 20/6/2026, tổng kết năm trước ngày 20/12/2026": one duty, twice a year.
_NEXT_PERIOD = re.compile(
    r"(?: ?\([^()]{1,30}\))?[ ,;)va]{0,6}(?:dong thoi )?(?:(?:bao cao|so ket|tong ket) ){0,2}"
    r"(?:cong tac )?(?:ca )?"
    r"(?:nam|6 thang|06 thang|9 thang|hoc ky|dot|lan|quy)\b[^.;]{0,40}"
)
# "đầu tháng 9", "giữa quý III", "6 tháng đầu năm" apart: no day is meant that anybody could name.
_VAGUE = re.compile(r"(?:\bdau|\bgiua|nua cuoi) (?:cua )?$")
_LONG = frozenset({Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.SCHOOL_YEAR})
_LONGEST = frozenset({Unit.HALF, Unit.YEAR, Unit.SCHOOL_YEAR})
_PARTS_OF_YEAR = frozenset({Unit.MONTH, Unit.QUARTER})
# The first term of a school year ends on no day that a calendar names.
_FIRST_TERM = re.compile(r"hoc ky (?:i|1|mot|dau)\b(?: cua)?,? ?$")
_OPENING_HALF = re.compile(r"(?:dau|giua) nam")
_TO_MONTH = re.compile(r"\s?[-–]\s?(?:thang )?\d{1,2}/\d{4}(?![\d/])")
_SCHOOL_END = re.compile(r"(?:het|cuoi|ket thuc) ")
_HAPPENED = re.compile(
    r"\b(?:xay ra|ket qua|so vu|phat sinh|tinh hinh|da|so lieu|bao cao)\b[^.;]*$"
)
_EVENT = re.compile(r" (?!hang|moi|va\b|hoac|de\b|cua|theo|den|dinh ky|nam\b)[a-z]")
_CLOSES = re.compile(r"\s?(?:[.;)]|$)")
_HOLDS = re.compile(
    r"\b(?:to chuc|tien hanh|dien tap|thuc tap|hoi thao|khai mac|ra quan|tap huan)\b"
)
_OF_A_DOCUMENT = re.compile(
    r"\b(?:luat|nghi dinh|nghi quyet|quyet dinh|ke hoach|chi thi|cong van|cong dien|thong tu"
    r"|van ban|huong dan|thong bao|ky niem|thanh lap|xay ra|so|ban hanh|ky|vu chay|ket luan"
    r"|to trinh)\b"
)
_BETWEEN = re.compile(
    r"\b(?:truoc|cham nhat|va|hoac|dot|lan|ky|xong|hoan thanh|den|tu|het|thang|nam|quy|bao cao"
    r"|so ket|tong ket|dau|cuoi|vao|trong|la|ngay|luc|gio|thu|nhat|hai|ba|buoi"
    r"|sang|chieu)\b|[\W\d_]"
)
_AND_LATER = re.compile(r" (?:va|,)? ?(?:cac|nhung) nam (?:sau|tiep theo|toi|den)")
_COLON = re.compile(r"\)?\s?:")
_WAS = re.compile(r"\b(?:xay ra|phat sinh|da(?: \w+){1,3}),? (?:ngay )?trong $")
_DOES = re.compile(
    r"(?:thuc hien|to chuc|trien khai|tien hanh|hoan thanh|xong|[,(]) ?(?:ngay )?trong $"
)


@dataclass(frozen=True)
class Taken:
    """A moment that is a deadline, with what the words before it add."""

    moment: Moment
    start: int
    qualifier: Qualifier | None
    opens_window: bool = False


def taken_moments(
    flat: str, start: int, found: Sequence[Moment], year: Year, *, bare: bool
) -> list[Taken]:
    """The moments that the words make deadlines, and those listed with them."""
    taken: list[Taken] = []
    for moment in found:
        begin = taken[-1].moment.end if taken else start
        between = flat[begin : moment.start]
        if (
            taken
            and _WINDOW_LINK.match(between)
            and (taken[-1].opens_window or bare or _are_months(taken[-1].moment, moment))
        ):
            taken[-1] = replace(taken[-1], opens_window=True)
            taken.append(Taken(moment, moment.start, None))
        elif taken and len(between) < 54 and _LIST_LINK.match(between):
            if _is_of_its_own(flat, taken[-1].moment, moment, between):
                continue
            taken.append(Taken(moment, moment.start, taken[-1].qualifier))
        else:
            one = _one(flat, start, moment, year, bare=bare)
            if one and (not taken or _agree(taken[-1], one, between, bare=bare)):
                taken.append(one)
    return taken


def _is_of_its_own(flat: str, first: Moment, moment: Moment, between: str) -> bool:
    """``trước ngày 15/5/2026, ngày 17/7/2026 nghiệm thu``: the second day is another event's."""
    dated = bool(first.year and moment.year) and moment.unit is Unit.DAY
    return dated and between.strip() in {",", ";"} and bool(_EVENT.match(flat, moment.end))


def _are_months(first: Moment, last: Moment) -> bool:
    """``tháng 11/2026 - 01/2027``: a stretch of time, though no "từ" stands before it."""
    return {first.unit, last.unit} == {Unit.MONTH} and last.year is not None


def _agree(first: Taken, other: Taken, between: str, *, bare: bool) -> bool:
    """Whether two days of one sentence are days of one deadline: both said alike."""
    if first.moment.unit is other.moment.unit and first.moment.unit in _PARTS_OF_YEAR:
        # "đợt 1 xong trong tháng 4, đợt 2 xong trong tháng 10"
        return first.qualifier == other.qualifier and bool(_NEXT_PERIOD.fullmatch(between))
    if first.moment.unit is not Unit.DAY or other.moment.unit is not Unit.DAY:
        return bare and not first.opens_window and bool(_NEXT_PERIOD.fullmatch(between))
    if first.moment.year is None and other.moment.year is None:
        return True
    alike = first.qualifier == other.qualifier and not first.opens_window
    if bool(_NEXT_PERIOD.fullmatch(between)):
        return alike
    # "31/3/2026, nghiệm thu 17/7/2026": the second day is that of something else.
    return alike and bare and not _BETWEEN.sub("", between)


def _one(flat: str, start: int, moment: Moment, year: Year, *, bare: bool) -> Taken | None:
    left = _LEFT.search(flat[max(start, moment.start - 60) : moment.start])
    offset = max(start, moment.start - 60)
    if left is None or (_VAGUE.search(left.group()) and moment.unit in _LONG):
        return None
    if moment.unit is Unit.SCHOOL_YEAR and _FIRST_TERM.search(flat[: moment.start]):
        return None
    if moment.unit is Unit.HALF and _OPENING_HALF.match(flat, moment.start):
        return None
    words = left.groupdict()
    begins = moment.start
    if any(words.values()):
        begins = offset + min(left.start(name) for name, value in words.items() if value)
    qualifier = _qualifier(words)
    if moment.unit is Unit.MONTH and _TO_MONTH.match(flat, moment.end):
        return Taken(moment, begins, qualifier, opens_window=True)
    if moment.unit is Unit.YEAR and not bare and _is_in_a_year(flat, moment, words, year):
        return Taken(moment, begins, qualifier)
    if bare or _is_deadline(flat, moment, words) or _heads(flat, moment):
        return Taken(moment, begins, qualifier, opens_window=bool(words["since"]))
    return None


def _is_in_a_year(flat: str, moment: Moment, words: dict[str, str | None], year: Year) -> bool:
    """``diễn tập trong năm 2027`` in a plan over several years: one of them, to its end."""
    said = (words["by"] or "").endswith("trong") or (words["at"] or "").startswith("vao")
    goes_on = _AND_LATER.match(flat, moment.end)
    return bool(said and not goes_on and moment.year and is_stage(year, moment.year))


def _qualifier(words: dict[str, str | None]) -> Qualifier | None:
    if words["before"]:
        return Qualifier.BEFORE
    return Qualifier.BY if words["by"] or words["till"] else None


def _is_deadline(flat: str, moment: Moment, words: dict[str, str | None]) -> bool:
    """Whether prose makes the moment a deadline."""
    if words["done"] or words["before"]:
        return True
    if _WAS.search(flat[: moment.start]):
        return False
    if words["since"]:
        return bool(re.match(r",? ?(?:den|toi|-|–)", flat[moment.end : moment.end + 8])) or (
            moment.months[0] != moment.months[1] and moment.unit in {Unit.MONTH, Unit.QUARTER}
        )
    if moment.unit in _LONGEST:
        return _is_long_deadline(flat, moment, words["by"] or "")
    if moment.unit is Unit.WEEK:
        return True
    if moment.unit is Unit.DAY_OF_PERIOD:
        return bool(words["by"] or words["at"] or of_period(flat, moment))
    return bool(words["by"] or words["at"] or words["till"]) or _is_event(flat, moment)


def _is_event(flat: str, moment: Moment) -> bool:
    """``tổ chức hội thao … ngày 06/11/2026.``: a whole day closes a clause that holds something."""
    if moment.unit is not Unit.DAY or moment.year is None or not _CLOSES.match(flat, moment.end):
        return False
    begins = max(flat.rfind(mark, 0, moment.start) for mark in (". ", "; ", ": "))
    clause = flat[begins + 1 : moment.start]
    return bool(_HOLDS.search(clause)) and not _OF_A_DOCUMENT.search(clause)


def _is_long_deadline(flat: str, moment: Moment, by: str) -> bool:
    """Whether a half-year, a year or a school year is one: "trong năm 2026" alone is the plan's."""
    if moment.unit is Unit.HALF:
        return bool(by) and _is_time_of_work(flat, moment)
    ends = moment.unit is Unit.SCHOOL_YEAR and _SCHOOL_END.match(flat, moment.start)
    return bool(ends or (by and not by.endswith("trong")))


def _heads(flat: str, moment: Moment) -> bool:
    """``Tháng 5/2026: ban hành kế hoạch``: the time stands before the work, with a colon."""
    opens = not flat[: moment.start].strip(" -+*•(")
    return opens and bool(_COLON.match(flat, moment.end)) and moment.unit is not Unit.DAY_OF_PERIOD


def _is_time_of_work(flat: str, moment: Moment) -> bool:
    """``thực hiện trong 6 tháng đầu năm 2026``, and not what happened in that time."""
    before = flat[max(0, moment.start - 60) : moment.start]
    if _HAPPENED.search(before):
        return False
    return bool(_DOES.search(before)) or not flat[moment.end :].strip(" .;)/")
