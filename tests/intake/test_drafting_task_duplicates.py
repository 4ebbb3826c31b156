"""The same work said twice."""

import pytest

from intake.drafting.task_duplicates import same_work
from reading.draft import NameDraft, TaskDraft

LONG = "Tổ chức kiểm tra an toàn phòng cháy, chữa cháy tại trụ sở làm việc của Sở"


def pairs(*tasks):
    return [(pair.first, pair.second) for pair in same_work(list(enumerate(tasks, start=1)))]


def task(text, *leads):
    return TaskDraft("1", text, tuple(map(NameDraft, leads)))


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        (task(LONG), task(LONG.upper()), True),
        (task(LONG, "Văn phòng"), task(LONG, "Thanh tra"), True),
        (task(LONG, "Văn phòng"), task(LONG.replace("làm việc ", ""), "VĂN PHÒNG"), True),
        (task(LONG, "Văn phòng"), task(LONG.replace("làm việc ", ""), "Thanh tra"), False),
        (task(LONG), task(LONG.replace("làm việc ", "")), False),
        (task("Kiểm tra quý I", "Văn phòng"), task("Kiểm tra quý II", "Văn phòng"), False),
        (task(""), task(""), False),
    ],
)  # fmt: skip
def test_a_pair(a, b, found):
    assert pairs(a, b) == ([(1, 2)] if found else [])


def test_three_alike_are_two_pairs_with_the_first():
    assert pairs(task(LONG), task(LONG), task("Khác"), task(LONG)) == [(1, 2), (1, 4)]
