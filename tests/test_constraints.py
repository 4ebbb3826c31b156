"""Every rule that the database itself holds: its nearest permitted rows pass, others are refused.

The tables are those that the migrations make, so that a constraint that a model names and no
migration adds fails here.  A new constraint or unique field without a case fails as well.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import SentForm, User
from intake.models import Intake
from plans.models import Holiday
from reports.models import (
    CalendarFeed,
    ComplianceReport,
    DocumentForm,
    DutyForm,
    FigureDecision,
    FileJob,
    MetDuty,
    ReportRequest,
    ReportSection,
    Submission,
    SubmissionPart,
)
from tasks.models import (
    Assignment,
    DailyRun,
    Difficulty,
    Extension,
    GroupAssignment,
    Letter,
    Notice,
    PlanUnit,
    ProgressEntry,
    Reminder,
    TaskCoverage,
    TaskIndicator,
    WorkOpening,
)
from tests.factories import (
    TODAY,
    AssignmentFactory,
    FigureFactory,
    IndicatorFactory,
    MembershipFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    UnitKindFactory,
    UserFactory,
)
from units.lists.models import ListAnswer, ListImport
from units.models import (
    AgencySetting,
    Membership,
    Unit,
    UnitAlias,
    UnitAncestor,
    UnitGroup,
    UnitKind,
)
from units.policy import Role

DAY_BEFORE, DAY_AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """Rows that the constraint lets pass and rows that it refuses, each tried for itself."""

    allowed: list[Model] = field(default_factory=list)
    refused: list[Model] = field(default_factory=list)


CASES: dict[str, Callable[[], Case]] = {}


def case(name: str) -> Callable[[Callable[[], Case]], Callable[[], Case]]:
    def keep(build: Callable[[], Case]) -> Callable[[], Case]:
        CASES[name] = build
        return build

    return keep


def but(row: Model, **values: Any) -> Any:
    """The same row, saved or not, with other values."""
    changed = copy(row)
    changed._state = copy(row._state)
    changed._state.fields_cache = dict(row._state.fields_cache)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def own_models() -> list[type[Model]]:
    own = {"accounts", "units", "plans", "tasks", "intake", "reports", "demo"}
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in own and not model.__name__.startswith("Historical")
    ]


def unique_fields(model: type[Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.fields if field.unique and not field.primary_key]


def expected_words() -> dict[str, tuple[str, ...]]:
    """Constraint → what the database's refusal may call it: its name, or (SQLite) its columns."""
    words: dict[str, tuple[str, ...]] = {}
    for model in own_models():
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            names = getattr(constraint, "fields", ())
            columns = [f"{table}.{model._meta.get_field(name).column}" for name in names]
            words[constraint.name] = (constraint.name, ", ".join(columns) or constraint.name)
        for one in unique_fields(model):
            words[f"{model._meta.label}.{one.name}"] = (
                f"{table}.{one.column}",
                f"Key ({one.column})=",
                f'Key ("{one.column}")=',  # a word that SQL keeps for itself
            )
    return words


# --- The directory -------------------------------------------------------------------------------
@case("unit_not_its_own_parent")
def _() -> Case:
    unit = UnitFactory()
    return Case([but(unit, parent=UnitFactory()), but(unit, parent=None)], [but(unit, parent=unit)])


@case("unit_active_days_in_order")
def _() -> Case:
    unit = UnitFactory()
    return Case(
        [
            but(unit, active_from=TODAY, active_to=TODAY),
            but(unit, active_from=TODAY),
            but(unit, active_to=TODAY),
        ],
        [but(unit, active_from=TODAY, active_to=DAY_BEFORE)],
    )


@case("unit_identifier_unique_when_given")
def _() -> Case:
    UnitFactory(identifier="H26.1"), UnitFactory(identifier="")
    unit = UnitFactory()
    return Case([but(unit, identifier="")], [but(unit, identifier="H26.1")])


@case("units.Unit.code")
def _() -> Case:
    other = UnitFactory()
    return Case([], [Unit(code=other.code, name="Phòng khác", kind=other.kind)])


@case("units.UnitKind.name")
def _() -> Case:
    return Case([], [UnitKind(code="khac", name=UnitKindFactory().name)])


