"""What is found for a few words: plans, tasks, units, people, cited documents, reports of units and
evidence that the person may see, a group each, the nearest first.

Permission is asked of the same QuerySets as on every page; what is out of reach is neither shown
nor counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from plans.models import LegalBasis, Plan
from reports.models import Submission
from tasks.models import Evidence, Task
from units.models import Unit
from units.people.scopes import people_managed_by, people_matching
from units.policy import Capability
from vietnamese.search import Piece, Term, marked, parse

M = TypeVar("M", bound=Model)
SHOWN = 6  # of each group
AROUND = 60  # letters of a text around the words found
_FAR = 100_000


@dataclass(frozen=True)
class Hit:
    """One thing found: its name in pieces, what tells it from others, where it opens."""

    pieces: tuple[Piece, ...]
    facts: str
    href: str


@dataclass(frozen=True)
class Group:
    """``count`` is "4", or "hơn 6"; ``is_cut``: more was found than is shown; ``more`` opens the
    list of all, "" where there is none or nothing was cut."""

    name: str
    icon: str
    hits: tuple[Hit, ...]
    count: str
    is_cut: bool
    more: str


@dataclass(frozen=True)
class SearchPage:
    query: str
    groups: tuple[Group, ...]
    is_asked: bool
    is_empty: bool


def build_search(user: User, query: str, *, today: datetime.date) -> SearchPage:
    """The page for a query; one query of the database a group, whatever it finds."""
    terms = parse(query)
    if not terms:
        return SearchPage(query, (), is_asked=bool(query.strip()), is_empty=True)
    makers: tuple[Callable[[], Group], ...] = (
        lambda: _plans(user, query, terms),
        lambda: _tasks(user, query, terms),
        lambda: _units(user, query, terms, today),
        lambda: _citations(user, query, terms),
        lambda: _submissions(user, query, terms),
        lambda: _evidence(user, query, terms),
        lambda: _people(user, query, terms),
    )
    groups = tuple(group for make in makers if (group := make()).hits)
    return SearchPage(query, groups, is_asked=True, is_empty=not groups)


def _plans(user: User, query: str, terms: Sequence[Term]) -> Group:
    found = _nearest(Plan.objects.visible_to(user).matching(query), terms, "-starts_on")
    hits = (
        Hit(
            marked(f"{plan.full_number} – {plan.title}", terms),
            plan.issuer.name,
            reverse("reports:plan", args=[plan.pk]),
        )
        for plan in found.select_related("issuer")[: SHOWN + 1]
    )
    return _group("Kế hoạch", "file-text", hits, "plans:register", query)


def _tasks(user: User, query: str, terms: Sequence[Term]) -> Group:
    found = _nearest(Task.objects.among_visible_to(user).matching(query), terms, "-plan__starts_on")
    hits = (
        Hit(
            marked(f"{task.ref} {task.title}".strip(), terms),
            f"{task.plan.full_number} · {task.plan.starts_on.year}",
            f"{reverse('reports:plan', args=[task.plan_id])}#nhiem-vu-{task.pk}",
        )
        for task in found.select_related("plan")[: SHOWN + 1]
    )
    return _group("Nhiệm vụ", "checklist", hits, "tasks:assignments", query)


def _units(user: User, query: str, terms: Sequence[Term], today: datetime.date) -> Group:
    reached = Unit.objects.reached_by(user, Capability.VIEW_UNITS).active_on(today)
    by_alias = Q(pk__in=_aliases_matching(query))
    found = _nearest(reached.filter(Q(search_text__words=query) | by_alias), terms, "sort_name")
    hits = (
        Hit(
            marked(unit.name, terms),
            unit.parent.name if unit.parent else "",
            reverse("tasks:unit", args=[unit.pk]),
        )
        for unit in found.select_related("parent")[: SHOWN + 1]
    )
    return _group("Đơn vị", "sitemap", hits, "tasks:unit_tree", query)


def _aliases_matching(query: str) -> QuerySet[Any, Any]:
    aliases = Unit.objects.filter(aliases__folded__words=query)
    return aliases.values("pk")


def _citations(user: User, query: str, terms: Sequence[Term]) -> Group:
    visible = LegalBasis.objects.visible_to(user).filter(search_text__words=query)
    found = visible.order_by("key", "pk")
    hits: list[Hit] = []
    for one in found.select_related("plan")[: SHOWN * 4]:
        words = f"{one.kind} số {one.number}"
        if len(hits) <= SHOWN and words not in {
            "".join(p.text for p in hit.pieces) for hit in hits
        }:
            href = reverse("plans:citation", args=[one.pk])
            hits.append(Hit(marked(words, terms), one.issuer, href))
    return _group("Văn bản viện dẫn", "book", hits, "plans:citations", query)


def _submissions(user: User, query: str, terms: Sequence[Term]) -> Group:
    readable = Submission.objects.readable_by(user).filter(search_text__words=query)
    found = _nearest(readable, terms, "-due_on").select_related("duty__plan", "unit")
    hits = (
        Hit(
            (*marked(f"{one.duty} {one.period_name}".strip(), terms), *_passage(one, terms)),
            f"{one.unit.name} · {one.duty.plan.full_number}",
            _submission_href(one),
        )
        for one in found.prefetch_related("parts")[: SHOWN + 1]
    )
    return _group("Báo cáo của đơn vị", "report", hits, "", query)


def _passage(submission: Submission, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The words found in a report's text with what stands around them; () where they stand in none
    of its sections."""
    for part in submission.parts.all():
        pieces = marked(part.text, terms)
        at = next((place for place, one in enumerate(pieces) if one.is_found), None)
        if at is not None:
            before = pieces[at - 1].text[-AROUND:] if at else ""
            return Piece(f": …{before}", False), *_cut(pieces[at:]), Piece("…", False)
    return ()


