"""Changes of a report: drafted, edited section by section, issued, signed, corrected."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import (
    StaleRevision,
    changing,
    delete_as,
    demand_edition,
    locked,
    save_as,
    verb,
)
from accounts.models import User
from plans.models import Plan
from plans.schedule import Period
from reports.compliance.annex_choice import ANNEX_LABELS
from reports.compliance.issue import Issue
from reports.compliance.own_text import OWN_KEY
from reports.compliance.sections import TITLES
from reports.models import ComplianceReport, DocumentForm, ReportFile, ReportSection
from reports.models.compliance import FileKind, ReportKind
from units.models import Unit

if TYPE_CHECKING:
    # Only named: reading signatures is loaded when somebody does it.
    from reports.documents.signatures import Signed

_NUMBER = re.compile(r"\d{1,5}[a-zA-Z]?")


# --- drafting -------------------------------------------------------------------------------------
@verb
def start_report(
    *,
    agency: Unit,
    plans: Sequence[Plan],
    period: Period,
    annexes: Iterable[str],
    by: User,
    on: datetime.date,
    kind: ReportKind = ReportKind.COMPLIANCE,
) -> ComplianceReport:
    """Begins a report on plans of one agency.  Raises ValidationError without a plan of it."""
    if not plans or any(plan.issuer_id != agency.pk for plan in plans):
        raise ValidationError("Hãy chọn ít nhất một kế hoạch của cơ quan lập báo cáo.")
    report = ComplianceReport(
        agency=agency,
        kind=kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        annexes=_known(annexes),
        created_by=by,
        created_on=on,
    )
    save_as(report, by)
    report.plans.set(plans)
    return report


@verb
def choose_annexes(
    *, report: ComplianceReport, annexes: Iterable[str], by: User, revision: int | None = None
) -> ComplianceReport:
    """Says which annexes come along.  Raises ValidationError for an issued report."""
    with _drafting(report, by, revision) as draft:
        draft.annexes = _known(annexes)
    return draft


def _known(annexes: Iterable[str]) -> list[str]:
    asked = set(annexes)
    return [key for key in ANNEX_LABELS if key in asked]


def _drafting(
    report: ComplianceReport, by: User, revision: int | None = None
) -> AbstractContextManager[ComplianceReport]:
    """The draft, held; ``revision`` is the one that the person saw."""
    return changing(_unissued(report), by=by, revision=revision, what="Báo cáo này")


def _unissued(report: ComplianceReport) -> ComplianceReport:
    if locked(report).is_issued:
        raise ValidationError(
            "Báo cáo đã ban hành nên không sửa được. Nếu có sai sót, hãy lập bản đính chính."
        )
    return report


@verb
def write_section(
    *,
    report: ComplianceReport,
    key: str,
    text: str,
    based_on: str,
    by: User,
    seen: str | None = None,
) -> ReportSection:
    """Puts a person's text in place of the program's; ``based_on`` is the program's at that time.

    ``seen`` is the text from which the person set out.  Raises StaleRevision where somebody wrote
    another meanwhile, ValidationError for an issued report or a section that there is not.
    """
    with _drafting(report, by):
        section = _section(report, key, by)
        now = section.text if section.pk and section.is_used else based_on
        if seen is not None and _plain(seen) != _plain(now):
            raise StaleRevision("Phần này", report.revision)
        section.text, section.based_on, section.is_used = _plain(text), based_on, True
        section.edited_by = by
        return save_as(section, by)


@verb
def make_section_anew(*, report: ComplianceReport, key: str, by: User) -> ReportSection:
    """Takes the program's text again; what a person wrote is set aside and can be taken back."""
    with _drafting(report, by):
        section = _section(report, key, by)
        if not section.is_used or not section.pk:
            raise ValidationError("Phần này đang dùng nội dung lập từ số liệu.")
        section.set_aside, section.text, section.is_used = section.text, "", False
        section.edited_by = by
        return save_as(section, by)


@verb
def take_section_back(
    *, report: ComplianceReport, key: str, based_on: str, by: User
) -> ReportSection:
    """Uses again what a person had written.  Raises ValidationError where nothing was."""
    with _drafting(report, by):
        section = _section(report, key, by)
        if not section.set_aside:
            raise ValidationError("Phần này không có bản viết tay nào đã thay.")
        aside = section.text if section.is_used else ""
        section.text, section.set_aside = section.set_aside, aside
        section.is_used, section.based_on, section.edited_by = True, based_on, by
        return save_as(section, by)


def _section(report: ComplianceReport, key: str, by: User) -> ReportSection:
    if key not in TITLES and not key.startswith(OWN_KEY):
        raise ValidationError("Báo cáo không có phần này.")
    found = ReportSection.objects.filter(report=report, key=key).first()
    return found or ReportSection(report=report, key=key, edited_by=by)


