"""When work falls due within a plan's time."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import MONTHS, DeadlineKind
from plans.schedule import (
    Cutoff,
    DueRule,
    Period,
    clamped,
    cutoff_period,
    occurrences,
    period_name,
    periods,
    year_of,
)

Day = datetime.date
YEAR_2026 = Period("", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
SCHOOL_YEAR = Period("", datetime.date(2025, 9, 5), datetime.date(2026, 5, 31))
FIVE_YEARS = Period("", datetime.date(2024, 3, 1), datetime.date(2028, 12, 31))


def due(kind, *days, within=YEAR_2026, starts_on=None):
    """Period, first day and due day of each occurrence, as short text."""
    rule = DueRule(DeadlineKind(kind), days, starts_on=starts_on)
    return [
        (one.period, f"{one.starts_on:%d/%m/%y}", one.due_on and f"{one.due_on:%d/%m/%y}")
        for one in occurrences(rule, within)
    ]


# --- once -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["none", "ongoing", "on_request", "recurring"])
def test_work_without_a_day_is_one_undated_occurrence(kind):
    assert due(kind) == [("", "01/01/26", None)]


def test_a_date():
    assert due("date", "2026-11-05") == [("", "01/01/26", "05/11/26")]


def test_a_date_without_a_day_stays_undated():
    assert due("date") == [("", "01/01/26", None)]


def test_a_date_before_the_plans_time_begins_no_later_than_it_ends():
    assert due("date", "2025-12-20") == [("", "20/12/25", "20/12/25")]


def test_several_dates_are_several_occurrences_in_order():
    assert due("date", "2026-12-15", "2026-06-15") == [
        ("2026-06-15", "01/01/26", "15/06/26"),
        ("2026-12-15", "01/01/26", "15/12/26"),
    ]


def test_a_window_begins_on_its_own_day():
    starts = datetime.date(2026, 10, 1)
    assert due("window", "2026-10-31", starts_on=starts) == [("", "01/10/26", "31/10/26")]


# --- again and again ------------------------------------------------------------------------------
def test_a_period_without_a_day_of_its_own_ends_on_its_last_day():
    assert due("quarterly") == [
        ("2026-Q1", "01/01/26", "31/03/26"),
        ("2026-Q2", "01/04/26", "30/06/26"),
        ("2026-Q3", "01/07/26", "30/09/26"),
        ("2026-Q4", "01/10/26", "31/12/26"),
    ]


def test_half_years():
    assert due("half_yearly", "14") == [
        ("2026-H1", "01/01/26", "14/06/26"),
        ("2026-H2", "01/07/26", "14/12/26"),
    ]


def test_day_31_of_short_months_is_their_last():
    found = due("monthly", "31")
    assert [day for _, _, day in found] == [
        "31/01/26",
        "28/02/26",
        "31/03/26",
        "30/04/26",
        "31/05/26",
        "30/06/26",
        "31/07/26",
        "31/08/26",
        "30/09/26",
        "31/10/26",
        "30/11/26",
        "31/12/26",
    ]


def test_recurrence_goes_on_over_new_year():
    assert due("yearly", "09-10", within=FIVE_YEARS) == [
        ("2024", "01/03/24", "10/09/24"),
        ("2025", "01/01/25", "10/09/25"),
        ("2026", "01/01/26", "10/09/26"),
        ("2027", "01/01/27", "10/09/27"),
        ("2028", "01/01/28", "10/09/28"),
    ]


def test_29_february_is_the_28th_in_common_years():
    found = due("yearly", "02-29", within=FIVE_YEARS)
    assert [day for _, _, day in found] == ["28/02/25", "28/02/26", "28/02/27", "29/02/28"]


def test_several_days_a_year_follow_on_each_other():
    assert due("yearly", "12-15", "06-15") == [
        ("2026.1", "01/01/26", "15/06/26"),
        ("2026.2", "16/06/26", "15/12/26"),
    ]


def test_the_same_day_twice_is_one_occurrence():
    assert due("yearly", "06-15", "06-15") == [("2026", "01/01/26", "15/06/26")]


def test_a_school_year_crosses_new_year():
    assert due("yearly", "12-15", "06-15", within=SCHOOL_YEAR) == [
        ("2025.2", "05/09/25", "15/12/25"),
    ]
    assert [day for _, _, day in due("monthly", "25", within=SCHOOL_YEAR)] == [
        "25/09/25",
        "25/10/25",
        "25/11/25",
        "25/12/25",
        "25/01/26",
        "25/02/26",
        "25/03/26",
        "25/04/26",
        "25/05/26",
    ]


def test_a_plan_that_ends_within_a_period_asks_for_it_by_its_own_end():
    assert due("quarterly", within=SCHOOL_YEAR) == [
        ("2025-Q3", "05/09/25", "30/09/25"),
        ("2025-Q4", "01/10/25", "31/12/25"),
        ("2026-Q1", "01/01/26", "31/03/26"),
        ("2026-Q2", "01/04/26", "31/05/26"),
    ]


def test_days_out_of_the_plans_time_make_no_work():
    within = Period("", datetime.date(2026, 3, 1), datetime.date(2026, 9, 9))
    assert due("quarterly", "15", within=within) == [
        ("2026-Q1", "01/03/26", "15/03/26"),
        ("2026-Q2", "01/04/26", "15/06/26"),
    ]


def test_the_first_and_the_last_day_of_the_plan_belong_to_it():
    within = Period("", datetime.date(2026, 3, 15), datetime.date(2026, 6, 15))
    assert [day for _, _, day in due("quarterly", "15", within=within)] == ["15/03/26", "15/06/26"]


def test_work_that_never_falls_due_in_the_plans_time_is_kept_without_a_day():
    within = Period("", datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    assert due("yearly", "09-10", within=within) == [("", "01/01/26", None)]


def test_recurring_work_that_begins_later_leaves_out_what_is_before():
    assert due("quarterly", starts_on=datetime.date(2026, 5, 20)) == [
        ("2026-Q2", "20/05/26", "30/06/26"),
        ("2026-Q3", "01/07/26", "30/09/26"),
        ("2026-Q4", "01/10/26", "31/12/26"),
    ]


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("date", "2026-02-30"),
        ("date", "2026-13-01"),
        ("yearly", "02-30"),
        ("yearly", "11-31"),
        ("yearly", "13-01"),
        ("yearly", "00-10"),
        ("monthly", "32"),
        ("monthly", "0"),
        ("quarterly", "mười lăm"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(kind, day):
    with pytest.raises(ValueError, match=r".+"):
        due(kind, day)


@given(
    kind=st.sampled_from(list(MONTHS)),
    first=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)),
    length=st.integers(0, 2000),
    days=st.lists(st.integers(1, 31), max_size=3),
)
def test_occurrences_are_in_order_once_each_and_within_the_plan(kind, first, length, days):
    within = Period("", first, first + datetime.timedelta(days=length))
    words = tuple(f"{day % 12 + 1:02}-{min(day, 28):02}" for day in days)
    rule = DueRule(kind, words if kind is DeadlineKind.YEARLY else tuple(map(str, days)))
    found = occurrences(rule, within)
    assert found
    assert len({one.period for one in found}) == len(found)
    dated = [(one.starts_on, one.due_on) for one in found if one.due_on]
    due_days = [due_on for _, due_on in dated]
    assert due_days == sorted(set(due_days))
    for starts_on, due_on in dated:
        assert within.starts_on <= starts_on <= due_on <= within.ends_on


# --- periods --------------------------------------------------------------------------------------
def test_periods_touch_the_time_and_leave_no_gap():
    found = list(periods(DeadlineKind.QUARTERLY, SCHOOL_YEAR))
    assert [one.label for one in found] == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    for one, following in pairwise(found):
        assert following.starts_on - one.ends_on == datetime.timedelta(days=1)


def test_labels_sort_by_time():
    labels = [one.label for one in periods(DeadlineKind.MONTHLY, FIVE_YEARS)]
    assert labels == sorted(labels)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("", ""),
        ("2026", "Năm 2026"),
        ("2026.2", "Năm 2026, lần 2"),
        ("2026-Q1", "Quý I/2026"),
        ("2026-Q4", "Quý IV/2026"),
        ("2026-Q4.2", "Quý IV/2026, lần 2"),
        ("2026-H1", "6 tháng đầu năm 2026"),
        ("2026-H2", "6 tháng cuối năm 2026"),
        ("2026-09", "Tháng 9/2026"),
        ("2026-12", "Tháng 12/2026"),
        ("2026-12-15", "Ngày 15/12/2026"),
    ],
)
def test_period_names(label, name):
    assert period_name(label) == name


def test_every_period_that_is_made_has_a_name():
    for kind in MONTHS:
        for one in occurrences(DueRule(kind), FIVE_YEARS):
            assert period_name(one.period)


def test_the_year_of_a_day():
    year = year_of(datetime.date(2026, 2, 28))
    assert (year.starts_on, year.ends_on) == (YEAR_2026.starts_on, YEAR_2026.ends_on)


def test_clamped():
    assert clamped(2026, 6, 31) == datetime.date(2026, 6, 30)
    assert clamped(2028, 2, 31) == datetime.date(2028, 2, 29)


# --- cut-offs of the state's periodic reports ----------------------------------------------------
@pytest.mark.parametrize(
    ("cutoff", "number", "first", "last"),
    [
        (Cutoff.MONTH, 1, "15/12/2025", "14/01/2026"),
        (Cutoff.MONTH, 3, "15/02/2026", "14/03/2026"),
        (Cutoff.QUARTER, 1, "15/12/2025", "14/03/2026"),
        (Cutoff.QUARTER, 2, "15/03/2026", "14/06/2026"),
        (Cutoff.QUARTER, 4, "15/09/2026", "14/12/2026"),
        (Cutoff.FIRST_HALF, 1, "15/12/2025", "14/06/2026"),
        (Cutoff.NINE_MONTHS, 1, "15/12/2025", "14/09/2026"),
        (Cutoff.SECOND_HALF, 1, "15/06/2026", "14/12/2026"),
        (Cutoff.YEAR, 1, "15/12/2025", "14/12/2026"),
    ],
)
def test_cutoffs(cutoff, number, first, last):
    period = cutoff_period(cutoff, 2026, number)
    assert (f"{period.starts_on:%d/%m/%Y}", f"{period.ends_on:%d/%m/%Y}") == (first, last)


def test_monthly_cutoffs_leave_no_gap():
    months = [cutoff_period(Cutoff.MONTH, 2026, number) for number in range(1, 13)]
    for one, following in pairwise(months):
        assert following.starts_on - one.ends_on == datetime.timedelta(days=1)


def test_the_day_may_stand_in_the_month_after_the_period():
    rule = DueRule(DeadlineKind.QUARTERLY, ("+05",))
    found = [
        (one.period, one.due_on)
        for one in occurrences(rule, Period("", Day(2025, 1, 1), Day(2025, 12, 31)))
    ]
    assert found == [
        ("2025-Q1", Day(2025, 4, 5)),
        ("2025-Q2", Day(2025, 7, 5)),
        ("2025-Q3", Day(2025, 10, 5)),
        ("2025-Q4", Day(2026, 1, 5)),
    ]


@pytest.mark.parametrize("until", [Day(2026, 5, 31), Day(2026, 8, 31)])
def test_yearly_work_of_a_plan_of_at_most_a_year_is_done_once_by_its_end(until):
    within = Period("", Day(2025, 9, 1), until)
    (once,) = occurrences(DueRule(DeadlineKind.YEARLY), within)
    assert (once.starts_on, once.due_on) == (within.starts_on, within.ends_on)


def test_yearly_work_with_a_day_keeps_its_days_in_such_a_plan():
    within = Period("", Day(2025, 9, 1), Day(2026, 5, 31))
    found = occurrences(DueRule(DeadlineKind.YEARLY, ("09-10",)), within)
    assert [one.due_on for one in found] == [Day(2025, 9, 10)]
