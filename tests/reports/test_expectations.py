"""What must be reported, what came, and whether in time: the pure rules around their boundaries."""

import datetime

import pytest

from reports.submissions.expectations import (
    Expected,
    SubmissionFacts,
    SubmissionStatus,
    is_late,
    outstanding,
    submission_status,
)

DUE = datetime.date(2026, 6, 15)
BEFORE, AFTER = DUE - datetime.timedelta(days=1), DUE + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "facts", "status"),
    [
        (BEFORE, SubmissionFacts(DUE), SubmissionStatus.EXPECTED),
        (DUE, SubmissionFacts(DUE), SubmissionStatus.EXPECTED),
        (AFTER, SubmissionFacts(DUE), SubmissionStatus.OUTSTANDING),
        (AFTER, SubmissionFacts(None), SubmissionStatus.EXPECTED),
        (DUE, SubmissionFacts(DUE, submitted_on=DUE), SubmissionStatus.SUBMITTED),
        # On the day before, what came the day after is not known yet.
        (BEFORE, SubmissionFacts(DUE, submitted_on=DUE), SubmissionStatus.EXPECTED),
        (
            AFTER,
            SubmissionFacts(DUE, submitted_on=DUE, returned_on=AFTER),
            SubmissionStatus.RETURNED,
        ),
        (
            DUE,
            SubmissionFacts(DUE, submitted_on=DUE, returned_on=AFTER),
            SubmissionStatus.SUBMITTED,
        ),
        (
            AFTER,
            SubmissionFacts(DUE, submitted_on=DUE, accepted_on=AFTER),
            SubmissionStatus.ACCEPTED,
        ),
    ],
)
def test_status(on, facts, status):
    assert submission_status(on, facts) is status


@pytest.mark.parametrize(
    ("on", "facts", "late"),
    [
        (DUE, SubmissionFacts(DUE), False),
        (AFTER, SubmissionFacts(DUE), True),
        (AFTER, SubmissionFacts(DUE, submitted_on=DUE), False),
        (AFTER, SubmissionFacts(DUE, submitted_on=AFTER), True),
        (AFTER, SubmissionFacts(None), False),
    ],
)
def test_punctuality(on, facts, late):
    assert is_late(on, facts) is late


def test_outstanding_is_expected_less_received():
    first, second = Expected(1, 7, "2026-Q1", DUE), Expected(1, 8, "2026-Q1", DUE)
    on_request = Expected(2, 7, "", None)
    everything = [first, second, on_request]

    assert outstanding(everything, [(1, 8, "2026-Q1")], AFTER) == (first,)
    assert outstanding(everything, [(1, 8, "2026-Q2")], AFTER) == (first, second)
    assert outstanding(everything, [], DUE) == ()
