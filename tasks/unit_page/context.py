"""A unit as the directory knows it (names, place, people, history), and units with their work."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.addresses import address
from accounts.models import User
from plans.models import Plan
from tasks.actions.handing_over import to_hand_over
from tasks.contexts.my_work import Section, Stat, build_unit_sections
from tasks.contexts.rows import deadline_of, where_words
from tasks.models import Assignment
from tasks.querysets import AssignmentQuerySet
from tasks.status import UNFINISHED, Counts, Status
from units.contexts.history import HistoryLine, history_lines
from units.contexts.tree import Load, Loads, Place
from units.models import Membership, Unit, UnitAlias, UnitAncestor, UnitGroup
from units.policy import ROLE_LABELS, Capability, Role

MOST_PLANS = 5


def figures_of(user: User, *, sees_dashboard: bool) -> AssignmentQuerySet:
    """The work that a person's figures count: the rule of the list behind them."""
    if sees_dashboard:
        return Assignment.objects.counted_for(user)
    return Assignment.objects.visible_to(user)


def loads_of(work: AssignmentQuerySet, today: datetime.date) -> Loads:
    """Says how much of ``work`` units have, with all that stands below each; in two queries.

    The work is counted once for each unit that has it and added up along the tree's links: joined
    with the links in one query, every row would be judged once for each unit above it.
    """

    def loads(units: Collection[int]) -> Mapping[int, Load]:
        links = UnitAncestor.objects.filter(ancestor__in=list(units))
        below = work.filter(unit__in=links.values("unit"))
        counts = below.official().in_force().open_after(today).count_by_unit(today)
        found: dict[int, list[Counts]] = defaultdict(list)
        for top, unit in links.values_list("ancestor_id", "unit_id"):
            if unit in counts:
                found[top].append(counts[unit])
        loads = {unit: _load(unit, some) for unit, some in found.items()}
        return {unit: load for unit, load in loads.items() if load.unfinished}

    return loads


def _load(unit: int, counts: Sequence[Counts]) -> Load:
    late = sum(one.overdue for one in counts)
    return Load(
        unfinished=sum(getattr(one, status.value) for one in counts for status in UNFINISHED),
        late=late,
        unfinished_href=_list_href(unit, UNFINISHED),
        late_href=_list_href(unit, (Status.OVERDUE,)) if late else "",
    )


def _list_href(unit: int, states: Collection[Status]) -> str:
    """The list behind a figure."""
    asked = {
        "under": unit,
        "status": ",".join(status.value for status in states),
        "scope": "official",
    }
    return f"{address('tasks:assignments')}?{urlencode(asked)}"


@dataclass(frozen=True)
class PlanLine:
    """A plan that the unit has issued; ``coverage_href`` "" where it carries out no other."""

    name: str
    title: str
    href: str
    coverage_href: str


@dataclass(frozen=True)
class UnitWork:
    """What a unit has to do, by how urgent it is; ``load``: with all below it."""

    load: Load
    stats: tuple[Stat, ...]
    sections: tuple[Section, ...]
    plans: tuple[PlanLine, ...]


def build_unit_work(
    unit: Any, user: User, *, today: datetime.date, sees_dashboard: bool
) -> UnitWork:
    """The work of a unit that the person may see; in a fixed number of queries."""
    load = loads_of(figures_of(user, sees_dashboard=sees_dashboard), today)([unit.pk])
    stats, sections = build_unit_sections(unit, user, today=today)
    return UnitWork(load.get(unit.pk, Load()), stats, sections, _plans(unit, user))


def _plans(unit: Any, user: User) -> tuple[PlanLine, ...]:
    """The plans in force that the unit has issued, as far as the person reads them."""
    plans = Plan.objects.read_by(user).filter(issuer=unit).in_force()
    return tuple(
        PlanLine(
            one.full_number,
            one.title,
            reverse("reports:plan", args=[one.pk]),
            reverse("tasks:coverage", args=[one.pk]) if one.carries_out_id else "",
        )
        for one in plans.order_by("-starts_on", "-pk")[:MOST_PLANS]
    )


# --- two units become one, with their work --------------------------------------------------------
@dataclass(frozen=True)
class WorkToPass:
    """A part that goes to the successor unless it is unticked."""

    pk: int
    title: str
    where: str
    unit: str
    part: str
    deadline: str
    note: str
    checked: bool


@dataclass(frozen=True)
class MergePreview:
    """``stays`` counts parts that cannot be handed over (reported done, not yet confirmed);
    ``listed`` names all parts of ``work``, so that what is unticked is known from what is new."""

    into: Place
    consequences: tuple[str, ...]
    work: tuple[WorkToPass, ...]
    stays: int
    listed: str
    fingerprint: str


