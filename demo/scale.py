"""A country's worth of data for measuring: provinces with their departments, communes and rooms,
three years of plans in cascade, and what became of every piece of work.

Rows go in by ``bulk_create`` in batches, so a million assignments take minutes and no more memory
than ten thousand.  Everything hangs on the seed: the same seed, number and day give the same rows.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model

from accounts.models import User
from plans.deadlines import DeadlineKind
from plans.models import Plan, ReportDuty
from plans.schedule import Occurrence, Period
from reports.models import Submission
from tasks.actions.giving import give
from tasks.models import Assignment, EntryKind, Extension, Part, ProgressEntry, Task
from units.actions import ensure_standard_kinds
from units.models import Membership, Unit, UnitAncestor
from units.policy import Role

Day = datetime.date
M = TypeVar("M", bound=Model)
BATCH, YEARS = 2000, 3
DEPARTMENTS, COMMUNES = 20, 100  # of one province
DEPARTMENT_ROOMS, COMMUNE_ROOMS = 10, 4
CODE = "TL"  # what the codes of all these units begin with
PASSWORD = "thudo-2026"  # nosec B105 (opens nothing but invented data)

PLACES = ("Lam Giang", "Hòa Sơn", "Tân Biên", "Phú Lộc", "Đông Hải", "An Khê", "Bình Lâm")
FIELDS = (
    "Khoa học và Công nghệ", "Xây dựng", "Y tế", "Giáo dục và Đào tạo", "Công Thương", "Nội vụ",
    "Tài chính", "Tư pháp", "Văn hóa, Thể thao và Du lịch", "Nông nghiệp và Môi trường",
)  # fmt: skip
ROOMS = (
    "Văn phòng", "Thanh tra", "Phòng Kế hoạch - Tài chính", "Phòng Tổ chức cán bộ",
    "Phòng Nghiệp vụ", "Phòng Quản lý tổng hợp", "Trung tâm Kỹ thuật", "Trung tâm Dịch vụ",
    "Phòng Chuyển đổi số", "Phòng Pháp chế",
)  # fmt: skip


class Work(NamedTuple):
    """One task of every plan of this collection: ``share`` of the agency's rooms lead it."""

    title: str
    category: str
    kind: str
    days: tuple[str, ...]
    share: float
    cooperating: int = 1


WORKS = (
    Work("Kiện toàn Ban Chỉ đạo PCCC và CNCH", "organisation", "date", ("02-15",), 0),
    Work("Tuyên truyền Luật PCCC và CNCH", "communication", "quarterly", (), 0.5),
    Work("Tập huấn nghiệp vụ cho lực lượng cơ sở", "training", "date", ("05-31",), 0.3),
    Work("Tự kiểm tra điều kiện an toàn PCCC", "inspection", "quarterly", (), 1),
    Work("Thực tập phương án chữa cháy và CNCH", "drill", "half_yearly", (), 0.5),
    Work("Trang bị, nạp bình chữa cháy", "equipment", "date", ("09-30",), 0.3),
    Work("Kiểm tra hệ thống điện, chống sét", "inspection", "monthly", (), 0.2),
    Work("Duy trì chuyên mục PCCC trên trang tin", "communication", "ongoing", (), 0.1),
    Work("Rà soát hồ sơ quản lý PCCC của cơ sở", "inspection", "yearly", ("10-31",), 1),
    Work("Hưởng ứng Ngày toàn dân PCCC 04/10", "communication", "date", ("10-04",), 0.6),
    Work("Bố trí kinh phí cho công tác PCCC", "equipment", "date", ("03-31",), 0),
    Work("Trực PCCC dịp Tết và lễ hội", "organisation", "date", ("02-28",), 1),
)


@dataclass
class Agency:
    """A province, department or commune with what its plans are given to."""

    unit: Unit
    rooms: list[Unit]
    superior: Agency | None = None
    plans: dict[int, Plan] = field(default_factory=dict)
    people: dict[int, User] = field(default_factory=dict)
    coordinator: User | None = None