def _cut(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces as far as so many letters go."""
    left = 2 * AROUND
    for one in pieces:
        if left > 0:
            yield replace(one, text=one.text[:left])
        left -= len(one.text)


def _submission_href(submission: Submission) -> str:
    path = reverse("reports:submission", args=[submission.duty_id, submission.unit_id])
    return f"{path}?{urlencode({'period': submission.period})}" if submission.period else path


def _evidence(user: User, query: str, terms: Sequence[Term]) -> Group:
    visible = Evidence.objects.visible_to(user).filter(search_text__words=query)
    found = visible.order_by("-entry__on", "-pk")
    hits = (
        Hit(
            marked(one.name, terms),
            f"{one.entry.assignment.task.title} · {one.entry.on:%d/%m/%Y}",
            reverse("tasks:assignment", args=[one.entry.assignment_id]),
        )
        for one in found.select_related("entry__assignment__task")[: SHOWN + 1]
    )
    return _group("Minh chứng", "paperclip", hits, "", query)


def _people(user: User, query: str, terms: Sequence[Term]) -> Group:
    found = people_matching(people_managed_by(user), query).order_by("sort_name", "pk")
    hits = (
        Hit(
            marked(person.full_name, terms),
            person.position or person.username,
            reverse("units:person", args=[person.pk]),
        )
        for person in found[: SHOWN + 1]
    )
    return _group("Người dùng", "users", hits, "units:people", query)


def _nearest(found: QuerySet[M, M], terms: Sequence[Term], *then: str) -> QuerySet[M, M]:
    """The nearer to the beginning of what is searched the words stand as typed, the earlier: number
    and name come first there.  The same on either database."""
    typed = " ".join(" ".join(term.ways[0]) for term in terms)
    place = StrIndex(F("search_text"), Value(typed))
    near = Case(
        When(search_text__contains=typed, then=place),
        default=Value(_FAR),
        output_field=IntegerField(),
    )
    return found.order_by(near, *then, "pk")


def _group(name: str, icon: str, hits: Iterable[Hit], route: str, query: str) -> Group:
    """The group of what was found, of which one more than is shown was asked for: counting all of
    it would cost more than finding the nearest."""
    found = tuple(hits)
    is_cut = len(found) > SHOWN
    more = f"{reverse(route)}?{urlencode({'q': query})}" if route and is_cut else ""
    count = f"hơn {SHOWN}" if is_cut else str(len(found))
    return Group(name, icon, found[:SHOWN], count, is_cut, more)
