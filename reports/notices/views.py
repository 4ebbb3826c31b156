"""What a person was told, and reminding others: first who would get what, then what was sent."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, ChangeForm, WordsField
from accounts.listing import PAGE, last_list, remember_list
from accounts.picker import is_key
from accounts.requests import Request
from plans.models import Plan
from reports.notices.actions import MOST_WORDS, read_notice, read_notices, remind
from reports.notices.context import (
    NOTICES,
    REMINDERS,
    NoticeFilter,
    ReminderFilter,
    build_reminder,
    notice_lines,
    reminder_rows,
    unsent_letters,
)
from reports.notices.lines import notice_line
from reports.notices.reminding import build_reminding
from reports.notices.targets import MOST, Target, remindable, targets_of_reports, targets_of_work
from reports.submissions.filters import SubmissionFilter
from reports.submissions.outstanding import owed_to, whole
from tasks.filters import AssignmentFilter
from tasks.models import Assignment, Notice, Reminder
from units.bulk import TICKED, Act, ticked_of
from units.guards import requires
from units.models import Unit
from units.policy import Capability


class RemindForm(ChangeForm):
    words = WordsField(
        "Lời nhắn",
        MOST_WORDS,
        rows=3,
        required=False,
        help_text="Được gửi kèm danh sách trên trang này; có thể để trống.",
    )


TEXT = "vanban"  # the parameter that asks for the text to be copied alone
LIST = "thong-bao"  # the cookie with the list of notices as it was narrowed
READING = Act(
    "da-xem",
    "Đánh dấu đã xem",
    "checks",
    Capability.VIEW_WORK,
    Notice.objects.visible_to,
    leads_to="reports:read_notices",
)


@require_safe
@requires(Capability.VIEW_WORK)
def notices(request: Request) -> HttpResponse:
    """What the person was told."""
    today, form = timezone.localdate(), NoticeFilter(request.user, request.GET)
    found, lines = form.found().with_things(), partial(notice_lines, today=today)
    if file := NOTICES.file(found, request.GET, on=today, shown=lines):
        return file
    page = NOTICES.page(found, form, request.GET)
    context = {"list": page, "rows": lines(page.rows), "acts": [READING]}
    answer = render(request, "reports/notices/notices.html", context)
    remember_list(answer, request, LIST)
    return answer


@require_safe
@requires(Capability.VIEW_WORK)
def notice(request: Request, pk: int) -> HttpResponse:
    """To what a notice is about; it has been read then."""
    found = get_object_or_404(Notice.objects.visible_to(request.user).with_things(), pk=pk)
    read_notice(notice=found, at=timezone.now())
    return redirect(notice_line(found, timezone.localdate()).href)


@require_POST
@requires(Capability.VIEW_WORK)
def read_all(request: Request) -> HttpResponse:
    """All notices have been read, or those that were ticked."""
    own = Notice.objects.visible_to(request.user)
    ticked = ticked_of(request.POST, own) if "act" in request.POST else None
    number = read_notices(of=request.user, at=timezone.now(), only=ticked)
    messages.success(request, f"Đã đánh dấu xem {number} thông báo.")
    return redirect(last_list(request, LIST, reverse("reports:notices")))


# --- reminding ------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.REMIND)
def remind_of_work(request: Request) -> HttpResponse:
    """Who would be reminded of the work of a list, told by the list's own address."""
    today = timezone.localdate()
    asked = AssignmentFilter.read(_late_by_default(request.GET))
    seen = Assignment.objects.remindable_by(request.user)
    work = asked.apply(seen, today)
    if "donvi" in request.GET:
        units = ticked_of(
            request.GET, Unit.objects.reached_by(request.user, Capability.REMIND), "donvi"
        )
        work = work.filter(unit__in=[unit.pk for unit in units])
    if "ke-hoach" in request.GET:
        plans = ticked_of(request.GET, Plan.objects.visible_to(request.user), "ke-hoach")
        work = work.filter(task__plan__in=[plan.pk for plan in plans])
    if TICKED in request.GET:
        work = seen.filter(pk__in=[row.pk for row in ticked_of(request.GET, seen)])
    rows = remindable(work, today).select_related("task__plan", "unit").by_urgency()
    targets = targets_of_work(rows[:MOST], request.user.pk, today)
    return _reminding(request, targets, rows.count())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Capability.REMIND)
def remind_of_reports(request: Request) -> HttpResponse:
    """Who would be reminded of the reports of a list that have not come."""
    today = timezone.localdate()
    form = SubmissionFilter(request.user, today, request.GET)
    units = set(
        Unit.objects.reached_by(request.user, Capability.REMIND).values_list("pk", flat=True)
    )
    owed = owed_to(request.user, plan=form.chosen_plan(), within=form.within())
    ticked = {int(pk) for pk in request.GET.getlist("don-vi") if is_key(pk)}
    names = form.names(owed)
    chased = units & ticked if ticked else units
    kept = [one for one in owed if one.unit in chased and form.keeps(one, names)]
    targets = targets_of_reports(whole(kept), request.user.pk, today)
    return _reminding(request, targets[:MOST], len(targets), of_reports=True)


@require_safe
@requires(Capability.REMIND)
def reminders(request: Request) -> HttpResponse:
    """What was sent by whom, and the letters that did not leave."""
    form = ReminderFilter(request.user, request.GET)
    found = form.found().select_related("by")
    if file := REMINDERS.file(found, request.GET, on=timezone.localdate(), shown=reminder_rows):
        return file
    page = REMINDERS.page(found, form, request.GET)
    context = {
        "list": page,
        "rows": reminder_rows(page.rows),
        "unsent": unsent_letters(request.user),
    }
    return render(request, "reports/notices/reminders.html", context)


@require_safe
@requires(Capability.REMIND)
def reminder(request: Request, pk: int) -> HttpResponse:
    """What became of one reminder."""
    found = get_object_or_404(Reminder.objects.visible_to(request.user), pk=pk)
    page = build_reminder(found, request.user, today=timezone.localdate())
    shown = Paginator(page.pages, 1).get_page(request.GET.get(PAGE))
    return render(request, "reports/notices/reminder.html", {"page": page, "shown": shown})


def _reminding(
    request: Request, targets: list[Target], total: int, *, of_reports: bool = False
) -> HttpResponse:
    """The preview, or the reminder sent."""
    form = RemindForm(request.POST or None)
    site = request.build_absolute_uri("/").rstrip("/")
    what = {"targets": targets, "by": request.user, "at": timezone.now()}
    if request.method == "POST" and form.act(remind, **what, site=site):
        messages.success(request, "Đã đôn đốc. Dưới đây là những gì đã gửi.")
        return redirect("reports:reminder", form.result.pk)
    page = build_reminding(
        targets, total=total, today=timezone.localdate(), site=site, of_reports=of_reports
    )
    if TEXT in request.GET and request.method != "POST":
        return HttpResponse(page.text, content_type="text/plain; charset=utf-8")
    shown = Paginator(page.pages, 1).get_page(request.GET.get(PAGE))
    context = {"page": page, "shown": shown, "form": form}
    status = REFUSED if form.errors else 200
    return render(request, "reports/notices/remind.html", context, status=status)


def _late_by_default(asked: QueryDict) -> QueryDict:
    """A list without a state means those who are late."""
    if asked.get("status"):
        return asked
    late = asked.copy()
    late["status"] = "overdue"
    return late
