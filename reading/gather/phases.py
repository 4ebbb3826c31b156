"""The time of a step or phase: what a heading says of when, which the items below it share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.draft import DeadlineDraft
from reading.layout.headings import looks_like_title
from reading.layout.node import Node
from reading.text import Text
from reading.understand import deadlines
from reading.understand.citations import read_citations
from reading.understand.dates import Year

_PHASE = re.compile(r"(?:giai doan|dot|buoc|chang|ky|lan)(?: thu)? (?:\d{1,2}|[ivx]+|[a-z]+)\b")
_TIME_MARKS = 12  # characters that may stand around a time: "Thời gian:"
_LONGEST_TIME = 40


@dataclass(frozen=True)
class Phase:
    """A heading, the time that it gives to its items, and days in it that no calendar has."""

    ref: str
    heading: Text
    time: DeadlineDraft | None = None
    impossible: tuple[Text, ...] = ()


def phase_of(node: Node, year: Year) -> Phase:
    """What a heading says of when: all that it is, or what it says in brackets or at its end, or
    the paragraph right below it."""
    ref, words = ".".join(node.path), node.body.words
    if looks_like_title(words) and len(words) < _LONGEST_TIME:
        time = deadlines.given(node.body.stripped(".:;"), year)
        if time and len(time.draft.words) >= len(words) - 6:
            return Phase(ref, node.body, time.draft)
    if node.items and node.paragraph is not None:
        said = _said(node.body, ref, year)
        if said.time is not None or said.impossible:
            return said
    first = next(iter(node.nodes), None)
    if first is not None and first.marker is None and only_time(first.body, year):
        time = deadlines.given(first.body.stripped(".:;"), year)
        return Phase(ref, first.body, time.draft if time and time.draft.days else None)
    return Phase(ref, node.body)


def _said(heading: Text, ref: str, year: Year) -> Phase:
    """The one time that a heading over items says; after "Đợt 3" a bare month or quarter counts."""
    cited = [(one.start, one.end) for one in read_citations(heading)]
    found = deadlines.said(heading, year, cited)
    wrong = tuple(heading.part(one.start, one.end) for time in found for one in time.impossible)
    dated = [one.draft for one in found if one.draft.days]
    if not dated and (phase := _PHASE.match(heading.flat)):
        time = deadlines.given(heading.part(phase.end()), year)
        dated = [time.draft] if time and time.draft.days else []
    return Phase(ref, heading, dated[0] if len(dated) == 1 else None, wrong)


def only_time(text: Text, year: Year) -> bool:
    """Whether a paragraph is a time and nothing else: that of the whole plan."""
    if text.words.strip(" .").isdecimal():
        return False  # the number of a page, of a footnote
    time = deadlines.given(text, year)
    return time is not None and len(time.draft.words) > len(text.words) - _TIME_MARKS
