"""Sentences in place of labels: lines that say nothing but who carries out, with whom, by when.

``- Nội dung này do Phòng Kỹ thuật thực hiện, Văn phòng phối hợp.`` and ``- Hoàn thành trong tháng
5/2026.`` below a task are its ``Chủ trì``, ``Phối hợp`` and ``Thời gian``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reading.text import Text
from reading.understand import deadlines, names
from reading.understand.dates import Year, moments
from reading.understand.labels import Field, Labelled
from reading.understand.names import Row
from reading.understand.one_name import Directory

_MOST_WORDS = 45
_MOST_CLAUSES = 12
_LEADS = (
    r"chu tri|thuc hien|dam nhiem|dam nhan|dam trach|phu trach|chiu trach nhiem|lam dau moi"
    r"|la don vi|duoc giao|trien khai|to chuc|chu dong|lam(?! (?:viec|theo|ro))"
)
_HELPS = r"(?:(?:cung|tich cuc) )?(?:phoi hop|tham gia|ho tro|giup|cung thuc hien|cung lam)"
_HINT = re.compile(
    rf"\b(?:{_LEADS}|{_HELPS}|giao|do|thuoc|phan cong|hoan thanh|xong"
    r"|thoi (?:gian|gain|han|diem)|tien do"
    rf"|han"
    r"|tien hanh|du kien|thuong xuyen|dinh ky|trach nhiem|trong|truoc|cham nhat)\b"
)
# What may stand before the name of the one who acts, and makes it that.
_CHARGES = re.compile(
    r"\b(?:do|giao(?! vien)(?: nhiem vu)?(?: cho)?|phan cong(?: cho)?|(?:thuoc "
    r"|la )?(?:trach nhiem|nhiem vu)(?: chinh)?(?: cua| thuoc(?: ve)?)"
    r"|(?:(?:don vi|bo phan|co quan|nguoi|phong)(?: duoc giao| chu tri"
    r"| thuc hien"
    r"| phu trach| chiu trach nhiem)+|chu tri|thuc hien|dau moi) (?:la|thuoc ve|:))\s?$"
)
_JOINS = re.compile(
    r"\b(?:(?:phoi hop|cung|chung)(?: chat che| lam| tham gia| thuc hien| phoi hop)?"
    r"(?: (?:voi|co|gom|la))?"
    r"|(?:co |voi )?su (?:tham gia|phoi hop|ho tro|giup do)(?: tich cuc)? cua"
    r"|ho tro|giup)\s?:?\s?$"
)
# "Việc này do X …", "Do X …": the sentence is about who does the work above it, whatever it adds.
_ABOUT_WHO = re.compile(
    r"(?:(?:toan bo )?(?:phan )?(?:viec|cong viec|noi dung|nhiem vu|hang muc|muc)(?: nay| tren"
    r"| neu tren)? (?:se )?(?:do|duoc giao|giao|thuoc|duoc phan cong)|do)\b"
    r"|(?:viec|noi dung|nhiem vu|phan viec|hang muc|muc) nay (?=[a-z])"
)
_NOTHING_ELSE = re.compile(
    r"(?: (?:chiu trach nhiem|chu tri|thuc hien|phu trach|dam nhiem|trien khai|to chuc))+ ?[;,.]"
)
_MOST_ADDED = 7  # words that such a sentence may add
_SENTENCE_ENDS = re.compile(r"(?<=[^\W_A-ZĐ])\)?[.;] (?=[A-ZĐÀ-Ỹ])")
_MOST_SENTENCES = 4
_ANYBODY = re.compile(r"don vi|bo phan|co quan|lanh dao|can bo|nguoi")
_LEADS_AFTER = re.compile(rf",? ?(?:{_LEADS})\b")
_HELPS_AFTER = re.compile(rf",? ?(?:se )?{_HELPS}\b")
# "A, B phối hợp thực hiện": both do the work.
_TOGETHER = re.compile(r",? ?(?:cung )?phoi hop (?:thuc hien|to chuc|trien khai|voi)")
_LEAD_IN = re.compile(
    r"[\s.,;:(–—-]+(?:(?:va |phai |can )?(?:hoan thanh|thuc hien|xong)|thoi (?:gian|han)|han"
    r"|tien do|tu)"
    r"(?: hoan thanh| xong| thuc hien| la|:)*\s*$"
)
_HEADS_WORK = re.compile(r"\)?\s?:\s?\w")
_SPACE = re.compile(r"[\s,.;:(]+")
_FILLER = re.compile(
    r"\b(?:giao(?: cho)?|do|thuc hien|hoan thanh|chu tri|phoi hop|chat che|voi|cung|va|to chuc"
    r"|trien khai"
    r"|thoi gian|thoi gain|thoi han|thoi diem|tien do|han|xong|cho|chiu|trach nhiem|tham muu|cac"
    r"|co lien quan"
    r"|lien quan|don vi|phan cong|noi dung|viec|cong viec|nhiem vu|phan viec|hang muc|muc|nay"
    r"|tren|neu tren"
    r"|dam nhiem|dam nhan|dam trach|phu trach|tham gia|ho tro|duoc|la|tien hanh|phai|can|du kien"
    r"|vao"
    r"|trong|chinh|lam|dau moi|bo phan|nguoi|co quan|thuoc|cua|ve|bat dau|ket thuc|yeu cau"
    r"|de nghi|truoc"
    r"|den|dong thoi|truc tiep|toan bo|cham nhat|chung|giup|se|duoc giao|co|su|ngay|tu|het"
    r"|dot(?: \d{1,2}| [ivx]{1,4})?"
    r"|khoang"
    r"|muon nhat|lam|gom|mua (?:kho|mua|hanh kho)|trong nam|ca nam|quanh nam|lien tuc"
    r"|thuong xuyen|giup do)\b|[\W_]"
)


@dataclass(frozen=True)
class _Said:
    """A row of names and what the words around it make of it; ``field`` is None where nothing."""

    row: Row
    field: Field | None


def said_only(text: Text, known: Directory, year: Year) -> list[Labelled]:
    """Labels that a line stands for which says nothing but who, with whom and when; else empty."""
    ends = [end.end() for end in _SENTENCE_ENDS.finditer(text.words)]
    if 0 < len(ends) < _MOST_SENTENCES:
        bounds = zip([0, *ends], [*ends, len(text.words)], strict=True)
        each = [_said_only(text.part(begin, end), known, year) for begin, end in bounds]
        if all(each):
            return [label for labels in each for label in labels]
    return _said_only(text, known, year)


def said_inside(text: Text, known: Directory, year: Year) -> list[Labelled]:
    """Who carries out and who helps by sentences in a task's own paragraph that say nothing else:
    ``Kiểm tra tủ điện. Việc này giao cho Tổ Cơ điện.``"""
    ends = [end.end() for end in _SENTENCE_ENDS.finditer(text.words)][:_MOST_CLAUSES]
    bounds = pairwise([*ends, len(text.words)])
    found = [one for a, b in bounds for one in _said_only(text.part(a, b), known, year)]
    return [one for one in found if one.field in {Field.LEAD, Field.COOPERATING}]


def _said_only(text: Text, known: Directory, year: Year) -> list[Labelled]:
    """The labels of one sentence, or of a line that is one."""
    if len(text.words.split()) > _MOST_WORDS or not _HINT.search(text.flat):
        return []
    rows = list(_rows(text, known))
    if rows and not any(said.field for said in rows):
        return []  # a heading
    rest = text.flat
    for said in rows:
        rest = _without(rest, said.row.names[0].start, said.row.end)
    times = [(time.start, time.end) for time in deadlines.said(text, year)]
    if times and _HEADS_WORK.match(text.flat, times[0][1]):
        return []  # "Tháng 6: triển khai thực hiện" is a piece of work
    for start, end in times:
        rest = _without(rest, start, end)
    added = _FILLER.sub(" ", rest).split()
    if added and _is_about_who(text, rows, rest, len(added)):
        rows = [said for said in rows if said.field]
    elif added:
        times = [] if rows or times else [*_whole(text, year)]
        rows = []
    return [*_who(text, rows), *(Labelled(Field.TIME, text.part(*time)) for time in times[:1])]


def _is_about_who(text: Text, rows: Sequence[_Said], rest: str, added: int) -> bool:
    """Whether a sentence says who does the work above it, and in few more words nothing of when."""
    if added > _MOST_ADDED or not rows or rows[0].field is not Field.LEAD:
        return False
    about = _ABOUT_WHO.match(text.flat) or _says_of_help(text, rows, rest)
    return bool(about) and not moments(rest)


def _says_of_help(text: Text, rows: Sequence[_Said], rest: str) -> bool:
    """``Văn phòng chủ trì thực hiện; Phòng B phối hợp bố trí kinh phí``: only how B helps."""
    first = rows[0].row
    helps = [said.row.end for said in rows[1:] if said.field is Field.COOPERATING]
    if first.names[0].start or not helps or not _NOTHING_ELSE.match(text.flat, first.end):
        return False
    return not _FILLER.sub(" ", rest[: helps[0]]).split()


def _without(flat: str, start: int, end: int) -> str:
    return flat[:start] + " " * (end - start) + flat[end:]


def _whole(text: Text, year: Year) -> Iterator[tuple[int, int]]:
    """Where a line is a time and the words that lead up to it: ``Thời hạn là ngày 15/7/2026``."""
    begin = 0
    while found := _FILLER.match(text.flat, begin):
        begin = found.end()
        end = len(text.words.rstrip(" .;"))
        time = deadlines.given(text.part(begin, end), year)
        if time is not None and time.draft.words == text.words[begin:end].strip():
            yield begin, end
            return


def _who(text: Text, rows: Sequence[_Said]) -> Iterator[Labelled]:
    """The leads first; names that nothing is said of lead where nobody else does."""
    leads = [said for said in rows if said.field is Field.LEAD]
    leads = leads or [said for said in rows if said.field is None][:1]
    for field, chosen in (
        (Field.LEAD, leads),
        (Field.COOPERATING, [said for said in rows if said not in leads]),
    ):
        for said in chosen:
            yield Labelled(field, text.part(said.row.names[0].start, said.row.end))


def _rows(text: Text, known: Directory) -> Iterator[_Said]:
    """The rows of names, each with what the words before and after it make of it."""
    begin = count = 0
    while begin < len(text.words) and count < _MOST_CLAUSES:
        row = names.read_row(text.words, begin, known)
        if row and not _ANYBODY.fullmatch(text.flat, begin, row.end):
            count += 1
            yield from _shared(text, row)
            begin = row.end
        space = _SPACE.search(text.words, begin)
        begin = space.end() if space else len(text.words)


def _shared(text: Text, row: Row) -> Iterator[_Said]:
    """``Thuộc trách nhiệm của A, B cùng phối hợp``: the last of a row that is charged helps."""
    start = row.names[0].start
    helps = _HELPS_AFTER.match(text.flat, row.end)
    apart = len(row.names) > 1 and helps and _CHARGES.search(text.flat, 0, start)
    if not apart or _TOGETHER.match(text.flat, row.end):
        yield _Said(row, _field(text.flat, start, row.end))
        return
    *charged, last = row.names
    yield _Said(Row(tuple(charged), charged[-1].end), Field.LEAD)
    yield _Said(Row((last,), row.end), Field.COOPERATING)


def _field(flat: str, start: int, end: int) -> Field | None:
    if _HELPS_AFTER.match(flat, end) and not re.match(r",? ?phoi hop voi", flat[end:]):
        return Field.COOPERATING
    if _JOINS.search(flat, 0, start) and not re.match(r",? ?chu tri", flat[end:]):
        return Field.COOPERATING
    if _CHARGES.search(flat, 0, start) or _LEADS_AFTER.match(flat, end):
        return Field.LEAD
    return None


def parted(label: Labelled, year: Year) -> list[Labelled]:
    """A label's names and the time that its line goes on with: ``Chủ trì: Phòng A, xong trước …``.

    Any other label as it is.
    """
    if label.field not in {Field.LEAD, Field.COOPERATING}:
        return [label]
    value = label.value
    time = next(iter(deadlines.said(value, year)), None)
    if time is None:
        return [label]
    lead_in = _LEAD_IN.search(value.flat, 0, time.start)
    people = value.part(0, lead_in.start() if lead_in else time.start).stripped(" .,;:(–—-")
    if not people:
        return [label]
    begin = lead_in.end() if lead_in else time.start
    return [
        Labelled(label.field, people),
        Labelled(Field.TIME, value.part(begin).stripped(" .;,)")),
    ]
