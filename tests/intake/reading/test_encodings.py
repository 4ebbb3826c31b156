"""Old encodings are recognised, and Unicode is left alone."""

import pytest

from intake.reading.encodings import TCVN3, decoded, mended

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
