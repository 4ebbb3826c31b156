"""For which time a plan is made, by its title and day of issue."""

import pytest

from intake.periods import is_guess, plan_period
from tests.intake.samples import TODAY


@pytest.mark.parametrize(
    ("title", "issued_on", "expected"),
    [
        ("Công tác PCCC và CNCH năm 2025", "2024-12-20", ("2025-01-01", "2025-12-31")),
        ("Bảo đảm an toàn giai đoạn 2025 - 2027", "2024-12-16", ("2025-01-01", "2027-12-31")),
        ("Tuyên truyền giai đoạn 2025–2030", None, ("2025-01-01", "2030-12-31")),
        ("Bảo đảm an toàn từ năm 2025 đến năm 2026", None, ("2025-01-01", "2026-12-31")),
        ("Công tác PCCC năm học 2025 - 2026", "2025-09-01", ("2025-08-01", "2026-07-31")),
        ("Công tác PCCC trong tình hình mới", "2024-04", ("2024-01-01", "2024-12-31")),
        ("Thực hiện Quyết định số 1492/QĐ-TTg ngày 10/9/2021", None, ("2026-01-01", "2026-12-31")),
        ("Kế hoạch năm học 2025 - 2020", "2025-09-01", ("2025-01-01", "2025-12-31")),
        ("", None, ("2026-01-01", "2026-12-31")),
    ],
)
def test_period(title, issued_on, expected):
    period = plan_period(title, issued_on, TODAY)
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == expected


def test_it_is_a_guess_only_where_nothing_says_it():
    assert is_guess("Tăng cường công tác PCCC", None)
    assert not is_guess("Tăng cường công tác PCCC", "2024-04")
    assert not is_guess("Công tác PCCC năm 2025", None)
    assert not is_guess("Giai đoạn 2025 - 2027", None)
