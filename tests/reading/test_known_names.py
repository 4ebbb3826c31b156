"""Names known whole settle where a shorter or a split one in the document ends."""

import pytest

from reading import read_text
from tests.reading import test_wordings

BODY = """1. {name} kiểm tra hệ thống điện trước ngày 15/5/2026.
2. Giao {name} tổng hợp kết quả.
3. Rà soát phương tiện.
- Chủ trì: {name}.
- Phối hợp: {name}, Công an xã.
"""


@pytest.mark.parametrize(
    "name",
    [
        "Tổ Thu gom, vận chuyển rác",
        "Ban Quản lý vịnh",
        "Hợp tác xã Nông nghiệp, dịch vụ và điện năng Tân Tiến",
        "Trung tâm Ứng cứu sự cố, hỗ trợ người dân",
        "Đội Tuần tra bảo vệ đê điều",
        "Phòng Kiểm tra nội bộ, tuân thủ",
        "Khoa Hồi sức tích cực - Chống độc",
    ],
)
def test_a_name_of_the_directory_is_taken_whole(name: str) -> None:
    draft = read_text(test_wordings.whole(BODY.format(name=name)), [name, "Công an xã"])
    assert [[lead.words for lead in task.lead] for task in draft.tasks] == [[name]] * 3
    assert [one.words for one in draft.tasks[2].cooperating] == [name, "Công an xã"]


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Phòng Kinh tế", "Phòng Kinh tế và Hạ tầng"),
        ("Công an", "Công an xã"),
        ("Trạm Y tế", "Trạm Y tế xã Nà Pàn"),
        ("Các phòng", "Các phòng, đơn vị thuộc Sở"),
        ("Sở", "Sở Xây dựng"),
        ("Ban Chỉ huy", "Ban Chỉ huy Quân sự xã"),
        ("Văn phòng", "Văn phòng HĐND và UBND xã"),
    ],
)
def test_a_shorter_name_of_the_directory_cuts_none_off(known: str, written: str) -> None:
    (task,) = read_text(test_wordings.whole(f"1. {written} kiểm tra chợ."), [known]).tasks
    assert [lead.words for lead in task.lead] == [written]


@pytest.mark.parametrize(
    "known", ["Phòng Kế hoạch", "Phòng Tài chính", "Phòng Kế hoạch, Tài chính"]
)
def test_a_comma_parts_what_the_directory_parts(known: str) -> None:
    body = "1. Bố trí kinh phí.\n- Chủ trì: Phòng Kế hoạch, Phòng Tài chính.\n"
    (task,) = read_text(test_wordings.whole(body), [known]).tasks
    assert [lead.words for lead in task.lead] == ["Phòng Kế hoạch", "Phòng Tài chính"]
