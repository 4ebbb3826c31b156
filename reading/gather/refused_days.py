"""Days that a task names and that are not its deadline: each for a reason, or in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from plans.deadlines import DeadlineKind
from reading.draft import Doubt, DoubtKind, PlanDraft, Span, TaskDraft
from reading.gather.tasks import Found, Work
from reading.layout.tables import Column
from reading.text import Text
from reading.understand.citations import read_citations
from reading.understand.dates import Moment, Unit, moments
from reading.understand.labels import Field


class Refused(Enum):
    """Why a day is no deadline of its task.  The list is closed: a day without a reason on it is
    shown to a person."""

    CITED = auto()  # the day of a document
    OCCASION = auto()  # an anniversary, a feast, a month of action
    IN_FORCE = auto()  # since when a rule holds
    PAST = auto()  # what was before the plan
    DATA = auto()  # the day up to which figures count
    OF_ANOTHER = auto()  # a report's, or one of several times that were taken together
    BEGINNING = auto()  # a stretch of which the end is taken, or from when something holds
    NO_DAY = auto()  # "24/24 giờ", or a day that no calendar has, of which a doubt tells
    VAGUE = auto()  # "đầu tháng 9": words kept, no day


_OCCASION = re.compile(
    r"\b(?:ngay (?:toan dan|thanh lap|hoi)|ky niem)\b[^.;]{0,70}$"
    r"|\b(?:truyen thong|thang (?:an toan|hanh dong|cao diem)|dip|le|tet|huong ung|tuan le"
    r"|chao mung)\b[^.;]{0,30}$"
)
_OCCASION_AFTER = re.compile(r"[^.;,]{0,12}\b(?:ngay toan dan|ky niem|ngay thanh lap)\b")
_IN_FORCE = re.compile(r"\b(?:hieu luc|ap dung|thi hanh)\b[^.;]{0,40}$")
_DATA = re.compile(r"\b(?:so lieu|chot|tinh (?:den|tu))\b[^.;]{0,30}$")
_SINCE = re.compile(r"(?:\btu|ke tu|sau)(?: ngay| thang)? ?$")
_TOLD = re.compile(
    r"\b(?:luc|trong|so voi|cung ky|vu|ngay xay ra|da)\b(?![^.;]*\bnghiem thu\b)[^.;]{0,40}$"
)
_VAGUE = re.compile(r"(?:dau|giua|nua dau|nua cuoi)(?: cua)? ?$")
_NO_DAY = re.compile(r"(\d{1,2})/\1\b(?!/)")
# "Theo lịch của nhà thầu, nghiệm thu 17/7": the day may be that of what follows the work.
_EVENT = re.compile(
    r"\btheo (?:lich|tien do|ke hoach|hop dong|thoi khoa bieu|chuong trinh)\b.*\d"
    r"|\b(?:nghiem thu|ban giao|quyet toan|thanh ly|thanh toan|giai ngan|khai truong|khanh thanh"
    r"|khoi cong|tham dinh|phe duyet|dau thau|mo thau)\b[ ,:]*(?:xong |vao |truoc )?(?:ngay )?\d"
)
_WORK_ENDS = re.compile(r"\b(?:hoan thanh|hoan tat|ket thuc|xong)\b")
_TERM = re.compile(
    r"\b(?:(?:dau|cuoi|het|moi|tung|giua|trong|ket thuc) )*hoc ky(?: (?:i{1,2}|1|2|mot|hai)\b)?"
)
_NEAR = 90
_WITHOUT_DAY = frozenset({DeadlineKind.ONGOING, DeadlineKind.RECURRING, DeadlineKind.ON_REQUEST})
_DATED = frozenset({Unit.DAY, Unit.MONTH, Unit.QUARTER, Unit.WEEK})


def unexplained(draft: PlanDraft, found: Found) -> Iterator[Doubt]:
    """A doubt for each day in a task's own words that nothing took and no reason refuses."""
    duties: dict[str, list[Span]] = {}
    for duty in draft.report_duties:
        duties.setdefault(duty.ref, []).extend(duty.deadline.spans)
    issued = int(draft.issued_on[:4]) if draft.issued_on else 0
    for phase in found.phases:
        if phase.time is not None:
            yield from _aside(phase.heading, phase.ref or None, phase.time.spans, issued)
    for work, task in zip(found.work, draft.tasks, strict=False):
        # "Thường xuyên" is no day: one that stands beside it is another's.
        own = task.deadline.spans if task.deadline.kind not in _WITHOUT_DAY else ()
        taken = [*own, *duties.get(task.ref, ())]
        for text in (work.text, *_times(work)):
            yield from _aside(text, task.ref, taken, issued)
        yield from _unsure(work, task)


