"""What a unit's report holds: the outline and the table of figures of its duty.

An asking authority sets them (``DutyForm``); where it set none, the usual outline stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plans.models import ReportDuty
from reports.models import DutyForm

RESULTS = "Kết quả thực hiện"
USUAL = (
    "Tình hình cháy, nổ, sự cố, tai nạn",
    RESULTS,
    "Tồn tại, hạn chế và nguyên nhân",
    "Khó khăn, vướng mắc; kiến nghị, đề xuất",
    "Phương hướng, nhiệm vụ thời gian tới",
)


@dataclass(frozen=True)
class FigureLine:
    """A row of the table of figures: what is counted and in what."""

    name: str
    measure: str


@dataclass(frozen=True)
class Outline:
    sections: tuple[str, ...]
    figures: tuple[FigureLine, ...]


def _lines(*pairs: str) -> tuple[FigureLine, ...]:
    return tuple(FigureLine(*pair.split("|")) for pair in pairs)


_FIRES = ("Vụ cháy|vụ", "Người chết|người", "Người bị thương|người", "Thiệt hại|triệu đồng")
# Ready sets, each with what a person who chooses reads.
READY_SETS: Mapping[str, tuple[str, Outline]] = MappingProxyType(
    {
        "department": (
            "Sở, ngành",
            Outline(
                USUAL,
                _lines(
                    "Buổi tuyên truyền|buổi",
                    "Lượt người được tuyên truyền|lượt người",
                    "Lớp tập huấn|lớp",
                    "Cuộc tự kiểm tra|cuộc",
                    "Tồn tại đã khắc phục|tồn tại",
                    *_FIRES,
                ),
            ),
        ),
        "commune": (
            "Xã, phường",
            Outline(
                USUAL,
                _lines(
                    "Buổi tuyên truyền|buổi",
                    "Lượt người được tuyên truyền|lượt người",
                    "Hộ có bình chữa cháy|hộ",
                    "Tổ liên gia an toàn|tổ",
                    "Điểm chữa cháy công cộng|điểm",
                    "Cuộc kiểm tra|cuộc",
                    *_FIRES,
                ),
            ),
        ),
        "school": (
            "Trường học, bệnh viện",
            Outline(
                USUAL,
                _lines(
                    "Buổi ngoại khóa, tuyên truyền|buổi",
                    "Người được huấn luyện|người",
                    "Phương án thực tập|phương án",
                    "Bình chữa cháy trang bị, nạp lại|bình",
                    *_FIRES,
                ),
            ),
        ),
    }
)


def outline_of(duty: ReportDuty) -> Outline:
    """What a report under the duty holds."""
    form = DutyForm.objects.filter(duty=duty).first()
    if form is None:
        return Outline(USUAL, ())
    lines = tuple(FigureLine(one["name"], one["measure"]) for one in form.figures)
    return Outline(tuple(form.sections) or USUAL, lines)


def outline_from_text(sections: str, figures: str) -> Outline:
    """The outline as it is typed: a heading a line; a figure a line, "name | unit of measure"."""
    headings = tuple(line.strip() for line in sections.splitlines() if line.strip())
    rows = [line.partition("|") for line in figures.splitlines() if line.strip()]
    return Outline(headings, tuple(FigureLine(n.strip(), m.strip()) for n, _, m in rows))
