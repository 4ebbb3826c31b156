"""Words seen twice: the surer one stands, what neither tells stays in doubt."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from reading.ocr.again import lines_of, with_second_look
from reading.ocr.settled import with_accents_settled
from reading.ocr.signature import with_addressees
from reading.ocr.slips import words_mended
from reading.ocr.syllables import given_name, is_plausible, parted, with_tone_in_place
from reading.ocr.words import UNSURE, ScannedPage, SeenWord
from tests.reading.test_scan_slips import seen


@pytest.mark.parametrize(
    "word", ["phòng", "Quyết", "khuỷu", "(PC07);", "105/2025/NĐ-CP", "I.", "UBND", "b/c);", "gìn"]
)
def test_words_that_a_page_may_say(word: str) -> None:
    assert is_plausible(word)


@pytest.mark.parametrize("word", ["phụ.trách", "báo-cáo", "5S.", "nhat", "cáo'", "hoàv", "NgnyỆH"])
def test_words_that_were_seen_wrongly(word: str) -> None:
    assert not is_plausible(word)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("cơsở", ["cơ", "sở"]),
        ("TổCơđiện", ["Tổ", "Cơ", "điện"]),
        ("ytếxã", ["y", "tế", "xã"]),
        ("karaoke", ["karaoke"]),
        ("phòng", ["phòng"]),
        ("UBND", ["UBND"]),
    ],
)
def test_syllables_seen_as_one_word(word: str, parts: list[str]) -> None:
    assert parted(word) == parts


def test_names_and_tones() -> None:
    assert with_tone_in_place("Hòang") == "Hoàng"
    assert with_tone_in_place("hòa") == "hòa"
    assert (given_name("Hung"), given_name("Hưng"), given_name("An")) == ("Hùng", "Hưng", "An")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("báo cáo' kết quả", "báo cáo kết quả"),
        ("cắm-bổ sung 25 biển", "cắm bổ sung 25 biển"),
        ("phát triển kinh tế-xã hội", "phát triển kinh tế-xã hội"),
        ("Các khoa, phòng (để th);", "Các khoa, phòng (để t/h);"),
        ("Giám đốc báo cáo- Sở Y tế", "Giám đốc báo cáo Sở Y tế"),
        ("Phòng Văn hóa- Xã hội", "Phòng Văn hóa- Xã hội"),
        ("UBND tính (để b/c)", "UBND tỉnh (để b/c)"),
        ("vào ngày 25 hăng tháng", "vào ngày 25 hằng tháng"),
    ],
)
def test_slips(text: str, right: str) -> None:
    assert words_mended(text) == right


def looked_at_twice(first: list[SeenWord], second: list[SeenWord]) -> list[SeenWord]:
    """The words of a line of which a second look saw ``second``, both in the page's places."""
    page = ScannedPage(595, 842, tuple(first))
    out = io.BytesIO()
    Image.new("L", (595, 842), 255).save(out, "PPM")
    lines = lines_of(out.getvalue(), page, 1.0, 0.85)
    assert lines is not None
    _, left, _, top = lines.pieces[0]
    margin = lines.left / lines.scale
    moved = [
        replace(
            word,
            x0=word.x0 - left + margin,
            x1=word.x1 - left + margin,
            top=top / lines.scale + 2,
            bottom=top / lines.scale + 14,
        )
        for word in second
    ]
    return list(with_second_look(page, lines, ScannedPage(0, 0, tuple(moved))).words)


def test_the_surer_look_stands() -> None:
    first = [*seen("DBND", 100, 300, sure=38), *seen("tỉnh,", 130, 300)]
    second = [*seen("UBND", 100, 300, sure=82), *seen("tỉnh,", 130, 300)]
    assert [word.text for word in looked_at_twice(first, second)] == ["UBND", "tỉnh,"]


