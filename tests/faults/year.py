"""An office's year as a state machine: people of all roles press what they can, days pass over New
Year and Tết, and after every step what must always hold does.

``test_year.py`` plays a short one; ``script/fuzz year`` a long one, with a seed that repeats it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from accounts.models import User
from intake.actions import confirm
from intake.sources.copying import start_copy
from pccc.daily import run_day
from pccc.integrity import findings
from plans import actions as plans
from plans.holidays import fill_holidays
from plans.models import Plan
from plans.schedule import Period, year_of
from reports.compliance import actions as compliance
from reports.compliance.facts import Scope, gather
from reports.compliance.issue import Issue
from reports.dashboard.context import build_dashboard
from reports.dashboard.figures import OFFICIAL
from reports.models import ComplianceReport, Submission
from reports.notices.actions import remind
from reports.notices.letters import Post
from reports.notices.targets import remindable, targets_of_work
from reports.plan_page.context import build_plan_page
from reports.submissions import actions as submissions
from tasks import actions as tasks
from tasks.actions import definition, difficulties, handing_over, leaving, taking_back
from tasks.actions.group_changes import apply_group
from tasks.actions.group_changes import group_changes as changes_of
from tasks.models import (
    Addressee,
    Assignment,
    Difficulty,
    Evidence,
    Extension,
    Figure,
    Letter,
    Notice,
    ProgressEntry,
    Task,
)
from tests.factories import PlanFactory, ReportDutyFactory, TaskFactory, person
from tests.faults.world import NOON, World, upload
from tests.reports.test_same_counts import numbers, official
from units import actions as units
from units.models import Membership, Unit
from units.people import actions as people
from units.policy import GRANTS, Capability, Reach, Role

FIRST_DAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
REASON: dict[str, Any] = {"reason": "Vì cần."}
DEADLINES: tuple[dict[str, Any], ...] = (
    {"deadline_kind": "monthly"},
    {"deadline_kind": "quarterly"},
    {"deadline_kind": "ongoing"},
    {"deadline_kind": "date", "deadline_days": ["2026-12-31"]},
    {"deadline_kind": "date", "deadline_days": ["2027-02-08"], "qualifier": "before"},
    {"deadline_kind": "none"},
)
# What is only ever added to, and what of it never changes.
RECORDED: dict[Any, tuple[str, ...]] = {
    ProgressEntry: ("assignment_id", "kind", "on", "note", "by_id"),
    Evidence: ("entry_id", "sha256", "name"),
    Extension: ("asked_on", "due_before", "due_asked"),
    Figure: ("unit_id", "indicator_id", "value", "counted_on"),
    Difficulty: ("text", "raised_on"),
    Submission: ("duty_id", "unit_id", "period"),
}

# What is seen by whoever sees the work of its unit, and the way to that unit.
REACHED: dict[Any, str] = {
    Assignment: "unit",
    ProgressEntry: "assignment__unit",
    Evidence: "entry__assignment__unit",
    Difficulty: "assignment__unit",
    Figure: "unit",
    Notice: "assignment__unit",
}

# How often a move was made, and how often it was refused.
PLAYED: Counter[tuple[str, bool]] = Counter()


class Year(RuleBasedStateMachine):
    """Steps are a move with three numbers, by which it chooses its rows; what a verb refuses is a
    step that changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.day = FIRST_DAY
        self.world = World.make()
        self.strangers_plan()
        fill_holidays(years=[2026, 2027])
        for year in (2026, 2027):
            self.new_plan(year)
        self.recorded: dict[tuple[str, int], tuple[Any, ...]] = {}
        self.seen_letters: Counter[tuple[str, str]] = Counter()
        mail.outbox = []

    def strangers_plan(self) -> None:
        """Another agency with work of its own, which nobody of ours ever sees."""
        other = units.create_unit(name="Sở Khác", code="SK", kind=self.world.agency.kind)
        plan = PlanFactory(issuer=other, released_on=FIRST_DAY)
        tasks.assign_unit(task=TaskFactory(plan=plan), unit=other, part="lead")
        self.stranger = person(Role.COORDINATOR, other)

    def new_plan(self, year: int) -> None:
        plan = PlanFactory(
            issuer=self.world.agency,
            starts_on=datetime.date(year, 1, 1),
            ends_on=datetime.date(year, 12, 31),
        )
        rooms = [self.world.room, self.world.other]
        for number, deadline in enumerate(DEADLINES):
            task = TaskFactory(plan=plan, **deadline)
            part = "lead" if number % 3 else "cooperating"
            tasks.assign_units(task=task, units=rooms[: 1 + number % 2], part="lead")
            tasks.assign_units(task=task, units=rooms[1 + number % 2 :], part=part)
        duty = ReportDutyFactory(plan=plan, deadline_kind="quarterly")
        duty.reporters.set(rooms)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    # --- steps --------------------------------------------------------------------------------
    @rule(
        moves=st.lists(
            st.tuples(
                st.deferred(lambda: st.sampled_from(sorted(MOVES))),
                st.integers(0, 999),
                st.integers(0, 999),
            ),
            min_size=2,
            max_size=6,
        ),
        days=st.sampled_from([1, 1, 3, 7, 30]),
        is_run=st.booleans(),
    )
    def people_work_and_days_pass(
        self, moves: list[tuple[str, int, int]], days: int, is_run: bool
    ) -> None:
        """A daily run may be missed; the next one makes up for it."""
        for name, first, second in moves:
            self.somebody(name, Move(self, first, second))
        self.day += days * DAY
        if is_run:
            self.daily_run()

    def somebody(self, name: str, move: Move) -> None:
        try:
            with transaction.atomic():
                MOVES[name](move)
        except (ValidationError, NothingThere):
            PLAYED[name, False] += 1
        else:
            PLAYED[name, True] += 1

    def daily_run(self) -> None:
        at = datetime.datetime.combine(self.day, NOON.timetz())
        list(run_day(post=Post(self.day, at, "https://x.example")))

    # --- what always holds --------------------------------------------------------------------
    @invariant()
    def counts_agree_everywhere(self) -> None:
        leader = self.world.coordinator
        if not Unit.objects.reached_by(leader, Capability.VIEW_DASHBOARD).exists():
            return
        for plan in Plan.objects.filter(issuer=self.world.agency).order_by("-pk")[:2]:
            period = year_of(plan.starts_on)
            board = build_dashboard(leader, today=self.day, plan=plan, period=period)
            facts = gather(Scope(self.world.agency, (plan,), period, self.day))
            assert numbers(board.figures) == official(facts.totals.tasks)
            assert numbers(board.parts) == official(facts.totals.parts)
            shown = Assignment.objects.counted_for(leader).official().filter(task__plan=plan)
            of_year = shown.in_period(period.starts_on, period.ends_on)
            as_of = min(self.day, period.ends_on)
            listed = [of_year.standing(as_of, [status]).count() for status in OFFICIAL]
            assert listed == numbers(board.parts)
            page = build_plan_page(plan, leader, today=self.day)
            if page.counts is not None and self.day == as_of:
                assert numbers(page.counts.figures) == numbers(board.figures)

    @invariant()
    def nothing_recorded_is_lost(self) -> None:
        now = {
            (model.__name__, row[0]): row[1:]
            for model, fields in RECORDED.items()
            for row in model.objects.values_list("pk", *fields)
        }
        for key, said in self.recorded.items():
            assert now.get(key) == said, f"{key} was {said}, is {now.get(key)}"
        self.recorded = now

    @invariant()
    def nobody_sees_beyond_their_reach(self) -> None:
        parents = dict(Unit.objects.values_list("pk", "parent_id"))
        for user in (*self.everybody(), self.stranger):
            reached = reach_of(user, parents)
            for model, unit in REACHED.items():
                rows = model.objects.visible_to(user).exclude(**{unit: None})
                seen = set(rows.values_list(unit, flat=True))
                assert seen <= reached, f"{user} sees {model.__name__} of {seen - reached}"

    @invariant()
    def nothing_is_sent_or_said_twice(self) -> None:
        for letter in mail.outbox[sum(self.seen_letters.values()) :]:
            self.seen_letters[letter.to[0], f"{letter.subject}{letter.body}"] += 1
        assert max(self.seen_letters.values(), default=1) == 1
        a_day = Letter.objects.filter(reminder=None).values_list("person", "on")
        assert max(Counter(a_day).values(), default=1) == 1
        said = Notice.objects.values_list(
            "person", "assignment", "duty", "unit", "period", "kind", "due_on", "step"
        )
        assert max(Counter(said).values(), default=1) == 1

    @invariant()
    def rows_agree(self) -> None:
        assert list(findings(NOON)) == []

    def everybody(self) -> list[User]:
        return list(User.objects.exclude(pk=self.stranger.pk).order_by("pk"))


