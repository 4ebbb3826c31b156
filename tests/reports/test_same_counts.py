"""One number for one thing: dashboard, list, plan page and report count alike on any data."""

import io
import random
from collections.abc import Iterator

import docx
import lxml.html
import openpyxl
import pdfplumber
import pytest
from django.urls import reverse

from plans.schedule import Period, year_of
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope, gather
from reports.dashboard.context import build_dashboard
from reports.dashboard.figures import OFFICIAL, Figure
from reports.documents.files import FORMATS
from reports.plan_page.context import build_plan_page
from tasks.models import Assignment, OutsideParty
from tasks.status import Counts, Status
from tests.factories import TODAY, AssignmentFactory, PlanFactory, TaskFactory, UnitFactory
from tests.reports.office import Office, an_office, day
from tests.worlds import kept
from units.policy import Role

pytestmark = pytest.mark.django_db

YEAR = year_of(TODAY)
PERIODS = [YEAR, Period("", day(-40), day(-10)), Period("", day(-10), day(20))]


def a_busy_office(seed: int, code: str = "SKHCN") -> Office:
    """Tasks of one to four parts that stand as chance has it, some of them followed by nobody."""
    chance = random.Random(seed)
    office = an_office(code)
    office.rooms += [UnitFactory(parent=office.agency) for _ in range(2)]
    for _ in range(30):
        why = chance.choice(["", "", "", "", "report", "general"])
        task = TaskFactory(plan=office.plan, untracked=why)
        for unit in chance.sample(office.rooms, chance.randint(1, 4)):
            a_part(chance, task, unit)
    alone = TaskFactory(plan=office.plan)
    OutsideParty.objects.create(task=alone, part="lead", name="Công an tỉnh")
    return office


def a_part(chance: random.Random, task, unit) -> Assignment:
    due = chance.choice([-60, -20, -11, -10, -9, -1, 0, 1, 30, None])
    finished = chance.choice([None, -21, -11, -2])
    return AssignmentFactory(
        task=task,
        unit=unit,
        part=chance.choice(["lead", "lead", "lead", "cooperating"]),
        due_on=None if due is None else day(due),
        finished_on=None if finished is None else day(finished),
        confirmed_on=None if finished is None or chance.random() < 0.3 else day(finished + 2),
        suspended_on=day(-5) if chance.random() < 0.1 else None,
        cancelled_on=day(-5) if chance.random() < 0.1 else None,
    )


def numbers(figures: tuple[Figure, ...]) -> list[int]:
    return [figure.number for figure in figures]


def official(counts: Counts) -> list[int]:
    return [getattr(counts, status.value) for status in OFFICIAL]


def listed(client, figure: Figure, *, of_tasks: bool) -> int:
    if not figure.href:
        return 0
    answer = client.get(figure.href).context["list"]
    return answer.tasks if of_tasks else answer.count


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("period", PERIODS)
def test_dashboard_list_and_report_count_alike(client, on_day, seed, period):
    on_day(TODAY)
    office = a_busy_office(seed)
    leader = office.people[Role.LEADER]
    dashboard = build_dashboard(leader, today=TODAY, plan=office.plan, period=period)
    facts = gather(Scope(office.agency, (office.plan,), period, TODAY))
    assert numbers(dashboard.figures) == official(facts.totals.tasks)
    assert numbers(dashboard.parts) == official(facts.totals.parts)
    assert sum(numbers(dashboard.figures)) > 0
    client.force_login(leader)
    for figure in dashboard.figures:
        assert listed(client, figure, of_tasks=True) == figure.number
    for figure in dashboard.parts:
        assert listed(client, figure, of_tasks=False) == figure.number


# --- what is printed ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory):
    """A busy office with its report, and the first table of it as each kind of file has it."""
    with kept(django_db_blocker, tmp_path_factory.mktemp("media")):
        office = a_busy_office(7, "BAN")
        built = build_compliance(
            Scope(office.agency, (office.plan,), YEAR, TODAY), chosen=("units", "tasks")
        )
        files = {ending: one.make(built.document) for ending, one in FORMATS.items()}
        yield (
            office,
            built,
            {
                "pdf": list(in_pdf(files["pdf"])),
                "docx": list(in_word(files["docx"])),
                "xlsx": list(in_workbook(files["xlsx"])),
            },
        )


