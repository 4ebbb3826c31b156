"""A task as the coordinator adds, changes or withdraws it after the plan was issued; which tasks of
the superior plan it carries out."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField, RevisionForm, WordsField
from accounts.picker import KeyField
from accounts.widgets import Radios
from plans.deadlines import DATED, DEADLINE_LABELS, QUALIFIER_LABELS, DeadlineKind, Qualifier
from plans.schedule import DueRule
from plans.typed_days import BadDay, shown_days, typed_days
from tasks.actions.coverage import REASON_LENGTH
from tasks.models import Category, Task
from tasks.tracking import UNTRACKED_LABELS, UNTRACKED_REASONS, Untracked

DAYS_HELP = (
    "Một ngày: 05/11/2026. Hằng năm: 10/9. 6 tháng, hằng quý, hằng tháng: ngày trong tháng cuối kỳ,"
    " ví dụ 25. Nhiều ngày cách nhau bằng dấu chấm phẩy; để trống thì tính đến ngày cuối kỳ."
)


def _line(label: str, most: int, help_text: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=False, **more
    )


class TaskForm(RevisionForm):
    """The names of the fields are those of ``Task``, and ``reason``."""

    title = forms.CharField(
        label="Tên nhiệm vụ",
        max_length=255,
        error_messages={"required": "Hãy ghi tên nhiệm vụ."},
    )
    ref = _line("Số thứ tự trong kế hoạch", 40, "Ví dụ II.3; để trống được.")
    text = WordsField("Nội dung", required=False, help_text="Để trống thì như tên nhiệm vụ.")
    category = forms.ChoiceField(label="Nhóm việc", choices=Category.choices)
    expected_product = _line("Sản phẩm", 500)
    deadline_kind = forms.ChoiceField(
        label="Loại thời hạn",
        choices=[(kind.value, label) for kind, label in DEADLINE_LABELS.items()],
    )
    qualifier = forms.ChoiceField(
        label="Cách tính",
        required=False,
        choices=[("", "–"), *((one.value, label) for one, label in QUALIFIER_LABELS.items())],
    )
    deadline_days = _line("Ngày", 200, DAYS_HELP)
    deadline_starts_on = DayField("Bắt đầu từ ngày", required=False)
    deadline_words = _line("Thời hạn ghi trong văn bản", 500, "Giữ nguyên lời của văn bản.")
    on_request = forms.BooleanField(label="Hoặc khi có yêu cầu", required=False)
    reason = WordsField("Lý do", rows=2, help_text="Ví dụ số văn bản giao thêm hoặc điều chỉnh.")

    def __init__(self, *args: Any, task: Task | None = None, **kwargs: Any) -> None:
        if task is not None:
            names = set(self.base_fields) - {"reason"}
            kwargs["initial"] = {name: getattr(task, name) for name in names}
            kwargs["initial"]["deadline_days"] = shown_days(tuple(task.deadline_days))
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {})}
        kind = DeadlineKind(cleaned.get("deadline_kind") or "none")
        try:
            days = typed_days(kind, cleaned.get("deadline_days") or "")
        except BadDay as wrong:
            self.add_error("deadline_days", str(wrong))
            return cleaned
        if kind in DATED and not days:
            self.add_error("deadline_days", "Hãy ghi ngày của thời hạn, ví dụ 05/11/2026.")
        start = cleaned.get("deadline_starts_on")
        if kind is DeadlineKind.WINDOW and start and days and start.isoformat() > days[-1]:
            self.add_error("deadline_starts_on", "Ngày bắt đầu phải trước ngày kết thúc.")
        cleaned["deadline_days"] = list(days)
        return cleaned

    def rule(self) -> DueRule | None:
        """The deadline as it was typed; None while it makes no sense."""
        wrong = {"deadline_kind", "deadline_days", "deadline_starts_on", "qualifier"}
        if wrong & set(self.errors):
            return None
        typed = self.cleaned_data
        return DueRule(
            kind=DeadlineKind(typed["deadline_kind"]),
            days=tuple(typed["deadline_days"]),
            starts_on=typed["deadline_starts_on"],
            qualifier=Qualifier(typed["qualifier"]) if typed["qualifier"] else None,
        )


class NewTaskForm(TaskForm):
    """As ``TaskForm``; the new task may stand under another of the plan."""

    parent = forms.ModelChoiceField(
        label="Thuộc phần",
        queryset=Task.objects.none(),
        required=False,
        empty_label="Không thuộc phần nào",
    )
    field_order = ("title", "ref", "parent")

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class WithdrawForm(RevisionForm):
    """Why a task is withdrawn."""

    reason = WordsField("Lý do rút nhiệm vụ", rows=2)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        initial = {"revision": task.revision}
        super().__init__(*args, **{**kwargs, "initial": initial})


_WORK = "work"
_TRACKING = [
    (_WORK, "Một việc phải làm, theo dõi tiến độ"),
    *((one.value, f"{UNTRACKED_LABELS[one]}. {UNTRACKED_REASONS[one]}") for one in Untracked),
]


class TrackingForm(RevisionForm):
    """Whether a task is followed, and why."""

    untracked = forms.TypedChoiceField(
        label="Nhiệm vụ này là",
        choices=_TRACKING,
        coerce=lambda value: "" if value == _WORK else value,
        widget=Radios,
    )
    reason = WordsField("Lý do", rows=2)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        initial = {"revision": task.revision, "untracked": task.untracked or _WORK}
        super().__init__(*args, **{**kwargs, "initial": initial})


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
