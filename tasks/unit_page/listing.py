"""The units as a list, beside the tree: found, sorted, sent out as a file, changed many at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts.badges import Badge
from accounts.change_forms import offer
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from tasks.models import Assignment
from tasks.wording import day_words
from units.models import Membership, Unit, UnitKind
from units.policy import Capability
from units.querysets import UnitQuerySet
from units.unit_field import UnitField

WORKING, ENDED, ALL = "", "ended", "all"
_ACTIVE = Badge("Đang hoạt động", "done", "circle-check")
_OUTSIDE = Badge("Ngoài cơ quan", "open", "building-community")


class UnitFilter(ListFilter):
    """Which units the list shows; those that work where nothing is asked."""

    q = search_field("Tên, mã, tên viết tắt", "Tìm đơn vị")
    under = UnitField(label="Thuộc đơn vị", required=False)
    kind = forms.ChoiceField(label="Loại", required=False)
    state = forms.ChoiceField(
        label="Hoạt động",
        required=False,
        choices=[
            (WORKING, "Đang hoạt động"),
            (ENDED, "Đã kết thúc"),
            (ALL, "Tất cả"),
        ],
    )
    staffless = forms.BooleanField(label="Chưa có người", required=False)

    def __init__(self, user: User, data: QueryDict, today: datetime.date) -> None:
        super().__init__(data)
        self.user, self.today = user, today
        self.units = Unit.objects.reached_by(user, Capability.VIEW_UNITS)
        kinds = UnitKind.objects.order_by("order", "code").values_list("code", "name")
        offer(self, kind=[("", "Mọi loại"), *kinds], under=self.units)

    def found(self) -> UnitQuerySet:
        """The units that the person may look up and that fit what is chosen."""
        found, chosen = self.units, self.chosen
        state = chosen.get("state", WORKING)
        if state == WORKING:
            found = found.filter(Q(active_to__isnull=True) | Q(active_to__gte=self.today))
        elif state == ENDED:
            found = found.filter(active_to__lt=self.today)
        if "under" in chosen:
            below = Unit.objects.subtree_of(chosen["under"]).exclude(pk=chosen["under"].pk)
            found = found.filter(pk__in=below.values("pk"))
        if "kind" in chosen:
            found = found.filter(kind=chosen["kind"])
        if "staffless" in chosen:
            found = found.exclude(pk__in=Membership.objects.held().values("unit"))
        return found.matching(chosen["q"]) if "q" in chosen else found


UNITS = ShownList(
    name="don-vi",
    title="Đơn vị",
    columns=(
        Column("ten", "Đơn vị", ("sort_name",)),
        Column("ma", "Mã", ("sort_code",)),
        Column("loai", "Loại", ("kind__order", "kind_id", "sort_name")),
        Column("cap-tren", "Thuộc", ("parent__sort_name", "sort_name"), may_lack=True),
        Column("nguoi", "Người", ("people",), css="num"),
        Column("viec", "Việc chưa xong", ("open_work",), css="num"),
        Column("tinh-trang", "Tình trạng", ("active_to",), may_lack=True),
    ),
    order=("sort_name", "pk"),
    sheet=(
        SheetColumn("Mã", 16, lambda row: row.code),
        SheetColumn("Đơn vị", 44, lambda row: row.name),
        SheetColumn("Tên viết tắt", 16, lambda row: row.short_name),
        SheetColumn("Loại", 22, lambda row: row.kind.name),
        SheetColumn("Thuộc", 40, lambda row: row.parent.name if row.parent else ""),
        SheetColumn("Người", 8, lambda row: row.people),
        SheetColumn("Việc chưa xong", 10, lambda row: row.open_work),
        SheetColumn("Thư điện tử", 28, lambda row: row.email),
        SheetColumn("Điện thoại", 16, lambda row: row.phone),
        SheetColumn("Hoạt động từ", 13, lambda row: row.active_from),
        SheetColumn("Hoạt động đến", 13, lambda row: row.active_to),
    ),
)


@dataclass(frozen=True)
class UnitRow:
    """``people`` hold a role in the unit itself; ``open_work`` is what it has not finished."""

    pk: int
    name: str
    code: str
    kind: str
    parent: str
    people: int
    open_work: int
    badge: Badge


def with_load(units: UnitQuerySet) -> UnitQuerySet:
    """The units with who they stand under, ``people`` and ``open_work``."""
    held = Membership.objects.held().filter(unit=OuterRef("pk")).order_by().values("unit")
    people = held.annotate(n=Count("user", distinct=True)).values("n")
    work = Assignment.objects.filter(unit=OuterRef("pk")).unfinished().in_force().order_by()
    parts = work.values("unit").annotate(n=Count("pk")).values("n")
    found = units.select_related("kind", "parent")
    return found.annotate(
        people=Coalesce(Subquery(people), 0), open_work=Coalesce(Subquery(parts), 0)
    )


def unit_rows(units: Iterable[Unit], today: datetime.date) -> tuple[UnitRow, ...]:
    """The rows of a page; ``units`` come ``with_load``."""
    return tuple(
        UnitRow(
            pk=unit.pk,
            name=unit.name,
            code=unit.code,
            kind=unit.kind.name,
            parent=unit.parent.name if unit.parent else "",
            people=vars(unit)["people"],
            open_work=vars(unit)["open_work"],
            badge=_badge(unit, today),
        )
        for unit in units
    )


def _badge(unit: Unit, today: datetime.date) -> Badge:
    if unit.active_to and unit.active_to < today:
        return Badge(f"Kết thúc {day_words(unit.active_to)}", "cancelled", "circle-x")
    return _OUTSIDE if unit.kind.is_external else _ACTIVE
