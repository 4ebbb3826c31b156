"""Which lines go on with the line above, where no blank line parts them."""

import pytest

from reading import PlanDraft, read_text
from reading.understand.name_tokens import ends_in_tails
from tests.reading.helpers import duties, short

_HEAD = """SỞ TƯ PHÁP
Số: 9/KH-STP
Bình Minh, ngày 03 tháng 02 năm 2025
KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2025
"""


def plan(body: str) -> PlanDraft:
    return read_text(_HEAD + body)


@pytest.mark.parametrize(
    "unit",
    ["Văn phòng Sở", "Trung tâm Chuyển đổi số", "Phòng Công chứng số 2 và Thanh tra Sở"],
)
def test_a_units_heading_does_not_go_on_in_its_paragraph(unit: str) -> None:
    draft = plan(
        f"II. NHIỆM VỤ\n1. {unit}\nKiểm tra hệ thống báo cháy của trụ sở trước ngày 30/6/2025.\n"
        "2. Phòng Bổ trợ tư pháp\n- Rà soát phương tiện.\n- Lập hồ sơ theo dõi."
    )
    first, *others = draft.tasks
    assert first.text == "Kiểm tra hệ thống báo cháy của trụ sở trước ngày 30/6/2025."
    assert "; ".join(name.words for name in first.lead) == unit.replace(" và ", "; ")
    assert [short(task)[:2] for task in others] == [
        ("II.2.1", "Phòng Bổ trợ tư pháp"),
        ("II.2.2", "Phòng Bổ trợ tư pháp"),
    ]


def test_bullets_that_begin_small_stand_below_a_units_heading() -> None:
    draft = plan("II. NHIỆM VỤ\n1. Văn phòng Sở\n- rà soát phương tiện;\n- lập hồ sơ theo dõi.")
    assert [(task.ref, task.text) for task in draft.tasks] == [
        ("II.1.1", "rà soát phương tiện;"),
        ("II.1.2", "lập hồ sơ theo dõi."),
    ]


_WRAPPED = """Kiểm tra hệ thống điện, hệ thống báo cháy và phương tiện chữa cháy tại
các tầng của trụ sở; thay thế dây dẫn, thiết bị đã quá niên hạn sử dụng
và lập hồ sơ theo dõi đối với từng phương tiện theo mẫu đã ban hành, có
xác nhận của cán bộ phụ trách; tổ chức cho công chức ký cam kết an toàn
về phòng cháy và chữa cháy tại nơi làm việc, nơi ở; nhắc nhở các đơn vị
thực hiện."""


def test_a_row_of_names_that_fills_its_line_goes_on() -> None:
    draft = plan(
        "II. NHIỆM VỤ\n1. Các phòng, đơn vị thuộc Sở, Phòng Công chứng số 1 và Trung tâm\n"
        f"Trợ giúp pháp lý\n{_WRAPPED}"
    )
    assert [task.text[:8] for task in draft.tasks] == ["Kiểm tra"]
    assert draft.tasks[0].lead[-1].words == "Trung tâm Trợ giúp pháp lý"


def test_indents_part_paragraphs_where_lines_are_full() -> None:
    first, second = _WRAPPED.splitlines(), "Thanh tra Sở kiểm tra kho lưu trữ trước ngày 30/6/2025."
    full = "Rà soát phương tiện chữa cháy tại trụ sở và tại các phòng công chứng."
    body = "\n".join(["   " + first[0], *first[1:], "   " + full, "   " + second])
    draft = plan(f"   II. NHIỆM VỤ\n{body}")
    assert [task.text for task in draft.tasks][-1] == second


def test_a_parts_heading_that_ends_in_a_year_or_number_is_complete() -> None:
    draft = plan("II. Nhiệm vụ trong năm\nVăn phòng Sở có trách nhiệm sửa chữa trạm bơm.")
    assert [short(task)[:2] for task in draft.tasks] == [("II", "Văn phòng Sở")]


