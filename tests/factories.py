"""Rows for tests: the least that is valid, nothing that production code should decide."""

import datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from plans.models import Plan, ReportDuty
from tasks.models import Assignment, Figure, Indicator, Part, PlanUnit, ProgressEntry, Task
from units.actions import create_unit
from units.models import Membership, Unit, UnitKind
from units.policy import Role
from vietnamese.text import fold

PASSWORD = "Mat-khau-2026"
TODAY = datetime.date(2026, 6, 15)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.gov.vn")
    password = factory.django.Password(PASSWORD)


class UnitKindFactory(DjangoModelFactory):
    class Meta:
        model = UnitKind
        django_get_or_create = ("code",)

    code = "phong"
    name = factory.LazyAttribute(lambda kind: f"Loại {kind.code}")


class UnitFactory(DjangoModelFactory):
    """A unit entered into the tree by the action, so that permission reaches it."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"DV{n:03}")
    name = factory.Sequence(lambda n: f"Phòng số {n}")
    kind = factory.SubFactory(UnitKindFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return create_unit(**kwargs)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.STAFF


def last_day_of(plan) -> datetime.date | None:
    """The last day on which a plan was in force that has ended by TODAY."""
    if plan.revoked_on or plan.superseded_by:
        return (plan.revoked_on or TODAY) - datetime.timedelta(days=1)
    return plan.closed_on


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        skip_postgeneration_save = True

    issuer = factory.SubFactory(UnitFactory)
    number = factory.Sequence(lambda n: f"{n + 1}")
    symbol = "KH-SKHCN"
    title = "Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026"
    issued_on = datetime.date(2026, 1, 15)
    starts_on = datetime.date(2026, 1, 1)
    ends_on = datetime.date(2026, 12, 31)
    released_on = datetime.date(2026, 1, 15)
    closed_on = revoked_on = superseded_by = None
    in_force_until = factory.LazyAttribute(last_day_of)

    @factory.post_generation
    def searchable(self, create, extracted, **kwargs):
        self.clean()
        if create:
            self.save()


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    plan = factory.SubFactory(PlanFactory)
    ref = factory.Sequence(lambda n: f"II.{n + 1}")
    order = factory.Sequence(lambda n: n)
    title = "Tổ chức tuyên truyền, phổ biến pháp luật về PCCC và CNCH"
    text = factory.SelfAttribute("title")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    task = factory.SubFactory(TaskFactory)
    unit = factory.SubFactory(UnitFactory)
    part = Part.LEAD
    starts_on = datetime.date(2026, 1, 1)
    due_on = datetime.date(2026, 6, 30)
    planned_on = factory.SelfAttribute("due_on")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        part = super()._create(model_class, *args, **kwargs)
        PlanUnit.objects.get_or_create(plan_id=part.task.plan_id, unit_id=part.unit_id)
        return part


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    agency = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Số buổi tuyên truyền {n}")
    unit_of_measure = "buổi"


class FigureFactory(DjangoModelFactory):
    """A figure told with progress on ``assignment``, or without any where that is None."""

    class Meta:
        model = Figure

    assignment = factory.SubFactory(AssignmentFactory)
    unit = factory.SelfAttribute("assignment.unit")
    indicator = factory.SubFactory(IndicatorFactory)
    value = 2
    counted_on = TODAY
    by = factory.SubFactory(UserFactory)

    @factory.lazy_attribute
    def entry(self):
        if self.assignment is None:
            return None
        return ProgressEntry.objects.create(
            assignment=self.assignment, on=self.counted_on, by=self.by
        )


class ReportDutyFactory(DjangoModelFactory):
    class Meta:
        model = ReportDuty

    plan = factory.SubFactory(PlanFactory)
    ref = "III.1"
    title = ""
    reporter_words = "Các phòng, đơn vị thuộc Sở"
    search_text = factory.LazyAttribute(lambda duty: fold(f"{duty.title} {duty.reporter_words}"))


def person(role: Role, unit: Unit, **fields) -> User:
    """A user who holds this role in this unit."""
    return MembershipFactory(user=UserFactory(**fields), unit=unit, role=role).user