def reach_of(user: User, parents: Mapping[int, int | None]) -> set[int]:
    """The units whose work the table of permissions lets a person see, told without SQL."""
    found: set[int] = set()
    if not user.is_active:
        return found
    for held in Membership.objects.filter(user=user):
        reach = GRANTS[Capability.VIEW_WORK].get(Role(held.role))
        if reach == Reach.ALL:
            found |= set(parents)
        elif reach == Reach.SUBTREE:
            found |= {unit for unit in parents if held.unit_id in upwards(unit, parents)}
        elif reach == Reach.OWN:
            found.add(held.unit_id)
    return found


def upwards(unit: int, parents: Mapping[int, int | None]) -> set[int]:
    found: set[int] = set()
    at: int | None = unit
    while at is not None and at not in found:
        found.add(at)
        at = parents[at]
    return found


class NothingThere(Exception):
    """A move found no row to make."""


class Move:
    """One step: its numbers choose rows, its properties are what verbs are given."""

    def __init__(self, year: Year, first: int, second: int) -> None:
        self.world, self.on = year.world, year.day
        self.first, self.second = first, second
        self.by = self.one_of(User.objects.filter(is_active=True).exclude(pk=year.stranger.pk))
        self.who: dict[str, Any] = {"by": self.by, "on": self.on}

    def one_of(self, rows: Any, number: int | None = None) -> Any:
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if not keys:
            raise NothingThere
        return rows.model._base_manager.get(pk=keys[(number or self.first) % len(keys)])

    @property
    def work(self) -> Assignment:
        agency = self.world.agency.pk
        rows = Assignment.objects.filter(task__plan__issuer=agency, starts_on__lte=self.on)
        found: Assignment = self.one_of(rows, self.second)
        return found

    @property
    def task(self) -> Task:
        found: Task = self.one_of(Task.objects.filter(plan__issuer=self.world.agency), self.second)
        return found

    @property
    def plan(self) -> Plan:
        found: Plan = self.one_of(Plan.objects.filter(issuer=self.world.agency), self.second)
        return found

    @property
    def room(self) -> Unit:
        rows = Unit.objects.filter(ancestor_links__ancestor=self.world.agency).exclude(
            pk=self.world.agency.pk
        )
        found: Unit = self.one_of(rows.distinct())
        return found


