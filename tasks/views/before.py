"""What fell due before its plan was brought into the program, and is still open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.change_forms import REFUSED
from accounts.requests import Request
from plans.models import Plan
from tasks.actions import settle_before
from tasks.contexts.rows import work_row
from tasks.forms.before import BeforeForm
from tasks.models import Assignment
from tasks.views._shared import who
from units.guards import requires
from units.policy import Capability

MOST_ROWS = 200


@requires(Capability.ASSIGN_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: Request, plan_pk: int) -> HttpResponse:
    """Says of many parts at once that they were done before, or are not counted."""
    plan = get_object_or_404(Plan.objects.editable_by(request.user), pk=plan_pk)
    today = timezone.localdate()
    brought_in = min(today, timezone.localdate(plan.created_at))
    work = Assignment.objects.directed_by(request.user).tracked().filter(task__plan=plan)
    left = work.settleable(brought_in).select_related("task__plan", "unit", "officer").by_urgency()
    form = BeforeForm(request.POST or None, work=left, today=today)
    if request.method == "POST" and form.act(settle_before, **who(request)):
        messages.success(request, f"Đã ghi nhận {form.result} phần việc.")
        return redirect("tasks:before", plan.pk)
    context = {
        "form": form,
        "plan": plan,
        "brought_in": brought_in,
        "rows": [work_row(row, today) for row in left[:MOST_ROWS]],
        "count": left.count(),
    }
    return render(request, "tasks/before.html", context, status=REFUSED if form.errors else 200)
