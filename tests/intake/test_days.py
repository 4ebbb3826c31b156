"""Days as people type them."""

import pytest

from intake.days import exact_day, understood
from plans.deadlines import DeadlineKind, Qualifier
from plans.typed_days import BadDay, shown_days, typed_days
from reading.draft import DeadlineDraft

K, BEFORE, BY = DeadlineKind, Qualifier.BEFORE, Qualifier.BY


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (K.DATE, "05/11/2026", ("2026-11-05",)),
        (K.DATE, " 5-11-2026 ", ("2026-11-05",)),
        (K.DATE, "05/11/2026; 01/02/2026", ("2026-02-01", "2026-11-05")),
        (K.WINDOW, "31.12.2026", ("2026-12-31",)),
        (K.YEARLY, "10/9", ("09-10",)),
        (K.YEARLY, "15/12 và 15/6", ("06-15", "12-15")),
        (K.YEARLY, "29/2", ("02-29",)),
        (K.QUARTERLY, "25", ("25",)),
        (K.MONTHLY, "5", ("05",)),
        (K.MONTHLY, "5, 05", ("05",)),
        (K.DATE, "", ()),
        (K.ONGOING, "05/11/2026", ()),
        (K.NONE, "lung tung", ()),
    ],
)
def test_typed_days(kind, typed, kept):
    assert typed_days(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (K.DATE, "31/02/2026"),
        (K.DATE, "05/11"),
        (K.DATE, "mai"),
        (K.YEARLY, "31/6"),
        (K.YEARLY, "05/11/2026"),
        (K.MONTHLY, "32"),
        (K.MONTHLY, "0"),
        (K.MONTHLY, "٢٥"),
        (K.QUARTERLY, "cuối quý"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_its_words(kind, typed):
    with pytest.raises(BadDay, match=typed.split()[0]):
        typed_days(kind, typed)


@pytest.mark.parametrize("kind", [K.DATE, K.YEARLY, K.MONTHLY])
def test_what_is_shown_can_be_typed_again(kind):
    days = {K.DATE: ("2026-02-01", "2026-11-05"), K.YEARLY: ("06-15", "12-15"), K.MONTHLY: ("05",)}
    assert typed_days(kind, shown_days(days[kind])) == days[kind]


@pytest.mark.parametrize(
    ("deadline", "text"),
    [
        (DeadlineDraft(), ""),
        (DeadlineDraft(K.ONGOING), "thường xuyên"),
        (
            DeadlineDraft(K.DATE, days=("2026-11-05",), qualifier=BEFORE),
            "trước ngày 05/11/2026",
        ),
        (
            DeadlineDraft(K.DATE, days=("2026-11-05",), qualifier=BY),
            "chậm nhất ngày 05/11/2026",
        ),
        (DeadlineDraft(K.DATE), "chưa ghi ngày"),
        (
            DeadlineDraft(K.WINDOW, days=("2026-10-15",), starts_on="2026-09-15"),
            "từ 15/09/2026 đến 15/10/2026",
        ),
        (DeadlineDraft(K.QUARTERLY), "hằng quý"),
        (DeadlineDraft(K.QUARTERLY, days=("20",)), "hằng quý, ngày 20 của tháng cuối kỳ"),
        (
            DeadlineDraft(K.MONTHLY, days=("20",), qualifier=BEFORE),
            "hằng tháng, trước ngày 20",
        ),
        (
            DeadlineDraft(K.YEARLY, days=("09-10",), qualifier=BEFORE),
            "hằng năm, trước ngày 10/09",
        ),
        (
            DeadlineDraft(K.DATE, days=("2026-11-05",), on_request=True),
            "05/11/2026, hoặc khi có yêu cầu",
        ),
    ],
)
def test_what_a_deadline_was_taken_to_mean(deadline, text):
    assert understood(deadline) == text


@pytest.mark.parametrize("text", [None, "", "2026-10", "2026-13-01", "x" * 10])
def test_a_day_that_is_not_whole_is_none(text):
    assert exact_day(text) is None


def test_a_day_of_the_month_after_the_period_is_typed_as_it_is_shown():
    days = typed_days(K.QUARTERLY, "5 tháng sau; 20")
    assert days == ("20", "+05")
    assert shown_days(days) == "20; 05 tháng sau"
    assert typed_days(K.MONTHLY, "05 của tháng sau") == ("+05",)
    deadline = DeadlineDraft(K.QUARTERLY, days=("+05",), qualifier=BEFORE)
    assert understood(deadline) == "hằng quý, trước ngày 05 tháng sau"


def test_a_day_that_no_calendar_has_is_not_called_missing():
    assert understood(DeadlineDraft(K.DATE, words="31/02/2027")) == "ngày không có trong lịch"
    assert understood(DeadlineDraft(K.DATE)) == "chưa ghi ngày"
