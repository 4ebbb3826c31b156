"""What is said on which day: before the due day, late, near a cycle's end, while it waits."""

from datetime import date, timedelta

import pytest

from plans.working_days import WorkingDays
from tasks.reminders import (
    IMPORTANCE,
    Audience,
    NoticeKind,
    ReminderRules,
    RunDay,
    Saying,
    before_due,
    near_cycle_end,
    news,
    notice_words,
    when_late,
    while_waiting,
)

RULES = ReminderRules()
WEDNESDAY, FRIDAY = date(2026, 6, 17), date(2026, 6, 19)
WORKING = WorkingDays()


def run(on, working=WORKING):
    return RunDay.of(on, working)


def steps(sayings):
    return [saying.step for saying in sayings]


def days(count):
    return timedelta(days=count)


# --- before ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "step"),
    [(8, None), (7, -7), (6, -7), (2, -7), (1, -1), (0, -1), (-1, None)],
)
def test_before_the_due_day_each_step_stands_until_the_next(left, step):
    said = before_due(run(WEDNESDAY), WEDNESDAY + days(left), RULES)
    assert steps(said) == ([step] if step else [])


def test_what_would_be_said_on_a_day_off_is_said_on_the_working_day_before():
    sunday, monday = FRIDAY + days(2), FRIDAY + days(3)
    for due_on in (FRIDAY + days(1), sunday, monday):
        assert steps(before_due(run(FRIDAY), due_on, RULES)) == [-1]
    assert steps(before_due(run(FRIDAY), FRIDAY + days(4), RULES)) == [-7]


def test_a_holiday_counts_as_a_day_off():
    working = WorkingDays(holidays={date(2026, 6, 18): "Nghỉ", FRIDAY: "Nghỉ"})
    assert run(WEDNESDAY, working).until == FRIDAY + days(2)
    assert steps(before_due(run(WEDNESDAY, working), FRIDAY, RULES)) == [-1]


def test_a_swapped_saturday_is_a_working_day():
    working = WorkingDays(swapped=frozenset({FRIDAY + days(1)}))
    assert run(FRIDAY, working).until == FRIDAY


def test_before_a_day_aims_at_the_day_before_it():
    due_on = WEDNESDAY + days(2)
    assert steps(before_due(run(WEDNESDAY), due_on, RULES)) == [-7]
    assert steps(before_due(run(WEDNESDAY), due_on, RULES, is_before=True)) == [-1]


def test_an_agency_that_wants_no_word_before_gets_none():
    rules = ReminderRules(before=())
    assert not list(before_due(run(WEDNESDAY), WEDNESDAY, rules))


def test_a_moved_day_is_another_saying():
    (before,) = before_due(run(WEDNESDAY), WEDNESDAY + days(7), RULES)
    (moved,) = before_due(run(WEDNESDAY), WEDNESDAY + days(5), RULES)
    assert before.step == moved.step
    assert before != moved


# --- late -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("late", "own", "head", "leaders"),
    [
        (0, None, None, None),
        (1, 1, None, None),
        (2, 1, None, None),
        (3, 1, 3, None),
        (7, 1, 3, None),
        (8, 8, 3, None),
        (10, 8, 10, None),
        (13, 8, 10, None),
        (14, 8, 10, 14),
        (15, 15, 10, 14),
        (21, 15, 17, 21),
    ],
)
def test_late_work_is_said_on_the_first_day_then_weekly_and_goes_up(late, own, head, leaders):
    said = {one.audience: one.step for one in when_late(WEDNESDAY, late, RULES)}
    wanted = {Audience.OWN: own, Audience.HEAD: head, Audience.LEADERS: leaders}
    assert said == {audience: step for audience, step in wanted.items() if step is not None}


def test_escalation_is_switched_off_by_nought_and_the_own_word_is_not():
    rules = ReminderRules(head_after=0, leaders_after=0)
    (only,) = when_late(WEDNESDAY, 90, rules)
    assert (only.kind, only.audience) == (NoticeKind.LATE, Audience.OWN)


# --- ongoing, waiting, news -----------------------------------------------------------------------
@pytest.mark.parametrize(("left", "said"), [(15, False), (14, True), (0, True), (-1, False)])
def test_evidence_is_asked_for_near_the_end_of_the_cycle(left, said):
    assert bool(list(near_cycle_end(run(WEDNESDAY), WEDNESDAY + days(left), RULES))) is said


def test_evidence_is_asked_for_once_a_cycle():
    ends_on = date(2026, 6, 30)
    told = {one for n in range(10) for one in near_cycle_end(run(FRIDAY + days(n)), ends_on, RULES)}
    assert len(told) == 1


@pytest.mark.parametrize(("waited", "step"), [(0, 0), (6, 0), (7, 7), (20, 14)])
def test_what_waits_for_a_decision_is_said_at_once_then_weekly(waited, step):
    since = WEDNESDAY - days(waited)
    (said,) = while_waiting(run(WEDNESDAY), NoticeKind.CONFIRM, Audience.CONFIRMERS, since, RULES)
    assert said == Saying(NoticeKind.CONFIRM, Audience.CONFIRMERS, since, step)


@pytest.mark.parametrize(("ago", "said"), [(-1, False), (0, True), (14, True), (15, False)])
def test_news_grows_old(ago, said):
    happened_on = WEDNESDAY - days(ago)
    assert bool(list(news(run(WEDNESDAY), NoticeKind.SENT_BACK, happened_on))) is said


def test_every_kind_has_a_place_and_words():
    assert set(IMPORTANCE) == set(NoticeKind)
    assert notice_words(NoticeKind.LATE, WEDNESDAY, WEDNESDAY - days(3)) == "quá hạn 3 ngày"
    assert notice_words(NoticeKind.DUE, WEDNESDAY, WEDNESDAY + days(7)) == "còn 7 ngày"
    assert notice_words(NoticeKind.DUE, WEDNESDAY, WEDNESDAY) == "đến hạn hôm nay"
    assert all(notice_words(kind, WEDNESDAY, WEDNESDAY) for kind in NoticeKind)
