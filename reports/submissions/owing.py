"""Which rows bear on what is owed: of which plans and duties, for whose eyes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from accounts.models import User
from plans.deadlines import DATED
from plans.models import Plan
from plans.schedule import Occurrence, Period
from units.policy import Capability
from units.querysets import within_reach

Key = tuple[int, int, str]  # duty, unit, period
# The conditions of which a row must meet one; told where the duty stands from the row.
Scopes = Callable[[str], Sequence[Q]]


def owes_until(until: datetime.date | None, when: Occurrence) -> bool:
    """Whether a unit whose last day is ``until`` owes a report of that time."""
    return until is None or (when.due_on is not None and when.due_on <= until)


def each_once(rows: Any, scopes: Sequence[Q]) -> Iterator[Any]:
    """The rows that one of the conditions means, each once: those of each condition that none
    before it means, so that the database need not compare them all."""
    left = rows.order_by()
    for scope in scopes:
        yield left.filter(scope)
        left = left.exclude(scope)


def together(first: Any, *others: Any) -> Any:
    """The rows of queries that have none in common."""
    return first.union(*others, all=True) if others else first


# A report may be due in the month after its plan's last period.
_AFTER = datetime.timedelta(days=62)


def touching(duty: str, within: Period | None) -> Q:
    """Duties (``duty`` leads to them, "" from themselves) of which anything can fall due in a
    period: days written out may lie anywhere."""
    if within is None:
        return Q()
    way = f"{duty}__" if duty else ""
    written_out = Q(**{f"{way}deadline_kind__in": [kind.value for kind in DATED]})
    return written_out | Q(
        **{
            f"{way}plan__starts_on__lte": within.ends_on,
            f"{way}plan__ends_on__gte": within.starts_on - _AFTER,
        }
    )


def of_plans_that_count(plan: str) -> Q:
    """Plans that were put into force and are neither revoked nor replaced."""
    return Q(
        **{
            f"{plan}__released_on__isnull": False,
            f"{plan}__revoked_on__isnull": True,
            f"{plan}__superseded_by__isnull": True,
        }
    )


def plan_counts(plan: Plan) -> bool:
    """As ``of_plans_that_count``."""
    return bool(plan.released_on and not plan.revoked_on and not plan.superseded_by_id)


def scopes_of(user: User, duty: str, plan: Plan | None) -> tuple[Q, Q]:
    """The scope of ``SubmissionQuerySet.visible_to`` in two: an index serves each, none both."""
    of_plan = Q() if plan is None else Q(**{f"{duty}__plan": plan})
    return (
        within_reach(user, Capability.VIEW_WORK, "unit") & of_plan,
        within_reach(user, Capability.READ_PLANS, f"{duty}__plan__issuer") & of_plan,
    )
