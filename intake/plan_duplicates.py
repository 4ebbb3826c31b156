"""What is there already: the same file, or the same number, in the register or among the drafts.

Told when a document comes in and before it becomes a plan; making a second plan of it asks for an
explicit word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from intake.days import exact_day
from intake.drafting.draft import WorkingDraft
from intake.models import Intake
from plans.models import Plan
from plans.status import PlanStatus
from units.models import Unit
from vietnamese.text import one_line

SHOWN = 3


@dataclass(frozen=True)
class Duplicate:
    """One plan or draft of the agency that may be the same; ``key`` names it when it is settled.

    ``is_plan``: it stands in the register already, so that another would be a second one.
    """

    text: str
    label: str
    href: str
    key: str
    is_plan: bool


_AGREE = "Nếu vẫn cần tạo thêm kế hoạch, hãy đánh dấu vào ô đồng ý."


class NeedsConsent(ValidationError):
    """The register has this plan already, and nobody has said that a second one is meant."""

    def __init__(self, found: tuple[Duplicate, ...]) -> None:
        super().__init__(
            # The code names the field in which one agrees.
            [ValidationError(f"{one.text} {_AGREE}", code="agreed") for one in found]
        )


def build_duplicates(intake: Intake, draft: WorkingDraft) -> tuple[Duplicate, ...]:
    """The plans and open drafts of the agency with the same file, or with the number and symbol of
    the draft in the same year; plans first.  The number of queries is fixed."""
    return (*_plans(intake, draft), *_drafts(intake, draft))


def demand_consent(intake: Intake, draft: WorkingDraft, *, agreed: bool) -> None:
    """Raises NeedsConsent where the register has the plan already and nobody has agreed.

    Within a transaction: of two people who make the same plan at once, the second is asked.
    """
    Unit.objects.select_for_update(no_key=True).filter(pk=intake.issuer_id).first()
    found = tuple(_plans(intake, draft))
    if found and not agreed:
        raise NeedsConsent(found)


@dataclass(frozen=True)
class _Number:
    """What a draft is called: number, symbol, and the year in which it is given."""

    number: str
    symbol: str
    year: int | None


def _number(draft: WorkingDraft) -> _Number | None:
    number, symbol = one_line(draft.plan.number or ""), one_line(draft.plan.symbol or "")
    if not number:
        return None
    issued_on = exact_day(draft.plan.issued_on)
    year = draft.period.starts_on.year if draft.period else None
    return _Number(number, symbol, issued_on.year if issued_on else year)


# --- plans ----------------------------------------------------------------------------------------
def _plans(intake: Intake, draft: WorkingDraft) -> Iterator[Duplicate]:
    mine = Plan.objects.filter(issuer=intake.issuer_id)
    used = mine.filter(files__sha256=intake.sha256) if intake.sha256 else mine.none()
    found = {plan.pk: plan for plan in used.order_by("-pk").distinct()[:SHOWN]}
    yield from (_plan(plan, is_file=True) for plan in found.values())
    called = _number(draft)
    numbered = mine.filter(_same_number(called)) if called else mine.none()
    for plan in numbered.exclude(pk__in=found).order_by("-pk")[:SHOWN]:
        yield _plan(plan, is_file=False)


def _same_number(called: _Number) -> Q:
    same = Q(number=called.number, symbol__iexact=called.symbol)
    if called.year is None:
        return same
    return same & (Q(issued_on__year=called.year) | Q(issued_on=None, starts_on__year=called.year))


def _plan(plan: Plan, *, is_file: bool) -> Duplicate:
    said = (
        "Tệp này đã được dùng để tạo kế hoạch" if is_file else "Cơ quan đã có kế hoạch mang số này:"
    )
    is_over = plan.status not in (PlanStatus.ISSUED, PlanStatus.DRAFT)
    over = f" ({plan.status_label.lower()})" if is_over else ""
    return Duplicate(
        text=f"{said} “{plan.full_number} – {plan.title}”{over}.",
        label="Mở kế hoạch đã có",
        href=reverse("reports:plan", args=[plan.pk]),
        key=f"same-{'file' if is_file else 'number'}-{plan.pk}",
        is_plan=True,
    )


# --- drafts ---------------------------------------------------------------------------------------
def _drafts(intake: Intake, draft: WorkingDraft) -> Iterator[Duplicate]:
    same = Q(sha256=intake.sha256) if intake.sha256 else Q(pk__in=())
    if called := _number(draft):
        same |= _called_so(called)
    found = Intake.objects.filter(issuer=intake.issuer_id).open().exclude(pk=intake.pk)
    rows = found.filter(same).select_related("created_by").defer("draft", "pages", "choices")
    for one in rows.order_by("-pk")[:SHOWN]:
        yield _draft(one, is_file=bool(intake.sha256) and one.sha256 == intake.sha256)


def _called_so(called: _Number) -> Q:
    of = Q(draft__plan__number=called.number)
    if called.symbol:
        of &= Q(draft__plan__symbol__iexact=called.symbol)
    else:
        of &= Q(draft__plan__symbol=None) | Q(draft__plan__symbol="")
    if called.year is None:
        return of
    year = f"{called.year}-"
    undated = Q(draft__plan__issued_on=None, draft__period__0__startswith=year)
    return of & (Q(draft__plan__issued_on__startswith=year) | undated)


def _draft(one: Intake, *, is_file: bool) -> Duplicate:
    day = one.created_at.astimezone(timezone.get_current_timezone())
    who = f" bởi {one.created_by}" if one.created_by else ""
    what = "Tệp này" if is_file else "Kế hoạch mang số này"
    return Duplicate(
        text=f"{what} đã được đưa vào ngày {day:%d/%m/%Y}{who} và đang được kiểm tra.",
        label="Mở bản nháp đó",
        href=reverse("intake:review", args=[one.pk]),
        key=f"same-draft-{one.pk}",
        is_plan=False,
    )
