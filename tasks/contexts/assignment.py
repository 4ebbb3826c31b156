"""The page of one assignment: how it stands, what the plan says, its story, what one may do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from accounts.badges import Badge
from accounts.models import User
from plans.status import PlanStatus
from tasks.actions.progress import is_own_report, wants_another
from tasks.contexts.difficulties import DifficultyLine, work_difficulties
from tasks.contexts.figures import WorkFigures, build_work_figures
from tasks.contexts.rows import NOBODY_HAS_LOOKED, deadline_of, where_words
from tasks.contexts.story import (
    EntryLine,
    entry_line,
    reported_line,
    story_pages,
    to_take_back,
)
from tasks.models import Assignment, EntryKind, Extension, Part, ProgressEntry
from tasks.querysets import AssignmentQuerySet
from tasks.status import UNFINISHED, Hint, Status, hint_on, look_on, status_on
from tasks.wording import day_words, timing_words

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

    pk: int
    revision: int
    title: str
    where: str
    unit: str
    part: str
    officer: str
    look: Badge
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
    work = _fetched(assignment, today)
    status, hint = status_on(today, work.facts), hint_on(today, work.facts)
    request = work.extensions.filter(decided_on__isnull=True).select_related("asked_by").first()
    may: dict[str, Any] = {**_may(work, user, status, hint, request)}
    entries = story_pages(work).get_page(page)
    back = to_take_back(work, user)
    return AssignmentPage(
        pk=work.pk,
        revision=work.revision,
        title=work.task.title,
        where=where_words(work),
        unit=work.unit.name,
        part=work.get_part_display(),
        officer=str(work.officer or ""),
        look=look_on(today, work.facts),
        timing=timing_words(today, work.facts),
        timing_tone=_tone(status, hint),
        deadline=deadline_of(work),
        deadline_notes=_deadline_notes(work),
        percent=work.percent,
        is_undated=work.due_on is None,
        **_what_the_plan_says(work),
        flags=_flags(work, status),
        entries=tuple(
            entry_line(entry, back, may_withdraw=may["can_withdraw"])
            for entry in entries.object_list
        ),
        entry_page=entries,
        request=_open_request(request) if request else None,
        reported=reported_line(work) if hint is Hint.WAITING else None,
        figures=build_work_figures(work, user),
        difficulties=work_difficulties(work),
        set_back=_set_back(work) if hint is Hint.WAITING else "",
        notice=_notice(work, status) or _own_report(work, user, hint),
        can_remind=_can_remind(work, user, status, today),
        **may,
    )


def _what_the_plan_says(work: Assignment) -> dict[str, Any]:
    """The task in the plan's own words, and whom it names."""
    task, plan = work.task, work.task.plan
    return {
        "plan_words": task.deadline_words,
        "leads": _parties(work, Part.LEAD),
        "cooperating": _parties(work, Part.COOPERATING),
        "text": task.text,
        "category": task.get_category_display(),
        "expected_product": task.expected_product,
        "plan_pk": plan.pk,
        "plan_name": f"{plan.full_number} – {plan.title}",
    }


def _fetched(assignment: Assignment, today: datetime.date) -> Assignment:
    """The row with all that the page says of it, read afresh."""
    rows = (
        Assignment.objects.with_evidence_this_cycle(today)
        .with_opened()
        .select_related("task__plan", "unit", "officer")
    )
    return rows.prefetch_related("extensions", "task__outside_parties").get(pk=assignment.pk)


def _may(
    work: Assignment, user: User, status: Status, hint: Hint | None, request: Extension | None
) -> dict[str, bool]:
    """Which forms the person gets: what the policy allows and the state of the work leaves open."""
    in_force = work.task.plan.status not in (PlanStatus.REVOKED, PlanStatus.SUPERSEDED)
    running = (
        in_force
        and status in (Status.OPEN, Status.OVERDUE, Status.ONGOING)
        and hint is not Hint.WAITING
    )
    own = Assignment.objects.filter(pk=work.pk)
    may_edit = own.editable_by(user).exists()
    can_record = running and may_edit
    waiting = hint is Hint.WAITING
    return {
        "can_record": can_record,
        "can_ask_extension": can_record and work.due_on is not None and request is None,
        "can_confirm": waiting
        and own.confirmable_by(user).exists()
        and not (is_own_report(work, user) and wants_another(work)),
        "can_withdraw": may_edit and in_force and work.confirmed_on is None,
        "can_decide": in_force
        and request is not None
        and Extension.objects.decidable_by(user).filter(pk=request.pk).exists(),
        **_may_direct(own, user, status if in_force else Status.CANCELLED, waiting=waiting),
    }


def _may_direct(
    own: AssignmentQuerySet, user: User, status: Status, *, waiting: bool
) -> dict[str, bool]:
    """The forms out of the ordinary: who sees to it, a pause, the end, another unit."""
    suspended = status is Status.SUSPENDED
    is_open = suspended or status in UNFINISHED
    directs = is_open and own.directed_by(user).exists()
    return {
        "can_name_officer": is_open and own.staffed_by(user).exists(),
        "can_suspend": directs and not suspended,
        "can_resume": directs and suspended,
        "can_cancel": directs,
        "can_hand_over": directs and not waiting,
    }


def _can_remind(work: Assignment, user: User, status: Status, today: datetime.date) -> bool:
    to_do = status in UNFINISHED and work.finished_on is None and work.starts_on <= today
    return to_do and Assignment.objects.filter(pk=work.pk).remindable_by(user).exists()


def _tone(status: Status, hint: Hint | None) -> str:
    if status is Status.OVERDUE:
        return "overdue"
    return "due-soon" if hint is Hint.DUE_SOON else ""


def _deadline_notes(work: Assignment) -> tuple[str, ...]:
    """What has happened to the planned day: "gốc 01/11/2026, gia hạn 1 lần"."""
    granted = sum(1 for extension in work.extensions.all() if extension.granted)
    if not granted or work.planned_on is None:
        return ()
    return (f"gốc {day_words(work.planned_on)}", f"gia hạn {granted} lần")


def _parties(work: Assignment, part: Part) -> tuple[Party, ...]:
    """Who has this part in the task, each once, whatever the number of periods."""
    given = work.task.assignments.filter(part=part, cancelled_on__isnull=True).order_by()
    units = given.values_list("unit__sort_name", "unit_id", "unit__name").distinct()
    outside = [one.name for one in work.task.outside_parties.all() if one.part == part]
    return (
        *(Party(name, is_this=pk == work.unit_id) for _, pk, name in sorted(units)),
        *(Party(name, is_this=False) for name in outside),
    )


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


def _open_request(extension: Extension) -> OpenRequest:
    ends_on = extension.assignment.task.plan.ends_on
    beyond = f", sau khi kế hoạch kết thúc ({day_words(ends_on)})"
    words = f"Từ {day_words(extension.due_before)} đến {day_words(extension.due_asked)}"
    return OpenRequest(
        pk=extension.pk,
        words=words + (beyond if extension.due_asked > ends_on else ""),
        reason=extension.reason,
        asked=f"{extension.asked_by}, {day_words(extension.asked_on)}",
    )
