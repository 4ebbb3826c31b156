"""What is asked of units: outlines of reports, letters that ask for one."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.change_forms import REFUSED
from accounts.requests import Request
from plans.models import Plan, ReportDuty
from reports.models import ReportRequest
from reports.submissions import actions
from reports.submissions.forms import OutlineForm, RequestForm
from reports.submissions.outline import outline_of
from units.guards import requires
from units.policy import Capability


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def duty_outline(request: Request, pk: int) -> HttpResponse:
    """The outline and the table of figures of a duty."""
    plans = Plan.objects.editable_by(request.user)
    duties = ReportDuty.objects.visible_to(request.user).filter(plan__in=plans.values("pk"))
    duty = get_object_or_404(duties.select_related("plan"), pk=pk)
    form = OutlineForm(outline_of(duty), request.POST or None)
    if request.method == "POST" and form.act(actions.set_outline, duty=duty, by=request.user):
        messages.success(request, "Đã lưu đề cương; báo cáo soạn từ nay theo đề cương này.")
        return redirect("reports:duty_outline", pk)
    status = REFUSED if form.errors else 200
    context = {"form": form, "duty": duty}
    return render(request, "reports/submissions/outline.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def new_request(request: Request) -> HttpResponse:
    """A letter becomes a duty of the units that it names."""
    form = RequestForm(request.user)
    if request.method == "POST":
        form = RequestForm(request.user, request.POST, request.FILES)
        who = {"by": request.user, "on": timezone.localdate()}
        if form.act(actions.add_request, **who):
            messages.success(request, "Đã giao báo cáo cho các đơn vị được chọn.")
            return redirect("reports:duty_outline", form.result.duty_id)
    status = REFUSED if form.errors else 200
    return render(request, "reports/submissions/request.html", {"form": form}, status=status)


@require_safe
@requires(Capability.VIEW_WORK)
def request_file(request: Request, pk: int) -> FileResponse:
    """The letter, byte for byte."""
    letters = ReportRequest.objects.visible_to(request.user).exclude(file="")
    found = get_object_or_404(letters, pk=pk)
    answer = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)
    answer["Cache-Control"] = "private"
    return answer
