"""Report duties: who must report what to whom by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.deadlines import DeadlineKind
from reading.draft import DeadlineDraft, DutyDraft
from reading.letters import flat
from reading.text import Text
from reading.understand import names
from reading.understand.deadlines import Deadline
from reading.understand.names import Row
from reading.understand.one_name import NOBODY, Directory
from reading.understand.sentences import FURTHER_REPORT

# "báo kết quả" is a common slip.  What follows the noun, or stands before it, may make it no duty.
_REPORT = re.compile(
    r"\b(?:bao cao|(?<!thong )bao ket qua|thong bao ket qua(?= (?:thuc hien|trien khai|ve))"
    r"|(?<=gui )ket qua(?= (?:thuc hien|trien khai))"
    # "tổng hợp kết quả, gửi Công an tỉnh": what was put together is sent as a report
    r"|(?:(?<=tong hop, )|(?<=tong hop )|(?<=tong hop va )|(?<=ket qua, )|(?<=ket qua va )"
    r"|(?<=tinh hinh, )|(?<=so lieu, ))gui(?! danh sach| giay| ho so| mau| du thao)"
    # "tổng hợp, trình Giám đốc ký, gửi UBND tỉnh"
    r"|tong hop,?(?: va)? trinh [^.;,]{3,60}? (?:ky|duyet|phe duyet)(?: ban hanh)?,?(?: va| de)?"
    r" gui)\b"
    r"(?! vien| chuyen de)"
)
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:mau|de cuong|noi dung|thoi han|thoi gian|so lieu|hoi nghi|bieu mau|cac|nhung|ban"
    r"|tiep nhan"
    r"|tu|theo|hinh thuc|muc|chat luong|nhan|thoi diem|dong) |long ghep (?:\w+ ){0,3})$"
)
_PERIOD_BEFORE = re.compile(r"\bkỳ $")  # "kỳ báo cáo"; "ký báo cáo" signs one
_WRITES = re.compile(r"\b(?:che do|du thao|xay dung|soan thao|tham muu|lap|hoan thien|chuan bi) $")
_OTHERS_REPORT = re.compile(r"(?:don doc|huong dan|yeu cau|nhac nho)[^.;,]{0,60}$")
_DIFFICULTY = re.compile(
    r"kho khan|vuong mac|phat sinh|(?:de|xin) (?:duoc )?(?:xem xet|giai quyet|chi dao|cho y kien"
    r"|co huong|huong dan)"
)
_TO = re.compile(r"\b(?:ve|cho|gui(?: ve| den| cho)?|den|toi|len|voi|trinh)(?= )")
# "trình Giám đốc Sở ký, gửi UBND tỉnh": who signs a report is not whom it is for.
_SIGNS = re.compile(r",? ?(?:xem xet,? ?)?(?:ky|phe duyet|duyet|thong qua|cho y kien|ban hanh)\b")
# "… để tổng hợp, báo cáo UBND tỉnh trước 15/12": who receives the first makes the second.
_PASSED_ON = re.compile(r",? ?(?:de|nham) (?:\w+ )?(?:tong hop|trinh|tham muu|xay dung)\b")
_SENDS = re.compile(r"\b(?:gui|nop|bao cao|trinh)\b")
# Each period before a colon has a report of its own: tháng, quý, năm.
_BY_PERIOD = re.compile(
    r"(?:^|[;,.(] ?|\b)(?:bao cao )?(?:dinh ky )?(?:hang )?"
    r"(?P<period>tuan|thang|quy|0?6 thang(?: (?:dau|cuoi) nam)?|0?9 thang|nam)"
    r"(?: ?: ?| ?(?=\(?(?:truoc|cham nhat|vao|ngay) (?:ngay )?\d))"
)
# Periods of which each has a day of its own kind; half a year and a year are one duty, twice.
_SHORT_PERIODS = ("tuan", "thang", "quy")
# The head of the one who reports, without any agency's name.
_OWN_HEAD = re.compile(
    r"(?:(?:pho )?(?:tong )?giam doc|hieu truong|lanh dao(?: [a-z]+)?|ban (?:tong )?giam doc"
    r"|ban giam hieu|ban lanh dao|thu truong(?: don vi| co quan)?)"
)
_PASSES = re.compile(
    r",?(?: ky| duyet| phe duyet| cho y kien| xem xet)?,?(?: va| de| dong thoi)? (?:gui|bao cao)"
    r"(?: ve| cho| len| den)? "
)
_VIA = re.compile(r"\(?\b(?:thong )?qua ")
_NESTED = re.compile(
    r"\blong ghep (?:\w+ ){0,6}?(?:trong|voi|vao|cung|tai)(?: voi)?(?: cac| noi dung)? (?=bao cao)"
)
_NESTED_END = re.compile(r"[).;]|, (?!chua|cuu|cnch)|$")
_IS_TITLE = re.compile(r"bao cao ?:")  # "Chế độ báo cáo: …": what follows may report itself
_CLAUSE_END = re.compile(r"[;.](?=\s|$)")
_IN_BRACKETS = re.compile(r"\s?\([^()]{0,60}\)\s?")
_TITLE_ENDS = re.compile(
    r"[.;,(]|\b(?:(?<!ket )qua|theo quy dinh|de tong hop|de theo doi|khi co|gui)\b"
)
_NO_SUBJECT = re.compile(r"(?:$|de|theo|trong|vao|va|dinh ky|hang|hoac|ngay|kip thoi)\b")
_GATHERED = re.compile(
    r"\btong hop (?P<what>(?:ket qua|tinh hinh|tien do)\b[^,.;:]{0,80}?)"
    r",?(?: va)?(?: tham muu [^,.;]{0,60})?,? ?$"
)
_LONGEST_SUBJECT = 120
_REACH = 400
_MOST_CLAUSES = 20
_LONGEST_CLAUSE = 3000
_LONGEST_LINK = 40


@dataclass(frozen=True)
class Source:
    """What a duty is read from: a task's text, who carries it out, and its deadlines."""

    ref: str
    text: Text
    reporter: str
    deadlines: Sequence[Deadline]
    given: DeadlineDraft | None = None  # by a label or a column
    always: bool = False  # stands in a part on reporting
    addressee: str | None = None  # by a column