class Grown(NamedTuple):
    """How many rows were made."""

    units: int
    people: int
    plans: int
    assignments: int


def grow(*, assignments: int, seed: int, on: Day, say: Callable[[str], None]) -> Grown:
    """Adds provinces until there are ``assignments`` of them; each agency's rows are one
    transaction, so that a stop in between leaves whole agencies.

    ``say`` is told each province.  Raises ValueError where the data are there already.
    """
    if Unit.objects.filter(code__startswith=f"{CODE}1").exists():
        raise ValueError("Dữ liệu đo đã có sẵn. Hãy dùng cơ sở dữ liệu trống.")
    ensure_standard_kinds()
    maker = _Maker(random.Random(seed), on, assignments, make_password(PASSWORD))  # nosec B311
    number = 0
    while maker.left:
        maker.province(number := number + 1)
        say(f"{number}: {maker.done:,} / {assignments:,}")
    return Grown(maker.units, maker.people, maker.plans, maker.done)


class _Maker:
    def __init__(self, chance: random.Random, on: Day, wanted: int, password: str) -> None:
        self.chance, self.on, self.wanted, self.password = chance, on, wanted, password
        self.done = self.units = self.people = self.plans = 0

    @property
    def left(self) -> int:
        return self.wanted - self.done

    def province(self, number: int) -> None:
        place = f"tỉnh {PLACES[number % len(PLACES)]} {number}"
        top = self._agency(f"{CODE}{number}", f"UBND {place}", "ubnd-tinh", None, 0)
        departments = [
            self._agency(
                f"{CODE}{number}-S{n:02}",
                f"Sở {FIELDS[n % len(FIELDS)]} {n} {place}",
                "so",
                top,
                DEPARTMENT_ROOMS,
            )
            for n in range(1, DEPARTMENTS + 1)
        ]
        communes = [
            self._agency(
                f"{CODE}{number}-X{n:03}", f"UBND xã {n} {place}", "ubnd-xa", top, COMMUNE_ROOMS
            )
            for n in range(1, COMMUNES + 1)
        ]
        top.rooms = [agency.unit for agency in (*departments, *communes)]
        for agency in departments + communes:
            top.people[agency.unit.pk] = _chosen(agency.coordinator)
        for agency in (top, *departments, *communes):
            if self.left:
                self._agency_work(agency)

    # --- units and people -------------------------------------------------------------------------
    @transaction.atomic
    def _agency(
        self, code: str, name: str, kind: str, superior: Agency | None, rooms: int
    ) -> Agency:
        above = superior.unit if superior else None
        unit = _unit(code, name, kind, above)
        unit.save()
        below = [
            _unit(f"{code}-P{n:02}", f"{ROOMS[n - 1]} {code}", "phong", unit)
            for n in range(1, rooms + 1)
        ]
        Unit.objects.bulk_create(below)
        chain = [unit, above] if above else [unit]
        UnitAncestor.objects.bulk_create(
            UnitAncestor(unit=line[0], ancestor=one, distance=steps)
            for line in (chain, *([room, *chain] for room in below))
            for steps, one in enumerate(line)
        )
        self.units += 1 + len(below)
        agency = Agency(unit, below, superior)
        self._staff(agency)
        return agency

    def _staff(self, agency: Agency) -> None:
        top = agency.unit
        posts = [(f"{top.code}.dm", top, Role.COORDINATOR), (f"{top.code}.ld", top, Role.LEADER)]
        for room in agency.rooms:
            posts += [(f"{room.code}.tp", room, Role.HEAD), (f"{room.code}.cv", room, Role.STAFF)]
        people = [self._person(name.lower()) for name, _, _ in posts]
        User.objects.bulk_create(people)
        Membership.objects.bulk_create(
            Membership(user=person, unit=unit, role=role.value)
            for person, (_, unit, role) in zip(people, posts, strict=True)
        )
        agency.coordinator = people[0]
        agency.people = {
            unit.pk: person
            for person, (_, unit, role) in zip(people, posts, strict=True)
            if role is Role.STAFF
        }
        self.people += len(people)

    def _person(self, username: str) -> User:
        person = User(
            username=username,
            full_name=f"Nguyễn Văn {username.upper()}",
            email=f"{username}@lamgiang.example",
            password=self.password,
        )
        person.fill_derived()
        return person

    # --- plans and what became of them ------------------------------------------------------------
    @transaction.atomic
    def _agency_work(self, agency: Agency) -> None:
        for year in range(self.on.year - YEARS + 1, self.on.year + 1):
            plan = self._plan(agency, year)
            tasks = [self._task(plan, order, work) for order, work in enumerate(WORKS, start=1)]
            Task.objects.bulk_create(tasks)
            parts = (self._parts(agency, plan, *one) for one in zip(tasks, WORKS, strict=True))
            for batch in _batches(islice(chain.from_iterable(parts), self.left)):
                give(batch)
                self.done += len(batch)
                self._stories(agency, batch)
            self._reports(agency, plan)

    def _plan(self, agency: Agency, year: int) -> Plan:
        starts_on = Day(year, 1, 1)
        closed_on = None if year == self.on.year else Day(year + 1, 1, 31)
        plan = Plan(
            issuer=agency.unit,
            number=str(10 + year % 10),
            symbol=f"KH-{agency.unit.code}",
            place=PLACES[0],
            issued_on=starts_on,
            title=f"Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm {year}",
            starts_on=starts_on,
            ends_on=Day(year, 12, 31),
            released_on=starts_on,
            closed_on=closed_on,
            in_force_until=closed_on,
            carries_out=agency.superior.plans.get(year) if agency.superior else None,
            created_by=agency.coordinator,
        )
        plan.clean()
        # Past every verb: a script's plan has no history, and its pages open all the same.
        Plan.objects.bulk_create([plan])
        agency.plans[year] = plan
        self.plans += 1
        return plan

    def _task(self, plan: Plan, order: int, work: Work) -> Task:
        days = [f"{plan.starts_on.year}-{day}" for day in work.days]
        task = Task(
            plan=plan,
            order=order,
            ref=f"II.{order}",
            title=work.title,
            text=f"{work.title} theo quy định, bảo đảm an toàn tại nơi làm việc.",
            category=work.category,
            deadline_kind=work.kind,
            deadline_days=list(work.days) if work.kind == DeadlineKind.YEARLY else days,
        )
        task.clean()
        return task

    def _parts(self, agency: Agency, plan: Plan, task: Task, work: Work) -> Iterator[Assignment]:
        # A province names some of its departments and communes for each task, not all of them.
        share = work.share if agency.superior else work.share / 6
        leads = max(1, round(len(agency.rooms) * share))
        first = task.order % len(agency.rooms)
        turned = agency.rooms[first:] + agency.rooms[:first]
        times = task.occurrences(Period("", plan.starts_on, plan.ends_on))
        for number, unit in enumerate(turned[: leads + work.cooperating]):
            part = Part.LEAD if number < leads else Part.COOPERATING
            for time in times:
                yield self._part(agency, task, unit, part, time)

    def _part(
        self, agency: Agency, task: Task, unit: Unit, part: Part, time: Occurrence
    ) -> Assignment:
        one = Assignment(
            task=task,
            unit=unit,
            part=part,
            period=time.period,
            officer=agency.people.get(unit.pk) if self.chance.random() < 0.5 else None,
            starts_on=time.starts_on,
            planned_on=time.due_on,
            due_on=time.due_on,
        )
        self._fate(one)
        return one

    def _fate(self, one: Assignment) -> None:
        """Nine in ten of what is past are done, one in six of them late; of the rest some."""
        if one.due_on is None:
            one.last_entry_on = one.starts_on if one.starts_on <= self.on else None
            return
        chance = self.chance.random()
        if one.due_on < self.on and chance < 0.9:
            late = chance < 0.15
            finished = one.due_on + datetime.timedelta(days=9 if late else -3)
            one.finished_on = min(max(finished, one.starts_on), self.on)
            one.last_entry_on, one.percent = one.finished_on, 100
            waits = self.on - one.finished_on < datetime.timedelta(days=5)
            one.confirmed_on = None if waits else one.finished_on
        elif one.starts_on <= self.on and chance < 0.95:
            one.percent, one.last_entry_on = 40, max(one.starts_on, min(one.due_on, self.on))

    def _stories(self, agency: Agency, batch: Sequence[Assignment]) -> None:
        entries, extensions = [], []
        for one in batch:
            by = one.officer or agency.people.get(one.unit_id) or agency.coordinator
            entries += list(_entries(one, _chosen(by), _chosen(agency.coordinator)))
            if one.due_on and one.finished_on is None and one.percent and one.pk % 20 == 0:
                extensions.append(
                    Extension(
                        assignment=one,
                        asked_on=min(one.due_on, self.on),
                        asked_by=by,
                        due_before=one.due_on,
                        due_asked=one.due_on + datetime.timedelta(days=30),
                        reason="Chờ bố trí kinh phí.",
                    )
                )
        _put(ProgressEntry, entries)
        _put(Extension, extensions)

    def _reports(self, agency: Agency, plan: Plan) -> None:
        duty = ReportDuty(
            plan=plan,
            ref="IV.1",
            order=1,
            title="Báo cáo kết quả thực hiện Kế hoạch",
            reporter_words="Các phòng, đơn vị",
            receiver_words=agency.unit.name,
            deadline_kind=DeadlineKind.HALF_YEARLY.value,
            deadline_days=["20"],
        )
        duty.clean()
        ReportDuty.objects.bulk_create([duty])
        duty.reporters.set(agency.rooms)
        times = duty.occurrences(Period("", plan.starts_on, plan.ends_on))
        past = [time for time in times if time.due_on and time.due_on <= self.on]
        _put(
            Submission,
            (
                self._submission(agency, duty, unit, time)
                for time in past
                for unit in agency.rooms
                if self.chance.random() < 0.93
            ),
        )

    def _submission(
        self, agency: Agency, duty: ReportDuty, unit: Unit, time: Occurrence
    ) -> Submission:
        day = min(
            self.on, (time.due_on or self.on) + datetime.timedelta(days=self.chance.randint(-5, 2))
        )
        return Submission(
            duty=duty,
            unit=unit,
            period=time.period,
            due_on=time.due_on,
            submitted_on=day,
            submitted_by=agency.people.get(unit.pk),
            accepted_on=day,
            decided_by=agency.coordinator,
        )


def _unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    unit = Unit(code=code, name=name, kind_id=kind, parent=parent)
    unit.fill_derived()
    return unit


def _entries(one: Assignment, by: User, head: User) -> Iterator[ProgressEntry]:
    if one.last_entry_on is None:
        return
    told = "Đã triển khai theo kế hoạch, có danh sách và hình ảnh kèm theo."
    yield ProgressEntry(
        assignment=one, kind=EntryKind.PROGRESS, on=one.last_entry_on, percent=40, note=told, by=by
    )
    if one.finished_on:
        yield ProgressEntry(
            assignment=one, kind=EntryKind.DONE, on=one.finished_on, percent=100, note=told, by=by
        )
    if one.confirmed_on:
        yield ProgressEntry(assignment=one, kind=EntryKind.CONFIRMED, on=one.confirmed_on, by=head)


def _put(model: type[M], rows: Iterable[M]) -> None:
    for batch in _batches(rows):
        model._default_manager.bulk_create(batch)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(rows)
    return iter(lambda: list(islice(source, BATCH)), [])


def _chosen(user: User | None) -> User:
    if user is None:
        raise LookupError("an agency is staffed before it works")
    return user
