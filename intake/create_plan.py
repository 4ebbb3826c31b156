"""Rows from an outline: the plan with all that belongs to it.  Called inside one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Model
from simple_history.utils import bulk_create_with_history

from accounts.changes import sign
from accounts.models import User
from intake.days import exact_day
from intake.drafting.outline import (
    COOPERATING,
    LEAD,
    Outline,
    PastAnswers,
    PlannedDuty,
    PlannedTask,
    deadline_fields,
)
from intake.models import Intake
from plans.models import LegalBasis, Plan, PlanFile, Recipient, ReportDuty
from reading.draft import CitationDraft, PlanDraft
from tasks.actions import assign_units, settle_before
from tasks.before import Before
from tasks.models import (
    HEADINGS_BETWEEN,
    Assignment,
    GroupAssignment,
    Indicator,
    OutsideParty,
    Task,
    TaskIndicator,
)
from units.actions import group_of
from units.models import Unit
from vietnamese.text import one_line

Day = datetime.date


def make_plan(intake: Intake, draft: PlanDraft, outline: Outline, by: User | None, on: Day) -> Plan:
    """The plan in force from its day of issue (from ``on`` where that is blank).

    Raises ValidationError where a value of the header does not fit.
    """
    if outline.period is None:
        raise ValidationError("Chưa có thời gian thực hiện kế hoạch (từ ngày, đến ngày).")
    issued_on = exact_day(draft.issued_on)
    plan = Plan(
        issuer=intake.issuer,
        kind=one_line(draft.kind or "") or "KẾ HOẠCH",
        number=one_line(draft.number or ""),
        symbol=one_line(draft.symbol or ""),
        place=one_line(draft.place or ""),
        issued_on=issued_on,
        title=one_line(draft.title or ""),
        starts_on=outline.period.starts_on,
        ends_on=outline.period.ends_on,
        runs_on=outline.runs_on,
        signatory_authority=one_line(draft.signatory.authority or ""),
        signatory_position=one_line(draft.signatory.position or ""),
        signatory_name=one_line(draft.signatory.name or ""),
        released_on=issued_on or on,
        copied_from=intake.copied_from,
        created_by=by,
    )
    plan.full_clean()
    # What django-simple-history writes into its row beside the values.
    sign(plan, by, "Tạo từ văn bản đã đọc")
    plan.save()
    return plan


def make_citations(plan: Plan, draft: PlanDraft) -> None:
    """The documents cited, and the lines of Nơi nhận, in the order of the plan."""
    rows = [_citation(plan, one, order, True) for order, one in enumerate(draft.legal_bases)]
    rows += [_citation(plan, one, order, False) for order, one in enumerate(draft.references)]
    for row in rows:
        row.fill_derived()
    LegalBasis.objects.bulk_create(rows)
    lines = filter(None, map(one_line, draft.recipients))
    Recipient.objects.bulk_create(
        Recipient(plan=plan, order=order, name=_fit(Recipient, "name", line))
        for order, line in enumerate(lines)
    )


def _citation(plan: Plan, cited: CitationDraft, order: int, is_basis: bool) -> LegalBasis:
    return LegalBasis(
        plan=plan,
        is_basis=is_basis,
        order=order,
        kind=_fit(LegalBasis, "kind", cited.kind),
        number=_fit(LegalBasis, "number", cited.number),
        issued_on=exact_day(cited.issued_on),
        issuer=_fit(LegalBasis, "issuer", cited.issuer or ""),
        name=_fit(LegalBasis, "name", cited.name),
    )


def make_tasks(plan: Plan, outline: Outline, units: Mapping[int, Unit], by: User | None) -> None:
    """The tasks with what stands under them, each unit's part in them for each time, and the names
    kept as written."""
    made = _task_rows(plan, outline.tasks, by)
    pairs = list(zip(outline.tasks, made, strict=True))
    followed = [(planned, task) for planned, task in pairs if not planned.untracked]
    for planned, task in followed:
        for part, given in ((LEAD, planned.leads), (COOPERATING, planned.cooperating)):
            if given:
                whom = [units[pk] for pk in given]
                assign_units(task=task, units=whom, part=part, times=planned.times)
    _hang_targets(plan, followed, by)
    OutsideParty.objects.bulk_create(
        OutsideParty(task=task, part=part, name=_fit(OutsideParty, "name", name))
        for planned, task in pairs
        for part, name in _kept_as_written(planned)
    )
    _keep_groups(plan.issuer, followed)


def _hang_targets(plan: Plan, made: Sequence[tuple[PlannedTask, Task]], by: User | None) -> None:
    """The targets that were taken, of what the agency still counts."""
    said = [(task, target) for planned, task in made for target in planned.targets]
    named = {target.indicator for _, target in said}
    counted = Indicator.objects.filter(agency=plan.issuer_id, ended_on=None, pk__in=named)
    known = set(counted.values_list("pk", flat=True))
    rows = [
        TaskIndicator(
            task=task,
            indicator_id=target.indicator,
            target=Decimal(target.value),
            words=target.words,
        )
        for task, target in said
        if target.indicator in known
    ]
    for row in rows:
        row.clean_fields(exclude=["task", "indicator"])
    bulk_create_with_history(rows, TaskIndicator, default_user=by)


def _kept_as_written(planned: PlannedTask) -> Iterator[tuple[str, str]]:
    """The names outside the directory; of a task that is given to nobody, all it names."""
    if not planned.untracked:
        yield from planned.outside
        return
    for part, named in ((LEAD, planned.draft.lead), (COOPERATING, planned.draft.cooperating)):
        for words in dict.fromkeys(one_line(name.words) for name in named):
            if words:
                yield part, words


def _keep_groups(issuer: Unit, made: Sequence[tuple[PlannedTask, Task]]) -> None:
    """Which parts were given to groups as a whole; a group that leads does not cooperate too."""
    targets = {target.key: target for planned, _ in made for _, target in planned.groups}
    groups = {key: group_of(issuer, target) for key, target in targets.items()}
    found: dict[tuple[int, int], GroupAssignment] = {}
    for planned, task in made:
        for part, target in planned.groups:
            group = groups[target.key]
            if group:
                given = GroupAssignment(task=task, group=group, part=part)
                found.setdefault((task.pk, group.pk), given)
    GroupAssignment.objects.bulk_create(found.values())


def _task_rows(plan: Plan, tasks: Sequence[PlannedTask], by: User | None) -> list[Task]:
    """Level by level: a parent must have its key before its children are written."""
    made: dict[int, Task] = {}
    waiting = list(tasks)
    while waiting:
        ready = [one for one in waiting if one.parent is None or one.parent in made]
        rows = [_task_row(plan, one, made) for one in ready]
        created = bulk_create_with_history(rows, Task, batch_size=200, default_user=by)
        made |= {one.order: row for one, row in zip(ready, created, strict=True)}
        waiting = [one for one in waiting if one.order not in made]
    return [made[one.order] for one in tasks]


def _task_row(plan: Plan, planned: PlannedTask, made: Mapping[int, Task]) -> Task:
    task = Task(
        plan=plan,
        parent=made[planned.parent] if planned.parent is not None else None,
        ref=_fit(Task, "ref", planned.draft.ref),
        order=planned.order,
        chapter=_fit(Task, "chapter", "".join(planned.draft.headings[:1])),
        heading=_fit(Task, "heading", HEADINGS_BETWEEN.join(planned.draft.headings[1:])),
        title=_fit(Task, "title", planned.title),
        text=planned.draft.text.strip(),
        category=planned.category,
        untracked=planned.untracked or "",
        expected_product=_fit(Task, "expected_product", planned.draft.expected_product),
        **deadline_fields(planned.draft.deadline),
    )
    # The rows it points to were made here; asking the database for each would grow with the plan.
    task.full_clean(exclude=["plan", "parent"])
    return task


def settle_past(
    plan: Plan, outline: Outline, past: PastAnswers | None, by: User | None, on: Day
) -> None:
    """What fell due before the plan was brought in, as the person said of it."""
    if past is None:
        return
    for answer in (Before.DONE, Before.FROM_NOW):
        keys = past.tasks_with(answer)
        orders = [task.order for task in outline.tasks if task.key in keys]
        work = Assignment.objects.filter(task__plan=plan, task__order__in=orders)
        settle_before(work=work, answer=answer, by=by, on=on, finished_on=past.finished_on)


def _owed(planned: PlannedDuty, past: PastAnswers | None, on: Day) -> dict[str, Any]:
    """From when a report is owed, where what is past is not asked for."""
    answer = past.duties.get(planned.key, Before.OVERDUE) if past else Before.OVERDUE
    if answer is Before.OVERDUE:
        return {}
    return {"owed_from": on, "handed_in_before": answer is Before.DONE}


def make_duties(
    plan: Plan, outline: Outline, by: User | None, on: Day, past: PastAnswers | None = None
) -> None:
    """The report duties with the units that must report."""
    rows = [
        ReportDuty(
            plan=plan,
            ref=_fit(ReportDuty, "ref", planned.draft.ref),
            order=planned.order,
            title=_fit(ReportDuty, "title", planned.title),
            reporter_words=_fit(ReportDuty, "reporter_words", planned.draft.reporter),
            receiver_words=_fit(ReportDuty, "receiver_words", planned.draft.to or ""),
            via_words=_fit(ReportDuty, "via_words", planned.draft.via or ""),
            nested_in=_fit(ReportDuty, "nested_in", planned.draft.nested_in or ""),
            **deadline_fields(planned.draft.deadline),
            **_owed(planned, past, on),
        )
        for planned in outline.duties
    ]
    for row in rows:
        row.full_clean(exclude=["plan"])
    duties = bulk_create_with_history(rows, ReportDuty, default_user=by)
    through = ReportDuty.reporters.through
    through.objects.bulk_create(
        through(reportduty_id=duty.pk, unit_id=pk)
        for duty, planned in zip(duties, outline.duties, strict=True)
        for pk in planned.reporters
    )


def keep_file(plan: Plan, intake: Intake, by: User | None) -> PlanFile | None:
    """The uploaded file beside the plan, byte for byte; None where the plan was typed in."""
    if not intake.file:
        return None
    kept = PlanFile(
        plan=plan,
        name=intake.name,
        sha256=intake.sha256,
        size=intake.size,
        read_by_ocr=intake.by_ocr,
        added_by=by,
    )
    with intake.file.open("rb") as document:
        kept.file.save(intake.name, document, save=False)
    kept.save()
    return kept


def _fit(model: type[Model], field: str, text: str) -> str:
    """The text on one line, cut where the column ends."""
    column = model._meta.get_field(field)
    most = column.max_length if isinstance(column, CharField) else None
    line = one_line(text)
    return line if most is None or len(line) <= most else f"{line[: most - 2].rstrip()} …"
