"""The kinds of unit that every installation starts with.  PURE.

An administrator can add others; a kind is looked up by its code and never by its place here.
"""

from typing import NamedTuple


class StandardKind(NamedTuple):
    code: str
    name: str
    is_external: bool = False
    is_past: bool = False


STANDARD_KINDS = (
    StandardKind("ubnd-tinh", "UBND tỉnh, thành phố"),
    StandardKind("so", "Sở"),
    StandardKind("ban", "Ban"),
    StandardKind("chi-cuc", "Chi cục"),
    StandardKind("ubnd-huyen", "UBND huyện", is_past=True),
    StandardKind("ubnd-xa", "UBND xã, phường"),
    StandardKind("van-phong", "Văn phòng"),
    StandardKind("thanh-tra", "Thanh tra"),
    StandardKind("phong", "Phòng"),
    StandardKind("trung-tam", "Trung tâm"),
    StandardKind("vien", "Viện"),
    StandardKind("truong", "Trường"),
    StandardKind("benh-vien", "Bệnh viện, trạm y tế"),
    StandardKind("cong-ty", "Công ty"),
    StandardKind("doi-pccc", "Đội PCCC và CNCH"),
    StandardKind("to", "Tổ, bộ phận"),
    StandardKind("thon", "Thôn, tổ dân phố"),
    StandardKind("bo", "Bộ, cục, vụ"),
    StandardKind("khoa", "Khoa"),
    StandardKind("doi", "Đội, hạt, trạm"),
    StandardKind("su-nghiep", "Đơn vị sự nghiệp khác"),
    StandardKind("hoi", "Hội, đoàn thể"),
    StandardKind("cong-an", "Công an"),
    StandardKind("quan-su", "Cơ quan quân sự"),
    StandardKind("ngoai", "Đơn vị ngoài", is_external=True),
)
