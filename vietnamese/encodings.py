"""Bytes and old Vietnamese encodings → Unicode.

TCVN3 (``.VnTime`` fonts) and VNI write Vietnamese with the letters of Western Europe.  Both arrive
as bytes, or as such letters already turned into Unicode (a document typed in such a font).  Which
one it is, is told by how many of the commonest Vietnamese syllables each manner of reading gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from vietnamese.text import nfc

TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(TCVN3)

# VISCII (RFC 1456): bytes 0x80 to 0xFF, and six capitals in the places of control characters.
VISCII = dict(
    zip(
        "\x02\x05\x06\x14\x19\x1e" + "".join(map(chr, range(0x80, 0x100))),
        "ẲẴẪỶỸỴẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
)
_VISCII_TABLE = str.maketrans(VISCII)

# VNI writes a vowel and then its marks; ơ, ư, đ and the forms of i and y have letters of their own.
_VNI_VOWELS = {"a": "â", "e": "ê", "o": "ô", "A": "Â", "E": "Ê", "O": "Ô"}
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_VNI_BREVES = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_VNI_SINGLES = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ô": "Ơ", "Ö": "Ư", "Ñ": "Đ", "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip


def _vni_pairs() -> Iterable[tuple[str, str]]:
    for vowel in "aeouyAEOUYôöÔÖ":
        base = _VNI_SINGLES.get(vowel, vowel)
        yield from ((vowel + mark, base + tone) for mark, tone in _VNI_TONES.items())
    for vowel, hatted in _VNI_VOWELS.items():
        yield from ((vowel + mark, hatted + tone) for mark, tone in _VNI_HATS.items())
    for vowel, breve in (("a", "ă"), ("A", "Ă")):
        yield from ((vowel + mark, breve + tone) for mark, tone in _VNI_BREVES.items())


_VNI = {
    written: nfc(meant)
    for pair, meant in _vni_pairs()
    for written in (pair, pair[0] + pair[1].upper())
} | _VNI_SINGLES
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

_COMMON = re.compile(
    r"(?<!\w)(?:và|của|các|công|phòng|cháy|chữa|thực|hiện|kế|hoạch|tổ|chức|nhiệm|vụ|trách|ngày"
    r"|tháng"
    r"|năm|số|về|được|trong|thời|gian|đơn|vị|định|căn|cứ|tỉnh|xã|sở|nơi|nhận|chủ|tịch|độc|lập|tự"
    r"|phúc|hòa|hoà|hội|nghĩa|việt|điều|quyết|cứu|nạn|hộ|phối|hợp|với|cho|người|không|có)(?!\w)",
    re.IGNORECASE,
)
_SAMPLE = 200_000
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WORD = re.compile(r"[^\W\d_]+")
MODERN = re.compile(r"[\u01a0\u01a1\u01af\u01b0\u0102\u0103\u0110\u0111\u1ea0-\u1ef9]")


def from_tcvn3(text: str) -> str:
    """Text whose Western letters stand for TCVN3, as Unicode.

    TCVN3 has few capitals with marks: a capital font shows small letters as capitals, so a word,
    or a line, in capitals takes its marked letters with it.
    """
    return "\n".join(_capitals(line) for line in text.translate(_TCVN3_TABLE).split("\n"))


def _capitals(line: str) -> str:
    plain = [char for char in line if char.isascii() and char.isalpha()]
    shouted = bool(plain) and sum(map(str.isupper, plain)) > 0.6 * len(plain)
    return _WORD.sub(lambda word: _capital_word(word.group(), shouted=shouted), line)


def _capital_word(word: str, *, shouted: bool) -> str:
    plain = [char for char in word if char.isascii()]
    if any(char.islower() for char in plain):
        return word
    return word.upper() if shouted or len(plain) > 1 else word


def from_vni(text: str) -> str:
    """Text whose Western letters stand for VNI, as Unicode."""
    return _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text)


def _likeness(text: str) -> int:
    return sum(1 for _ in _COMMON.finditer(text[:_SAMPLE]))


def mended(text: str) -> str:
    """``text`` in Unicode: where Western letters stand for TCVN3 or VNI, they are converted.

    Lines that have letters only Vietnamese has are right already and stay as they are.
    """
    old = [line for line in text.split("\n") if not MODERN.search(line) and not line.isascii()]
    if not old:
        return text
    sample = "\n".join(old)
    convert = max((nfc, from_tcvn3, from_vni), key=lambda way: _likeness(way(sample)))
    if convert is nfc:
        return text
    return "\n".join(line if MODERN.search(line) else convert(line) for line in text.split("\n"))


def decoded(data: bytes) -> str:
    """The text of a plain text file, whatever its encoding.  Never raises."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return mended(data.decode(encoding, "replace"))
    if (encoding_16 := _bare_utf16(data)) is not None:
        return mended(data.decode(encoding_16, "replace"))
    try:
        return mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _from_one_byte(data)


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows as zero bytes in every other place (spaces, figures, a–z)."""
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd <= len(sample) // 8:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _from_one_byte(data: bytes) -> str:
    western = data.decode("cp1252", "replace").replace("\ufffd", " ")
    # TCVN3 uses places that cp1252 leaves empty, and 0xAD, which it has as a soft hyphen.
    ways: tuple[Callable[[], str], ...] = (
        lambda: nfc(data.decode("cp1258", "replace")),
        lambda: from_tcvn3(data.decode("latin-1")),
        lambda: from_vni(western),
        lambda: data.decode("latin-1").translate(_VISCII_TABLE),
        lambda: data.decode("utf-8", "replace"),
    )
    return max((way() for way in ways), key=_likeness)
