"""The headings under which the work of a plan stands, as its own text has them."""

import pytest

from reading import read

PLAN = """UBND XÃ NÀ SƠN
Số: 12/KH-UBND
Nà Sơn, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2026
I. MỤC ĐÍCH
1. Bảo đảm an toàn.
{body}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn A
"""
WORK = "Văn phòng tổ chức tuyên truyền trước ngày 30/6/2026."
OTHER = "Công an xã kiểm tra các cơ sở trước ngày 30/9/2026."
TABLE = "TT | Nội dung công việc | Đơn vị chủ trì | Thời gian hoàn thành"


def headings(body: str) -> list[tuple[str, ...]]:
    draft = read(PLAN.format(body=body).encode(), "kh.txt")
    return [task.headings for task in draft.tasks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"II. NHIỆM VỤ\n1. {WORK}\n2. {OTHER}", [("II. NHIỆM VỤ",)] * 2),
        (
            f"II. NHIỆM VỤ\n1. Công tác tuyên truyền\na) {WORK}\nb) {OTHER}",
            [("II. NHIỆM VỤ", "1. Công tác tuyên truyền")] * 2,
        ),
        (
            f"II. NHIỆM VỤ\n1. {WORK}\nIII. TỔ CHỨC THỰC HIỆN\n1. {OTHER}",
            [("II. NHIỆM VỤ",), ("III. TỔ CHỨC THỰC HIỆN",)],
        ),
        # A heading that only names who is charged is said by the task's own units.
        (
            f"II. PHÂN CÔNG TRÁCH NHIỆM\n1. Công an xã\na) {WORK}\nb) {OTHER}",
            [("II. PHÂN CÔNG TRÁCH NHIỆM",)] * 2,
        ),
    ],
    ids=["part", "part and heading", "two parts", "a unit is no heading"],
)
def test_work_stands_under_the_headings_of_the_text(body, expected):
    assert headings(body) == expected


def test_an_annex_is_headed_by_its_title():
    plan = PLAN.format(body=f"II. NHIỆM VỤ\n1. {WORK}")
    annex = (
        "PHỤ LỤC I\nDanh mục công việc năm 2026\n(Kèm theo Kế hoạch số 12/KH-UBND)\n"
        f"{TABLE}\n1 | Mua bình chữa cháy | Văn phòng | Trước ngày 15/5/2026\n"
    )
    signed = f"{plan}Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n{annex}"
    draft = read(signed.encode(), "kh.txt")
    assert draft.tasks[-1].headings == ("PHỤ LỤC I: Danh mục công việc năm 2026",)
