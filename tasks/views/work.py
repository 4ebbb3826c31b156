"""The pages of work: what my unit has to do, the list of all, one assignment."""

from __future__ import annotations

from django.contrib import messages
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.listing import MOST_ROWS, asked_file, remember_list
from accounts.requests import Request
from accounts.storage import kept_file
from tasks import actions
from tasks.actions.opening import works_in
from tasks.contexts.evidence import EVIDENCE, EvidenceFilter, evidence_rows, with_work
from tasks.contexts.listing import assignments_file, build_assignment_list, listed
from tasks.contexts.my_work import build_my_work
from tasks.filters import AssignmentFilter
from tasks.forms.work import (
    ConfirmForm,
    DecisionForm,
    DoneForm,
    ExtensionForm,
    ProgressForm,
    SendBackForm,
    WithdrawForm,
    WorkForm,
)
from tasks.models import Assignment, Evidence, Extension, ProgressEntry
from tasks.pictures import LARGE, SHOWN, SMALL, nothing_to_see, reduced
from tasks.querysets import AssignmentQuerySet
from tasks.views._shared import LIST, act_on_work, say_saved, show_work, who, work_form
from tasks.views.bulk import EVIDENCE_LIST, MANY_EVIDENCE, WORK
from units.guards import capabilities, requires
from units.policy import Capability

KEPT_FOR = 7 * 24 * 60 * 60  # seconds that a browser and the cache keep a small picture


# --- lists ----------------------------------------------------------------------------------------
@requires(Capability.VIEW_WORK)
@require_safe
def my_work(request: Request) -> HttpResponse:
    """What the person's own units have to do."""
    asked = AssignmentFilter.read(request.GET)
    mine = asked.officer is not None and asked.officer == request.user.pk
    page = build_my_work(request.user, today=timezone.localdate(), unit=asked.unit, mine=mine)
    return render(request, "tasks/my_work.html", {"page": page})


@requires(Capability.VIEW_WORK)
@require_safe
def assignments(request: Request) -> HttpResponse:
    """All work that the person may see, narrowed and sorted by the address."""
    today, work = timezone.localdate(), _work(request)
    if ending := asked_file(request.GET):
        chosen, rows = listed(request.user, work, request.GET, today=today)
        found = rows[:MOST_ROWS].iterator(chunk_size=500)
        return assignments_file(found, chosen.judged_on(today), ending)
    listing = build_assignment_list(request.user, work, request.GET, today=today)
    context = {"list": listing, "acts": WORK.acts_for(request)}
    answer = render(request, "tasks/assignments.html", context)
    remember_list(answer, request, LIST)
    return answer


@requires(Capability.VIEW_WORK)
@require_safe
def all_evidence(request: Request) -> HttpResponse:
    """Every file that shows what was done, of the work that the person sees."""
    form = EvidenceFilter(request.user, request.GET)
    found = with_work(form.found())
    if file := EVIDENCE.file(found, request.GET, on=timezone.localdate()):
        return file
    page = EVIDENCE.page(found, form, request.GET)
    acts = MANY_EVIDENCE.acts_for(request)
    context = {"list": page, "rows": evidence_rows(page.rows), "acts": acts}
    answer = render(request, "tasks/evidence.html", context)
    remember_list(answer, request, EVIDENCE_LIST)
    return answer


def _work(request: Request) -> AssignmentQuerySet:
    """The rows to choose from: what the person sees, or, where the list stands behind a figure,
    what that person's figures count."""
    official = AssignmentFilter.read(request.GET).official
    if official and Capability.VIEW_DASHBOARD in capabilities(request):
        return Assignment.objects.counted_for(request.user)
    return Assignment.objects.visible_to(request.user)


# --- one assignment -------------------------------------------------------------------------------
@requires(Capability.VIEW_WORK)
@require_safe
def assignment(request: Request, pk: int) -> HttpResponse:
    """One unit's part in a task: how it stands, its story, what the person may do."""
    today, user = timezone.localdate(), request.user
    seen = Assignment.objects.visible_to(user)
    work = get_object_or_404(seen.for_page(user, today), pk=pk)
    if vars(work)["is_unread"] or (not vars(work)["is_opened"] and works_in(user, work.unit_id)):
        actions.note_opening(assignment=work, by=user, at=timezone.now(), on=today)
    return show_work(request, work)


@requires(Capability.RECORD_PROGRESS)
@require_POST
def record_progress(request: Request, pk: int) -> HttpResponse:
    """Adds what was done."""
    work = get_object_or_404(_recorded(request), pk=pk)
    form = work_form(ProgressForm, request, work)
    if form.act(actions.record_progress, assignment=work, **who(request)):
        say_saved(request, form, _saved_words(form))
        return redirect("tasks:assignment", work.pk)
    return show_work(request, work, form)


def _recorded(request: Request) -> AssignmentQuerySet:
    """Work on which the person may record something, with what the forms ask of its task."""
    return Assignment.objects.editable_by(request.user).select_related("task__plan")


