"""Work given out below a heading: assigning lines, titles over sentences, labels with slips."""

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


@pytest.mark.parametrize("label", ["Phân công:", "- Phân công:", "- Giao nhiệm vụ:"])
def test_bullets_below_an_assigning_line_are_each_a_task(label: str) -> None:
    draft = plan(
        f"1. Kiểm tra trụ sở, gồm hệ thống điện và lối thoát nạn.\n{label}\n"
        "+ Văn phòng Sở: kiểm tra hệ thống điện trước ngày 15/5/2025;\n"
        "+ Thanh tra Sở: kiểm tra lối thoát nạn."
    )
    assert [short(task) for task in draft.tasks] == [
        ("II.1.1", "Văn phòng Sở", "", "date 2025-05-15 before"),
        ("II.1.2", "Thanh tra Sở", "", "none"),
    ]


def test_bullets_that_only_give_parts_are_no_tasks() -> None:
    draft = plan(
        "1. Diễn tập tại trụ sở.\nPhân công:\n+ Văn phòng Sở: chủ trì;\n+ Thanh tra Sở: phối hợp."
    )
    assert [task.ref for task in draft.tasks] == ["II.1"]


def test_a_part_headed_by_a_label_is_a_part() -> None:
    draft = plan(
        "1. Văn phòng Sở kiểm tra kho.\nIII. PHÂN CÔNG NHIỆM VỤ:\n1/ Thanh tra Sở:\n+ Rà soát."
    )
    assert [short(task)[:2] for task in draft.tasks] == [
        ("II.1", "Văn phòng Sở"),
        ("III.1.1", "Thanh tra Sở"),
    ]


def test_two_labels_of_one_meaning_after_the_last_bullet_are_the_tasks() -> None:
    draft = plan(
        "1. Bảo đảm an toàn lễ hội:\n+ Xây dựng phương án;\n+ Bố trí lực lượng.\n"
        "- Người phụ trách: Đồng chí Trần Mai Chi.\n- Cơ quan thực hiện: Phòng Quản lý Văn hóa."
    )
    assert [short(task)[:2] for task in draft.tasks] == [
        ("II.1", "Đồng chí Trần Mai Chi; Phòng Quản lý Văn hóa")
    ]


@pytest.mark.parametrize("end", [".", ";", ""])
def test_a_short_title_over_a_sentence_is_no_part_of_it(end: str) -> None:
    sentence = (
        "Văn phòng Sở kiểm tra, bảo dưỡng hệ thống báo cháy và phương tiện chữa cháy tại trụ sở Sở"
    )
    (task,) = plan(f"1. Kiểm tra, bảo dưỡng\n{sentence}{end}").tasks
    assert task.text == sentence + end
    assert short(task)[:2] == ("II.1", "Văn phòng Sở")


def test_who_acts_after_words_of_time_or_grounds() -> None:
    draft = plan(
        "1. Hằng năm, trên cơ sở đề nghị của UBND các xã, phường, Công an tỉnh tổng hợp nhu cầu."
    )
    assert short(draft.tasks[0])[:2] == ("II.1", "Công an tỉnh")


def test_a_sentence_on_money_that_charges_a_unit_is_a_task() -> None:
    draft = plan(
        "1. Văn phòng Sở kiểm tra kho.\nIII. KINH PHÍ\nTừ ngân sách xã năm 2025. Phòng Kinh tế "
        "thẩm định, trình UBND xã cấp kinh phí.\nIV. KINH PHÍ KHÁC\nTừ nguồn xã hội hóa."
    )
    assert [short(task)[:2] for task in draft.tasks] == [
        ("II.1", "Văn phòng Sở"),
        ("III", "Phòng Kinh tế"),
    ]


@pytest.mark.parametrize("slip", ["Thời gain", "Thời gian thực hiên", "Thời gin", "Thơi gian"])
def test_a_slip_in_a_label_is_forgiven(slip: str) -> None:
    draft = plan(f"1. Kiểm tra kho.\n- Chủ chì: Văn phòng Sở.\n- {slip}: Quý III/2025.")
    assert [short(task) for task in draft.tasks] == [
        ("II.1", "Văn phòng Sở", "", "date 2025-09-30")
    ]


def test_a_teacher_is_not_the_verb_to_give() -> None:
    draft = plan("1. Giáo viên chủ nhiệm lồng ghép nội dung PCCC vào giờ sinh hoạt lớp.")
    assert short(draft.tasks[0])[1] == "Giáo viên chủ nhiệm"


def test_a_number_after_each_month_opens_a_paragraph() -> None:
    draft = plan("1. Văn phòng Sở kiểm tra kho hằng ngày\n2. Thanh tra Sở kiểm tra phòng máy.")
    assert [task.ref for task in draft.tasks] == ["II.1", "II.2"]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("báo cáo kết quả kiểm tra về UBND tỉnh trước ngày 20/6", "kết quả kiểm tra"),
        ("báo cáo sơ kết 6 tháng gửi UBND tỉnh trước ngày 20/6", "sơ kết 6 tháng"),
        ("báo cáo UBND tỉnh (qua PC07) kết quả diễn tập trước ngày 20/6", "kết quả diễn tập"),
        ("tổng hợp tình hình cháy rừng, báo cáo UBND tỉnh trước ngày 20/6", "tình hình cháy rừng"),
        ("báo cáo UBND tỉnh trước ngày 20/6", ""),
    ],
)  # fmt: skip
def test_what_a_report_is_about(said: str, title: str) -> None:
    draft = plan(f"1. Văn phòng Sở {said}.")
    (duty,) = draft.report_duties
    assert duty.title == (f"Báo cáo {title}" if title else "")
    assert duty.to == "UBND tỉnh"
    assert PlanDraft.from_state(draft.to_state()) == draft
