"""A plan of a department as it is really issued, for the tests of the compliance report."""

import datetime
from dataclasses import replace

from plans.models import LegalBasis, Plan, Recipient
from plans.schedule import Period
from reports.compliance.context import build_compliance
from reports.compliance.facts import Scope
from reports.documents import files
from tasks.models import ProgressEntry
from tests.factories import PlanFactory, UnitFactory, person
from units.models import Unit
from units.policy import Role

D = datetime.date
AFTER = D(2026, 7, 3)  # when the half-year is over
HALF = Period("", D(2026, 1, 1), D(2026, 6, 30))
YEAR = Period("", D(2026, 1, 1), D(2026, 12, 31))


def a_department(code: str = "SKHCN") -> Unit:
    province = UnitFactory(code=f"UBT-{code}", name="UBND tỉnh Đắk Nông", kind__code="ubnd-tinh")
    return UnitFactory(code=code, name="Sở Khoa học và Công nghệ", parent=province, kind__code="so")


def an_issued_plan(issuer: Unit | None = None, **fields) -> Plan:
    plan = PlanFactory(
        **{
            "issuer": issuer or a_department(),
            "number": "05",
            "symbol": "KH-SKHCN",
            "place": "Đắk Nông",
            "title": "Tăng cường công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026",
            "signatory_authority": "KT. GIÁM ĐỐC",
            "signatory_position": "Phó Giám đốc",
            "signatory_name": "TS. Đặng Văn Tín",
            **fields,
        }
    )
    LegalBasis.objects.create(
        plan=plan,
        order=1,
        kind="Nghị định",
        number="105/2025/NĐ-CP",
        issued_on=D(2025, 5, 15),
        issuer="Chính phủ",
    )
    LegalBasis.objects.create(plan=plan, order=2, kind="Công văn", number="77/CAT", is_basis=False)
    names = ("UBND tỉnh (để b/c)", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP(Th)")
    for order, name in enumerate(names):
        Recipient.objects.create(plan=plan, order=order, name=name)
    return plan


def said(assignment, on, **fields) -> ProgressEntry:
    """A line of an assignment's story, by somebody of its unit."""
    return ProgressEntry.objects.create(
        assignment=assignment, on=on, by=person(Role.STAFF, assignment.unit), **fields
    )


def built(plan: Plan, period: Period = HALF, today: datetime.date = AFTER, **chosen):
    """The report on one plan: the document and what it rests on."""
    return build_compliance(Scope(plan.issuer, (plan,), period, today), **chosen)


def report_of(plan: Plan, period: Period = HALF, today: datetime.date = AFTER, **chosen):
    """The document alone."""
    return built(plan, period, today, **chosen).document


def texts(report) -> str:
    """All running text of a report, tables left out."""
    found = [report.opening]
    for part in report.parts:
        found.append(f"{part.number}. {part.title}")
        for block in part.blocks:
            if block.kind in ("paragraph", "subheading"):
                found.append(block.text)
            elif block.kind == "bullets":
                found.extend(block.items)
    return "\n".join([*found, report.closing])


def part(report, number: str):
    return next(part for part in report.parts if part.number == number)


def tables(report) -> list:
    return [block for part in report.parts for block in part.blocks if block.kind == "table"]


def rows(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def section(report, key: str):
    """A section by its key, None where the report has none such."""
    found = (one for part in report.parts for one in part.sections if one.key == key)
    return next(found, None)


def annex(report, key: str):
    return next(one for one in report.annexes if one.key == key)


def as_pdf(monkeypatch, make) -> None:
    """Has PDFs made by another function."""
    changed = {**files.FORMATS, "pdf": replace(files.FORMATS["pdf"], make=make)}
    monkeypatch.setattr(files, "FORMATS", changed)
