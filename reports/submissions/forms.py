"""What a unit writes as its report, and what the consolidator answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.change_forms import ChangeForm
from accounts.widgets import style
from reports.submissions.unit_figures import FigureEntry
from tasks.evidence import ACCEPTED, Checked, check_file
from vietnamese.numbers import number as number_words
from vietnamese.numbers import read

MOST_LETTERS = 20000


class SubmitForm(ChangeForm):
    """A report by sections, with its figures; ``parts`` are heading and text as they stand,
    ``asks`` what is asked for under a heading."""

    def __init__(
        self,
        parts: Sequence[tuple[str, str]],
        entries: Sequence[FigureEntry] = (),
        data: Any = None,
        asks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(data)
        self.headings = [heading for heading, _ in parts]
        self.entries = tuple(entries)
        for number, (heading, text) in enumerate(parts):
            self.fields[f"part-{number}"] = forms.CharField(
                label=heading,
                required=False,
                max_length=MOST_LETTERS,
                initial=text,
                help_text=_asked((asks or {}).get(heading, ())),
                widget=forms.Textarea({"rows": 3 + min(12, text.count("\n") + len(text) // 90)}),
            )
        for number, entry in enumerate(self.entries):
            for name, words in (("now", "kỳ này"), ("before", "cùng kỳ")):
                value = getattr(entry, name)
                self.fields[f"{name}-{number}"] = forms.CharField(
                    label=f"{entry.line.name}, {words} ({entry.line.measure})",
                    required=False,
                    max_length=20,
                    initial="" if value is None else number_words(value),
                    widget=forms.TextInput({"inputmode": "decimal", "size": 8}),
                )
        style(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(len(self.entries)):
            for name in ("now", "before"):
                self._clean_number(f"{name}-{number}", cleaned)
        return cleaned

    def _clean_number(self, field: str, cleaned: dict[str, Any]) -> None:
        """A number as Vietnamese offices write it: "1.250,5"; nothing said is not nought."""
        words = str(cleaned.get(field) or "").strip()
        try:
            value = read(words) if words else None
        except ValueError as error:
            self.add_error(field, f"“{words}” không phải là số. {error}")
            return
        if value is not None and value < 0:
            self.add_error(field, "Số liệu không thể nhỏ hơn 0.")
        cleaned[field] = None if value is None else float(value)

    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "parts": [(h, typed[f"part-{n}"]) for n, h in enumerate(self.headings)],
            "figures": [
                {
                    **asdict(entry.line),
                    "now": typed[f"now-{number}"],
                    "before": typed[f"before-{number}"],
                }
                for number, entry in enumerate(self.entries)
            ],
        }

    def sections(self) -> Iterator[Any]:
        """The fields of the sections."""
        return (self[f"part-{number}"] for number in range(len(self.headings)))

    def lines(self) -> Iterator[tuple[FigureEntry, Any, Any]]:
        """The table of figures: each row with its two fields."""
        for number, entry in enumerate(self.entries):
            yield entry, self[f"now-{number}"], self[f"before-{number}"]


def _asked(lines: Sequence[str]) -> str:
    """What is asked for under a heading, a line each."""
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


class SendBackForm(ChangeForm):
    """Why a report goes back."""

    reason = forms.CharField(
        label="Lý do trả lại", max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        style(self)


class FileForm(ChangeForm):
    """A file that comes with a report; judged by its content, as evidence is."""

    file = forms.FileField(
        label="Tệp kèm theo",
        help_text=ACCEPTED,
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        style(self)

    def clean_file(self) -> Checked:
        return check_file(self.cleaned_data["file"])


class FigureDecisionForm(ChangeForm):
    """Whether a figure that may repeat another unit's counts."""

    name = forms.CharField(max_length=255)
    counts = forms.TypedChoiceField(
        choices=[("yes", "Tính cả hai"), ("no", "Không tính"), ("open", "Quyết định lại")],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
    )
