"""The units of the demonstration: an invented province, its department, a commune, others."""

from __future__ import annotations

from typing import NamedTuple

from units.actions import create_unit, ensure_standard_kinds, remember_alias
from units.models import Unit, UnitGroup, UnitKind

PROVINCE = "LG"
DEPARTMENT = "SKHCN"
OFFICE = "SKHCN-VP"
INSTITUTE_KIND = ("vien", "Viện", 105)


class Row(NamedTuple):
    code: str
    parent: str
    kind: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()


ROWS = (
    Row("LG", "", "ubnd-tinh", "UBND tỉnh Lam Giang", "", ("Ủy ban nhân dân tỉnh Lam Giang",)),
    Row(
        "SKHCN",
        "LG",
        "so",
        "Sở Khoa học và Công nghệ tỉnh Lam Giang",
        "Sở KH&CN",
        ("Sở Khoa học và Công nghệ",),
    ),
    Row("SKHCN-VP", "SKHCN", "van-phong", "Văn phòng Sở", "VP Sở", ("Văn phòng",)),
    Row("SKHCN-TTR", "SKHCN", "thanh-tra", "Thanh tra Sở", "", ("Thanh tra",)),
    Row(
        "SKHCN-KHTC",
        "SKHCN",
        "phong",
        "Phòng Kế hoạch - Tài chính",
        "P. KHTC",
        ("Phòng Kế hoạch, Tài chính",),
    ),
    Row(
        "SKHCN-QLKH",
        "SKHCN",
        "phong",
        "Phòng Quản lý Khoa học và Công nghệ",
        "P. QLKH",
        ("Phòng Quản lý Khoa học",),
    ),
    Row("SKHCN-CDS", "SKHCN", "phong", "Phòng Chuyển đổi số", "P. CĐS"),
    Row(
        "SKHCN-BCVT",
        "SKHCN",
        "phong",
        "Phòng Bưu chính - Viễn thông",
        "P. BCVT",
        ("Phòng Bưu chính, Viễn thông",),
    ),
    Row("SKHCN-SHTT", "SKHCN", "phong", "Phòng Sở hữu trí tuệ", "P. SHTT"),
    Row("SKHCN-ATBX", "SKHCN", "phong", "Phòng An toàn bức xạ và hạt nhân", "P. ATBX"),
    Row(
        "SKHCN-TDC",
        "SKHCN",
        "chi-cuc",
        "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "CC TĐC",
        ("Chi cục TCĐLCL", "Chi cục TĐC"),
    ),
    Row("TDC-HCTH", "SKHCN-TDC", "phong", "Phòng Hành chính - Tổng hợp"),
    Row("TDC-QLTC", "SKHCN-TDC", "phong", "Phòng Quản lý Tiêu chuẩn Chất lượng"),
    Row("TDC-QLDL", "SKHCN-TDC", "phong", "Phòng Quản lý Đo lường"),
    Row(
        "SKHCN-UD",
        "SKHCN",
        "trung-tam",
        "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ",
        "TT ƯDTB",
        ("Trung tâm Ứng dụng tiến bộ KH&CN",),
    ),
    Row("UD-TTN", "SKHCN-UD", "to", "Tổ Thực nghiệm Khe Mát"),
    Row("SKHCN-TTCDS", "SKHCN", "trung-tam", "Trung tâm Chuyển đổi số", "TT CĐS"),
    Row("TTCDS-DL", "SKHCN-TTCDS", "phong", "Phòng Vận hành Trung tâm dữ liệu"),
    Row("TTCDS-AT", "SKHCN-TTCDS", "phong", "Phòng An toàn thông tin"),
    Row(
        "SKHCN-KT",
        "SKHCN",
        "trung-tam",
        "Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng",
        "TT KT TĐC",
        ("Trung tâm Kỹ thuật TĐC",),
    ),
    Row(
        "SKHCN-DMST",
        "SKHCN",
        "trung-tam",
        "Trung tâm Đổi mới sáng tạo và Khởi nghiệp",
        "TT ĐMST",
        ("Trung tâm Đổi mới sáng tạo",),
    ),
    Row(
        "SKHCN-TCKT",
        "SKHCN",
        "truong",
        "Trường Trung cấp Kỹ thuật - Công nghệ",
        "Trường TCKTCN",
        ("Trường Trung cấp Kỹ thuật Công nghệ",),
    ),
    Row("TCKT-DT", "SKHCN-TCKT", "phong", "Phòng Đào tạo và Công tác học viên"),
    Row("TCKT-KTX", "SKHCN-TCKT", "to", "Tổ Quản lý ký túc xá"),
    Row(
        "SKHCN-NNC",
        "SKHCN",
        "vien",
        "Viện Nghiên cứu Nông nghiệp công nghệ cao",
        "Viện NNCNC",
    ),
    Row(
        "SKHCN-PCCC",
        "SKHCN",
        "doi-pccc",
        "Đội PCCC và CNCH cơ sở",
        "Đội PCCC",
        ("Đội PCCC&CNCH cơ sở", "Đội PCCC cơ sở", "Đội PCCC cơ quan", "Đội PCCC và CNCH cơ quan"),
    ),
    Row("NASON", "LG", "ubnd-xa", "UBND xã Nà Sơn", "", ("Ủy ban nhân dân xã Nà Sơn",)),
    Row("NASON-VP", "NASON", "van-phong", "Văn phòng HĐND và UBND xã"),
    Row("NASON-KT", "NASON", "phong", "Phòng Kinh tế"),
    Row("NASON-VHXH", "NASON", "phong", "Phòng Văn hóa - Xã hội"),
    Row("NASON-CA", "NASON", "to", "Công an xã", "", ("Công an xã Nà Sơn",)),
    Row("NASON-QS", "NASON", "to", "Ban Chỉ huy Quân sự xã"),
    Row("NASON-T1", "NASON", "thon", "Thôn Bản Pục"),
    Row("NASON-T2", "NASON", "thon", "Thôn Khau Vai"),
    Row("NASON-T3", "NASON", "thon", "Thôn Nà Lạn"),
    Row("CAT", "LG", "ngoai", "Công an tỉnh Lam Giang", "", ("Công an tỉnh",)),
    Row(
        "CAT-PC07",
        "CAT",
        "ngoai",
        "Phòng Cảnh sát PCCC và CNCH Công an tỉnh",
        "PC07",
        ("Phòng Cảnh sát PCCC và CNCH", "Phòng PC07"),
    ),
    Row("CAP-TS", "CAT", "ngoai", "Công an phường Trung Sơn"),
    Row("BAO", "LG", "ngoai", "Báo và Phát thanh, Truyền hình Lam Giang"),
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