@case("unit_ancestor_once")
def _() -> Case:
    unit = UnitFactory()
    return Case(
        [UnitAncestor(unit=unit, ancestor=UnitFactory(), distance=1)],
        [UnitAncestor(unit=unit, ancestor=unit, distance=0)],
    )


@case("unit_ancestor_self_at_zero")
def _() -> Case:
    unit, other = UnitFactory(), UnitFactory()
    UnitAncestor.objects.filter(unit=unit).delete()
    return Case(
        [
            UnitAncestor(unit=unit, ancestor=unit, distance=0),
            UnitAncestor(unit=unit, ancestor=other, distance=1),
        ],
        [
            UnitAncestor(unit=unit, ancestor=unit, distance=1),
            UnitAncestor(unit=unit, ancestor=other, distance=0),
        ],
    )


@case("unit_group_name_once")
def _() -> Case:
    group = UnitGroup.objects.create(agency=UnitFactory(), name="Các phòng")
    return Case(
        [UnitGroup(agency=UnitFactory(), name="Các phòng")],
        [UnitGroup(agency=group.agency, name="Các phòng")],
    )


def alias(**values: Any) -> UnitAlias:
    return UnitAlias(name="Văn phòng", folded="van phong", **values)


@case("alias_of_unit_or_group")
def _() -> Case:
    unit = UnitFactory()
    group = UnitGroup.objects.create(agency=unit, name="Các phòng")
    return Case([alias(unit=unit), alias(group=group)], [alias(), alias(unit=unit, group=group)])


@case("alias_once_per_unit")
def _() -> Case:
    unit = UnitFactory()
    alias(unit=unit).save()
    return Case([alias(unit=UnitFactory())], [alias(unit=unit)])


@case("alias_once_per_group")
def _() -> Case:
    agency = UnitFactory()
    group, other = (UnitGroup.objects.create(agency=agency, name=name) for name in "ab")
    alias(group=group).save()
    return Case([alias(group=other)], [alias(group=group)])


@case("list_import_once")
def _() -> Case:
    user, other = UserFactory(), UserFactory()
    common = {"name": "a.xlsx", "brought_at": timezone.now()}
    kept = ListImport.objects.create(user=user, listing="units", sha256="a" * 64, **common)
    same = {"listing": kept.listing, "sha256": kept.sha256, **common}
    return Case(
        [ListImport(user=other, **same), ListImport(user=user, **{**same, "listing": "people"})],
        [ListImport(user=user, **same)],
    )


@case("list_answer_once_per_person")
def _() -> Case:
    user = UserFactory()
    kept = ListAnswer.objects.create(user=user, about="unit", words="P. TH", meant="1")
    same = {"about": kept.about, "words": kept.words, "meant": "2"}
    return Case(
        [
            ListAnswer(user=UserFactory(), **same),
            ListAnswer(user=user, **{**same, "about": "role"}),
        ],
        [ListAnswer(user=user, **same)],
    )


@case("list_answer_once_for_all")
def _() -> Case:
    kept = ListAnswer.objects.create(about="unit", words="P. TH", meant="1")
    same = {"about": kept.about, "words": kept.words, "meant": "2"}
    return Case([ListAnswer(user=UserFactory(), **same)], [ListAnswer(**same)])


@case("accounts.SentForm.token")
def _() -> Case:
    kept = SentForm.objects.create(token=uuid4(), by=UserFactory())
    return Case([SentForm(token=uuid4(), by=kept.by)], [SentForm(token=kept.token, by=kept.by)])


@case("tasks.ProgressEntry.takes_back")
def _() -> Case:
    work, by = AssignmentFactory(), UserFactory()
    said = {"assignment": work, "on": TODAY, "by": by}
    entry = ProgressEntry.objects.create(**said)
    ProgressEntry.objects.create(takes_back=entry, **said)
    other = ProgressEntry.objects.create(**said)
    return Case(
        [ProgressEntry(takes_back=other, **said)], [ProgressEntry(takes_back=entry, **said)]
    )


