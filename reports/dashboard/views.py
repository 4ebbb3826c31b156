"""The leadership's page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from reports.dashboard.context import build_dashboard, build_months
from reports.dashboard.filters import DashboardFilter, shown_as
from units.guards import requires
from units.policy import Capability

UNITS_ON_A_PAGE = 15


@require_safe
@requires(Capability.VIEW_DASHBOARD)
def dashboard(request: Request) -> HttpResponse:
    """Where things stand, for all plans or one, in a period."""
    today = timezone.localdate()
    form = DashboardFilter(request.user, today, request.GET)
    period = form.chosen_period()
    built = build_dashboard(
        request.user, today=today, plan=form.chosen_plan(), unit=form.unit, period=period
    )
    units = Paginator(built.units, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "dashboard": built,
        "units": units,
        "plan": form.chosen_plan(),
        "shown": shown_as(period),
    }
    return render(request, "reports/dashboard/dashboard.html", context)


@require_safe
@requires(Capability.VIEW_DASHBOARD)
def months(request: Request) -> HttpResponse:
    """The same over time: twelve months, each of which opens its own page."""
    today = timezone.localdate()
    form = DashboardFilter(request.user, today, request.GET)
    period = form.chosen_period()
    built = build_months(
        request.user, today=today, plan=form.chosen_plan(), unit=form.unit, period=period
    )
    context = {"form": form, "months": built, "shown": shown_as(period)}
    return render(request, "reports/dashboard/months.html", context)
