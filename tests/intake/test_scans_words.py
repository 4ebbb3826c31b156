"""What Tesseract says, turned into words, tables, mended slips and doubts."""

import json

import pytest

from reading import read_text
from reading.draft import DoubtKind
from reading.ocr.draft import read_scan
from reading.ocr.slips import mended
from reading.ocr.words import ScannedPage, page_of, tables
from reading.open.raw import RawCell, RawLine, RawTable
from tests.intake.samples import PLAN
from tests.intake.scans import typed_page

HEAD = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext"


def seen(*rows, **lines):
    """A page as told by rows of (line, left, top, width, height, sureness, word), at two pixels a
    point."""
    told = "\n".join(
        f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{wide}\t{high}\t{sure}\t{word}"
        for line, left, top, wide, high, sure, word in rows
    )
    ruled = {"level": [], "upright": []} | lines
    return page_of(f"{HEAD}\n{told}", width=595, height=842, scale=2, **ruled)


def test_words_of_a_line_stand_on_one_base_line_in_one_size():
    page = seen(
        (1, 100, 200, 40, 30, 96, "Kế"),
        (1, 150, 208, 40, 28, 95, "quay"),
        (1, 200, 206, 30, 24, 91, "xa"),
    )
    assert {(word.top, word.bottom) for word in page.words} == {(101.5, 115.0)}
    assert [(word.x0, word.x1) for word in page.words] == [(50, 70), (75, 95), (100, 115)]


def test_small_type_keeps_its_size_and_a_low_word_alone_does_not():
    rows = [(n, 100, 100 * n, 40, 40, 96, "Chữ") for n in range(1, 6)]
    small = [(9, x, 900, 30, 20, 96, "nhỏ") for x in (100, 140, 180)]
    page = seen(*rows, *small, (10, 100, 1000, 30, 20, 96, "an"))
    sizes = [word.bottom - word.top for word in page.words]
    assert sizes == [15, 15, 15, 15, 15, 7.5, 7.5, 7.5, 15]


def test_letters_that_reach_below_the_line_do_not_lower_it():
    page = seen((1, 100, 200, 40, 30, 96, "Chị"), (2, 300, 200, 40, 40, 96, "gặp"))
    assert [word.bottom for word in page.words] == [112, 116]


@pytest.mark.parametrize(
    ("word", "sure", "kept"),
    [
        ("|", 90, False),
        ("~", 12, False),
        ("g", 12, False),
        ("-", 90, True),
        ("+", 90, True),
        ("1", 54, True),
        ("Văn", 12, True),
    ],
)
def test_specks_are_no_words(word, sure, kept):
    assert bool(seen((1, 0, 0, 9, 9, sure, word)).words) is kept


def test_decomposed_letters_are_composed():
    assert seen((1, 0, 0, 9, 9, 90, "Kế")).words[0].text == "Kế"


def test_a_page_goes_through_json_without_loss():
    page = seen(
        (1, 100, 200, 40, 30, 96, "Kế"),
        level=[(0, 100, 0), (0, 100, 20)],
        upright=[(0, 20, 0), (0, 20, 50), (0, 20, 100)],
    )
    assert ScannedPage.from_state(json.loads(json.dumps(page.to_state()))) == page


def test_sureness_is_that_of_all_words():
    page = seen((1, 0, 0, 9, 9, 90, "Kế"), (1, 20, 0, 9, 9, 70, "hoạch"))
    assert page.sureness == 80
    assert ScannedPage(595, 842, ()).sureness == 0


# --- tables ---------------------------------------------------------------------------------------
def grid(xs, ys):
    return [(xs[0], xs[-1], y) for y in ys], [(ys[0], ys[-1], x) for x in xs]


def test_crossing_rules_make_a_table():
    (table,) = tables(*grid([0, 50, 100], [0, 20, 40]))
    assert list(table.box) == [0, 0, 100, 40]
    assert table.rows == [
        [(0, 0, 50, 20), (50, 0, 100, 20)],
        [(0, 20, 50, 40), (50, 20, 100, 40)],
    ]


def test_a_cell_over_two_columns_and_one_over_two_rows():
    level = [(0, 100, 0), (50, 100, 20), (0, 100, 40)]
    upright = [(0, 40, 0), (20, 40, 50), (0, 40, 100)]
    level[0] = (0, 100, 0)
    (table,) = tables(level, [*upright, (0, 20, 50)])
    assert table.rows == [[(0, 0, 50, 40), (50, 0, 100, 20)], [None, (50, 20, 100, 40)]]
    (wide,) = tables(*(grid([0, 100], [0, 20, 40])[0], [(0, 40, 0), (20, 40, 50), (0, 40, 100)]))
    assert wide.rows[0] == [(0, 0, 100, 20), None]