@case("setting_once")
def _() -> Case:
    chosen = AgencySetting.objects.create(agency=UnitFactory(), key="due_soon_days", value=5)
    return Case(
        [
            AgencySetting(agency=UnitFactory(), key=chosen.key, value=5),
            AgencySetting(agency=chosen.agency, key="khác", value=5),
        ],
        [AgencySetting(agency=chosen.agency, key=chosen.key, value=9)],
    )


# --- People --------------------------------------------------------------------------------------
@case("accounts.User.username")
def _() -> Case:
    return Case([], [User(username=UserFactory().username, full_name="Trần Thị B")])


@case("membership_once_while_held")
def _() -> Case:
    held = MembershipFactory()
    again = but(held, pk=None)
    again._state.adding = True
    return Case([but(again, ended_on=TODAY), but(again, role=Role.HEAD)], [again])


@case("membership_role_known")
def _() -> Case:
    user, unit = UserFactory(), UnitFactory()
    return Case(
        [Membership(user=user, unit=unit, role=role) for role in Role],
        [Membership(user=user, unit=unit, role="owner")],
    )


# --- Plans ---------------------------------------------------------------------------------------
@case("plan_days_in_order")
def _() -> Case:
    plan = PlanFactory()
    return Case(
        [but(plan, starts_on=TODAY, ends_on=TODAY)],
        [but(plan, starts_on=TODAY, ends_on=DAY_BEFORE)],
    )


@case("plan_not_its_own_successor")
def _() -> Case:
    plan = PlanFactory()
    ended = but(plan, in_force_until=TODAY)
    return Case([but(ended, superseded_by=PlanFactory())], [but(ended, superseded_by=plan)])


@case("plan_end_has_a_day")
def _() -> Case:
    plan, other = PlanFactory(), PlanFactory()
    ends = ({"closed_on": TODAY}, {"revoked_on": TODAY}, {"superseded_by": other})
    return Case(
        [plan, *(but(plan, in_force_until=TODAY, **end) for end in ends)],
        [but(plan, **end) for end in ends],
    )


@case("plans.Holiday.day")
def _() -> Case:
    Holiday.objects.update_or_create(day=TODAY, defaults={"name": "Nghỉ"})
    return Case([], [Holiday(day=TODAY, name="Nghỉ bù")])


# --- Tasks and who does them ---------------------------------------------------------------------
@case("plan_unit_once")
def _() -> Case:
    work, other = AssignmentFactory(), UnitFactory()  # which makes the row of its own
    plan = work.task.plan
    return Case(
        [PlanUnit(plan=plan, unit=other), PlanUnit(plan=PlanFactory(), unit=work.unit)],
        [PlanUnit(plan=plan, unit=work.unit)],
    )


@case("group_assignment_once")
def _() -> Case:
    task = TaskFactory()
    group = UnitGroup.objects.create(agency=task.plan.issuer, name="Các phòng")
    GroupAssignment.objects.create(task=task, group=group)
    return Case(
        [GroupAssignment(task=TaskFactory(plan=task.plan), group=group)],
        [GroupAssignment(task=task, group=group, part="cooperating")],
    )


def notice(**values: Any) -> Notice:
    return Notice(**{"kind": "late", "due_on": TODAY, "step": 1, "on": TODAY} | values)


@case("notice_of_work_or_report")
def _() -> Case:
    work, duty, person = AssignmentFactory(), ReportDutyFactory(), UserFactory()
    report = {"duty": duty, "unit": work.unit}
    return Case(
        [notice(person=person, assignment=work), notice(person=person, **report)],
        [
            notice(person=person),
            notice(person=person, duty=duty),
            notice(person=person, unit=work.unit),
            notice(person=person, assignment=work, **report),
        ],
    )


@case("notice_of_work_once")
def _() -> Case:
    said = {"person": UserFactory(), "assignment": AssignmentFactory()}
    notice(**said).save()
    return Case(
        [
            notice(**said, step=8),
            notice(**said, due_on=DAY_AFTER),
            notice(**said, kind="due"),
            notice(**said | {"person": UserFactory()}),
            notice(**said | {"assignment": AssignmentFactory()}),
        ],
        [notice(**said), notice(**said, on=DAY_AFTER)],
    )


