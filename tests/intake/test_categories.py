"""The sort of a task and its short name."""

import pytest

from intake.categories import LONGEST, category_of, short_title
from tasks.models import Category


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Tổ chức tuyên truyền, tập huấn cho công chức", Category.COMMUNICATION),
        ("Tập huấn nghiệp vụ cho Đội PCCC", Category.TRAINING),
        ("Tổ chức thực tập phương án chữa cháy", Category.DRILL),
        ("Rà soát, tự kiểm tra hệ thống điện", Category.INSPECTION),
        ("Mua sắm, thay thế bình chữa cháy", Category.EQUIPMENT),
        ("Kiện toàn Đội PCCC và CNCH cơ sở", Category.ORGANISATION),
        ("Tổng hợp, báo cáo kết quả", Category.REPORTING),
        ("Giao Văn phòng theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch", Category.REPORTING),
        ("Phối hợp với các đơn vị", Category.OTHER),
        ("", Category.OTHER),
    ],
)
def test_category(text, sort):
    assert category_of(text) == sort


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Tổ chức tuyên truyền cho công chức. Đăng tin trên trang.",
         "Tổ chức tuyên truyền cho công chức"),
        ("Kiện toàn Đội PCCC và CNCH cơ sở; ban hành nội quy.", "Kiện toàn Đội PCCC và CNCH cơ sở"),
        ("Giao Văn phòng Sở: Theo dõi, tổng hợp kết quả.", "Theo dõi, tổng hợp kết quả"),
        ("Tuyên truyền đến toàn thể công chức - Nội dung: Thông báo số 485/TB-VPCP.",
         "Tuyên truyền đến toàn thể công chức"),
        ("Thực hiện Kế hoạch số 42/KH-UBND ngày 18/01/2023.",
         "Thực hiện Kế hoạch số 42/KH-UBND ngày 18/01/2023"),
        ("Kiểm tra.", "Kiểm tra"),
        ("", ""),
    ],
)  # fmt: skip
def test_short_title(text, title):
    assert short_title(text) == title


@pytest.mark.parametrize("text", ["việc " * 200, "việc, " * 200, "x" * 500, "a; " * 300])
def test_a_short_title_is_short_whatever_the_text(text):
    assert 0 < len(short_title(text)) <= LONGEST


def test_a_long_title_is_cut_between_words():
    cut = short_title("tuyên truyền " * 40)
    assert cut.endswith(("truyền …", "tuyên …"))
