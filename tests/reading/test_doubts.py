"""What reading is unsure of: every kind of doubt, each with its place in the document."""

import pytest

from reading import PlanDraft, read_text
from reading.draft import DOUBT_WORDS, Doubt, DoubtKind
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


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        # lines that nothing took
        (f"{TASK}2. Mọi người.\nKhi cần: xe thang, xe bồn.\n- Xe thang của tỉnh.\n", None, ""),
        (f"{TASK}Thanh tra Sở theo dõi việc khắc phục tồn tại.\n", DoubtKind.UNREAD, "Thanh tra"),
        (f"{TASK}- Chủ trì: Văn phòng.\nMọi tồn tại phải được khắc phục dứt điểm.\n", None, ""),
        # days
        (
            "1. Văn phòng Sở sửa máy bơm, xong trước ngày 15/01/2025.",
            DoubtKind.DAY_BEFORE,
            "15/01/2025",
        ),
        ("1. Văn phòng Sở sửa máy bơm trước 20/01.", DoubtKind.DAY_BEFORE, "20/01"),
        ("1. Văn phòng Sở sửa máy bơm trước ngày 15/3/2026.", DoubtKind.DAY_AFTER, "15/3/2026"),
        (
            "1. Sửa máy bơm.\n- Chủ trì: Văn phòng.\n- Thời gian: Quý I/2027.",
            DoubtKind.DAY_AFTER,
            "2027",
        ),
        (
            "1. Văn phòng Sở trực từ ngày 20/5/2025 đến ngày 10/5/2025.",
            DoubtKind.BACKWARDS,
            "20/5/2025",
        ),
        (
            "1. Sửa bơm.\n- Chủ trì: Văn phòng.\n- Thời gian: 20/9/2025 - 10/9/2025.",
            DoubtKind.BACKWARDS,
            "10/9/2025",
        ),
        (
            (
                "1. Văn phòng Sở sửa máy bơm trước ngày 15/5/2025; ngày 20/6/2025 nghiệm thu"
                " tại kho."
            ),
            DoubtKind.DAY_ASIDE,
            "20/6/2025",
        ),
        (
            "1. Sửa bơm.\n- Chủ trì: Văn phòng.\n- Thời gian: Quý 5/2025.",
            DoubtKind.BAD_DAY,
            "Quý 5/2025",
        ),
        (
            "1. Sửa bơm.\n- Chủ trì: Văn phòng.\n- Thời gian: đợt 3 theo lịch 12A.",
            DoubtKind.TIME_UNCLEAR,
            "đợt 3",
        ),
        # names, numbers, verbs
        (
            "1. Sửa bơm.\n- Chủ trì: Văn phòng.\n- Phối hợp: Ban Quản lý các khu.",
            DoubtKind.NAME_CUT,
            "Ban Quản lý các khu",
        ),
        ("1. Kiểm tra kho.\n- Chủ trì: Các Tổ.", DoubtKind.NAME_CUT, "Các Tổ"),
        ("1. Sửa bơm.\n- Chủ trì: Phòng.", DoubtKind.NAME_CUT, "Phòng"),
        (f"{TASK}1. Thanh tra Sở kiểm tra kho.", DoubtKind.REF_TWICE, "kho"),
        ("1. Xe thang của tỉnh.\n- Chủ trì: Văn phòng.", DoubtKind.NO_VERB, "Xe thang"),
    ],
)
def test_nothing_is_silent(body: str, kind: DoubtKind | None, place: str) -> None:
    draft = plan(f"II. NHIỆM VỤ\n{body}")
    found = of_kind(draft, kind) if kind else draft.doubts
    assert found
    assert place in draft.quote(found[0].spans)


@pytest.mark.parametrize(
    "task",
    [
        "Văn phòng Sở trực 24/24 giờ, bảo đảm 100% phương tiện.",
        "Văn phòng Sở tổ chức hưởng ứng Ngày toàn dân phòng cháy, chữa cháy (04/10).",
        "Văn phòng Sở triển khai Luật số 55/2024/QH15 có hiệu lực từ ngày 01/7/2025.",
        "Văn phòng Sở thực hiện Kế hoạch số 5/KH-UBND ngày 10/01/2025 của UBND tỉnh.",
        "Văn phòng Sở khắc phục các tồn tại đã nêu trong tháng 12/2024.",
        "Văn phòng Sở thống kê phương tiện (số liệu tính đến ngày 31/3/2025).",
        "Văn phòng Sở kiểm tra kho vào đầu tháng 9/2025.",
        "Văn phòng Sở gửi báo cáo trước ngày 10 tháng 01 năm sau.",
        "Văn phòng Sở kiểm tra kho 02 lần/năm.",
    ],
)
def test_a_day_is_left_for_a_reason_and_without_a_doubt(task: str) -> None:
    assert plan(f"II. NHIỆM VỤ\n1. {task}").doubts == ()


@pytest.mark.parametrize(
    ("issuer", "symbol", "post", "doubtful"),
    [
        ("SỞ TƯ PHÁP", "KH-STP", "GIÁM ĐỐC", False),
        ("SỞ TƯ PHÁP", "KH-UBND", "GIÁM ĐỐC", False),
        ("ỦY BAN NHÂN DÂN XÃ BÌNH MINH", "KH-UBND", "CHỦ TỊCH", False),
        ("TRƯỜNG THPT BÌNH MINH", "KH-THPTBM", "HIỆU TRƯỞNG", False),
        ("CÔNG AN TỈNH HÀ LÂM", "KH-CAT", "GIÁM ĐỐC", False),
        ("PHÒNG KINH TẾ", "KH-KT", "TRƯỞNG PHÒNG", False),
        ("SỞ TƯ PHÁP", "KH-UBND", "CHỦ TỊCH", True),
        ("TRƯỜNG THPT BÌNH MINH", "KH-UBND", "CHỦ TỊCH", True),
    ],
)
def test_an_issuer_that_nothing_agrees_with(
    issuer: str, symbol: str, post: str, doubtful: bool
) -> None:
    head = HEAD.replace("SỞ TƯ PHÁP", issuer).replace("KH-STP", symbol)
    text = f"{head}II. NHIỆM VỤ\n{TASK}\n{END.replace('GIÁM ĐỐC', post)}"
    assert bool(of_kind(read_text(text), DoubtKind.ISSUER)) is doubtful


def test_neither_a_day_of_issue_nor_a_time() -> None:
    draft = read_text(f"KẾ HOẠCH\nCông tác PCCC\nI. NHIỆM VỤ\n{TASK}")
    assert of_kind(draft, DoubtKind.NO_TIME)
    assert not of_kind(plan(f"I. NHIỆM VỤ\n{TASK}"), DoubtKind.NO_TIME)


def test_every_kind_is_told_in_words() -> None:
    assert set(DOUBT_WORDS) == set(DoubtKind)
    assert Doubt(DoubtKind.NO_HEADER, "number").told == (
        "Văn bản chưa ghi, hoặc chưa đọc được, số."
    )
