"""Old encodings are recognised, and Unicode is left alone."""

import unicodedata
from collections.abc import Callable

import pytest

from vietnamese.encodings import TCVN3, VISCII, decoded, mended

PLAN = "Kế hoạch phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2025 của Sở Công Thương"


def tcvn3(text: str) -> str:
    back = {meant: written for written, meant in TCVN3.items()}
    return "".join(back.get(char, char) for char in text)


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode(),
        b"\xef\xbb\xbf" + PLAN.encode(),
        PLAN.encode("utf-16"),
        PLAN.encode("utf-16-be"),
        tcvn3(PLAN).encode("latin-1"),
    ],
)
def test_decoded(data: bytes):
    assert decoded(data) == PLAN


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "Keá hoaïch phoøng chaùy, chöõa chaùy vaø cöùu naïn",
            "Kế hoạch phòng cháy, chữa cháy và cứu nạn",
        ),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (tcvn3("Độc lập - Tự do - Hạnh phúc"), "Độc lập - Tự do - Hạnh phúc"),
        ("KÕ HO¹CH CñA Së C«NG TH¦¥NG", "KẾ HOẠCH CỦA SỞ CÔNG THƯƠNG"),
        ("Kế hoạch phòng cháy", "Kế hoạch phòng cháy"),
        ("Café à la crème", "Café à la crème"),
    ],
)
def test_mended(written: str, meant: str):
    assert mended(written) == meant


def viscii(text: str) -> bytes:
    back = {meant: written for written, meant in VISCII.items()}
    return "".join(back.get(char, char) for char in text).encode("latin-1")


def windows(text: str) -> bytes:
    """Windows-1258 writes the tone after the letter."""
    parts = []
    for char in text:
        bare = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in bare if mark in "\u0300\u0301\u0303\u0309\u0323")
        rest = "".join(mark for mark in bare if mark not in tones)
        parts.append(unicodedata.normalize("NFC", rest) + tones)
    return "".join(parts).encode("cp1258")


@pytest.mark.parametrize("encode", [viscii, windows])
@pytest.mark.parametrize("text", [PLAN, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, Độc lập - Tự do"])
def test_the_other_old_encodings(encode: Callable[[str], bytes], text: str) -> None:
    assert decoded(encode(text)) == text
