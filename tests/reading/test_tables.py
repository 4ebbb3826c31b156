"""Tables in unusual dress: charts of months, cells one below the other, sums, rows cut in two."""

import pytest

from reading import PlanDraft, read_text
from tests.reading.helpers import short

HEAD = """SỞ TƯ PHÁP
Số: 9/KH-STP
Bình Minh, ngày 03 tháng 02 năm 2025
KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2025
II. NHIỆM VỤ
"""


def plan(body: str) -> PlanDraft:
    return read_text(HEAD + body)


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


MONTHS = [f"T{at}" for at in range(1, 13)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ({4}, "date 2025-04-30"),
        ({5, 6, 7}, "window 2025-07-31 from 2025-05-01"),
        ({3, 9}, "date 2025-03-31 2025-09-30"),
        (set(range(1, 13)), "monthly"),
        (set(), "none"),
    ],
)
@pytest.mark.parametrize("titles", [MONTHS, [f"Tháng {m}" for m in range(1, 13)]])
def test_marks_in_columns_of_months(titles: list[str], marked: set[int], expected: str) -> None:
    marks = ["x" if at in marked else "" for at in range(1, 13)]
    draft = plan(
        row("TT", "Nội dung", "Chủ trì", *titles) + row("1", "Kiểm tra kho", "Thanh tra Sở", *marks)
    )
    assert [short(task) for task in draft.tasks] == [("1", "Thanh tra Sở", "", expected)]


def test_marks_in_columns_of_quarters() -> None:
    draft = plan(
        row("TT", "Nội dung", "Chủ trì", "Quý I", "Quý II", "Quý III", "Quý IV")
        + row("1", "Kiểm tra kho", "Thanh tra Sở", "", "x", "x", "")
    )
    assert short(draft.tasks[0])[3] == "window 2025-09-30 from 2025-04-01"
    assert draft.tasks[0].deadline.words == "Quý II, Quý III"


CELLS = ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]


def test_cells_on_lines_of_their_own() -> None:
    draft = plan(
        "\n".join(
            [
                *CELLS,
                *("1", "Kiểm tra hệ thống điện tại các phòng làm việc và", "kho lưu trữ"),
                *("Văn phòng Sở", "Thanh tra Sở", "Quý I"),
                *("2", "Diễn tập", "Đội PCCC cơ quan", "Tháng 10/2025"),
                "III. TỔ CHỨC THỰC HIỆN",
                "1. Văn phòng Sở theo dõi.",
            ]
        )
    )
    assert [short(task) for task in draft.tasks] == [
        ("1", "Văn phòng Sở", "Thanh tra Sở", "date 2025-03-31"),
        ("2", "Đội PCCC cơ quan", "", "date 2025-10-31"),
        ("III.1", "Văn phòng Sở", "", "none"),
    ]


def test_a_total_is_no_work_and_work_may_begin_with_its_word() -> None:
    draft = plan(
        row("TT", "Nội dung", "Chủ trì", "Thời gian")
        + row("1", "Tổng kiểm tra an toàn kho", "Thanh tra Sở", "Quý I")
        + row("2", "Công khai số điện thoại", "Văn phòng Sở", "Quý I")
        + row("", "Tổng cộng", "", "")
    )
    assert [task.text for task in draft.tasks] == [
        "Tổng kiểm tra an toàn kho",
        "Công khai số điện thoại",
    ]


def test_a_slip_in_a_columns_title() -> None:
    draft = plan(
        row("TT", "Nội dung", "Đơn vị thực hiện", "Thời gain")
        + row("1", "Kiểm tra kho", "Thanh tra Sở", "Quý I")
    )
    assert short(draft.tasks[0])[3] == "date 2025-03-31"


def test_a_table_in_tabs_after_a_decision() -> None:
    draft = read_text(
        "UBND PHƯỜNG HÒA BÌNH\nSố: 4/QĐ-UBND\nHòa Bình, ngày 11 tháng 11 năm 2025\nQUYẾT ĐỊNH\n"
        "Ban hành Kế hoạch kiểm tra\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTạ Minh Đức\nKẾ HOẠCH\n"
        "Kiểm tra nhà trọ\n(Kèm theo Quyết định số 4/QĐ-UBND ngày 11/11/2025)\nI. NỘI DUNG\n"
        "TT\tThời gian\tNội dung\tĐơn vị thực hiện\n1\tTháng 12/2025\tKiểm tra\tCông an phường\n"
    )
    assert [short(task) for task in draft.tasks] == [("1", "Công an phường", "", "date 2025-12-31")]
