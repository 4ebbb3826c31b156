"""What a unit writes as its report, and what the consolidator answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.change_forms import ChangeForm, OnceForm, RevisionForm, RunsVerb, WordsField
from accounts.widgets import Checks
from reading.outlines import LONGEST_HEADING, MOST_ROWS, MOST_SECTIONS
from reports.submissions.unit_figures import FigureEntry
from reports.submissions.writing import Writing
from tasks.evidence import ACCEPTED, Checked, check_file
from units.bulk import BulkForm
from vietnamese.numbers import number as number_words
from vietnamese.numbers import read

MOST_LETTERS = 20000
MOST_PARTS = MOST_SECTIONS + 20  # those of the outline, and nested reports


class SubmitForm(RevisionForm, OnceForm):
    """A report by sections, with its figures and the further reports that it is as well.

    What is sent says under which heading, of which figure it is: where the outline or the draft
    became another meanwhile, nothing typed is lost or goes under another name.
    """

    def __init__(self, writing: Writing, data: Any = None) -> None:
        self.homeless: list[str] = []
        if data is not None:
            writing = replace(writing, parts=_parts_sent(writing, data))
            data = self._figures_sent(writing, data)
        super().__init__(data, initial={"revision": writing.revision})
        self.writing = writing
        parts, asks = writing.parts, writing.asks
        self.headings = [heading for heading, _ in parts]
        self.entries = writing.entries
        for number, (heading, text) in enumerate(parts):
            self.fields[f"heading-{number}"] = _hidden(heading)
            self.fields[f"part-{number}"] = WordsField(
                heading,
                MOST_LETTERS,
                rows=3 + min(12, text.count("\n") + len(text) // 90),
                required=False,
                initial=text,
                help_text=_asked(asks.get(heading, ())),
            )
        for number, entry in enumerate(self.entries):
            self.fields[f"line-{number}"] = _hidden(entry.line.name)
            for name, words in (("now", "kỳ này"), ("before", "cùng kỳ")):
                value = getattr(entry, name)
                self.fields[f"{name}-{number}"] = forms.CharField(
                    label=f"{entry.line.name}, {words} ({entry.line.measure})",
                    required=False,
                    max_length=20,
                    initial="" if value is None else number_words(value),
                    widget=forms.TextInput({"inputmode": "decimal", "size": 8}),
                )
        if writing.offers:
            self.fields["meets"] = forms.MultipleChoiceField(
                label="Nộp chung: báo cáo này cũng là báo cáo cho",
                required=False,
                choices=[(one.value, one.label) for one in writing.offers],
                initial=[one.value for one in writing.offers if one.is_chosen],
                widget=Checks,
            )

    def _figures_sent(self, writing: Writing, data: Any) -> Any:
        """The figures as they were typed, each at the row of its name."""
        sent = {data[f"line-{n}"]: n for n in range(MOST_ROWS) if data.get(f"line-{n}")}
        if not sent or list(sent) == [entry.line.name for entry in writing.entries]:
            return data
        moved = data.copy()
        names = {entry.line.name: number for number, entry in enumerate(writing.entries)}
        for kind in ("now", "before"):
            typed = {name: data.get(f"{kind}-{n}", "") for name, n in sent.items()}
            for name, number in names.items():
                moved[f"{kind}-{number}"] = typed.get(name, "")
            self.homeless += [
                f"{name}: {value}" for name, value in typed.items() if value and name not in names
            ]
        for name, number in names.items():
            moved[f"line-{number}"] = name
        return moved

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.homeless:
            told = "; ".join(self.homeless)
            self.add_error(None, f"Biểu số liệu vừa được sửa; số đã nhập không còn chỗ: {told}.")
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
            "meets": [
                *(
                    one.meeting
                    for one in self.writing.offers
                    if one.value in typed.get("meets", ())
                ),
                *self.writing.nested,
            ],
            "revision": typed["revision"],
            "page": typed["token"],
        }

    def keep(self, verb: Callable[..., Any], **what: Any) -> bool:
        """As ``act``, any number of times: what is kept while typing is not handed in."""
        return self.is_valid() and RunsVerb.run(self, verb, **what, **self.arguments())

    def sections(self) -> Iterator[Any]:
        """The fields of the sections."""
        return (self[f"part-{number}"] for number in range(len(self.headings)))

    def lines(self) -> Iterator[tuple[FigureEntry, Any, Any]]:
        """The table of figures: each row with its two fields."""
        for number, entry in enumerate(self.entries):
            yield entry, self[f"now-{number}"], self[f"before-{number}"]


def _hidden(words: str) -> forms.CharField:
    return forms.CharField(required=False, initial=words, widget=forms.HiddenInput())


def _parts_sent(writing: Writing, data: Any) -> tuple[tuple[str, str], ...]:
    """The sections that the page had, and behind them those that came meanwhile."""
    sent = [
        heading
        for n in range(MOST_PARTS)
        if (heading := data.get(f"heading-{n}", "").strip()[:LONGEST_HEADING])
    ]
    if not sent:
        return writing.parts
    fresh = [one.heading for one in writing.nested if one.heading and one.heading not in sent]
    return tuple((heading, "") for heading in (*sent, *fresh))


def _asked(lines: Sequence[str]) -> str:
    """What is asked for under a heading, a line each."""
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


class SendBackForm(OnceForm):
    """Why a report goes back."""

    reason = WordsField("Lý do trả lại", 2000, rows=3)


class SendBackManyForm(BulkForm):
    """Why several reports go back, once for all of them."""

    reason = WordsField(
        "Lý do trả lại", 2000, rows=3, help_text="Ghi chung cho các báo cáo đã chọn."
    )


class FileForm(OnceForm):
    """A file that comes with a report; judged by its content, as evidence is."""

    file = forms.FileField(
        label="Tệp kèm theo",
        help_text=ACCEPTED,
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này trống. Hãy chọn lại."},
    )

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
