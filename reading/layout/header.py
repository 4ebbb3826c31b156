"""The head of a document: kind, number and symbol, issuer, place and day, title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reading import text as texts
from reading.clean.lines import Line
from reading.draft import Span
from reading.layout import issuer as issuers
from reading.layout import numbering
from reading.layout.headings import is_part_heading, is_shouted
from reading.letters import flat
from reading.text import Text
from reading.understand.dates import Unit, moments

KINDS = frozenset(
    [
        "ke hoach",
        "quyet dinh",
        "chuong trinh",
        "phuong an",
        "thong bao",
        "bao cao",
        "chi thi",
        "huong dan",
        "nghi quyet",
        "de an",
        "to trinh",
        "cong dien",
        "quy che",
        "chuong trinh hanh dong",
        "ke hoach lien nganh",
        "ke hoach lien tich",
        "ke hoach phoi hop",
        "quy dinh",
        "cong van",
        "ke hoach hanh dong",
    ]
)
_NUMBER = re.compile(
    r"\bso\s?:?\s?(?P<number>\d{1,6}(?:/\d{4})?)?[\s._…-]{0,40}(?P<mark>[/-])\s?"
    r"(?P<symbol>[a-z][\w&]*(?:\s?[-/.&]\s?[a-z][\w&]*){0,4})",
)
_BLANK = r"[\s._…]{0,30}"
_DATELINE = re.compile(
    rf",?\s?\bngay{_BLANK}(?P<day>\d{{0,2}}){_BLANK}thang{_BLANK}(?P<month>\d{{0,2}}){_BLANK}"
    rf"nam{_BLANK}(?P<year>\d{{4}})?"
)
_SHORT_DATELINE = re.compile(
    r"(?P<place>[^\d,:;/]{2,40}), ?(?P<day>(?:ngay )?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})\.?"
)
_DATE_BEGUN = re.compile(r"\bngay\b[\s\d._…]*(?:thang\b[\s\d._…]*(?:nam\b\s*)?)?$")
_HALF_A_PLACE = re.compile(r"(?:[A-ZĐÀ-Ỹ][^\W\d_]*)(?: [A-ZĐÀ-Ỹ][^\W\d_]*)?")
_MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia|^(?:viet )?nam$|doc lap\s?[-–—]\s?tu do|dang cong san viet nam"
)
_PREAMBLE = re.compile(
    r"(?:can cu|thuc hien|xet|theo|de |nham|tren co so|thi hanh|trien khai|tiep tuc thuc hien"
    r"|trong nhung|nam \d"
    r"|cong tac|tiep theo|huong ung)"
)
_BASIS = re.compile(r"(?:can cu|xet de nghi|theo de nghi)\b")
_ATTACHED = re.compile(r"^\(?(?:ban hanh )?kem theo ")
_KIND_FIRST = re.compile(
    r"(?:ke hoach|chuong trinh|phuong an)(?= (?!lien |phoi hop$|hanh dong$)\w)"
)
_LONGEST_HEAD = 40  # lines
_LONGEST_TITLE = 600
_LONGEST_TITLE_LINE = 190


@dataclass
class Head:
    """What the head says, with the spans of each field."""

    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: str | None = None
    title: str | None = None
    places: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        return int(self.issued_on[:4]) if self.issued_on else None


def is_kind(words: str) -> bool:
    """Whether a line is nothing but the type of a document, in capitals or standing alone."""
    bare = flat(words).strip(" :.*")
    return bare in KINDS or bare.replace(" ", "") in {"kehoach", "quyetdinh"}


def is_plan(words: str) -> bool:
    """Whether the type of a document is that of a plan, and not of what a plan is attached to."""
    return flat(words).strip().startswith(("ke hoach", "chuong trinh", "phuong an", "de an"))


def kind_line(lines: Sequence[Line], start: int = 0) -> int | None:
    """The first line from ``start`` on that gives the type of the document."""
    for at in range(start, len(lines)):
        if is_kind(lines[at].words) and (is_shouted(lines[at].words) or len(lines[at].words) < 40):
            return at
    return None


def split_kind(lines: Sequence[Line]) -> list[Line]:
    """The lines, one that gives the type and the title in capitals parted in two.

    ``KẾ HOẠCH PHÒNG CHÁY, CHỮA CHÁY NĂM 2026``, where no line gives the type alone.
    """
    top = next(
        (at for at, line in enumerate(lines) if is_part_heading(_unmarked(line))), len(lines)
    )
    top = min(top, _LONGEST_HEAD)
    if kind_line(lines[:top]) is not None:
        return [*lines]
    for at, line in enumerate(lines[:top]):
        kind = _KIND_FIRST.match(line.text.flat)
        if kind and is_shouted(line.words) and not numbering.read_marker(line.words):
            first, rest = line.text.part(0, kind.end()), line.text.part(kind.end())
            parted = [replace(line, text=first), replace(line, text=rest, after_gap=False)]
            return [*lines[:at], *parted, *lines[at + 1 :]]
    return [*lines]


def _unmarked(line: Line) -> str:
    marker = numbering.read_marker(line.words)
    return line.words[marker.length :] if marker else line.words


def is_attached(line: Line) -> bool:
    """Whether a line says that the plan is attached to another document."""
    return bool(_ATTACHED.match(line.text.flat))


def read_kind(head: Head, line: Line) -> None:
    kind = line.text.stripped(" :.")
    head.kind = kind.words.upper() if " " in kind.words else kind.words
    head.places["kind"] = kind.spans()


def read_top(head: Head, lines: Sequence[Line]) -> None:
    """Reads number, symbol, place, day and issuer from the lines above the type."""
    number_at = None
    for at, line in enumerate(lines):
        if head.symbol is None and _read_number(head, line.text):
            number_at = at
        if head.issued_on is None:
            _read_datelines(head, lines, at, number_at)
    above = lines if number_at is None else lines[: number_at + 1]
    _set_issuer(head, issuers.in_head([line for line in above if _may_name(line)], head.symbol))


def _set_issuer(head: Head, name: Text | None) -> None:
    if name is not None:
        head.issuer = name.words
        head.places["issuer"] = name.spans()


def read_issuer(head: Head, preamble: Sequence[Text], shown: Sequence[str]) -> None:
    """The issuer, failing the head from the preamble, in the letters that the document uses."""
    if head.issuer is None:
        _set_issuer(head, issuers.in_preamble(preamble))
    if head.issuer is not None:
        head.issuer = issuers.in_natural_case(head.issuer, shown)


def _read_number(head: Head, text: Text) -> bool:
    found = _NUMBER.search(text.flat)
    if found is None or found.start() > 40 or found.group("symbol") in {"v", "qd"}:
        return False
    head.number = found.group("number")
    symbol = text.words[found.start("symbol") : found.end("symbol")]
    head.symbol = re.sub(r"\s", "", symbol)
    if head.number:
        head.places["number"] = text.spans(found.start("number"), found.end("number"))
    head.places["symbol"] = text.spans(found.start("symbol"), found.end("symbol"))
    return True


def _read_datelines(head: Head, lines: Sequence[Line], at: int, number_at: int | None) -> None:
    """Place and day in one line, or broken over two; the place may be cut by the columns."""
    if not _read_dateline(head, lines[at].text):
        below = lines[at + 1] if at + 1 < len(lines) else None
        waits = lines[at].words.endswith(",") or _DATE_BEGUN.search(lines[at].text.flat)
        if below is None or not waits or is_shouted(below.words):
            return
        _read_dateline(head, texts.joined([lines[at].text, below.text]))
    if head.place:
        _complete_place(head, lines, at, number_at)


def _complete_place(head: Head, lines: Sequence[Line], at: int, number_at: int | None) -> None:
    """``Tân | Hòa, ngày …``: the half of a place that a column has cut off."""
    halves = []
    if number_at is not None:
        number = _NUMBER.search(lines[number_at].text.flat)
        halves.append(lines[number_at].text.part(number.end() if number else 0))
    if at and number_at != at - 1:
        halves.append(lines[at - 1].text)
    for half in halves:
        if half and _HALF_A_PLACE.fullmatch(half.words) and not is_shouted(half.words):
            head.place = f"{half.words} {head.place}"
            head.places["place"] = (*half.spans(), *head.places["place"])
            return


def _read_dateline(head: Head, text: Text) -> bool:
    """Reads place and day where the line gives them; whether it does."""
    found = _DATELINE.search(text.flat)
    if found is None or not found.group("year"):
        return _read_short_dateline(head, text)
    day, month, year = found.group("day"), found.group("month"), found.group("year")
    if not month:
        return False
    head.issued_on = _issue_day(text.flat[found.start() :], day, int(month), int(year))
    head.places["issued_on"] = text.spans(found.start(), found.end())
    before = text.part(0, found.start()).stripped(" ,*_")
    if number := _NUMBER.search(before.flat):
        before = before.part(number.end()).stripped(" ,")
    if before and len(before.words) < 60:
        head.place = before.words
        head.places["place"] = before.spans()
    return True


def _read_short_dateline(head: Head, text: Text) -> bool:
    """``Biên Hòa, ngày 10/01/2026``."""
    found = _SHORT_DATELINE.fullmatch(text.flat)
    days = [moment for moment in moments(text.flat) if moment.unit is Unit.DAY and moment.year]
    if found and days:
        head.issued_on = days[0].last_day(None)
        head.places["issued_on"] = text.spans(found.start("day"), found.end("day"))
        place = text.part(0, found.end("place"))
        head.place, head.places["place"] = place.words, place.spans()
    return bool(found and days)


def _issue_day(words: str, day: str, month: int, year: int) -> str | None:
    if not 1 <= month <= 12:
        return None
    if not day:
        return f"{year}-{month:02d}"
    found = [moment for moment in moments(words[:60]) if moment.unit is Unit.DAY]
    return (found[0].last_day(None) if found else None) or f"{year}-{month:02d}"


def _may_name(line: Line) -> bool:
    words = line.text.flat
    if _MOTTO.search(words) or _NUMBER.search(words) or _DATELINE.search(words):
        return False
    return (
        len(words) < 120 and any(char.isalpha() for char in words) and not words.startswith("v/v")
    )


def read_title(head: Head, lines: Sequence[Line]) -> int:
    """Reads the title from the lines below the type; returns how many lines it takes up."""
    parts: list[Text] = []
    taken = 0
    bracket = False
    for at, line in enumerate(lines):
        if bracket or is_attached(line) or line.words.startswith("("):
            bracket = ")" not in line.words and at - taken < 4
            taken = at + 1
            continue
        if parts and not _goes_on(parts, line, lines[taken - 1]):
            break
        if not parts and _begins_body(line):
            break
        parts.append(line.text)
        taken = at + 1
    title = texts.joined(parts).stripped("*")
    if title:
        head.title = title.words
        head.places["title"] = title.spans()
    return taken


def _begins_body(line: Line) -> bool:
    return bool(
        _BASIS.match(line.text.flat)
        or is_part_heading(line.words)
        or line.words.endswith(":")
        or len(line.words) > _LONGEST_TITLE
    ) or _is_numbered(line)


def _is_numbered(line: Line) -> bool:
    marker = numbering.read_marker(line.words)
    return marker is not None and marker.level in {numbering.Level.ROMAN, numbering.Level.PART}


def _goes_on(parts: Sequence[Text], line: Line, last: Line) -> bool:
    """Whether the title goes on in ``line``."""
    words = line.words
    if numbering.read_marker(words) or is_part_heading(words) or _BASIS.match(line.text.flat):
        return False
    if sum(len(part.words) for part in parts) + len(words) > _LONGEST_TITLE or is_kind(words):
        return False
    if words[:1].islower():
        return len(words) <= _LONGEST_TITLE_LINE
    if last.words.rstrip().endswith((".", ";", ":")):
        return False
    if line.bold != last.bold or line.centred != last.centred or len(words) > _LONGEST_TITLE_LINE:
        return False
    if is_shouted(last.words):
        return is_shouted(words)
    if words.rstrip().endswith((":", ";", ".")):
        return False
    return not _PREAMBLE.match(line.text.flat) and not issuers.ISSUES.search(line.text.flat)
