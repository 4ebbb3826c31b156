"""The marks that open a paragraph, and words that only look like one."""

import pytest

from reading.layout.numbering import Level, read_marker, roman_value, to_roman


@pytest.mark.parametrize(
    ("words", "level", "numbers"),
    [
        ("I. MỤC ĐÍCH", Level.ROMAN, ("I",)),
        ("II - NHIỆM VỤ", Level.ROMAN, ("II",)),
        ("III/ TỔ CHỨC", Level.ROMAN, ("III",)),
        ("A. NỘI DUNG", Level.UPPER, ("A",)),
        ("C. KINH PHÍ", Level.UPPER, ("C",)),
        ("1. Công an tỉnh", Level.NUMBER, ("1",)),
        ("01. Công an tỉnh", Level.NUMBER, ("1",)),
        ("1/ Công an tỉnh", Level.NUMBER, ("1",)),
        ("1.1. Rà soát", Level.NUMBER, ("1", "1")),
        ("2.3 Rà soát", Level.NUMBER, ("2", "3")),
        ("I.2. Rà soát", Level.NUMBER, ("2",)),
        ("Nhiệm vụ 3: Rà soát", Level.NUMBER, ("3",)),
        ("a) Rà soát", Level.LETTER, ("a",)),
        ("đ) Rà soát", Level.LETTER, ("đ",)),
        ("(2) Rà soát", Level.PAREN, ("2",)),
        ("- Rà soát", Level.DASH, ()),
        ("– Rà soát", Level.DASH, ()),
        ("+ Rà soát", Level.PLUS, ()),
        ("• Rà soát", Level.STAR, ()),
        ("Phần II. NHIỆM VỤ", Level.PART, ("II",)),
    ],
)
def test_marks(words: str, level: Level, numbers: tuple[str, ...]):
    marker = read_marker(words)
    assert marker is not None
    assert (marker.level, marker.numbers) == (level, numbers)


@pytest.mark.parametrize(
    "words",
    [
        "100% cán bộ",
        "24/24 giờ",
        "12/3/2024 của",
        "25-KH/TU ngày",
        "204/KH-UBND ngày",
        "10.000 đồng",
        "1.5 lít",
        "V/v tăng cường",
        "Phòng cháy",
        "-5 độ",
        "10/9/ hằng năm",
        "",
        "L. Văn Hải",
    ],
)
def test_no_marks(words: str):
    marker = read_marker(words)
    assert marker is None or marker.level is Level.UPPER


@pytest.mark.parametrize(
    ("value", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")]
)
def test_roman(value: int, numeral: str):
    assert to_roman(value) == numeral
    assert roman_value(numeral) == value


@pytest.mark.parametrize("wrong", ["IIII", "VX", "IC", "ABC", ""])
def test_no_roman(wrong: str):
    assert roman_value(wrong) == 0
