"""What a person chooses when giving work by hand."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.change_forms import ChangeForm, WordsField, offer
from tasks.models import Part, Task
from units.models import Unit, UnitGroup

MOST_NAMES = 50


class GiveForm(ChangeForm):
    """Units and groups of the plan's issuer, names of bodies outside, and the part they get.

    The names of the fields are the arguments of ``tasks.actions.give_work``; ``ahead_only`` leaves
    out what fell due before today.
    """

    part = forms.ChoiceField(
        label="Vai trò",
        choices=Part.choices,
        initial=Part.LEAD,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn chủ trì hoặc phối hợp."},
    )
    groups = forms.ModelMultipleChoiceField(
        label="Nhóm đơn vị", queryset=UnitGroup.objects.none(), required=False
    )
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị",
        queryset=Unit.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": "Có đơn vị không còn hoạt động hoặc không thuộc cơ quan ban hành."
            " Hãy chọn lại."
        },
    )
    outside = WordsField(
        "Đơn vị ngoài danh mục",
        5000,
        rows=2,
        required=False,
        help_text="Mỗi dòng một tên, giữ nguyên như trong văn bản. Chương trình không theo dõi"
        " tiến độ của các đơn vị này.",
    )
    ahead_only = forms.BooleanField(
        label="Chỉ giao những kỳ chưa đến hạn", required=False, initial=True
    )

    def __init__(self, *args: Any, task: Task, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        due = [one.due_on for one in task.occurrences(task.plan.period)]
        # Work that comes back is given ahead; what happens once and is late is given all the same.
        self.fields["ahead_only"].initial = any(day is None or day >= today for day in due)
        issuer = task.plan.issuer
        self.working = Unit.objects.internal().active_on(today).subtree_of(issuer)
        offer(self, units=self.working)
        groups = UnitGroup.objects.filter(agency=issuer).select_related("agency", "under")
        self.agency_groups = groups.prefetch_related("kinds", "members").order_by("name", "pk")
        offer(self, groups=self.agency_groups)

    def clean_outside(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["outside"].splitlines()]
        names = [name for name in names if name]
        if any(len(name) > 255 for name in names):
            raise ValidationError("Có tên dài quá 255 ký tự. Hãy viết mỗi tên trên một dòng.")
        if len(names) > MOST_NAMES:
            raise ValidationError(f"Nhiều nhất {MOST_NAMES} tên mỗi lần.")
        return names

    @property
    def since(self) -> datetime.date | None:
        """The day from which work is given; None for all of it."""
        return self.today if self.cleaned_data.get("ahead_only") else None

    def arguments(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data[name] for name in ("units", "groups", "outside", "part")}
        return {**chosen, "since": self.since}
