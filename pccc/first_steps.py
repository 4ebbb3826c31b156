"""The first steps of an empty office: units, people, the first plan, the first report.

Each first page says which step is next, and for whom, until all are done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from plans.models import Plan
from reports.models import ComplianceReport
from units.guards import capabilities
from units.models import Membership, Unit
from units.policy import Capability
from units.querysets import roles_held


@dataclass(frozen=True)
class Step:
    """``href`` is where the person takes it; "" where others do."""

    title: str
    words: str
    done: bool
    is_next: bool
    href: str
    action: str
    icon: str


_STEPS = (
    ("Đơn vị", "Nhập danh sách đơn vị từ bảng tính đang có.", "Nhập danh sách đơn vị",
     "units:import_units", Capability.MANAGE_UNITS, "người quản trị nhập danh sách đơn vị"),
    ("Người dùng", "Nhập người dùng kèm vai trò, rồi gửi thư mời.", "Nhập danh sách người dùng",
     "units:import_people", Capability.MANAGE_PEOPLE, "người quản trị mời người dùng"),
    ("Kế hoạch", "Đưa văn bản kế hoạch vào, kiểm tra và giao việc.", "Đưa kế hoạch vào",
     "intake:new", Capability.IMPORT_PLANS, "đầu mối tổng hợp đưa kế hoạch vào"),
    ("Báo cáo đầu tiên", "Lập báo cáo kết quả thực hiện khi đến kỳ.", "Lập báo cáo",
     "reports:new_report", Capability.PRODUCE_REPORTS, "đầu mối tổng hợp lập báo cáo"),
)  # fmt: skip
_REPORT = 3


def first_steps(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``first_steps`` asks only where a template shows them."""
    return {"first_steps": SimpleLazyObject(lambda: build_first_steps(request))}


def build_first_steps(request: HttpRequest) -> tuple[Step, ...]:
    """The steps of the person's office; none where all are done that concern the person."""
    user = request.user
    if not isinstance(user, User):
        return ()
    may = capabilities(request)
    reports = Capability.PRODUCE_REPORTS in may
    concern = _STEPS if reports else _STEPS[:_REPORT]
    done = _done(user, reports=reports)
    if all(done[: len(concern)]):
        return ()
    first = done.index(False)
    return tuple(
        Step(
            title=title,
            words=words if capability in may else f"Chờ {others}.",
            done=done[place],
            is_next=place == first,
            href=reverse(route) if capability in may else "",
            action=action,
            icon="circle-check" if done[place] else "circle-dotted",
        )
        for place, (title, words, action, route, capability, others) in enumerate(concern)
    )


def _done(user: User, *, reports: bool) -> list[bool]:
    """Which steps are done; the last is asked only of those whom it concerns (``reports``)."""
    held = [unit for unit, _ in roles_held(user)]
    # A plan is the office's also where it gives the person nothing to do.
    made = [Exists(Plan.objects.filter(issuer__descendant_links__unit__in=held).order_by())]
    if reports:
        made.append(Exists(ComplianceReport.objects.visible_to(user).order_by()))
    plans, *reported = User.objects.filter(pk=user.pk).values_list(*made)[0]
    if any(reported):
        # An office that has reported has had plans, units and people.
        return [True] * len(_STEPS)
    units = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
    people = Membership.objects.held().filter(unit__in=units).exclude(user=user)
    return [
        # An office that works on a plan has had its units and people.
        plans or units.order_by()[:2].count() > 1,
        plans or people.exists(),
        plans,
        False,
    ]