def _progress(m: Move) -> None:
    files = [upload()] if m.first % 3 == 0 else []
    stuck = "Thiếu kinh phí" if m.first % 5 == 0 else ""
    figures = {m.world.indicator: Decimal(m.first)} if m.second % 4 == 0 else {}
    tasks.record_progress(
        assignment=m.work,
        percent=m.first % 101,
        note=f"Đã làm {m.first}.",
        difficulty=stuck,
        figures=figures,
        files=files,
        **m.who,
    )


def _submit(m: Move) -> None:
    duty = m.one_of(m.plan.report_duties, m.second)
    times = duty.occurrences(duty.plan.period)
    when = times[m.first % len(times)].period
    submissions.submit(duty=duty, unit=m.room, period=when, text="Đã làm.", **m.who)


def _waiting(m: Move) -> Any:
    return m.one_of(Submission.objects.exclude(submitted_on=None), m.second)


def _decide_again(m: Move) -> None:
    decided = m.one_of(Submission.objects.exclude(decided_by=None), m.second)
    submissions.take_decision_back(submission=decided, by=decided.decided_by)


def _issue(m: Move) -> None:
    plan = m.plan
    period = Period("", plan.starts_on, max(plan.starts_on, m.on))
    report = compliance.start_report(
        agency=m.world.agency, plans=[plan], period=period, annexes=[], **m.who
    )
    code = f"{report.pk:012}"
    made = Issue(code, "bao-cao", {"pdf": f"%PDF-1.7 {code}".encode()}, {})
    number = str(ComplianceReport.objects.count() + m.first % 2)
    said: dict[str, Any] = {"number": number, "issued_on": m.on, "issue": made}
    compliance.issue_report(report=report, revision=report.revision, **said, **m.who)


def _remind(m: Move) -> None:
    rows = remindable(Assignment.objects.filter(task__plan=m.plan), m.on).order_by("pk")
    at = datetime.datetime.combine(m.on, NOON.timetz())
    targets = targets_of_work(rows.select_related("task__plan"), m.by.pk, m.on)
    remind(targets=targets, by=m.by, at=at, words="", site="https://x.example")


def _merge(m: Move) -> None:
    leaving_unit, into = m.room, m.one_of(Unit.objects.filter(parent=m.world.agency), m.second)
    open_work = Assignment.objects.filter(
        unit=leaving_unit, finished_on=None, cancelled_on=None, suspended_on=None
    )
    handing_over.merge_with_work(
        units=[leaving_unit],
        into=into,
        work=dict(open_work.values_list("pk", "revision")),
        ended_on=m.on - DAY,
        move_roles=bool(m.first % 2),
        revisions={one.pk: one.revision for one in (leaving_unit, into)},
        **m.who,
    )


