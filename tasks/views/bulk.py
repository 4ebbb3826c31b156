"""What can be done to many pieces of work from their list, and from that of what fell due before
its plan was brought into the program."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from accounts.change_forms import REFUSED
from accounts.listing import last_list
from accounts.requests import Request
from plans.models import Plan
from tasks import actions
from tasks.actions import difficulties, settle_before
from tasks.contexts.definition import unassigned_for
from tasks.contexts.difficulties import with_work
from tasks.contexts.evidence import with_work as evidence_with_work
from tasks.contexts.rows import work_row
from tasks.forms.bulk import (
    AnswerManyForm,
    BeforeForm,
    CloseManyForm,
    ConfirmManyForm,
    DoneManyForm,
    GiveManyForm,
    HandOverManyForm,
    OfficerManyForm,
    PassOnManyForm,
    ReasonManyForm,
)
from tasks.models import Assignment, Difficulty, Evidence, Task
from tasks.views._shared import LIST, who
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import requires
from units.people.scopes import people_managed_by
from units.people.views import LIST as PEOPLE_LIST
from units.people.views import person_row
from units.policy import Capability


def _shown(work: Assignment, day: datetime.date) -> BulkRow:
    row = work_row(work, day)
    return BulkRow(
        row.pk, row.title, f"{row.unit} · {row.where} · {row.deadline}", row.href, row.badge
    )


WORK = Many(
    noun="phần việc",
    shown=_shown,
    acts=acts_by_key(
        Act(
            "xac-nhan",
            "Xác nhận hoàn thành",
            "circle-check",
            Capability.CONFIRM_WORK,
            Assignment.objects.confirmable_by,
            verb=actions.confirm_done,
            argument="assignment",
            form=ConfirmManyForm,
            said="Đã xác nhận hoàn thành.",
        ),
        Act(
            "hoan-thanh",
            "Báo cáo hoàn thành",
            "flag",
            Capability.RECORD_PROGRESS,
            Assignment.objects.editable_by,
            verb=actions.report_done,
            argument="assignment",
            form=DoneManyForm,
            said="Đã báo cáo hoàn thành, chờ xác nhận.",
        ),
        Act(
            "phu-trach",
            "Cử người phụ trách",
            "user-check",
            Capability.ASSIGN_OFFICERS,
            Assignment.objects.staffed_by,
            verb=actions.assign_officer,
            argument="assignment",
            form=OfficerManyForm,
            said="Đã lưu người phụ trách.",
        ),
        Act(
            "don-doc",
            "Đôn đốc",
            "speakerphone",
            Capability.REMIND,
            Assignment.objects.remindable_by,
            leads_to="reports:remind",
        ),
        Act(
            "chuyen-giao",
            "Chuyển đơn vị",
            "transfer",
            Capability.ASSIGN_WORK,
            Assignment.objects.directed_by,
            verb=actions.hand_over,
            argument="assignment",
            form=HandOverManyForm,
            said="Đã chuyển giao.",
        ),
        Act(
            "tam-dung",
            "Tạm dừng",
            "player-pause",
            Capability.ASSIGN_WORK,
            Assignment.objects.directed_by,
            verb=actions.suspend,
            argument="assignment",
            form=ReasonManyForm,
            said="Đã tạm dừng.",
        ),
        Act(
            "huy",
            "Hủy",
            "ban",
            Capability.ASSIGN_WORK,
            Assignment.objects.directed_by,
            verb=actions.cancel,
            argument="assignment",
            form=ReasonManyForm,
            said="Đã hủy.",
        ),
    ),
)


@requires(Capability.VIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: Request) -> HttpResponse:
    """Shows the work that was ticked with what has to be said for all of it, then does it."""
    seen = Assignment.objects.visible_to(request.user)
    rows = seen.select_related("task__plan", "unit", "officer").by_urgency()
    back = last_list(request, LIST, reverse("tasks:assignments"))
    return run_bulk(request, WORK, rows, back=back, on=timezone.localdate())


# --- accounts: their open work has to be answered for ---------------------------------------------
CLOSING = Many(
    noun="tài khoản",
    shown=person_row,
    acts=acts_by_key(
        Act(
            "ngung",
            "Ngừng tài khoản",
            "lock",
            Capability.MANAGE_PEOPLE,
            people_managed_by,
            verb=actions.close_account_for_all,
            argument="user",
            form=CloseManyForm,
            said="Đã ngừng tài khoản.",
            help="Người được chọn không đăng nhập được nữa, các phiên đang mở kết thúc ngay.",
        )
    ),
)


@requires(Capability.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_accounts(request: Request) -> HttpResponse:
    """Closes many accounts, and says who takes over the open work of all of them."""
    rows = people_managed_by(request.user).order_by("sort_name", "pk")
    back = last_list(request, PEOPLE_LIST, reverse("units:people"))
    return run_bulk(request, CLOSING, rows, back=back, on=timezone.localdate())


# --- difficulties ---------------------------------------------------------------------------------
def _difficulty(row: Difficulty, _day: datetime.date) -> BulkRow:
    href = reverse("tasks:difficulty", args=[row.pk])
    meta = f"{row.assignment.unit} · {row.assignment.task.title}"
    return BulkRow(row.pk, Truncator(row.text).chars(160), meta, href, row.badge)


DIFFICULTIES_LIST = "vuong-mac"  # the cookie with the list as it was narrowed
MANY_DIFFICULTIES = Many(
    noun="vướng mắc",
    shown=_difficulty,
    acts=acts_by_key(
        Act(
            "tra-loi",
            "Trả lời",
            "message-circle",
            Capability.ANSWER_DIFFICULTIES,
            Difficulty.objects.decidable_by,
            verb=difficulties.answer_difficulty,
            argument="difficulty",
            form=AnswerManyForm,
            said="Đã trả lời.",
        ),
        Act(
            "chuyen",
            "Chuyển nơi khác",
            "arrow-forward-up",
            Capability.ANSWER_DIFFICULTIES,
            Difficulty.objects.decidable_by,
            verb=difficulties.pass_difficulty_on,
            argument="difficulty",
            form=PassOnManyForm,
            said="Đã chuyển.",
        ),
        Act(
            "da-go",
            "Đã gỡ",
            "circle-check",
            Capability.VIEW_WORK,
            Difficulty.objects.editable_by,
            verb=difficulties.close_difficulty,
            argument="difficulty",
            said="Đã ghi là gỡ xong.",
        ),
    ),
)


@requires(Capability.VIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def many_difficulties(request: Request) -> HttpResponse:
    """One thing done to many difficulties."""
    rows = with_work(Difficulty.objects.visible_to(request.user)).order_by("raised_on", "pk")
    back = last_list(request, DIFFICULTIES_LIST, reverse("tasks:difficulties"))
    return run_bulk(request, MANY_DIFFICULTIES, rows, back=back, on=timezone.localdate())


# --- tasks that nobody leads ----------------------------------------------------------------------
def _task(task: Task, _day: datetime.date) -> BulkRow:
    where = " · ".join(filter(None, (task.plan.full_number, task.ref)))
    return BulkRow(task.pk, task.title, where, reverse("tasks:assign", args=[task.pk]))


UNASSIGNED_LIST = "chua-phan-cong"  # the cookie with the list as it was narrowed
MANY_TASKS = Many(
    noun="nhiệm vụ",
    shown=_task,
    acts=acts_by_key(
        Act(
            "giao",
            "Giao cho một đơn vị",
            "user-plus",
            Capability.ASSIGN_WORK,
            Task.objects.assignable_by,
            verb=actions.give_lead,
            argument="task",
            form=GiveManyForm,
            said="Đã giao.",
        ),
        Act(
            "goi-y",
            "Giao theo gợi ý",
            "checks",
            Capability.ASSIGN_WORK,
            Task.objects.assignable_by,
            verb=actions.give_usual_lead,
            argument="task",
            said="Đã giao theo gợi ý.",
            help="Mỗi nhiệm vụ được giao cho đơn vị đang chủ trì nhiều việc cùng nhóm nhất"
            " trong kế hoạch của nó.",
        ),
    ),
)


@requires(Capability.ASSIGN_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def many_tasks(request: Request) -> HttpResponse:
    """Many tasks that nobody leads are given at once."""
    rows = (
        unassigned_for(request.user).select_related("plan__issuer").order_by("plan", "order", "pk")
    )
    back = last_list(request, UNASSIGNED_LIST, reverse("tasks:unassigned"))
    return run_bulk(request, MANY_TASKS, rows, back=back, on=timezone.localdate())


# --- evidence -------------------------------------------------------------------------------------
def _file(row: Evidence, _day: datetime.date) -> BulkRow:
    href = reverse("tasks:assignment", args=[row.entry.assignment_id])
    meta = f"{row.entry.assignment.unit} · {row.entry.assignment.task}"
    return BulkRow(row.pk, row.name, meta, href)


EVIDENCE_LIST = "minh-chung"  # the cookie with the list as it was narrowed
MANY_EVIDENCE = Many(
    noun="tệp",
    shown=_file,
    acts=acts_by_key(
        Act(
            "rut",
            "Rút minh chứng",
            "file-off",
            Capability.RECORD_PROGRESS,
            Evidence.objects.editable_by,
            verb=actions.withdraw_evidence,
            argument="evidence",
            form=ReasonManyForm,
            said="Đã rút; tệp vẫn được lưu cùng lý do.",
        )
    ),
)


@requires(Capability.VIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def many_evidence(request: Request) -> HttpResponse:
    """Many files are evidence no longer."""
    rows = evidence_with_work(Evidence.objects.visible_to(request.user)).order_by("pk")
    back = last_list(request, EVIDENCE_LIST, reverse("tasks:all_evidence"))
    return run_bulk(request, MANY_EVIDENCE, rows, back=back, on=timezone.localdate())


MOST_ROWS = 50


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