def test_two_tables_on_a_page():
    first, second = grid([0, 50, 100], [0, 20]), grid([0, 40, 80], [200, 220])
    found = list(tables(second[0] + first[0], second[1] + first[1]))
    assert [table.box[1] for table in found] == [0, 200]


@pytest.mark.parametrize(
    ("level", "upright"),
    [
        ([], []),
        ([(0, 100, 0)], []),  # a line under the head
        (*grid([0, 100], [0, 20]),),  # a frame
        ([(0, 100, 0), (0, 100, 20)], [(200, 300, 0), (200, 300, 50), (200, 300, 90)]),
    ],
)
def test_lines_that_make_no_table(level, upright):
    assert list(tables(level, upright)) == []


def test_a_row_that_the_end_of_the_page_cuts_is_kept():
    level, upright = grid([0, 50, 100], [0, 20])
    (table,) = tables(level, [(0, 60, x) for _, _, x in upright])
    assert table.rows[1] == [(0, 20, 50, 60), (50, 20, 100, 60)]


# --- slips ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Nghị định số 105/2025/ND-CP ngày", "Nghị định số 105/2025/NĐ-CP ngày"),
        ("Công điện số 112/CĐĐ-T'Tg", "Công điện số 112/CĐ-TTg"),
        ("Chỉ thị số 19/CT-T'Tg", "Chỉ thị số 19/CT-TTg"),
        ("- UBND tỉnh (b/€);", "- UBND tỉnh (b/c);"),
        ("- Lưu: VI, VP.", "- Lưu: VT, VP."),
        ("trong quý IHI/2026", "trong quý IHI/2026"),  # nothing proves what it was
        ("trong quý HI/2026", "trong quý III/2026"),
        ("trong quý 1/2026", "trong quý 1/2026"),
        ("Lưu ý: VIP", "Lưu ý: VIP"),
    ],
)
def test_slips_with_one_meaning_are_mended(read, meant):
    assert mended([RawLine(read)]) == [RawLine(meant)]
    cell = RawCell((RawLine(read),), 1)
    assert mended([RawTable(((cell,),))]) == [RawTable(((RawCell((RawLine(meant),), 1),),))]


def marks(*lines):
    return [line.text.split()[0] for line in mended([RawLine(text) for text in lines])]


def test_parts_are_numbered_on():
    assert marks("IL. MỤC ĐÍCH", "H. NỘI DUNG", "HI. KINH PHÍ", "TV. TỔ CHỨC") == [
        "I.", "II.", "III.", "IV.",
    ]  # fmt: skip


def test_a_true_gap_and_a_new_beginning_stay():
    assert marks("I. MỤC ĐÍCH", "III. KINH PHÍ") == ["I.", "III."]
    assert marks("I. MỤC ĐÍCH", "II. NỘI DUNG", "I. PHẠM VI") == ["I.", "II.", "I."]


def test_what_is_no_heading_stays():
    assert marks("IL. Mục đích", "1. Tổ chức", "H. Nà Sơn") == ["IL.", "1.", "H."]


# --- the draft ------------------------------------------------------------------------------------
def test_a_page_is_read_as_any_other():
    draft = read_scan([typed_page(PLAN)])
    assert [task.text for task in draft.tasks] == [task.text for task in read_text(PLAN).tasks]
    assert not [doubt for doubt in draft.doubts if doubt.kind is DoubtKind.HARD_TO_READ]


def test_a_word_hard_to_read_is_a_doubt_at_its_place():
    draft = read_scan([typed_page(PLAN, unsure=("15/9/2026.", "Tập"))])
    hard = [doubt for doubt in draft.doubts if doubt.kind is DoubtKind.HARD_TO_READ]
    assert [doubt.words for doubt in hard] == ["15/9/2026.", "Tập"]
    for doubt in hard:
        (span,) = doubt.spans
        assert draft.lines[span.line][span.start : span.end] == doubt.words


def test_doubts_about_one_line_are_one():
    draft = read_scan([typed_page(PLAN, unsure=("Tập", "huấn", "nghiệp"))])
    (hard,) = [doubt for doubt in draft.doubts if doubt.kind is DoubtKind.HARD_TO_READ]
    assert hard.words == "Tập; huấn; nghiệp"


def test_no_pages_and_empty_pages_are_read_too():
    assert read_scan([]).tasks == ()
    assert read_scan([ScannedPage(595, 842, ())]).tasks == ()
