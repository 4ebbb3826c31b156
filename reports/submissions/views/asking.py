"""What is asked of units: outlines of reports, letters that ask for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED
from accounts.requests import Request
from accounts.storage import kept_file
from plans.models import Plan, ReportDuty
from reading.outlines import ReadOutline
from reports.models import ReportRequest
from reports.submissions import actions
from reports.submissions.asking_forms import (
    DropForm,
    JoinForm,
    NestForm,
    OutlineFileForm,
    OutlineForm,
    RequestForm,
)
from reports.submissions.outline import outline_of, revision_of
from units.guards import requires
from units.policy import Capability


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def duty_outline(request: Request, pk: int) -> HttpResponse:
    """The outline and the table of figures of a duty."""
    duty = _duty(request, pk)
    if request.method != "POST":
        return _outline_page(request, duty)
    form = OutlineForm((), (), 0, request.POST)
    if form.act(actions.set_outline, duty=duty, by=request.user):
        messages.success(request, "Đã lưu đề cương; báo cáo soạn từ nay theo đề cương này.")
        return redirect("reports:duty_outline", pk)
    return _outline_page(request, duty, form=form)


@require_POST
@requires(Capability.IMPORT_PLANS)
def read_duty_outline(request: Request, pk: int) -> HttpResponse:
    """What a file says of outline and figures, put into the form; nothing is kept before somebody
    has looked at it and saved."""
    duty = _duty(request, pk)
    letter = ReportRequest.objects.visible_to(request.user).filter(duty=duty).exclude(file="")
    file_form = OutlineFileForm(request.POST, request.FILES)
    if "letter" in request.POST and (found := letter.first()):
        with found.file.open("rb") as file:
            files: Any = {"file": ContentFile(file.read(), found.name)}
            file_form = OutlineFileForm({}, files)
    if not file_form.is_valid():
        return _outline_page(request, duty, file_form=file_form)
    read = file_form.cleaned_data["file"]
    here = outline_of(duty)
    form = OutlineForm(
        read.sections or here.sections, read.figures or here.figures, revision_of(duty)
    )
    return _outline_page(request, duty, form=form, read=read)


@require_POST
@requires(Capability.IMPORT_PLANS)
def join_duty_figures(request: Request, pk: int) -> HttpResponse:
    """Of which indicator each row of the figures is filled in."""
    duty = _duty(request, pk)
    form = JoinForm(duty, request.POST)
    if form.act(actions.join_figures, duty=duty, by=request.user):
        messages.success(request, "Đã lưu: số liệu đơn vị đã ghi sẽ được điền vào biểu.")
        return redirect("reports:duty_outline", pk)
    return _outline_page(request, duty, join_form=form)


@require_POST
@requires(Capability.IMPORT_PLANS)
def nest_duty(request: Request, pk: int) -> HttpResponse:
    """In whose reports those of a duty are a section."""
    duty = _duty(request, pk)
    form = NestForm(duty, request.POST)
    if form.act(actions.nest_duty, duty=duty, by=request.user):
        messages.success(request, "Đã lưu cách nộp báo cáo.")
        return redirect("reports:duty_outline", pk)
    return _outline_page(request, duty, nest_form=form)


def _duty(request: Request, pk: int) -> ReportDuty:
    plans = Plan.objects.editable_by(request.user)
    duties = ReportDuty.objects.visible_to(request.user).filter(plan__in=plans.values("pk"))
    return get_object_or_404(duties.select_related("plan__issuer"), pk=pk)


def _outline_page(
    request: Request,
    duty: ReportDuty,
    *,
    form: OutlineForm | None = None,
    file_form: OutlineFileForm | None = None,
    join_form: JoinForm | None = None,
    nest_form: NestForm | None = None,
    read: ReadOutline | None = None,
) -> HttpResponse:
    here = outline_of(duty)
    context = {
        "duty": duty,
        "form": form or OutlineForm(here.sections, here.figures, revision_of(duty)),
        "file_form": file_form or OutlineFileForm(),
        "join_form": join_form or JoinForm(duty),
        "nest_form": nest_form or NestForm(duty),
        "read": read,
        "letter": ReportRequest.objects.visible_to(request.user).filter(duty=duty).first(),
    }
    refused = any(one is not None and one.errors for one in (form, file_form, join_form, nest_form))
    status = REFUSED if refused else 200
    return render(request, "reports/submissions/outline.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def drop_request(request: Request, pk: int) -> HttpResponse:
    """Takes a letter back with what it asks for, as long as nobody has begun to answer."""
    plans = Plan.objects.editable_by(request.user)
    letters = ReportRequest.objects.visible_to(request.user).filter(duty__plan__in=plans)
    letter = get_object_or_404(letters.select_related("duty__plan"), pk=pk)
    form = DropForm(request.POST or None)
    who = {"by": request.user, "on": timezone.localdate()}
    if request.method == "POST" and form.act(actions.drop_request, request=letter, **who):
        messages.success(request, f"Đã rút văn bản {letter.number} và báo cáo mà văn bản yêu cầu.")
        return redirect("reports:letters")
    context = {"letter": letter, "form": form}
    status = REFUSED if form.errors else 200
    return render(request, "reports/submissions/drop_request.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.IMPORT_PLANS)
def new_request(request: Request) -> HttpResponse:
    """A letter becomes a duty of the units that it names."""
    form = RequestForm(request.user)
    is_looking = "tim" in request.POST
    if request.method == "POST":
        form = RequestForm(request.user, request.POST, request.FILES)
        who = {"by": request.user, "on": timezone.localdate()}
        if not is_looking and form.act(actions.add_request, **who):
            if form.was_sent:
                return redirect("reports:letters")
            messages.success(request, "Đã giao báo cáo cho các đơn vị được chọn.")
            return redirect("reports:duty_outline", form.result.duty_id)
    refused = request.method == "POST" and not is_looking
    context = {"form": form, "boxes": form.boxes(), "refused": refused}
    status = REFUSED if refused else 200
    return render(request, "reports/submissions/request.html", context, status=status)


@require_safe
@requires(Capability.VIEW_WORK)
def request_file(request: Request, pk: int) -> FileResponse:
    """The letter, byte for byte."""
    letters = ReportRequest.objects.visible_to(request.user).exclude(file="")
    found = get_object_or_404(letters, pk=pk)
    return kept_file(found.file, found.name)
