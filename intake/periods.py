"""For which time a plan is made, and what was assumed where it does not say.  PURE."""

from __future__ import annotations

import datetime
from enum import Enum, auto

from plans.deadlines import DeadlineKind
from plans.schedule import Period, year_of
from reading.draft import PlanDraft
from reading.understand.plan_time import newest, time_in_title


class Basis(Enum):
    """What a plan's time rests on."""

    SAID = auto()  # its title or its first paragraphs
    ISSUED = auto()  # the calendar year of its day of issue
    CITED = auto()  # it cannot be older than the newest document that it cites
    TODAY = auto()  # nothing in the plan: the year in which it is brought in


GUESSES = frozenset({Basis.CITED, Basis.TODAY})


def plan_period(plan: PlanDraft, on: datetime.date) -> Period:
    """The time that the plan names; else the calendar year in which it was issued; else from the
    day of the newest document it cites to that year's end; else the year of ``on``."""
    issued = _issued_year(plan)
    if plan.starts_on and plan.ends_on:
        days = map(datetime.date.fromisoformat, (plan.starts_on, plan.ends_on))
        return Period("", *days)
    if said := time_in_title(plan.title or "", issued):
        return Period("", said.starts_on, said.ends_on)
    cited = newest_cited(plan)
    if issued is None and cited:
        return Period("", cited, datetime.date(cited.year, 12, 31))
    year = year_of(datetime.date(issued, 1, 1) if issued else on)
    return Period("", year.starts_on, year.ends_on)


def runs_on(plan: PlanDraft) -> bool:
    """Whether a plan that names no end wants something every year: an office goes on with it each
    year until the plan is ended, replaced or revoked."""
    due = (*(task.deadline for task in plan.tasks), *(duty.deadline for duty in plan.report_duties))
    is_yearly = any(one.kind is DeadlineKind.YEARLY for one in due)
    return is_yearly and basis_of(plan) is not Basis.SAID


def period_so_far(plan: PlanDraft, on: datetime.date) -> Period:
    """As ``plan_period``; of a plan that runs on, to the end of the year of ``on``."""
    period = plan_period(plan, on)
    if not runs_on(plan):
        return period
    return Period("", period.starts_on, max(period.ends_on, datetime.date(on.year, 12, 31)))


def basis_of(plan: PlanDraft) -> Basis:
    """What ``plan_period`` goes by."""
    issued = _issued_year(plan)
    if (plan.starts_on and plan.ends_on) or time_in_title(plan.title or "", issued):
        return Basis.SAID
    if issued:
        return Basis.ISSUED
    return Basis.CITED if newest_cited(plan) else Basis.TODAY


def newest_cited(plan: PlanDraft) -> datetime.date | None:
    """The day of the newest document that the plan cites."""
    return newest([one.issued_on for one in (*plan.legal_bases, *plan.references)])


def assumption(plan: PlanDraft, period: Period) -> str:
    """What was assumed of the plan's time, for people; "" where the plan tells it."""
    basis = basis_of(plan)
    if basis not in GUESSES:
        return ""
    time = f"từ {period.starts_on:%d/%m/%Y} đến {period.ends_on:%d/%m/%Y}"
    cited = newest_cited(plan)
    why = (
        f"vì văn bản mới nhất được viện dẫn ban hành ngày {cited:%d/%m/%Y}"
        if basis is Basis.CITED and cited
        else "là năm đưa văn bản vào"
    )
    return f"Văn bản không ghi ngày ban hành và thời gian thực hiện; đang tạm lấy {time}, {why}."


def time_words(period: Period | None, *, runs_on: bool) -> str:
    """A plan's time as pages say it."""
    if period is None:
        return ""
    days = f"{period.starts_on:%d/%m/%Y} – {period.ends_on:%d/%m/%Y}"
    return f"{days}, rồi tiếp tục từng năm" if runs_on else days


def _issued_year(plan: PlanDraft) -> int | None:
    return int(plan.issued_on[:4]) if plan.issued_on else None
