"""Ruled lines → tables and the boxes of their cells.  PURE; all in points from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reading.open.pdf import Box, RuledTable

Line = Sequence[float]  # begin, end, and where across
_NEAR = 5.0  # how far a line may end from one that it meets
_ROW = 12.0  # no row of a table is lower
_SAME = 4.0  # two lines nearer than this are one


def tables(level: Sequence[Line], upright: Sequence[Line]) -> Iterator[RuledTable]:
    """The tables that lines crossing one another make, from the top of the page."""
    for group in sorted(_groups(level, upright), key=lambda one: min(line[2] for line in one[0])):
        table = _table(*group)
        if table is not None:
            yield table


def _cross(level: Line, upright: Line) -> bool:
    return (
        level[0] - _NEAR <= upright[2] <= level[1] + _NEAR
        and upright[0] - _NEAR <= level[2] <= upright[1] + _NEAR
    )


def _groups(
    level: Sequence[Line], upright: Sequence[Line]
) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines that hang together."""
    left = set(range(len(level)))
    while left:
        mine, others, new = set[int](), set[int](), {left.pop()}
        while new:
            mine |= new
            others |= {
                at
                for at, line in enumerate(upright)
                if at not in others and any(_cross(level[one], line) for one in new)
            }
            new = {at for at in left if any(_cross(level[at], upright[one]) for one in others)}
            left -= new
        yield [level[at] for at in mine], [upright[at] for at in others]


def _table(level: list[Line], upright: list[Line]) -> RuledTable | None:
    """The table of these lines, or None where they enclose no two cells side by side."""
    level = level + list(_open_ends(level, upright))
    ys, xs = _places(level), _places(upright)
    if len(ys) < 2 or len(xs) < 3:
        return None
    rows = _cells(xs, ys, level, upright)
    return RuledTable((xs[0], ys[0], xs[-1], ys[-1]), rows)


def _open_ends(level: list[Line], upright: list[Line]) -> Iterator[Line]:
    """A rule where upright lines end with none: a row that the page's end cuts in two."""
    if len(level) < 2:
        return
    for end, beyond in ((0, min(line[2] for line in level)), (1, max(line[2] for line in level))):
        ends = [line[end] for line in upright if abs(line[end] - beyond) > _ROW]
        ends = [one for one in ends if (one < beyond) == (end == 0)]
        if len(ends) > 1:
            across = min(ends) if end == 0 else max(ends)
            yield min(line[2] for line in upright), max(line[2] for line in upright), across


def _places(lines: Iterable[Line]) -> list[float]:
    """Where lines stand across, those that are one taken together."""
    places: list[list[float]] = []
    for place in sorted(line[2] for line in lines):
        if places and place - places[-1][-1] <= _SAME:
            places[-1].append(place)
        else:
            places.append([place])
    return [round(sum(group) / len(group), 1) for group in places]


def _cells(
    xs: list[float], ys: list[float], level: list[Line], upright: list[Line]
) -> list[list[Box | None]]:
    """The boxes of the cells row by row; a merged cell stands where it begins, None in the rest."""
    columns, rows = list(pairwise(xs)), list(pairwise(ys))
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for r, (top, bottom) in enumerate(rows):
        for c, (x0, x1) in enumerate(columns):
            if c and not _is_ruled(upright, x0, (top + bottom) / 2):
                first[r, c] = first[r, c - 1]
            elif r and not _is_ruled(level, top, (x0 + x1) / 2):
                first[r, c] = first[r - 1, c]
            else:
                first[r, c] = (r, c)
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for place, begins in first.items():
        at = last.get(begins, place)
        last[begins] = (max(at[0], place[0]), max(at[1], place[1]))
    return [
        [
            (xs[c], ys[r], xs[last[r, c][1] + 1], ys[last[r, c][0] + 1])
            if first[r, c] == (r, c)
            else None
            for c in range(len(columns))
        ]
        for r in range(len(rows))
    ]


def _is_ruled(lines: list[Line], across: float, along: float) -> bool:
    """Whether a line stands at this place and passes this point."""
    return any(
        abs(line[2] - across) <= _SAME and line[0] - _NEAR <= along <= line[1] + _NEAR
        for line in lines
    )
