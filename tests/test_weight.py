"""No page weighs more than 100 kB or asks the database more than twelve times, however much there
is: 130 of everything, every name as long as names get.

The pages are those of the matrix; of each it is told which exceptions there are, and why.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from intake.drafting.draft import begin
from intake.models import Intake
from pccc.icons import icon
from plans.models import LegalBasis, Plan, PlanFile, Recipient, ReportDuty
from reading.draft import DeadlineDraft, DutyDraft, NameDraft, PlanDraft, TaskDraft
from reports.models import (
    ComplianceReport,
    FileJob,
    ReportFile,
    ReportRequest,
    Submission,
    SubmissionFile,
    SubmissionPart,
)
from tasks.models import (
    Assignment,
    Difficulty,
    EntryKind,
    Evidence,
    Extension,
    Figure,
    GroupAssignment,
    Indicator,
    Notice,
    OutsideParty,
    ProgressEntry,
    Reminder,
    Task,
    TaskCoverage,
    TaskIndicator,
)
from tests.factories import TODAY, UnitKindFactory
from tests.reports.office import day
from tests.test_access import IN, MATRIX, World
from tests.test_queries import without_control
from tests.worlds import kept
from units.actions.tree import rebuild_tree
from units.models import Membership, Unit, UnitAlias, UnitGroup
from units.policy import Role
from vietnamese.text import fold

pytestmark = pytest.mark.once

# MANY of what grows by itself; FEW of what one document says, or one person chooses, of one thing:
# the citations, files and duties of a plan, the indicators of an agency, other names of a unit.
MANY, FEW = 130, 12
HEAVIEST, MOST_QUERIES = 100_000, 12
LONG = (
    "Phòng Quản lý nghiệp vụ phòng cháy, chữa cháy và cứu nạn, cứu hộ, hướng dẫn kỹ thuật an toàn"
    " cơ sở trọng điểm trên địa bàn các xã, phường thuộc tỉnh số "
)
ROLES = (Role.HEAD, Role.COORDINATOR, Role.LEADER, Role.ADMIN)
READ = [route for route, (method, *_) in MATRIX.items() if method == "get"]
# The administrator is asked for what only administrators open.
SEEN_BY_OTHERS = {route for route in READ if MATRIX[route][2][2] == IN}

# What is above a limit, by route, and why it stays so.
A_DOCUMENT = "the text of a document as it will be issued, with all its tables"
A_DRAFT = "all of a document as it was read, to be corrected in one place"
LONG_NAMES = "as many things as usual, whose names are thrice as long as names are"
HEAVY = {
    "tasks:assignment": (125_000, LONG_NAMES),
    "reports:calendar": (150_000, LONG_NAMES),
    "reports:plan": (230_000, LONG_NAMES + " (61 kB with those of a province)"),
    "reports:report": (360_000, A_DOCUMENT),
    "intake:review": (1_200_000, A_DRAFT),
    "intake:confirm": (300_000, A_DRAFT),
}
READ_ONCE = "what the document tells is read once, each part by a query of its own"
ASKING = {
    "tasks:unit": (17, "five sections of work, each by its own query"),
    "tasks:assignment": (20, "a story of several pages is counted; the first visit is noted"),
    "tasks:group_changes": (14, "the group as it was is read from its history"),
    "units:edit_group": (13, "the group's rule, its preview and what can be chosen"),
    "intake:copy": (16, "the plan of before is read whole"),
    "intake:review": (16, "names are looked up in the directory"),
    "intake:confirm": (16, "names are looked up in the directory"),
    "reports:figures": (16, "sums, sums of the year before, targets, repeated figures"),
    "reports:figures_brief": (13, "as the page of figures"),
    "reports:plan": (19, "a plan with papers, levels, duties and more tasks than a page"),
    "reports:remind_of_reports": (14, "what is owed, who holds which role, what was said today"),
    "reports:submission": (16, "the report with its parts, files, story and what it meets"),
    "reports:compliance": (41, READ_ONCE),
    "reports:compliance_file": (41, READ_ONCE),
    "reports:notice_file": (41, READ_ONCE),
    "reports:report": (45, READ_ONCE),
}


def long(words: str, number: int = 0) -> str:
    """A name of 150 letters."""
    return f"{words} {number} {LONG}"[:150]


# --- the world ------------------------------------------------------------------------------------
def many(model: Any, made: Any, number: int = MANY) -> list[Any]:
    """So many rows, written by one statement; ``made`` says what the n-th is of."""
    rows = [model(**made(place)) for place in range(number)]
    for row in rows:
        for fill in ("fill_derived", "fill_search", "clean"):
            if hasattr(row, fill) and model in {Unit, Plan, User, ReportDuty, Evidence}:
                getattr(row, fill)()
    found: list[Any] = model.objects.bulk_create(rows)
    return found


def units_under(parent: Unit, letters: str) -> list[Unit]:
    kind = UnitKindFactory()
    return many(
        Unit,
        lambda n: {
            "code": f"{letters}{n}",
            "name": long(letters, n),
            "kind": kind,
            "parent": parent,
        },
    )


class Province(World):
    """The office of the matrix within a province, and as much of everything as a province has."""

    def __init__(self) -> None:
        super().__init__()
        kind = UnitKindFactory()
        self.province = Unit(code="TINH", name=long("Ủy ban nhân dân tỉnh"), kind=kind)
        self.province.fill_derived()
        self.province.save()
        self.agency.parent = self.province
        self.agency.name = long("Sở Khoa học và Công nghệ")
        self.agency.fill_derived()
        self.agency.save()
        self.room = Unit.objects.get(pk=self.keys["unit"])
        self.agencies = units_under(self.province, "CQ")
        self.rooms = units_under(self.agency, "P")
        self.teams = units_under(self.room, "T")
        rebuild_tree()
        leader = Membership.objects.get(user=self.people[Role.LEADER])
        leader.unit = self.province
        leader.save()
        self.staff = self.people_of()
        self.plan = Plan.objects.get(pk=self.keys["plan"])
        self.plans_and_work()
        self.story()
        self.reports_owed()
        self.told()
        self.drafts()

    def people_of(self) -> list[User]:
        people = many(
            User,
            lambda n: {
                "username": f"canbo{n}",
                "full_name": f"Nguyễn Thị Phương Thảo Nguyên {n}",
                "position": long("Phó Trưởng phòng", n),
                "email": f"can.bo.{n}@phong-chay-chua-chay.tinh.gov.vn",
            },
        )
        places = [*zip(people, self.rooms, strict=True)]
        places += [(person, self.room) for person in people]
        Membership.objects.bulk_create(
            Membership(user=person, unit=unit, role=Role.STAFF) for person, unit in places
        )
        staff = self.people[Role.STAFF]
        held = {"user": staff, "role": Role.STAFF}
        many(Membership, lambda n: held | {"unit": self.rooms[n]}, FEW)
        return people

    def plans_and_work(self) -> None:
        span = {"starts_on": datetime.date(2026, 1, 1), "ends_on": datetime.date(2026, 12, 31)}
        issued = {"issued_on": datetime.date(2026, 1, 15), "released_on": day(-150)}
        said = {"symbol": "KH-SKHCN", **span, **issued}
        for issuers in (self.agencies, [self.agency] * MANY):
            plans = many(
                Plan,
                lambda n, issuers=issuers: (
                    said
                    | {
                        "number": str(n),
                        "issuer": issuers[n],
                        "title": long("Kế hoạch", n),
                        "carries_out": self.plan,
                    }
                ),
            )
            tasks = self.tasks_of(lambda n, plans=plans: plans[n])
            units = [plan.issuer for plan in plans]
            self.work(lambda n, tasks=tasks: tasks[n], lambda n, units=units: units[n])
            for basis in ("2024", "2025"):
                self.cited(plans, basis)
        self.plans = plans
        own = self.tasks_of(lambda _: self.plan)
        self.work(lambda n: own[n], lambda n: self.rooms[n])
        self.work(lambda n: own[n], lambda _: self.room)
        self.task = Task.objects.get(pk=self.keys["task"])
        self.work(lambda _: self.task, lambda n: self.rooms[n])
        many(
            OutsideParty,
            lambda n: {"task": self.task, "part": "lead", "name": long("Ngoài", n)},
            FEW,
        )
        superior = Task.objects.get(pk=self.keys["superior_task"]).plan
        above = self.tasks_of(lambda _: superior)
        many(
            TaskCoverage,
            lambda n: {
                "plan": self.plan,
                "superior": above[n] if n % 2 else Task(pk=self.keys["superior_task"]),
                "task": own[n],
                "confirmed_on": TODAY,
                "confirmed_by": self.people[Role.COORDINATOR],
            },
        )
        many(LegalBasis, lambda n: self.basis(self.plan, n, f"{n}/2025/QH15"), FEW)
        many(Recipient, lambda n: {"plan": self.plan, "order": n, "name": long("Nơi nhận", n)}, FEW)
        file = {"plan": self.plan, "size": 3, "file": "x"}
        many(PlanFile, lambda n: file | {"name": long("Tệp", n), "sha256": f"{n:064}"}, FEW)

    def tasks_of(self, plan: Any) -> list[Task]:
        return many(
            Task,
            lambda n: {
                "plan": plan(n),
                "ref": f"II.{n}",
                "order": n + 5,
                "title": long("Tổ chức tuyên truyền", n),
                "text": long("Tổ chức tuyên truyền", n) * 3,
                "chapter": long("Chương", n // 10),
            },
        )

    def work(self, task: Any, unit: Any) -> list[Assignment]:
        own = {self.room, *self.rooms[:FEW]}
        rows = many(
            Assignment,
            lambda n: {
                "task": task(n),
                "unit": unit(n),
                "starts_on": datetime.date(2026, 1, 1),
                "due_on": day(n - 90),
                "planned_on": day(n - 90),
                "officer": self.people[Role.STAFF] if unit(n) in own else None,
            },
        )
        given = Assignment.objects.filter(pk__in=[row.pk for row in rows])
        given.update(given_at=datetime.datetime(2026, 1, 20, tzinfo=datetime.UTC))
        return rows

    @staticmethod
    def basis(plan: Plan, order: int, number: str) -> dict[str, Any]:
        key = number.lower().replace("/", "-")
        words = {"issuer": long("Bộ", order), "name": long("Quy định", order)}
        return {
            "plan": plan,
            "order": order + 9,
            "kind": "Luật",
            "number": number,
            "key": key,
        } | words

    def cited(self, plans: list[Plan], year: str) -> None:
        many(LegalBasis, lambda n: self.basis(plans[n], int(year), f"55/{year}/QH15"))

    def story(self) -> None:
        """All that is told of the agency's one piece of work, and of everybody's."""
        shown = Assignment.objects.get(pk=self.keys["assignment"])
        staff = self.people[Role.STAFF]
        told = {"assignment": shown, "by": staff, "kind": EntryKind.PROGRESS, "on": day(-3)}
        words = {"note": long("Đã làm") * 2, "difficulty": long("Thiếu người")}
        entries = many(ProgressEntry, lambda _: told | words)
        media = {"size": 4, "media_type": "image/png", "file": "x"}
        many(
            Evidence,
            lambda n: {"entry": entries[n], "name": long("anh", n), "sha256": f"{n:064}"} | media,
        )
        asked = {"assignment": shown, "asked_by": staff, "due_before": day(1), "due_asked": day(9)}
        decided = {"decided_on": day(-4), "decided_by": staff, "granted": False}
        Extension.objects.bulk_create(
            Extension(**asked | decided, asked_on=day(-5), reason=long("Chờ"), answer=long("Không"))
            for _ in range(MANY)
        )
        many(
            Difficulty,
            lambda n: {
                "assignment": shown,
                "entry": entries[n],
                "text": long("Thiếu", n),
                "raised_on": day(-3),
            },
        )
        indicators = many(
            Indicator,
            lambda n: {
                "agency": self.agency,
                "name": long("Số buổi", n),
                "unit_of_measure": "buổi",
            },
            FEW,
        )
        many(
            TaskIndicator,
            lambda n: {"task": self.task, "indicator": indicators[n], "target": 9},
            FEW,
        )
        others = list(Task.objects.filter(plan=self.plan).exclude(pk=self.task.pk).order_by("pk"))
        hung = {"indicator": indicators[0], "target": 9}
        many(TaskIndicator, lambda n: hung | {"task": others[n]})
        counted = {"unit": self.room, "value": 2, "counted_on": day(-1), "by": staff}
        many(Figure, lambda n: counted | {"indicator": indicators[n % FEW]})
        many(
            Figure,
            lambda n: (
                counted
                | {"indicator": indicators[n % FEW], "assignment": shown, "entry": entries[n]}
            ),
        )
        self.of_everybody(staff)

    def of_everybody(self, staff: User) -> None:
        """A word, a difficulty and a wish for more time in other rooms' work."""
        rows = list(Assignment.objects.filter(unit__in=self.rooms).order_by("pk")[:MANY])
        told = {"by": staff, "on": day(-3), "difficulty": long("Thiếu"), "note": long("Đã")}
        entries = many(ProgressEntry, lambda n: told | {"assignment": rows[n]})
        raised = {"text": long("Thiếu"), "raised_on": day(-3)}
        many(Difficulty, lambda n: raised | {"assignment": rows[n], "entry": entries[n]})
        wish = {"asked_on": day(-5), "asked_by": staff, "reason": long("Chờ")}
        days = {"due_before": day(1), "due_asked": day(90)}
        many(Extension, lambda n: wish | days | {"assignment": rows[n]})
        finished = Assignment.objects.filter(unit=self.room, task__plan=self.plan)
        some = finished.order_by("-pk").values("pk")[: MANY // 2]
        Assignment.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(
            finished_on=day(-1)
        )

    def reports_owed(self) -> None:
        """Duties of the plan and of others, each to be met by all rooms; much has come."""
        monthly = {"deadline_kind": "monthly", "deadline_days": ["5"]}
        said = {"reporter_words": long("Các phòng"), "receiver_words": long("Sở")} | monthly
        duty = ReportDuty.objects.get(pk=self.keys["duty"])
        for plans, number in (([self.plan] * FEW, FEW), (self.plans, MANY)):
            duties = many(
                ReportDuty,
                lambda n, plans=plans: (
                    said | {"plan": plans[n], "title": long("Báo cáo", n), "order": n}
                ),
                number,
            )
            through = ReportDuty.reporters.through
            through.objects.bulk_create(through(reportduty=one, unit=self.room) for one in duties)
            few = [(one, unit) for one in duties[:2] for unit in self.rooms]
            through.objects.bulk_create(through(reportduty=one, unit=unit) for one, unit in few)
        duty.reporters.add(*self.rooms)
        here = {"duty": duty, "due_on": day(-2), "submitted_on": day(-3)}
        sent = many(Submission, lambda n: here | {"unit": self.rooms[n]})
        many(
            Submission,
            lambda n: here | {"unit": self.room, "period": f"{1990 + n // 4}-Q{n % 4 + 1}"},
        )
        shown = Submission.objects.get(pk=self.keys["submission"])
        file = {"submission": shown, "size": 3, "file": "x"}
        many(SubmissionFile, lambda n: file | {"name": long("tệp", n), "sha256": f"{n:064}"}, FEW)
        part = {"submission": sent[0], "text": long("Nội dung") * 3}
        many(SubmissionPart, lambda n: part | {"order": n, "heading": long("Mục", n)}, FEW)
        letter = {"issued_on": day(-9), "sender": long("UBND tỉnh"), "added_on": day(-8)}
        asks = {"asks": long("Yêu cầu"), "added_by": self.people[Role.COORDINATOR]}
        many(ReportRequest, lambda n: letter | asks | {"duty": duties[n], "number": f"{n}/CV"})
        self.compliance()

    def compliance(self) -> None:
        coordinator = self.people[Role.COORDINATOR]
        time = {"starts_on": datetime.date(2026, 1, 1), "ends_on": TODAY, "created_on": TODAY}
        said = {"agency": self.agency, "created_by": coordinator} | time
        reports = many(ComplianceReport, lambda _: said)
        through = ComplianceReport.plans.through
        shown = ComplianceReport.objects.get(pk=self.keys["report"])
        through.objects.bulk_create(
            through(compliancereport=one, plan=plan)
            for report, plan in zip(reports, self.plans, strict=True)
            for one in (report, shown)
        )
        file = {"report": shown, "kind": "pdf", "size": 4, "added_by": coordinator, "file": "x"}
        many(ReportFile, lambda n: file | {"name": long("bc", n), "sha256": f"{n:064}"}, FEW)
        now = datetime.datetime(2026, 6, 14, tzinfo=datetime.UTC)
        job = {"agency": self.agency, "asked_by": coordinator, "asked_at": now, "seen_at": now}
        what = {"as_of": TODAY, "what": FileJob.What.DRAFT, "report": shown, "ending": "pdf"}
        many(FileJob, lambda n: job | what | {"title": long("Báo cáo", n)})

    def told(self) -> None:
        """Notices of everybody, reminders, groups and other names."""
        work = list(Assignment.objects.order_by("pk")[:MANY])
        for role in (Role.STAFF, Role.HEAD, Role.COORDINATOR, Role.LEADER):
            mine = {"person": self.people[role], "kind": "reminded", "due_on": TODAY, "step": 1}
            many(Notice, lambda n, mine=mine: mine | {"assignment": work[n], "on": day(-1)})
        by = {"by": self.people[Role.COORDINATOR], "on": day(-1), "words": long("Đề nghị") * 2}
        many(Reminder, lambda _: by)
        same = {"kind": "reminded", "due_on": TODAY, "step": 2, "on": day(-1)}
        same["reminder"] = Reminder(pk=self.keys["reminder"])
        many(Notice, lambda n: same | {"person": self.staff[n], "assignment": work[n]})
        groups = many(
            UnitGroup,
            lambda n: {"agency": self.agency, "name": long("Nhóm", n), "by_rule": False},
        )
        group = UnitGroup.objects.get(pk=self.keys["group"])
        for one in (group, groups[0]):
            one.members.add(*self.rooms)
        tasks = list(Task.objects.filter(plan=self.plan).order_by("pk")[:MANY])
        many(GroupAssignment, lambda n: {"task": tasks[n], "group": group})
        for whose in ({"unit": self.room}, {"group": group}):
            many(
                UnitAlias,
                lambda n, whose=whose: (
                    whose | {"name": long("Tên", n), "folded": fold(long("Tên", n))}
                ),
                FEW,
            )

    def drafts(self) -> None:
        """Drafts, one of them as long as the plan."""
        coordinator = self.people[Role.COORDINATOR]
        said = {"issuer": self.agency, "created_by": coordinator}
        many(Intake, lambda n: said | {"name": long("kh", n), "sha256": f"{n:064}"})
        plan = PlanDraft(
            title=long("Kế hoạch"),
            lines=tuple(long("Dòng", n) for n in range(MANY)),
            tasks=tuple(
                TaskDraft(
                    ref=f"II.{n}",
                    text=long("Tổ chức", n) * 2,
                    lead=(NameDraft(long("Đội", n)), NameDraft(self.rooms[n].name)),
                    deadline=DeadlineDraft(words=long("Khi có", n)),
                )
                for n in range(MANY)
            ),
            report_duties=tuple(
                DutyDraft(ref=f"II.{n}", reporter=self.rooms[n].name, title=long("Báo cáo", n))
                for n in range(MANY)
            ),
            recipients=tuple(long("Nơi nhận", n) for n in range(MANY)),
        )
        intake = Intake.objects.get(pk=self.keys["intake"])
        intake.draft = begin(plan, TODAY).to_state()
        intake.save()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    files = tmp_path_factory.mktemp("media")
    with kept(django_db_blocker, files):
        yield SimpleNamespace(world=Province(), files=files)


# --- what a page costs ----------------------------------------------------------------------------
def weighed(world: Province, role: Role, route: str) -> tuple[int, int] | None:
    """Bytes and queries of a page once it has been opened before; None where this role has none."""
    client = Client()
    client.cookies["sessionid"] = world.sessions[world.people[role].pk]
    keys = {name: world.keys[key] for name, key in MATRIX[route][1].items()}
    address = reverse(route, kwargs=keys)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if answer.streaming:
        answer.getvalue()  # lets go of the file
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return None
    return len(answer.content), len(without_control(asked))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_page_is_too_heavy_or_asks_too_much(made, settings, on_day, role):
    on_day(TODAY)
    settings.MEDIA_ROOT = made.files
    wanted = [route for route in READ if role is not Role.ADMIN or route not in SEEN_BY_OTHERS]
    found = {route: weighed(made.world, role, route) for route in wanted}
    pages = {route: one for route, one in found.items() if one}
    assert len(pages) > 12
    heavy = {
        route: size
        for route, (size, _) in pages.items()
        if size > HEAVY.get(route, (HEAVIEST, ""))[0]
    }
    asking = {
        route: number
        for route, (_, number) in pages.items()
        if number > ASKING.get(route, (MOST_QUERIES, ""))[0]
    }
    assert (heavy, asking) == ({}, {})


def test_what_is_shown_dozens_of_times_is_drawn_once():
    page = Template("{% for one in rows %}{% icon_again 'flame' size=14 %}{% endfor %}")
    shown = page.render(Context({"rows": range(3)}))
    assert shown.count("<path") == icon("flame").count("<path")
    assert shown.count('id="icon-flame"') == 1
    assert shown.count('<use href="#icon-flame"/>') == 2
