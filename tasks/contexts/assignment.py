"""The page of one assignment: how it stands, what the plan says, its story, what one may do."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import F, Value
from django.urls import reverse

from accounts.badges import Badge
from accounts.models import User
from plans.status import PlanStatus
from tasks.actions.progress import is_own_report, wants_another
from tasks.contexts.difficulties import DifficultyLine, work_difficulties
from tasks.contexts.figures import WorkFigures, build_work_figures
from tasks.contexts.rows import NOBODY_HAS_LOOKED, deadline_of, timing_tone, where_words
from tasks.contexts.story import (
    EntryLine,
    entry_line,
    reported_line,
    story_page,
    to_take_back,
)
from tasks.models import Assignment, EntryKind, Extension, Part, ProgressEntry
from tasks.status import UNFINISHED, Hint, Status, badge_on, hint_on, status_on
from tasks.wording import day_words, timing_words
from units.policy import Capability
from units.querysets import capabilities_at

MOST_NAMED = 4  # leading units named before they are folded away


@dataclass(frozen=True)
class Party:
    """A unit, or a name outside the directory, with a part in the task."""

    name: str
    is_this: bool


@dataclass(frozen=True)
class OpenRequest:
    """A request for more time that waits for a decision."""

    pk: int
    words: str
    reason: str
    asked: str


@dataclass(frozen=True)
class AssignmentPage:
    """``deadline`` and ``deadline_notes`` say when; ``plan_words`` is the deadline as the plan puts
    it; the ``can_…`` say which forms the person gets; ``notice`` why there are none."""

    work: Assignment  # for the forms
    pk: int
    revision: int
    title: str
    where: str
    unit: str
    part: str
    officer: str
    badge: Badge
    timing: str
    timing_tone: str
    deadline: str
    deadline_notes: tuple[str, ...]
    plan_words: str
    percent: int
    is_undated: bool
    leads: tuple[Party, ...]
    cooperating: tuple[Party, ...]
    text: str
    category: str
    expected_product: str
    plan_pk: int
    plan_name: str
    parts_href: str  # the parts of the plan's tasks of this name, as a list
    flags: tuple[str, ...]
    entries: tuple[EntryLine, ...]
    entry_page: Page[ProgressEntry]
    request: OpenRequest | None
    reported: EntryLine | None
    figures: WorkFigures
    difficulties: tuple[DifficultyLine, ...]
    set_back: str
    can_record: bool
    can_ask_extension: bool
    can_confirm: bool
    can_decide: bool
    can_name_officer: bool
    can_suspend: bool
    can_resume: bool
    can_cancel: bool
    can_hand_over: bool
    can_withdraw: bool
    can_remind: bool
    notice: str

    @property
    def groups(self) -> frozenset[str]:
        """The groups of forms that the person gets (``tasks.forms.work``)."""
        may = {
            "record": self.can_record,
            "confirm": self.can_confirm,
            "decide": self.can_decide,
            "officer": self.can_name_officer,
            "direct": self.can_direct,
        }
        return frozenset(group for group, can in may.items() if can)

    @property
    def acts(self) -> bool:
        """Whether there is anything for the person to do here."""
        asked = self.can_record or self.can_confirm or self.request is not None
        return asked or self.can_name_officer or self.can_direct

    @property
    def folds_leads(self) -> bool:
        """Whether so many units lead that only their number is shown at first."""
        return len(self.leads) > MOST_NAMED

    @property
    def can_direct(self) -> bool:
        """Whether the person gets any of the forms that are out of the ordinary."""
        return self.can_suspend or self.can_resume or self.can_cancel or self.can_hand_over


def build_assignment_page(
    assignment: Assignment, user: User, *, today: datetime.date, page: str | None = None
) -> AssignmentPage:
    """The page of an assignment for a person on a day; ``page`` is the page of its story.

    The assignment must be one that the person may see.
    """
    work = _fetched(assignment, user, today)
    status, hint = status_on(today, work.facts), hint_on(today, work.facts)
    asked = list(work.extensions.select_related("asked_by")) if _has(work, "extensions") else []
    request = next((one for one in asked if one.decided_on is None), None)
    capabilities = (
        capabilities_at(user, work.unit_id) if work.task.plan.released_on else frozenset()
    )
    may: dict[str, Any] = _may(work, user, status, hint, request, capabilities)
    entries = story_page(work, page)
    back = to_take_back(work, user, entries)
    return AssignmentPage(
        work=work,
        pk=work.pk,
        revision=work.revision,
        title=work.task.title,
        where=where_words(work),
        unit=work.unit.name,
        part=work.get_part_display(),
        officer=str(work.officer or ""),
        badge=badge_on(today, work.facts),
        timing=timing_words(today, work.facts),
        timing_tone=timing_tone(status, hint),
        deadline=deadline_of(work),
        deadline_notes=_deadline_notes(work, asked),
        percent=work.percent,
        is_undated=work.due_on is None,
        **_what_the_plan_says(work),
        flags=_flags(work, status),
        entries=tuple(
            entry_line(entry, back, may_withdraw=may["can_withdraw"])
            for entry in entries.object_list
        ),
        entry_page=entries,
        request=_open_request(work, request) if request else None,
        reported=reported_line(work) if hint is Hint.WAITING else None,
        figures=build_work_figures(work, user),
        difficulties=work_difficulties(work) if _has(work, "difficulties") else (),
        set_back=_set_back(work) if hint is Hint.WAITING else "",
        notice=_notice(work, status) or _own_report(work, user, hint),
        can_remind=_can_remind(work, status, today) and Capability.REMIND in capabilities,
        **may,
    )


def _what_the_plan_says(work: Assignment) -> dict[str, Any]:
    """The task in the plan's own words, and whom it names."""
    task, plan = work.task, work.task.plan
    return {
        "plan_words": task.deadline_words,
        **_parties(work),
        "text": task.text,
        "category": task.get_category_display(),
        "expected_product": task.expected_product,
        "plan_pk": plan.pk,
        "parts_href": f"{reverse('tasks:assignments')}?"
        + urlencode({"plan": plan.pk, "q": task.title[:90]}),
        "plan_name": f"{plan.full_number} – {plan.title}",
    }


