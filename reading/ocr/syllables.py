"""Whether a recognised word can stand in a Vietnamese text: its syllable, numbers, symbols.  PURE.

Every syllable of the language is an onset, one of some hundred and sixty rhymes, and a tone; what
is none of these and no number, date, symbol or foreign word was most likely seen wrongly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from reading.letters import flat

_ONSETS = (
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_ALL_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi
    om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uyên uyêt uych uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_ALL_RHYMES.split())
# What people are called by, last in their names, where the letters alone are no name.
_NAMES = """
    Hằng Hùng Dũng Cường Tuấn Hương Phương Trường Hoàng Thắng Chiến Tiến Quyết Quyền Tùng Tuyết
    Hồng Hạnh Hiền Thảo Thủy Khánh Khải Bình Hòa Hải Nghĩa Đức Đạt Lợi Lộc Phúc Phước Thọ Việt
    Xuân Yến Liên Ngọc Nguyệt Mỹ Thịnh Thái Quốc Quân Sáng Sơn Tân Vượng Chương Hậu Huệ Nhân
"""
_GIVEN = {flat(name): name for name in _NAMES.split()}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOPPED = ("c", "ch", "p", "t")
_SHARP_OR_HEAVY = frozenset("\u0301\u0323")
_MARKS = " .,;:()[]“”\"'‘’/?!…"
_SECOND = dict(zip("òóỏõọ", "àáảãạ", strict=True))
_EARLY_TONE = re.compile(r"([òóỏõọ])a(?=[a-z])")
_NUMBERED = re.compile(
    r"[-+(“\"]?(?:[A-ZĐ]{1,3})?\d[\d./,:%-]*(?:[-/][A-ZĐ][\wĐ.&/-]*)?[).,;:”\"]*"
)
_CAPITALS = re.compile(r"[(“\"-]?[A-ZĐ&]{2,}\d*(?:[-/.][A-ZĐ\d]+)*[).,;:”\"]*")
_MARK = re.compile(r"(?:[-+*•–&]|[a-zđ]\)|[IVX]{1,5}[.,]?|[A-H]\.|/-|\./\.)")
_LETTERED = re.compile(r"[(“\"]?[^\W\d_]+(?:/[^\W\d_]+)*[).,;:”\"]*(?:\./\.)?")
_SHORT = re.compile(
    r"(?:PGS|GS|TS|ThS|BS|BSCKI{1,2}|KS|CN|TM|KT|TL|TUQ|P|TT)\.|\(?(?:[btkp]|để)/[chpđ]\)[;.,]?"
)


def is_plausible(word: str) -> bool:
    """Whether the word, with the marks at its ends, may be what the page says."""
    if any(shape.fullmatch(word) for shape in (_NUMBERED, _CAPITALS, _MARK, _SHORT)):
        return True
    if not _LETTERED.fullmatch(word):
        return False
    parts = word.strip(_MARKS).split("/")
    return all(is_syllable(part) and _is_of_one_case(part) for part in parts if part)


def parted(word: str) -> list[str]:
    """Syllables that were seen as one word ("cơsở"), apart; the word alone where it is none, or
    where it may be parted in two ways."""
    if word.isascii() or not word.isalpha() or is_syllable(word):
        return [word]
    capitals = [at for at in range(1, len(word) - 1) if word[at].isupper()]
    inside = [at for at in capitals if word[at - 1].islower() and word[at + 1].islower()]
    pieces = [word[a:b] for a, b in pairwise([0, *inside, len(word)])]
    if len(pieces) > 1:
        return [part for piece in pieces for part in parted(piece)]
    ways = [*_ways(word)]
    return ways[0] if len(ways) == 1 else [word]


def _ways(word: str) -> Iterator[list[str]]:
    for at in range(1, len(word) - 1):
        first, rest = word[:at], word[at:]
        if not is_syllable(first) or (at == 1 and first not in "yY"):
            continue
        if is_syllable(rest):
            yield [first, rest]
        else:
            yield from ([first, *more] for more in _ways(rest))


def with_tone_in_place(word: str) -> str:
    """ "Hòang" as it is written: where a letter follows, the tone stands on the second vowel."""
    return _EARLY_TONE.sub(lambda found: "o" + _SECOND[found[1].lower()], word)


def given_name(word: str) -> str:
    """The word as people are called, where it is no name with the accents that were seen."""
    known = _GIVEN.get(flat(word), word)
    return known if word == flat(word).capitalize() or not is_syllable(word) else word


def is_syllable(word: str) -> bool:
    """Whether the letters are those of one syllable, in capitals or not."""
    letters, tone = _parted(word.lower())
    for onset in _ONSETS:
        rhyme = letters[len(onset) :]
        if letters.startswith(onset) and rhyme in _RHYMES:
            return not rhyme.endswith(_STOPPED) or tone in _SHARP_OR_HEAVY
    return letters in {"gi", "giêng", "giêc", "quôc", "gin"}


def _parted(word: str) -> tuple[str, str]:
    """The letters without their tone, and the tone."""
    marks = unicodedata.normalize("NFD", word)
    tone = "".join(char for char in marks if char in _TONES)
    bare = "".join(char for char in marks if char not in _TONES)
    return unicodedata.normalize("NFC", bare), tone


def _is_of_one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()
