"""The words and marks of a text as tokens, and what they open: a name, a plural, a noun."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.letters import low
from reading.understand import name_words as lexicon
from reading.understand.name_words import Phrases

_TOKEN = re.compile(r"đ/c|[^\W_]+(?:[&./][^\W_]+)*|[^\w\s]|_", re.IGNORECASE)
_CODE = re.compile(r"P?[A-Z]\d{2}")


@dataclass(frozen=True)
class Token:
    words: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.words[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.words[0].isupper() or self.words[0].isdigit()


def tokens(words: str, start: int = 0, most: int = 400) -> list[Token]:
    """The words and marks of a text from ``start`` on, the first ``most`` of them."""
    row = []
    for found in _TOKEN.finditer(words, start):
        row.append(Token(found.group(), low(found.group()), found.start(), found.end()))
        if len(row) >= most:
            break
    return row


def match(phrases: Phrases, row: list[Token], at: int) -> int:
    """How many tokens from ``at`` on make up one of ``phrases``; 0 where none does."""
    if at >= len(row):
        return 0
    for phrase in phrases.get(row[at].low, ()):
        if len(phrase) <= len(row) - at and all(
            row[at + place].low == word for place, word in enumerate(phrase)
        ):
            return len(phrase)
    return 0


def head(row: list[Token], at: int) -> int:
    """How many tokens from ``at`` on open a name; 0 where no name begins here."""
    length = match(lexicon.HEADS, row, at)
    if not length:
        return plural(row, at) or is_code(row, at)
    following = row[at + length] if at + length < len(row) else None
    if following is None:
        return length
    if length == 1 and following.low in lexicon.NOT_HEADS.get(row[at].low, ()):
        return 0
    opening = " ".join(token.low for token in row[at : at + length])
    allowed = lexicon.CAUTIOUS.get(opening)
    if allowed is not None and not following.words[0].isupper() and following.low not in allowed:
        return 0
    return length


def is_code(row: list[Token], at: int) -> int:
    """``PC07``, ``C07``: the police name their divisions by a letter or two and a number."""
    return int(at < len(row) and bool(_CODE.fullmatch(row[at].words)))


def plural(row: list[Token], at: int) -> int:
    """``các phòng``, ``từng đơn vị``: a plural opens a name where a unit's noun follows."""
    if at >= len(row) or row[at].low not in {"các", "những", "từng", "mỗi", "toàn", "một"}:
        return 0
    if row[at].low == "một":
        return 2 if at + 1 < len(row) and row[at + 1].low == "số" and noun(row, at + 2) else 0
    return 1 if noun(row, at + 1) or head(row, at + 1) else 0


def noun(row: list[Token], at: int) -> int:
    length = match(lexicon.NOUNS, row, at)
    if length == 1 and at + 1 < len(row):
        following = row[at + 1].low
        if following in lexicon.NOT_HEADS.get(row[at].low, ()):
            return 0
    return length


def opens_name(row: list[Token]) -> bool:
    """Whether a name begins at the first token."""
    return bool(head(row, 0))


def is_short_form(token: Token) -> bool:
    """``PCCC``, ``UBND``: an abbreviation, after which a new word begins."""
    return len(token.words) > 1 and token.words.isupper()


def inside_heads(words: str) -> set[int]:
    """Which words are the second or a later one of those that go together: Tỉnh ủy, Cổ phần."""
    row = [Token(word, low(word), 0, 0) for word in words.split()]
    inside: set[int] = set()
    for at in range(len(row)):
        length = max(match(table, row, at) for table in (lexicon.HEADS, lexicon.TAILS))
        inside |= {*range(at + 1, at + length)} - {at}
    return inside


def ends_in_tails(words: str, at: int) -> bool:
    """Whether the dash at ``at`` stands between two words that names are made of.

    ``Tổ chức - Hành chính``; what follows is no verb: ``Phòng Kinh tế - Tham mưu …``.
    """
    before, after = tokens(words[:at]), tokens(words, at + 3)
    lengths = range(1, min(len(before), 3) + 1)
    ends = any(match(lexicon.TAILS, before, len(before) - back) == back for back in lengths)
    length = match(lexicon.TAILS, after, 0)
    verb = match(lexicon.HARD_STOPS, after, 0) or match(lexicon.SOFT_STOPS, after, 0)
    alone = length == len(after) or not after[length].is_word or not after[length].is_capital
    return ends and bool(length) and not verb and alone


# --- marks inside names: the comma of "Trưởng Công an xã, phường", the dash, rows of nouns --------
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
    if mark == "/" and head(row, at + 1):
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
    if length := row_of_nouns(row, at):
        return 1 + length
    if head(row, at + 1) or not after.is_capital or not before.is_word:
        return 0
    return 2 if _and_follows(row, at + 1) else 0


def _level_in_a_row(row: list[Token], at: int) -> int:
    """``Trưởng Công an xã, phường``, ``các trường mầm non, tiểu học``."""
    after = at + 1
    if row[at - 1].low in lexicon.LEVELS:
        length = match(lexicon.SETTLEMENTS, row, after)
        proper = after + length < len(row) and row[after + length].is_capital
        return 0 if proper or row[after].is_capital else length
    ends = (match(lexicon.SCHOOLS, row, at - back) == back for back in (2, 4, 1))
    return match(lexicon.SCHOOLS, row, after) if any(ends) else 0


def _two_fields(row: list[Token], start: int, at: int) -> int:
    """``Phòng Kế hoạch, Tài chính``: one office of two fields; more of them are a list."""
    if row[start].low not in {"phòng", "ban", "tổ", "khoa"} or not row[at + 1].is_capital:
        return 0
    length = match(lexicon.TAILS, row, at + 1)
    before = any(match(lexicon.TAILS, row, at - back) == back for back in (1, 2, 3))
    if not length or not before or head(row, at + 1) or _lists(row, start, at):
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
    length = noun(row, at + 1)
    return length if length and _bare_noun_before(row, at) else 0


def _bare_noun_before(row: list[Token], at: int) -> bool:
    for length in (3, 2, 1):
        begin = at - length
        if begin >= 0 and match(lexicon.NOUNS, row, begin) == length:
            return begin == 0 or not row[begin - 1].is_word or _opens_row(row, begin)
    return False


def _opens_row(row: list[Token], begin: int) -> bool:
    before = row[begin - 1].low
    return before in {"các", "những", "và", "toàn", "từng", "cấp", "thể", "trưởng"}
