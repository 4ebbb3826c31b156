"""The page of figures, and the same as a workbook."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.change_forms import offer
from accounts.models import User
from accounts.picker import KeyField
from accounts.requests import Request
from reports.dashboard.filters import DashboardFilter
from reports.dashboard.units import LEVELS
from reports.figures.context import Asked, build_brief, build_figures, figures_xlsx
from sheets.workbooks import MEDIA_TYPE
from units.guards import requires
from units.models import Unit
from units.policy import Capability


class FiguresFilter(DashboardFilter):
    """As above the dashboard; a link narrows to one unit and tells one indicator by unit."""

    under = forms.ModelChoiceField(
        queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput
    )
    indicator = KeyField()

    def __init__(self, user: User, today: datetime.date, data: QueryDict) -> None:
        super().__init__(user, today, _narrowed(data))

    def reach(self, request: Request) -> FiguresFilter:
        """Offers the units whose work the person sees."""
        offer(self, under=Unit.objects.reached_by(request.user, Capability.VIEW_WORK))
        return self

    def asked(self) -> Asked:
        """What was chosen; what makes no sense is not asked for."""
        self.is_valid()
        chosen: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Asked(
            self.chosen_period(), chosen.get("plan"), chosen.get("under"), chosen.get("indicator")
        )


@requires(Capability.VIEW_WORK)
@require_safe
def figures(request: Request) -> HttpResponse:
    """What was counted in a period, beside the same period of the year before."""
    form = FiguresFilter(request.user, timezone.localdate(), request.GET).reach(request)
    page = build_figures(request.user, form.asked())
    return render(request, "reports/figures/figures.html", {"form": form, "page": page})


@requires(Capability.VIEW_WORK)
@require_safe
def figures_brief(request: Request) -> HttpResponse:
    """The figures of a period at a glance, as a part of the dashboard."""
    form = FiguresFilter(request.user, timezone.localdate(), request.GET).reach(request)
    context = {"brief": build_brief(request.user, form.asked())}
    return render(request, "reports/figures/_brief.html", context)


def _narrowed(data: QueryDict) -> QueryDict:
    """The dashboard narrows to a unit under another name."""
    if data.get("under") or not data.get(LEVELS):
        return data
    filled = data.copy()
    filled["under"] = data.get(LEVELS, "")
    return filled


@requires(Capability.VIEW_WORK)
@require_safe
def figures_export(request: Request) -> HttpResponse:
    """The same, to calculate on."""
    today = timezone.localdate()
    form = FiguresFilter(request.user, today, request.GET).reach(request)
    answer = HttpResponse(figures_xlsx(request.user, form.asked()), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="so-lieu-{today:%Y-%m-%d}.xlsx"'
    return answer
