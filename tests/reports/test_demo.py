"""The demonstration: on any day of any year every screen has something to show, and nothing that an
office put in itself is touched."""

import datetime
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from operator import attrgetter
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import models
from django.test import override_settings

from accounts.models import User
from demo import seeding
from demo.notes import COOPERATION, topic_of, topics
from demo.people import ACCOUNTS, PASSWORD
from demo.scenarios import Scenario
from demo.seeding import NotOurs, seed
from demo.story import TALES
from demo.units import DEPARTMENT, PROVINCE, ROWS
from intake.models import Intake
from plans.documents import citation_rows
from plans.models import Plan, ReportDuty
from plans.status import PlanStatus
from reading import read
from reading.draft import DoubtKind
from reports.models import DutyForm, MetDuty, Submission, SubmissionPart
from reports.submissions.expectations import SubmissionStatus, is_late, submission_status
from reports.submissions.outstanding import owed_reports
from reports.submissions.writing import build_writing
from tasks.models import (
    Assignment,
    EntryKind,
    Evidence,
    Extension,
    OutsideParty,
    ProgressEntry,
    Task,
    TaskCoverage,
)
from tasks.status import Hint, Status, hint_on, status_on
from tests.factories import UnitFactory
from tests.worlds import kept
from units.models import Membership, Unit, UnitAlias, UnitGroup
from units.policy import Role

TODAY = datetime.date(2026, 11, 23)
# The turn of a year, the last day on which the old plan is still open, a leap day in a year for
# which no sample was written, a middle, and a last day.
DAYS = (
    datetime.date(2027, 1, 2),
    datetime.date(2027, 3, 19),
    datetime.date(2028, 2, 29),
    datetime.date(2026, 6, 15),
    datetime.date(2026, 12, 31),
)


