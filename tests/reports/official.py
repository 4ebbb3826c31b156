"""A plan of a department as it is really issued, for the tests of the compliance report."""

import datetime

from plans.models import LegalBasis, Plan, Recipient
from plans.schedule import Period
from tasks.models import ProgressEntry
from tests.factories import PlanFactory, UnitFactory, person
from units.models import Unit
from units.policy import Role

D = datetime.date
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
