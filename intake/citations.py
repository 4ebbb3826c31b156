"""Names of cited documents that a draft lacks and another plan of the office gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from intake.days import exact_day
from intake.models import Intake
from plans.models import LegalBasis
from reading.draft import CitationDraft, PlanDraft


@dataclass(frozen=True)
class NamedElsewhere:
    """What another plan calls a cited document, and which plan that is."""

    name: str
    plan: str
    href: str


def names_elsewhere(intake: Intake, plan: PlanDraft) -> dict[str, NamedElsewhere]:
    """For the citations without a name, by "b0" or "r0", what another plan of the issuer calls the
    document; one query, none where every citation has its name."""
    rows = {place: _row(cited) for place, cited in _cited(plan)}
    office = LegalBasis.objects.filter(plan__issuer=intake.issuer_id)
    found = office.naming(rows.values())
    return {
        place: NamedElsewhere(
            name=found[row.key].name,
            plan=found[row.key].plan.full_number,
            href=reverse("reports:plan", args=[found[row.key].plan_id]),
        )
        for place, row in rows.items()
        if not row.name and row.key in found
    }


def _cited(plan: PlanDraft) -> Iterator[tuple[str, CitationDraft]]:
    for letter, cited in (("b", plan.legal_bases), ("r", plan.references)):
        yield from ((f"{letter}{number}", one) for number, one in enumerate(cited))


def _row(cited: CitationDraft) -> LegalBasis:
    """As it will be kept, unsaved."""
    row = LegalBasis(
        kind=cited.kind,
        number=cited.number,
        issued_on=exact_day(cited.issued_on),
        issuer=cited.issuer or "",
        name=cited.name,
    )
    row.fill_derived()
    return row