def _fetched(assignment: Assignment, user: User, today: datetime.date) -> Assignment:
    """The row with all that the page says of it: as it came, where it was asked so, else anew."""
    if hasattr(assignment, "has_targets"):
        return assignment
    return Assignment.objects.for_page(user, today).get(pk=assignment.pk)


def _has(work: Assignment, part: str) -> bool:
    return bool(vars(work)[f"has_{part}"])


def _may(
    work: Assignment,
    user: User,
    status: Status,
    hint: Hint | None,
    request: Extension | None,
    capabilities: frozenset[Capability],
) -> dict[str, bool]:
    """Which forms the person gets: what the policy allows and the state of the work leaves open."""
    in_force = work.task.plan.status not in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED)
    waiting = hint is Hint.WAITING
    running = in_force and status in UNFINISHED and not waiting
    may_edit = Capability.RECORD_PROGRESS in capabilities
    can_record = running and may_edit
    return {
        "can_record": can_record,
        "can_ask_extension": can_record and work.due_on is not None and request is None,
        "can_confirm": waiting
        and Capability.CONFIRM_WORK in capabilities
        and not (is_own_report(work, user) and wants_another(work)),
        "can_withdraw": may_edit and in_force and work.confirmed_on is None,
        "can_decide": in_force
        and request is not None
        and Capability.DECIDE_EXTENSION in capabilities,
        **_may_direct(status if in_force else Status.CANCELLED, capabilities, waiting=waiting),
    }


def _may_direct(
    status: Status, capabilities: frozenset[Capability], *, waiting: bool
) -> dict[str, bool]:
    """The forms out of the ordinary: who sees to it, a pause, the end, another unit."""
    suspended = status is Status.SUSPENDED
    is_open = suspended or status in UNFINISHED
    directs = is_open and Capability.ASSIGN_WORK in capabilities
    return {
        "can_name_officer": is_open and Capability.ASSIGN_OFFICERS in capabilities,
        "can_suspend": directs and not suspended,
        "can_resume": directs and suspended,
        "can_cancel": directs,
        "can_hand_over": directs and not waiting,
    }


