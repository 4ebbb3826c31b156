"""The pages by which a plan comes in: a file or scan, a table, pasted text, by hand, a copy."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.listing import last_list, remember_list
from accounts.models import User
from accounts.requests import Request
from accounts.storage import kept_file
from intake import actions, scans
from intake.actions import start_by_hand
from intake.contexts.drafts import DRAFTS, DraftFilter, build_scan, draft_rows
from intake.contexts.sources import build_copy_page, build_table_page, chosen
from intake.forms.upload import CopyForm, DocumentForm, HandForm
from intake.jobs import read_later
from intake.models import Intake, Origin, Reading
from intake.plan_duplicates import build_duplicates
from intake.scans import ask_again
from intake.sources.columns import template_workbook
from intake.sources.copying import start_copy
from intake.sources.moving import next_period
from intake.sources.task_files import is_table, needs_look, new_from_table, read_table_again
from intake.views._shared import intake_for, revision_in
from plans.models import Plan
from reading import Refusal, UnreadableFile
from sheets.workbooks import MEDIA_TYPE
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import requires
from units.models import Unit
from units.policy import Capability


@dataclass(frozen=True)
class Brought:
    """A document that was read, with its bytes."""

    intake: Intake
    data: bytes
    on: datetime.date

    def keep(self) -> Brought:
        """Writes it; a scan waits to be read in the background."""
        actions.keep_intake(intake=self.intake, data=self.data)
        if self.intake.reading == Reading.WAITING:
            read_later(self.intake, self.on)
        return self


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A file or pasted text comes in; the drafts still open are listed below."""
    form = DocumentForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.act(_read, by=request.user):
        return _sent_before(request) if form.was_sent else _led_on(request, form.result)
    asked = DraftFilter(request.user, request.GET)
    found = asked.found().defer("draft", "choices", "pages")
    rows = partial(draft_rows, by=request.user, now=timezone.now())
    if file := DRAFTS.file(found, request.GET, on=timezone.localdate(), shown=rows):
        return file
    page = DRAFTS.page(found, asked, request.GET)
    acts = MANY_DRAFTS.acts_for(request)
    context = {"form": form, "list": page, "rows": rows(page.rows), "acts": acts}
    answer = render(request, "intake/new.html", context, status=REFUSED if form.errors else 200)
    remember_list(answer, request, LIST)
    return answer


def _drop(*, intake: Intake, by: User, on: datetime.date) -> None:
    actions.drop_intake(intake=intake, by=by, on=on, now=timezone.now())


def _draft(intake: Intake, _day: datetime.date) -> BulkRow:
    href = reverse("intake:review", args=[intake.pk])
    return BulkRow(intake.pk, intake.name, str(intake.issuer), href)


LIST = "ban-nhap"  # the cookie with the list of drafts as it was narrowed
MANY_DRAFTS = Many(
    noun="bản nháp",
    shown=_draft,
    acts=acts_by_key(
        Act(
            "bo",
            "Bỏ bản nháp",
            "trash",
            Capability.IMPORT_PLANS,
            Intake.objects.editable_by,
            verb=_drop,
            argument="intake",
            said="Đã bỏ bản nháp; tệp vẫn được lưu.",
            help="Bản nháp người khác đang kiểm tra thì giữ lại.",
        )
    ),
)


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def many_drafts(request: Request) -> HttpResponse:
    """One thing done to many drafts."""
    rows = Intake.objects.editable_by(request.user).open().select_related("issuer")
    back = last_list(request, LIST, reverse("intake:new"))
    return run_bulk(request, MANY_DRAFTS, rows.order_by("pk"), back=back, on=timezone.localdate())


