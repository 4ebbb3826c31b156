"""Ready sets of what is counted, by kind of office.  PURE.

No text fixes them; they follow what reports of such offices tell [S].  An agency takes one and
changes it; the keys let programs find fires and people whatever an agency calls them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.figures import Adding

SUM, LATEST = Adding.SUM, Adding.LATEST
_COMMUNICATION, _TRAINING, _DRILL = "communication", "training", "drill"
_INSPECTION, _EQUIPMENT = "inspection", "equipment"


@dataclass(frozen=True)
class ReadyIndicator:
    """As a row of ``Indicator``; ``category`` "" is asked for without any task."""

    key: str
    name: str
    unit_of_measure: str
    category: str = ""
    adding: Adding = SUM
    is_whole: bool = True


@dataclass(frozen=True)
class ReadySet:
    label: str
    indicators: tuple[ReadyIndicator, ...]


_One = ReadyIndicator

# How things stand in the field: told by every unit, "không xảy ra" being 0.
FIRES = (
    _One("fires", "Vụ cháy xảy ra", "vụ"),
    _One("rescues", "Vụ tai nạn, sự cố phải cứu nạn, cứu hộ", "vụ"),
    _One("dead", "Người chết do cháy", "người"),
    _One("injured", "Người bị thương do cháy", "người"),
    _One("damage", "Thiệt hại về tài sản do cháy", "triệu đồng", is_whole=False),
)
_TALKS = (
    _One("talks", "Buổi tuyên truyền", "buổi", _COMMUNICATION),
    _One("listeners", "Lượt người được tuyên truyền", "lượt người", _COMMUNICATION),
    _One("articles", "Tin, bài đã đăng, phát", "tin, bài", _COMMUNICATION),
)
_CLASSES = (
    _One("classes", "Lớp tập huấn, huấn luyện nghiệp vụ", "lớp", _TRAINING),
    _One("trained", "Người được tập huấn, huấn luyện", "người", _TRAINING),
    _One("trained_share", "Tỷ lệ người được tập huấn, huấn luyện", "%", _TRAINING, LATEST, False),
)
_DRILLS = (
    _One("drills", "Phương án đã thực tập", "phương án", _DRILL),
    _One("drilled", "Lượt người tham gia thực tập", "lượt người", _DRILL),
)
_INSPECTIONS = (
    _One("inspections", "Cuộc kiểm tra, tự kiểm tra", "cuộc", _INSPECTION),
    _One("findings", "Tồn tại, vi phạm phát hiện", "tồn tại", _INSPECTION),
    _One("mended", "Tồn tại, vi phạm đã khắc phục", "tồn tại", _INSPECTION),
)
_EXTINGUISHERS = (
    _One("extinguishers", "Bình chữa cháy hiện có", "bình", _EQUIPMENT, LATEST),
    _One("extinguishers_new", "Bình chữa cháy trang bị mới, nạp lại", "bình", _EQUIPMENT),
)
_SPENT = (_One("spent", "Kinh phí đã chi", "triệu đồng", _EQUIPMENT, is_whole=False),)
_HOMES = (
    _One("homes_extinguisher", "Hộ gia đình có bình chữa cháy", "hộ", _EQUIPMENT, LATEST),
    _One("homes_exit", "Hộ gia đình có lối thoát nạn thứ hai", "hộ", _INSPECTION, LATEST),
    _One("safe_groups", "Tổ liên gia an toàn PCCC", "tổ", "organisation", LATEST),
    _One("public_points", "Điểm chữa cháy công cộng", "điểm", _EQUIPMENT, LATEST),
    _One("inspected_places", "Lượt cơ sở được kiểm tra", "lượt cơ sở", _INSPECTION),
    _One("fined", "Vi phạm đã xử phạt", "trường hợp", _INSPECTION),
    _One("fines", "Tiền phạt", "triệu đồng", _INSPECTION, is_whole=False),
)
_SCHOOL = (
    _One("lessons", "Tiết ngoại khóa, lồng ghép kỹ năng PCCC", "tiết", _COMMUNICATION),
    _One("pupils", "Lượt học sinh được phổ biến kỹ năng", "lượt", _COMMUNICATION),
    _One("teachers", "Cán bộ, giáo viên được tập huấn", "người", _TRAINING),
)
_COMPANY = (
    _One("team", "Đội viên đội PCCC và CNCH cơ sở", "người", "organisation", LATEST),
    _One("system_checks", "Lần bảo dưỡng hệ thống PCCC", "lần", _EQUIPMENT),
    _One("insured", "Hạng mục có bảo hiểm cháy, nổ bắt buộc", "hạng mục", _EQUIPMENT, LATEST),
)
_COMMON = (*_TALKS, *_CLASSES, *_DRILLS, *_INSPECTIONS, *_EXTINGUISHERS)

READY: Mapping[str, ReadySet] = {
    "department": ReadySet("Sở, ban, ngành", (*FIRES, *_COMMON, *_SPENT)),
    "commune": ReadySet("UBND xã, phường", (*FIRES, *_COMMON, *_HOMES, *_SPENT)),
    "school": ReadySet("Trường học", (*FIRES, *_TALKS, *_SCHOOL, *_DRILLS, *_INSPECTIONS,
                                      *_EXTINGUISHERS, *_SPENT)),
    "company": ReadySet("Bệnh viện, doanh nghiệp", (*FIRES, *_COMMON, *_COMPANY, *_SPENT)),
}  # fmt: skip