@pytest.fixture(scope="module")
def seeded(
    django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demonstration as it stands on TODAY, made once for the tests that only look at it; gives
    the folder of its files."""
    media = tmp_path_factory.mktemp("media")
    with kept(django_db_blocker, media):
        seed(today=TODAY)
        yield media


def statuses_on(day: datetime.date) -> set[Status]:
    return {status_on(day, row.facts) for row in Assignment.objects.official()}


def hints_on(day: datetime.date) -> set[Hint | None]:
    return {hint_on(day, row.facts) for row in Assignment.objects.official()}


def counted() -> dict[str, int]:
    """How many rows there are of everything that the demonstration makes."""
    made: tuple[type[models.Model], ...] = (
        Unit,
        UnitAlias,
        UnitGroup,
        User,
        Membership,
        Intake,
        Plan,
        Task,
        ReportDuty,
        Assignment,
        ProgressEntry,
        Evidence,
        Extension,
        Submission,
        SubmissionPart,
    )
    return {model.__name__: model._default_manager.count() for model in made}


# --- every day ------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "today", [DAYS[0], *(pytest.param(day, marks=pytest.mark.once) for day in DAYS[1:])], ids=str
)
def test_on_any_day_every_state_is_there(
    today: datetime.date, request: pytest.FixtureRequest
) -> None:
    if today != DAYS[0]:
        request.getfixturevalue("files_at_once")
    seed(today=today)

    assert statuses_on(today) == set(Status)
    assert hints_on(today) == {*Hint, None}
    year = Assignment.objects.official().in_period(
        datetime.date(today.year, 1, 1), datetime.date(today.year, 12, 31)
    )
    counts = year.count_by_status(today)
    assert all((counts.done_on_time, counts.done_late, counts.open, counts.overdue, counts.ongoing))
    handed_in = list(Submission.objects.filter(submitted_on__isnull=False))
    assert {submission_status(today, one.facts) for one in handed_in} == {
        SubmissionStatus.SUBMITTED,
        SubmissionStatus.RETURNED,
        SubmissionStatus.ACCEPTED,
    }
    assert any(is_late(today, one.facts) for one in handed_in)
    assert Extension.objects.filter(decided_on__isnull=True).exists()
    assert Task.objects.unassigned().exists()
    refuse_days_to_come(today)


def refuse_days_to_come(today: datetime.date) -> None:
    assert not ProgressEntry.objects.filter(on__gt=today).exists()
    assert not Assignment.objects.filter(confirmed_on__gt=today).exists()
    assert not Submission.objects.filter(submitted_on__gt=today).exists()
    assert not Plan.objects.filter(released_on__gt=today).exists()


# --- one day --------------------------------------------------------------------------------------
def test_the_accounts_hold_the_five_roles_and_their_password_is_a_good_one(seeded: Path) -> None:
    for account in ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.check_password(PASSWORD)
        assert Membership.objects.roles_of(user) == {account.role}
        validate_password(PASSWORD, user)
    assert {account.role for account in ACCOUNTS} == set(Role)


def test_somebody_of_the_province_sees_the_plans_of_its_agencies(seeded: Path) -> None:
    above = User.objects.get(username="lanhdaotinh")
    own = User.objects.get(username="lanhdao")
    plans = Plan.objects.visible_to(above)
    assert set(Plan.objects.visible_to(own)) <= set(plans)
    assert plans.filter(issuer__code="LG").exists()


def test_one_report_meets_two_letters_and_one_stands_within_another(seeded: Path) -> None:
    met = MetDuty.objects.get()
    assert met.submission.duty != met.duty
    assert met.submission.accepted_on is not None
    within = DutyForm.objects.get(nested_in__isnull=False).duty
    rooms = within.reporters.values_list("pk", flat=True)
    of_quarter = [
        one
        for one in owed_reports(User.objects.get(username="daumoi"))
        if one.duty == within.form.nested_in and one.unit.pk in rooms and one.submission is None
    ]
    offered = [
        build_writing(one, TODAY).nested for one in of_quarter if one.due_on and one.due_on > TODAY
    ]
    assert {meeting.duty for nested in offered for meeting in nested} == {within.pk}


def test_there_are_units_and_people_of_every_kind(seeded: Path) -> None:
    assert Unit.objects.count() == len(ROWS) >= 25
    assert UnitGroup.objects.get(name="Các phòng, đơn vị thuộc Sở").units().count() == 15
    leading = Unit.objects.filter(assignments__part="lead").distinct()
    for role in (Role.STAFF, Role.HEAD):
        without = leading.exclude(memberships__role=role)
        assert not without.exists(), f"{role}: {list(without)}"


def test_the_office_of_the_accounts_has_something_of_everything(seeded: Path) -> None:
    rows = Assignment.objects.official().filter(unit__code="SKHCN-VP")

    looks = Counter(hint_on(TODAY, row.facts) or status_on(TODAY, row.facts) for row in rows)

    wanted = {
        Status.OVERDUE,
        Status.OPEN,
        Status.ONGOING,
        Status.DONE_ON_TIME,
        Status.DONE_LATE,
        Hint.WAITING,
        Hint.DUE_SOON,
        Hint.NOT_STARTED,
    }
    assert wanted <= set(looks)


def test_the_year_before_is_finished_with_its_story(seeded: Path) -> None:
    last, this = Plan.objects.filter(issuer__code=DEPARTMENT).order_by("starts_on")

    assert (last.status, this.status) == (PlanStatus.CLOSED, PlanStatus.ISSUED)
    rows = Assignment.objects.filter(task__plan=last)
    assert not rows.filter(confirmed_on=None, cancelled_on=None).exists()
    assert set(rows.values_list("entries__kind", flat=True)) >= {
        EntryKind.EXTENSION_GRANTED,
        EntryKind.EXTENSION_REFUSED,
        EntryKind.SENT_BACK,
        EntryKind.RESUMED,
        EntryKind.CANCELLED,
    }


def test_the_plan_under_way_has_every_kind_of_event(seeded: Path) -> None:
    this = Plan.objects.filter(issuer__code=DEPARTMENT).latest("starts_on")
    kinds = set(
        ProgressEntry.objects.filter(assignment__task__plan=this).values_list("kind", flat=True)
    )

    # Its plan was put in before its year began: nothing had fallen due before.
    assert kinds == set(EntryKind.values) - {EntryKind.BEFORE}
    assert ProgressEntry.objects.exclude(difficulty="").exists()
    assert OutsideParty.objects.filter(task__plan=this).exists()


def test_overdue_work_is_late_by_different_lengths_and_of_different_units(seeded: Path) -> None:
    overdue = Assignment.objects.official().standing(TODAY, [Status.OVERDUE])

    assert len({row.due_on for row in overdue}) >= 5
    assert len({row.unit_id for row in overdue}) >= 5


def test_the_plan_under_way_is_compared_with_that_of_the_province(seeded: Path) -> None:
    this = Plan.objects.get(carries_out__isnull=False)
    said = TaskCoverage.objects.filter(plan=this)

    assert (this.issuer.code, this.carries_out.issuer.code) == (DEPARTMENT, PROVINCE)
    assert said.filter(task__isnull=True).count() == 1
    covered = said.filter(task__isnull=False).values("superior").distinct().count()
    assert 1 < covered < this.carries_out.tasks.count() - 1
    coordinator = User.objects.get(username="daumoi")
    assert this.carries_out in Plan.objects.visible_to(coordinator)
    # One of the laws has another day in the province's plan.
    assert sum(1 for row in citation_rows(this, coordinator)[0] if row.elsewhere) == 1


def test_ongoing_work_is_there_with_and_without_evidence(seeded: Path) -> None:
    rows = Assignment.objects.official().standing(TODAY, [Status.ONGOING])

    has_evidence = attrgetter("has_evidence")
    assert set(map(has_evidence, rows.with_evidence_this_cycle(TODAY))) == {True, False}


def test_evidence_are_real_files(seeded: Path) -> None:
    kinds = Counter(Evidence.objects.values_list("media_type", flat=True))

    assert set(kinds) == {"application/pdf", "image/png"}
    with override_settings(MEDIA_ROOT=seeded):
        for one in Evidence.objects.order_by("pk")[:5]:
            assert one.file.size == one.size > 1000


def test_units_do_not_say_the_same_of_the_same_work(seeded: Path) -> None:
    """What stands side by side on one page: one period of a task that fifteen units carry out."""
    self_check = Assignment.objects.official().filter(task__plan__starts_on__year=TODAY.year)
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        notes = ProgressEntry.objects.filter(
            assignment__in=self_check.filter(task__ref="II.5", period=period), kind=EntryKind.DONE
        ).values_list("note", flat=True)
        assert len(notes) >= 10
        assert len(set(notes)) == len(notes)


def test_notes_have_no_slot_left_open(seeded: Path) -> None:
    assert not ProgressEntry.objects.filter(note__contains="{").exists()


def test_every_kind_of_work_has_words_of_its_own(seeded: Path) -> None:
    leads = Assignment.objects.official().select_related("task")
    assert {row.task.ref for row in leads if topic_of(row).name == COOPERATION} == set()
    assert all(topic.done and topic.progress for topic in topics())


# --- safe -----------------------------------------------------------------------------------------
def test_a_second_time_changes_nothing(seeded: Path) -> None:
    before = counted()

    assert not seed(today=TODAY + datetime.timedelta(days=40)).is_new
    assert counted() == before


@pytest.mark.django_db
def test_units_of_an_office_are_left_alone() -> None:
    UnitFactory(code="SO-THAT")

    with pytest.raises(NotOurs, match="--force"):
        seed(today=TODAY)
    assert counted()["Unit"] == 1
    with pytest.raises(CommandError, match="đã có đơn vị"):
        call_command("seed_demo", stdout=StringIO())


@pytest.mark.django_db
def test_with_force_it_stands_beside_an_offices_own_units(monkeypatch) -> None:
    UnitFactory(code="SO-THAT")
    made: list[datetime.date] = []
    monkeypatch.setattr(seeding, "_make", made.append)

    assert seed(today=TODAY, force=True).is_new
    assert made == [TODAY]


@pytest.mark.django_db
def test_force_takes_no_name_that_is_taken() -> None:
    User.objects.create_user("quantri", full_name="Người thật", email="that@example.gov.vn")

    with pytest.raises(NotOurs, match="quantri"):
        seed(today=TODAY, force=True)
    assert not Unit.objects.exists()


# --- the command ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_if_empty_does_nothing_when_there_are_units() -> None:
    UnitFactory()
    said = StringIO()

    call_command("seed_demo", "--if-empty", stdout=said)

    assert "không nạp" in said.getvalue()
    assert Unit.objects.count() == 1


def test_accounts_are_printed_without_asking_the_database() -> None:
    said = StringIO()

    call_command("seed_demo", "--accounts", stdout=said)

    lines = said.getvalue().strip().splitlines()
    assert len(lines) == 1 + len(ACCOUNTS)
    for account in ACCOUNTS:
        assert any(account.username in line and PASSWORD in line for line in lines)


@pytest.mark.django_db
def test_the_command_asks_the_clock(on_day, monkeypatch) -> None:
    made: list[datetime.date] = []
    monkeypatch.setattr(seeding, "_make", made.append)
    on_day(datetime.date(2029, 5, 4))

    call_command("seed_demo", stdout=StringIO())

    assert made == [datetime.date(2029, 5, 4)]


def test_every_scenario_has_its_tale() -> None:
    assert set(TALES) == set(Scenario)


# --- the samples ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "tasks", "duties", "number"),
    [
        ("ke-hoach-pccc-2026.docx", 24, 3, "93"),
        ("ke-hoach-pccc-2025.docx", 20, 3, "88"),
        ("ke-hoach-pccc-xa-na-son-2026.txt", 10, 2, "27"),
    ],
)
def test_the_samples_are_read_without_a_doubt_that_matters(
    name: str, tasks: int, duties: int, number: str
) -> None:
    draft = read((seeding.FOLDER / name).read_bytes(), name)

    assert (draft.number, len(draft.tasks), len(draft.report_duties)) == (number, tasks, duties)
    assert draft.signatory.name
    # One task is left without a unit on purpose: "chưa phân công" is a normal state.
    assert {doubt.kind for doubt in draft.doubts} <= {DoubtKind.NO_LEAD, DoubtKind.DAY_AFTER}


def test_a_sample_moved_to_another_year_keeps_its_laws() -> None:
    name, data = seeding.sample_plan(seeding.THIS_YEAR, 2033)
    draft = read(data, name)

    assert (name, draft.issued_on) == ("ke-hoach-pccc-2033.docx", "2032-12-18")
    assert [one.number for one in draft.legal_bases][1] == "105/2025/NĐ-CP"
    days = {day[:4] for task in draft.tasks for day in task.deadline.days if len(day) == 10}
    assert days == {"2033", "2034"}


def test_a_sample_in_its_own_year_is_the_file_itself() -> None:
    path = Path(seeding.FOLDER) / "ke-hoach-pccc-2026.docx"

    assert seeding.sample_plan(seeding.THIS_YEAR, 2026) == (path.name, path.read_bytes())
