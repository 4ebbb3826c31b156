"""The named places of an agency's own text: what each stands for, and its value in a report."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reports.compliance.facts import ReportFacts
from reports.compliance.names import plan_name, short_names
from reports.compliance.official_form import Letterhead
from reports.compliance.own_text import OwnText
from reports.documents.document import Header
from reports.documents.wording import (
    counted,
    day,
    in_full,
    roman,
    share,
    span,
    upper_first,
)

# Each place of a section with the key of the section.
SECTION_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "tinh_hinh_chay": "field",
        "chi_dao": "directing",
        "trien_khai": "organising",
        "ket_qua_chung": "overall",
        "so_lieu": "figures",
        "theo_ke_hoach": "plans",
        "theo_nhom": "categories",
        "theo_don_vi": "units",
        "che_do_bao_cao": "reporting",
        "uu_diem": "strengths",
        "ton_tai": "shortcomings",
        "nguyen_nhan": "causes",
        "phuong_huong": "directions",
        "kien_nghi": "proposals",
    }
)
# Each place of a value with what it says.
VALUE_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "so_ky_hieu": "số, ký hiệu của báo cáo (khi đã cấp số)",
        "co_quan": "tên cơ quan báo cáo",
        "cap_tren": "cơ quan nhận báo cáo",
        "ke_hoach": "kế hoạch với số, ngày và trích yếu",
        "so_ke_hoach": "kế hoạch, gọi tắt theo số",
        "ky_bao_cao": "từ ngày … đến ngày …",
        "tu_ngay": "ngày đầu kỳ",
        "den_ngay": "ngày cuối kỳ",
        "ngay_so_lieu": "ngày chốt số liệu",
        "nam": "năm của kỳ báo cáo",
        "so_nhiem_vu": "số nhiệm vụ phải thực hiện trong kỳ",
        "co_thoi_han": "số nhiệm vụ có thời hạn",
        "da_hoan_thanh": "số nhiệm vụ đã hoàn thành",
        "dung_han": "số nhiệm vụ hoàn thành đúng hạn",
        "con_han": "số nhiệm vụ chưa hoàn thành, còn trong hạn",
        "qua_han": "số nhiệm vụ chưa hoàn thành, quá hạn",
        "ty_le": "tỷ lệ hoàn thành nhiệm vụ",
        "so_don_vi": "số đơn vị chủ trì",
    }
)


def usual_text(own: OwnText) -> str:
    """A text with the headings and places of an outline, from which an agency sets out."""
    place_of = {key: place for place, key in SECTION_PLACES.items()}
    lines = ["{{can_cu}}", "{{co_quan}} báo cáo kết quả thực hiện {{ky_bao_cao}} như sau:"]
    for number, part in enumerate(own.parts, start=1):
        lines.append(f"{roman(number)}. {part.title.upper()}")
        for place, section in enumerate(part.sections, start=1):
            lines += [f"{place}. {section.title}"] if section.title else []
            lines.append(f"{{{{{place_of[section.key]}}}}}")
    closing = "Trên đây là báo cáo kết quả thực hiện {{so_ke_hoach}} {{ky_bao_cao}}"
    return "\n".join([*lines, f"{closing} của {{{{co_quan}}}}./."])


def values_of(facts: ReportFacts, head: Letterhead, header: Header) -> dict[str, str]:
    """Every value as the text writes it; "" where nobody knows it."""
    scope, tasks = facts.scope, facts.totals.tasks
    number = header.number.partition(":")[2].strip()
    one_plan = len(scope.plans) == 1
    return {
        "so_ky_hieu": number if number[:1].isdigit() else "",
        "co_quan": upper_first(head.name),
        "cap_tren": in_full(facts.superior.name) if facts.superior else "",
        "ke_hoach": plan_name(scope.plans[0], issuer=False) if one_plan else "các kế hoạch",
        "so_ke_hoach": short_names(scope.plans),
        "ky_bao_cao": span(scope.period),
        "tu_ngay": day(scope.period.starts_on),
        "den_ngay": day(scope.period.ends_on),
        "ngay_so_lieu": day(facts.day),
        "nam": str(scope.period.ends_on.year),
        "so_nhiem_vu": counted(tasks.total),
        "co_thoi_han": counted(tasks.dated),
        "da_hoan_thanh": counted(tasks.done),
        "dung_han": counted(tasks.done_on_time),
        "con_han": counted(tasks.open),
        "qua_han": counted(tasks.overdue),
        "ty_le": "" if tasks.rate is None else share(tasks.rate),
        "so_don_vi": counted(facts.leads),
    }
