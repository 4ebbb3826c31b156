"""Plans in the shapes that offices use, each as a careful clerk noted it down beforehand."""

import pytest

from reading import PlanDraft, read
from tests.reading import annotated, variants
from tests.reading.helpers import words_at

# Printing takes a second each: a plan of labels, of tables, of prose, one wrapped, one attached.
PRINTED = [
    "assigning_bullets.txt",
    "cells_by_line.txt",
    "company.md",
    "decision_table.txt",
    "department_prose.txt",
    "ministry.txt",
    "months_chart.md",
    "province_wrapped.txt",
]

# E-mail: its broken lines are told by the blank ones between paragraphs, which Word has not.
BROKEN = {"waterworks_mail.txt"}


def text_of(name: str) -> str:
    return (annotated.SHAPES / name).read_text("utf-8")


@pytest.mark.parametrize("name", annotated.names())
def test_read_as_annotated(name: str) -> None:
    assert annotated.differences(annotated.expected(name), annotated.draft_of(name)) == []


@pytest.mark.parametrize("name", sorted({*annotated.names()} - BROKEN))
def test_the_same_in_word(name: str) -> None:
    word = read(variants.as_docx(text_of(name)), "plan.docx")
    assert word.as_json() == annotated.draft_of(name).as_json()


@pytest.mark.parametrize("name", PRINTED)
def test_the_same_on_paper(name: str) -> None:
    paper = read(variants.as_pdf(text_of(name)), "plan.pdf")
    assert paper.as_json() == annotated.draft_of(name).as_json()


@pytest.mark.parametrize("name", annotated.names())
def test_every_value_stands_where_it_says(name: str) -> None:
    draft = annotated.draft_of(name)
    for task in draft.tasks:
        assert words_at(draft, task.spans).replace(" ", "") == task.text.replace(" ", "")
        for unit in (*task.lead, *task.cooperating):
            assert words_at(draft, unit.spans) == unit.words
    assert PlanDraft.from_state(draft.to_state()) == draft


@pytest.mark.parametrize("name", annotated.names())
def test_nothing_that_is_read_is_called_unread(name: str) -> None:
    assert [
        doubt.words for doubt in annotated.draft_of(name).doubts if doubt.kind == "unread"
    ] == []
