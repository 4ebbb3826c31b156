"""Lines → paragraphs: hard wraps and page breaks rejoined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reading import text as texts
from reading.clean.lines import Line
from reading.layout.headings import is_closing, is_part_heading, is_shouted
from reading.layout.numbering import Level, Marker, read_marker
from reading.letters import flat
from reading.open.raw import Join
from reading.text import Text
from reading.understand.labels import Field, read_labels
from reading.understand.name_lists import only_names
from reading.understand.name_tokens import ends_in_tails, opens_name, tokens
from reading.understand.names import read_row

# A paragraph longer than this is no paragraph; the bound keeps every step's work in proportion.
_LONGEST = 20_000
_WIDEST_WRAP = 130
_FEWEST_WRAPPED = 5
_ENDS = re.compile(r"[.;:!?…]['\"”’)\]]{0,3}$")
_OPEN_ENDED = re.compile(
    r"(?:[,–—&(/]|(?<!\s)-|\b(?:tại|của|và|hoặc|với|cho|về|theo|số|ngày|trong|các|những|do|từ|đến|ở"
    r"|trên"
    r"|dưới|để|là|bằng|nhằm|được|như|cùng|tới|vào|khi|có|không|thuộc|giữa|qua|bởi|mà|tháng|năm))$",
    re.IGNORECASE,
)
# "hằng tháng" waits for nothing.
_NUMBER_DUE = re.compile(
    r"\b(?:số|điều|khoản|điểm|lần thứ|(?<!từng )(?<!hằng )(?<!hàng )(?<!mỗi )(?<!các )(?<!/)"
    r"(?:ngày|tháng|năm|quý))$",
    re.IGNORECASE,
)
# These wait for a figure only: "Trung tâm Chuyển đổi số", "Nhiệm vụ trong năm" are complete.
_FIGURE_DUE = re.compile(r"\b(?:số|tháng|năm)$", re.IGNORECASE)
_SHORT_HEADING = 60  # characters; a line this short was not cut where no width is known
# What no name consists of alone, where it opens one: "Văn phòng Sở" is whole, "…, Sở" is not.
_HALF_A_NAME = re.compile(
    r"(?:^|[,;(:] |\bvà |[\d\w][.)] |[-+] )(?:Phòng|Sở|Khoa|Ban|Ban Chỉ huy|Ủy ban|Uỷ ban|Hội"
    r"|Đoàn|Đội"
    r"|Mặt trận Tổ quốc)$"
)
_SECOND_HALF = re.compile(r"[-–—]\s?(?=[A-ZĐÀ-Ỹ])")
_MEMBERS = re.compile(r"[,;:.] |\b(?:với|và|gồm|cho|của|[Gg]iao|[Đđ]ề nghị) ")
_SENTENCES = re.compile(r"[;:.] ")
_ROLE_ALONE = re.compile(
    r"\((?:don vi |co quan )?(?:cung )?(?:chu tri|phoi hop|tham gia|ho tro)[^()]{0,20}\)"
)
_NUMBER_CUT = re.compile(r"\w[-/]$")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its mark, if it has one, and its text, the mark included."""

    text: Text
    marker: Marker | None
    bold: bool = False
    centred: bool = False
    is_note: bool = False  # a footnote of the paragraph before it

    @cached_property
    def body(self) -> Text:
        """The text without its mark."""
        return self.text.part(self.marker.length) if self.marker else self.text


def wrap_width(lines: Sequence[Line]) -> int | None:
    """How wide the lines are where the document was wrapped by hand or by a PDF, else None.

    A line before one that begins with a small letter was surely wrapped: such lines are all about
    as long as each other where there is a width at all.
    """
    lengths = sorted(
        len(line.words) for line, after in pairwise(lines) if after.words[:1].islower()
    )
    if len(lengths) < _FEWEST_WRAPPED:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(1 for length in lengths if length >= 0.75 * width)
    return width if 30 <= width <= _WIDEST_WRAP and full >= 0.6 * len(lengths) else None


def rejoined(lines: Sequence[Line], width: int | None) -> Iterator[Paragraph]:
    """The paragraphs that the lines make up, in order."""
    gaps_tell = _gaps_tell(lines)
    run: list[Line] = []
    notes: list[Line] = []
    length = 0
    for line in lines:
        if line.is_note:
            notes.append(line)
            continue
        if run and length < _LONGEST and _goes_on(run, line, width, gaps_tell=gaps_tell):
            run.append(line)
            length += len(line.words) + 1
            continue
        yield from _with_notes(run, notes)
        run, notes, length = [line], [], len(line.words)
    yield from _with_notes(run, notes)