@case("notice_of_report_once")
def _() -> Case:
    said = {"person": UserFactory(), "duty": ReportDutyFactory(), "unit": UnitFactory()}
    notice(**said, period="2026-Q1").save()
    return Case(
        [notice(**said, period="2026-Q2"), notice(**said, period="2026-Q1", step=8)],
        [notice(**said, period="2026-Q1"), notice(**said, period="2026-Q1", on=DAY_AFTER)],
    )


@case("letter_once_a_day")
def _() -> Case:
    person = UserFactory()
    Letter.objects.create(person=person, on=TODAY)
    reminder = Reminder.objects.create(by=UserFactory(), on=TODAY)
    return Case(
        [
            Letter(person=person, on=DAY_AFTER),
            Letter(person=UserFactory(), on=TODAY),
            Letter(person=person, on=TODAY, reminder=reminder),
        ],
        [Letter(person=person, on=TODAY)],
    )


@case("letter_once_a_reminder")
def _() -> Case:
    person = UserFactory()
    reminder, other = (Reminder.objects.create(by=person, on=TODAY) for _ in range(2))
    Letter.objects.create(person=person, on=TODAY, reminder=reminder)
    return Case(
        [Letter(person=person, on=TODAY, reminder=other)],
        [Letter(person=person, on=DAY_AFTER, reminder=reminder)],
    )


@case("opening_once")
def _() -> Case:
    work, person = AssignmentFactory(), UserFactory()
    WorkOpening.objects.create(assignment=work, person=person, on=TODAY)
    return Case(
        [WorkOpening(assignment=work, person=UserFactory(), on=TODAY)],
        [WorkOpening(assignment=work, person=person, on=DAY_AFTER)],
    )


@case("tasks.DailyRun.on")
def _() -> Case:
    at = timezone.now()
    DailyRun.objects.create(on=TODAY, started_at=at)
    return Case([DailyRun(on=DAY_AFTER, started_at=at)], [DailyRun(on=TODAY, started_at=at)])


def coverage(**values: Any) -> TaskCoverage:
    return TaskCoverage(confirmed_by=UserFactory(), confirmed_on=TODAY, **values)


@case("coverage_task_or_reason")
def _() -> Case:
    superior, task = TaskFactory(), TaskFactory()
    pair = {"plan": task.plan, "superior": superior}
    return Case(
        [coverage(task=task, **pair), coverage(reason="Không thuộc thẩm quyền", **pair)],
        [coverage(**pair), coverage(task=task, reason="Không thuộc thẩm quyền", **pair)],
    )


@case("coverage_pair_once")
def _() -> Case:
    superior, task = TaskFactory(), TaskFactory()
    pair = {"plan": task.plan, "superior": superior}
    coverage(task=task, **pair).save()
    return Case([coverage(task=TaskFactory(plan=task.plan), **pair)], [coverage(task=task, **pair)])


@case("coverage_waived_once")
def _() -> Case:
    superior, plan = TaskFactory(), PlanFactory()
    coverage(plan=plan, superior=superior, reason="Không có kho").save()
    return Case(
        [coverage(plan=PlanFactory(issuer=plan.issuer), superior=superior, reason="Không có kho")],
        [coverage(plan=plan, superior=superior, reason="Không có nhà xưởng")],
    )


def another(row: Assignment, **values: Any) -> Assignment:
    new = but(row, pk=None, **values)
    new._state.adding = True
    return new


@case("assignment_once")
def _() -> Case:
    row = AssignmentFactory(period="2026-Q1")
    return Case(
        [
            another(row, period="2026-Q2"),
            another(row, unit=UnitFactory()),
            another(row, task=TaskFactory(plan=row.task.plan)),
        ],
        [another(row), another(row, part="cooperating")],
    )


@case("assignment_percent_range")
def _() -> Case:
    row = AssignmentFactory()
    return Case([but(row, percent=0), but(row, percent=100)], [but(row, percent=101)])


@case("assignment_confirmed_only_when_finished")
def _() -> Case:
    row = AssignmentFactory()
    return Case(
        [but(row, finished_on=TODAY), but(row, finished_on=TODAY, confirmed_on=TODAY)],
        [but(row, confirmed_on=TODAY)],
    )


