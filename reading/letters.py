"""Two views of a text that keep its length, so that a place found in a view is a place in the text.

``low`` forgets case and the two manners of placing a tone mark (hoà, hòa); ``flat`` forgets
diacritics as well, which forgives many a misprint.
"""

from __future__ import annotations

import re
import unicodedata

# The one letter whose lower case is longer than itself.
_LENGTH_KEEPING = {0x130: "i"}
_TONE_PLACES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONES = re.compile("|".join(_TONE_PLACES))


def _bare(code: int) -> str:
    return unicodedata.normalize("NFD", chr(code))[0]


_BARE_LETTERS = {
    code: _bare(code)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if chr(code).isalpha()
} | {ord("đ"): "d", 0xA0: " "}


def low(text: str) -> str:
    """The text in lower case with tone marks in one place; as long as the text."""
    lowered = text.translate(_LENGTH_KEEPING).lower()
    return _TONES.sub(lambda found: _TONE_PLACES[found.group()], lowered)


def flat(text: str) -> str:
    """The text in lower case without diacritics, đ as d; as long as the text."""
    return text.translate(_LENGTH_KEEPING).lower().translate(_BARE_LETTERS)