def in_pdf(data: bytes) -> Iterator[list[str]]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                yield from ([cell or "" for cell in row] for row in table)


def in_word(data: bytes) -> Iterator[list[str]]:
    for table in docx.Document(io.BytesIO(data)).tables:
        for row in table.rows:
            yield [cell.text for cell in row.cells]


def in_workbook(data: bytes) -> Iterator[list[str]]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]


def first_table(rows: list[list[str]]) -> list[tuple[str, int]]:
    """The counts of nhiệm vụ and then of phần việc: the row's name and the figure of the period."""
    measured = [row for row in rows if len(row) == 6 and row[2] in ("nhiệm vụ", "phần việc")]
    return [(" ".join(row[1].split()), int(row[3])) for row in measured]


def expected(facts) -> list[tuple[str, int]]:
    return [
        (words, getattr(counts, name))
        for counts in (facts.totals.tasks, facts.totals.parts)
        for words, name in (
            ("Có thời hạn", "dated"),
            ("Đã hoàn thành đúng hạn", "done_on_time"),
            ("Đã hoàn thành quá hạn", "done_late"),
            ("Chưa hoàn thành, trong hạn", "open"),
            ("Chưa hoàn thành, quá hạn", "overdue"),
            ("Thường xuyên, không định ngày", "undated"),
        )
    ]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_every_kind_of_file_prints_the_counts_of_the_dashboard(printed, ending):
    office, built, tables = printed
    dashboard = build_dashboard(
        office.people[Role.LEADER], today=TODAY, plan=office.plan, period=YEAR
    )
    assert first_table(tables[ending]) == expected(built.facts)
    assert official(built.facts.totals.tasks) == numbers(dashboard.figures)
    assert official(built.facts.totals.parts) == numbers(dashboard.parts)
    # The table by unit ends with the same sums, and the annex has a row for each part.
    last = next(row for row in tables[ending] if row[1] == "Tổng cộng")
    parts = built.facts.parts
    assert [int(cell) for cell in last[2:7]] == [parts.dated, *official(parts)]
    units = {unit.name for unit in office.rooms}
    of_parts = [
        row for row in tables[ending] if len(row) == 8 and " ".join(row[1].split()) in units
    ]
    assert len(of_parts) == parts.total + parts.suspended + parts.cancelled


def test_the_page_shows_what_the_files_print(client, on_day, printed):
    office, built, _ = printed
    on_day(TODAY)
    client.force_login(office.people[Role.LEADER])
    page = reverse("reports:compliance", args=[office.plan.pk])
    shown = client.get(page, {"from": f"{YEAR.starts_on}", "to": f"{YEAR.ends_on}"})
    rows = lxml.html.fromstring(shown.content.decode()).xpath("//tr")
    cells = [[cell.text_content().strip() for cell in row.xpath("./th|./td")] for row in rows]
    assert first_table(cells) == expected(built.facts)


@pytest.mark.parametrize("seed", range(3))
def test_the_plan_page_counts_as_the_dashboard(seed):
    office = a_busy_office(seed)
    leader = office.people[Role.LEADER]
    dashboard = build_dashboard(leader, today=TODAY, plan=office.plan, period=YEAR)
    page = build_plan_page(office.plan, leader, today=TODAY)
    assert page.counts is not None
    assert numbers(page.counts.figures) == numbers(dashboard.figures)
    assert numbers(page.counts.parts) == numbers(dashboard.parts)
    assert page.counts.rate == dashboard.rate.value


