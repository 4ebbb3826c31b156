"""How Vietnamese text is brought to one form, compared and put in order.

SQLite folds case for ASCII only and PostgreSQL's ``unaccent`` is not everywhere, so searching and
sorting go by values made here and kept in columns beside the text.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# What nobody sees and nobody types on purpose: control characters, the soft hyphen, characters of
# no width or of direction, fillers, private letters, halves of pairs.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e0fff]"
)
# How workbooks write a control character that their XML cannot hold.
_ESCAPED_CONTROL = re.compile(r"_x00(?:([01][0-9A-Fa-f])|7[Ff])_")
_WHITE_CODES = {"09", "0a", "0b", "0c", "0d"}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: format(rank, "02d") for rank, letter in enumerate(_LETTERS, start=36)}
# The order of the tones in Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONE_RANK = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_END = "00"


def nfc(text: str) -> str:
    """The text in Unicode's composed form, which is the only one kept."""
    return unicodedata.normalize("NFC", text)


def cleaned(text: str) -> str:
    """The text in composed form without what nobody sees; lines and spaces stay as they are.

    The one rule for all text that comes in, typed or out of a file.

    >>> cleaned("TH\u200b.01_x0007_")
    'TH.01'
    """
    text, before = _INVISIBLE.sub("", text), ""
    while text != before and "_x00" in text:
        before, text = text, _ESCAPED_CONTROL.sub(_unescaped, text)
    return nfc(text)


def _unescaped(found: re.Match[str]) -> str:
    return " " if (found[1] or "").lower() in _WHITE_CODES else ""


def one_line(text: str) -> str:
    """The text cleaned, with every run of white space made one space, none at the edges."""
    return _SPACES.sub(" ", cleaned(text)).strip()


def fold(text: str) -> str:
    """What two spellings of one text have in common: no case, no diacritics, đ as d, single spaces.

    >>> fold("Phòng  CHÁY, chữa cháy – Đội")
    'phong chay, chua chay – doi'
    """
    decomposed = unicodedata.normalize("NFD", _INVISIBLE.sub("", text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


def sort_key(text: str) -> str:
    """A key of digits that sorts, under any collation, in the order of a Vietnamese dictionary.

    Syllable by syllable: letters decide first (a ă â b … d đ e ê …), then the tone (ngang, huyền,
    hỏi, ngã, sắc, nặng), so that "Ban Quản lý" comes before "Bản".  Runs of digits compare as
    numbers, so that "Tổ 2" comes before "Tổ 10".
    """
    padded = re.sub(r"\d+", lambda run: run.group().zfill(6), one_line(text).casefold())
    return "".join(_syllable_key(syllable) for syllable in padded.split()) or _END


def name_key(name: str) -> str:
    """A key that sorts people as offices list them: by given name, which is written last, then by
    family and middle names.

    >>> name_key("Trần Văn An") < name_key("Lê Thị Bình")
    True
    """
    *before, given = one_line(name).split() or [""]
    return sort_key(" ".join((given, *before)))


def _syllable_key(syllable: str) -> str:
    pairs = [_letter_and_tone(char) for char in syllable]
    letters = "".join(_rank(base) for base, _ in pairs)
    return letters + _END + "".join(tone for _, tone in pairs) + _END


def _rank(letter: str) -> str:
    """Two digits: white space and marks before figures, figures before letters."""
    if letter in _LETTER_RANK:
        return _LETTER_RANK[letter]
    if letter.isdecimal():
        return f"2{unicodedata.decimal(letter)}"
    return "99" if letter.isalpha() else "10"


def _letter_and_tone(char: str) -> tuple[str, str]:
    tone, kept = "0", []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONE_RANK:
            tone = _TONE_RANK[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
