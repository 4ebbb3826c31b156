"""What reading is unsure of: every kind of doubt, each with its place in the document."""

import pytest

from reading import PlanDraft, read_text
from reading.draft import Doubt, DoubtKind
from tests.reading.helpers import words_at

HEAD = """SỞ TƯ PHÁP
Số: 9/KH-STP
Bình Minh, ngày 03 tháng 02 năm 2025
KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2025
"""
END = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nGIÁM ĐỐC\nTrần Văn An\n"
TASK = "1. Văn phòng Sở kiểm tra trụ sở.\n"


def plan(body: str) -> PlanDraft:
    return read_text(f"{HEAD}{body}\n{END}")


def of_kind(draft: PlanDraft, kind: DoubtKind) -> list[Doubt]:
    return [doubt for doubt in draft.doubts if doubt.kind is kind]


def test_a_plain_plan_leaves_no_doubt() -> None:
    assert plan(f"II. NHIỆM VỤ\n{TASK}").doubts == ()


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        (
            "I. NHIỆM VỤ\n1. Văn phòng Sở sửa chữa máy bơm trước ngày 31/02/2025.",
            DoubtKind.BAD_DAY,
            "31/02/2025",
        ),
        (f"I. NHIỆM VỤ\n{TASK}3. Thanh tra Sở kiểm tra kho.", DoubtKind.NUMBER_GAP, "Thanh tra Sở"),
        ("I. NHIỆM VỤ\n1. Củng cố lực lượng tại chỗ.", DoubtKind.NO_LEAD, "Củng cố lực lượng"),
        (
            (
                f"I. NHIỆM VỤ\n{TASK}2. Thanh tra Sở thực hiện Quyết định số 5/QĐ-UBND ngày"
                " 01/02/2025 và Quyết định số 5/QĐ-UBND ngày 02/02/2025."
            ),
            DoubtKind.CONFLICTING_CITATION,
            "02/02/2025",
        ),
        (
            f"II. NHIỆM VỤ\nPhòng Bổ trợ tư pháp rà soát các tổ chức hành nghề luật sư.\n{TASK}",
            DoubtKind.UNREAD,
            "Phòng Bổ trợ tư pháp",
        ),
    ],
)
def test_a_doubt_and_its_place(body: str, kind: DoubtKind, place: str) -> None:
    draft = plan(body)
    (doubt,) = of_kind(draft, kind)
    assert place in words_at(draft, doubt.spans)


def test_no_tasks() -> None:
    assert of_kind(plan("I. MỤC ĐÍCH\nNâng cao ý thức."), DoubtKind.NO_TASKS)


def test_what_the_head_lacks() -> None:
    draft = read_text(f"KẾ HOẠCH\nCông tác PCCC\nI. NHIỆM VỤ\n{TASK}")
    missing = {doubt.words for doubt in of_kind(draft, DoubtKind.NO_HEADER)}
    assert missing == {"number", "symbol", "issuer", "issued_on", "signatory"}


def test_a_row_whose_work_is_blank_is_not_lost_in_silence() -> None:
    draft = plan(
        "I. NHIỆM VỤ\n| TT | Nội dung | Chủ trì | Thời gian |\n| 1 | Kiểm tra kho | Văn phòng |"
        " Quý I |\n| 2 | | Phòng Bổ trợ tư pháp | Quý II |\n"
    )
    (doubt,) = of_kind(draft, DoubtKind.UNREAD)
    assert words_at(draft, doubt.spans) == "Phòng Bổ trợ tư pháp"
    assert [task.ref for task in draft.tasks] == ["1"]


def test_rows_under_titles_that_say_nothing_of_work() -> None:
    draft = plan(
        f"I. NHIỆM VỤ\n{TASK}| A | B | C |\n| 1 | Sửa chữa hệ thống báo cháy tầng hai |"
        " Thanh tra Sở |\n| 2 | Bình bột MFZ4 | 12 |\n"
    )
    assert [doubt.words for doubt in of_kind(draft, DoubtKind.UNREAD)] == [
        "Sửa chữa hệ thống báo cháy tầng hai"
    ]


def test_what_stands_under_a_label_alone() -> None:
    draft = plan(
        f"I. NHIỆM VỤ\n{TASK}- Sản phẩm: Biên bản\n+ Lập biên bản kiểm tra theo mẫu chung;\n"
    )
    assert "Lập biên bản kiểm tra theo mẫu chung;" in [
        doubt.words for doubt in of_kind(draft, DoubtKind.UNREAD)
    ]


@pytest.mark.parametrize(
    "plain",
    [
        "Phân công cụ thể theo Phụ lục kèm theo.",
        "Thời gian: từ ngày 15/3/2025 đến hết ngày 15/9/2025.",
        "Trong quá trình thực hiện, các phòng phản ánh vướng mắc về Văn phòng Sở.",
    ],
)
def test_what_is_no_work_leaves_no_doubt(plain: str) -> None:
    draft = plan(f"I. MỤC ĐÍCH\nAn toàn.\nII. PHẠM VI\n{plain}\nIII. NHIỆM VỤ\n{TASK}")
    assert of_kind(draft, DoubtKind.UNREAD) == []
