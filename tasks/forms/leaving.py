"""Who takes over the open work of somebody who leaves a unit."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Count

from accounts.change_forms import ChangeForm, DayField, offer
from accounts.models import User
from tasks.actions.leaving import work_in_charge_of, work_left_by
from tasks.models import Assignment
from units.models import Membership, Unit
from units.people.scopes import officers_in, officers_of

TO_UNIT = "unit"
# So many pieces of work are answered for apart, with so many choices among them; the others go by
# the common answer.
MOST_APART, MOST_CHOICES = 50, 700
_ALIKE = ("", "Theo lựa chọn chung")
_ERRORS = {"invalid_choice": "Người này không nhận việc được ở đơn vị. Hãy chọn lại."}


class LeaveForm(ChangeForm):
    """``everything`` answers for all open work, ``work_<key>`` for one piece where it differs."""

    ended_on = DayField("Thôi giữ từ ngày")
    everything = forms.ChoiceField(label="Giao tất cả cho", required=False, error_messages=_ERRORS)

    def __init__(
        self, *args: Any, membership: Membership, today: datetime.date, **kwargs: Any
    ) -> None:
        kwargs |= {"auto_id": "thoi-%s"}
        super().__init__(*args, **kwargs)
        work = work_left_by(membership).select_related("task__plan", "unit").by_urgency()
        self.open_work: list[Assignment] = list(work)
        staying = officers_of(membership.unit_id).exclude(pk=membership.user_id)
        self.people: dict[str, User] = {str(person.pk): person for person in staying}
        self.fields["ended_on"].initial = today
        self._offer(membership)

    def _offer(self, membership: Membership) -> None:
        people = [(key, str(person)) for key, person in self.people.items()]
        answers = [*people, (TO_UNIT, f"{membership.unit} (chưa cử người)")]
        if not self.open_work:
            del self.fields["everything"]
            return
        offer(self, everything=[("", "Chọn người nhận"), *answers])
        for work in self.open_work[: min(MOST_APART, MOST_CHOICES // len(answers))]:
            self.fields[_name(work)] = forms.ChoiceField(
                label="Giao cho",
                required=False,
                choices=[_ALIKE, *answers],
                error_messages=_ERRORS,
            )

    def clean(self) -> dict[str, Any]:
        """Turns the answers into ``to``: the key of each piece of work and who takes it over."""
        cleaned = super().clean() or {}
        answers = {
            work.pk: cleaned.get(_name(work)) or cleaned.get("everything")
            for work in self.open_work
        }
        if not all(answers.values()):
            self.add_error(
                "everything", "Hãy chọn người nhận cho mọi việc, hoặc cho từng việc dưới đây."
            )
        to = {key: self.people.get(answer or "") for key, answer in answers.items()}
        return {"ended_on": cleaned.get("ended_on"), "to": to}

    def answers(self) -> Iterator[tuple[Assignment, forms.BoundField]]:
        """Each piece of open work that is answered for apart, with its control."""
        for work in self.open_work:
            if _name(work) in self.fields:
                yield work, self[_name(work)]


def _name(work: Assignment) -> str:
    return f"work_{work.pk}"


class CloseAccountForm(ChangeForm):
    """Who takes over the open work of somebody whose account is closed, for each unit."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = work_in_charge_of(user).order_by().values_list("unit").annotate(n=Count("pk"))
        self.counts: dict[int, int] = dict(counted)
        units = Unit.objects.filter(pk__in=self.counts).order_by("sort_name", "pk")
        self.people = officers_in([unit.pk for unit in units], besides=user)
        for unit in units:
            people = [(str(one.pk), str(one)) for one in self.people[unit.pk]]
            self.fields[f"unit_{unit.pk}"] = forms.ChoiceField(
                label=f"{self.counts[unit.pk]} việc đang làm ở {unit} giao cho",
                choices=[*people, (TO_UNIT, f"{unit} (chưa cử người)")],
                initial=TO_UNIT,
                error_messages={**_ERRORS, "required": "Hãy chọn người nhận."},
            )

    def arguments(self) -> dict[str, Any]:
        return {
            "to": {
                unit: next(
                    (one for one in people if str(one.pk) == self.cleaned_data[f"unit_{unit}"]),
                    None,
                )
                for unit, people in self.people.items()
            }
        }
