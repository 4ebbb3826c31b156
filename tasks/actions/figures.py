"""Saying figures, and correcting what was said."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.changes import locked, verb
from accounts.models import User
from tasks.actions.base import Day, required, tell
from tasks.models import EntryKind, Figure, Indicator, ProgressEntry
from units.models import Unit
from vietnamese.numbers import number

Figures = Mapping[Indicator, Decimal]


def keep_figures(entry: ProgressEntry, figures: Figures, on: Day) -> list[Figure]:
    """The figures told with an entry of an assignment's story."""
    return [
        _keep(
            Figure(
                unit=entry.assignment.unit,
                indicator=indicator,
                assignment=entry.assignment,
                entry=entry,
                value=value,
                counted_on=on,
                by=entry.by,
            ),
            on,
        )
        for indicator, value in figures.items()
    ]


@verb
def record_figures(
    *, unit: Unit, figures: Figures, by: User, on: Day, counted_on: Day | None = None
) -> list[Figure]:
    """Keeps what a unit says without any work it belongs to, such as the number of fires.

    ``counted_on`` is the day into which the figures count, ``on`` where it is not said.  Raises
    ValidationError where nothing is said, or a figure is none that the indicator can have.
    """
    if not figures:
        raise ValidationError("Hãy ghi ít nhất một số liệu. Không có thì ghi số 0.")
    return [
        _keep(
            Figure(unit=unit, indicator=indicator, value=value, counted_on=counted_on or on, by=by),
            on,
        )
        for indicator, value in figures.items()
    ]


@verb
def correct_figure(*, figure: Figure, value: Decimal, reason: str, by: User, on: Day) -> Figure:
    """A further figure in place of one that was wrong; both stay in the story, this one counts, on
    the day of the one that it corrects.

    Raises ValidationError without a reason, where nothing changes, or where somebody has corrected
    it meanwhile.
    """
    reason = required("reason", reason, "Hãy ghi lý do sửa.")
    figure = locked(figure, "indicator", "unit")
    if Figure.objects.filter(corrects=figure).exists():
        raise ValidationError("Số liệu này vừa được người khác sửa. Hãy xem lại rồi sửa số mới.")
    if value == figure.value:
        raise ValidationError({"value": "Số mới giống số cũ nên không có gì để sửa."})
    entry, name = None, figure.indicator.name
    if figure.assignment is not None:
        words = f"{name}: {number(figure.value)} → {number(value)}\n{reason}"
        entry = tell(figure.assignment, EntryKind.FIGURE, by, on, words)
    corrected = Figure(
        unit=figure.unit,
        indicator=figure.indicator,
        assignment=figure.assignment,
        entry=entry,
        value=value,
        counted_on=figure.counted_on,
        corrects=figure,
        reason=reason,
        by=by,
    )
    return _keep(corrected, on)


def _keep(figure: Figure, on: Day) -> Figure:
    name = figure.indicator.name
    if figure.indicator.is_whole and figure.value != int(figure.value):
        raise ValidationError({"value": f"{name}: chỉ nhận số nguyên."})
    if figure.counted_on > on:
        raise ValidationError({"counted_on": "Ngày tính số liệu không thể sau hôm nay."})
    figure.full_clean(exclude=["unit", "indicator", "assignment", "entry", "by"])
    figure.save()
    return figure