def test_a_word_of_the_language_is_likelier() -> None:
    first = seen("phụ.trách", 100, 300, sure=84)
    second = [*seen("phụ", 100, 300, sure=80), *seen("trách", 122, 300, sure=80)]
    assert [word.text for word in looked_at_twice(first, second)] == ["phụ", "trách"]


def test_even_looks_stay_in_doubt() -> None:
    first, second = seen("toản", 100, 300, sure=88), seen("toàn", 100, 300, sure=85)
    (word,) = looked_at_twice(first, second)
    assert word.sure < UNSURE


def test_a_number_that_the_first_look_passed_over_is_taken() -> None:
    body = seen("Văn phòng Sở kiểm tra kho", 130, 300)
    above = seen("Căn cứ", 100, 200)
    found = looked_at_twice([*body, *above], [*seen("2.", 112, 300), *body])
    assert [word.text for word in found[:2]] == ["2.", "Văn"]


def test_accents_are_settled_by_the_same_two_words_elsewhere() -> None:
    sure = [*seen("phường An Tịnh", 100, 100), *seen("phường An Tịnh", 100, 140)]
    unsure = seen("phương Án Tịnh", 100, 180, sure=70)
    (page,) = with_accents_settled([ScannedPage(595, 842, (*sure, *unsure))])
    last = page.words[-3:]
    assert [word.text for word in last] == ["phường", "An", "Tịnh"]
    assert [word.sure < UNSURE for word in last] == [True, True, False]


def test_words_that_are_sure_keep_their_accents() -> None:
    words = (*seen("bảo vệ", 100, 100), *seen("bảo vệ", 100, 140), *seen("báo về", 100, 180))
    (page,) = with_accents_settled([ScannedPage(595, 842, words)])
    assert page.words == words


def test_accents_are_settled_by_what_offices_write() -> None:
    words = (*seen("chưa khắc phục tôn tại.", 100, 100, sure=80), *seen("bà Hoa tôn Tại", 100, 140))
    (page,) = with_accents_settled([ScannedPage(595, 842, words)])
    assert [word.text for word in page.words[3:5]] == ["tồn", "tại."]
    assert page.words[3].sure < UNSURE
    assert [word.text for word in page.words[-2:]] == ["tôn", "Tại"]


def page_with_addressees(*lines: list[SeenWord]) -> ScannedPage:
    head = seen("Nơi nhận:", 90, 500)
    return ScannedPage(
        595, 842, (*seen("GIÁM ĐỐC", 380, 500), *head, *(w for x in lines for w in x))
    )


def white() -> bytes:
    out = io.BytesIO()
    Image.new("L", (595, 842), 255).save(out, "PPM")
    return out.getvalue()


def test_two_addressees_seen_as_one_line_are_parted() -> None:
    page = page_with_addressees(
        seen("- UBND CAng tỉnh; tỉnh (0C07)", 90, 520, sure=70), seen("- Lưu: VT.", 90, 560)
    )
    left, top = 90 - 14, 504  # where the block begins on the page
    again = [
        replace(word, x0=word.x0 - left, x1=word.x1 - left, top=word.top - top,
                bottom=word.bottom - top)
        for bottom, text in ((520, "- UBND tỉnh;"), (536, "- Công an tỉnh;"), (560, "- Lưu: VT."))
        for word in seen(text, 90, bottom)
    ]  # fmt: skip
    found = ScannedPage(0, 0, tuple(again))
    words = with_addressees(page, white(), 1.0, lambda _cut, _scale: found).words
    assert " ".join(word.text for word in words) == (
        "GIÁM ĐỐC Nơi nhận: - UBND tỉnh; - Công an tỉnh; - Lưu: VT."
    )


def test_addressees_seen_well_stay() -> None:
    page = page_with_addressees(seen("- UBND tỉnh;", 90, 520), seen("- Lưu: VT.", 90, 540))
    worse = ScannedPage(0, 0, tuple(seen("UBNDtinh LuuVT", 14, 20, sure=30)))
    assert with_addressees(page, white(), 1.0, lambda _cut, _scale: worse) == page