def _unsure(work: Work, task: TaskDraft) -> Iterator[Doubt]:
    """A day that may be another event's, and a term of a school year, which ends on no set day."""
    time = task.deadline
    for text in _times(work):
        event = _EVENT.search(text.flat)
        if time.days and event and not _WORK_ENDS.search(text.flat):
            yield Doubt(DoubtKind.TIME_UNCLEAR, text.words, task.ref, text.spans())
    if time.words or time.days:
        return
    if term := _TERM.search(work.text.flat):
        place = work.text.part(term.start(), term.end())
        yield Doubt(DoubtKind.TIME_UNCLEAR, place.words, task.ref, place.spans())


def _aside(text: Text, ref: str | None, taken: Sequence[Span], issued: int) -> Iterator[Doubt]:
    dated = [one for one in moments(text.flat) if one.unit in _DATED]
    # Looked for once a text: it takes longer than all that is asked of each day.
    cited = [(one.start, one.end) for one in read_citations(text)] if dated else []
    for moment in dated:
        if _is_impossible(text, moment, taken, cited):
            place = text.part(moment.start, moment.end)
            yield Doubt(DoubtKind.BAD_DAY, place.words, ref, place.spans())
        elif reason(text, moment, taken, cited, issued) is None:
            place = text.part(moment.start, moment.end)
            yield Doubt(DoubtKind.DAY_ASIDE, place.words, ref, place.spans())


def _is_impossible(
    text: Text, moment: Moment, taken: Sequence[Span], cited: Sequence[tuple[int, int]]
) -> bool:
    """``ngày 29/02/2026`` in passing: a day, and no "24/24 giờ", and in no calendar."""
    said = moment.year is not None or text.flat.startswith("ngay ", moment.start)
    inside = any(start <= moment.start < end for start, end in cited)
    return said and not moment.exists and not inside and not _is_taken(text, moment, taken)


def _times(work: Work) -> Iterator[Text]:
    """What labels and the column give as the time, beside the task's own words."""
    yield from (label.value for label in work.labels if label.field is Field.TIME)
    if work.entry is not None:
        yield work.entry.text(Column.TIME)


def reason(
    text: Text,
    moment: Moment,
    taken: Sequence[Span],
    cited: Sequence[tuple[int, int]],
    issued: int,
) -> Refused | None:
    """Why the moment is not the task's deadline; None where it must be looked at.  ``cited`` are
    the places of the documents that the task names."""
    if _is_taken(text, moment, taken):
        return Refused.OF_ANOTHER
    if any(start <= moment.start < end for start, end in cited):
        return Refused.CITED
    if _NO_DAY.match(text.flat, moment.start) or not moment.exists:
        return Refused.NO_DAY
    if moment.year and moment.year < issued:
        return Refused.PAST
    before = text.flat[max(0, moment.start - _NEAR) : moment.start]
    if _OCCASION_AFTER.match(text.flat, moment.end):
        return Refused.OCCASION
    for why, pattern, words in (
        (Refused.OCCASION, _OCCASION, before),
        (Refused.IN_FORCE, _IN_FORCE, before),
        (Refused.DATA, _DATA, before),
        (Refused.BEGINNING, _SINCE, before),
        (Refused.VAGUE, _VAGUE, before),
        (Refused.PAST, _TOLD, before if moment.unit is not Unit.DAY else ""),
    ):
        if pattern.search(words):
            return why
    return None


def _is_taken(text: Text, moment: Moment, taken: Sequence[Span]) -> bool:
    places = text.spans(moment.start, moment.end)
    return any(
        place.line == span.line and place.start < span.end and span.start < place.end
        for place in places
        for span in taken
    )
