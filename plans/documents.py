"""The documents that plans cite, as they are shown: the list of all, and one with its plans."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from accounts.badges import Badge
from accounts.columns import Column
from accounts.listing import SheetColumn, ShownList
from accounts.models import User
from plans.citations import (
    POINT_LABELS,
    Contradiction,
    Document,
    Spelling,
    agree,
    citation_key,
    contradictions,
    documents,
    is_central,
    issuer_words,
    number_parts,
    printed,
)
from plans.forms import CitationFilter
from plans.models import LegalBasis, Plan
from plans.querysets import LegalBasisQuerySet, SpellingRow
from plans.register import PLAN_BADGES

PLANS_ON_A_PAGE = 25
NAMED = 5  # plans named beside each thing that is said
LOOKED_AT = 500  # citations looked at to find those plans

CONTRADICTION = Badge("Mâu thuẫn", "due-soon", "alert-triangle")
UNSURE = Badge("Chưa rõ văn bản nào", "open", "help-circle")


@dataclass(frozen=True)
class DocumentRow:
    """A line of the list; ``disagrees`` names what the plans say differently, "" where nothing."""

    href: str
    title: str
    day: str
    issuer: str
    plans: int
    disagrees: str
    badge: Badge | None


@dataclass(frozen=True)
class Said:
    """One of the things said of a point, and by whom."""

    words: str
    plans: tuple[tuple[str, str], ...]  # number, address
    more: int


@dataclass(frozen=True)
class Disagreement:
    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class CitingRow:
    """A plan that cites the document, and how it writes it."""

    href: str
    number: str
    title: str
    issuer: str
    badge: Badge
    is_basis: bool
    as_cited: str


@dataclass(frozen=True)
class DocumentPage:
    title: str
    kind: str
    number: str
    days: tuple[str, ...]
    issuers: tuple[str, ...]
    is_unsure: bool
    disagreements: tuple[Disagreement, ...]
    registered: tuple[tuple[str, str], ...]  # plans of the register that it is: number, address
    bases: int
    mentions: int
    rows: tuple[CitingRow, ...]
    page: Page[LegalBasis]


# --- the list -------------------------------------------------------------------------------------
DOCUMENTS = ShownList(
    name="van-ban-vien-dan",
    title="Văn bản viện dẫn",
    columns=(
        Column("van-ban", "Văn bản", ("named",)),
        Column("ngay", "Ngày ban hành", ("day",), may_lack=True),
        Column("co-quan", "Cơ quan ban hành", ("from_whom",)),
        Column("ke-hoach", "Kế hoạch", ("plans",), css="num"),
        Column("can-xem", "Điểm cần xem"),
    ),
    order=("-plans", "key"),
    sheet=(
        SheetColumn("Văn bản", 44, lambda row: row.title),
        SheetColumn("Ngày ban hành", 24, lambda row: row.day),
        SheetColumn("Cơ quan ban hành", 36, lambda row: row.issuer),
        SheetColumn("Số kế hoạch viện dẫn", 12, lambda row: row.plans),
        SheetColumn("Điểm cần xem", 36, lambda row: row.disagrees),
    ),
    per_page=25,
    last="key",
)


def found_documents(form: CitationFilter) -> QuerySet[Any]:
    """The numbers of the cited documents that fit what is chosen, one row for each."""
    citations = form.found()
    if form.only_doubtful:
        citations = citations.filter(key__in=_contradicted(citations.varying()))
    return citations.by_key()


def document_rows(form: CitationFilter, found: Iterable[Any]) -> tuple[DocumentRow, ...]:
    """The rows of some of these numbers: as a rule one for each, several where one number stands
    for several documents."""
    keys = {row["key"]: row["plans"] for row in found}
    spelt = _by_key(form.found().filter(key__in=keys).spellings())
    rows = [row for key in keys for row in _rows_of(spelt.get(key, []), keys[key])]
    return tuple(row for row in rows if row.disagrees or not form.only_doubtful)


def _contradicted(citations: LegalBasisQuerySet) -> list[str]:
    return [
        key
        for key, rows in _by_key(citations.spellings()).items()
        if any(contradictions(one) for one in documents(row.spelling for row in rows))
    ]


def _by_key(rows: Iterable[SpellingRow]) -> dict[str, list[SpellingRow]]:
    found: dict[str, list[SpellingRow]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _rows_of(rows: Sequence[SpellingRow], plans: int) -> list[DocumentRow]:
    """``plans`` cite the number; where it stands for several documents each has its own count."""
    known = {row.spelling: row for row in rows}
    found = documents(known)
    return [_row(one, known, plans if len(found) == 1 else None) for one in found]


def _row(document: Document, known: dict[Spelling, SpellingRow], plans: int | None) -> DocumentRow:
    points = contradictions(document)
    best, rows = document.best, [known[one] for one in document.spellings]
    return DocumentRow(
        href=reverse("plans:citation", args=[min(row.first for row in rows)]),
        title=named(best),
        day=" hoặc ".join(_days(document)),
        issuer=best.issuer,
        plans=sum(row.plans for row in rows) if plans is None else plans,
        disagrees=", ".join(POINT_LABELS[one.point] for one in points),
        badge=CONTRADICTION if points else UNSURE if document.unsure else None,
    )


def named(cited: Spelling) -> str:
    """Kind and number: "Nghị định số 105/2025/NĐ-CP"."""
    return f"{cited.kind} số {cited.number}" if cited.number else cited.kind


def as_cited(cited: Spelling) -> str:
    """A cited document as text: kind, number, day, issuer, as far as they are known."""
    day = f"ngày {cited.issued_on:%d/%m/%Y}" if cited.issued_on else ""
    return " ".join(filter(None, (named(cited), day, cited.issuer and f"của {cited.issuer}")))


def _days(document: Document) -> tuple[str, ...]:
    days = sorted({one.issued_on for one in document.spellings if one.issued_on})
    return tuple(f"{day:%d/%m/%Y}" for day in days)


# --- one document ---------------------------------------------------------------------------------
def build_document_page(row: LegalBasis, user: User, *, page: str | int | None) -> DocumentPage:
    """The document of which a citation speaks, as far as the plans that the person sees cite it."""
    known = LegalBasis.objects.visible_to(user).filter(key=row.key)
    document = document_of(spelling(row), known.spellings())
    citing = known.spelt(document.spellings)
    found = _citing_page(citing, page)
    return DocumentPage(
        title=named(document.best),
        kind=document.best.kind,
        number=document.best.number,
        days=_days(document),
        issuers=tuple(dict.fromkeys(one.issuer for one in document.spellings if one.issuer)),
        is_unsure=document.unsure,
        disagreements=_disagreements(document, citing),
        registered=_registered(document, user),
        bases=citing.filter(is_basis=True).order_by().values("plan").distinct().count(),
        mentions=citing.filter(is_basis=False).order_by().values("plan").distinct().count(),
        rows=tuple(_citing_row(one) for one in found.object_list),
        page=found,
    )


def spelling(row: LegalBasis) -> Spelling:
    """How one citation writes its document."""
    return Spelling(row.number, row.kind, row.issuer, row.issued_on)


def document_of(mine: Spelling, rows: Iterable[SpellingRow]) -> Document:
    """The document of one citation among all citations of its key."""
    found = documents([mine, *(row.spelling for row in rows)])
    return next(one for one in found if mine in one.spellings)


def _citing_page(citing: LegalBasisQuerySet, page: str | int | None) -> Page[LegalBasis]:
    rows = citing.select_related("plan__issuer").order_by(
        "-is_basis", "-plan__starts_on", "-plan_id", "order", "pk"
    )
    return Paginator(rows, PLANS_ON_A_PAGE).get_page(page)


def _citing_row(row: LegalBasis) -> CitingRow:
    return CitingRow(
        href=reverse("reports:plan", args=[row.plan_id]),
        number=row.plan.full_number,
        title=row.plan.title,
        issuer=row.plan.issuer.name,
        badge=PLAN_BADGES[row.plan.status],
        is_basis=row.is_basis,
        as_cited=as_cited(spelling(row)),
    )


def _disagreements(document: Document, citing: LegalBasisQuerySet) -> tuple[Disagreement, ...]:
    points = contradictions(document)
    rows = citing.select_related("plan").order_by("-plan__starts_on", "-plan_id", "pk")
    plans: dict[Spelling, dict[int, Plan]] = {}
    for row in rows[:LOOKED_AT] if points else []:
        plans.setdefault(spelling(row), {})[row.plan_id] = row.plan
    return tuple(_disagreement(point, plans) for point in points)


def _disagreement(point: Contradiction, plans: dict[Spelling, dict[int, Plan]]) -> Disagreement:
    said = []
    for variant in point.variants:
        saying = {pk: plan for one in variant.spellings for pk, plan in plans.get(one, {}).items()}
        links = tuple((plan.full_number, plan_href(plan)) for plan in saying.values())
        said.append(Said(variant.words, links[:NAMED], max(0, len(links) - NAMED)))
    return Disagreement(POINT_LABELS[point.point].capitalize(), tuple(said))


def plan_href(plan: Plan) -> str:
    """The page of a plan."""
    return reverse("reports:plan", args=[plan.pk])


def _registered(document: Document, user: User) -> tuple[tuple[str, str], ...]:
    """The plans of the register that the cited document is, as far as the person may see them."""
    numbers = {one.number for one in document.spellings}
    found = Plan.objects.visible_to(user).numbered(numbers).select_related("issuer")
    rows = found.order_by("-starts_on", "-pk")[:NAMED]
    return tuple((str(plan), plan_href(plan)) for plan in rows if is_plan(document, plan))


def is_plan(document: Document, plan: Plan) -> bool:
    """Whether a cited document is this plan: number, issuer and year do not speak against it."""
    best = document.best
    own = citation_key(plan.kind, plan.full_number, plan.issuer.name)
    if citation_key(best.kind, best.number, best.issuer) != own:
        return False
    if not is_central(number_parts(best.number)) and not agree(
        best.issuer_words, issuer_words(plan.issuer.name)
    ):
        return False
    return _same_year(document, plan.issued_on)


def _same_year(document: Document, day: datetime.date | None) -> bool:
    years = {one.issued_on.year for one in document.spellings if one.issued_on}
    return day is None or not years or day.year in years


# --- the citations of one plan --------------------------------------------------------------------
@dataclass(frozen=True)
class CitationRow:
    """A citation on the page of its plan; ``elsewhere`` says what other plans write otherwise;
    ``named_elsewhere``: the document's name is taken from another plan of the office."""

    text: str
    href: str
    elsewhere: str
    named_elsewhere: bool = False


