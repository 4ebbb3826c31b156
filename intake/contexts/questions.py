"""The names that nobody has settled: where each stands and what it might be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from intake.contexts.concern import Link
from intake.forms import ChoicesForm
from intake.forms.choices import field_name
from intake.sections import Desk, duty_section, task_section
from units.matching import How
from vietnamese.text import fold

SHOWN = 6


@dataclass(frozen=True)
class Question:
    """A name to settle: ``field`` to choose in, ``typed`` to type in (None in a small agency),
    ``why`` it is asked, ``links`` to where it stands, ``more`` what there are no links for."""

    section: str
    words: str
    why: str
    field: forms.BoundField
    typed: forms.BoundField | None
    links: tuple[Link, ...]
    more: str
    may_be_new: bool


def build_questions(desk: Desk, form: ChoicesForm) -> tuple[Question, ...]:
    """One question for each name of the form, in the plan's order."""
    stand = _standing(desk)
    return tuple(
        _question(desk, words, field, typed, stand)
        for words, (field, typed) in zip(form.units.words.values(), form.units.pairs, strict=True)
    )


def _question(
    desk: Desk,
    words: str,
    field: forms.BoundField,
    typed: forms.BoundField | None,
    stand: Mapping[str, list[Link]],
) -> Question:
    match = desk.names.matcher.unaided(words)
    ambiguous = match.how is How.AMBIGUOUS
    links = stand.get(fold(words), [])
    return Question(
        section=field_name(words),
        words=words,
        why="có thể là nhiều đơn vị" if ambiguous else "chưa có trong danh mục",
        field=field,
        typed=typed,
        links=tuple(links[:SHOWN]),
        more=f"và {len(links) - SHOWN} mục khác" if len(links) > SHOWN else "",
        may_be_new=not ambiguous,
    )


def _standing(desk: Desk) -> dict[str, list[Link]]:
    """For each name, folded, the tasks and reports in which it stands."""
    found: dict[str, dict[str, Link]] = defaultdict(dict)
    for key, task in desk.working.keyed_tasks():
        for name in (*task.lead, *task.cooperating):
            link = Link(task.ref or "không số", task_section(key))
            found[fold(name.words)].setdefault(link.section, link)
    for key, duty in desk.working.keyed_duties():
        for match in desk.names.match_all(duty.reporter):
            link = Link(f"báo cáo {duty.ref}".strip(), duty_section(key))
            found[fold(match.words)].setdefault(link.section, link)
    return {words: list(links.values()) for words, links in found.items()}