def _can_remind(work: Assignment, status: Status, today: datetime.date) -> bool:
    return status in UNFINISHED and work.finished_on is None and work.starts_on <= today


def _deadline_notes(work: Assignment, asked: Sequence[Extension]) -> tuple[str, ...]:
    """What has happened to the planned day: "gốc 01/11/2026, gia hạn 1 lần"."""
    granted = sum(1 for extension in asked if extension.granted)
    if not granted or work.planned_on is None:
        return ()
    return (f"gốc {day_words(work.planned_on)}", f"gia hạn {granted} lần")


def _parties(work: Assignment) -> dict[str, tuple[Party, ...]]:
    """Who has a part in the task, each once, whatever the number of periods; this unit, the others
    in their order, then the names outside the directory."""
    given = work.task.assignments.filter(cancelled_on__isnull=True).order_by()
    units = given.values_list("part", "unit__sort_name", "unit_id", "unit__name")
    outside = work.task.outside_parties.order_by().values_list("part", Value(""), -F("pk"), "name")
    found = sorted(
        units.union(outside),
        key=lambda row: (row[2] != work.unit_id, row[2] < 0, row[1], abs(row[2])),
    )
    return {
        name: tuple(
            Party(called, is_this=unit == work.unit_id)
            for part, _, unit, called in found
            if part == wanted
        )
        for name, wanted in (("leads", Part.LEAD), ("cooperating", Part.COOPERATING))
    }


def _flags(work: Assignment, status: Status) -> tuple[str, ...]:
    flags = []
    if status is Status.ONGOING and not getattr(work, "has_evidence", True):
        flags.append("Chưa có minh chứng kỳ này")
    if status in UNFINISHED and not getattr(work, "was_opened", True):
        flags.append(NOBODY_HAS_LOOKED)
    return tuple(flags)


def _notice(work: Assignment, status: Status) -> str:
    """Why nobody can do anything here; "" where somebody can."""
    if work.task.plan.status in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED):
        return f"Kế hoạch này {work.task.plan.status_label.lower()}, công việc không cập nhật nữa."
    if status is Status.SUSPENDED:
        return "Công việc đang tạm dừng, chưa cập nhật được."
    if status is Status.CANCELLED:
        return "Công việc đã hủy."
    return ""


# --- what stands beside it ------------------------------------------------------------------------
def _set_back(work: Assignment) -> str:
    """How far the day of finishing was set back: what whoever confirms should know."""
    told = work.entries.filter(kind=EntryKind.DONE).order_by("-pk")
    on = told.values_list("on", flat=True).first()
    if on is None or work.finished_on is None or work.finished_on >= on:
        return ""
    days = (on - work.finished_on).days
    return (
        f"Báo ngày {day_words(on)}, ghi hoàn thành ngày {day_words(work.finished_on)}:"
        f" lùi {days} ngày."
    )


def _own_report(work: Assignment, user: User, hint: Hint | None) -> str:
    if hint is not Hint.WAITING or not (is_own_report(work, user) and wants_another(work)):
        return ""
    return "Bạn đã báo hoàn thành việc này; người khác có quyền xác nhận sẽ xác nhận."


def _open_request(work: Assignment, extension: Extension) -> OpenRequest:
    ends_on = work.task.plan.ends_on
    beyond = f", sau khi kế hoạch kết thúc ({day_words(ends_on)})"
    words = f"Từ {day_words(extension.due_before)} đến {day_words(extension.due_asked)}"
    return OpenRequest(
        pk=extension.pk,
        words=words + (beyond if extension.due_asked > ends_on else ""),
        reason=extension.reason,
        asked=f"{extension.asked_by}, {day_words(extension.asked_on)}",
    )
