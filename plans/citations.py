"""Which citations speak of one document, and where they disagree.  PURE.

A document is known by its number; how far the number goes depends on who gives it:

- The letters of the symbol say who issued it where they are those of the State's or the Party's
  centre (NĐ-CP, QĐ-TTg, TT-BCA, KL/TW).  Else any province has a 42/KH-UBND of its own, and two
  citations come together only where the issuers' names agree or one is missing.  They agree where
  one name says nothing that the other does not say as well ("UBND tỉnh" and "Ủy ban nhân dân tỉnh
  Lam Giang").
- A number with its year (105/2025/NĐ-CP) is given once.  A number without (42/KH-UBND) begins anew
  each year, a Party organisation's (25-KH/TU) with each five-year term; so days in different years
  or terms mean two documents.  The same day and month in two years is a slip of the pen.
- A citation that fits two documents alike stands by itself: nothing is guessed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from vietnamese.text import fold

KEY_LENGTH = 160
_WORDS = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"(19[4-9]|20)\d{1,2}")
_PARTY = re.compile(r"\s*\d+[a-z]?\s*-\s*[a-z]+\s*/")
_TERM = 5  # years; the congresses of 2011, 2016, 2021, 2026
_CENTRE = re.compile(
    r"ttg|cp|vpcp|ctn|tw|qh\d*|ubtvqh\d*"
    r"|bca|bqp|bct|bcn|bxd|byt|btc|bnv|btp|bng|bgtvt|bkhcn|bkhdt|bgddt|btttt|bldtbxh|bvhttdl"
    r"|btnmt|bnnptnt|bnnmt|bdtttg|nhnn|ttcp|tandtc|vksndtc"
)
_LONG_NAMES = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ttg": "thu tuong",
    "bca": "bo cong an",
    "tp": "thanh pho",
}
# Who signs within a body, not which body it is.
_NOT_THE_BODY = re.compile(
    r"\b(ban thuong vu|ban chap hanh|thuong truc|lanh dao|bo truong|chu tich|cac)\b"
)


def citation_key(kind: str, number: str, issuer: str) -> str:
    """What all citations of one document have in common: the parts of its number.

    Case, accents, spaces, kinds of dashes and leading zeros apart; a year stands second.  A number
    without letters goes with the kind, and where there is none the issuer with it.  Documents of
    different bodies or years may share a key: ``documents`` tells those apart.

    >>> citation_key("Kết luận", "02- KL/TW", ""), citation_key("Nghị định", "105/2025/NĐ-CP", "")
    ('2-kl-tw', '105-2025-nd-cp')
    """
    parts = number_parts(number)
    if not parts:
        parts = _WORDS.findall(fold(f"{kind} {issuer}"))
    elif all(part.isdigit() for part in parts):
        parts = [*_WORDS.findall(fold(kind)), *parts]
    return "-".join(parts)[:KEY_LENGTH]


_NAMED_LAWS = frozenset({"luat", "bo luat", "phap lenh"})


def printed(
    kind: str, number: str, issued_on: datetime.date | None, issuer: str, name: str = ""
) -> str:
    """A document as it is cited, as far as it is known: a law's name stands behind its kind, what
    another document is about at the end.

    >>> printed("Luật", "55/2024/QH15", None, "", "Phòng cháy, chữa cháy")
    'Luật Phòng cháy, chữa cháy số 55/2024/QH15'
    """
    is_law = fold(kind) in _NAMED_LAWS
    parts = (
        kind,
        name if is_law else "",
        f"số {number}" if number else "",
        f"ngày {issued_on:%d/%m/%Y}" if issued_on else "",
        f"của {issuer}" if issuer else "",
        "" if is_law else name,
    )
    return " ".join(filter(None, parts))


def number_parts(number: str) -> list[str]:
    """The parts of a number, brought to one form: "05/2024/QĐ-UBND" → 5, 2024, qd, ubnd."""
    parts = _WORDS.findall(fold(number))
    if not parts:
        return []
    serial, rest = parts[0].lstrip("0") or "0", parts[1:]
    years = [part for part in rest if _YEAR.fullmatch(part)]
    return [serial, *years, *(part for part in rest if part not in years)]


@dataclass(frozen=True, order=True)
class Spelling:
    """A document as one or several citations give it."""

    number: str
    kind: str
    issuer: str = ""
    issued_on: datetime.date | None = None

    @property
    def issuer_words(self) -> frozenset[str]:
        """The words that tell the issuing body."""
        return issuer_words(self.issuer)


def issuer_words(issuer: str) -> frozenset[str]:
    """The words of an issuer's name, abbreviations written out, the office of the signer left out.

    >>> issuer_words("UBND tỉnh") <= issuer_words("Ủy ban nhân dân tỉnh Lam Giang")
    True
    """
    words = _WORDS.findall(fold(issuer))
    name = _NOT_THE_BODY.sub(" ", " ".join(_LONG_NAMES.get(word, word) for word in words))
    return frozenset(name.split())


def agree(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of words can name one body: one says nothing that the other does not."""
    first, second = frozenset(one), frozenset(other)
    return first <= second or second <= first


@dataclass(frozen=True)
class Document:
    """One document: all its spellings.  ``unsure``: they fit more than one document alike."""

    spellings: tuple[Spelling, ...]
    unsure: bool = False

    @property
    def best(self) -> Spelling:
        """The spelling that says most."""
        return self.spellings[0]


