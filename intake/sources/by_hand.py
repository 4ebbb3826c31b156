"""A plan that somebody types in: a draft with nothing but its head."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from intake.drafting.draft import begin
from intake.models import Intake, Origin
from plans.schedule import Period
from reading.draft import PlanDraft
from units.models import Unit
from vietnamese.text import one_line

NAME = "Kế hoạch nhập tay"
KIND = "KẾ HOẠCH"


@transaction.atomic
def start_by_hand(
    *, issuer: Unit, title: str, period: Period, number: str, symbol: str, by: Any
) -> Intake:
    """A draft without a document, to which tasks and duties are added on the review page.

    Raises ValidationError where a value does not fit.
    """
    plan = PlanDraft(
        kind=KIND,
        title=one_line(title),
        number=one_line(number) or None,
        symbol=one_line(symbol) or None,
    )
    working = replace(begin(plan), period=period)
    intake = Intake(
        issuer=issuer, origin=Origin.HAND, name=NAME, draft=working.to_state(), created_by=by
    )
    intake.full_clean(exclude=["file", "created_by"])
    intake.save()
    return intake
