"""Label lines: ``- Chủ trì: …``, ``+ Thời gian thực hiện: …`` and what a column's title means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from rapidfuzz.distance import OSA

from reading.text import Text
from reading.understand.one_name import NOBODY
from reading.understand.stated_roles import before_work


class Field(Enum):
    LEAD = auto()
    COOPERATING = auto()
    TIME = auto()
    PRODUCT = auto()


@dataclass(frozen=True)
class Labelled:
    """A value and what it is the value of."""

    field: Field
    value: Text


_WHO = (
    r"(?:(?:cac |co quan|don vi|bo phan|phong(?=,? (?:ban|don vi|chu tri|thuc|phu))|ban(?= |,)"
    r"|nguoi|ca nhan"
    r"|to chuc(?= chu)|dau moi|can bo|luc luong|lanh dao|thanh phan|chu the|noi)(?:[,/ ]"
    r"| va )*){0,4}"
)
_LABELS = (
    (
        Field.COOPERATING,
        (
            rf"{_WHO}(?:cung )?phoi hop(?: (?:thuc hien|chinh|to chuc|tham muu|trien khai))?"
            rf"|cung phoi hop|phoi hop voi"
            r"|(?:(?:cac |co quan|don vi|bo phan|luc luong|nguoi)(?:[,/ ]| va )*){0,3}"
            r"(?:cung (?:tham gia|thuc hien|lam)|tham gia(?: phoi hop| thuc hien)?"
            r"|ho tro(?: thuc hien)?)"
        ),
    ),
    (
        Field.LEAD,
        (
            rf"(?:giao )?{_WHO}(?:chu tri(?:,? (?:va )?(?:phoi hop|tham muu|thuc hien|to chuc"
            rf"|trien khai))?"
            r"(?: thuc hien)?|(?:to chuc )?thuc hien(?: chinh)?|trien khai|phu trach"
            r"|dam nhiem|dam nhan|dam trach|theo doi|tham muu"
            r"|(?:chiu )?trach nhiem(?: (?:thuc hien|chinh|chu tri))?"
            r"|duoc (?:giao|phan cong)|dau moi)"
            r"|phan cong(?: (?:thuc hien|nhiem vu|trach nhiem|to chuc|phu trach|chu tri))*"
            r"|(?:giao )?nhiem vu cho|giao(?: cho| nhiem vu| thuc hien)?|dau moi|(?:don vi|bo phan"
            r"|co quan) duoc giao"
        ),
    ),
    (
        Field.TIME,
        (
            r"(?:thoi (?:gian|han|diem|luong)|tien do|thoi gian,? tien do|han(?: chot)?"
            r"|lo trinh|ky han"
            r"|ngay(?= hoan))(?: (?:va )?(?:bat dau|to chuc|thuc hien|hoan thanh|trien khai"
            r"|ket thuc"
            r"|du kien"
            r"|bao cao|xong|gui|tien do|thoi gian|tien hanh|can hoan thanh))*|hoan thanh(?: truoc)?"
            r"|thoi gian,? hoan thanh"
        ),
    ),
    (
        Field.PRODUCT,
        (
            r"(?:du kien )?(?:san pham|ket qua)(?:[,/ ]+(?:va )?(?:san pham|ket qua|dau ra|can dat"
            r"|du kien|dat duoc"
            r"|hoan thanh|thuc hien|phai dat|chu yeu|yeu cau|cong viec))*"
        ),
    ),
)
_ONE_LABEL = [(field, re.compile(pattern)) for field, pattern in _LABELS]
_LONGEST_LABEL = 60
_ANY = "|".join(pattern for _, pattern in _LABELS)
# Further labels on the same line: after a mark of punctuation or an opening bracket.
_FURTHER = re.compile(rf"(?:[.;,(\[|–—]|\s-|\s\+)\s?(?P<label>{_ANY})\s?:(?!//)")


_LIKE_A_LABEL = re.compile(r"[.;,(\[|–—-]\s?(?P<label>[a-z]{2,7}(?: [a-z]{1,7}){1,4})\s?:(?!//)")
# The labels that most plans use, in which a misprint is still clear.
_USUAL = {
    "thoi gian": Field.TIME,
    "thoi gian thuc hien": Field.TIME,
    "thoi gian hoan thanh": Field.TIME,
    "thoi han": Field.TIME,
    "thoi han hoan thanh": Field.TIME,
    "chu tri": Field.LEAD,
    "chu chi": Field.LEAD,  # as it is spoken in the North
    "don vi chu tri": Field.LEAD,
    "co quan chu tri": Field.LEAD,
    "don vi thuc hien": Field.LEAD,
    "co quan thuc hien": Field.LEAD,
    "phan cong": Field.LEAD,
    "phan cong thuc hien": Field.LEAD,
    "phoi hop": Field.COOPERATING,
    "don vi phoi hop": Field.COOPERATING,
    "co quan phoi hop": Field.COOPERATING,
    "san pham": Field.PRODUCT,
}
_SHORTEST_SLIP, _LONGEST_SLIP = 6, 24


def label_field(words: str) -> Field | None:
    """What a label (the words before its colon, flat) stands for, or None where it is no label.

    A slip of one letter, or two letters changed over ("thoi gain"), is forgiven in usual labels.
    """
    words = words.strip(" .*-+(/")
    for field, pattern in _ONE_LABEL:
        if pattern.fullmatch(words):
            return field
    return _misprinted(words)


@lru_cache(maxsize=4096)
def _misprinted(words: str) -> Field | None:
    if not _SHORTEST_SLIP <= len(words) <= _LONGEST_SLIP:
        return None
    for usual, field in _USUAL.items():
        if OSA.distance(words, usual, score_cutoff=1) <= 1:
            return field
    return None


def read_labels(text: Text) -> list[Labelled]:
    """The labelled values of a line that opens with a label; empty where it does not, and where
    the work itself follows on the line (``Chủ trì: A (phối hợp: B): mua sắm …``)."""
    colon = text.flat.find(":", 0, _LONGEST_LABEL)
    if colon < 0 or ")" in text.flat[:colon] or label_field(text.flat[:colon]) is None:
        return []
    if text.flat.find(":", colon + 1) > 0 and before_work(text, NOBODY):
        return []
    return _values(text, [(0, colon + 1), *_further(text, colon + 1)])


def labels_inside(text: Text) -> list[Labelled]:
    """Labelled values inside a paragraph: ``… (Chủ trì: Văn phòng; thời gian: Quý II).``"""
    found = _values(text, _further(text, 0))
    if found and before_work(text, NOBODY):
        return [label for label in found if label.field in {Field.TIME, Field.PRODUCT}]
    return found


def _further(text: Text, start: int) -> list[tuple[int, int]]:
    places = {found.start("label"): found.end() for found in _FURTHER.finditer(text.flat, start)}
    for found in _LIKE_A_LABEL.finditer(text.flat, start):
        if label_field(found.group("label")) is not None:
            places.setdefault(found.start("label"), found.end())
    return sorted(places.items())


def _values(text: Text, places: list[tuple[int, int]]) -> list[Labelled]:
    values = []
    for number, (start, end) in enumerate(places):
        until = places[number + 1][0] if number + 1 < len(places) else len(text.words)
        until = min(until, _bracket_end(text.words, start))
        field = label_field(text.flat[start : end - 1])
        if field is not None:
            values.append(Labelled(field, trimmed(text.part(end, until))))
    return values


def _bracket_end(words: str, start: int) -> int:
    """Where the bracket closes that is open at ``start``; the end of the words where none is."""
    if words[:start].count("(") <= words[:start].count(")"):
        return len(words)
    depth = 1
    for at in range(start, len(words)):
        depth += (words[at] == "(") - (words[at] == ")")
        if not depth:
            return at
    return len(words)


def trimmed(value: Text) -> Text:
    """A value without the marks that only close it or open the next one."""
    value = value.stripped(";,.:|[–—-+/")
    if value.words.endswith(")") and value.words.count(")") > value.words.count("("):
        value = value.part(0, len(value.words) - 1).stripped(";,.")
    if value.words.endswith("("):
        value = value.part(0, len(value.words) - 1).stripped(";,.")
    return value
