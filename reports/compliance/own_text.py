"""An agency's own text of a report: its headings and standard sentences, with named places for what
the program tells.  PURE.

    Thực hiện {{ke_hoach}}, {{co_quan}} báo cáo kết quả {{ky_bao_cao}} như sau:
    I. TÌNH HÌNH
    1. Tình hình cháy, nổ
    {{tinh_hinh_chay}}
    Trên đây là báo cáo của {{co_quan}}./.

A place within a line is a value; a place alone on its line is a whole section.  A sentence whose
value nobody knows, or that announces a section (":") in which there is nothing, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from reports.documents.wording import roman
from vietnamese.text import fold, nfc, one_line

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PART = re.compile(r"(?P<number>[IVX]+)\s*[.\-–]\s*(?P<title>\S.*)")
_SECTION = re.compile(r"\d{1,2}\s*[.)]\s+(?P<title>\S.*)")
_CLOSING, _RECIPIENTS, _ADDRESSEE = "tren day la", "noi nhan", "kinh gui"
_BASE = ("can cu", "thuc hien", "theo de nghi")
BASES = "can_cu"
OWN_KEY = "own-"  # begins the key of a section of which the program tells nothing
MOST_LINES = 400


@dataclass(frozen=True)
class Problem:
    """What cannot be understood, and in which line (from 1)."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Dòng {self.line}: {self.words}" if self.line else self.words


class TextProblems(ValueError):
    """The text cannot be used; ``problems`` names each line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class OwnSection:
    """What stands under a heading: sentences, the section of the program by its key, sentences.

    ``title`` "" where it goes on under the heading before it.
    """

    key: str
    title: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnPart:
    title: str
    sections: tuple[OwnSection, ...]


@dataclass(frozen=True)
class OwnText:
    """A whole text; what is empty is told by the program."""

    parts: tuple[OwnPart, ...]
    opening: str = ""
    closing: str = ""
    bases: tuple[str, ...] = ()
    has_usual_bases: bool = True
    recipients: tuple[str, ...] = ()

    def titles(self) -> dict[str, str]:
        """Each section's key with what a person calls it."""
        found, last = {}, ""
        for part in self.parts:
            last = part.title
            for section in part.sections:
                last = section.title or last
                found[section.key] = last
        return found


def filled(line: str, values: Mapping[str, str]) -> str:
    """The line with its values, "" where one of them is not known."""
    names = _PLACE.findall(line)
    if any(not values.get(name) for name in names):
        return ""
    return _PLACE.sub(lambda place: values[place.group(1)], line)


# --- read ----------------------------------------------------------------------------------------
@dataclass
class _Reading:
    """A text while it is read line by line."""

    sections: Mapping[str, str]  # place → key
    values: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    preamble: list[tuple[int, str]] = field(default_factory=list)
    parts: list[OwnPart] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    closing: str = ""
    recipients: list[str] = field(default_factory=list)
    has_ended: bool = False
    own: int = 0

    def wrong(self, line: int, words: str) -> None:
        self.problems.append(Problem(line, words))


def read_own_text(
    lines: Iterable[str], sections: Mapping[str, str], values: Iterable[str]
) -> OwnText:
    """The text of these lines.  ``sections``: the places of sections with their keys; ``values``:
    those of values.

    Raises TextProblems with every line that cannot be understood.
    """
    reading = _Reading(sections, frozenset(values))
    for number, raw in enumerate(lines, start=1):
        line = one_line(nfc(raw))
        if line and _is_sound(reading, number, line):
            _take(reading, number, line)
    if not reading.parts:
        reading.wrong(0, "Mẫu chưa có phần nào. Mỗi phần bắt đầu bằng dòng như “I. TÌNH HÌNH”.")
    text = replace(_with_preamble(reading), parts=tuple(reading.parts))
    if reading.problems:
        raise TextProblems(sorted(reading.problems, key=lambda one: one.line))
    return text


def _is_sound(reading: _Reading, number: int, line: str) -> bool:
    """Whether the braces of a line and the names in them can be understood."""
    before = len(reading.problems)
    if number > MOST_LINES:
        reading.wrong(number, f"Mẫu dài quá {MOST_LINES} dòng.")
        raise TextProblems(reading.problems)
    rest = _PLACE.sub("", line)
    if "{" in rest or "}" in rest:
        reading.wrong(number, f"dấu ngoặc của chỗ tên chưa đóng mở đủ: “{line[:80]}”.")
    known = [*reading.sections, *reading.values, BASES]
    for name in _PLACE.findall(line):
        if name not in known:
            near = get_close_matches(fold(name).replace(" ", "_"), known, 1, 0.6)
            hint = f" Có phải là {{{{{near[0]}}}}}?" if near else ""
            reading.wrong(number, f"không có chỗ nào tên “{name}”.{hint}")
        elif (name in reading.sections or name == BASES) and not _PLACE.fullmatch(line):
            reading.wrong(number, f"chỗ {{{{{name}}}}} phải đứng riêng một dòng.")
    return len(reading.problems) == before


