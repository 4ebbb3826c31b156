"""What a person chooses on the page that compares a plan with the one above it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm
from accounts.picker import KeyField
from accounts.widgets import style
from tasks.actions.coverage import REASON_LENGTH

_PAIR = re.compile(r"(\d{1,18})-(\d{1,18})")
MOST_CHOSEN = 2000


class CoverageForm(ChangeForm):
    """Pairs to confirm and tasks that are none of the plan's business, in one go."""

    against = KeyField(required=True)
    reason = forms.CharField(
        label="Lý do (cho các nhiệm vụ được chọn là không thuộc trách nhiệm)",
        required=False,
        max_length=REASON_LENGTH,
    )

    def __init__(self, data: Any = None, *, against: int | None = None) -> None:
        super().__init__(data, initial={"against": against})
        style(self)

    def clean(self) -> dict[str, Any] | None:
        if not self.pairs and not self.waived:
            message = (
                "Hãy chọn ít nhất một cặp nhiệm vụ, hoặc một nhiệm vụ không thuộc trách nhiệm."
            )
            raise forms.ValidationError(message)
        return super().clean()

    @property
    def ticked(self) -> frozenset[str]:
        """The values that were chosen, for a page that is shown again."""
        return frozenset((*self._chosen("pair"), *self._chosen("waive")))

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """The pairs chosen: the key of the superior's task, and of one's own."""
        found = (_PAIR.fullmatch(value) for value in self._chosen("pair"))
        return {(int(pair[1]), int(pair[2])) for pair in found if pair}

    @property
    def waived(self) -> set[int]:
        """The superior's tasks chosen as none of the plan's business."""
        chosen = self._chosen("waive")
        return {int(value) for value in chosen if value.isdecimal() and len(value) < 19}

    def _chosen(self, name: str) -> list[str]:
        return self.data.getlist(name)[:MOST_CHOSEN] if self.is_bound else []
