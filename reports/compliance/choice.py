"""For which period a report is produced: the state's periods, the whole plan, days of one's own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.change_forms import DayField, offer
from accounts.widgets import Checks, StyledField
from plans.schedule import Cutoff, Period, cutoff_period
from reports.compliance.annex_choice import ANNEX_LABELS, DEFAULT_ANNEXES
from reports.periods import period_of, usual_choices

WHOLE, OWN = "plan", "own"

_ROMAN = ("I", "II", "III", "IV")
_GROUPS = {
    "Năm": (Cutoff.YEAR,),
    "6 tháng, 9 tháng": (Cutoff.FIRST_HALF, Cutoff.NINE_MONTHS, Cutoff.SECOND_HALF),
    "Quý": (Cutoff.QUARTER,),
    "Tháng": (Cutoff.MONTH,),
}
_HOW_MANY = {Cutoff.QUARTER: 4, Cutoff.MONTH: 12}


def _day(value: datetime.date) -> str:
    return f"{value:%d/%m/%Y}"


@dataclass(frozen=True)
class Preset:
    """A period of the state's reports (Nghị định 09/2019/NĐ-CP, Điều 12) that touches the plan."""

    name: str
    period: Period

    @property
    def label(self) -> str:
        return f"{self.name} ({_day(self.period.starts_on)} – {_day(self.period.ends_on)})"


def presets(within: Period) -> dict[str, list[Preset]]:
    """The periods that touch a plan's time, in groups, each in order of time."""
    years = range(within.starts_on.year, within.ends_on.year + 2)
    return {
        group: [
            Preset(_name(cutoff, year, number), period)
            for year in years
            for cutoff in cutoffs
            for number, period in _numbered(cutoff, year)
            if _touch(period, within)
        ]
        for group, cutoffs in _GROUPS.items()
    }


def _numbered(cutoff: Cutoff, year: int) -> Iterator[tuple[int, Period]]:
    for number in range(1, _HOW_MANY.get(cutoff, 1) + 1):
        yield number, cutoff_period(cutoff, year, number)


def _name(cutoff: Cutoff, year: int, number: int) -> str:
    return {
        Cutoff.YEAR: f"Năm {year}",
        Cutoff.FIRST_HALF: f"6 tháng đầu năm {year}",
        Cutoff.NINE_MONTHS: f"9 tháng năm {year}",
        Cutoff.SECOND_HALF: f"6 tháng cuối năm {year}",
        Cutoff.QUARTER: f"Quý {_ROMAN[(number - 1) % 4]}/{year}",
        Cutoff.MONTH: f"Tháng {number}/{year}",
    }[cutoff]


def _touch(one: Period, other: Period) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def report_period(
    within: Period, *, starts_on: datetime.date, ends_on: datetime.date, today: datetime.date
) -> Period:
    """The period between two days, both included; ``within``: the time of the plans.

    Raises ValidationError where the days are reversed, do not touch the plans' time or lie ahead.
    """
    if ends_on < starts_on:
        raise ValidationError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", code="reversed")
    period = Period("", starts_on, ends_on)
    if not _touch(period, within):
        raise ValidationError(
            "Khoảng ngày đã chọn nằm ngoài thời gian thực hiện kế hoạch"
            f" ({_day(within.starts_on)} – {_day(within.ends_on)}). Hãy chọn khoảng ngày khác.",
            code="outside",
        )
    if starts_on > today:
        raise ValidationError(
            f"Kỳ báo cáo chưa bắt đầu (từ ngày {_day(starts_on)}). Hãy chọn kỳ khác.", code="ahead"
        )
    return period