def _with_notes(run: Sequence[Line], notes: Sequence[Line]) -> Iterator[Paragraph]:
    if run:
        yield _paragraph(run)
    yield from (Paragraph(note.text, None, is_note=True) for note in notes)


def glue(before: str, after: str) -> str:
    """What joins two lines: nothing after a hyphen or stroke that cuts a number, else a space."""
    cut = _NUMBER_CUT.search(before) and after[:1].isalnum() and not after[:1].islower()
    return "" if cut else " "


def _paragraph(run: Sequence[Line]) -> Paragraph:
    if _label_alone(run[0]) and all(map(_is_name, run[1:])):
        run_text = texts.joined([_without_mark(line).stripped(";,.") for line in run[1:]], "; ")
        text = texts.joined([run[0].text, run_text]) if len(run) > 1 else run[0].text
    else:
        text = _rejoined_text(run)
    bold = all(line.bold for line in run)
    return Paragraph(text, read_marker(text.words), bold, run[0].centred)


def _rejoined_text(run: Sequence[Line]) -> Text:
    parts: list[Text] = [run[0].text]
    for before, line in pairwise(run):
        if not glue(before.words, line.words):
            parts[-1] = texts.joined([parts[-1], line.text], "")
        else:
            parts.append(line.text)
    return texts.joined(parts)


def _gaps_tell(lines: Sequence[Line]) -> bool:
    """Whether a gap means a new paragraph: not where every line has one before it."""
    unmarked = [line for line in lines if line.words[:1].islower()]
    return sum(line.after_gap for line in unmarked) < max(1, len(unmarked)) * 0.5


def _goes_on(run: Sequence[Line], line: Line, width: int | None, *, gaps_tell: bool) -> bool:
    """Whether ``line`` goes on with the paragraph that ``run`` has begun."""
    last = run[-1].words
    if len(run) == 1 and _is_only_mark(last):
        return read_marker(line.words) is None
    if _gives_value(run, line) or _row_goes_on(last, line):
        return True
    if line.join is Join.WRAPPED:
        return not _opens(line, last) or line.words[:1].islower()
    if _name_goes_on(last, line.words) or _ROLE_ALONE.match(flat(line.words)):
        return True
    after_heading = _names_units(run, width)
    if after_heading and not line.words[:1].islower():
        return False
    if _opens(line, last, after_heading=after_heading):
        return False
    if line.words[:1].islower():
        return not last.endswith("./.")
    return _goes_on_with_capital(last, line, width, gaps_tell=gaps_tell)


def _name_goes_on(last: str, words: str) -> bool:
    """Whether a line goes on with a name that the line before it has begun.

    ``Khoa Hồi sức tích cực / - Chống độc``, ``Ban Chỉ huy / Quân sự xã``.
    """
    if _HALF_A_NAME.search(last):
        opens = opens_name(tokens(words)) and not words.startswith("Quân sự")
        return words[:1].isupper() and not opens
    found = _SECOND_HALF.match(words)
    begins = max(last.rfind(mark) for mark in (",", ";", ".", ":", ")"))
    row = read_row(last, begins + 1 + (last[begins + 1 : begins + 2] == " ")) if found else None
    if not found or not row or row.end < len(last):
        return False
    return ends_in_tails(f"{last} - {words[found.end() :]}", len(last))


def _row_goes_on(last: str, line: Line) -> bool:
    """``… phối hợp: Sở Xây dựng, Sở Công Thương; / UBND các xã``: a row of names was cut."""
    if line.join is Join.OWN or not last.endswith((";", ",")) or read_marker(line.words):
        return False
    if not line.words[:1].isupper() or not read_row(line.words):
        return False
    ends = last.rstrip(" ;,")
    members = (_MEMBERS.split(ends)[-1], _SENTENCES.split(ends)[-1])
    return any(member and read_row(member).end == len(member) for member in members)


def _goes_on_with_capital(last: str, line: Line, width: int | None, *, gaps_tell: bool) -> bool:
    """Whether a line that begins with a capital or a figure goes on with the line before it."""
    if not glue(last, line.words):
        return True
    if line.join is Join.OWN or (is_shouted(last) and not is_shouted(line.words)):
        return False
    if _ENDS.search(last):
        return width is not None and _cut_sentence(last, line, width, gaps_tell=gaps_tell)
    return _unfinished(last, line, width, gaps_tell=gaps_tell)


