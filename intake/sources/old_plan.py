"""A plan as it stands now, read from its rows for the copy that is made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.deadlines import DeadlineKind, Qualifier
from plans.models import DeadlineFields, LegalBasis, Plan, ReportDuty
from reading.draft import CitationDraft, DeadlineDraft
from tasks.models import Assignment, GroupAssignment, OutsideParty, Part
from units.group_members import members_of
from units.matching import OUTSIDE
from units.models import Unit, UnitGroup
from vietnamese.text import fold

AS_WRITTEN = ""


@dataclass(frozen=True)
class OldName:
    """A name that has a part in a task: a unit's, a group's, or one outside; ``key`` of its target
    ("unit:12", "group:3"), "outside" where there is none, "" where nobody asked."""

    words: str
    key: str


@dataclass(frozen=True)
class OldTask:
    """``under`` is the place in the list of the task it stands under."""

    ref: str
    title: str
    text: str
    category: str
    product: str
    deadline: DeadlineDraft
    leads: tuple[OldName, ...]
    cooperating: tuple[OldName, ...]
    under: int | None
    untracked: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class OldDuty:
    ref: str
    title: str
    reporter: str
    to: str
    via: str
    nested_in: str
    deadline: DeadlineDraft


@dataclass(frozen=True)
class OldPlan:
    plan: Plan
    tasks: tuple[OldTask, ...]
    duties: tuple[OldDuty, ...]
    bases: tuple[CitationDraft, ...]
    references: tuple[CitationDraft, ...]
    recipients: tuple[str, ...]


def read_old_plan(plan: Plan) -> OldPlan:
    """All of a plan that next year's takes over; the number of queries is fixed."""
    cited = list(plan.legal_bases.order_by("-is_basis", "order", "pk"))
    return OldPlan(
        plan=plan,
        tasks=tuple(_tasks(plan)),
        duties=tuple(_duty(duty) for duty in plan.report_duties.order_by("order", "pk")),
        bases=tuple(_citation(one) for one in cited if one.is_basis),
        references=tuple(_citation(one) for one in cited if not one.is_basis),
        recipients=tuple(plan.recipients.order_by("order", "pk").values_list("name", flat=True)),
    )


def _citation(one: LegalBasis) -> CitationDraft:
    issued_on = one.issued_on.isoformat() if one.issued_on else None
    return CitationDraft(one.kind, one.number, issued_on, one.issuer or None, name=one.name)


def deadline_of(row: DeadlineFields) -> DeadlineDraft:
    """The deadline of a task or duty as a draft has it."""
    return DeadlineDraft(
        kind=DeadlineKind(row.deadline_kind),
        words=row.deadline_words,
        days=tuple(map(str, row.deadline_days)),
        starts_on=row.deadline_starts_on.isoformat() if row.deadline_starts_on else None,
        qualifier=Qualifier(row.qualifier) if row.qualifier else None,
        on_request=row.on_request,
    )


def _duty(row: ReportDuty) -> OldDuty:
    return OldDuty(
        ref=row.ref,
        title=row.title,
        reporter=row.reporter_words,
        to=row.receiver_words,
        via=row.via_words,
        nested_in=row.nested_in,
        deadline=deadline_of(row),
    )


# --- tasks ----------------------------------------------------------------------------------------
def _tasks(plan: Plan) -> Iterable[OldTask]:
    rows = list(plan.tasks.order_by("order", "pk"))
    places = {row.pk: place for place, row in enumerate(rows)}
    names = _names(plan)
    for row in rows:
        yield OldTask(
            ref=row.ref,
            title=row.title,
            text=row.text,
            category=row.category,
            product=row.expected_product,
            deadline=deadline_of(row),
            leads=tuple(names[row.pk, Part.LEAD]),
            cooperating=tuple(names[row.pk, Part.COOPERATING]),
            under=places.get(row.parent_id) if row.parent_id else None,
            untracked=row.untracked,
            headings=row.headings,
        )


Names = defaultdict[tuple[int, str], list[OldName]]


def _names(plan: Plan) -> Names:
    """Who has a part in each task: groups as such, the units beside them, and those outside."""
    found: Names = defaultdict(list)
    members: dict[tuple[int, str], set[int]] = defaultdict(set)
    for given, units in _groups(plan):
        found[given.task_id, given.part].append(
            OldName(given.group.name, f"group:{given.group_id}")
        )
        members[given.task_id, given.part] |= units
    parts = _given(plan)
    written = _written({unit.pk: unit for _, _, unit in parts})
    for task, part, unit in parts:
        # A member that has ended since was given the work through the group.
        is_member = unit.pk in members[task, part] or (members[task, part] and unit.active_to)
        if not is_member:
            found[task, part].append(OldName(written[unit.pk], f"unit:{unit.pk}"))
    outside = OutsideParty.objects.filter(task__plan=plan).select_related("task")
    for party in outside.order_by("pk"):
        # A task that was given to nobody keeps all its names as written, whatever they stand for.
        key = AS_WRITTEN if party.task.untracked else OUTSIDE
        found[party.task_id, party.part].append(OldName(party.name, key))
    return found


def _groups(plan: Plan) -> list[tuple[GroupAssignment, set[int]]]:
    """The parts given to groups as a whole, each with the units that the group has now."""
    given = list(GroupAssignment.objects.filter(task__plan=plan).order_by("pk"))
    rows = UnitGroup.objects.filter(pk__in={one.group_id for one in given})
    groups = {group.pk: group for group in rows.prefetch_related("kinds", "members")}
    units = members_of(list(groups.values())) if groups else {}
    for one in given:
        one.group = groups[one.group_id]
    return [(one, {unit.pk for unit in units[one.group_id]}) for one in given]


def _given(plan: Plan) -> list[tuple[int, str, Unit]]:
    """Task, part and unit of the work that was not taken back, each once."""
    rows = Assignment.objects.filter(task__plan=plan, cancelled_on__isnull=True)
    rows = rows.select_related("unit__parent").order_by("unit__sort_name", "pk")
    return list({(row.task_id, row.part, row.unit_id): (row.task_id, row.part, row.unit)
                 for row in rows}.values())  # fmt: skip


def _written(units: Mapping[int, Unit]) -> Mapping[int, str]:
    """Each unit's name, with the unit above where two bear the same."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for unit in units.values():
        bearers[fold(unit.name)].append(unit.pk)
    return {
        unit.pk: f"{unit.name} ({unit.parent})"
        if len(bearers[fold(unit.name)]) > 1 and unit.parent
        else unit.name
        for unit in units.values()
    }
