"""Planted faults raise a doubt, sound plans next to none: part of ``script/benchmark reading``."""

from tests.benchmarks.reading import false_doubts, measure
from tests.reading import annotated

SOME = annotated.names()[::4]


def test_nine_in_ten_planted_faults_are_told() -> None:
    tally = measure(SOME)
    assert tally.planted.total() > 80
    assert tally.told.total() >= 0.9 * tally.planted.total(), tally.silent


def test_sound_plans_raise_at_most_one_false_doubt_in_twenty_tasks() -> None:
    found, tasks = false_doubts(annotated.names())
    assert len(found) <= tasks / 20, found