def _read(*, data: bytes, filename: str | None, issuer: Unit, by: User) -> Brought:
    """The document with its draft, or, where it is a scan, without; not yet written.

    Raises ValidationError where it cannot be read, or no plan is in it.
    """
    today = timezone.localdate()
    origin = Origin.FILE if filename else Origin.PASTE
    document = {"data": data, "filename": filename or actions.PASTED_NAME, "issuer": issuer}
    try:
        return Brought(_draft_of(today, origin=origin, **document, by=by), data, today)
    except UnreadableFile as unreadable:
        raise ValidationError(str(unreadable)) from unreadable


def _draft_of(today: datetime.date, *, origin: Origin, **document: Any) -> Intake:
    if is_table(document["data"], document["filename"]):
        return new_from_table(**document, on=today)
    try:
        return actions.new_from_document(**document, on=today, origin=origin)
    except UnreadableFile as unreadable:
        if unreadable.code is not Refusal.SCANNED:
            raise
    return scans.new_scan(**document)


def _sent_before(request: Request) -> HttpResponse:
    """The form came twice: to the drafts, of which what was sent is the first or about to be."""
    messages.info(request, "Nội dung này vừa được gửi rồi; mở bản nháp trong danh sách bên dưới.")
    return redirect("intake:new")


def _led_on(request: Request, brought: Brought) -> HttpResponse:
    """To the draft; first to the columns of a table where somebody should look at them."""
    intake = brought.intake
    _tell_of_duplicates(request, intake)
    if intake.origin == Origin.TABLE and needs_look(brought.data):
        return redirect("intake:table", intake.pk)
    return redirect("intake:review", intake.pk)


def _tell_of_duplicates(request: Request, intake: Intake) -> None:
    """Says what is there already, the weightiest alone: the review page names the rest."""
    for one in build_duplicates(intake, actions.working_draft(intake))[:1]:
        said = format_html('{} <a href="{}">{}</a>', one.text, one.href, one.label)
        messages.warning(request, said)


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: Request) -> HttpResponse:
    """The head of a plan is typed in; its tasks follow on the review page."""
    today = timezone.localdate()
    form = HandForm(request.POST or None, user=request.user, on=today)
    if request.method == "POST" and form.act(start_by_hand, by=request.user):
        if form.was_sent:
            return _sent_before(request)
        _tell_of_duplicates(request, form.result)
        return redirect("intake:review", form.result.pk)
    status = REFUSED if form.errors else 200
    return render(request, "intake/by_hand.html", {"form": form}, status=status)


@requires(Capability.IMPORT_PLANS)
@require_safe
def template(_request: Request) -> HttpResponse:
    """The task table to fill in."""
    data = template_workbook(timezone.localdate().year)
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="bang-nhiem-vu-mau.xlsx"'
    return response


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, plan_pk: int) -> HttpResponse:
    """Next year's plan starts from this one: shows what is taken over, and takes it."""
    mine = Plan.objects.editable_by(request.user).select_related("issuer")
    plan = get_object_or_404(mine, pk=plan_pk)
    period = next_period(plan.period)
    form = CopyForm(request.POST or None, old=plan.period, period=period)
    if request.method == "POST" and form.act(start_copy, plan=plan, by=request.user):
        if form.was_sent:
            return _sent_before(request)
        messages.success(request, "Đã lập bản nháp theo kế hoạch cũ. Hãy kiểm tra từng phần.")
        return redirect("intake:review", form.result.pk)
    page = build_copy_page(plan, period, timezone.localdate())
    status = REFUSED if form.errors else 200
    return render(request, "intake/copy.html", {"page": page, "form": form}, status=status)


# --- a task table ---------------------------------------------------------------------------------


@requires(Capability.IMPORT_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: Request, pk: int) -> HttpResponse:
    """The sheet, its heading and its columns, as guessed or as chosen; ``dung`` takes them."""
    mine = Intake.objects.editable_by(request.user).open().filter(origin=Origin.TABLE)
    intake = get_object_or_404(mine, pk=pk)
    status = 200
    if request.POST.get("viec") == "dung":
        if _taken(request, intake):
            return redirect("intake:review", pk)
        status = REFUSED
    try:
        page = build_table_page(intake, chosen(request.POST.dict()), timezone.localdate())
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("intake:new")
    return render(request, "intake/table.html", {"page": page}, status=status)


