"""Where the text of a task can be cut in two.  PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from vietnamese.text import one_line

# A bullet or a letter opens a piece; so does a new line, and what follows ".", ";" or ":" + bullet.
_BULLET = re.compile(r"(?:^|(?<=\s))(?:[-–+•*]|[a-zđ]\)|\d{1,2}\))\s+(?=\S)")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[\w“\"(+–-])")
_NEW_LINE = re.compile(r"\n+")
# After these a dot ends nothing.
_SHORT = re.compile(r"\b(?:số|tp|tx|tt|st|ts|ths|v\.v|đ/c|[a-zđ]|\d+)\.$", re.IGNORECASE)
# "phòng, chống - chữa cháy": a dash between small letters joins words and opens nothing.
_JOINING = re.compile(r"\w$")


@dataclass(frozen=True)
class Piece:
    """A stretch of a task's text; ``is_bullet``: it opens with a mark of a list."""

    text: str
    is_bullet: bool


def pieces(text: str) -> tuple[Piece, ...]:
    """The text cut wherever a person might cut it: lines, bullets, sentences, half-sentences."""
    cuts = {found.end() for found in _NEW_LINE.finditer(text)}
    cuts |= {found.end() for found in _SENTENCE.finditer(text) if _ends(text[: found.start()])}
    cuts |= {found.start() for found in _BULLET.finditer(text) if _opens(text, found)}
    marks = sorted({0, len(text), *cuts})
    found = (text[start:end] for start, end in pairwise(marks))
    return tuple(
        Piece(one_line(one), bool(_BULLET.match(one.lstrip()))) for one in found if one.strip()
    )


def _ends(before: str) -> bool:
    return not _SHORT.search(before.rstrip())


def _opens(text: str, found: re.Match[str]) -> bool:
    """Whether this mark opens an item of a list: a clause ended before it, or a capital follows."""
    before = text[: found.start()].rstrip()
    after = text[found.end() : found.end() + 1]
    return not before or not _JOINING.search(before) or after.isupper()


def cut(text: str, at: set[int]) -> tuple[str, ...]:
    """The text in parts: a new part begins at each piece whose number (from 1) is in ``at``.

    Marks of a list at the beginning of a part are left out.
    """
    parts: list[list[str]] = []
    for number, piece in enumerate(pieces(text)):
        if not parts or number in at:
            parts.append([])
        parts[-1].append(piece.text)
    return tuple(_trimmed(" ".join(part)) for part in parts)


def _trimmed(part: str) -> str:
    return _BULLET.sub("", part, count=1) if _BULLET.match(part) else part