def _saved_words(form: WorkForm) -> str:
    if form.cleaned_data["percent"] == 100 and form.work.due_on:
        return "Đã lưu tiến độ 100 %. Nếu việc đã xong, hãy bấm “Báo cáo hoàn thành”."
    return "Đã lưu tiến độ."


@requires(Capability.RECORD_PROGRESS)
@require_POST
def report_done(request: Request, pk: int) -> HttpResponse:
    """The unit reports the work done."""
    work = get_object_or_404(_recorded(request), pk=pk)
    said = "Đã báo cáo hoàn thành. Công việc đang chờ xác nhận."
    return act_on_work(request, work, DoneForm, actions.report_done, said)


@requires(Capability.CONFIRM_WORK)
@require_POST
def confirm_done(request: Request, pk: int) -> HttpResponse:
    """Confirms what was reported done."""
    work = get_object_or_404(Assignment.objects.confirmable_by(request.user), pk=pk)
    said = "Đã xác nhận hoàn thành."
    return act_on_work(request, work, ConfirmForm, actions.confirm_done, said)


@requires(Capability.CONFIRM_WORK)
@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    """Returns what was reported done, with a reason."""
    work = get_object_or_404(Assignment.objects.confirmable_by(request.user), pk=pk)
    said = "Đã trả lại để đơn vị làm tiếp."
    return act_on_work(request, work, SendBackForm, actions.send_back, said)


@requires(Capability.RECORD_PROGRESS)
@require_POST
def ask_extension(request: Request, pk: int) -> HttpResponse:
    """Asks for a later due day."""
    work = get_object_or_404(_recorded(request), pk=pk)
    said = "Đã gửi đề nghị gia hạn."
    form = work_form(ExtensionForm, request, work)
    if not form.act(actions.ask_extension, assignment=work, **who(request)):
        return show_work(request, work, form)
    say_saved(request, form, said)
    ends_on = work.task.plan.ends_on
    if form.cleaned_data["due_asked"] > ends_on:
        words = f"Hạn đề nghị sau ngày kế hoạch kết thúc ({ends_on:%d/%m/%Y})."
        messages.warning(request, words)
    return redirect("tasks:assignment", work.pk)


# --- taking back ----------------------------------------------------------------------------------
@requires(Capability.VIEW_WORK)
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Undoes what a person has done, until somebody has built on it."""
    entries = ProgressEntry.objects.visible_to(request.user).select_related("assignment")
    entry = get_object_or_404(entries, pk=pk)
    run(request, "Đã rút lại.", actions.take_back, entry=entry, **who(request))
    return redirect("tasks:assignment", entry.assignment_id)


@requires(Capability.RECORD_PROGRESS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_evidence(request: Request, pk: int) -> HttpResponse:
    """Marks a file as evidence no longer, with the reason."""
    rows = Evidence.objects.editable_by(request.user).select_related("entry__assignment__task")
    row = get_object_or_404(rows, pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.act(
        actions.withdraw_evidence, evidence=row, **who(request)
    ):
        messages.success(request, f"Đã rút minh chứng “{row.name}”.")
        return redirect("tasks:assignment", row.entry.assignment_id)
    context = {"form": form, "evidence": row, "work": row.entry.assignment}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/withdraw_evidence.html", context, status=status)


@requires(Capability.DECIDE_EXTENSION)
@require_POST
def decide_extension(request: Request, pk: int) -> HttpResponse:
    """Grants or refuses more time."""
    asked = Extension.objects.decidable_by(request.user).select_related("assignment")
    extension = get_object_or_404(asked, pk=pk)
    form = work_form(DecisionForm, request, extension.assignment)
    if form.act(actions.decide_extension, extension=extension, **who(request)):
        say_saved(request, form, "Đã ghi quyết định gia hạn.")
        return redirect("tasks:assignment", extension.assignment_id)
    return show_work(request, extension.assignment, form)


@requires(Capability.VIEW_WORK)
@require_safe
def picture(request: Request, pk: int, size: str) -> HttpResponse:
    """A photograph as a picture of our own making, small for the page or large to look at."""
    row = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    longest = {"nho": SMALL, "lon": LARGE}.get(size)
    if longest is None or row.media_type not in SHOWN:
        raise Http404("Tệp này không phải là ảnh.")
    key = f"picture-{row.sha256}-{longest}"
    content = cache.get(key)
    if content is None:
        try:
            with row.file.open("rb") as file:
                content = reduced(file.read(), longest)
        except FileNotFoundError as error:
            raise Http404("Không còn tệp này trong kho.") from error
        if content is None and longest == LARGE:
            raise Http404("Không đọc được ảnh này.")
        content = content or nothing_to_see()
        cache.set(key, content, KEPT_FOR)
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Cache-Control"] = f"private, max-age={KEPT_FOR}, immutable"
    return answer


@requires(Capability.VIEW_WORK)
@require_safe
def evidence(request: Request, pk: int) -> FileResponse:
    """A file of evidence: always saved, never run or shown by the browser."""
    row = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    return kept_file(row.file, row.name, row.media_type)
