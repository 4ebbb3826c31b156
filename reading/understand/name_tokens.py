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
    ends = any(match(lexicon.TAILS, before, len(before) - back) == back for back in (1, 2, 3))
    length = match(lexicon.TAILS, after, 0)
    verb = match(lexicon.HARD_STOPS, after, 0) or match(lexicon.SOFT_STOPS, after, 0)
    alone = length == len(after) or not after[length].is_word or not after[length].is_capital
    return ends and bool(length) and not verb and alone
