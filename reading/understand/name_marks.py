"""Marks inside names: the comma of "Trưởng Công an xã, phường", the dash, rows of plain nouns."""

from __future__ import annotations

from reading.understand import name_tokens as spelt
from reading.understand import name_words as lexicon
from reading.understand.name_tokens import Token

DASHES = {"-", "–", "—"}


def over_mark(row: list[Token], start: int, at: int) -> int:
    """Over a mark inside a name: a dash, an ampersand, a comma within a fixed phrase."""
    mark = row[at].words
    if at + 1 >= len(row):
        return 0
    after, before = row[at + 1], row[at - 1]
    if mark in DASHES:
        fixed = after.is_capital or (before.low, after.low) in lexicon.PAIRS
        return 2 if after.is_word and before.is_word and fixed else 0
    if mark == "/" and spelt.head(row, at + 1):
        return 0
    if mark in {"&", "/"}:
        return 2 if after.is_word else 0
    return _over_comma(row, start, at) if mark == "," else 0


def _over_comma(row: list[Token], start: int, at: int) -> int:
    before, after = row[at - 1], row[at + 1]
    if (before.low, after.low) in lexicon.PAIRS:
        return 2
    if level := _level_in_a_row(row, at) or _two_fields(row, start, at):
        return 1 + level
    if noun := row_of_nouns(row, at):
        return 1 + noun
    if spelt.head(row, at + 1) or not after.is_capital or not before.is_word:
        return 0
    return 2 if _and_follows(row, at + 1) else 0


def _level_in_a_row(row: list[Token], at: int) -> int:
    """``Trưởng Công an xã, phường``, ``các trường mầm non, tiểu học``."""
    after = at + 1
    if row[at - 1].low in lexicon.LEVELS:
        length = spelt.match(lexicon.SETTLEMENTS, row, after)
        proper = after + length < len(row) and row[after + length].is_capital
        return 0 if proper or row[after].is_capital else length
    ends = (spelt.match(lexicon.SCHOOLS, row, at - back) == back for back in (2, 4, 1))
    return spelt.match(lexicon.SCHOOLS, row, after) if any(ends) else 0


def _two_fields(row: list[Token], start: int, at: int) -> int:
    """``Phòng Kế hoạch, Tài chính``: one office of two fields; more of them are a list."""
    if row[start].low not in {"phòng", "ban", "tổ", "khoa"} or not row[at + 1].is_capital:
        return 0
    length = spelt.match(lexicon.TAILS, row, at + 1)
    before = any(spelt.match(lexicon.TAILS, row, at - back) == back for back in (1, 2, 3))
    if not length or not before or spelt.head(row, at + 1) or _lists(row, start, at):
        return 0
    end = at + 1 + length
    more = end + 1 < len(row) and row[end].words == ","
    return 0 if more and row[end + 1].is_capital else length


def _lists(row: list[Token], start: int, at: int) -> bool:
    """Whether a comma stands in the name already."""
    return any(token.words == "," for token in row[start:at])


def _and_follows(row: list[Token], at: int) -> bool:
    """``Sở Văn hóa, Thể thao và Du lịch``: a comma in a name is followed by an "và" soon."""
    ahead = row[at : at + 5]
    places = [place for place, token in enumerate(ahead) if token.low == "và"]
    if not places or at + places[0] + 1 >= len(row):
        return False
    after = row[at + places[0] + 1]
    return after.is_capital and all(token.is_word for token in ahead[: places[0]])


def row_of_nouns(row: list[Token], at: int) -> int:
    """The length of the plain noun after ``at`` where one stands right before it as well."""
    noun = spelt.noun(row, at + 1)
    if not noun or not _bare_noun_before(row, at):
        return 0
    return noun


def _bare_noun_before(row: list[Token], at: int) -> bool:
    for length in (3, 2, 1):
        begin = at - length
        if begin >= 0 and spelt.match(lexicon.NOUNS, row, begin) == length:
            return begin == 0 or not row[begin - 1].is_word or _opens_row(row, begin)
    return False


def _opens_row(row: list[Token], begin: int) -> bool:
    before = row[begin - 1].low
    return before in {"các", "những", "và", "toàn", "từng", "cấp", "thể", "trưởng"}
