"""What is typed into a search box, and where it stands in a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.search import MOST_TERMS, marked, parse, words_of


def found_in(text: str, query: str) -> list[str]:
    return [piece.text for piece in marked(text, parse(query)) if piece.is_found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Phòng CHÁY, chữa-cháy", ("phong", "chay", "chua", "chay")),
        ("93/KH-SKHCN", ("93", "kh", "skhcn")),
        ("KH&CN", ("kh", "cn")),
        ("…  – ?", ()),
    ],
)
def test_a_text_is_folded_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("phong chay", "Luật Phòng cháy, chữa cháy", ["Phòng cháy"]),
        ("PCCC", "Luật Phòng cháy, chữa cháy", ["Phòng cháy, chữa cháy"]),
        ("phòng cháy chữa cháy", "Đội PCCC cơ sở", ["PCCC"]),
        ("phong chay", "Đội PCCC cơ sở", ["PCCC"]),
        ("KH 93", "93/KH-SKHCN – Công tác", ["93", "KH"]),
        ("kế hoạch 93", "93/KH-SKHCN – Công tác", ["93", "KH"]),
        ("kh&cn", "Sở Khoa học và Công nghệ", ["Khoa học và Công nghệ"]),
        ("tuy", "Tuyên truyền", ["Tuyên"]),
        ("TUYEN TRUYEN", "tuyên truyền, phổ biến", ["tuyên", "truyền"]),
        ("chay", "Phòng cháy; dễ cháy", ["cháy", "cháy"]),
        ("cơ", "có cơ sở", ["có", "cơ"]),
        ("kế hoạch", "Sở Khoa học", []),
        ("phòng", "P. Kỹ thuật, phòng họp, phương án", ["P", "phòng"]),
    ],
)
def test_what_is_found_is_marked(query, text, found):
    assert found_in(text, query) == found


def test_a_term_keeps_what_was_typed_first():
    (term,) = parse("PCCC")
    assert term.ways == (("pccc",), ("phong", "chay", "chua", "chay"))


def test_nothing_that_counts_finds_nothing():
    assert parse(" … – ") == ()
    assert parse("") == ()


@given(st.text(max_size=300), st.text(max_size=60))
def test_the_pieces_are_the_text_whatever_is_asked(text, query):
    terms = parse(query)
    assert len(terms) <= MOST_TERMS
    assert "".join(piece.text for piece in marked(text, terms)) == unicodedata.normalize(
        "NFC", text
    )
