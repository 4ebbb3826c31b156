"""What somebody types into a search box, and where it stands in a text.  PURE.

A query is a row of terms, all of which must be found.  A term is a word or a phrase, or another way
of saying it: "PCCC" and "phòng cháy, chữa cháy" are one.  The last word of what was typed may be
unfinished, those of the other ways not ("KH" for "kế hoạch" is not the beginning of "Khoa").  Case,
accents and punctuation are nothing; what is left is letters a to z and figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vietnamese.text import fold, nfc

Words = tuple[str, ...]
MOST_TERMS = 12
MOST_LETTERS = 40  # of one word
_WORD = re.compile(r"[a-z0-9]+")

# Short forms of the field and of offices, and what they stand for; both ways.
_SHORT = {
    "pccc": "phòng cháy chữa cháy",
    "cnch": "cứu nạn cứu hộ",
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "kh": "kế hoạch",
    "qđ": "quyết định",
    "bc": "báo cáo",
    "b c": "báo cáo",
    "tb": "thông báo",
    "tt": "trung tâm",
    "vp": "văn phòng",
    "p": "phòng",
    "ca": "công an",
    "cat": "công an tỉnh",
    "cax": "công an xã",
    "kh cn": "khoa học và công nghệ",
    "cđs": "chuyển đổi số",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "bv": "bệnh viện",
    "nđ": "nghị định",
    "nq": "nghị quyết",
    "ct": "chỉ thị",
}
# Where only a part of a long form is typed, the short form is meant too.
_PART_OF = {"phòng cháy": "pccc", "chữa cháy": "pccc", "cứu nạn": "cnch", "cứu hộ": "cnch"}


def words_of(text: str) -> Words:
    """The words of a text, folded: ``KH&CN – Sở`` → ``("kh", "cn", "so")``."""
    return tuple(_WORD.findall(fold(text)))


def _ways() -> dict[Words, tuple[Words, ...]]:
    found: dict[Words, tuple[Words, ...]] = {}
    pairs = [(words_of(short), words_of(long)) for short, long in _SHORT.items()]
    pairs += [(long, short) for short, long in pairs]
    pairs += [(words_of(part), words_of(short)) for part, short in _PART_OF.items()]
    for said, meant in pairs:
        found[said] = (*found.get(said, ()), meant)
    return found


_WAYS = _ways()
_LONGEST = max(map(len, _WAYS))


@dataclass(frozen=True)
class Term:
    """One thing that must be found; any of the ways of saying it will do, the typed one first."""

    ways: tuple[Words, ...]


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query; none where nothing that counts was typed."""
    words = [word[:MOST_LETTERS] for word in words_of(query)]
    terms: list[Term] = []
    while words and len(terms) < MOST_TERMS:
        term = _first_term(words)
        terms.append(term)
        del words[: len(term.ways[0])]
    return tuple(terms)


def _first_term(words: Sequence[str]) -> Term:
    for length in range(min(_LONGEST, len(words)), 0, -1):
        said = tuple(words[:length])
        if said in _WAYS:
            return Term((said, *_WAYS[said]))
    return Term((tuple(words[:1]),))


@dataclass(frozen=True)
class Piece:
    """A piece of a text; ``is_found`` where the query stands in it."""

    text: str
    is_found: bool


def marked(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The text in pieces, the words that the query found apart from the rest."""
    text = nfc(text)
    folded, places = _folded_with_places(text)
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]
    spans = sorted(
        (places[words[at][1]], places[words[at + length - 1][2] - 1] + 1)
        for term in terms
        for way in term.ways
        for at, length in _found(way, [word for word, _, _ in words], way is term.ways[0])
    )
    return tuple(_pieces(text, spans))


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The text folded letter by letter, and for each letter where it came from."""
    letters = [(fold(char) or " ", at) for at, char in enumerate(text)]
    return "".join(part for part, _ in letters), [at for part, at in letters for _ in part]


def _found(way: Words, words: Sequence[str], may_go_on: bool) -> Iterator[tuple[int, int]]:
    length = len(way)
    for at in range(len(words) - length + 1):
        *whole, last = words[at : at + length]
        fits = last.startswith(way[-1]) if may_go_on else last == way[-1]
        if fits and tuple(whole) == way[:-1]:
            yield at, length


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        if start > done:
            yield Piece(text[done:start], is_found=False)
        yield Piece(text[max(start, done) : end], is_found=True)
        done = end
    if done < len(text):
        yield Piece(text[done:], is_found=False)
