"""What lies on the desk while one document is checked: the draft, the names and their choices, and
the sections into which the page is cut."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django import forms

from intake.actions import names_in, open_names, working_draft
from intake.forms import ChoicesForm, CitationsForm, DutyForm, EndingForm, HeaderForm, TaskForm
from intake.forms.choices import field_name
from intake.models import Intake
from intake.outline import Names
from intake.reading.draft import DutyDraft, TaskDraft
from intake.working import WorkingDraft
from units.matching import Match

# The sections of the page, as they stand in addresses and ids.
HEADER, CITATIONS, ENDING = "thong-tin", "can-cu", "noi-nhan"
NEW_TASK, NEW_DUTY = "nv-moi", "bc-moi"
_KEYED = re.compile(r"(nv|bc)-(\d{1,9})")

Form = forms.BaseForm | forms.BaseFormSet[Any]
_WHOLE: dict[str, Any] = {HEADER: HeaderForm, CITATIONS: CitationsForm, ENDING: EndingForm}


@dataclass(frozen=True)
class Desk:
    """One document being checked by one person."""

    intake: Intake
    working: WorkingDraft
    names: Names
    today: datetime.date

    @property
    def choices(self) -> dict[str, str]:
        return dict(self.intake.choices)

    def matches(self) -> list[Match]:
        """Every name in the draft with what it stands for, in the plan's order."""
        return [
            self.names.match(words) for words in names_in(self.working.plan, self.names.matcher)
        ]

    def open_questions(self) -> list[Match]:
        return [match for match in self.matches() if match.is_unsettled]


def open_desk(intake: Intake, today: datetime.date) -> Desk:
    """The desk for a document as it stands; the number of queries is fixed."""
    return Desk(intake, working_draft(intake), open_names(intake, today), today)


def task_section(key: int) -> str:
    return f"nv-{key}"


def duty_section(key: int) -> str:
    return f"bc-{key}"


def key_of(section: str, kind: str) -> int | None:
    """The key in "nv-12" for the kind "nv", else None."""
    found = _KEYED.fullmatch(section)
    return int(found[2]) if found and found[1] == kind else None


def section_form(desk: Desk, section: str, data: Any = None) -> Form | None:
    """The form of a section, filled from the draft or with ``data``; None where there is no such
    section (any more)."""
    ids = f"{section}-%s"
    if section in _WHOLE:
        whole: Form = _WHOLE[section](data, working=desk.working, auto_id=ids)
        return whole
    if section.startswith("ten-"):
        return _name_form(desk, section, data)
    if section.startswith("nv-"):
        task = desk.working.task(key_of(section, "nv"))
        task = TaskDraft("", "") if section == NEW_TASK else task
        return _work_form(TaskForm, desk, task, data, ids) if task else None
    if section.startswith("bc-"):
        duty = desk.working.duty(key_of(section, "bc"))
        duty = DutyDraft("", "") if section == NEW_DUTY else duty
        return _work_form(DutyForm, desk, duty, data, ids) if duty else None
    return None


def applied(desk: Desk, section: str, form: Any) -> tuple[WorkingDraft, dict[str, str], str]:
    """The draft and the choices with what a valid form of the section says, and the section that
    then holds it (a new task has got its key)."""
    if isinstance(form, TaskForm):
        working, key = desk.working.with_task(key_of(section, "nv"), form.task())
        return working, form.chosen(), task_section(key)
    if isinstance(form, DutyForm):
        working, key = desk.working.with_duty(key_of(section, "bc"), form.duty())
        return working, form.chosen(), duty_section(key)
    if isinstance(form, ChoicesForm):
        return desk.working, form.chosen(), section
    return form.apply(), desk.choices, section


def questions_form(desk: Desk, data: Any = None) -> ChoicesForm:
    """The form with one choice for each name that nobody has settled."""
    return _choices_form(desk, desk.open_questions(), data)


def _name_form(desk: Desk, section: str, data: Any) -> ChoicesForm | None:
    found = [match for match in desk.matches() if field_name(match.words) == section]
    return _choices_form(desk, found[:1], data) if found else None


def _choices_form(desk: Desk, matches: list[Match], data: Any) -> ChoicesForm:
    return ChoicesForm(data, matches=matches, matcher=desk.names.matcher, choices=desk.choices)


def _work_form(form: Any, desk: Desk, draft: TaskDraft | DutyDraft, data: Any, ids: str) -> Form:
    of = {"task": draft} if isinstance(draft, TaskDraft) else {"duty": draft}
    asked = tuple(match for match in _matches_of(desk, draft) if match.is_unsettled)
    made: Form = form(
        data, names=desk.names, matches=asked, choices=desk.choices, auto_id=ids, **of
    )
    return made


def _matches_of(desk: Desk, draft: TaskDraft | DutyDraft) -> list[Match]:
    if isinstance(draft, DutyDraft):
        return list(desk.names.match_all(draft.reporter))
    words = dict.fromkeys(name.words for name in (*draft.lead, *draft.cooperating))
    return [desk.names.match(one) for one in words]
