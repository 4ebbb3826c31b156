"""Who orders is not who acts, and who signs or passes a report on is not whom it is for."""

import pytest

from reading import PlanDraft, read_text
from reading.understand.roles import prose
from tests.reading.helpers import line, when

PLAN = """SỞ TƯ PHÁP
Số: 9/KH-STP
Bình Minh, ngày 10 tháng 01 năm 2026
KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2026
III. CHẾ ĐỘ BÁO CÁO
1. {}
GIÁM ĐỐC
Trần Văn An
"""


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("UBND phường giao cho Công an phường chủ trì kiểm tra các cơ sở.", "Công an phường"),
        ("UBND xã giao Công an xã kiểm tra các chợ.", "Công an xã"),
        ("Giám đốc Sở giao Văn phòng Sở theo dõi việc thực hiện.", "Văn phòng Sở"),
        ("Lãnh đạo Sở giao nhiệm vụ cho Thanh tra Sở kiểm tra kho.", "Thanh tra Sở"),
        ("Ban Giám đốc phân công Phòng Hành chính quản lý phương tiện.", "Phòng Hành chính"),
        ("Chủ tịch UBND xã yêu cầu Công an xã rà soát cơ sở.", "Công an xã"),
        ("Giám đốc Sở chỉ đạo Văn phòng Sở sửa chữa máy bơm.", "Văn phòng Sở"),
        ("UBND tỉnh đề nghị Ủy ban MTTQ tỉnh tuyên truyền.", "Ủy ban MTTQ tỉnh"),
        ("Hằng năm, Giám đốc Sở giao Văn phòng Sở lập dự toán.", "Văn phòng Sở"),
        # These act themselves.
        ("Công an tỉnh chỉ đạo Công an các xã kiểm tra chợ.", "Công an tỉnh"),
        ("UBND các xã chỉ đạo Công an xã kiểm tra chợ.", "UBND các xã"),
        ("Phòng Kinh tế đề nghị UBND xã bố trí kinh phí.", "Phòng Kinh tế"),
        ("Văn phòng Sở phân công cán bộ trực.", "Văn phòng Sở"),
        ("Sở Công Thương được UBND tỉnh giao chủ trì kiểm tra chợ.", "Sở Công Thương"),
        # The subject after an opening phrase.
        (
            "Căn cứ Kế hoạch này, các phòng chuyên môn thuộc Sở xây dựng kế hoạch chi tiết.",
            "các phòng chuyên môn thuộc Sở",
        ),
        (
            "Để bảo đảm tiến độ, đề nghị Điện lực Bình Minh cắt điện khi có cháy.",
            "Điện lực Bình Minh",
        ),
        ("Nhằm nâng cao nhận thức, Phòng Văn hóa tổ chức tuyên truyền.", "Phòng Văn hóa"),
        ("Đối với chợ, Ban quản lý chợ duy trì lực lượng.", "Ban quản lý chợ"),
        ("Ngoài ra, yêu cầu Công an xã tăng cường tuần tra.", "Công an xã"),
        ("Trên địa bàn xã, Công an xã kiểm tra các nhà trọ.", "Công an xã"),
        ("Qua kiểm tra, Thanh tra Sở tham mưu xử lý vi phạm.", "Thanh tra Sở"),
    ],
)
def test_who_acts(words: str, lead: str) -> None:
    assert "; ".join(name.words for name in prose(line(words)).lead) == lead


def duties(words: str) -> list[tuple[str, str | None, str]]:
    draft: PlanDraft = read_text(PLAN.format(words))
    return [(duty.reporter, duty.to, when(duty.deadline)) for duty in draft.report_duties]


@pytest.mark.parametrize(
    "words",
    [
        "Văn phòng Sở tổng hợp, trình Giám đốc Sở ký, gửi UBND tỉnh trước ngày 15/12/2026.",
        (
            "Văn phòng Sở tổng hợp báo cáo, trình Giám đốc Sở phê duyệt, gửi UBND tỉnh trước ngày"
            " 15/12/2026."
        ),
        (
            "Văn phòng Sở dự thảo báo cáo trình Giám đốc Sở xem xét, ký và gửi UBND tỉnh trước ngày"
            " 15/12/2026."
        ),
        "Văn phòng Sở tổng hợp, trình Giám đốc Sở duyệt, gửi UBND tỉnh trước ngày 15/12/2026.",
        "Văn phòng Sở báo cáo UBND tỉnh trước ngày 15/12/2026.",
    ],
)
def test_who_signs_is_not_whom_it_is_for(words: str) -> None:
    assert duties(words) == [("Văn phòng Sở", "UBND tỉnh", "date 2026-12-15 before")]


@pytest.mark.parametrize(
    "words",
    [
        "Các đơn vị gửi về Văn phòng Sở trước 10/12 để tổng hợp, báo cáo UBND tỉnh trước 15/12.",
        (
            "Các đơn vị báo cáo kết quả về Văn phòng Sở trước ngày 10/12 để tổng hợp báo cáo UBND"
            " tỉnh trước ngày 15/12."
        ),
        (
            "Các đơn vị gửi báo cáo cho Văn phòng Sở trước ngày 10/12 nhằm tổng hợp, trình Giám đốc"
            " Sở ký, gửi UBND tỉnh trước ngày 15/12."
        ),
        (
            "Các đơn vị nộp báo cáo về Văn phòng Sở trước 10/12/2026 để trình Giám đốc Sở, báo cáo"
            " UBND tỉnh trước 15/12/2026."
        ),
        (
            "Các đơn vị báo cáo Văn phòng Sở trước ngày 10/12/2026; Văn phòng Sở tổng hợp, báo cáo"
            " UBND tỉnh trước ngày 15/12/2026."
        ),
    ],
)
def test_who_receives_the_first_makes_the_second(words: str) -> None:
    assert duties(words) == [
        ("Các đơn vị", "Văn phòng Sở", "date 2026-12-10 before"),
        ("Văn phòng Sở", "UBND tỉnh", "date 2026-12-15 before"),
    ]


def test_what_it_is_gathered_for_is_no_report_of_its_own_without_a_day() -> None:
    words = "Các đơn vị gửi về Văn phòng Sở trước ngày 10/12 để tổng hợp, báo cáo UBND tỉnh."
    assert len(duties(words)) == 1


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (
            (
                "Báo cáo tháng: trước ngày 20 hằng tháng; quý: trước ngày 20 tháng cuối quý; năm:"
                " trước ngày 10/12."
            ),
            ["monthly 20 before", "quarterly 20 before", "yearly 12-10 before"],
        ),
        (
            (
                "Các phòng gửi Văn phòng Sở báo cáo tháng: trước ngày 25 hằng tháng; báo cáo năm:"
                " trước ngày 05/12."
            ),
            ["monthly 25 before", "yearly 12-05 before"],
        ),
        (
            "Chế độ báo cáo: 6 tháng: trước ngày 15/6/2026; năm: trước ngày 15/12/2026.",
            ["date 2026-06-15 before", "date 2026-12-15 before"],
        ),
        (
            (
                "Văn phòng Sở gửi báo cáo quý: chậm nhất ngày 14 tháng cuối quý; năm: chậm nhất"
                " ngày 14/12."
            ),
            ["quarterly 14 by", "yearly 12-14 by"],
        ),
        (
            "Báo cáo 6 tháng gửi trước ngày 15/6/2026; báo cáo năm gửi trước ngày 15/12/2026.",
            ["date 2026-06-15 before", "date 2026-12-15 before"],
        ),
    ],
)
def test_a_report_for_each_period(words: str, days: list[str]) -> None:
    assert [day for _, _, day in duties(words)] == days
