"""Periods by their labels, their names, and the ones before them."""

import datetime

import pytest

from reports.periods import (
    name_of,
    name_of_year_before,
    own_period,
    period_choices,
    period_of,
    previous,
    usual_choices,
)

DAY = datetime.date


@pytest.mark.parametrize(
    ("label", "starts_on", "ends_on", "name", "before"),
    [
        ("2026", DAY(2026, 1, 1), DAY(2026, 12, 31), "Năm 2026", "2025"),
        ("2026-H2", DAY(2026, 7, 1), DAY(2026, 12, 31), "6 tháng cuối năm 2026", "2026-H1"),
        ("2026-Q1", DAY(2026, 1, 1), DAY(2026, 3, 31), "Quý I/2026", "2025-Q4"),
        (
            "2026-month-11",
            DAY(2026, 10, 15),
            DAY(2026, 11, 14),
            "Kỳ báo cáo tháng 11/2026",
            "2026-month-10",
        ),
        (
            "2026-month-1",
            DAY(2025, 12, 15),
            DAY(2026, 1, 14),
            "Kỳ báo cáo tháng 1/2026",
            "2025-month-12",
        ),
        (
            "2026-quarter-1",
            DAY(2025, 12, 15),
            DAY(2026, 3, 14),
            "Kỳ báo cáo quý I/2026",
            "2025-quarter-4",
        ),
        ("2024-02", DAY(2024, 2, 1), DAY(2024, 2, 29), "Tháng 2/2024", "2024-01"),
    ],
)
def test_a_label_tells_its_period(label, starts_on, ends_on, name, before):
    period = period_of(label)

    assert period is not None
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)
    assert name_of(period) == name
    assert previous(period).label == before


@pytest.mark.parametrize(
    "label",
    [
        "",
        "own",
        "26",
        "2026-Q5",
        "2026-13",
        "2026-00",
        "2026-H3",
        "0000",
        "9999",
        "2026-1",
        "2026-month-13",
    ],
)
def test_other_labels_are_no_period(label):
    assert period_of(label) is None


def test_before_own_days_come_as_many_days():
    before = previous(own_period(DAY(2026, 3, 1), DAY(2026, 3, 10)))

    assert (before.starts_on, before.ends_on) == (DAY(2026, 2, 19), DAY(2026, 2, 28))


def test_choices_are_all_years_and_the_parts_of_one():
    groups = dict(period_choices(range(2024, 2027), 2025, DAY(2026, 11, 28)))

    assert [value for value, _ in groups["Năm"]] == ["2026", "2025", "2024"]
    assert groups["Quý"][0] == ("2025-Q1", "Quý I/2025 (01/01 – 31/03/2025)")
    assert len(groups["Tháng"]) == 12
    # The two months that an office knows stand in one list, each with its days.
    both = [name for choices in groups.values() for _, name in choices if "háng 11/2025" in name]
    assert both == [
        "Tháng 11/2025 (01/11 – 30/11/2025)",
        "Kỳ báo cáo tháng 11/2025 (15/10 – 14/11/2025)",
    ]
    assert [value for value, _ in groups["Khác"]] == ["own"]


def test_the_usual_periods_are_told_from_today():
    assert usual_choices(DAY(2026, 1, 10)) == [
        ("2026-01", "Tháng này (01/01 – 31/01/2026)"),
        ("2025-12", "Tháng trước (01/12 – 31/12/2025)"),
        ("2026-Q1", "Quý này (01/01 – 31/03/2026)"),
        ("2025-Q4", "Quý trước (01/10 – 31/12/2025)"),
        ("2026-H1", "6 tháng đầu năm 2026 (01/01 – 30/06/2026)"),
        ("2026-9M", "9 tháng năm 2026 (01/01 – 30/09/2026)"),
        ("2026", "Năm nay (01/01 – 31/12/2026)"),
        ("2025", "Năm trước (01/01 – 31/12/2025)"),
    ]


def test_each_of_the_usual_periods_is_one():
    for label, _ in usual_choices(DAY(2026, 11, 28)):
        period = period_of(label)
        assert period is not None
        assert period.label == label


def test_nine_months_stand_beside_those_of_the_year_before():
    nine = period_of("2026-9M")
    assert nine is not None
    assert (nine.starts_on, nine.ends_on) == (DAY(2026, 1, 1), DAY(2026, 9, 30))
    assert (name_of(nine), name_of(previous(nine))) == ("9 tháng năm 2026", "9 tháng năm 2025")
    assert name_of_year_before(nine) == "9 tháng năm 2025"
