"""The head of a document: kind, number and symbol, issuer, place and day, title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reading import text as texts
from reading.clean.lines import Line
from reading.draft import Span
from reading.layout import numbering
from reading.layout.headings import is_part_heading, is_shouted
from reading.letters import flat, low
from reading.text import Text
from reading.understand import names
from reading.understand.dates import Unit, moments
from reading.understand.name_tokens import inside_heads

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
_MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia|^(?:viet )?nam$|doc lap\s?[-–—]\s?tu do|dang cong san viet nam"
)
_AGENCY = re.compile(
    r"(?:uy ban|ubnd|so |cong an|phong |ban |truong |bo |cuc |chi cuc|trung tam|benh vien|cong ty"
    r"|tong |dang uy"
    r"|huyen uy|tinh uy|thanh uy|lien doan|hoi |van phong|vien |dai hoc|hoc vien|doan |ngan hang"
    r"|kho bac|bch "
    r"|bhxh|bao hiem|tap doan|khoa |doi |hoi dong|thanh tra|hat |toa an|chi nhanh|xi nghiep|nha may"
    r"|mat tran"
    r"|uy ban mat tran|ubmttq|dai |bao |tram |cang |khu |truong|dang bo|chi bo|cong doan)"
)
_CONTINUES = re.compile(
    r"(?:xa|phuong|tinh|huyen|thanh pho|tp|thi xa|quan|va|thi tran|nuoc|viet nam|dac khu)\b"
)
_PREAMBLE = re.compile(
    r"(?:can cu|thuc hien|xet|theo|de |nham|tren co so|thi hanh|trien khai|tiep tuc thuc hien"
    r"|trong nhung|nam \d"
    r"|cong tac|tiep theo|huong ung)"
)
_BASIS = re.compile(r"(?:can cu|xet de nghi|theo de nghi)\b")
_ATTACHED = re.compile(r"^\(?(?:ban hanh )?kem theo ")
_ISSUES = re.compile(
    r"\b(?:ban hanh|xay dung|de ra|lap|xay dung va ban hanh|trien khai)\s(?:\w+\s){0,2}?(?:ke hoach"
    r"|chuong trinh|phuong an)"
)
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
            _read_dateline(head, line.text)
    above = lines if number_at is None else lines[: number_at + 1]
    _read_issuer(head, [line for line in above if _may_name(line)])


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


def _read_dateline(head: Head, text: Text) -> None:
    found = _DATELINE.search(text.flat)
    if found is None or not found.group("year"):
        _read_short_dateline(head, text)
        return
    day, month, year = found.group("day"), found.group("month"), found.group("year")
    if not month:
        return
    head.issued_on = _issue_day(text.flat[found.start() :], day, int(month), int(year))
    head.places["issued_on"] = text.spans(found.start(), found.end())
    before = text.part(0, found.start()).stripped(" ,*_")
    if number := _NUMBER.search(before.flat):
        before = before.part(number.end()).stripped(" ,")
    if before and len(before.words) < 60:
        head.place = before.words
        head.places["place"] = before.spans()


def _read_short_dateline(head: Head, text: Text) -> None:
    """``Biên Hòa, ngày 10/01/2026``."""
    found = _SHORT_DATELINE.fullmatch(text.flat)
    days = [moment for moment in moments(text.flat) if moment.unit is Unit.DAY and moment.year]
    if found and days:
        head.issued_on = days[0].last_day(None)
        head.places["issued_on"] = text.spans(found.start("day"), found.end("day"))
        place = text.part(0, found.end("place"))
        head.place, head.places["place"] = place.words, place.spans()


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


def _read_issuer(head: Head, lines: list[Line]) -> None:
    """The last agency of the left column: a parent agency may stand above it."""
    lines = [line for line in lines if _is_agency(line)]
    if not lines:
        return
    begin = len(lines) - 1
    while begin > 0 and (
        _CONTINUES.match(lines[begin].text.flat) or not _AGENCY.match(lines[begin].text.flat + " ")
    ):
        begin -= 1
    name = texts.joined([line.text for line in lines[begin:]]).stripped(" *-_.")
    if _AGENCY.match(name.flat + " "):
        head.issuer = name.words
        head.places["issuer"] = name.spans()


def _is_agency(line: Line) -> bool:
    """Whether a line may be of an agency's name; the rest of a wrapped one may be short: HÀ."""
    words = line.words
    return words.isupper() or is_shouted(words) or bool(_AGENCY.match(line.text.flat))


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
    return not _PREAMBLE.match(line.text.flat) and not _ISSUES.search(line.text.flat)


def issuer_in_preamble(head: Head, preamble: Sequence[Text]) -> None:
    """Failing the head, the agency that the preamble says issues the plan."""
    for text in reversed(preamble):
        for found in _ISSUES.finditer(text.flat):
            name = _subject_before(text, found.start())
            if name is not None:
                head.issuer = name.words
                head.places["issuer"] = name.spans()
                return


def _subject_before(text: Text, end: int) -> Text | None:
    """The agency right before the verb: it begins a clause."""
    least = max(0, end - 300)
    begin = max(text.words.rfind(mark, least, end) for mark in (";", ". ", ", "))
    clause = text.part(least if begin < 0 else begin + 1, end)
    row = names.read_row(clause.words, one=True)
    if row and row.names[0].end == len(clause.words):
        return clause.part(row.names[0].start, row.names[0].end)
    return None


def in_natural_case(head: Head, shown: Sequence[str]) -> None:
    """Gives an issuer written in capitals the letters that the document gives it elsewhere."""
    if head.issuer is None or not is_shouted(head.issuer):
        return
    wanted = low(head.issuer)
    for words in shown:
        at = low(words).find(wanted)
        if at >= 0 and not is_shouted(words[at : at + len(wanted)]):
            written = words[at : at + len(wanted)]
            head.issuer = written[0].upper() + written[1:]
            return
    head.issuer = _title_case(head.issuer)


def _title_case(words: str) -> str:
    small = {
        "và",
        "của",
        "các",
        "nhân",
        "dân",
        "ban",
        "trực",
        "thuộc",
        "xã",
        "phường",
        "huyện",
        "tỉnh",
        "quận",
        "thành",
        "phố",
        "thị",
        "trấn",
    }
    out = []
    inside = inside_heads(words)
    for at, word in enumerate(words.split()):
        lowered = word.lower()
        if at and (lowered in small or at in inside):
            out.append(lowered)
        elif flat(word) in {"ubnd", "hdnd", "pccc", "cnch", "tnhh", "mtv", "thpt", "thcs", "mttq"}:
            out.append(word)
        else:
            out.append(word[:1] + word[1:].lower())
    return " ".join(out)