def read_duties(source: Source, known: Directory = NOBODY) -> list[DutyDraft]:
    """The report duties that a task holds: one, or one for each unit that must report."""
    if several := _by_period(source, known) or _passed_on(source, known):
        return several
    clauses = _report_clauses(source)
    if not clauses and source.always:
        clauses = [(0, 0, len(source.text.words))]
    duties: list[DutyDraft] = []
    for at, verb, end in clauses:
        duty = _duty(source, at, verb, end, known)
        if duties and not _is_another(duties[-1], duty):
            duties[-1] = _fuller(duties[-1], duty)
        else:
            duties.append(duty)
    return duties


def _by_period(source: Source, known: Directory) -> list[DutyDraft]:
    """One duty for each period that the text names before a colon, where it names several."""
    text = source.text
    found = [*_BY_PERIOD.finditer(text.flat)][:_MOST_CLAUSES]
    if len(found) < 2 or "bao cao" not in text.flat:
        return []
    colons = all(hit.group().rstrip().endswith(":") for hit in found)
    if not colons and not any(hit.group("period") in _SHORT_PERIODS for hit in found):
        return []
    duties = []
    verb = _REPORT.search(text.flat, 0, found[0].start())
    opens = verb.start() if verb else 0
    ends = [*(hit.start() for hit in found[1:]), len(text.words)]
    for hit, end in zip(found, ends, strict=True):
        inside = [one for one in source.deadlines if hit.start() <= one.start < end]
        named = text.words[hit.start("period") : hit.end("period")].lower()
        duties.append(
            DutyDraft(
                ref=source.ref,
                reporter=source.reporter,
                to=_to(text, hit.end(), end, known) or _to(text, opens, found[0].start(), known),
                via=_via(text, hit.end(), end, known),
                deadline=_each_year(inside[0], named) if inside else DeadlineDraft(),
                spans=text.part(hit.start(), end).stripped(" ;,.").spans(),
                title=f"Báo cáo {named}",
            )
        )
    return duties if sum(bool(duty.deadline.words) for duty in duties) > 1 else []


def _each_year(deadline: Deadline, named: str) -> DeadlineDraft:
    """A yearly report's day without a year is one of every year."""
    draft = deadline.draft
    if named != "năm" or draft.kind is not DeadlineKind.DATE or re.search(r"\d{4}", draft.words):
        return draft
    return replace(draft, kind=DeadlineKind.YEARLY, days=tuple(day[5:] for day in draft.days))


