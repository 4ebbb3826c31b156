"""The documents that are still being checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models.fields.json import KT

from intake.models import Intake
from intake.querysets import IntakeQuerySet

PER_PAGE = 25


@dataclass(frozen=True)
class DraftRow:
    pk: int
    name: str
    title: str
    issuer: str
    who: str
    changed_at: Any


@dataclass(frozen=True)
class Drafts:
    rows: tuple[DraftRow, ...]
    page: Page[Intake]


def build_drafts(intakes: IntakeQuerySet, number: str | None) -> Drafts:
    """One page of the open drafts, the last changed first."""
    found = intakes.open().select_related("issuer", "created_by").defer("draft", "choices")
    found = found.annotate(title=KT("draft__plan__title")).order_by("-changed_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(number)
    rows = tuple(
        DraftRow(
            pk=intake.pk,
            name=intake.name,
            title=vars(intake)["title"] or intake.name,
            issuer=str(intake.issuer),
            who=str(intake.created_by or ""),
            changed_at=intake.changed_at,
        )
        for intake in page
    )
    return Drafts(rows, page)
