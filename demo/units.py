"""The units of the demonstration: an invented province, its department, a commune, others."""

from __future__ import annotations

from typing import NamedTuple

from units.actions import create_unit, ensure_standard_kinds, remember_alias
from units.models import Unit, UnitGroup, UnitKind

PROVINCE = "LG"
DEPARTMENT = "SKHCN"
OFFICE = "SKHCN-VP"
INSTITUTE_KIND = ("vien", "Viện", 105)


class UnitRow(NamedTuple):
    code: str
    parent: str
    kind: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()


ROWS = (
    UnitRow("LG", "", "ubnd-tinh", "UBND tỉnh Lam Giang", "", ("Ủy ban nhân dân tỉnh Lam Giang",)),
    UnitRow(
        "SKHCN",
        "LG",
        "so",
        "Sở Khoa học và Công nghệ tỉnh Lam Giang",
        "Sở KH&CN",
        ("Sở Khoa học và Công nghệ",),
    ),
    UnitRow("SKHCN-VP", "SKHCN", "van-phong", "Văn phòng Sở", "VP Sở", ("Văn phòng",)),
    UnitRow("SKHCN-TTR", "SKHCN", "thanh-tra", "Thanh tra Sở", "", ("Thanh tra",)),
    UnitRow(
        "SKHCN-KHTC",
        "SKHCN",
        "phong",
        "Phòng Kế hoạch - Tài chính",
        "P. KHTC",
        ("Phòng Kế hoạch, Tài chính",),
    ),
    UnitRow(
        "SKHCN-QLKH",
        "SKHCN",
        "phong",
        "Phòng Quản lý Khoa học và Công nghệ",
        "P. QLKH",
        ("Phòng Quản lý Khoa học",),
    ),
    UnitRow("SKHCN-CDS", "SKHCN", "phong", "Phòng Chuyển đổi số", "P. CĐS"),
    UnitRow(
        "SKHCN-BCVT",
        "SKHCN",
        "phong",
        "Phòng Bưu chính - Viễn thông",
        "P. BCVT",
        ("Phòng Bưu chính, Viễn thông",),
    ),
    UnitRow("SKHCN-SHTT", "SKHCN", "phong", "Phòng Sở hữu trí tuệ", "P. SHTT"),
    UnitRow("SKHCN-ATBX", "SKHCN", "phong", "Phòng An toàn bức xạ và hạt nhân", "P. ATBX"),
    UnitRow(
        "SKHCN-TDC",
        "SKHCN",
        "chi-cuc",
        "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "CC TĐC",
        ("Chi cục TCĐLCL", "Chi cục TĐC"),
    ),
    UnitRow("TDC-HCTH", "SKHCN-TDC", "phong", "Phòng Hành chính - Tổng hợp"),
    UnitRow("TDC-QLTC", "SKHCN-TDC", "phong", "Phòng Quản lý Tiêu chuẩn Chất lượng"),
    UnitRow("TDC-QLDL", "SKHCN-TDC", "phong", "Phòng Quản lý Đo lường"),
    UnitRow(
        "SKHCN-UD",
        "SKHCN",
        "trung-tam",
        "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ",
        "TT ƯDTB",
        ("Trung tâm Ứng dụng tiến bộ KH&CN",),
    ),
    UnitRow("UD-TTN", "SKHCN-UD", "to", "Tổ Thực nghiệm Khe Mát"),
    UnitRow("SKHCN-TTCDS", "SKHCN", "trung-tam", "Trung tâm Chuyển đổi số", "TT CĐS"),
    UnitRow("TTCDS-DL", "SKHCN-TTCDS", "phong", "Phòng Vận hành Trung tâm dữ liệu"),
    UnitRow("TTCDS-AT", "SKHCN-TTCDS", "phong", "Phòng An toàn thông tin"),
    UnitRow(
        "SKHCN-KT",
        "SKHCN",
        "trung-tam",
        "Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng",
        "TT KT TĐC",
        ("Trung tâm Kỹ thuật TĐC",),
    ),
    UnitRow(
        "SKHCN-DMST",
        "SKHCN",
        "trung-tam",
        "Trung tâm Đổi mới sáng tạo và Khởi nghiệp",
        "TT ĐMST",
        ("Trung tâm Đổi mới sáng tạo",),
    ),
    UnitRow(
        "SKHCN-TCKT",
        "SKHCN",
        "truong",
        "Trường Trung cấp Kỹ thuật - Công nghệ",
        "Trường TCKTCN",
        ("Trường Trung cấp Kỹ thuật Công nghệ",),
    ),
    UnitRow("TCKT-DT", "SKHCN-TCKT", "phong", "Phòng Đào tạo và Công tác học viên"),
    UnitRow("TCKT-KTX", "SKHCN-TCKT", "to", "Tổ Quản lý ký túc xá"),
    UnitRow(
        "SKHCN-NNC",
        "SKHCN",
        "vien",
        "Viện Nghiên cứu Nông nghiệp công nghệ cao",
        "Viện NNCNC",
    ),
    UnitRow(
        "SKHCN-PCCC",
        "SKHCN",
        "doi-pccc",
        "Đội PCCC và CNCH cơ sở",
        "Đội PCCC",
        ("Đội PCCC&CNCH cơ sở", "Đội PCCC cơ sở", "Đội PCCC cơ quan", "Đội PCCC và CNCH cơ quan"),
    ),
    UnitRow("NASON", "LG", "ubnd-xa", "UBND xã Nà Sơn", "", ("Ủy ban nhân dân xã Nà Sơn",)),
    UnitRow("NASON-VP", "NASON", "van-phong", "Văn phòng HĐND và UBND xã"),
    UnitRow("NASON-KT", "NASON", "phong", "Phòng Kinh tế"),
    UnitRow("NASON-VHXH", "NASON", "phong", "Phòng Văn hóa - Xã hội"),
    UnitRow("NASON-CA", "NASON", "to", "Công an xã", "", ("Công an xã Nà Sơn",)),
    UnitRow("NASON-QS", "NASON", "to", "Ban Chỉ huy Quân sự xã"),
    UnitRow("NASON-T1", "NASON", "thon", "Thôn Bản Pục"),
    UnitRow("NASON-T2", "NASON", "thon", "Thôn Khau Vai"),
    UnitRow("NASON-T3", "NASON", "thon", "Thôn Nà Lạn"),
    UnitRow("CAT", "LG", "ngoai", "Công an tỉnh Lam Giang", "", ("Công an tỉnh",)),
    UnitRow(
        "CAT-PC07",
        "CAT",
        "ngoai",
        "Phòng Cảnh sát PCCC và CNCH Công an tỉnh",
        "PC07",
        ("Phòng Cảnh sát PCCC và CNCH", "Phòng PC07"),
    ),
    UnitRow("CAP-TS", "CAT", "ngoai", "Công an phường Trung Sơn"),
    UnitRow("BAO", "LG", "ngoai", "Báo và Phát thanh, Truyền hình Lam Giang"),
)

