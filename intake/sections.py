"""One draft as it is checked: what was read, the names and their choices, and the sections into
which the page is cut."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.change_forms import ChangeForm
from accounts.models import User
from intake.actions import names_in, open_names, working_draft
from intake.citations import names_elsewhere
from intake.drafting import edit
from intake.drafting.draft import Said, WorkingDraft
from intake.drafting.outline import Names
from intake.forms.choices import ChoicesForm, field_name, is_large
from intake.forms.header import CitationsForm, EndingForm, HeaderForm
from intake.forms.work import DutyForm, SplitForm, TaskForm
from intake.models import Intake
from intake.targets import Indicators
from reading.draft import DutyDraft, TaskDraft
from tasks.models import Indicator
from units.matching import Match

# The sections of the page, as they stand in addresses and ids.
HEADER, CITATIONS, ENDING = "thong-tin", "can-cu", "noi-nhan"
INCOMPLETE = "thieu"  # the filter: the tasks that are not clear in every way
IN_DOUBT = "diem"  # the filter: the tasks of which something is to be looked at
NEW_TASK, NEW_DUTY = "nv-moi", "bc-moi"
_KEYED = re.compile(r"(nv|bc|tach)-(\d{1,9})")

Form = ChangeForm | CitationsForm
_WHOLE: dict[str, Any] = {HEADER: HeaderForm, CITATIONS: CitationsForm, ENDING: EndingForm}


@dataclass(frozen=True)
class OpenDraft:
    """One document being checked by one person.

    ``holder``: another person who is at work on it; ``may_create``: whether units may be added from
    here; ``only``: which tasks are shown ("" all of them); ``indicators``: what the agency counts.
    """

    intake: Intake
    working: WorkingDraft
    names: Names
    today: datetime.date
    holder: User | None = None
    may_create: bool = False
    only: str = ""
    indicators: Indicators = ()

    @property
    def choices(self) -> dict[str, str]:
        return dict(self.intake.choices)

    @property
    def search(self) -> str:
        """Where units are looked up while one types, "" where the page lists them all."""
        large = is_large(self.names.matcher)
        return reverse("intake:find_units", args=[self.intake.pk]) if large else ""

    def matches(self) -> list[Match]:
        """Every name in the draft with what it stands for, in the plan's order."""
        return [
            self.names.match(words) for words in names_in(self.working.plan, self.names.matcher)
        ]

    def open_questions(self) -> list[Match]:
        return [match for match in self.matches() if match.is_unsettled]


def load_draft(intake: Intake, today: datetime.date, **asker: Any) -> OpenDraft:
    """The draft of a document as it stands; the number of queries is fixed.

    ``asker``: what depends on the person (``holder``, ``may_create``, ``only`` of OpenDraft).
    """
    counted = Indicator.objects.filter(agency=intake.issuer_id).used_on(today)
    return OpenDraft(
        intake,
        working_draft(intake),
        open_names(intake, today),
        today,
        indicators=tuple(counted.order_by("order", "pk")),
        **asker,
    )


def task_section(key: int) -> str:
    return f"nv-{key}"


def split_section(key: int) -> str:
    return f"tach-{key}"


def duty_section(key: int) -> str:
    return f"bc-{key}"


def key_of(section: str, kind: str) -> int | None:
    """The key in "nv-12" for the kind "nv", else None."""
    found = _KEYED.fullmatch(section)
    return int(found[2]) if found and found[1] == kind else None


def section_form(opened: OpenDraft, section: str, data: Any = None) -> Form | None:
    """The form of a section, filled from the draft or with ``data``; None where there is no such
    section (any more)."""
    ids = f"{section}-%s"
    if section in _WHOLE:
        more: dict[str, Any] = {}
        if section == CITATIONS:
            more["elsewhere"] = names_elsewhere(opened.intake, opened.working.plan)
        whole: Form = _WHOLE[section](data, working=opened.working, auto_id=ids, **more)
        return whole
    if section.startswith("ten-"):
        return _name_form(opened, section, data)
    if section.startswith("nv-"):
        task = opened.working.task(key_of(section, "nv"))
        task = TaskDraft("", "") if section == NEW_TASK else task
        return _work_form(TaskForm, opened, task, data, section) if task else None
    if section.startswith("bc-"):
        duty = opened.working.duty(key_of(section, "bc"))
        duty = DutyDraft("", "") if section == NEW_DUTY else duty
        return _work_form(DutyForm, opened, duty, data, section) if duty else None
    task = opened.working.task(key_of(section, "tach"))
    return SplitForm(data, task=task, auto_id=ids) if task else None


def applied(opened: OpenDraft, section: str, form: Any) -> tuple[WorkingDraft, dict[str, str], str]:
    """The draft and the choices with what a valid form of the section says, and the section that
    then holds it (a new task has got its key)."""
    if isinstance(form, TaskForm):
        working, key = opened.working.with_task(key_of(section, "nv"), form.task())
        return working.with_said(key, **form.said()), form.chosen(), task_section(key)
    if isinstance(form, DutyForm):
        working, key = opened.working.with_duty(key_of(section, "bc"), form.duty())
        return working.with_said(key, **form.said()), form.chosen(), duty_section(key)
    if isinstance(form, SplitForm):
        return _split(opened, key_of(section, "tach") or 0, form)
    if isinstance(form, ChoicesForm):
        return opened.working, form.chosen(), section
    return form.apply(), opened.choices, section


def _split(
    opened: OpenDraft, key: int, form: SplitForm
) -> tuple[WorkingDraft, dict[str, str], str]:
    task = opened.working.task(key)
    working, keys = edit.split(opened.working, key, form.places())
    ref = f" {task.ref}" if task and task.ref else ""
    said = f"Đã tách nhiệm vụ{ref} thành {len(keys)} nhiệm vụ."
    return working.remembering(opened.working, said), opened.choices, task_section(key)


def questions_form(opened: OpenDraft, data: Any = None) -> ChoicesForm:
    """The form with one choice for each name that nobody has settled."""
    return _choices_form(opened, opened.open_questions(), data)


def _name_form(opened: OpenDraft, section: str, data: Any) -> ChoicesForm | None:
    found = [match for match in opened.matches() if field_name(match.words) == section]
    return _choices_form(opened, found[:1], data) if found else None


def _choices_form(opened: OpenDraft, matches: list[Match], data: Any) -> ChoicesForm:
    return ChoicesForm(
        data,
        matches=matches,
        matcher=opened.names.matcher,
        choices=opened.choices,
        search=opened.search,
    )


def _work_form(
    form: Any, opened: OpenDraft, draft: TaskDraft | DutyDraft, data: Any, section: str
) -> Form:
    is_task = isinstance(draft, TaskDraft)
    key = key_of(section, "nv" if is_task else "bc")
    made: Form = form(
        data,
        names=opened.names,
        matches=tuple(match for match in _matches_of(opened, draft) if match.is_unsettled),
        choices=opened.choices,
        said=opened.working.said_of(key) if key else Said(),
        search=opened.search,
        auto_id=f"{section}-%s",
        **({"task": draft, "indicators": opened.indicators} if is_task else {"duty": draft}),
    )
    return made


def _matches_of(opened: OpenDraft, draft: TaskDraft | DutyDraft) -> list[Match]:
    if isinstance(draft, DutyDraft):
        return list(opened.names.match_all(draft.reporter))
    words = dict.fromkeys(name.words for name in (*draft.lead, *draft.cooperating))
    return [opened.names.match(one) for one in words]
