"""Where a task's text can be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.drafting.cutting import cut, pieces


def texts(text):
    return [piece.text for piece in pieces(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Một câu.", ["Một câu."]),
        ("Câu một. Câu hai; nửa ba.", ["Câu một.", "Câu hai;", "nửa ba."]),
        ("Gồm: - Việc a; - Việc b.", ["Gồm:", "- Việc a;", "- Việc b."]),
        ("Gồm: + Việc a; + Việc b.", ["Gồm:", "+ Việc a;", "+ Việc b."]),
        ("Gồm: a) Việc một; b) Việc hai.", ["Gồm:", "a) Việc một;", "b) Việc hai."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("Theo Nghị định số 105/2025/NĐ-CP ngày 15/5/2025.",
         ["Theo Nghị định số 105/2025/NĐ-CP ngày 15/5/2025."]),
        ("Tại TP. Hà Lâm và Q. 1", ["Tại TP. Hà Lâm và Q. 1"]),
        ("Thi đua - khen thưởng năm 2026", ["Thi đua - khen thưởng năm 2026"]),
        ("Tuyên truyền - Nội dung: luật - Hình thức: bài viết",
         ["Tuyên truyền", "- Nội dung: luật", "- Hình thức: bài viết"]),
        ("", []),
    ],
)  # fmt: skip
def test_pieces(text, found):
    assert texts(text) == found


def test_bullets_are_known():
    assert [piece.is_bullet for piece in pieces("Gồm: - Việc a; việc b. - Việc c")] == [
        False, True, False, True,
    ]  # fmt: skip


def test_a_part_begins_at_each_chosen_piece_without_its_bullet():
    assert cut("Gồm: - Việc a; - Việc b; - Việc c.", {1, 3}) == (
        "Gồm:", "Việc a; - Việc b;", "Việc c.",
    )  # fmt: skip


@given(st.text(alphabet="aB đ.;:-+)1\n ", max_size=80), st.sets(st.integers(-1, 20), max_size=5))
def test_no_letter_is_lost(text, at):
    parts = cut(text, at)
    letters = [char for char in "".join(parts) if char.isalnum()]
    # What may go is the mark of a list at the beginning of a part.
    assert len(letters) >= sum(map(str.isalnum, text)) - len(parts)
    assert "".join(texts(text)).replace(" ", "") == "".join(text.split())