CODES = frozenset(row.code for row in ROWS)
OWN_KINDS = ("van-phong", "thanh-tra", "phong", "chi-cuc", "trung-tam", "truong", "vien")


class Group(NamedTuple):
    name: str
    agency: str
    kinds: tuple[str, ...]
    aliases: tuple[str, ...] = ()


GROUPS = (
    Group(
        "Các phòng, đơn vị thuộc Sở",
        "SKHCN",
        OWN_KINDS,
        ("Các phòng, đơn vị", "Trưởng các phòng, đơn vị thuộc Sở"),
    ),
    Group("Các phòng chuyên môn", "SKHCN", ("phong",), ("Các phòng chuyên môn thuộc Sở",)),
    Group(
        "Các đơn vị trực thuộc",
        "SKHCN",
        ("chi-cuc", "trung-tam", "truong", "vien"),
        ("Các đơn vị trực thuộc Sở",),
    ),
    Group("Các thôn", "NASON", ("thon",), ("Trưởng các thôn",)),
    Group(
        "Các phòng, đơn vị thuộc UBND xã",
        "NASON",
        ("van-phong", "phong", "to"),
        ("Các phòng, đơn vị thuộc xã",),
    ),
)


def create_units() -> dict[str, Unit]:
    """Makes every unit and group of the demonstration; returns the units by code."""
    ensure_standard_kinds()
    code, name, order = INSTITUTE_KIND
    UnitKind.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    made: dict[str, Unit] = {}
    for row in ROWS:
        made[row.code] = create_unit(
            parent=made.get(row.parent),
            aliases=row.aliases,
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind_id=row.kind,
        )
    for group in GROUPS:
        _create_group(group, made[group.agency])
    return made


def _create_group(group: Group, agency: Unit) -> None:
    made = UnitGroup(name=group.name, agency=agency)
    made.full_clean()
    made.save()
    made.kinds.set(UnitKind.objects.filter(code__in=group.kinds))
    for alias in group.aliases:
        remember_alias(name=alias, group=made)
