"""What a person types of a group of units."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.db.models import F, Q

from accounts.change_forms import RevisionForm, offer
from accounts.models import User
from units.actions import save_group
from units.models import Unit, UnitGroup, UnitKind
from units.policy import Capability
from units.querysets import UnitQuerySet
from units.unit_field import UnitField

RULE, LIST = "rule", "list"


class GroupForm(RevisionForm):
    """A group, new or changed.  Its agency is one of those for which the person may keep groups."""

    name = forms.CharField(
        label="Tên nhóm",
        max_length=255,
        help_text="Như kế hoạch thường viết, ví dụ: Các phòng, đơn vị thuộc Sở.",
        error_messages={"required": "Hãy ghi tên nhóm."},
    )
    agency = UnitField(
        label="Thuộc cơ quan",
        error_messages={"required": "Hãy chọn cơ quan.", "gone": "Hãy chọn cơ quan."},
    )
    way = forms.ChoiceField(
        label="Thành phần",
        choices=[(RULE, "Theo quy tắc"), (LIST, "Danh sách cố định")],
        widget=forms.RadioSelect,
        initial=RULE,
        error_messages={"required": "Hãy chọn cách lập nhóm."},
    )
    under = UnitField(
        label="Nằm dưới đơn vị", required=False, help_text="Để trống: chính cơ quan của nhóm."
    )
    depth = forms.TypedChoiceField(
        label="Số cấp tính xuống",
        choices=[("1", "Chỉ cấp ngay dưới"), ("2", "Hai cấp"), ("3", "Ba cấp"), ("", "Mọi cấp")],
        coerce=int,
        empty_value=None,
        required=False,
        initial="1",
    )
    kinds = forms.ModelMultipleChoiceField(
        label="Các loại đơn vị",
        queryset=UnitKind.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn loại nào: mọi loại.",
    )
    members = forms.ModelMultipleChoiceField(
        label="Các đơn vị", queryset=Unit.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, user: User, group: UnitGroup | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(group)})
        self.group = group
        reach = Unit.objects.reached_by(user, Capability.MANAGE_GROUPS).internal()
        agencies = _with_parts(reach, group).order_by("sort_name", "pk")
        offer(self, agency=agencies)
        self.top = self._top(agencies)
        below = reach.filter(active_to__isnull=True)
        if self.top:
            below = below.subtree_of(self.top)
        self.working = below
        tops = _with_parts(below).order_by("sort_name", "pk")
        offer(self, under=tops)
        for name in ("agency", "under"):
            field: Any = self.fields[name]
            field.offer_few()
        offer(self, members=below)
        kinds = UnitKind.objects.filter(is_external=False)
        offer(self, kinds=kinds)

    def _top(self, agencies: UnitQuerySet) -> Unit | None:
        """The agency that is chosen, or the one that the list of choices begins with."""
        if self.is_bound:
            field = self.fields["agency"]
            typed = field.widget.value_from_datadict(self.data, self.files, "agency")
            with suppress(forms.ValidationError):
                chosen: Unit = field.clean(typed)
                return chosen
        if self.group:
            return self.group.agency
        highest = agencies.order_by(F("parent").asc(nulls_first=True), "sort_name", "pk")
        found = highest.first()
        if found:
            self.initial["agency"] = found
        return found

    def built(self) -> UnitGroup:
        """The group as typed, unsaved."""
        group = self.group or UnitGroup()
        typed = self.cleaned_data
        group.name, group.agency = typed["name"], typed["agency"]
        group.by_rule = typed.get("way") != LIST
        group.under, group.depth = typed.get("under"), typed.get("depth")
        return group

    def save(self, *, by: User, on: datetime.date) -> bool:
        """Saves the group; False where it was refused."""
        if not self.is_valid():
            return False
        typed = self.cleaned_data
        return self.run(
            save_group,
            group=self.built(),
            kinds=list(typed["kinds"]),
            members=list(typed["members"]),
            by=by,
            on=on,
            revision=typed["revision"],
        )


def _with_parts(units: UnitQuerySet, group: UnitGroup | None = None) -> UnitQuerySet:
    """Units that have others below them, and the one that a group is kept for."""
    parents = Unit.objects.filter(parent__isnull=False).order_by().values("parent")
    return units.filter(Q(pk__in=parents) | Q(pk=group.agency_id if group else None))


def _initial(group: UnitGroup | None) -> dict[str, Any]:
    if group is None:
        return {}
    return {
        "name": group.name,
        "agency": group.agency,
        "way": RULE if group.by_rule else LIST,
        "under": group.under,
        "depth": "" if group.depth is None else str(group.depth),
        "kinds": [kind.pk for kind in group.kinds.all()],
        "members": [unit.pk for unit in group.members.all()],
        "revision": group.revision,
    }


def ticked(form: GroupForm) -> Sequence[Unit]:
    """The units that are ticked as members, sent or stored."""
    if form.is_bound:
        form.is_valid()
        return list(form.cleaned_data.get("members") or ())
    if form.group is None:
        return []
    return list(form.working.filter(member_of=form.group).order_by("sort_name", "pk"))
