"""Files that come to a plan later: the signed copy, an annex."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.actions import add_plan_file
from plans.forms import add_errors
from plans.models import Plan
from reports.plan_forms import PlanFileForm
from units.guards import requires
from units.policy import Capability

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def plan_file_add(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """Keeps one more file beside the plan."""
    plan = get_object_or_404(Plan.objects.editable_by(request.user), pk=plan_pk)
    form = PlanFileForm()
    if request.method == "POST":
        form = PlanFileForm(request.POST, request.FILES)
        if form.is_valid() and _kept(request, plan, form):
            return redirect("reports:plan", plan_pk)
    context = {"plan": plan, "form": form}
    return render(request, "plans/add_file.html", context, status=REFUSED if form.errors else 200)


def _kept(request: HttpRequest, plan: Plan, form: PlanFileForm) -> bool:
    """Keeps the file; where that is refused, says so on the form."""
    file = form.cleaned_data["file"]
    try:
        add_plan_file(plan=plan, name=file.name, content=file.content, by=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, f"Đã lưu tệp “{file.name}”.")
    return True