@pytest.mark.parametrize(
    ("value", "cooperating"),
    [
        ("Phối hợp:\nCác phòng, đơn vị thuộc Sở", "Các phòng, đơn vị thuộc Sở"),
        ("- Phối hợp:\nThanh tra Sở, Phòng Bổ trợ tư pháp", "Thanh tra Sở; Phòng Bổ trợ tư pháp"),
        ("Phối hợp:\n- Thanh tra Sở\n- Công an tỉnh", "Thanh tra Sở; Công an tỉnh"),
        ("Phối hợp:\n+ Thanh tra Sở;\n+ Công an tỉnh.", "Thanh tra Sở; Công an tỉnh"),
        ("Phối hợp:\nThanh tra Sở\nCông an tỉnh", "Thanh tra Sở; Công an tỉnh"),
    ],
)
def test_a_label_alone_takes_its_value_from_the_lines_below(value: str, cooperating: str) -> None:
    draft = plan(
        f"II. NHIỆM VỤ\n1. Bảo dưỡng máy bơm chữa cháy\nChủ trì:\nVăn phòng Sở\n{value}\n"
        "Thời gian:\nQuý III/2025\n2. Kiểm tra kho lưu trữ\n- Chủ trì: Văn phòng Sở"
    )
    assert [short(task) for task in draft.tasks] == [
        ("II.1", "Văn phòng Sở", cooperating, "date 2025-09-30"),
        ("II.2", "Văn phòng Sở", "", "none"),
    ]
    assert draft.tasks[0].text == "Bảo dưỡng máy bơm chữa cháy"


def test_staff_that_a_unit_charges_is_the_units() -> None:
    draft = plan("II. NHIỆM VỤ\n1. Văn phòng Sở\nPhân công cán bộ trực ban tại trụ sở.")
    assert short(draft.tasks[0])[:2] == ("II.1", "Văn phòng Sở")


def test_announcing_what_a_check_found_is_no_report() -> None:
    announced = "II. NHIỆM VỤ\n1. Văn phòng Sở thông báo kết quả {} trước ngày 28 hằng tháng."
    assert duties(plan(announced.format("kiểm tra đến các phòng, đơn vị"))) == []
    assert len(duties(plan(announced.format("thực hiện về Công an tỉnh")))) == 1


@pytest.mark.parametrize(
    "link", ["; tổng hợp, báo cáo", ", báo cáo", ", tổng hợp, báo cáo", " và báo cáo"]
)
def test_two_reports_in_one_sentence(link: str) -> None:
    draft = plan(
        "II. NHIỆM VỤ\n1. Thanh tra Sở báo cáo Văn phòng Sở trước ngày 10/6"
        f"{link} UBND tỉnh trước ngày 25/6."
    )
    assert [(to, day) for _, _, to, _, day, _ in duties(draft)] == [
        ("Văn phòng Sở", "date 2025-06-10 before"),
        ("UBND tỉnh", "date 2025-06-25 before"),
    ]
    assert {reporter for _, reporter, *_ in duties(draft)} == {"Thanh tra Sở"}


def test_two_days_for_one_addressee_are_one_duty() -> None:
    draft = plan(
        "II. NHIỆM VỤ\n1. Thanh tra Sở báo cáo 6 tháng về Văn phòng Sở trước ngày 10/6 và báo cáo "
        "năm trước ngày 10/12 hằng năm."
    )
    assert [day for *_, day, _ in duties(draft)] == ["yearly 06-10 12-10 before"]


def test_the_subject_after_a_title() -> None:
    draft = plan(
        "II. NHIỆM VỤ\n1. Chế độ báo cáo: các phòng báo cáo Văn phòng Sở trước ngày 20/6/2025."
    )
    assert short(draft.tasks[0])[1] == "các phòng"
    assert duties(draft)[0][1:3] == ("các phòng", "Văn phòng Sở")


def test_how_many_each_month_is_no_deadline() -> None:
    draft = plan("II. NHIỆM VỤ\n1. Văn phòng Sở đăng bài trên trang tin, mỗi tháng ít nhất 02 bài.")
    assert short(draft.tasks[0])[3] == "none"


def test_a_line_of_one_word_before_a_dash_is_no_end_of_a_name():
    assert not ends_in_tails("VỤ - Chủ trì: Phòng Văn hóa - Xã hội.", 2)
    assert not ends_in_tails(" - Xã hội", 0)
    assert ends_in_tails("Văn hóa - Xã hội", 7)