def _taken(request: Request, intake: Intake) -> bool:
    """Puts the table, read as it was shown, in the place of the draft; or says why not."""
    revision = request.POST.get("revision", "")
    if intake.revision and "thay" not in request.POST:
        messages.error(request, "Hãy đánh dấu vào ô đồng ý thay các nội dung đã sửa.")
        return False
    return run(
        request,
        "Đã lập bản nháp từ bảng theo các cột đã chọn.",
        read_table_again,
        intake=intake,
        choice=chosen(request.POST.dict()),
        revision=int(revision) if revision.isascii() and revision.isdecimal() else -1,
        by=request.user,
        on=timezone.localdate(),
        now=timezone.now(),
    )


# --- a scan ---------------------------------------------------------------------------------------
STOP_POLLING = 286  # htmx swaps the answer in and asks no more


@requires(Capability.IMPORT_PLANS)
@require_safe
@never_cache
def reading(request: Request, pk: int) -> HttpResponse:
    """How far the reading has come; once it is over, the way leads on to the draft."""
    intake = _scan(request, pk)
    if intake.reading == Reading.DONE or intake.plan_id or intake.dropped_on:
        return _on_to_the_draft(request, pk)
    page = build_scan(intake, vars(intake)["pages_read"], timezone.now())
    if not request.htmx:
        return render(request, "intake/reading.html", {"scan": page})
    status = 200 if page.is_moving else STOP_POLLING
    return render(request, "intake/_reading.html", {"scan": page}, status=status)


@requires(Capability.IMPORT_PLANS)
@require_POST
def read_again(request: Request, pk: int) -> HttpResponse:
    """Takes up a reading that failed, or that a stopped server left behind."""
    intake = _scan(request, pk)
    if ask_again(intake=intake, now=timezone.now()):
        read_later(intake, timezone.localdate())
        messages.success(request, "Đã bắt đầu đọc lại từ trang còn dang dở.")
    return redirect("intake:reading", pk)


@requires(Capability.IMPORT_PLANS)
@require_POST
def read_pictures(request: Request, pk: int) -> HttpResponse:
    """Has the pages recognised that are pictures, and the draft made anew of all pages."""
    intake = intake_for(request, pk)
    done = run(
        request,
        "Đang nhận dạng chữ các trang ảnh. Có thể rời trang này rồi quay lại.",
        scans.read_pictures,
        intake=intake,
        revision=revision_in(request),
        by=request.user,
        now=timezone.now(),
        agreed="agreed" in request.POST,
    )
    if not done:
        return redirect("intake:review", pk)
    read_later(intake, timezone.localdate())
    return redirect("intake:reading", pk)


@requires(Capability.IMPORT_PLANS)
@require_safe
def original(request: Request, pk: int) -> FileResponse:
    """The document as it was brought, byte for byte; always saved, never shown by the browser."""
    intake = get_object_or_404(Intake.objects.editable_by(request.user).exclude(file=""), pk=pk)
    return kept_file(intake.file, intake.name, "application/octet-stream")


def _on_to_the_draft(request: Request, pk: int) -> HttpResponse:
    """Leads the page on, once: what goes on asking while the draft opens would open it again."""
    if not request.htmx:
        return redirect("intake:review", pk)
    if "xong" not in request.GET:
        return render(request, "intake/_reading_done.html", {"pk": pk}, status=STOP_POLLING)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("intake:review", args=[pk])
    return answer


def _scan(request: Request, pk: int) -> Intake:
    mine = Intake.objects.editable_by(request.user).with_pages_read().select_related("issuer")
    return get_object_or_404(mine.defer("draft", "pages"), pk=pk)