@case("assignment_starts_before_due")
def _() -> Case:
    row = AssignmentFactory()
    return Case(
        [but(row, starts_on=row.due_on), but(row, due_on=None, planned_on=None)],
        [but(row, starts_on=row.due_on + timedelta(days=1))],
    )


@case("assignment_dated_stays_dated")
def _() -> Case:
    row = AssignmentFactory()
    return Case(
        [but(row, due_on=None, planned_on=None), but(row, due_on=date(2026, 12, 31))],
        [but(row, due_on=None), but(row, planned_on=None)],
    )


@case("entry_percent_range")
def _() -> Case:
    entry = ProgressEntry(assignment=AssignmentFactory(), on=TODAY, by=UserFactory())
    return Case([but(entry, percent=value) for value in (None, 0, 100)], [but(entry, percent=101)])


def extension(row: Assignment, **values: Any) -> Extension:
    asked = {"asked_on": TODAY, "asked_by": UserFactory(), "due_before": TODAY}
    return Extension(assignment=row, **(asked | {"due_asked": DAY_AFTER} | values))


@case("indicator_name_once")
def _() -> Case:
    one, other = IndicatorFactory(), UnitFactory()
    return Case([but(one, pk=None, agency=other)], [but(one, pk=None)])


@case("indicator_key_once")
def _() -> Case:
    one = IndicatorFactory(key="fires")
    again = but(one, pk=None, name="Vụ cháy khác")
    return Case([but(again, key=""), but(again, agency=UnitFactory())], [again])


@case("indicator_percent_not_added")
def _() -> Case:
    one = IndicatorFactory()
    return Case([but(one, unit_of_measure="%", adding="latest")], [but(one, unit_of_measure="%")])


@case("task_indicator_once")
def _() -> Case:
    task, indicator = TaskFactory(), IndicatorFactory()
    one = TaskIndicator.objects.create(task=task, indicator=indicator)
    return Case([but(one, pk=None, task=TaskFactory())], [but(one, pk=None)])


@case("task_indicator_target_positive")
def _() -> Case:
    one = TaskIndicator(task=TaskFactory(), indicator=IndicatorFactory())
    return Case([one, but(one, target=1)], [but(one, target=0)])


def a_difficulty() -> Difficulty:
    work = AssignmentFactory()
    entry = ProgressEntry.objects.create(assignment=work, on=TODAY, by=UserFactory())
    return Difficulty(assignment=work, entry=entry, text="Thiếu", raised_on=TODAY)


@case("difficulty_answered_whole")
def _() -> Case:
    one = a_difficulty()
    return Case(
        [one, but(one, answer="Có", answered_on=TODAY)],
        [but(one, answer="Có"), but(one, answered_on=TODAY)],
    )


@case("difficulty_closed_after_raised")
def _() -> Case:
    one = a_difficulty()
    return Case([one, but(one, closed_on=TODAY)], [but(one, closed_on=DAY_BEFORE)])


@case("tasks.Difficulty.entry")
def _() -> Case:
    one, other = a_difficulty(), a_difficulty()
    one.save()
    return Case([other], [but(one, pk=None)])


@case("reports.CalendarFeed.user")
def _() -> Case:
    one = CalendarFeed(user=UserFactory(), digest="a" * 64, renewed_on=TODAY)
    one.save()
    return Case([but(one, pk=None, user=UserFactory())], [but(one, pk=None)])


@case("figure_not_negative")
def _() -> Case:
    one = FigureFactory()
    return Case([but(one, value=0)], [but(one, value=-1)])


@case("figure_entry_with_its_work")
def _() -> Case:
    one = FigureFactory()
    return Case([but(one, assignment=None, entry=None)], [but(one, assignment=None)])


@case("figure_once_in_an_entry")
def _() -> Case:
    one = FigureFactory()
    alone = FigureFactory(assignment=None, unit=one.unit)
    return Case(
        [but(one, pk=None, indicator=IndicatorFactory()), but(alone, pk=None)], [but(one, pk=None)]
    )


@case("tasks.Figure.corrects")
def _() -> Case:
    wrong = FigureFactory()
    right = FigureFactory(corrects=wrong)
    return Case(
        [but(right, pk=None, entry=None, assignment=None, corrects=None)],
        [but(right, pk=None, entry=None, assignment=None)],
    )