def _passed_on(source: Source, known: Directory) -> list[DutyDraft]:
    """Two duties in one sentence: what is sent to a unit by one day, and what that unit makes of it
    for another by a later one."""
    text = source.text
    cut = _PASSED_ON.search(text.flat)
    sends = _SENDS.search(text.flat, 0, cut.start()) if cut else None
    if cut is None or sends is None:
        return []
    ends = _CLAUSE_END.search(text.flat, cut.end())
    end = ends.start() if ends else len(text.words)
    sides = [
        [one for one in source.deadlines if a <= one.start < b and one.draft.days]
        for a, b in ((sends.start(), cut.start()), (cut.start(), end))
    ]
    receiver = _to(text, sends.start(), cut.start(), known)
    reports = _REPORT.search(text.flat, cut.start(), end)
    further = _to(text, reports.start() if reports else cut.end(), end, known)
    if not (all(sides) and receiver and further and receiver != further):
        return []
    begin = _first_letter(text, clause_start(text.flat, sends.start()))
    title = _title(source, sends.start(), cut.start(), known)
    first = DutyDraft(
        ref=source.ref,
        reporter=source.reporter,
        to=receiver,
        via=_via(text, sends.start(), cut.start(), known),
        deadline=sides[0][-1].draft,
        spans=text.spans(begin, cut.start()),
        title=title,
    )
    second = replace(
        first,
        reporter=receiver,
        to=further,
        via=_via(text, cut.end(), end, known),
        deadline=sides[1][-1].draft,
        spans=text.spans(_first_letter(text, cut.start()), end),
        title=_title(source, reports.start(), end, known) if reports else "",
    )
    return [first, second]


def clause_start(flat: str, at: int) -> int:
    """Where the clause that holds ``at`` begins: after the last full stop or semicolon."""
    least = max(0, at - _LONGEST_CLAUSE)
    begin = max(flat.rfind(". ", least, at), flat.rfind("; ", least, at))
    return least if begin < 0 else begin + 1


def _report_clauses(source: Source) -> list[tuple[int, int, int]]:
    """Start of the clause, the verb and the end of the clause, of each clause that reports."""
    text = source.text
    clauses: list[tuple[int, int, int]] = []
    for found in _REPORT.finditer(text.flat):
        clause = _CLAUSE_END.search(text.flat, found.end())
        end = clause.start() if clause else len(text.words)
        begin = clause_start(text.flat, found.start())
        if len(clauses) >= _MOST_CLAUSES:
            break
        if clauses and clauses[-1][2] == end:
            begin = clauses[-1][0]
            if further := _further_report(source, begin, found.start(), end):
                clauses[-1] = (*clauses[-1][:2], further)
                begin = further
        if _PERIOD_BEFORE.search(text.low[: found.start()][-4:]) or not _is_duty(
            text.flat, begin, found, end
        ):
            continue
        if clauses and clauses[-1][0] == begin:
            if not _IS_TITLE.match(text.flat, clauses[-1][1]):
                continue
            clauses.pop()
        clauses.append((begin, found.start(), end))
    return clauses


def _further_report(source: Source, begin: int, verb: int, end: int) -> int | None:
    """Where a second report of one sentence begins, if it has a day and the one before another."""
    for cut in FURTHER_REPORT.finditer(source.text.flat, max(begin, verb - _LONGEST_LINK), end):
        if cut.start() < verb < cut.end():
            starts = [one.start for one in source.deadlines]
            before = any(begin <= at < cut.start() for at in starts)
            return cut.start() if before and any(verb < at < end for at in starts) else None
    return None


def _is_duty(flat: str, begin: int, found: re.Match[str], end: int) -> bool:
    before = flat[max(begin, found.start() - 80) : found.start()]
    after = flat[found.end() : min(end, found.end() + 200)]
    if _NOUN_BEFORE.search(before) or _OTHERS_REPORT.search(before):
        return False
    if re.match(r" (?:cua|do|tu)\b", after) and not _WRITES.search(before):
        return False
    if _NESTED.search(flat[max(begin, found.start() - 60) : found.end()]):
        return False
    return not _DIFFICULTY.search(before + after)


def _duty(source: Source, begin: int, verb: int, end: int, known: Directory) -> DutyDraft:
    text = source.text
    nested, nested_at = _nested(text, verb, end)
    reach = min(nested_at, end, verb + _REACH)
    via = _via(text, verb, reach, known)
    to = _to(text, verb, reach, known) or source.addressee
    if to is None and nested:
        to = _to(text, min(nested_at + len("long ghep") + len(nested), end), end, known)
    own = names.read_row(text.words, _first_letter(text, begin), known) if begin else None
    reporter = source.reporter
    if own and own.end <= verb and not _DRAFTS.search(text.flat[own.end : own.end + 2]):
        reporter = text.words[own.names[0].start : own.names[-1].end]
    return DutyDraft(
        ref=source.ref,
        reporter=reporter,
        to=to,
        via=via,
        deadline=_deadline(source, begin, end),
        nested_in=nested,
        spans=text.spans(_first_letter(text, begin), end),
        title=_title(source, verb, min(reach, end), known) or _gathered(text, begin, verb),
    )