@dataclass(frozen=True)
class MergePage:
    unit: Place
    units: tuple[Place, ...]
    preview: MergePreview | None


def open_work(units: Sequence[Unit], mine: AssignmentQuerySet) -> AssignmentQuerySet:
    """The work of the units that can be handed over, of what the person directs."""
    handable = Assignment.objects.none()
    for unit in units:
        handable = handable | to_hand_over(unit)
    found = mine.filter(pk__in=handable.values("pk"))
    return found.select_related("unit", "task__plan").order_by("unit__sort_name", "due_on", "pk")


def merge_fingerprint(units: Sequence[Unit], into: Unit, work: Collection[Assignment]) -> str:
    """Changes whenever something that the person saw changes."""
    seen = (
        sorted((unit.pk, unit.revision) for unit in units),
        into.pk,
        sorted((row.pk, row.revision) for row in work),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def build_merge_preview(
    units: Sequence[Unit], into: Unit, mine: AssignmentQuerySet, unticked: Collection[int]
) -> MergePreview:
    """What merging would do; ``mine`` is the work that the person may direct."""
    rows = list(open_work(units, mine))
    there = set(
        Assignment.objects.filter(unit=into, task__in=[row.task_id for row in rows]).values_list(
            "task_id", "period"
        )
    )
    waiting = mine.filter(unit__in=units).waiting().in_force().count()
    return MergePreview(
        into=Place(into.pk, into.name),
        consequences=tuple(_consequences(units, into)),
        work=tuple(_work(row, (row.task_id, row.period) in there, unticked) for row in rows),
        stays=waiting,
        listed=",".join(str(row.pk) for row in rows),
        fingerprint=merge_fingerprint(units, into, rows),
    )


def _work(row: Assignment, is_there: bool, unticked: Collection[int]) -> WorkToPass:
    return WorkToPass(
        row.pk,
        row.task.title,
        where_words(row),
        row.unit.name,
        row.get_part_display(),
        deadline_of(row),
        "Đơn vị kế thừa đã có việc này: hai phần nhập làm một." if is_there else "",
        row.pk not in unticked,
    )


def _consequences(units: Sequence[Unit], into: Unit) -> list[str]:
    below = Unit.objects.filter(parent__in=units, active_to__isnull=True)
    children = below.exclude(pk__in=[unit.pk for unit in units]).count()
    people = Membership.objects.held().filter(unit__in=units).values("user").distinct().count()
    names = ", ".join(f"“{unit.name}”" for unit in units)
    told = [f"{names} kết thúc hoạt động; đơn vị kế thừa là “{into.name}”."]
    if children:
        told.append(f"{children} đơn vị trực thuộc chuyển về “{into.name}”.")
    if people:
        told.append(f"{people} người đang giữ vai trò ở các đơn vị này.")
    told.append("Tên cũ vẫn được nhận ra khi đọc kế hoạch và dẫn đến đơn vị kế thừa.")
    return told


def places(units: Sequence[Any]) -> tuple[Place, ...]:
    return tuple(Place(unit.pk, unit.name) for unit in units)


MOST_CHILDREN = 60


@dataclass(frozen=True)
class Name:
    """Another name; ``until`` is the last day of one that was borne once."""

    pk: int
    name: str
    until: str


@dataclass(frozen=True)
class Person:
    name: str
    position: str
    roles: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class UnitPage:
    """``above`` runs from the top down, ``children`` are the working units right below (``more`` of
    them not shown); ``people`` is None where the person may not see them."""

    pk: int
    name: str
    short_name: str
    is_ended: bool
    ended_on: str
    revision: int
    facts: tuple[Fact, ...]
    names: tuple[Name, ...]
    former_names: tuple[Name, ...]
    successor: Place | None
    predecessors: tuple[tuple[Place, str], ...]
    above: tuple[Place, ...]
    children: tuple[Place, ...]
    more: int
    people: tuple[Person, ...]
    groups: tuple[Place, ...]
    history: tuple[HistoryLine, ...]
    manages: bool
    is_active: bool


def build_unit(unit: Unit, user: User, *, today: datetime.date, manages: bool) -> UnitPage:
    """The page of a unit that the person may look up; in a fixed number of queries."""
    reached = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
    names = [_name(alias) for alias in UnitAlias.objects.filter(unit=unit).order_by("name", "pk")]
    around = _around(unit, reached)
    children = [place for _, place, _ in around[_CHILD]]
    return UnitPage(
        pk=unit.pk,
        name=unit.name,
        short_name=unit.short_name,
        is_ended=unit.active_to is not None and unit.active_to < today,
        ended_on=_day(unit.active_to),
        revision=unit.revision,
        facts=_facts(unit),
        names=tuple(name for name in names if not name.until),
        former_names=tuple(name for name in names if name.until),
        successor=next((place for _, place, _ in around[_SUCCESSOR]), None),
        predecessors=tuple((place, _day(ended)) for _, place, ended in around[_BEFORE]),
        above=tuple(place for _, place, _ in around[_ABOVE]),
        children=tuple(children[:MOST_CHILDREN]),
        more=max(0, len(children) - MOST_CHILDREN),
        people=_people(unit),
        groups=_groups(unit, user),
        history=history_lines(unit) if manages else (),
        manages=manages,
        is_active=unit.active_to is None,
    )


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _name(alias: UnitAlias) -> Name:
    return Name(alias.pk, alias.name, _day(alias.until))


def _facts(unit: Unit) -> tuple[Fact, ...]:
    facts = (
        Fact("Mã đơn vị", unit.code),
        Fact("Tên viết tắt", unit.short_name),
        Fact("Loại", unit.kind.name),
        Fact("Mã định danh điện tử", unit.identifier),
        Fact("Thư điện tử", unit.email, f"mailto:{unit.email}"),
        Fact("Điện thoại", unit.phone, f"tel:{unit.phone.replace(' ', '')}"),
        Fact("Địa chỉ", unit.address),
        Fact("Hoạt động từ", _day(unit.active_from)),
        Fact("Hoạt động đến", _day(unit.active_to)),
    )
    return tuple(fact for fact in facts if fact.value)


_ABOVE, _CHILD, _BEFORE, _SUCCESSOR = "above", "child", "before", "successor"


def _around(unit: Unit, reached: Any) -> Mapping[str, list[tuple[Any, Place, Any]]]:
    """In one query: the units above that the person may look up, from the top down; the working
    ones right below; those that it took the place of, and the one that took its place."""
    can = Case(When(Exists(reached.filter(pk=OuterRef("pk"))), then=1), default=0)
    row = ("pk", "name", "sort_name", "active_to")
    above = reached.filter(descendant_links__unit=unit, descendant_links__distance__gt=0)
    children = reached.filter(parent=unit, active_to__isnull=True)
    arms = [
        above.values_list(Value(_ABOVE), *row, Value(1), -F("descendant_links__distance")),
        children.values_list(Value(_CHILD), *row, Value(1), Value(0)),
        Unit.objects.filter(successor=unit).values_list(Value(_BEFORE), *row, can, Value(0)),
        Unit.objects.filter(pk=unit.successor_id or 0).values_list(
            Value(_SUCCESSOR), *row, can, Value(0)
        ),
    ]
    first, *others = (arm.order_by() for arm in arms)
    found: dict[str, list[tuple[Any, Place, Any]]] = defaultdict(list)
    for what, pk, name, sort_name, ended, is_open, step in first.union(*others, all=True):
        found[what].append(((step, sort_name, pk), Place(pk, name, bool(is_open)), ended))
    for rows in found.values():
        rows.sort(key=lambda one: one[0])
    return found


def _people(unit: Unit) -> tuple[Person, ...]:
    held = Membership.objects.held().filter(unit=unit).select_related("user")
    roles: dict[int, list[str]] = defaultdict(list)
    users: dict[int, Any] = {}
    for one in held.order_by("user__sort_name", "user_id", "pk"):
        users[one.user_id] = one.user
        roles[one.user_id].append(ROLE_LABELS[Role(one.role)])
    return tuple(
        Person(str(user), user.position, ", ".join(roles[pk])) for pk, user in users.items()
    )


def _groups(unit: Unit, user: User) -> tuple[Place, ...]:
    """The groups to which the unit belongs now (as ``units.group_members`` says), of agencies that
    the person may look up; in one query."""
    if unit.active_to or unit.kind.is_external:
        return ()
    links = UnitAncestor.objects.filter(unit=unit)
    top = Coalesce(OuterRef("under"), OuterRef("agency"))
    above = links.filter(distance__gt=0, ancestor=top)
    by_rule = (
        Q(by_rule=True)
        & (Q(kinds__isnull=True) | Q(kinds=unit.kind))
        & (Q(depth__isnull=True) | Q(Exists(above.filter(distance__lte=OuterRef("depth")))))
        & Q(Exists(above))
    )
    found = UnitGroup.objects.visible_to(user).filter(
        Q(by_rule=False, members=unit) | by_rule, agency__in=links.values("ancestor")
    )
    rows = found.distinct().order_by("name", "pk").values_list("pk", "name")
    return tuple(Place(pk, name) for pk, name in rows)
