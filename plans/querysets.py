"""Questions about plans and report duties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    When,
)

from accounts.models import User
from plans.citations import Spelling, number_parts
from plans.schedule import Period
from plans.status import PlanStatus
from units.models import Unit
from units.policy import Capability
from units.querysets import roles_held, within_reach
from vietnamese.text import fold

if TYPE_CHECKING:
    from plans.models import LegalBasis, Plan, ReportDuty


class SpellingRow(NamedTuple):
    """A way of citing a document, the first citation that is written so, and how many plans."""

    key: str
    spelling: Spelling
    first: int
    plans: int


IN_STATUS: dict[PlanStatus, Q] = {
    PlanStatus.REVOKED: Q(revoked_on__isnull=False),
    PlanStatus.SUPERSEDED: Q(revoked_on__isnull=True, superseded_by__isnull=False),
    PlanStatus.CLOSED: Q(
        revoked_on__isnull=True, superseded_by__isnull=True, closed_on__isnull=False
    ),
    PlanStatus.ISSUED: Q(
        revoked_on__isnull=True,
        superseded_by__isnull=True,
        closed_on__isnull=True,
        released_on__isnull=False,
    ),
    PlanStatus.DRAFT: Q(
        revoked_on__isnull=True,
        superseded_by__isnull=True,
        closed_on__isnull=True,
        released_on__isnull=True,
    ),
}


def _numbered(numbers: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for written in set(numbers):
        number, _, symbol = written.partition("/")
        if symbol:
            wanted |= Q(number__in=_as_written(number.strip()), symbol__iexact=symbol.strip())
    return wanted


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _as_written(number: str) -> set[str]:
    bare = number.lstrip("0")
    return {number, bare, bare.zfill(2), bare.zfill(3)}


def _related_to_plan(plan: Any, name: str) -> Exists:
    field = plan._meta.get_field(name)
    return Exists(field.related_model.objects.filter(**{field.field.name: OuterRef("pk")}))


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> PlanQuerySet:
        """Plans of the agencies the person may read, and plans that give work to the person's
        units."""
        given: Any = self.model._meta.get_field("given_to").related_model
        mine = given.objects.filter(
            within_reach(user, Capability.VIEW_WORK, "unit"), plan__released_on__isnull=False
        )
        reads = self.model.objects.filter(within_reach(user, Capability.READ_PLANS, "issuer"))
        # By keys: with one condition or the other PostgreSQL would look at every plan there is.
        return self.filter(
            pk__in=reads.order_by().values("pk").union(mine.order_by().values("plan"))
        )

    def near(self, user: User) -> PlanQuerySet:
        """Plans of the agencies whose plans the person reads and of those above the person's units:
        what a drop-down offers, without a look at all the work there is."""
        held = [unit for unit, _ in roles_held(user)]
        above = Unit.objects.filter(descendant_links__unit__in=held).values("pk")
        reads = within_reach(user, Capability.READ_PLANS, "issuer")
        return self.filter(reads | Q(issuer__in=above))

    def editable_by(self, user: User) -> PlanQuerySet:
        """Plans of the agencies for which the person may put plans in."""
        return self.filter(within_reach(user, Capability.IMPORT_PLANS, "issuer"))

    def read_by(self, user: User) -> PlanQuerySet:
        """Plans of the agencies whose plans the person reads as a whole."""
        return self.filter(within_reach(user, Capability.READ_PLANS, "issuer"))

    def reportable_by(self, user: User) -> PlanQuerySet:
        """Plans on which the person may produce a compliance report."""
        return self.filter(within_reach(user, Capability.PRODUCE_REPORTS, "issuer"))

    def for_page(self) -> PlanQuerySet:
        """With the plans that the page of one names; adds ``has_…`` for the parts of the page:
        legal bases, recipients, files, report duties, plans that carry it out, names outside; and
        its ``edition`` (see accounts.changes)."""
        parts = ("legal_bases", "recipients", "files", "report_duties", "carried_out_by")
        there = {f"has_{name}": _related_to_plan(self.model, name) for name in parts}
        outside = self.model.objects.filter(tasks__outside_parties__isnull=False, pk=OuterRef("pk"))
        history = self.model.history.filter(id=OuterRef("pk")).order_by("-history_id")
        last = Subquery(history.values("history_id")[:1])
        rows = self.annotate(has_outside=Exists(outside), edition=last, **there)
        return rows.select_related("issuer", "carries_out", "superseded_by")

    def around(self, unit: Unit) -> PlanQuerySet:
        """Plans of this unit, of those above it and of those below it."""
        return self.filter(
            Q(issuer__descendant_links__unit=unit) | Q(issuer__ancestor_links__ancestor=unit)
        ).distinct()

    def in_force(self) -> PlanQuerySet:
        """Plans that are neither revoked nor replaced."""
        return self.filter(revoked_on__isnull=True, superseded_by__isnull=True)

    def ran_in(self, period: Period) -> PlanQuerySet:
        """Plans that were carried out on some day of a period, those since replaced or ended
        included, revoked ones not."""
        carried_out = self.filter(released_on__isnull=False, revoked_on__isnull=True)
        return carried_out.filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=period.starts_on),
            released_on__lte=period.ends_on,
            starts_on__lte=period.ends_on,
            ends_on__gte=period.starts_on,
        )

    def with_open_work(self) -> PlanQuerySet:
        """Adds ``open_work``: how many parts of its tasks are neither confirmed nor cancelled."""
        unfinished = Q(
            tasks__assignments__isnull=False,
            tasks__assignments__confirmed_on__isnull=True,
            tasks__assignments__cancelled_on__isnull=True,
        )
        return self.annotate(
            open_work=Count("tasks__assignments", filter=unfinished, distinct=True)
        )

    def numbered(self, numbers: Iterable[str]) -> PlanQuerySet:
        """Plans with one of these numbers and symbols ("05/KH-SKHCN"), a leading zero apart."""
        return self.filter(_numbered(numbers))

    def likely_superiors(self, plan: Plan) -> PlanQuerySet:
        """Those that ``plan`` most likely carries out first: what it cites by number (adds
        ``is_cited``), then what agencies above its own have issued, then the newest."""
        cited = _numbered(plan.legal_bases.values_list("number", flat=True))
        above = Unit.objects.filter(
            descendant_links__unit=plan.issuer_id, descendant_links__distance__gt=0
        )
        marked = self.annotate(
            is_cited=_flag(cited), is_above=_flag(Q(issuer__in=above.values("pk")))
        )
        return marked.order_by("-is_cited", "-is_above", "-starts_on", "-pk")

    def in_status(self, status: PlanStatus) -> PlanQuerySet:
        """Plans of one status; the same rule as ``plans.status.plan_status``."""
        return self.filter(IN_STATUS[status])

    def matching(self, words: str) -> PlanQuerySet:
        """Plans whose number, title or issuer holds every word, accents and case apart."""
        return self.filter(search_text__words=words)


class ReportDutyQuerySet(models.QuerySet["ReportDuty"]):
    def visible_to(self, user: User) -> ReportDutyQuerySet:
        """Duties of agencies the person may read, and those of the person's own units."""
        mine = self.model.objects.filter(
            within_reach(user, Capability.VIEW_WORK, "reporters")
        ).values("pk")
        return self.filter(
            within_reach(user, Capability.READ_PLANS, "plan__issuer") | Q(pk__in=mine)
        )


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def visible_to(self, user: User) -> LegalBasisQuerySet:
        """What is cited by the plans that the person may see."""
        plans = PlanQuerySet(self.model._meta.get_field("plan").related_model)
        return self.filter(plan__in=plans.visible_to(user).values("pk"))

    def matching(self, words: str) -> LegalBasisQuerySet:
        """Citations whose number, kind or issuer holds every word, accents and case apart."""
        found, cited = self, self._names()
        for word in fold(words).split():
            named = {
                field: [one for one in names if word in fold(one)] for field, names in cited.items()
            }
            wanted = Q(kind__in=named["kind"]) | Q(issuer__in=named["issuer"])
            if number := "-".join(number_parts(word)):
                wanted |= Q(key__startswith=number) | Q(key__contains=f"-{number}")
            found = found.filter(wanted)
        return found

    def _names(self) -> dict[str, list[str]]:
        """The kinds and issuers there are: few, and folded here, for no database folds them."""
        names = ("kind", "issuer")
        return {
            name: list(self.order_by().values_list(name, flat=True).distinct()) for name in names
        }

    def of_kind(self, folded: str) -> LegalBasisQuerySet:
        """Citations of one kind of document, however its name is spelt."""
        return self.filter(kind__in=[one for one in self._names()["kind"] if fold(one) == folded])

    def names_of(self, rows: Iterable[LegalBasis]) -> dict[str, str]:
        """For the documents of these citations that lack a name, by key, the longest one that these
        citations give; none where the numbers may be of two documents (no day in common)."""
        return {key: row.name for key, row in self.naming(rows).items()}

    def naming(self, rows: Iterable[LegalBasis]) -> dict[str, LegalBasis]:
        """As ``names_of``: the citations that give the names, each with its plan."""
        lacking = {row.key: row.issued_on for row in rows if not row.name and row.key}
        if not lacking:
            return {}
        found: dict[str, LegalBasis] = {}
        named = self.filter(key__in=lacking).exclude(name="").select_related("plan").order_by("pk")
        for row in named:
            day, wanted = row.issued_on, lacking[row.key]
            alike = day is None or wanted is None or day == wanted
            best = found.get(row.key)
            if alike and (best is None or len(row.name) > len(best.name)):
                found[row.key] = row
        return found

    def by_key(self) -> models.QuerySet[LegalBasis, Any]:
        """One row for each number: ``key``, ``plans``, how many plans cite it, and by what it is
        sorted: ``named``, ``day``, ``from_whom``."""
        rows = self.exclude(key="").order_by().values("key")
        return rows.annotate(
            plans=Count("plan", distinct=True),
            named=Min("sort_name"),
            day=Min("issued_on"),
            from_whom=Max("sort_issuer"),
        )

    def varying(self) -> LegalBasisQuerySet:
        """Citations whose number is given with two days, issuers or kinds: where a contradiction
        can be.  ``plans.citations`` judges whether it is one."""
        rows = self.exclude(key="").order_by().values("key")
        varied = rows.annotate(
            days=Count("issued_on", distinct=True),
            issuers=Count("issuer", distinct=True, filter=~Q(issuer="")),
            kinds=Count("kind", distinct=True),
        ).filter(Q(days__gt=1) | Q(issuers__gt=1) | Q(kinds__gt=1))
        return self.filter(key__in=varied.values("key"))

    def spellings(self) -> list[SpellingRow]:
        """Each way in which a document is cited, once, with how many plans cite it so."""
        rows = self.order_by().values_list("key", "number", "kind", "issuer", "issued_on")
        counted = rows.annotate(first=Min("pk"), plans=Count("plan", distinct=True))
        return [
            SpellingRow(key, Spelling(*said), first, plans)
            for key, *said, first, plans in counted.order_by("key", "first")
        ]

    def spelt(self, spellings: Iterable[Spelling]) -> LegalBasisQuerySet:
        """Citations that are written in one of these ways."""
        wanted = Q(pk__in=[])
        for one in spellings:
            wanted |= Q(
                number=one.number, kind=one.kind, issuer=one.issuer, issued_on=one.issued_on
            )
        return self.filter(wanted)
