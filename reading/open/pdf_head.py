"""The head of a plan's first page: two columns, however near they come to one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reading.layout.header import is_kind
from reading.letters import flat
from reading.open.pdf_lines import PageLine

_MOST_LINES = 24
# The first words of what stands on the right: the name of the state, its motto, the party.
_OPENINGS = {("cong", "hoa"), ("doc", "lap"), ("dang", "cong")}
_NEAR = 90.0  # points
_CLEAR_GAP = 1.0  # of the size of type


def parted(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines of a first page, those of its head taken apart: the left column first.

    Without the name of the state above the type of the document, the lines stay as they are.
    """
    end = next((at for at, line in enumerate(lines[:_MOST_LINES]) if is_kind(line.text)), 0)
    edge = min(_openings(lines[:end]), default=None)
    if edge is None or edge <= min(line.x0 for line in lines[:end]) + 1:
        return list(lines)
    halves = [_halves(line, edge) for line in lines[:end]]
    left = [half for half, _ in halves if half is not None]
    right = [half for _, half in halves if half is not None]
    return [*left, *right, *lines[end:]]


def _openings(lines: Sequence[PageLine]) -> Iterator[float]:
    """Where the words begin that stand at the head of the right column."""
    for line in lines:
        for word, after in pairwise(line.words):
            if (flat(word.text), flat(after.text)) in _OPENINGS and word.text[0].isupper():
                yield word.x0


def _halves(line: PageLine, edge: float) -> tuple[PageLine | None, PageLine | None]:
    """The words left and right of the edge, or of a clear gap near it."""
    gaps = [
        (after.x0 - before.x1, after.x0)
        for before, after in pairwise(line.words)
        if abs(after.x0 - edge) < _NEAR and after.x0 - before.x1 > _CLEAR_GAP * line.size
    ]
    at = max(gaps)[1] if gaps else edge
    left = [word for word in line.words if word.x0 < at - 0.5]
    right = [word for word in line.words if word.x0 >= at - 0.5]
    return (
        PageLine(left, line.page) if left else None,
        PageLine(right, line.page) if right else None,
    )
