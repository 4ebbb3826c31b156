"""A plan of our own in every shape that the tests of intake need, and an agency to give it to."""

from __future__ import annotations

import datetime
import io

import docx

from intake.actions import start_intake
from intake.drafting.outline import Names
from intake.models import Intake
from tests.factories import UnitFactory, UnitKindFactory, person
from units.directory import directory_for
from units.matching import Matcher
from units.models import Unit
from units.policy import Role

TODAY = datetime.date(2026, 6, 15)

PLAN = """SỞ THỬ NGHIỆM

Số: 12/KH-STN

Hà Lâm, ngày 20 tháng 01 năm 2026

KẾ HOẠCH

Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026

Căn cứ Nghị định số 105/2025/NĐ-CP ngày 15/5/2025 của Chính phủ;

Sở Thử nghiệm ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Nâng cao nhận thức của cán bộ, công chức, viên chức.

II. NỘI DUNG

1. Tổ chức tuyên truyền kiến thức phòng cháy, chữa cháy cho toàn thể công chức.

- Chủ trì: Văn phòng Sở.

- Phối hợp: Các phòng, đơn vị thuộc Sở.

- Thời gian: Trước ngày 15/9/2026.

2. Tập huấn nghiệp vụ cứu nạn, cứu hộ cho lực lượng tại chỗ.

- Chủ trì: Phòng Tổng hợp.

- Phối hợp: Công an tỉnh.

- Thời gian: Hằng quý.

3. Kiểm tra hệ thống báo cháy của trụ sở.

- Chủ trì: Đội PCCC cơ quan; Báo Hà Lâm.

- Thời gian: Thường xuyên.

III. TỔ CHỨC THỰC HIỆN

1. Các phòng, đơn vị thuộc Sở thực hiện Kế hoạch này; báo cáo về Văn phòng Sở trước ngày 20/11/2026.

Nơi nhận:
- UBND tỉnh;
- Các phòng, đơn vị thuộc Sở;
- Lưu: VT.

GIÁM ĐỐC

Lê Văn Thử
"""


def plan_text(tasks: int) -> str:
    """The plan with so many tasks, each for the office and all the rooms."""
    head, tail = PLAN.split("1. Tổ chức tuyên truyền", maxsplit=1)[0], PLAN.split("III. TỔ CHỨC")[1]
    body = "".join(
        f"{n}. Tuyên truyền chuyên đề thứ {n} về an toàn điện.\n\n- Chủ trì: Văn phòng Sở.\n\n"
        f"- Phối hợp: Phòng Tổng hợp; Tổ chức lạ số {n}.\n\n- Thời gian: Hằng quý.\n\n"
        for n in range(1, tasks + 1)
    )
    return f"{head}{body}III. TỔ CHỨC{tail}"


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def make_agency() -> Unit:
    """A department with an office, two rooms, a centre and a fire team, and the police outside."""
    UnitKindFactory(code="ngoai", is_external=True)
    UnitFactory(name="Công an tỉnh", code="CAT", kind__code="ngoai")
    agency = UnitFactory(name="Sở Thử nghiệm", code="STN", kind__code="so")
    for name, kind in (
        ("Văn phòng", "van-phong"),
        ("Phòng Tổng hợp", "phong"),
        ("Phòng Kỹ thuật", "phong"),
        ("Trung tâm Ứng dụng", "trung-tam"),
        ("Đội PCCC và CNCH cơ quan", "doi-pccc"),
    ):
        UnitFactory(name=name, kind__code=kind, parent=agency)
    return agency


def bring(agency: Unit, text: str = PLAN, name: str = "ke-hoach.txt", by=None) -> Intake:
    """The document brought in by a coordinator of the agency."""
    by = by or person(Role.COORDINATOR, agency)
    return start_intake(data=text.encode(), filename=name, issuer=agency, by=by, on=TODAY)


def names_for(agency: Unit, choices: dict[str, str] | None = None) -> Names:
    return Names(Matcher(directory_for(agency, TODAY)), choices or {})


__all__ = ["PLAN", "TODAY", "as_docx", "bring", "make_agency", "names_for", "plan_text"]
