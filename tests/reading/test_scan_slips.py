"""What recognising breaks on a page, and what its place or its neighbours put right."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from reading.draft import DoubtKind, NameDraft, PlanDraft, TaskDraft
from reading.ocr.draft import doubts_of, with_missing_numbers
from reading.ocr.settled import with_names_settled
from reading.ocr.signature import with_name
from reading.ocr.slips import mended, words_mended
from reading.ocr.words import ScannedPage, SeenWord, without_stray_marks
from reading.open.raw import RawCell, RawLine, RawTable


def seen(text: str, x0: float, bottom: float, sure: float = 95) -> list[SeenWord]:
    """A line of words from ``x0`` on, six points a letter."""
    words = []
    for word in text.split():
        x1 = x0 + 6.0 * len(word)
        words.append(SeenWord(word, x0, x1, bottom - 13, bottom, sure))
        x0 = x1 + 4
    return words


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("* Đơn. vị phối. hợp: Phòng Quản trị.", "* Đơn vị phối hợp: Phòng Quản trị."),
        (".UBND tỉnh về công tác", "UBND tỉnh về công tác"),
        ("trước ngày .05/12/2026.", "trước ngày 05/12/2026."),
        ("bột chữa cháy,.30 cuộn vòi", "bột chữa cháy, 30 cuộn vòi"),
        ("cắt nước.biển và cát", "cắt nước biển và cát"),
        ("số 14/CĐĐ-UBND ngày", "số 14/CĐ-UBND ngày"),
        ("đơn vị có tên tại Mục lÏ;", "đơn vị có tên tại Mục II;"),
        ("hoàn thành'trước ngày 28/02", "hoàn thành trước ngày 28/02"),
        ("xã Đắk R'Tìa", "xã Đắk R'Tìa"),
        ("trong quý [I/2026.", "trong quý II/2026."),
        ("[I/2026.", "II/2026."),
        ("Số; 88/KH-UBND", "Số: 88/KH-UBND"),
        ("Đỗ Thị Ngọc Lan", "Đỗ Thị Ngọc Lan"),
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hòa"),
        ("ngày 01/5/2026-đến ngày 31/10/2026", "ngày 01/5/2026 đến ngày 31/10/2026"),
        ("1..Các phòng gửi báo cáo", "1. Các phòng gửi báo cáo"),
        ("5S. Sửa chữa chòi canh", "5. Sửa chữa chòi canh"),
        ("ngày 06/4/2026 của.Công an tỉnh", "ngày 06/4/2026 của Công an tỉnh"),
        ("UBND phương An Lạc", "UBND phường An Lạc"),
        ("2.P. Tài chính cấp kinh phí", "2. P. Tài chính cấp kinh phí"),
        ("2: Phòng Kế hoạch", "2. Phòng Kế hoạch"),
        ("Kế hoạch số 12/KH- UBND ngày - 08/01/2026", "Kế hoạch số 12/KH-UBND ngày 08/01/2026"),
        ("Quyết định số 418/QĐĐ-ĐHSĐ", "Quyết định số 418/QĐ-ĐHSĐ"),
        ("- Lưu: VŨ HCNS.", "- Lưu: VT, HCNS."),
        ("năm học 2026 Tả 2027", "năm học 2026 - 2027"),
        ("thanh toán chỉ phí, tố chức Kiếm tra", "thanh toán chi phí, tổ chức Kiểm tra"),
        ("TÔ CHỨC THỰC HIẸN", "TỔ CHỨC THỰC HIỆN"),
        ("các phòng, ban như sau: kiểm tra 2 lần.", "các phòng, ban như sau: kiểm tra 2 lần."),
    ],
)
def test_words(text: str, right: str) -> None:
    assert words_mended(text) == right


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        # the number that the one before leaves
        (["I. Tuyên truyền", "II. Kiểm tra", "II. Báo cáo"], "III. Báo cáo"),
        (["I. Tuyên truyền", "II. Kiểm tra", "1H. Báo cáo"], "III. Báo cáo"),
        (["I. MỤC ĐÍCH", "IL CÁC HOẠT ĐỘNG CHỦ YẾU"], "II. CÁC HOẠT ĐỘNG CHỦ YẾU"),
        (["1. Kiểm tra", "9. Sửa bơm", "3. Mua thang"], None),
        (["4. Kiểm tra", "S. Sửa bơm"], "5. Sửa bơm"),
        (["3. Kiểm tra", "S. Sửa bơm"], "S. Sửa bơm"),
        (["XÃ KHE SIM"], "XÃ KHE SIM"),
        (["KÊ HOẠCN"], "KẾ HOẠCH"),
        (["PHÓ HIỆU IRUỦNG"], "PHÓ HIỆU TRƯỞNG"),
    ],
)
def test_lines(lines: list[str], right: str | None) -> None:
    items = [item.text for item in mended([RawLine(line) for line in lines])]
    assert items[-1] == right if right else items[1] == "2. Sửa bơm"


def test_a_dash_that_a_speck_crossed_is_a_dash() -> None:
    dashes = [w for n in range(6) for w in seen("- Chủ trì: Văn phòng", 122, 100 + 20 * n)]
    crossed = seen("+ Thời gian: Quý II", 120.5, 240)
    assert {w.text for w in without_stray_marks([*dashes, *crossed])} & {"+"} == set()
    two = [*seen("+ Thời gian: Quý II", 120.5, 240), *seen("+ Thời gian: Quý I", 120.5, 260)]
    assert [w.text for w in without_stray_marks([*dashes, *two])].count("+") == 2


def test_a_number_that_was_not_seen_is_told_by_its_place() -> None:
    lines = ["2. Văn phòng kiểm tra.", "Phòng Kinh tế rà soát các kho", "ven sông.", "4. Báo cáo."]
    items, given = with_missing_numbers([RawLine(line) for line in lines])
    assert [item.text for item in items if isinstance(item, RawLine)] == [
        lines[0],
        "3. Phòng Kinh tế rà soát các kho",
        *lines[2:],
    ]
    draft_lines = ["", "3. Phòng Kinh tế rà soát các kho ven sông."]
    (doubt,) = doubts_of(given, draft_lines)
    assert (doubt.kind, doubt.words, doubt.spans[0].line) == (DoubtKind.HARD_TO_READ, "3.", 1)


def test_where_two_paragraphs_begin_no_number_is_given() -> None:
    lines = ["2. Văn phòng kiểm tra.", "Phòng Kinh tế rà soát.", "Các ấp trực.", "4. Báo cáo."]
    items = [RawLine(line) for line in lines]
    assert with_missing_numbers(items) == (items, [])


@pytest.mark.parametrize(
    ("seen_as", "right"),
    [
        ("Thời gia Ì gian", "Thời gian"),
        ("Đơn chủ trì", "Đơn vị chủ trì"),
        ("Kinh phí", "Kinh phí"),
        ("Địa điểm", "Địa điểm"),
    ],
)
def test_the_title_of_a_column(seen_as: str, right: str) -> None:
    cells = [RawCell((RawLine(words),), at) for at, words in enumerate(("TT", seen_as))]
    (table,) = mended([RawTable((tuple(cells),))])
    assert isinstance(table, RawTable)
    assert [cell.text for cell in table.rows[0]] == ["TT", right]


def test_a_mark_that_stands_before_the_margin_is_a_speck() -> None:
    lines = [w for n in range(6) for w in seen("chữ của trang", 92, 100 + 20 * n)]
    stray = [SeenWord("-", 80, 83, 300, 313, 90), *seen("thiệt hại do cháy gây ra", 92, 313)]
    real = [SeenWord("-", 92, 95, 320, 333, 90), *seen("Vận động mỗi hộ gia đình", 104, 333)]
    glued = seen(".UBND tỉnh về công tác", 87, 353)
    kept = [w.text for w in without_stray_marks([*lines, *stray, *real, *glued])]
    assert kept.count("-") == 1
    assert "UBND" in kept


def test_a_broken_name_is_the_one_that_stands_elsewhere() -> None:
    names = ["P. Tổ chức - Hành chính", "P. Tổ chức - Hành chính", "P.Tổ chức-Hành chính"]
    tasks = tuple(
        TaskDraft(str(at), "Kiểm tra", lead=(NameDraft(name),)) for at, name in enumerate(names)
    )
    draft = with_names_settled(PlanDraft(tasks=tasks))
    assert {task.lead[0].words for task in draft.tasks} == {"P. Tổ chức - Hành chính"}
    (doubt,) = draft.doubts
    assert (doubt.kind, doubt.ref) == (DoubtKind.NAME_GUESSED, "2")
    assert "P. Tổ chức - Hành chính" in doubt.told


def test_the_directory_wins_and_short_names_stay() -> None:
    tasks = (
        TaskDraft("1", "Kiểm tra", lead=(NameDraft("Phòng Kế hoạch Tai chinh"),)),
        TaskDraft("2", "Kiểm tra", lead=(NameDraft("Sở Y tê"),)),
    )
    draft = with_names_settled(PlanDraft(tasks=tasks), ["Phòng Kế hoạch - Tài chính", "Sở Y tế"])
    assert [task.lead[0].words for task in draft.tasks] == ["Phòng Kế hoạch - Tài chính", "Sở Y tê"]
    assert len(draft.doubts) == 1


def test_the_issuer_is_settled_by_its_name_in_the_text() -> None:
    lines = ("TRƯỜNG TIỂU HỌC TRẦN QUỐC TOÀN", "Trường Tiểu học Trần Quốc Toản lập Kế hoạch:")
    draft = PlanDraft(lines=lines, issuer="Trường Tiểu học Trần Quốc Toàn")
    settled = with_names_settled(draft)
    assert settled.issuer == "Trường Tiểu học Trần Quốc Toản"
    assert [doubt.kind for doubt in settled.doubts] == [DoubtKind.NAME_GUESSED]


@pytest.mark.parametrize(
    ("symbol", "issuer", "right"),
    [
        ("KH-CGKL", "Chi cục Kiểm lâm", "KH-CCKL"),
        ("KH-STNMT", "Sở Tài nguyên và Môi trường", "KH-STNMT"),
        ("KH-BQLX", "Ban Quản lý chợ", "KH-BQLX"),
    ],
)
def test_a_letter_of_the_symbol_is_settled_by_the_issuer(
    symbol: str, issuer: str, right: str
) -> None:
    draft = with_names_settled(PlanDraft(symbol=symbol, issuer=issuer))
    assert draft.symbol == right
    assert len(draft.doubts) == (symbol != right)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (595, 842), 255).save(out, "PPM")
    return out.getvalue()


def test_the_name_under_a_stamp_is_read_again_and_called_unsure() -> None:
    page = ScannedPage(595, 842, tuple(seen("PHÓ CHỦ TỊCH", 380, 700)))
    read = ScannedPage(0, 0, tuple(seen("VI Văn Thắng", 60, 90)))
    words = with_name(page, picture(), 1.0, lambda _cut, _scale: read).words
    assert [word.text for word in words[-3:]] == ["Vi", "Văn", "Thắng"]
    assert all(word.sure < 60 for word in words[-3:])


def test_a_name_that_was_seen_is_not_read_again() -> None:
    words = (*seen("GIÁM ĐỐC", 380, 700), *seen("Trần Văn An", 375, 780))
    page = ScannedPage(595, 842, words)

    def never(_cut: bytes, _scale: float) -> ScannedPage:
        raise AssertionError("nothing is to be read")

    assert with_name(page, picture(), 1.0, never) == page
