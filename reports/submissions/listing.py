"""Lists of what is reported: each report, what must be reported, letters that ask for one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse, QueryDict

from accounts.columns import Column, chosen_sort
from accounts.listing import MOST_ROWS, SheetColumn, ShownList
from accounts.models import User
from plans.models import ReportDuty
from plans.schedule import Occurrence
from reports.models import ReportRequest
from reports.plan_page.task_rows import deadline_words
from reports.submissions.context import SubmissionRow, submission_rows
from reports.submissions.expectations import SubmissionStatus
from reports.submissions.filters import Names, SubmissionFilter
from reports.submissions.outline import USUAL
from reports.submissions.outstanding import Owed, owed_to, whole
from reports.submissions.times import due_times

_SORTED = ("python",)  # by _BY below
SUBMISSIONS = ShownList(
    name="bao-cao-don-vi",
    title="Báo cáo của đơn vị",
    columns=(
        Column("don-vi", "Đơn vị", _SORTED),
        Column("bao-cao", "Báo cáo", _SORTED),
        Column("han", "Hạn nộp", _SORTED),
        Column("ngay-nop", "Ngày nộp", _SORTED),
        Column("tinh-trang", "Tình trạng", _SORTED),
    ),
    order=(),
    sheet=(
        SheetColumn("Đơn vị", 34, lambda row: row.unit),
        SheetColumn("Báo cáo", 44, lambda row: row.duty),
        SheetColumn("Kế hoạch", 20, lambda row: row.plan),
        SheetColumn("Kỳ", 16, lambda row: row.period),
        SheetColumn("Hạn nộp", 13, lambda row: row.due_on),
        SheetColumn("Ngày nộp", 13, lambda row: row.submitted_on),
        SheetColumn("Người nộp", 26, lambda row: row.submitted_by),
        SheetColumn("Tình trạng", 24, lambda row: row.badge.label),
        SheetColumn("Quá hạn", 22, lambda row: row.late),
        SheetColumn("Ghi chú", 40, lambda row: row.note),
    ),
)
_LAST = datetime.date.max
_WEIGHTS = {
    status: place
    for place, status in enumerate(
        (
            SubmissionStatus.SUBMITTED,
            SubmissionStatus.OUTSTANDING,
            SubmissionStatus.RETURNED,
            SubmissionStatus.EXPECTED,
            SubmissionStatus.ACCEPTED,
        )
    )
}


def find_submissions(user: User, form: SubmissionFilter, data: QueryDict) -> list[Owed]:
    """The reports that the address asks for, in the order that it asks for."""
    owed = owed_to(user, plan=form.chosen_plan(), within=form.within())
    sort = chosen_sort(data, SUBMISSIONS.columns)
    names = form.names(owed, needed=sort.endswith("bao-cao"))
    return _in_order([one for one in owed if form.keeps(one, names)], sort, form.day(), names)


def _in_order(owed: list[Owed], sort: str, day: datetime.date, names: Names | None) -> list[Owed]:
    by: Mapping[str, Callable[[Owed], Any]] = {
        "don-vi": lambda one: (one.unit_name, one.unit),
        "bao-cao": lambda one: (names.duties[one.duty] if names else "", one.duty, one.period),
        "han": lambda one: one.place,
        "ngay-nop": lambda one: one.facts.submitted_on or _LAST,
        "tinh-trang": lambda one: _WEIGHTS[one.status(day)],
    }
    # Unasked, what waits for an answer or is missing stands before what is over.
    key = by.get(sort.removeprefix("-"), by["tinh-trang"])
    return sorted(owed, key=key, reverse=sort.startswith("-"))


def submission_file(
    found: Sequence[Owed], form: SubmissionFilter, data: QueryDict, on: datetime.date
) -> HttpResponse | None:
    """The reports as the file that the address asks for; None where it asks for the page."""

    def shown(rows: Iterable[Owed]) -> Iterable[SubmissionRow]:
        return submission_rows(whole(list(rows)), form.day())

    return SUBMISSIONS.file_of(found[:MOST_ROWS], data, on=on, shown=shown)


# --- what must be reported ------------------------------------------------------------------------
DUTIES = ShownList(
    name="che-do-bao-cao",
    title="Chế độ báo cáo",
    columns=(
        Column("bao-cao", "Báo cáo", ("title", "reporter_words")),
        Column("ke-hoach", "Kế hoạch", ("plan__sort_number", "plan_id")),
        Column("noi-bao-cao", "Nơi báo cáo", ("reporter_words",)),
        Column("don-vi", "Số đơn vị", ("units",), css="num"),
        Column("han", "Hạn", ("deadline_kind", "deadline_words")),
        Column("de-cuong", "Đề cương", ("form__pk",), may_lack=True),
    ),
    order=("-plan__starts_on", "plan_id", "order", "pk"),
    sheet=(
        SheetColumn("Báo cáo", 44, lambda row: row.title),
        SheetColumn("Kế hoạch", 20, lambda row: row.plan),
        SheetColumn("Nơi báo cáo", 44, lambda row: row.reporters),
        SheetColumn("Số đơn vị", 10, lambda row: row.units),
        SheetColumn("Gửi", 40, lambda row: row.receiver),
        SheetColumn("Hạn", 34, lambda row: row.deadline),
        SheetColumn("Kỳ tới", 13, lambda row: row.next_on),
        SheetColumn("Lồng ghép trong", 34, lambda row: row.nested_in),
        SheetColumn("Đề cương", 24, lambda row: row.outline),
    ),
)


@dataclass(frozen=True)
class DutyRow:
    """What must be reported; ``next_on`` the next day, None where all have passed or there is
    none."""

    pk: int
    plan_pk: int
    title: str
    plan: str
    reporters: str
    receiver: str
    units: int
    deadline: str
    next_on: datetime.date | None
    nested_in: str
    outline: str

    @property
    def shows_next(self) -> bool:
        """Whether the next day is not said by the deadline already."""
        return self.next_on is not None and f"{self.next_on:%d/%m/%Y}" != self.deadline


def duty_rows(duties: Iterable[ReportDuty], today: datetime.date) -> tuple[DutyRow, ...]:
    """The rows of a page; ``duties`` as ``with_facts`` gives them."""
    listed = list(duties)
    times = due_times(listed)
    return tuple(
        DutyRow(
            pk=duty.pk,
            plan_pk=duty.plan_id,
            title=str(duty),
            plan=duty.plan.full_number,
            reporters=duty.reporter_words,
            receiver=" qua ".join(filter(None, (duty.receiver_words, duty.via_words))),
            units=getattr(duty, "units", 0),
            deadline=_deadline(duty, times[duty.pk]),
            next_on=next(
                (one.due_on for one in times[duty.pk] if one.due_on and one.due_on >= today), None
            ),
            nested_in=_nested_in(duty),
            outline=_outline_words(duty),
        )
        for duty in listed
    )


def _deadline(duty: ReportDuty, times: Sequence[Occurrence]) -> str:
    """The plan's words; where it has none, the day of a report that is made once, or its kind."""
    days = [one.due_on for one in times if one.due_on]
    if not duty.deadline_words and len(days) == 1:
        return f"{days[0]:%d/%m/%Y}"
    return deadline_words(duty)


