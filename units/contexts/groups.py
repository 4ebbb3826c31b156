"""The pages of groups: all of them, one with its members, and one while it is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.change_forms import offer
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from units.contexts.boxes import Boxes, unit_boxes
from units.contexts.history import HistoryLine, history_lines
from units.forms.groups import LIST, RULE, GroupForm, ticked
from units.group_members import members_of
from units.models import Unit, UnitGroup
from units.unit_field import UnitField

MEMBERS_PER_PAGE = 50
MOST_SHOWN = 60


@dataclass(frozen=True)
class GroupLine:
    pk: int
    name: str
    agency: str
    rule: str
    count: int
    aliases: str


@dataclass(frozen=True)
class Member:
    pk: int
    name: str
    code: str
    kind: str


@dataclass(frozen=True)
class AliasLine:
    pk: int
    name: str
    until: str


@dataclass(frozen=True)
class GroupPage:
    """``manages``: the person may change it."""

    pk: int
    name: str
    agency: str
    agency_pk: int
    rule: str
    count: int
    members: tuple[Member, ...]
    page: Page[Unit]
    aliases: tuple[AliasLine, ...]
    history: tuple[HistoryLine, ...]
    manages: bool


@dataclass(frozen=True)
class GroupFormPage:
    """``count`` units belong to the group as typed, ``names`` are the first of them."""

    is_list: bool
    boxes: Boxes | None
    rule: str
    count: int
    names: tuple[str, ...]
    more: int


class GroupFilter(ListFilter):
    """Which groups the list shows."""

    q = search_field("Tên nhóm, tên gọi khác")
    way = forms.ChoiceField(
        label="Thành phần",
        required=False,
        choices=[("", "Tất cả"), (RULE, "Theo quy tắc"), (LIST, "Danh sách cố định")],
    )
    agency = UnitField(label="Cơ quan", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.groups = UnitGroup.objects.visible_to(user)
        offer(self, agency=Unit.objects.filter(pk__in=self.groups.order_by().values("agency")))

    def found(self) -> QuerySet[UnitGroup]:
        """The groups that the person sees and that fit what is chosen."""
        found, chosen = self.groups, self.chosen
        if "way" in chosen:
            found = found.filter(by_rule=chosen["way"] == RULE)
        if "agency" in chosen:
            found = found.filter(agency=chosen["agency"])
        return found.matching(chosen["q"]) if "q" in chosen else found


GROUPS = ShownList(
    name="nhom-don-vi",
    title="Nhóm đơn vị",
    columns=(
        Column("nhom", "Nhóm", ("sort_name",)),
        Column("thanh-phan", "Thành phần", ("by_rule", "sort_name")),
        Column("so-don-vi", "Số đơn vị", css="num"),
        Column("co-quan", "Cơ quan", ("agency__sort_name", "agency_id", "sort_name")),
    ),
    order=("sort_name", "pk"),
    sheet=(
        SheetColumn("Nhóm", 40, lambda row: row.name),
        SheetColumn("Tên gọi khác", 40, lambda row: row.aliases),
        SheetColumn("Thành phần", 50, lambda row: row.rule),
        SheetColumn("Số đơn vị", 10, lambda row: row.count),
        SheetColumn("Cơ quan", 40, lambda row: row.agency),
    ),
    per_page=25,
)


def with_parts(groups: QuerySet[UnitGroup]) -> QuerySet[UnitGroup]:
    """The groups with what a line of the list says of them."""
    found = groups.select_related("agency", "under")
    return found.prefetch_related("kinds", "members", "aliases")


def group_lines(groups: Iterable[UnitGroup]) -> tuple[GroupLine, ...]:
    """The lines of a page; ``groups`` come ``with_parts``."""
    rows = list(groups)
    members = members_of(rows)
    return tuple(
        GroupLine(
            group.pk,
            group.name,
            group.agency.name,
            rule_words(group),
            len(members[group.pk]),
            "; ".join(alias.name for alias in group.aliases.all()),
        )
        for group in rows
    )


def build_group(group: UnitGroup, *, manages: bool, page: str = "") -> GroupPage:
    """One group with those who belong to it now."""
    units = group.units().select_related("kind").order_by("sort_name", "pk")
    shown = Paginator(units, MEMBERS_PER_PAGE).get_page(page)
    return GroupPage(
        pk=group.pk,
        name=group.name,
        agency=group.agency.name,
        agency_pk=group.agency_id,
        rule=rule_words(group),
        count=shown.paginator.count,
        members=tuple(
            Member(unit.pk, unit.name, unit.code, unit.kind.name) for unit in shown.object_list
        ),
        page=shown,
        aliases=tuple(
            AliasLine(alias.pk, alias.name, f"{alias.until:%d/%m/%Y}" if alias.until else "")
            for alias in group.aliases.order_by("name", "pk")
        ),
        history=history_lines(group),
        manages=manages,
    )


def build_group_form(form: GroupForm, *, words: str) -> GroupFormPage:
    """The form with who belongs to the group as it is typed now; nothing is saved."""
    is_list = str(form["way"].value()) == LIST
    chosen = ticked(form)
    boxes = None
    if is_list and form.top:
        boxes = unit_boxes(form.working, form.top, chosen, words)
    units = list(chosen) if is_list else _by_typed_rule(form)
    return GroupFormPage(
        is_list=is_list,
        boxes=boxes,
        rule="" if is_list else _typed_rule_words(form),
        count=len(units),
        names=tuple(unit.name for unit in units[:MOST_SHOWN]),
        more=max(0, len(units) - MOST_SHOWN),
    )


def rule_words(group: UnitGroup) -> str:
    """How the members are found, in words."""
    if not group.by_rule:
        return "Danh sách cố định"
    kinds = [kind.name for kind in group.kinds.all()]
    return _rule_words(kinds, group.depth, (group.under or group.agency).name)


_STEPS = {1: "ngay dưới", None: "ở mọi cấp dưới"}


def _rule_words(kinds: Sequence[str], depth: int | None, top: str) -> str:
    what = ", ".join(kinds) if kinds else "Mọi loại đơn vị"
    where = _STEPS.get(depth, f"trong {depth} cấp dưới")
    return f"{what} {where} {top}"


def _typed(form: GroupForm) -> tuple[Unit | None, int | None, list[Any]]:
    """The rule as typed or stored: the unit above, the depth, the kinds."""
    if form.is_bound:
        form.is_valid()
        typed = form.cleaned_data
        return typed.get("under") or form.top, typed.get("depth"), list(typed.get("kinds") or ())
    group = form.group
    if group is None:
        return form.top, 1, []
    return group.under or group.agency, group.depth, list(group.kinds.all())


def _typed_rule_words(form: GroupForm) -> str:
    top, depth, kinds = _typed(form)
    return _rule_words([kind.name for kind in kinds], depth, top.name) if top else ""


def _by_typed_rule(form: GroupForm) -> list[Unit]:
    top, depth, kinds = _typed(form)
    if top is None:
        return []
    found = form.working.under_rule(top, [kind.pk for kind in kinds], depth)
    return list(found.order_by("sort_name", "pk"))
