"""Where the sentences of a text stand, as far as deadlines go: each has one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reading.understand import names
from reading.understand.dates import Moment

_END = re.compile(r"[;.!?](?=\s|$)(?!\s[a-z])|;")
# "báo cáo A trước ngày 10/6, tổng hợp, báo cáo B trước ngày 25/6": another report begins.
FURTHER_REPORT = re.compile(
    r"(?:,| va|, va)(?: dong thoi)?(?: tong hop,?)?(?: va)? bao cao(?: ve| cho| len| voi)? "
)
# "báo cáo A trước 10/6 để tổng hợp, trình C ký, gửi B trước 25/6"
PASSED_ON = re.compile(
    r",? ?(?:de|nham) (?:\w+ )?(?:tong hop|trinh|tham muu|xay dung)\b[^.;]{0,60}?"
    r"\b(?:bao cao|gui)(?: ve| cho| len| voi)? "
)
_MOST = 400
_MOST_REPORTS = 5


def sentences(
    words: str, flat: str, found: Sequence[Moment], period: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; one with two reports to two addressees is two of them."""
    start = 0
    for mark in islice(_END.finditer(flat), _MOST):
        yield from _by_report(words, flat, (start, mark.end()), found, period)
        start = mark.end()
    yield from _by_report(words, flat, (start, len(flat)), found, period)


def _by_report(
    words: str,
    flat: str,
    sentence: tuple[int, int],
    found: Sequence[Moment],
    period: re.Pattern[str],
) -> Iterator[tuple[int, int]]:
    start, end = sentence
    cuts = [*FURTHER_REPORT.finditer(flat, start, end), *PASSED_ON.finditer(flat, start, end)]
    for cut in sorted(cuts, key=re.Match.start)[:_MOST_REPORTS]:
        sides = ((start, cut.start()), (cut.end(), end))
        dated = all(any(a <= moment.start < b for moment in found) for a, b in sides)
        # A period said once holds for both days.
        alike = len({period.search(flat, a, b) is None for a, b in sides}) == 1
        if dated and alike and names.read_row(words, cut.end()):
            yield start, cut.start()
            start = cut.start()
    yield start, end
