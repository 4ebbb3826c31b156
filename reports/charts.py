"""Charts as finished geometry for an SVG template.  PURE.

The same drawing goes into a page and into a PDF, so it leans on nothing that the two treat
differently: no style sheet is needed (colours are presentation attributes; on a page the classes
let the theme take over), no pattern is referred to by an id (hatching is drawn line by line), and
every length is text with a decimal point, because templates write numbers in the local form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tasks.status import BADGES, Counts, Status

INK = "#1c2733"
MUTED = "#5b6875"
PAPER = "#ffffff"
FONT = "Be Vietnam Pro, Liberation Serif, Times New Roman, serif"

_TEXT = 12.0  # size of all text, in px
_LINE = 15.0
_BASELINE = 12.0  # from the top of a line
_BAR = 16.0
_GAP = 8.0
_KEY = 10.0  # the square beside a word of the legend
_HATCH_STEPS = {"/": 5.0, "x": 7.0}
# Below this width there is no room for the labels at the left of the bars.
_NARROW = 480.0
_EMPTY_NOTE = "Không có việc có thời hạn"


@dataclass(frozen=True)
class BarRow:
    """What one bar shows; ``href`` "" where nothing opens."""

    label: str
    counts: Counts
    href: str = ""


@dataclass(frozen=True)
class Shade:
    """How a status is drawn: ``hatch`` is "", "/" or "x", so that it is told without colour."""

    status: Status
    fill: str
    hatch: str
    outlined: bool = False

    @property
    def css(self) -> str:
        return f"chart-{BADGES[self.status].tone}"


SHADES = (
    Shade(Status.DONE_ON_TIME, "#2f7d4f", ""),
    Shade(Status.DONE_LATE, "#84812a", "/"),
    Shade(Status.OPEN, "#e3eaf0", "", outlined=True),
    Shade(Status.OVERDUE, "#b3261e", "x"),
)


@dataclass(frozen=True)
class Words:
    """A line of text; ``x`` and ``y`` are where its baseline starts, or ends for ``anchor`` end."""

    x: str
    y: str
    text: str
    anchor: str = "start"
    fill: str = INK
    css: str = "chart-ink"


@dataclass(frozen=True)
class Box:
    """A filled rectangle; ``hatch`` is the path of the lines drawn over it, "" for none."""

    x: str
    y: str
    width: str
    height: str
    fill: str
    stroke: str
    css: str
    hatch: str
    title: str = ""


@dataclass(frozen=True)
class Bar:
    """One row as drawn; ``name`` is its whole label, which ``label`` may shorten."""

    name: str
    href: str
    label: tuple[Words, ...]
    boxes: tuple[Box, ...]
    values: tuple[Words, ...]


@dataclass(frozen=True)
class LegendKey:
    box: Box
    words: Words


@dataclass(frozen=True)
class BarChart:
    """A whole chart; ``desc`` tells all its figures in words, ``role`` suits links or none."""

    key: str
    title: str
    desc: str
    role: str
    width: str
    height: str
    view: str  # the drawing with room at its edges for half a line
    font: str
    size: str
    paper: str
    legend: tuple[LegendKey, ...]
    heads: tuple[Box, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class _Frame:
    """Where things stand from left to right, in px."""

    width: float
    label_width: float  # 0: the label stands above its bar
    bar_width: float
    value_width: float

    @property
    def bar_x(self) -> float:
        return self.label_width + (_GAP if self.label_width else 0)

    def value_x(self, column: int) -> float:
        """The right edge of a column of figures."""
        return self.width - (len(SHADES) - 1 - column) * self.value_width


def stacked_bars(
    rows: Sequence[BarRow],
    width: float,
    *,
    key: str = "bieu-do",
    title: str = "Biểu đồ số việc theo tình trạng",
    font: str = FONT,
) -> BarChart:
    """Horizontal bars of the four official counts, one for each row, all to one scale.

    ``width`` in px: from 480 the labels stand at the left, below that above their bars.  ``key``
    must differ between charts of one page.  The figures stand beside each bar, in the order of the
    legend; work without a day is not drawn, as it is out of the rate.
    """
    frame = _frame(rows, width)
    legend, y = _legend(width)
    heads = tuple(_key_box(shade, frame.value_x(i) - _KEY, y) for i, shade in enumerate(SHADES))
    most = max((row.counts.dated for row in rows), default=0)
    bars, y = _bars(rows, frame, frame.bar_width / (most or 1), y + _KEY + _GAP)
    return BarChart(
        key=key,
        title=title,
        desc=_description(rows),
        role="group" if any(row.href for row in rows) else "img",
        width=_px(width),
        height=_px(y),
        view=f"-1 -1 {_px(width + 2)} {_px(y + 2)}",
        font=font,
        size=_px(_TEXT),
        paper=PAPER,
        legend=legend,
        heads=heads,
        bars=bars,
    )


def _frame(rows: Sequence[BarRow], width: float) -> _Frame:
    counts = [getattr(row.counts, shade.status) for row in rows for shade in SHADES]
    value_width = max(_text_width(str(max(counts, default=0))), _KEY) + 12
    label_width = 0.0
    if width >= _NARROW:
        longest = max((_text_width(row.label) for row in rows), default=0.0)
        label_width = min(longest, 0.42 * width)
    left = label_width + (_GAP if label_width else 0)
    bar_width = width - left - len(SHADES) * value_width - _GAP
    return _Frame(width, label_width, bar_width, value_width)


def _legend(width: float) -> tuple[tuple[LegendKey, ...], float]:
    """The legend, in as many lines as it needs, and the height below it."""
    keys, x, y = [], 0.0, 1.0
    for shade in SHADES:
        label = BADGES[shade.status].label
        item = _KEY + 6 + _text_width(label)
        if x and x + item > width:
            x, y = 0.0, y + _LINE + 4
        words = Words(_px(x + _KEY + 6), _px(y + _KEY), label)
        keys.append(LegendKey(_key_box(shade, x, y), words))
        x += item + 16
    return tuple(keys), y + _LINE + _GAP


def _key_box(shade: Shade, x: float, y: float) -> Box:
    return _box(shade, x, y, _KEY, _KEY, BADGES[shade.status].label)


def _bars(
    rows: Sequence[BarRow], frame: _Frame, per_item: float, y: float
) -> tuple[tuple[Bar, ...], float]:
    """The bars from ``y`` down, and the height below the last."""
    bars = []
    for row in rows:
        lines = _wrapped(row.label, frame.label_width or frame.width)
        label_height = _LINE * len(lines)
        if frame.label_width:
            height = max(_BAR, label_height)
            label_y, bar_y = y + (height - label_height) / 2, y + (height - _BAR) / 2
        else:
            height = label_height + 3 + _BAR
            label_y, bar_y = y, y + label_height + 3
        label = _stacked_words(lines, label_y + _BASELINE)
        bars.append(_bar(row, frame, per_item, bar_y, label))
        y += height + _GAP
    return tuple(bars), y


def _stacked_words(lines: Sequence[str], y: float) -> tuple[Words, ...]:
    return tuple(Words("0", _px(y + _LINE * number), line) for number, line in enumerate(lines))


def _bar(row: BarRow, frame: _Frame, per_item: float, y: float, label: tuple[Words, ...]) -> Bar:
    boxes = tuple(_segments(row.counts, frame.bar_x, y, per_item))
    values = tuple(_values(row.counts, frame, y + _BASELINE))
    if not boxes:
        note = Words(
            _px(frame.bar_x), _px(y + _BASELINE), _EMPTY_NOTE, fill=MUTED, css="chart-muted"
        )
        values = (note, *values)
    return Bar(row.label, row.href, label, boxes, values)


def _segments(counts: Counts, x: float, y: float, per_item: float) -> Iterator[Box]:
    for shade in SHADES:
        number = getattr(counts, shade.status)
        if number:
            title = f"{BADGES[shade.status].label}: {number}"
            yield _box(shade, x, y, number * per_item, _BAR, title)
            x += number * per_item


def _values(counts: Counts, frame: _Frame, y: float) -> Iterator[Words]:
    for column, shade in enumerate(SHADES):
        number = getattr(counts, shade.status)
        tint = {} if number else {"fill": MUTED, "css": "chart-muted"}
        yield Words(_px(frame.value_x(column)), _px(y), str(number), anchor="end", **tint)


def _box(shade: Shade, x: float, y: float, width: float, height: float, title: str) -> Box:
    return Box(
        x=_px(x),
        y=_px(y),
        width=_px(width),
        height=_px(height),
        fill=shade.fill,
        stroke=MUTED if shade.outlined else shade.fill,
        css=shade.css,
        hatch=_hatch(shade.hatch, x, y, width, height),
        title=title,
    )


def _hatch(kind: str, x: float, y: float, width: float, height: float) -> str:
    """Slanted lines within a rectangle: one way for "/", both for "x"."""
    if not kind:
        return ""
    rising = list(_slanted(width, height, _HATCH_STEPS[kind]))
    lines = [(x + x1, y + height - y1, x + x2, y + height - y2) for x1, y1, x2, y2 in rising]
    if kind == "x":
        lines += [(x + x1, y + y1, x + x2, y + y2) for x1, y1, x2, y2 in rising]
    return " ".join(f"M{_px(x1)} {_px(y1)}L{_px(x2)} {_px(y2)}" for x1, y1, x2, y2 in lines)


def _slanted(
    width: float, height: float, step: float
) -> Iterator[tuple[float, float, float, float]]:
    """Lines of slope 1 in a rectangle from its corner (0, 0), cut at its edges."""
    offset = step - height
    while offset < width:
        start, end = max(0.0, offset), min(width, offset + height)
        yield start, start - offset, end, end - offset
        offset += step


def _description(rows: Iterable[BarRow]) -> str:
    """All figures in words, for those who cannot see the drawing."""
    return ". ".join(f"{row.label}: {_in_words(row.counts)}" for row in rows)


def _in_words(counts: Counts) -> str:
    return ", ".join(
        f"{BADGES[shade.status].label.lower()} {getattr(counts, shade.status)}" for shade in SHADES
    )


def _wrapped(text: str, width: float) -> tuple[str, ...]:
    """The text in at most two lines that fit the width; the second ends in "…" if it must."""
    first, rest = _cut(text.split(), width)
    if not rest:
        return (first,)
    second, left_over = _cut(rest, width)
    while left_over and second and _text_width(second + "…") > width:
        second = second[:-1].rstrip()
    return (first, second + "…" if left_over else second)


def _cut(words: Sequence[str], width: float) -> tuple[str, Sequence[str]]:
    """As many words as fit, at least one, and the others."""
    taken = 1
    while taken < len(words) and _text_width(" ".join(words[: taken + 1])) <= width:
        taken += 1
    return " ".join(words[:taken]), words[taken:]


def _text_width(text: str) -> float:
    """About how wide the text is drawn, in px; a little more than less, in either typeface."""
    return _TEXT * sum(_em(char) for char in text)


def _em(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]
    if base in "iljtfrI.,;:'|!()-/ ":
        return 0.36
    if base in "mwMW@%":
        return 0.92
    return 0.72 if base.isupper() else 0.58


def _px(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
