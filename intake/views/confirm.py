"""The end of a draft: it becomes a plan, is dropped, or is left for later."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.change_forms import REFUSED, run
from accounts.requests import Request
from intake import actions
from intake.contexts.confirm import build_confirm
from intake.draft_lock import hold_intake, holder_of, release_intake, take_over
from intake.models import Reading
from intake.views._shared import draft_for, intake_for
from units.guards import requires
from units.policy import Capability


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, pk: int) -> HttpResponse:
    """Shows what will be made, and makes it; what was said stays where it was refused."""
    intake = intake_for(request, pk)
    if intake.plan_id:
        return redirect("reports:plan", intake.plan_id)
    if intake.dropped_on or intake.reading != Reading.DONE:
        return redirect("intake:review", pk)
    page = build_confirm(draft_for(request, intake), request.POST or None)
    if request.method == "POST":
        who = {"by": request.user, "on": timezone.localdate(), "now": timezone.now()}
        if page.form.act(actions.confirm, intake=intake, **who):
            messages.success(request, "Đã tạo kế hoạch và giao việc cho các đơn vị.")
            return redirect("reports:plan", page.form.result.pk)
        # It may stand otherwise by now: what is to be made is shown anew.
        fresh = build_confirm(draft_for(request, intake_for(request, pk)), page.form.data)
        page = replace(fresh, form=page.form.again(fresh.form))
    status = REFUSED if page.form.errors else 200
    return render(request, "intake/confirm.html", {"page": page}, status=status)


@requires(Capability.IMPORT_PLANS)
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Lays the draft aside for good."""
    intake, today, now = intake_for(request, pk), timezone.localdate(), timezone.now()
    who = {"by": request.user, "on": today, "now": now}
    run(request, "Đã bỏ bản nháp.", actions.drop_intake, intake=intake, **who)
    return redirect("intake:new")


# --- one person at a time -------------------------------------------------------------------------
@requires(Capability.IMPORT_PLANS)
@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """Lets the draft go, as it stands, for another time or another person."""
    release_intake(intake=intake_for(request, pk), by=request.user)
    messages.success(request, "Bản nháp đã được giữ lại. Mở lại trong danh sách bên dưới khi cần.")
    return redirect("intake:new")


@requires(Capability.IMPORT_PLANS)
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Takes the draft over from who is at work on it."""
    intake, who = intake_for(request, pk), {"by": request.user, "now": timezone.now()}
    run(request, "Bạn đã nhận kiểm tra bản nháp này.", take_over, intake=intake, **who)
    return redirect("intake:review", pk)


@requires(Capability.IMPORT_PLANS)
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """A sign of life from an open page; answers with a word only where another has the draft."""
    intake, now = intake_for(request, pk), timezone.now()
    held = hold_intake(intake=intake, by=request.user, now=now)
    holder = holder_of(held, request.user, now)
    if holder is None:
        return HttpResponse(status=204)
    return render(
        request, "intake/_held.html", {"holder": holder, "until": held.held_until, "pk": pk}
    )
