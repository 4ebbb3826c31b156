"""One task, one report duty, and the deadline that both have."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, DayField, offer
from intake.categories import category_of, short_title
from intake.days import exact_day
from intake.drafting.cutting import Piece, pieces
from intake.drafting.draft import Said, SaidTarget
from intake.drafting.outline import Names
from intake.forms.choices import UnitChoices
from intake.forms.fields import NamesField, search_attributes, text_field
from intake.targets import Indicators, proposals, said_targets, taken
from plans.deadlines import DATED, DEADLINE_LABELS, QUALIFIER_LABELS, DeadlineKind, Qualifier
from plans.typed_days import BadDay, shown_days, typed_days
from reading.draft import DeadlineDraft, DutyDraft, NameDraft, TaskDraft
from tasks.forms.figures import NumberField
from tasks.models import Category, Indicator
from tasks.targets import Target
from units.matching import Match
from vietnamese.text import one_line

KINDS = [(kind.value, label) for kind, label in DEADLINE_LABELS.items()]
QUALIFIERS = [("", "–"), *((one.value, label) for one, label in QUALIFIER_LABELS.items())]
DAYS_HELP = (
    "Một ngày: 05/11/2026. Hằng năm: 10/9 (nhiều ngày cách nhau bằng dấu chấm phẩy)."
    " Hằng quý, hằng tháng: ngày trong tháng, ví dụ 25."
)


class DeadlineForm(ChangeForm):
    """The words of a deadline beside what they mean, and a control for each unsettled name."""

    deadline_words = text_field("Thời hạn theo văn bản", 500)
    deadline_kind = forms.ChoiceField(label="Loại thời hạn", choices=KINDS)
    qualifier = forms.ChoiceField(label="Cách tính", choices=QUALIFIERS, required=False)
    deadline_days = forms.CharField(
        label="Ngày", required=False, max_length=200, help_text=DAYS_HELP
    )
    starts_on = DayField(
        "Bắt đầu từ ngày", help_text="Chỉ ghi khi văn bản nêu “từ ngày …”.", required=False
    )
    on_request = forms.BooleanField(label="Hoặc khi có yêu cầu", required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        deadline: DeadlineDraft,
        names: Names,
        matches: tuple[Match, ...],
        choices: dict[str, str],
        initial: dict[str, Any],
        search: str = "",
        **kwargs: Any,
    ) -> None:
        values = {
            "deadline_words": deadline.words,
            "deadline_kind": deadline.kind.value,
            "qualifier": deadline.qualifier or "",
            "deadline_days": shown_days(deadline.days),
            "starts_on": exact_day(deadline.starts_on),
            "on_request": deadline.on_request,
        }
        kwargs = {**kwargs}
        super().__init__(data, initial={**values, **initial}, **kwargs)
        self._deadline = deadline
        self.units = UnitChoices(self, matches, names.matcher, choices, search)
        for field in self.fields.values():
            if isinstance(field, NamesField):
                field.widget.attrs.update(search_attributes(search))

    def chosen(self) -> dict[str, str]:
        """All choices of units, those made in this form put in."""
        return self.units.chosen(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.units.clean(cleaned)
        kind = DeadlineKind(cleaned.get("deadline_kind") or "none")
        try:
            cleaned["days"] = typed_days(kind, cleaned.get("deadline_days") or "")
        except BadDay as wrong:
            self.add_error("deadline_days", str(wrong))
            return cleaned
        if kind in DATED and not cleaned["days"]:
            self.add_error("deadline_days", "Hãy ghi ngày của thời hạn, ví dụ 05/11/2026.")
        start = cleaned.get("starts_on")
        last = cleaned["days"][-1] if cleaned["days"] else ""
        if kind is DeadlineKind.WINDOW and start and last and start.isoformat() > last:
            self.add_error("starts_on", "Ngày bắt đầu phải trước ngày kết thúc.")
        return cleaned

    def deadline(self) -> DeadlineDraft:
        values = self.cleaned_data
        start = values["starts_on"]
        made = DeadlineDraft(
            kind=DeadlineKind(values["deadline_kind"]),
            words=one_line(values["deadline_words"]),
            days=values["days"],
            starts_on=start.isoformat() if start else None,
            qualifier=Qualifier(values["qualifier"]) if values["qualifier"] else None,
            on_request=values["on_request"],
            spans=self._deadline.spans,
        )
        # A day that was reckoned goes on being reckoned until a person says another.
        reckoned = replace(made, reckoning=self._deadline.reckoning)
        return reckoned if reckoned == replace(self._deadline, words=made.words) else made


class TaskForm(DeadlineForm):
    ref = text_field("Số thứ tự", 40)
    text = text_field("Nội dung", 20_000, rows=5, required=True)
    lead = NamesField("Chủ trì")
    cooperating = NamesField("Phối hợp")
    expected_product = text_field("Sản phẩm", 500)
    title = text_field("Tên ngắn", 255, help_text="Dùng trong danh sách việc và báo cáo.")
    category = forms.ChoiceField(label="Nhóm việc", choices=Category.choices, required=False)

    def __init__(
        self, *args: Any, task: TaskDraft, said: Said, indicators: Indicators = (), **kwargs: Any
    ) -> None:
        self._task, self._said = task, said
        initial = {
            "title": said.title or short_title(task.text),
            "category": said.category or category_of(task.text),
            "ref": task.ref,
            "text": task.text,
            "lead": [name.words for name in task.lead],
            "cooperating": [name.words for name in task.cooperating],
            "expected_product": task.expected_product,
        }
        super().__init__(*args, deadline=task.deadline, initial=initial, **kwargs)
        self._ask_targets(indicators)

    def _ask_targets(self, indicators: Indicators) -> None:
        """A tick and a number for each target that was taken, or that the text names."""
        found = dict(taken(self._said, indicators))
        named = proposals(self._task, self._said, indicators)
        both: dict[Indicator, SaidTarget | Target] = {**found, **named}
        self._words = {one.pk: row.words for one, row in both.items()}
        self._asked = tuple(both)
        for one, row in both.items():
            value = Decimal(row.value)
            words = f" Theo văn bản: “{self._words[one.pk]}”." if self._words[one.pk] else ""
            self.fields[f"on_{one.pk}"] = forms.BooleanField(
                label=str(one), required=False, initial=True
            )
            self.fields[f"target_{one.pk}"] = NumberField(
                label=f"Mức phải đạt: {one.name}",
                required=False,
                is_whole=one.is_whole,
                initial=value,
                help_text=(f"Đề xuất.{words}" if one in named else words.strip()),
            )

    @property
    def targets(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each target its tick and its number."""
        return [(self[f"on_{one.pk}"], self[f"target_{one.pk}"]) for one in self._asked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one in self._asked:
            name = f"target_{one.pk}"
            if cleaned.get(f"on_{one.pk}") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Hãy ghi mức phải đạt, là số lớn hơn 0, hoặc bỏ dấu chọn.")
        return cleaned

    def _said_targets(self) -> tuple[SaidTarget, ...] | None:
        """What was taken; None where there was nothing to decide on."""
        if not self._asked:
            return self._said.targets
        rows = []
        for one in self._asked:
            value, was = self.cleaned_data[f"target_{one.pk}"], self.fields[f"target_{one.pk}"]
            if self.cleaned_data[f"on_{one.pk}"]:
                rows.append((one, value, self._words[one.pk] if value == was.initial else ""))
        return said_targets(rows)

    def task(self) -> TaskDraft:
        """The task as typed; what was not changed keeps its place in the document."""
        values = self.cleaned_data
        return replace(
            self._task,
            ref=one_line(values["ref"]),
            text=one_line(values["text"]),
            lead=_names(values["lead"], self._task.lead),
            cooperating=_names(values["cooperating"], self._task.cooperating),
            deadline=self.deadline(),
            expected_product=one_line(values["expected_product"]),
        )

    def said(self) -> dict[str, Any]:
        """What a person says of the task beside its text: "" for what the text itself gives."""
        text = one_line(self.cleaned_data["text"])
        title, category = one_line(self.cleaned_data["title"]), self.cleaned_data["category"]
        if not category or category == self.initial["category"]:
            category = self._said.category
        elif category == category_of(text):
            category = ""
        if title == self.initial["title"]:
            title = self._said.title
        elif title == short_title(text):
            title = ""
        return {"title": title, "category": category, "targets": self._said_targets()}


class DutyForm(DeadlineForm):
    ref = text_field("Vị trí trong kế hoạch", 40)
    reporter = text_field("Nơi phải báo cáo", 500, required=True)
    to = text_field("Báo cáo cho", 255)
    via = text_field("Qua", 255)
    nested_in = text_field("Lồng ghép trong", 500)
    title = text_field("Nội dung báo cáo", 500, help_text="Ví dụ: Kết quả công tác PCCC năm 2026.")

    def __init__(self, *args: Any, duty: DutyDraft, said: Said, **kwargs: Any) -> None:
        self._duty = duty
        fields = ("ref", "reporter", "to", "via", "nested_in")
        initial = {name: getattr(duty, name) for name in fields} | {"title": said.title}
        super().__init__(*args, deadline=duty.deadline, initial=initial, **kwargs)

    def duty(self) -> DutyDraft:
        """The duty as typed."""
        values = {name: one_line(self.cleaned_data[name])
                  for name in ("ref", "reporter", "to", "via", "nested_in")}  # fmt: skip
        return replace(
            self._duty,
            ref=values["ref"],
            reporter=values["reporter"],
            to=values["to"] or None,
            via=values["via"] or None,
            nested_in=values["nested_in"] or None,
            deadline=self.deadline(),
        )

    def said(self) -> dict[str, str]:
        """What a person says of the report beside what was read."""
        return {"title": one_line(self.cleaned_data["title"])}


class SplitForm(ChangeForm):
    """Where a task's text is cut: a new task begins at each piece that is ticked."""

    begins = forms.MultipleChoiceField(
        label="Nhiệm vụ mới bắt đầu từ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chỗ tách không còn trong nội dung. Hãy chọn lại."},
    )

    def __init__(self, data: Any = None, *, task: TaskDraft, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.first, self.rest = _first_and_rest(pieces(task.text))
        offered = [(str(at), piece.text) for at, piece in self.rest]
        offer(self, begins=offered)

    @property
    def has_bullets(self) -> bool:
        return any(piece.is_bullet for _, piece in self.rest)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("cach") == "gach":
            cleaned["begins"] = [str(at) for at, piece in self.rest if piece.is_bullet]
        if not cleaned.get("begins") and "begins" not in self.errors:
            self.add_error("begins", "Hãy đánh dấu ít nhất một chỗ để tách.")
        return cleaned

    def places(self) -> set[int]:
        """The numbers of the pieces at which a new task begins."""
        return set(map(int, self.cleaned_data["begins"]))


def _first_and_rest(found: tuple[Piece, ...]) -> tuple[str, list[tuple[int, Piece]]]:
    return (found[0].text if found else ""), list(enumerate(found))[1:]


def _names(typed: tuple[str, ...], known: tuple[NameDraft, ...]) -> tuple[NameDraft, ...]:
    by_words = {name.words: name for name in known}
    return tuple(by_words.get(words) or NameDraft(words) for words in typed)