def _leave(m: Move) -> None:
    held = m.one_of(Membership.objects.filter(ended_on=None, unit__parent=m.world.agency))
    mine = Assignment.objects.filter(officer=held.user, unit=held.unit)
    to = dict.fromkeys(mine.values_list("pk", flat=True))
    leaving.leave_unit(membership=held, to=to, **m.who)


def _copy(m: Move) -> None:
    """Next year's plan is made of this year's, as it was read and given out."""
    years = Period("", m.plan.starts_on, m.plan.ends_on)
    drafted = start_copy(plan=m.plan, period=_year_after(years), by=m.by)
    confirm(intake=drafted, agreed=True, **m.who)


def _year_after(period: Period) -> Period:
    return Period(
        "", *(day.replace(year=day.year + 1) for day in (period.starts_on, period.ends_on))
    )


def _group(m: Move) -> None:
    """Who belongs to the group is another now, and its work follows."""
    group = m.world.group
    tasks.give_work(task=m.task, units=[], groups=[group], outside=[], part="lead", **m.who)
    rooms = Unit.objects.filter(parent=m.world.agency, active_to=None).order_by("pk")
    members = [room for number, room in enumerate(rooms) if (m.second >> number) % 2]
    units.save_group(group=group, kinds=[], members=members, **m.who)
    mine = Task.objects.assignable_by(m.by)
    found = changes_of(group, mine, m.on)
    chosen = {row.key for one in found.tasks for row in one.joining}
    chosen |= {row.key for one in found.tasks for row in one.leaving}
    apply_group(
        group=group,
        tasks=mine,
        chosen=frozenset(chosen),
        fingerprint=found.fingerprint,
        **m.who,
    )


def _correct(m: Move) -> None:
    issued = m.one_of(ComplianceReport.objects.exclude(issued_on=None), m.second)
    signed = f"%PDF-1.7 {issued.pk} {m.first}".encode()
    compliance.attach_signed(report=issued, name="ky.pdf", content=signed, signatures=[], by=m.by)
    compliance.correct_report(report=issued, **m.who)


def _close_account(m: Move) -> None:
    colleagues = User.objects.filter(memberships__unit=m.room, is_active=True)
    gone = m.one_of(colleagues.exclude(pk=m.world.coordinator.pk).distinct(), m.second)
    leaving.close_account_for_all(user=gone, officer=None, **m.who)


def _close_with_work(m: Move) -> None:
    fate = list(handing_over.Fate)[m.second % 3]
    handing_over.close_unit_with_work(
        unit=m.room,
        ended_on=m.on - DAY,
        end_roles=True,
        fate=fate,
        to_unit=m.one_of(Unit.objects.filter(parent=m.world.agency), m.second),
        **REASON,
        **m.who,
    )


def _agree(m: Move) -> None:
    asked = m.one_of(Extension.objects.filter(decided_on=None))
    tasks.decide_extension(extension=asked, granted=bool(m.second % 2), answer="Đã xem.", **m.who)


def _take_back(m: Move) -> None:
    entry = m.one_of(ProgressEntry.objects.exclude(by=None), m.first)
    taking_back.take_back(entry=entry, by=entry.by, on=m.on)


def _another_deadline(m: Move) -> None:
    definition.change_task(task=m.task, **REASON, **m.who, **DEADLINES[m.first % len(DEADLINES)])


