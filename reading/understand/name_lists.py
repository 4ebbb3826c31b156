"""Texts that are names from end to end: a label's value, a column's cell, a heading."""

from __future__ import annotations

import re
from itertools import pairwise

from reading.draft import NameDraft
from reading.text import Text
from reading.understand.name_tokens import opens_name, tokens
from reading.understand.names import MOST_NAMES, read_row
from reading.understand.one_name import NOBODY, Directory, sector

_NOUNS = frozenset({"Khoa", "Phòng", "Đội", "Tổ", "Trạm", "Sở", "Ban"})
_NEAR = 300  # characters ahead that are looked at
_PERSON = re.compile(r"^(?:[A-ZĐÀ-Ỹ][\wà-ỹ]*\s){1,4}[A-ZĐÀ-Ỹ][\wà-ỹ]*$")
_SPLIT = re.compile(r"\s*[;\n]\s*|\s*,\s*(?:(?:đề nghị|mời)\s+)?|\s+(?:và|/)\s+")
_NOBODY = re.compile(r"[\s.–-]*(?:khong(?: co)?|chua co|khong phan cong)?[\s./–-]*")
_ROLE_AROUND = re.compile(
    r"^(?:giao|đề nghị|mời) (?=\w)|,? (?:cùng )?(?:phối hợp|chủ trì|thực hiện)$"
)


def names_nobody(text: Text) -> bool:
    """Whether a label's value or a cell is empty, or says that there is nobody: ``Không``."""
    return bool(_NOBODY.fullmatch(text.flat))


def split_names(text: Text, known: Directory = NOBODY) -> list[NameDraft]:
    """The names that make up the whole of ``text``: a label's value or a column's cell."""
    found: list[NameDraft] = []
    if names_nobody(text):
        return found
    places = [one for start, end in members(text.words, known) for one in _halves(text, start, end)]
    for start, end in places:
        part = text.part(start, end).stripped(" ,;.:“”\"'+•*–-")
        part = _without_note(part)
        if part:
            found.append(NameDraft(part.words, part.spans()))
    return found


def _halves(text: Text, start: int, end: int) -> list[tuple[int, int]]:
    """``Khoa Nội Khoa Ngoại``: two lines of a cell; the same noun opens a name of its own."""
    noun = text.words[start:end].partition(" ")[0]
    if noun not in _NOUNS:
        return [(start, end)]
    cuts = [found.start() for found in re.finditer(rf" (?={noun} [A-ZĐ])", text.words[start:end])]
    bounds = [start, *(start + cut for cut in cuts), end]
    return list(pairwise(bounds))


def _without_note(part: Text) -> Text:
    """Without a role before or after the name, which is no part of it."""
    for role in _ROLE_AROUND.finditer(part.low):
        part = part.part(role.end()) if role.start() == 0 else part.part(0, role.start())
        break
    at = part.words.find(" (")
    if at > 0 and re.match(r" \((?:chủ trì|phối hợp|chính|đầu mối|phụ trách)", part.low[at:]):
        return part.part(0, at)
    return part


def members(words: str, known: Directory) -> list[tuple[int, int]]:
    """Where each name stands in words that are nothing but names: cut where a new one starts."""
    members: list[tuple[int, int]] = []
    begin = at = brackets = 0
    name_end = _first_name_end(words, 0, known)
    for cut in _SPLIT.finditer(words):
        brackets += words.count("(", at, cut.start()) - words.count(")", at, cut.start())
        at = cut.start()
        if brackets > 0 or not _cuts(words, begin, name_end, cut, known):
            continue
        members.append((begin, cut.start()))
        begin = cut.end()
        if len(members) >= MOST_NAMES:
            break
        name_end = _first_name_end(words, begin, known)
    members.append((begin, len(words)))
    return members


def _first_name_end(words: str, begin: int, known: Directory) -> int:
    near = read_row(words[begin : begin + _NEAR], 0, known, one=True)
    return begin + near.end if near else begin


def _cuts(words: str, begin: int, name_end: int, cut: re.Match[str], known: Directory) -> bool:
    if ";" in cut.group() or "\n" in cut.group():
        return True
    if name_end > cut.start():
        return False
    ahead = tokens(words[cut.end() : cut.end() + 80])
    if opens_name(ahead) or known.match(ahead, 0):
        return True
    if sector([*tokens(words[begin:])[:1], *ahead], 1, 0):
        return True
    rest = words[cut.end() : cut.end() + _NEAR]
    return bool(_PERSON.match(words[begin : cut.start()]) and _PERSON.match(_SPLIT.split(rest)[0]))


def only_names(text: Text, known: Directory = NOBODY) -> list[NameDraft]:
    """The names, where ``text`` is nothing but names in a row; else empty."""
    words = text.words.rstrip(" .:;")
    row = read_row(words, 0, known)
    if not row or row.end < len(words):
        return []
    return [found.draft(text) for found in row.names]