def _take(reading: _Reading, number: int, line: str) -> None:
    folded = fold(line)
    if reading.has_ended:
        _take_end(reading, number, line, folded)
    elif (part := _PART.fullmatch(line)) and roman_or_none(part["number"]):
        _begin_part(reading, number, part["number"], part["title"])
    elif not reading.parts:
        reading.preamble.append((number, line))
    elif folded.startswith(_CLOSING):
        reading.closing, reading.has_ended = line, True
    elif folded.startswith(_RECIPIENTS):
        reading.has_ended = True
    elif heading := _SECTION.fullmatch(line):
        _add(reading, OwnSection(_own_key(reading), heading["title"]))
    elif place := _PLACE.fullmatch(line):
        _place(reading, number, place.group(1), line)
    else:
        _sentence(reading, line)


def roman_or_none(number: str) -> int | None:
    """What a Roman number below 40 means."""
    return next((n for n in range(1, 40) if roman(n) == number), None)


def _take_end(reading: _Reading, number: int, line: str, folded: str) -> None:
    if folded.startswith(_RECIPIENTS):
        return
    if not line.startswith(("-", "–")):
        reading.wrong(
            number,
            "sau câu kết chỉ còn “Nơi nhận:” và các dòng bắt đầu bằng dấu -; chức vụ và họ tên"
            " người ký đặt ở Mẫu trình bày văn bản.",
        )
        return
    reading.recipients.append(line)


def _begin_part(reading: _Reading, number: int, numeral: str, title: str) -> None:
    expected = roman(len(reading.parts) + 1)
    if numeral != expected:
        reading.wrong(number, f"đến đây phải là phần {expected}, không phải phần {numeral}.")
    reading.parts.append(OwnPart(title.rstrip(" .:"), ()))


def _own_key(reading: _Reading) -> str:
    reading.own += 1
    return f"{OWN_KEY}{reading.own}"


def _add(reading: _Reading, section: OwnSection) -> None:
    last = reading.parts[-1]
    reading.parts[-1] = replace(last, sections=(*last.sections, section))


def _change(reading: _Reading, section: OwnSection) -> None:
    last = reading.parts[-1]
    reading.parts[-1] = replace(last, sections=(*last.sections[:-1], section))


def _place(reading: _Reading, number: int, name: str, line: str) -> None:
    """A section of the program, under the heading that stands before it."""
    key = reading.sections.get(name)
    if key is None:
        if name == BASES:
            reading.wrong(number, "chỗ {{can_cu}} đứng trước phần I.")
        else:
            _sentence(reading, line)
        return
    if key in reading.used:
        reading.wrong(number, f"chỗ {{{{{name}}}}} đã có ở dòng {reading.used[key]}.")
        return
    reading.used[key] = number
    last = reading.parts[-1].sections[-1:]
    if last and last[0].key.startswith(OWN_KEY) and not last[0].after:
        _change(reading, replace(last[0], key=key))
    else:
        _add(reading, OwnSection(key, ""))


def _sentence(reading: _Reading, line: str) -> None:
    sections = reading.parts[-1].sections
    if not sections:
        _add(reading, OwnSection(_own_key(reading), ""))
        sections = reading.parts[-1].sections
    last = sections[-1]
    if last.key.startswith(OWN_KEY):
        _change(reading, replace(last, before=(*last.before, line)))
    else:
        _change(reading, replace(last, after=(*last.after, line)))


def _with_preamble(reading: _Reading) -> OwnText:
    """What stands before the first part: bases, and the sentence that opens the report."""
    usual, bases, opening = False, list[str](), ""
    for number, line in reading.preamble:
        if _PLACE.fullmatch(line) and _PLACE.findall(line) == [BASES]:
            usual = True
        elif fold(line).startswith(_ADDRESSEE):
            continue  # to whom it goes is the program's to tell
        elif fold(line).startswith(_BASE) and line.endswith((";", ".")):
            bases.append(line.rstrip(" ;."))
        elif opening:
            reading.wrong(number, "trước phần I chỉ có một câu mở đầu; căn cứ kết thúc bằng dấu ;")
        elif _PLACE.fullmatch(line) and set(_PLACE.findall(line)) & set(reading.sections):
            reading.wrong(number, "nội dung này phải đứng trong một phần (I, II …).")
        else:
            opening = line
    return OwnText(
        parts=(),
        opening=opening,
        closing=reading.closing,
        bases=tuple(bases),
        has_usual_bases=usual or not bases,
        recipients=tuple(reading.recipients),
    )


def lines_of(lines: Iterable[str]) -> Iterator[str]:
    """Lines as they are kept: each on one line, blank ones once."""
    last = ""
    for raw in lines:
        line = one_line(nfc(raw))
        if line or last:
            yield line
        last = line
