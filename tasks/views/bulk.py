"""What can be done to many pieces of work from their list."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.listing import last_list
from accounts.requests import Request
from tasks import actions
from tasks.contexts.rows import work_row
from tasks.forms.bulk import ConfirmManyForm, DoneManyForm, OfficerManyForm
from tasks.models import Assignment
from tasks.views._shared import LIST
from units.bulk import Act, BulkRow, Many, acts_by_key, run_bulk
from units.guards import requires
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
            "Đã xác nhận hoàn thành.",
            Capability.CONFIRM_WORK,
            actions.confirm_done,
            "assignment",
            Assignment.objects.confirmable_by,
            ConfirmManyForm,
        ),
        Act(
            "hoan-thanh",
            "Báo cáo hoàn thành",
            "flag",
            "Đã báo cáo hoàn thành, chờ xác nhận.",
            Capability.RECORD_PROGRESS,
            actions.report_done,
            "assignment",
            Assignment.objects.editable_by,
            DoneManyForm,
        ),
        Act(
            "phu-trach",
            "Cử người phụ trách",
            "user-check",
            "Đã lưu người phụ trách.",
            Capability.ASSIGN_OFFICERS,
            actions.assign_officer,
            "assignment",
            Assignment.objects.staffed_by,
            OfficerManyForm,
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