def test_what_is_not_followed_is_named_and_counted_nowhere(client, on_day):
    """Nobody says all is well while nobody knows."""
    on_day(TODAY)
    office = an_office()
    for due in (["2026-03-01"], ["2026-12-01"]):
        task = TaskFactory(plan=office.plan, deadline_kind="date", deadline_days=due)
        OutsideParty.objects.create(task=task, part="lead", name="Công an tỉnh")
    TaskFactory(plan=office.plan, untracked="general")
    leader = office.people[Role.LEADER]
    built = build_dashboard(leader, today=TODAY, plan=None, period=YEAR)
    assert sum(numbers(built.figures)) == 0
    assert (built.attention.outside_total, built.attention.outside_past) == (2, 1)
    assert built.attention.unassigned_total == 0
    client.force_login(leader)
    page = client.get(reverse("reports:dashboard")).content.decode()
    assert "Không theo dõi được" in page
    assert "1 nhiệm vụ đã qua thời hạn" in page
    facts = gather(Scope(office.agency, (office.plan,), YEAR, TODAY))
    assert len(facts.led_outside()) == 2
    assert facts.unassigned() == ()


def test_a_plan_replaced_in_mid_year_counts_for_the_months_before(client, on_day):
    on_day(TODAY)
    office = an_office()
    old = PlanFactory(issuer=office.agency, superseded_by=office.plan, in_force_until=day(-31))
    AssignmentFactory(
        task__plan=old, unit=office.rooms[0], due_on=day(-50), finished_on=day(-51),
        confirmed_on=day(-50),
    )  # fmt: skip
    AssignmentFactory(task__plan=old, unit=office.rooms[0], due_on=day(-40))
    AssignmentFactory(task__plan=old, unit=office.rooms[0], due_on=day(-20))
    leader = office.people[Role.LEADER]
    before = build_dashboard(leader, today=TODAY, plan=None, period=Period("", day(-60), day(-31)))
    assert numbers(before.figures) == official(Counts(done_on_time=1, open=1, overdue=1))
    # What had not fallen due by its last day is asked for no longer.
    year = build_dashboard(leader, today=TODAY, plan=None, period=YEAR)
    assert numbers(year.figures) == official(Counts(done_on_time=1, overdue=1))
    after = build_dashboard(leader, today=TODAY, plan=None, period=Period("", day(-30), TODAY))
    assert numbers(after.figures) == [0, 0, 0, 0]
    facts = gather(Scope(office.agency, (old,), Period("", day(-60), day(-31)), TODAY))
    assert official(facts.totals.tasks) == numbers(before.figures)
    shown = Assignment.objects.counted_for(leader).official()
    listed = shown.in_period(YEAR.starts_on, YEAR.ends_on).standing(TODAY, [Status.OVERDUE])
    assert listed.count() == 1


# --- over time ------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(2))
def test_each_of_twelve_months_counts_as_its_own_page(client, on_day, seed):
    on_day(TODAY)
    office = a_busy_office(seed)
    leader = office.people[Role.LEADER]
    client.force_login(leader)
    page = client.get(reverse("reports:dashboard_months"), {"plan": office.plan.pk})
    rows = page.context["months"].rows
    assert page.context["months"].name == "Tháng 7/2025 đến tháng 6/2026"
    assert 1 < len(rows) <= 12
    for row in rows:
        alone = client.get(row.href).context["dashboard"]
        assert (numbers(row.figures), row.rate) == (numbers(alone.figures), alone.rate.value)
        assert [one.href for one in row.figures] == [one.href for one in alone.figures]
    assert sum(sum(numbers(row.figures)) for row in rows) > 0
    figure = next(one for one in rows[-1].figures if one.number)
    assert listed(client, figure, of_tasks=True) == figure.number


def test_months_before_the_first_work_are_left_out_and_a_past_year_is_whole(client, on_day):
    on_day(TODAY)
    office = an_office()
    AssignmentFactory(
        task__plan=office.plan, unit=office.rooms[0], starts_on=day(-40), due_on=day(5)
    )
    client.force_login(office.people[Role.LEADER])
    shown = client.get(reverse("reports:dashboard_months")).context["months"].rows
    assert [row.name for row in shown] == ["Tháng 5/2026", "Tháng 6/2026"]
    past = client.get(reverse("reports:dashboard_months"), {"period": "2024"})
    assert past.context["months"].rows == ()
    assert "Chưa có công việc nào trong 12 tháng này" in past.content.decode()
    for odd in ({"period": "own", "from": "01/01/0001", "to": "02/01/0001"}, {"unit": "x"}):
        assert client.get(reverse("reports:dashboard_months"), odd).status_code == 200