def _title(source: Source, start: int, end: int, known: Directory) -> str:
    """What is reported: the words between the verb and whom it is for, by which way, by when."""
    text = source.text
    verb = _REPORT.match(text.flat, start)
    if verb is None:
        return ""
    begin = verb.end()
    addressee = names.read_row(text.words, begin, known)
    begin = addressee.end if addressee else begin
    if addressee and (way := _IN_BRACKETS.match(text.flat, begin)):
        begin = way.end()
    stops = [one.start for one in source.deadlines if one.start >= begin]
    stops += [found.start() for found in _TITLE_ENDS.finditer(text.flat, begin, end)]
    for found in _TO.finditer(text.flat, begin, end):
        if names.read_row(text.words, found.end(), known):
            stops.append(found.start())
    about = text.part(begin, min([end, *stops])).words.strip(" :-–")
    about = "" if _NO_SUBJECT.match(flat(about)) else about
    what = "kết quả" if text.flat[start : verb.end()].endswith("ket qua") else ""
    return one_title(what, about)


def _gathered(text: Text, begin: int, verb: int) -> str:
    """``tổng hợp kết quả thực hiện, báo cáo …``: what was put together is what is reported."""
    found = _GATHERED.search(text.flat, begin, verb)
    return one_title(text.words[found.start("what") : found.end("what")]) if found else ""


def one_title(*parts: str) -> str:
    words = " ".join(filter(None, parts))
    return f"Báo cáo {words}" if words and len(words) <= _LONGEST_SUBJECT else ""


_DRAFTS = re.compile(r"^[,:]")


def _first_letter(text: Text, begin: int) -> int:
    while begin < len(text.words) and not text.words[begin].isalnum():
        begin += 1
    return begin


def _via(text: Text, start: int, end: int, known: Directory) -> str | None:
    for found in _VIA.finditer(text.flat, start, end):
        row = names.read_row(text.words, found.end(), known)
        if row:
            return text.words[row.names[0].start : row.names[-1].end]
    return None


def _to(text: Text, start: int, end: int, known: Directory) -> str | None:
    """Whom the report is for: the units named right after the verb, or after về, cho, gửi."""
    verb = _REPORT.match(text.flat, start)
    direct = names.read_row(text.words, verb.end(), known) if verb else None
    if direct and direct.names[0].start <= end:
        if beyond := _beyond(text, direct, end, known):
            return beyond
        return text.words[direct.names[0].start : direct.names[-1].end]
    for found in _TO.finditer(text.flat, start, end):
        row = names.read_row(text.words, found.end(), known)
        if row and not _SIGNS.match(text.flat, row.end):
            return text.words[row.names[0].start : row.names[-1].end]
    return None


def _beyond(text: Text, first: Row, end: int, known: Directory) -> str | None:
    """``báo cáo Giám đốc, gửi Sở Y tế trước ngày …``: the own head passes it on to another."""
    sends = _PASSES.match(text.flat, first.end, end)
    if sends is None or not _OWN_HEAD.fullmatch(text.flat, first.names[0].start, first.end):
        return None
    row = names.read_row(text.words, sends.end(), known)
    return text.words[row.names[0].start : row.names[-1].end] if row else None


def _nested(text: Text, start: int, end: int) -> tuple[str | None, int]:
    found = _NESTED.search(text.flat, start, end + _REACH)
    if found is None or found.start() > end + 2:
        return None, end
    stop = _NESTED_END.search(text.flat, found.end())
    until = stop.start() if stop else len(text.words)
    return text.part(found.end(), until).words, found.start()


def _deadline(source: Source, begin: int, end: int) -> DeadlineDraft:
    """The deadline said in the clause that reports; failing that, the only one there is."""
    inside = [d for d in source.deadlines if begin <= d.start <= end + 1]
    dated = [d for d in inside if d.draft.days]
    if dated:
        return dated[-1].draft
    if source.given is not None:
        return source.given
    if inside:
        return inside[-1].draft
    later = [d for d in source.deadlines if d.start >= begin]
    return later[0].draft if source.always and later else DeadlineDraft()


def _is_another(first: DutyDraft, other: DutyDraft) -> bool:
    """Whether a second clause lays a duty of its own: another reporter, or another report."""
    if other.reporter != first.reporter:
        return True
    if other.to and first.to and other.to != first.to:
        return bool(other.deadline.days)
    named = bool(first.title and other.title and first.title != other.title)
    dated = bool(first.deadline.days and other.deadline.days)
    return named and dated and first.deadline.days != other.deadline.days


def _fuller(first: DutyDraft, other: DutyDraft) -> DutyDraft:
    """Two clauses on one duty: the one that says more."""
    weight = [sum(map(bool, (d.to, d.via, d.deadline.days, d.nested_in))) for d in (first, other)]
    return other if weight[1] > weight[0] else first
