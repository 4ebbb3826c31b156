"""One form for Vietnamese text, one way to compare it, one order to sort it by."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import cleaned, fold, nfc, one_line, sort_key

DECOMPOSED = unicodedata.normalize("NFD", "Phòng cháy, chữa cháy")


# --- one form -------------------------------------------------------------------------------------
def test_decomposed_letters_are_composed():
    assert nfc(DECOMPOSED) == "Phòng cháy, chữa cháy"
    assert len(DECOMPOSED) > len(nfc(DECOMPOSED))


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("  Phòng \t Tổ chức\n– Hành chính ", "Phòng Tổ chức – Hành chính"),
        ("Sở\u00a0Nội\u202fvụ", "Sở Nội vụ"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_white_space_becomes_single_spaces(written, one):
    assert one_line(written) == one


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("TH\u200b.01", "TH.01"),
        ("\u200b\u200d\ufeff", ""),
        ("\u202eSở\u202c Nội vụ", "Sở Nội vụ"),
        ("Tổ\u00adchức", "Tổchức"),
        ("An_x0007_ Bình_x000D_", "An Bình "),
        ("_x00\u200b07_", ""),
        ("Nguyễn\x01 An\x7f", "Nguyễn An"),
        ("a\ud800b\ufffe", "ab"),
        ("hai\ndòng", "hai\ndòng"),
        ("a_x0041_b", "a_x0041_b"),
        ("o\u200b\u0302", "ô"),
    ],
)
def test_what_nobody_sees_is_not_kept(written, seen):
    assert cleaned(written) == seen
    assert fold("\u200b" + written) == fold(seen) or "_x00" in written


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text())
def test_one_line_twice_is_one_line_once(text):
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)


# --- one way to compare ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PHÒNG CHÁY", "phong chay"),
        ("Đội PCCC", "doi pccc"),
        (DECOMPOSED, "phòng  cháy, CHỮA cháy"),
        ("Ủy ban", "UỶ BAN"),  # the tone on either vowel
        ("Hòa", "hoà"),
        ("Thuế", "THUẾ"),
    ],
)
def test_spellings_of_one_text_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_folding_keeps_different_words_apart():
    assert fold("Phòng 1") != fold("Phòng 2")
    assert fold("Tổ") != fold("Tố cáo")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


# --- one order ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "in_order",
    [
        # Letters of the alphabet: a ă â … d đ e ê … o ô ơ … u ư.
        ["an", "ăn", "ân", "bà", "da", "đa", "en", "ên", "on", "ôn", "ơn", "un", "ưng"],
        # Tones decide where the letters are the same: ngang, huyền, hỏi, ngã, sắc, nặng.
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        # … and only there.
        ["Mã Lai", "Mai", "Mài", "Màn"],
        # Figures compare as numbers.
        ["Tổ 1", "Tổ 2", "Tổ 10", "Tổ bảo vệ"],
        # Case does not matter; a shorter name comes before a longer one.
        ["ban", "Ban Quản lý", "Bệnh viện", "Phòng 1"],
        ["Chi cục", "Phòng", "Sở", "Trung tâm", "Trường", "Văn phòng"],
    ],
)
def test_names_sort_as_in_a_dictionary(in_order):
    upside_down = in_order[::-1]
    assert sorted(upside_down, key=sort_key) == in_order


def test_the_key_does_not_depend_on_how_the_letters_are_coded():
    assert sort_key(DECOMPOSED) == sort_key(nfc(DECOMPOSED))


@given(st.text(max_size=255))
def test_the_key_is_made_of_digits_so_every_collation_agrees(text):
    assert sort_key(text).isdigit()
    assert sort_key(text).isascii()
