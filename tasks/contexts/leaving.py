"""The page on which somebody leaves a unit: what is open, and what the unit will lack."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BoundField

from tasks.contexts.rows import WorkRow, work_row
from tasks.forms.leaving import LeaveForm
from tasks.models import Assignment
from units.administrators import check_administrator_stays
from units.models import Membership
from units.people.scopes import OFFICER_ROLES
from units.policy import ROLE_LABELS, Role


@dataclass(frozen=True)
class LeavePage:
    """``warnings`` say what the unit will lack, ``refusal`` why the role cannot end, or ""."""

    person_pk: int
    person: str
    role: str
    unit: str
    since: str
    work: tuple[tuple[WorkRow, BoundField], ...]
    open_work: int  # those that are not in ``work`` go by the common answer
    warnings: tuple[str, ...]
    refusal: str


def build_leaving(membership: Membership, form: LeaveForm, *, today: datetime.date) -> LeavePage:
    """The page for ending a role; ``form`` holds the open work and its answers."""
    since = membership.started_on
    return LeavePage(
        person_pk=membership.user_id,
        person=str(membership.user),
        role=ROLE_LABELS[Role(membership.role)],
        unit=membership.unit.name,
        since=f"từ {since:%d/%m/%Y}" if since else "",
        work=tuple((work_row(work, today), field) for work, field in form.answers()),
        open_work=len(form.open_work),
        warnings=_warnings(membership),
        refusal=_refusal(membership),
    )


def _warnings(membership: Membership) -> tuple[str, ...]:
    """The last of a unit to record progress, or to confirm it, leaves a gap while work is open."""
    unit, role = membership.unit, Role(membership.role)
    if role not in OFFICER_ROLES:
        return ()
    others = Membership.objects.held().filter(unit=unit).exclude(pk=membership.pk)
    remaining = {Role(value) for value in others.values_list("role", flat=True)}
    open_work = Assignment.objects.filter(unit=unit).unfinished().in_force().count()
    if not open_work:
        return ()
    if not remaining & set(OFFICER_ROLES):
        gap = f"{unit} không còn ai cập nhật tiến độ cho {open_work} việc đang làm."
        return (f"Sau khi thôi, {gap} Hãy cử người khác vào đơn vị.",)
    if role is Role.HEAD and Role.HEAD not in remaining:
        gap = f"{unit} không còn trưởng đơn vị trong khi có {open_work} việc đang làm"
        return (f"Sau khi thôi, {gap}; việc báo hoàn thành sẽ do đầu mối tổng hợp xác nhận.",)
    return ()


def _refusal(membership: Membership) -> str:
    try:
        check_administrator_stays(Q(pk=membership.pk))
    except ValidationError as error:
        return error.messages[0]
    return ""