@case("extension_moves_later")
def _() -> Case:
    row = AssignmentFactory()
    return Case(
        [extension(row)], [extension(row, due_asked=TODAY), extension(row, due_asked=DAY_BEFORE)]
    )


@case("extension_decided_whole")
def _() -> Case:
    row = AssignmentFactory()
    decided = [extension(row, decided_on=TODAY, granted=granted) for granted in (True, False)]
    return Case(
        [extension(row), *decided],
        [extension(row, decided_on=TODAY), extension(row, granted=False)],
    )


@case("extension_one_open")
def _() -> Case:
    row = AssignmentFactory()
    extension(row).save()
    return Case(
        [extension(row, decided_on=TODAY, granted=True), extension(AssignmentFactory())],
        [extension(row, due_asked=DAY_AFTER + timedelta(days=1))],
    )


# --- Documents on their way, and reports ---------------------------------------------------------
@case("intake_confirmed_or_dropped")
def _() -> Case:
    plan = PlanFactory()
    row = Intake(issuer=plan.issuer, name="ke-hoach.docx")
    return Case(
        [but(row, plan=plan), but(row, dropped_on=TODAY)], [but(row, plan=plan, dropped_on=TODAY)]
    )


@case("intake_held_by_somebody")
def _() -> Case:
    row, user = Intake(issuer=UnitFactory(), name="ke-hoach.docx"), UserFactory()
    return Case([row, but(row, held_by=user, held_until=timezone.now())], [but(row, held_by=user)])


@case("intake.Intake.plan")
def _() -> Case:
    plan = PlanFactory()
    Intake.objects.create(issuer=plan.issuer, name="ke-hoach.docx", plan=plan)
    return Case([], [Intake(issuer=plan.issuer, name="ke-hoach.pdf", plan=plan)])


@case("submission_once")
def _() -> Case:
    row = Submission(duty=ReportDutyFactory(), unit=UnitFactory(), period="2026-Q1")
    but(row).save()
    return Case([but(row, period="2026-Q2"), but(row, unit=UnitFactory())], [row])


@case("submission_accepted_only_when_submitted")
def _() -> Case:
    row = Submission(duty=ReportDutyFactory(), unit=UnitFactory())
    return Case(
        [row, but(row, submitted_on=TODAY, accepted_on=TODAY)], [but(row, accepted_on=TODAY)]
    )


@case("submission_days_in_order")
def _() -> Case:
    row = Submission(duty=ReportDutyFactory(), unit=UnitFactory(), submitted_on=TODAY)
    return Case([row, but(row, accepted_on=TODAY)], [but(row, accepted_on=DAY_BEFORE)])


@case("submission_part_once")
def _() -> Case:
    report = Submission.objects.create(duty=ReportDutyFactory(), unit=UnitFactory())
    SubmissionPart.objects.create(submission=report, order=1, heading="Kết quả")
    return Case(
        [SubmissionPart(submission=report, order=2, heading="Kết quả")],
        [SubmissionPart(submission=report, order=1, heading="Khó khăn")],
    )


@case("duty_met_once")
def _() -> Case:
    report = Submission.objects.create(duty=ReportDutyFactory(), unit=UnitFactory())
    row = MetDuty(submission=report, duty=ReportDutyFactory(), unit=report.unit, period="2026-Q1")
    but(row).save()
    return Case([but(row, period="2026-Q2"), but(row, unit=UnitFactory())], [row])


@case("figure_decided_once")
def _() -> Case:
    report = Submission.objects.create(duty=ReportDutyFactory(), unit=UnitFactory())
    row = FigureDecision(submission=report, name="Lớp", counts=True, by=UserFactory(), on=TODAY)
    but(row).save()
    return Case([but(row, name="Buổi")], [but(row, counts=False)])


def a_report(**fields) -> ComplianceReport:
    said = {
        "agency": UnitFactory(),
        "starts_on": DAY_BEFORE,
        "ends_on": TODAY,
        "created_by": UserFactory(),
        "created_on": TODAY,
    }
    return ComplianceReport(**{**said, **fields})