def citation_rows(
    plan: Plan, user: User
) -> tuple[tuple[CitationRow, ...], tuple[CitationRow, ...]]:
    """The legal bases of a plan, and the documents that it only mentions."""
    rows = list(plan.legal_bases.order_by("order", "pk"))
    seen = LegalBasis.objects.visible_to(user).filter(key__in={row.key for row in rows} - {""})
    known = _by_key(seen.spellings())
    names = LegalBasis.objects.filter(plan__issuer=plan.issuer_id).names_of(rows)
    shown = [
        (row.is_basis, _citation_row(row, known.get(row.key, []), names.get(row.key, "")))
        for row in rows
    ]
    return (
        tuple(row for is_basis, row in shown if is_basis),
        tuple(row for is_basis, row in shown if not is_basis),
    )


def _citation_row(
    row: LegalBasis, known: Sequence[SpellingRow], name_elsewhere: str
) -> CitationRow:
    mine = spelling(row)
    elsewhere = [
        f"{POINT_LABELS[point.point]} {' hoặc '.join(others)}"
        for point in contradictions(document_of(mine, known))
        if (others := point.others(mine))
    ]
    return CitationRow(
        text=printed(row.kind, row.number, row.issued_on, row.issuer, row.name or name_elsewhere),
        href=reverse("plans:citation", args=[row.pk]),
        elsewhere="; ".join(elsewhere),
        named_elsewhere=bool(name_elsewhere and not row.name),
    )