def documents(spellings: Iterable[Spelling]) -> tuple[Document, ...]:
    """The documents that citations of one key speak of; the spellings that say most come first.

    The answer does not depend on the order in which the spellings are given.
    """
    known = sorted(set(spellings), key=_says_most)
    party = any(_PARTY.match(fold(one.number)) for one in known)
    found: list[Document] = []
    for one in known:
        _place(one, found, party)
    return tuple(found)


def _says_most(one: Spelling) -> tuple[int, int, str, str, int, str, str]:
    accents = sum(1 for letter in one.number if not letter.isascii())
    day = one.issued_on.isoformat() if one.issued_on else ""
    said = bool(one.issuer) + bool(one.issued_on)
    return -said, -len(one.issuer_words), one.issuer, day, -accents, one.kind, one.number


def _place(one: Spelling, found: list[Document], party: bool) -> None:
    """Puts a spelling to the one document it fits; to none, where it fits several alike."""
    fitting = [
        at
        for at, document in enumerate(found)
        if not any(_apart(one, other, party) for other in document.spellings)
    ]
    closest = fitting if len(fitting) < 2 else _closest(one, fitting, found)
    if len(closest) == 1:
        at = closest[0]
        found[at] = Document((*found[at].spellings, one), found[at].unsure)
    else:
        found.append(Document((one,), unsure=len(fitting) > 1))


def _closest(one: Spelling, fitting: Sequence[int], found: Sequence[Document]) -> list[int]:
    """Of several documents the one of just that day; else the one whose issuer is named just so."""
    of_the_day = [
        at
        for at in fitting
        if one.issued_on and any(one.issued_on == its.issued_on for its in found[at].spellings)
    ]
    if len(of_the_day) == 1:
        return of_the_day
    same = [at for at in fitting if one.issuer_words == found[at].best.issuer_words]
    doubtful = [at for at in same if found[at].unsure]
    return doubtful or same


def _apart(one: Spelling, other: Spelling, party: bool) -> bool:
    """Whether two citations of one number are certainly of two documents."""
    parts = number_parts(one.number)
    if not is_central(parts) and not agree(one.issuer_words, other.issuer_words):
        return True
    if any(_YEAR.fullmatch(part) for part in parts[1:]):
        return False
    return _other_time(one.issued_on, other.issued_on, party)


def _other_time(one: datetime.date | None, other: datetime.date | None, party: bool) -> bool:
    if one is None or other is None or (one.day, one.month) == (other.day, other.month):
        return False
    if party:
        return (one.year - 1) // _TERM != (other.year - 1) // _TERM
    return one.year != other.year


def is_central(parts: Sequence[str]) -> bool:
    """Whether the letters of a number are those of one body of the whole country."""
    return len(parts) > 1 and _CENTRE.fullmatch(parts[-1]) is not None


# --- contradictions -------------------------------------------------------------------------------
class Point(StrEnum):
    DAY = "day"
    ISSUER = "issuer"
    KIND = "kind"


POINT_LABELS = {
    Point.DAY: "ngày ban hành",
    Point.ISSUER: "cơ quan ban hành",
    Point.KIND: "loại văn bản",
}


@dataclass(frozen=True)
class Variant:
    """One of the things that are said, in words, and the spellings that say it."""

    words: str
    spellings: tuple[Spelling, ...]


@dataclass(frozen=True)
class Contradiction:
    """Citations of one document disagree on a point; what two or more of them say."""

    point: Point
    variants: tuple[Variant, ...]

    def others(self, mine: Spelling) -> tuple[str, ...]:
        """What is said elsewhere, for one who says ``mine``; nothing where it keeps silent."""
        said = [one for one in self.variants if mine in one.spellings]
        return tuple(one.words for one in self.variants if one not in said) if said else ()


def contradictions(document: Document) -> tuple[Contradiction, ...]:
    """The points on which the citations of a document disagree; silence is no disagreement."""
    found = []
    for point, variants in (
        (Point.DAY, _variants(document, _day, _day_words)),
        (Point.ISSUER, _issuers(document)),
        (Point.KIND, _variants(document, lambda one: fold(one.kind), lambda one: one.kind)),
    ):
        if len(variants) > 1:
            found.append(Contradiction(point, variants))
    return tuple(found)


def _day(one: Spelling) -> datetime.date | None:
    return one.issued_on


def _day_words(one: Spelling) -> str:
    return f"{one.issued_on:%d/%m/%Y}"


def _variants(
    document: Document,
    value: Callable[[Spelling], Hashable],
    words: Callable[[Spelling], str],
) -> tuple[Variant, ...]:
    saying: dict[Hashable, list[Spelling]] = {}
    for one in document.spellings:
        if (said := value(one)) not in ("", None):
            saying.setdefault(said, []).append(one)
    return tuple(Variant(words(ones[0]), tuple(ones)) for ones in saying.values())


def _issuers(document: Document) -> tuple[Variant, ...]:
    """A shorter name that fits a longer one is no variant of its own."""
    named = [one for one in document.spellings if one.issuer_words]
    if not any(
        not agree(one.issuer_words, other.issuer_words) for one, other in combinations(named, 2)
    ):
        return ()
    heads: list[list[Spelling]] = []
    for one in sorted(named, key=lambda one: -len(one.issuer_words)):
        fitting = [group for group in heads if agree(group[0].issuer_words, one.issuer_words)]
        if fitting:
            for group in fitting:
                group.append(one)
        else:
            heads.append([one])
    return tuple(Variant(group[0].issuer, tuple(group)) for group in heads)