ISSUED = {"number": "05", "issued_on": TODAY, "code": "ABCD2345"}


@case("compliance_days_in_order")
def _() -> Case:
    return Case([a_report(starts_on=TODAY)], [a_report(ends_on=TODAY - timedelta(days=2))])


@case("compliance_issued_whole")
def _() -> Case:
    whole = a_report(**ISSUED)
    return Case(
        [a_report(number="05"), whole],
        [but(whole, number=""), but(whole, code=None), but(whole, issued_on=None)],
    )


@case("reports.ComplianceReport.code")
def _() -> Case:
    a_report(**ISSUED).save()
    return Case([a_report(), a_report(**ISSUED | {"code": "EFGH"})], [a_report(**ISSUED)])


@case("reports.ComplianceReport.replaces")
def _() -> Case:
    first = a_report(**ISSUED)
    first.save()
    a_report(replaces=first).save()
    return Case([a_report()], [a_report(replaces=first)])


def a_file_job(**fields: Any) -> FileJob:
    plan = PlanFactory()
    now = timezone.now()
    said: dict[str, Any] = {
        "agency": plan.issuer,
        "asked_by": UserFactory(),
        "asked_at": now,
        "seen_at": now,
        "as_of": TODAY,
        "what": FileJob.What.PLAN_REPORT,
        "plan": plan,
        "starts_on": TODAY,
        "ends_on": TODAY,
        "ending": "pdf",
        "title": "Báo cáo",
    }
    return FileJob(**{**said, **fields})


@case("file_job_of_plan_or_report")
def _() -> Case:
    report = a_report()
    report.save()
    of_plan, of_report = a_file_job(), a_file_job(plan=None, report=report)
    return Case(
        [of_plan, of_report],
        [
            but(of_plan, plan=None),
            but(of_plan, starts_on=None),
            but(of_plan, ends_on=None),
            but(of_plan, report=report),
        ],
    )


@case("file_job_failed_with_reason")
def _() -> Case:
    failed = a_file_job(state="failed", failure="Thiếu thư viện")
    return Case([failed, a_file_job()], [but(failed, failure="")])


@case("report_section_once")
def _() -> Case:
    report, by = a_report(), UserFactory()
    report.save()
    ReportSection.objects.create(report=report, key="field", edited_by=by)
    return Case(
        [ReportSection(report=report, key="causes", edited_by=by)],
        [ReportSection(report=report, key="field", edited_by=by)],
    )


@case("reports.DocumentForm.unit")
def _() -> Case:
    form = DocumentForm.objects.create(unit=UnitFactory())
    return Case([DocumentForm(unit=UnitFactory())], [DocumentForm(unit=form.unit)])


@case("reports.DutyForm.duty")
def _() -> Case:
    form = DutyForm.objects.create(duty=ReportDutyFactory())
    return Case([DutyForm(duty=ReportDutyFactory())], [DutyForm(duty=form.duty)])


@case("reports.ReportRequest.duty")
def _() -> Case:
    said = {"number": "12/CV", "issued_on": TODAY, "added_by": UserFactory(), "added_on": TODAY}
    letter = ReportRequest.objects.create(duty=ReportDutyFactory(), **said)
    return Case(
        [ReportRequest(duty=ReportDutyFactory(), **said)],
        [ReportRequest(duty=letter.duty, **said)],
    )


# --- The test ------------------------------------------------------------------------------------
WORDS = expected_words()


@pytest.mark.parametrize("name", sorted(WORDS.keys() | CASES.keys()))
def test_the_database_holds_its_rule(db, name):
    assert name in CASES, "a constraint without a case in this file"
    assert name in WORDS, "a case of a constraint that no model has any more"
    rows = CASES[name]()
    assert rows.refused
    for row in rows.allowed:
        with transaction.atomic():
            row.save()
            transaction.set_rollback(True)
    for row in rows.refused:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            row.save()
        assert any(word in str(refusal.value) for word in WORDS[name]), refusal.value


def test_a_constraint_that_the_migrations_forgot_is_found(db):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX alias_once_per_unit")
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test_the_database_holds_its_rule(None, "alias_once_per_unit")