MOVES: dict[str, Callable[[Move], Any]] = {
    "progress": _progress,
    "done": lambda m: tasks.report_done(
        assignment=m.work,
        finished_on=m.on - (m.first % 3) * DAY,
        note="Xong.",
        reason="Bận.",
        **m.who,
    ),
    "confirm": lambda m: tasks.confirm_done(
        assignment=m.one_of(Assignment.objects.exclude(finished_on=None)), **m.who
    ),
    "send back": lambda m: tasks.send_back(
        assignment=m.one_of(Assignment.objects.exclude(finished_on=None)), **REASON, **m.who
    ),
    "ask for time": lambda m: tasks.ask_extension(
        assignment=m.work, due_asked=m.on + (m.first % 60) * DAY, **REASON, **m.who
    ),
    "decide on time": _agree,
    "hand over": lambda m: tasks.hand_over(assignment=m.work, to_unit=m.room, **REASON, **m.who),
    "suspend": lambda m: tasks.suspend(assignment=m.work, **REASON, **m.who),
    "resume": lambda m: tasks.resume(
        assignment=m.one_of(Assignment.objects.exclude(suspended_on=None)), **REASON, **m.who
    ),
    "cancel": lambda m: tasks.cancel(assignment=m.work, **REASON, **m.who),
    "take back": _take_back,
    "withdraw evidence": lambda m: taking_back.withdraw_evidence(
        evidence=m.one_of(Evidence.objects.all()), **REASON, **m.who
    ),
    "name an officer": lambda m: tasks.assign_officer(assignment=m.work, officer=m.by, **m.who),
    "another deadline": _another_deadline,
    "add a task": lambda m: definition.add_task(
        plan=m.plan, title=f"Việc {m.first}", **REASON, **m.who, **DEADLINES[m.first % 6]
    ),
    "give work": lambda m: tasks.give_work(
        task=m.task, units=[m.room], groups=[], outside=[], part="lead", **m.who
    ),
    "withdraw a task": lambda m: definition.withdraw_task(task=m.task, **REASON, **m.who),
    "restore a task": lambda m: definition.restore_task(task=m.task, **REASON, **m.who),
    "answer": lambda m: difficulties.answer_difficulty(
        difficulty=m.one_of(Difficulty.objects.all()), answer="Sẽ cấp.", **m.who
    ),
    "raise": lambda m: difficulties.raise_difficulty(
        assignment=m.work, text=f"Vướng {m.first}", **m.who
    ),
    "pass on": lambda m: difficulties.pass_difficulty_on(
        difficulty=m.one_of(Difficulty.objects.all()),
        addressed_to=list(Addressee)[m.second % len(Addressee)],
        **m.who,
    ),
    "unsettle": lambda m: difficulties.reopen_difficulty(
        difficulty=m.one_of(Difficulty.objects.all()), **m.who
    ),
    "settle": lambda m: difficulties.close_difficulty(
        difficulty=m.one_of(Difficulty.objects.all()), **m.who
    ),
    "correct a figure": lambda m: tasks.correct_figure(
        figure=m.one_of(Figure.objects.all()), value=Decimal(m.second), **REASON, **m.who
    ),
    "submit": _submit,
    "accept": lambda m: submissions.accept(submission=_waiting(m), **m.who),
    "return": lambda m: submissions.send_back_submission(submission=_waiting(m), **REASON, **m.who),
    "withdraw a report": lambda m: submissions.withdraw(submission=_waiting(m), by=m.by),
    "decide again": _decide_again,
    "issue a report": _issue,
    "correct a report": _correct,
    "remind": _remind,
    "next year's plan": _copy,
    "release the plan": lambda m: plans.release_plan(
        plan=m.one_of(Plan.objects.filter(released_on=None), m.second), **m.who
    ),
    "follow or not": lambda m: tasks.switch_tracking(
        task=m.task, untracked=["", "general"][m.first % 2], **REASON, **m.who
    ),
    "change the group": _group,
    "close the plan": lambda m: plans.close_plan(plan=m.plan, **m.who),
    "reopen the plan": lambda m: plans.reopen_plan(plan=m.plan, by=m.by, **REASON),
    "revoke the plan": lambda m: plans.revoke_plan(plan=m.plan, **REASON, **m.who),
    "replace the plan": lambda m: plans.supersede_plan(
        plan=m.plan, successor=m.one_of(Plan.objects.filter(issuer=m.world.agency)), **m.who
    ),
    "merge units": _merge,
    "move a unit": lambda m: units.move_unit(
        unit=m.room, parent=m.one_of(Unit.objects.filter(parent=m.world.agency), m.second), **m.who
    ),
    "rename a unit": lambda m: units.rename_unit(
        unit=m.room, name=f"Phòng {m.second}", short_name="", **m.who
    ),
    "close a unit": lambda m: units.close_unit(
        unit=m.room, ended_on=m.on - DAY, end_roles=True, **m.who
    ),
    "reopen a unit": lambda m: units.reopen_unit(unit=m.room, **m.who),
    "close a unit with its work": _close_with_work,
    "hand over all": lambda m: handing_over.hand_over_all(
        unit=m.room,
        to_unit=m.one_of(Unit.objects.filter(parent=m.world.agency), m.second),
        **REASON,
        **m.who,
    ),
    "leave": _leave,
    "close an account": _close_account,
    "reopen an account": lambda m: people.reopen_account(
        user=m.one_of(User.objects.filter(is_active=False))
    ),
    "come": lambda m: people.give_role(
        user=m.by, unit=m.room, role=list(Role)[m.second % 2], **m.who
    ),
}
