"""A draft becomes the files that are signed, and the figures behind them are kept beside; whether a
file is one of them (strangers are told nothing else)."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from plans.models import Plan
from reports.compliance.context import Compliance, Dated, build_compliance
from reports.compliance.facts import Scope
from reports.compliance.notice import build_notice
from reports.compliance.sections import NOTHING_WRITTEN, Written
from reports.documents.document import OfficialDocument, Table, Tell, tell_nobody
from reports.documents.files import FORMATS
from reports.documents.marks import mark_of
from reports.documents.text import text_of
from reports.models import ComplianceReport, ReportFile
from reports.models.compliance import ReportKind

# Without letters and figures that are taken for one another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12


@dataclass(frozen=True)
class Issue:
    """What is kept of an issued report: its code, its files by ending, what stood in it."""

    code: str
    name: str
    files: Mapping[str, bytes]
    data: dict[str, Any]


def new_code() -> str:
    """A code that nobody guesses."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))


def scope_of(report: ComplianceReport, today: datetime.date) -> Scope:
    """What the report is about, as of a day."""
    plans = report.plans.select_related("issuer__parent", "carries_out__issuer")
    return Scope(report.agency, tuple(plans.order_by("starts_on", "pk")), report.period, today)


def written_in(report: ComplianceReport) -> Written:
    """What people wrote in place of the program's text."""
    used = report.sections.filter(is_used=True).values_list("key", "text")
    return Written(dict(used)) if used else NOTHING_WRITTEN


def document_of(
    report: ComplianceReport, *, today: datetime.date, dated: Dated | None = None
) -> OfficialDocument:
    """The report or notice as a document, as the data stand today."""
    if report.kind == ReportKind.NOTICE:
        return build_notice(scope_of(report, today), dated=dated)
    return compliance_of(report, today=today, dated=dated).document


def compliance_of(
    report: ComplianceReport, *, today: datetime.date, dated: Dated | None = None
) -> Compliance:
    """The report with what it rests on, as the data stand today."""
    return build_compliance(
        scope_of(report, today), chosen=report.annexes, written=written_in(report), dated=dated
    )


def make_issue(
    report: ComplianceReport,
    *,
    number: str,
    issued_on: datetime.date,
    today: datetime.date,
    code: str,
    address: str,
    tell: Tell = tell_nobody,
) -> Issue:
    """The files of the report under the number and day that the records office gave.

    ``address``: of the page on which a copy is checked.  Raises PdfUnavailable.
    """
    dated = Dated(number, issued_on, mark_of(code, address))
    document = document_of(report, today=today, dated=dated)
    return Issue(
        code=code,
        name=document.filename,
        files={ending: form.make(document, tell) for ending, form in FORMATS.items()},
        data=snapshot(report, document, today),
    )


# --- what stood in it -----------------------------------------------------------------------------
def snapshot(
    report: ComplianceReport, document: OfficialDocument, today: datetime.date
) -> dict[str, Any]:
    """The text and the figures of a document, as they are kept."""
    return {
        "as_of": min(today, report.ends_on).isoformat(),
        "name": document.name,
        "number": document.header.number.partition(":")[2].strip(),
        "plans": [_named(plan) for plan in scope_of(report, today).plans],
        "sections": list(_sections(document)),
        "tables": [_table(table) for table in document.tables()],
    }


def _named(plan: Plan) -> dict[str, Any]:
    return {"pk": plan.pk, "number": plan.full_number, "title": plan.title}


def _sections(document: OfficialDocument) -> Iterator[dict[str, str]]:
    for part in document.parts:
        for section in part.sections:
            yield {
                "key": section.key,
                "title": section.title or part.title.capitalize(),
                "text": text_of(section.blocks),
            }


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "head": [cell.text for cell in table.head[0]],
        "rows": [[cell.text for cell in row.cells] for row in table.rows],
    }


class Verdict(StrEnum):
    ISSUED = "issued"  # this very file was issued
    REPLACED = "replaced"  # it was, and a correction has taken its place since
    OTHER = "other"  # it was not: another file, or no such code


def verdict(code: str, sha256: str) -> Verdict:
    """What is said of a file by its hash.  A code that there is not is answered like any other."""
    file = ReportFile.objects.filter(report__code=code.upper(), sha256=sha256).first()
    if file is None:
        return Verdict.OTHER
    replaced = ComplianceReport.objects.filter(replaces=file.report, issued_on__isnull=False)
    return Verdict.REPLACED if replaced.exists() else Verdict.ISSUED
