"""The pages of days, and the calendar that other programs read."""

from __future__ import annotations

import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST, require_safe

from accounts.listing import files_of
from accounts.models import User
from accounts.requests import Request
from accounts.widgets import StyledField
from plans.models import Plan
from plans.schedule import Period
from reports.calendar.context import DUES, build_heat, build_month, build_year, month_of
from reports.calendar.days import STATES, UNIT, dues
from reports.calendar.feed import build_feed, digest_of, drop_feed, renew_feed
from reports.dashboard.filters import PlanChoice
from reports.models import CalendarFeed
from units.guards import requires
from units.policy import Capability

BACK, AHEAD = datetime.timedelta(days=92), datetime.timedelta(days=400)


class CalendarFilter(forms.Form):
    """The plan whose days are shown, and in which state; all where none is chosen."""

    bound_field_class = StyledField

    plan = PlanChoice(
        label="Kế hoạch",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="Tất cả kế hoạch",
    )

    state = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Mọi tình trạng"), *STATES], required=False
    )

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        cast("PlanChoice", self.fields["plan"]).offer_to(user, data.get("plan", ""))

    def chosen_plan(self) -> Plan | None:
        self.is_valid()
        return self.cleaned_data.get("plan")

    def chosen_state(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


@requires(Capability.VIEW_WORK)
@require_safe
def month(request: Request) -> HttpResponse:
    """What falls due in a month, day by day."""
    today = timezone.localdate()
    form = CalendarFilter(request.user, request.GET)
    page = build_month(
        request.user,
        first=month_of(request.GET.get("month", ""), today),
        scope=request.GET.get("scope", ""),
        today=today,
        plan=form.chosen_plan(),
        state=form.chosen_state(),
    )
    if file := DUES.file_of(page.dues, request.GET, on=today):
        return file
    context = {"page": page, "form": form, "list": {"files": files_of(request.GET)}}
    return render(request, "reports/calendar/month.html", context)


@requires(Capability.VIEW_WORK)
@require_safe
def year(request: Request) -> HttpResponse:
    """Each recurring task with its periods of a year."""
    today, asked = timezone.localdate(), request.GET.get("year", "")
    chosen = int(asked) if asked.isdecimal() and 1900 < int(asked[:5]) < 2200 else today.year
    form = CalendarFilter(request.user, request.GET)
    page = build_year(
        request.user,
        year=chosen,
        scope=request.GET.get("scope", ""),
        today=today,
        page=request.GET.get("page"),
        plan=form.chosen_plan(),
    )
    return render(request, "reports/calendar/year.html", {"page": page, "form": form})


@requires(Capability.VIEW_WORK)
@require_safe
def plan_months(request: Request, plan_pk: int) -> HttpResponse:
    """A plan's work by unit and month."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_pk)
    page = build_heat(plan, request.user, today=timezone.localdate())
    return render(request, "reports/calendar/heat.html", {"page": page, "plan": plan})


# --- for other programs ---------------------------------------------------------------------------
@requires(Capability.VIEW_WORK)
@require_safe
def feed_page(request: Request) -> HttpResponse:
    """Whether the person has a secret address, and how it is used."""
    kept = CalendarFeed.objects.held(request.user).first()
    return render(request, "reports/calendar/feed.html", {"kept": kept, "address": ""})


@requires(Capability.VIEW_WORK)
@require_POST
def renew(request: Request) -> HttpResponse:
    """A new secret address, shown this once."""
    secret = renew_feed(user=request.user, on=timezone.localdate())
    path = reverse("reports:feed", args=[request.user.pk, secret])
    kept = CalendarFeed.objects.held(request.user).first()
    context = {"kept": kept, "address": request.build_absolute_uri(path)}
    answer = render(request, "reports/calendar/feed.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Capability.VIEW_WORK)
@require_POST
def stop(request: Request) -> HttpResponse:
    """The address opens nothing any more."""
    drop_feed(user=request.user)
    messages.success(request, "Đã đóng địa chỉ lịch.")
    return redirect("reports:feed_page")


@login_not_required
@require_safe
def feed(request: HttpRequest, user_pk: int, secret: str) -> HttpResponse:
    """The calendar itself: whoever knows the secret reads it, without a session."""
    kept = CalendarFeed.objects.held(user_pk).select_related("user").first()
    known = kept.digest if kept else digest_of("")
    if not constant_time_compare(digest_of(secret), known) or kept is None:
        raise Http404("Không có lịch này.")
    return _calendar(request, kept.user)


def _calendar(request: HttpRequest, user: User) -> HttpResponse:
    today = timezone.localdate()
    found = dues(user, UNIT, Period("", today - BACK, today + AHEAD), today)
    base = request.build_absolute_uri("/").rstrip("/")
    content = build_feed(
        found, name=f"Công việc PCCC – {user.full_name}", base=base, now=timezone.now()
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="lich.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
