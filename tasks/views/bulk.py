"""What can be done to many pieces of work from their list."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.listing import last_list
from accounts.requests import Request
from tasks import actions
from tasks.contexts.rows import work_row
from tasks.forms.bulk import (
    CloseManyForm,
    ConfirmManyForm,
    DoneManyForm,
    HandOverManyForm,
    OfficerManyForm,
    ReasonManyForm,
)
from tasks.models import Assignment
from tasks.views._shared import LIST
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import requires
from units.people.scopes import people_managed_by
from units.people.views import LIST as PEOPLE_LIST
from units.people.views import person_row
from units.policy import Capability


def _shown(work: Assignment, day: datetime.date) -> BulkRow:
    row = work_row(work, day)
    return BulkRow(
        row.pk, row.title, f"{row.unit} · {row.where} · {row.deadline}", row.href, row.look
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
@require_POST
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
