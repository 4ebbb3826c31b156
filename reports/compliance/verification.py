"""Whether a file is the one that was issued under a code.  Tells strangers nothing else."""

from __future__ import annotations

from enum import StrEnum

from reports.models import ComplianceReport, ReportFile


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