class PeriodForm(forms.Form):
    """The whole time of the plans, a period told from today ("Quý trước"), one of the state's
    reports, or days of one's own.

    Days without a choice, as a link gives them, are days of one's own.
    """

    bound_field_class = StyledField

    period = forms.ChoiceField(
        label="Kỳ báo cáo",
        required=False,
        error_messages={"invalid_choice": "Không có kỳ báo cáo này. Hãy chọn lại."},
    )

    def __init__(self, within: Period, today: datetime.date, data: QueryDict) -> None:
        super().__init__(_completed(within, today, data))
        self.within, self.today = within, today
        groups = presets(within)
        usual = _usual(within, today)
        self._presets = {one.period.label: one.period for group in groups.values() for one in group}
        self._presets |= {label: period for label, _, period in usual}
        offer(self, period=_choices(within, usual, groups))
        # "from" is no name that a class body can hold.
        for name, label in (("from", "Từ ngày"), ("to", "Đến ngày")):
            self.fields[name] = DayField(label, required=self.own_days)

    @property
    def own_days(self) -> bool:
        """Whether days of one's own are asked for, so that their two fields are shown."""
        return self.data.get("period") == OWN

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            starts_on, ends_on = self._days(cleaned)
            cleaned["chosen"] = report_period(
                self.within, starts_on=starts_on, ends_on=ends_on, today=self.today
            )
        return cleaned

    def _days(self, cleaned: dict[str, Any]) -> tuple[datetime.date, datetime.date]:
        if self.own_days:
            return cleaned["from"], cleaned["to"]
        period = self._presets.get(cleaned["period"], self.within)
        return period.starts_on, period.ends_on

    def chosen(self) -> Period | None:
        """The period asked for, None where what was typed makes none."""
        return self.cleaned_data["chosen"] if self.is_valid() else None


def _completed(within: Period, today: datetime.date, data: QueryDict) -> QueryDict:
    """What was sent, with what goes without saying filled in."""
    filled = data.copy()
    if not filled.get("period"):
        filled["period"] = OWN if "from" in data or "to" in data else WHOLE
    if filled["period"] == OWN and "from" not in data and "to" not in data:
        filled["from"] = _day(within.starts_on)
        filled["to"] = _day(max(within.starts_on, min(within.ends_on, today)))
    for name in ("from", "to"):
        if name in filled:
            filled[name] = _as_typed(str(filled[name]))
    return filled


def _as_typed(words: str) -> str:
    """A day of a link (2026-06-30) as a person types it; anything else stays."""
    try:
        return _day(datetime.date.fromisoformat(words))
    except ValueError:
        return words


def _usual(within: Period, today: datetime.date) -> list[tuple[str, str, Period]]:
    """The periods told from today that touch the plans' time and have begun."""
    told = [(label, words, period_of(label)) for label, words in usual_choices(today)]
    return [
        (label, words, period)
        for label, words, period in told
        if period and _touch(period, within) and period.starts_on <= today
    ]


def _choices(
    within: Period, usual: list[tuple[str, str, Period]], groups: dict[str, list[Preset]]
) -> list[Any]:
    whole = f"Toàn bộ kế hoạch ({_day(within.starts_on)} – {_day(within.ends_on)})"
    listed = [
        (f"{name}, chốt số liệu ngày 14", [(one.period.label, one.label) for one in group])
        for name, group in groups.items()
        if group
    ]
    often = [("Thường dùng", [(label, words) for label, words, _ in usual])] if usual else []
    return [(WHOLE, whole), *often, *listed, ("Khác", [(OWN, "Khoảng ngày tự chọn")])]


class AnnexForm(forms.Form):
    """Which annexes come along; where nothing was said, the usual ones."""

    bound_field_class = StyledField

    said = forms.CharField(required=False, widget=forms.HiddenInput)
    annexes = forms.MultipleChoiceField(
        label="Phụ lục kèm theo",
        required=False,
        choices=list(ANNEX_LABELS.items()),
        widget=Checks,
    )

    def __init__(self, data: QueryDict) -> None:
        filled = data.copy()
        if "said" not in data and "annexes" not in data:
            filled.setlist("annexes", list(DEFAULT_ANNEXES))
        filled["said"] = "1"
        super().__init__(filled)
        self.asked = filled.getlist("annexes")

    def chosen(self) -> tuple[str, ...]:
        """The keys of the annexes asked for; a key that there is not counts for nothing."""
        return tuple(key for key in ANNEX_LABELS if key in self.asked)

    def query(self) -> str:
        """The same choice as part of an address."""
        return urlencode([("said", "1"), *(("annexes", key) for key in self.chosen())])
