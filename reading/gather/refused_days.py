"""Days that a task names and that are not its deadline: each for a reason, or in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from reading.draft import Doubt, DoubtKind, PlanDraft, Span
from reading.gather.tasks import Found, Work
from reading.text import Text
from reading.understand.citations import read_citations
from reading.understand.dates import Moment, Unit, moments


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
    r"ngay toan dan|ky niem|truyen thong|thanh lap|thang (?:an toan|hanh dong|cao diem)|dip|le |tet"
    r"|huong ung|tuan le|chao mung|ngay (?:hoi|le)"
)
_IN_FORCE = re.compile(r"(?:hieu luc|ap dung|thi hanh)[^.;]{0,40}$")
_DATA = re.compile(r"(?:so lieu|chot|tinh)[^.;]{0,50}$")
_SINCE = re.compile(r"(?:\btu|ke tu|sau)(?: ngay| thang)? ?$")
_TOLD = re.compile(r"(?:luc|trong|so voi|cung ky|vu|ngay xay ra|da)[^.;]{0,40}$")
_VAGUE = re.compile(r"(?:dau|giua|nua dau|nua cuoi)(?: cua)? ?$")
_NO_DAY = re.compile(r"(\d{1,2})/\1\b(?!/)")
_NEAR = 70
_DATED = frozenset({Unit.DAY, Unit.MONTH, Unit.QUARTER, Unit.WEEK})


def unexplained(draft: PlanDraft, found: Found) -> Iterator[Doubt]:
    """A doubt for each day in a task's own words that nothing took and no reason refuses."""
    duties: dict[str, list[Span]] = {}
    for duty in draft.report_duties:
        duties.setdefault(duty.ref, []).extend(duty.deadline.spans)
    issued = int(draft.issued_on[:4]) if draft.issued_on else 0
    for work, task in zip(found.work, draft.tasks, strict=False):
        dated = [one for one in moments(work.text.flat) if one.unit in _DATED]
        if not dated:
            continue
        taken = [*task.deadline.spans, *duties.get(task.ref, ())]
        # Looked for once a task: it takes longer than all that is asked of each day.
        cited = [(one.start, one.end) for one in read_citations(work.text)]
        for moment in dated:
            place = work.text.part(moment.start, moment.end)
            if reason(work, moment, taken, cited, issued) is None:
                yield Doubt(DoubtKind.DAY_ASIDE, place.words, task.ref, place.spans())


def reason(
    work: Work,
    moment: Moment,
    taken: Sequence[Span],
    cited: Sequence[tuple[int, int]],
    issued: int,
) -> Refused | None:
    """Why the moment is not the task's deadline; None where it must be looked at.  ``cited`` are
    the places of the documents that the task names."""
    text = work.text
    if _is_taken(text, moment, taken):
        return Refused.OF_ANOTHER
    if any(start <= moment.start < end for start, end in cited):
        return Refused.CITED
    if _NO_DAY.match(text.flat, moment.start) or not moment.exists:
        return Refused.NO_DAY
    if moment.year and moment.year < issued:
        return Refused.PAST
    before = text.flat[max(0, moment.start - _NEAR) : moment.start]
    around = before + text.flat[moment.start : moment.end + 20]
    for why, pattern, words in (
        (Refused.OCCASION, _OCCASION, around),
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
