"""What is asked of units: the outline of a report, a letter, a report within another."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import changing, delete_as, locked, save_as, told, verb
from accounts.models import User
from plans.deadlines import DeadlineKind
from plans.models import Plan, ReportDuty
from reports.models import DutyForm, MetDuty, ReportRequest, Submission
from reports.submissions.outline import FigureLine, Outline, counting, joined, outline_of
from tasks.evidence import Checked
from tasks.models import Indicator
from units.models import Unit


@verb
def set_outline(
    *, duty: ReportDuty, outline: Outline, by: User, revision: int | None = None
) -> DutyForm:
    """Says which sections and figures reports under a duty hold; figures are joined to the
    indicators of the plan's agency by key or name.

    Raises ValidationError without a section, StaleRevision where somebody changed it meanwhile.
    """
    if not outline.sections:
        raise ValidationError({"sections": "Hãy ghi ít nhất một đề mục."})
    indicators = Indicator.objects.above(duty.plan.issuer).filter(ended_on__isnull=True)
    lines = joined(outline.figures, indicators, outline_of(duty).figures)
    sections = [{"heading": one.heading, "asks": list(one.asks)} for one in outline.sections]
    return _set_form(duty, {"sections": sections}, lines, by, revision)


@verb
def join_figures(
    *,
    duty: ReportDuty,
    indicators: Sequence[Indicator | None],
    by: User,
    revision: int | None = None,
) -> DutyForm:
    """Says of which indicator each row of a duty's figures is filled in, None: of none.

    Raises StaleRevision where somebody changed the outline meanwhile, ValidationError where the
    rows are others by now.
    """
    lines = outline_of(duty).figures
    if len(lines) != len(indicators):
        raise ValidationError("Biểu số liệu vừa được sửa. Hãy mở lại trang rồi chọn lại.")
    fresh = [counting(line, one) for line, one in zip(lines, indicators, strict=True)]
    return _set_form(duty, {}, fresh, by, revision)


@verb
def nest_duty(
    *, duty: ReportDuty, within: ReportDuty | None, by: User, revision: int | None = None
) -> DutyForm:
    """Says in whose reports those of a duty are a section (lồng ghép), None: in none.

    Raises ValidationError where the two would stand in each other or are owed to different
    agencies, StaleRevision where somebody changed the outline meanwhile.
    """
    if within is not None:
        if within.plan.issuer_id != duty.plan.issuer_id:
            raise ValidationError({"within": "Chỉ lồng ghép vào báo cáo gửi cùng một cơ quan."})
        stands_in = DutyForm.objects.filter(duty=within, nested_in__isnull=False)
        holds = DutyForm.objects.filter(nested_in=duty)
        if within.pk == duty.pk or stands_in.exists() or holds.exists():
            raise ValidationError(
                {"within": "Báo cáo đã lồng ghép không chứa được báo cáo khác. Hãy chọn lại."}
            )
    return _set_form(duty, {"nested_in": within}, outline_of(duty).figures, by, revision)


def _set_form(
    duty: ReportDuty,
    values: Mapping[str, Any],
    lines: Sequence[FigureLine],
    by: User,
    revision: int | None,
) -> DutyForm:
    form, _ = DutyForm.objects.get_or_create(duty=duty)
    with changing(form, by=by, revision=revision, what="Đề cương này") as form:
        form.figures = [asdict(line) for line in lines]
        for name, value in values.items():
            setattr(form, name, value)
    return form


@verb
def add_request(
    *,
    plan: Plan,
    units: Sequence[Unit],
    number: str,
    issued_on: datetime.date,
    sender: str,
    title: str,
    asks: str,
    due_on: datetime.date,
    by: User,
    on: datetime.date,
    file: Checked | None = None,
) -> ReportRequest:
    """A letter that asks for a report becomes a duty of the units that it names.

    Raises ValidationError without units, or with a day before the letter's own.
    """
    if not units:
        raise ValidationError({"units": "Hãy chọn ít nhất một đơn vị phải báo cáo."})
    if due_on < issued_on:
        raise ValidationError({"due_on": "Hạn báo cáo không thể trước ngày của văn bản."})
    duty = _asked_duty(plan, units, title, issued_on, due_on, by)
    request = ReportRequest(
        duty=duty,
        number=number,
        issued_on=issued_on,
        sender=sender,
        asks=asks,
        added_by=by,
        added_on=on,
    )
    if file:
        request.name, request.sha256 = file.name, file.sha256
        request.file.save(file.name, ContentFile(file.content), save=False)
    request.full_clean(exclude=["duty", "added_by"])
    request.save()
    return request


@verb
def drop_request(*, request: ReportRequest, by: User, on: datetime.date, reason: str) -> None:
    """Takes a letter back together with the report that it asks for; the plan's story keeps that.

    Raises ValidationError without a reason, or where a unit has begun to answer.  The stored bytes
    of its file are left to the check of the store, for another row may hold the same ones.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Hãy nêu lý do."})
    said = f"Rút văn bản yêu cầu báo cáo số {request.number}: {reason.strip()}"
    plan, duty = locked(request.duty.plan), locked(request.duty)
    begun = Submission.objects.filter(duty=duty).exists()
    if begun or MetDuty.objects.filter(duty=duty).exists():
        raise ValidationError(
            "Đã có đơn vị soạn hoặc nộp báo cáo theo văn bản này nên không rút được nữa."
        )
    delete_as(duty, by, told(said, on))
    save_as(plan, by, told(said, on), unchecked=["issuer"])


def _asked_duty(
    plan: Plan,
    units: Sequence[Unit],
    title: str,
    issued_on: datetime.date,
    due_on: datetime.date,
    by: User,
) -> ReportDuty:
    """A duty of these units, once, by a day."""
    locked(plan)
    duty = ReportDuty(
        plan=plan,
        title=title,
        order=plan.report_duties.count() + 1,
        reporter_words=", ".join(unit.name for unit in units)[:500],
        receiver_words=plan.issuer.name[:255],
        deadline_kind=DeadlineKind.DATE.value,
        deadline_days=[due_on.isoformat()],
        deadline_starts_on=issued_on,
    )
    save_as(duty, by)
    duty.reporters.set(units)
    return duty