def with_facts(duties: QuerySet[ReportDuty]) -> QuerySet[ReportDuty]:
    """The duties with all that a line says of them."""
    rows = duties.select_related("plan", "form__nested_in")
    return rows.annotate(units=Count("reporters", distinct=True))


def _nested_in(duty: ReportDuty) -> str:
    form = getattr(duty, "form", None)
    return str(form.nested_in) if form and form.nested_in else duty.nested_in


def _outline_words(duty: ReportDuty) -> str:
    form = getattr(duty, "form", None)
    if form is None:
        return "theo mẫu chung"
    figures = f", {len(form.figures)} chỉ tiêu" if form.figures else ""
    return f"{len(form.sections) or len(USUAL)} đề mục{figures}"


# --- letters --------------------------------------------------------------------------------------
LETTERS = ShownList(
    name="van-ban-yeu-cau-bao-cao",
    title="Văn bản yêu cầu báo cáo",
    columns=(
        Column("so", "Số, ký hiệu", ("number",)),
        Column("ngay", "Ngày", ("issued_on",)),
        Column("co-quan", "Cơ quan gửi", ("sender",)),
        Column("noi-dung", "Báo cáo về việc", ("duty__title",)),
        Column("han", "Hạn nộp", ("due_day",), may_lack=True),
        Column("da-nop", "Đã nộp", ("came",), css="num"),
    ),
    order=("-issued_on", "-pk"),
    sheet=(
        SheetColumn("Số, ký hiệu", 20, lambda row: row.number),
        SheetColumn("Ngày", 13, lambda row: row.issued_on),
        SheetColumn("Cơ quan gửi", 36, lambda row: row.sender),
        SheetColumn("Báo cáo về việc", 50, lambda row: row.title),
        SheetColumn("Hạn nộp", 13, lambda row: row.due_on),
        SheetColumn("Số đơn vị", 10, lambda row: row.units),
        SheetColumn("Đã nộp", 10, lambda row: row.came),
        SheetColumn("Người nhập", 26, lambda row: row.added_by),
    ),
)


@dataclass(frozen=True)
class LetterRow:
    pk: int
    plan_pk: int
    number: str
    issued_on: datetime.date
    sender: str
    title: str
    due_on: datetime.date | None
    units: int
    came: int
    file: str
    added_by: str


def with_answers(letters: QuerySet[ReportRequest]) -> QuerySet[ReportRequest]:
    """The letters with how many units they ask and how many have answered."""
    handed_in = Q(duty__submissions__submitted_on__isnull=False)
    day = ReportDuty.objects.filter(pk=OuterRef("duty")).values("deadline_days__0")[:1]
    return letters.select_related("duty__plan", "added_by").annotate(
        units=Count("duty__reporters", distinct=True),
        came=Count("duty__submissions", filter=handed_in, distinct=True),
        due_day=Subquery(day),
        plan_key=F("duty__plan"),
    )


def letter_rows(letters: Iterable[ReportRequest]) -> tuple[LetterRow, ...]:
    """The rows of a page; ``letters`` as ``with_answers`` gives them."""
    listed: list[Any] = list(letters)
    times = due_times(one.duty for one in listed)
    return tuple(
        LetterRow(
            pk=one.pk,
            plan_pk=one.plan_key,
            number=one.number,
            issued_on=one.issued_on,
            sender=one.sender,
            title=one.duty.title,
            due_on=next((when.due_on for when in times[one.duty_id]), None),
            units=one.units,
            came=one.came,
            file=one.name if one.file else "",
            added_by=str(one.added_by),
        )
        for one in listed
    )
