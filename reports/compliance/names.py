"""How plans and what they rest on are named in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.models import LegalBasis, Plan
from reports.documents.wording import day, in_full, lower_first, upper_first


def plan_name(plan: Plan, *, issuer: bool) -> str:
    """The plan as a report cites it, with or without who issued it."""
    words = [plan.kind.capitalize()]
    if plan.number:
        words.append(f"số {plan.full_number}")
    if plan.issued_on:
        words.append(f"ngày {day(plan.issued_on)}")
    if issuer:
        words.append(f"của {in_full(plan.issuer.name)}")
    about = re.sub(r"^về (việc )?", "", plan.title, flags=re.IGNORECASE)
    return f"{' '.join(words)} về {lower_first(about)}"


def short_name(plan: Plan) -> str:
    """The plan within the text, once it has been named in full."""
    return f"{plan.kind.capitalize()} số {plan.full_number}" if plan.number else "Kế hoạch"


def short_names(plans: Sequence[Plan]) -> str:
    """One plan by its number, several together."""
    return short_name(plans[0]) if len(plans) == 1 else "các kế hoạch"


def cited(basis: LegalBasis) -> str:
    """A document on which the plan rests, as it is cited: a law by its name, before its number; of
    another document what it is about stands last."""
    words, name = [upper_first(basis.kind.lower())], name_of(basis)
    is_law = re.match(r"(bộ )?luật|pháp lệnh", basis.kind.lower()) is not None
    if name and is_law:
        words.append(name)
    if basis.number:
        words.append(f"số {basis.number}")
    if basis.issued_on:
        words.append(f"ngày {day(basis.issued_on)}")
    if basis.issuer:
        words.append(f"của {basis.issuer}")
    if name and not is_law:
        words.append(name)
    return " ".join(words)


def name_of(basis: LegalBasis) -> str:
    """What the cited document is called or about, "" where the citation does not keep it."""
    return str(getattr(basis, "name", "") or "")