def _names_units(run: Sequence[Line], width: int | None) -> bool:
    """A short numbered line that is nothing but units' names is a heading, and complete."""
    marker = read_marker(run[0].words)
    if len(run) > 1 or marker is None or marker.is_bullet:
        return False
    is_short = len(run[0].words) < (0.7 * width if width else _SHORT_HEADING)
    return is_short and bool(only_names(_without_mark(run[0])))


def _is_only_mark(words: str) -> bool:
    """``PHẦN THỨ HAI`` or ``I.`` alone: its heading stands on the next line."""
    marker = read_marker(words)
    return marker is not None and marker.length == len(words)


def _gives_value(run: Sequence[Line], line: Line) -> bool:
    """Whether a line gives, or goes on with, the value of a label that has none on its own line.

    ``Phối hợp:`` alone, and below it a row of names, or names on lines of their own.
    """
    label = _label_alone(run[0])
    if label is None:
        return False
    if label not in {Field.LEAD, Field.COOPERATING}:
        return len(run) == 1 and read_marker(line.words) is None and not _opens(line, "")
    if len(run) > 1:
        alike = (read_marker(line.words) is None) == (read_marker(run[1].words) is None)
        return (
            alike
            and not run[-1].words.endswith(".")
            and all(map(_is_name, (run[1], run[-1], line)))
        )
    return _is_name(line) or (read_marker(line.words) is None and bool(read_row(line.words)))


def _label_alone(line: Line) -> Field | None:
    """The meaning of a label without a value; a numbered one is a heading."""
    marker = read_marker(line.words)
    if not line.words.endswith(":") or (marker and not marker.is_bullet):
        return None
    labels = read_labels(_without_mark(line))
    return labels[0].field if len(labels) == 1 and not labels[0].value else None


def _is_name(line: Line) -> bool:
    """Whether a line is nothing but names, with a dash before them or without."""
    marker = read_marker(line.words)
    return (marker is None or marker.is_bullet) and bool(only_names(_without_mark(line)))


def _without_mark(line: Line) -> Text:
    marker = read_marker(line.words)
    return line.text.part(marker.length) if marker else line.text


def _opens(line: Line, last: str, *, after_heading: bool = False) -> bool:
    """Whether the line opens a paragraph by its first words: a mark, a label, a heading."""
    marker = read_marker(line.words)
    if marker is not None:
        return after_heading or not _stray(marker, line.words, last)
    if line.words[:1].islower():
        return False
    if _ENDS.search(last) and (is_closing(line.words) or only_names(line.text)):
        return True
    return is_part_heading(line.words) or bool(read_labels(line.text))


def _stray(marker: Marker, words: str, last: str) -> bool:
    """Whether a mark is only a dash or number that a wrap has brought to a line's start."""
    small = words[marker.length :][:1].islower()
    if marker.level is Level.DASH:
        return small and not _ENDS.search(last)
    if marker.level is not Level.NUMBER:
        return False
    due = _NUMBER_DUE.search(last)
    # "trong năm", and "2." on the next line: no year has so few figures.
    if due and due[0].casefold() == "năm":
        due = re.match(r"\d{4}", words)
    return bool(due) or (small and bool(_OPEN_ENDED.search(last)))


def _unfinished(last: str, line: Line, width: int | None, *, gaps_tell: bool) -> bool:
    waits = _OPEN_ENDED.search(last)
    if waits and not (line.words[:1].isupper() and _FIGURE_DUE.search(last)):
        return True
    if line.after_gap and gaps_tell:
        return False
    return width is not None and _was_full(last, line.words, width)


def _cut_sentence(last: str, line: Line, width: int, *, gaps_tell: bool) -> bool:
    """A full line that ends with a full stop may still be the middle of a paragraph."""
    if not last.endswith(".") or line.words.startswith("(") or (line.after_gap and gaps_tell):
        return False
    return _was_full(last, line.words, width, leeway=0.97)


def _was_full(last: str, after: str, width: int, leeway: float = 0.88) -> bool:
    """Whether the first word of the next line would not have fitted on the line."""
    first = after.split(" ", 1)[0]
    return len(last) + 1 + len(first) > leeway * width
