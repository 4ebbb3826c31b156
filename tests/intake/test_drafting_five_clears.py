"""Năm rõ: what makes a task clear in each of the five ways."""

import pytest

from intake.drafting.five_clears import Clear, five_clears, missing
from plans.deadlines import DeadlineKind
from reading.draft import DeadlineDraft, NameDraft, TaskDraft

ALL = frozenset(Clear)
ROOM, OFFICE = NameDraft("Phòng Kỹ thuật"), NameDraft("Văn phòng")
DUE = DeadlineDraft(DeadlineKind.ONGOING)
WHOLE = TaskDraft("1", "Kiểm tra", (ROOM,), (OFFICE,), DUE, "Biên bản")


@pytest.mark.parametrize(
    ("task", "wanting"),
    [
        (WHOLE, frozenset()),
        (TaskDraft("1", " "), ALL),
        (TaskDraft("1", "Kiểm tra"), ALL - {Clear.WHAT}),
        (TaskDraft("1", "x", cooperating=(ROOM,)), ALL - {Clear.WHAT, Clear.WHO}),
        (TaskDraft("1", "x", lead=(ROOM,)), {Clear.WHEN, Clear.PRODUCT}),
        (TaskDraft("1", "x", lead=(ROOM, OFFICE), deadline=DUE, expected_product="y"),
         {Clear.RESPONSIBILITY}),
        (TaskDraft("1", "x", lead=(NameDraft(" "),), deadline=DUE, expected_product="y"),
         {Clear.WHO, Clear.RESPONSIBILITY}),
        (TaskDraft("1", "x", lead=(ROOM,), expected_product="y",
                   deadline=DeadlineDraft(words="kịp thời")), {Clear.WHEN}),
        (TaskDraft("1", "x", lead=(ROOM,), expected_product="y",
                   deadline=DeadlineDraft(on_request=True)), frozenset()),
    ],
)  # fmt: skip
def test_what_is_wanting(task, wanting):
    assert missing(task) == wanting


def test_several_leads_are_told():
    (mark,) = [m for m in five_clears(TaskDraft("1", "x", lead=(ROOM, OFFICE)))
               if m.clear is Clear.RESPONSIBILITY]  # fmt: skip
    assert mark.note == "nhiều đơn vị chủ trì: chưa rõ đơn vị chịu trách nhiệm chính"


def test_the_marks_come_in_one_order():
    assert [mark.clear for mark in five_clears(WHOLE)] == list(Clear)