def _plain(text: str) -> str:
    """Line ends as they are kept, whatever the browser sends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@verb
def drop_report(*, report: ComplianceReport, by: User) -> None:
    """Throws a draft away.  Raises ValidationError for an issued report."""
    delete_as(_unissued(report), by)


DOCUMENT_LOOK = (
    "parent_name",
    "name",
    "letters",
    "place",
    "authority",
    "signs_for",
    "position",
    "signatory",
    "drafter",
    "margin_top",
    "margin_bottom",
    "margin_left",
    "margin_right",
    "text_size",
    "line_spacing",
    "first_line",
)


@verb
def set_document_form(*, form: DocumentForm, by: User, revision: int) -> DocumentForm:
    """Keeps how an agency's documents look: what stands in ``form`` of ``DOCUMENT_LOOK``.

    ``revision`` is the ``edition`` that the person saw.  Raises StaleRevision where it is another
    by now, ValidationError outside the decree's ranges.
    """
    kept = _kept_form(form)
    demand_edition(kept, revision, "Mẫu trình bày văn bản")
    for name in DOCUMENT_LOOK:
        setattr(kept, name, getattr(form, name))
    return save_as(kept, by)


def _kept_form(form: DocumentForm) -> DocumentForm:
    """The row as it stands now; ``form`` itself where the agency has set nothing yet."""
    return DocumentForm.objects.select_for_update().filter(unit=form.unit).first() or form


@verb
def set_report_text(*, form: DocumentForm, text: str, revision: int, by: User) -> DocumentForm:
    """Keeps an agency's own text of a report, "" for that of the program.

    ``revision`` is the ``edition`` that the person saw.  Raises StaleRevision where it is another
    by now.
    """
    kept = _kept_form(form)
    demand_edition(kept, revision, "Mẫu nội dung báo cáo")
    kept.report_text = _plain(text)
    return save_as(kept, by)


# --- issue ----------------------------------------------------------------------------------------
def check_number(number: str) -> str:
    """The number as the records office writes it: under 10 with a leading 0.

    Raises ValidationError for anything else.
    """
    found = number.strip()
    if not _NUMBER.fullmatch(found):
        raise ValidationError("Số văn bản gồm các chữ số, ví dụ 05 hoặc 123.", code="number")
    return found.zfill(2)


def check_issue_day(issued_on: datetime.date, on: datetime.date) -> None:
    """Raises ValidationError for a day of issue that lies ahead."""
    if issued_on > on:
        raise ValidationError("Ngày ban hành không thể sau hôm nay.", code="issued_on")


@verb
def issue_report(
    *,
    report: ComplianceReport,
    number: str,
    issued_on: datetime.date,
    issue: Issue,
    by: User,
    on: datetime.date,
    revision: int,
) -> ComplianceReport:
    """Freezes the report with the files that were made of it, which nothing changes afterwards.

    Raises ValidationError for a day ahead, a number that was given already or a report that is
    issued, StaleRevision where somebody changed it while the files were made.
    """
    check_issue_day(issued_on, on)
    with _drafting(report, by, revision) as draft:
        _refuse_taken(draft, check_number(number), issued_on.year)
        draft.number, draft.issued_on, draft.issued_by = check_number(number), issued_on, by
        draft.code, draft.data = issue.code, issue.data
    for ending, content in issue.files.items():
        _keep(draft, FileKind(ending), f"{issue.name}.{ending}", content, by)
    return draft


def _refuse_taken(draft: ComplianceReport, number: str, year: int) -> None:
    """A number is given once a year to the agency's documents of one kind."""
    locked(draft.agency)
    same = ComplianceReport.objects.filter(
        agency=draft.agency_id, kind=draft.kind, number=number, issued_on__year=year
    )
    if same.exclude(pk=draft.pk).exists():
        message = f"Số {number} năm {year} đã dùng cho một văn bản khác của cơ quan."
        raise ValidationError({"number": f"{message} Hãy kiểm tra lại số hoặc ngày ban hành."})


@verb
def attach_signed(
    *,
    report: ComplianceReport,
    name: str,
    content: bytes,
    signatures: Sequence[Signed],
    by: User,
) -> ReportFile:
    """Keeps the signed scan or the digitally signed file beside an issued report.

    Raises ValidationError for a draft, or for a file that is there already.
    """
    held = locked(report)
    if not held.is_issued:
        raise ValidationError("Báo cáo chưa ban hành nên chưa gắn được bản đã ký.")
    return _keep(held, FileKind.SIGNED, name, content, by, signatures)


def _keep(
    report: ComplianceReport,
    kind: FileKind,
    name: str,
    content: bytes,
    by: User,
    signatures: Sequence[Signed] = (),
) -> ReportFile:
    """A file with its row."""
    row = ReportFile(
        report=report,
        kind=kind,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        signatures=[one.as_data() for one in signatures],
        added_by=by,
    )
    if report.files.filter(sha256=row.sha256, kind=kind).exists():
        raise ValidationError({"file": "Tệp này đã có. Không cần tải lên nữa."})
    row.file.save(name, ContentFile(content), save=False)
    row.full_clean(exclude=["report", "added_by"])
    row.save()
    return row


@verb
def correct_report(*, report: ComplianceReport, by: User, on: datetime.date) -> ComplianceReport:
    """Begins a report that replaces an issued one; the text goes over, the figures are of today.

    Raises ValidationError for a draft, or where a correction was begun already.
    """
    held = locked(report)
    if not held.is_issued:
        raise ValidationError("Báo cáo chưa ban hành; hãy sửa trực tiếp bản dự thảo.")
    if ComplianceReport.objects.filter(replaces=held).exists():
        raise ValidationError("Đã có bản thay thế cho báo cáo này.")
    draft = ComplianceReport(
        agency=held.agency,
        kind=held.kind,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        annexes=held.annexes,
        created_by=by,
        created_on=on,
        replaces=held,
    )
    save_as(draft, by)
    draft.plans.set(held.plans.all())
    for section in held.sections.all():
        section.pk, section.report = None, draft
        save_as(section, by)
    return draft
