"""The people of the demonstration: a head and an officer in each unit, and the accounts to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from accounts.models import User
from demo.units import DEPARTMENT, OFFICE, PROVINCE
from units.models import Membership, Unit
from units.policy import ROLE_LABELS, Role
from vietnamese.text import fold

# One password for everybody in the demonstration; it opens nothing but invented data.
PASSWORD = "dungthu-2026"  # nosec B105
MAIL = "lamgiang.example"


class Person(NamedTuple):
    name: str
    position: str
    unit: str
    role: Role
    username: str = ""

    @property
    def account(self) -> str:
        """The name to log in with: the given one, else the person's own without diacritics."""
        return self.username or fold(self.name).replace(" ", ".")


STAFF, HEAD = Role.STAFF, Role.HEAD

# The accounts that are shown to whoever tries the program, in this order.
ACCOUNTS = (
    Person("Nông Thị Thu Hằng", "Chuyên viên", OFFICE, STAFF, "chuyenvien"),
    Person("Vi Văn Thành", "Chánh Văn phòng Sở", OFFICE, HEAD, "truongphong"),
    Person(
        "Trần Ngọc Ánh",
        "Chuyên viên tổng hợp, đầu mối PCCC và CNCH",
        DEPARTMENT,
        Role.COORDINATOR,
        "daumoi",
    ),
    Person("Lương Quang Hải", "Giám đốc Sở", DEPARTMENT, Role.LEADER, "lanhdao"),
    Person("Bế Minh Tuấn", "Quản trị hệ thống", DEPARTMENT, Role.ADMIN, "quantri"),
    Person("Hà Văn Khoa", "Phó Chủ tịch UBND tỉnh", PROVINCE, Role.LEADER, "lanhdaotinh"),
)

OTHERS = (
    Person("Đàm Thị Hồng Vân", "Phó Giám đốc Sở", DEPARTMENT, Role.LEADER),
    Person("Lý Thị Mai", "Văn thư", OFFICE, STAFF),
    Person("Phạm Đức Long", "Chánh Thanh tra Sở", "SKHCN-TTR", HEAD),
    Person("Hoàng Thùy Dương", "Thanh tra viên", "SKHCN-TTR", STAFF),
    Person("Nguyễn Thị Kim Oanh", "Trưởng phòng", "SKHCN-KHTC", HEAD),
    Person("Tô Văn Khánh", "Chuyên viên", "SKHCN-KHTC", STAFF),
    Person("Triệu Quốc Bảo", "Trưởng phòng", "SKHCN-QLKH", HEAD),
    Person("Đinh Thị Ngọc Lan", "Chuyên viên", "SKHCN-QLKH", STAFF),
    Person("Ngô Xuân Trường", "Trưởng phòng", "SKHCN-CDS", HEAD),
    Person("Hà Phương Thảo", "Chuyên viên", "SKHCN-CDS", STAFF),
    Person("Lê Công Định", "Trưởng phòng", "SKHCN-BCVT", HEAD),
    Person("Mông Văn Hiếu", "Chuyên viên", "SKHCN-BCVT", STAFF),
    Person("Vũ Thị Bích Ngọc", "Trưởng phòng", "SKHCN-SHTT", HEAD),
    Person("Dương Văn Nam", "Chuyên viên", "SKHCN-SHTT", STAFF),
    Person("Bùi Thế Anh", "Trưởng phòng", "SKHCN-ATBX", HEAD),
    Person("Chu Thị Hoài", "Chuyên viên", "SKHCN-ATBX", STAFF),
    Person("Hoàng Đình Phúc", "Chi cục trưởng", "SKHCN-TDC", HEAD),
    Person("Lục Thị Huế", "Kiểm soát viên chất lượng", "SKHCN-TDC", STAFF),
    Person("Nguyễn Trung Kiên", "Giám đốc Trung tâm", "SKHCN-UD", HEAD),
    Person("Phan Thị Yến", "Viên chức kỹ thuật", "SKHCN-UD", STAFF),
    Person("Đỗ Mạnh Cường", "Giám đốc Trung tâm", "SKHCN-TTCDS", HEAD),
    Person("La Văn Sơn", "Kỹ sư vận hành", "SKHCN-TTCDS", STAFF),
    Person("Trịnh Hữu Lợi", "Giám đốc Trung tâm", "SKHCN-KT", HEAD),
    Person("Nông Văn Quyết", "Kiểm định viên", "SKHCN-KT", STAFF),
    Person("Mai Thanh Tùng", "Giám đốc Trung tâm", "SKHCN-DMST", HEAD),
    Person("Hứa Thị Diễm", "Viên chức truyền thông", "SKHCN-DMST", STAFF),
    Person("Phùng Văn Toàn", "Hiệu trưởng", "SKHCN-TCKT", HEAD),
    Person("Sầm Thị Liên", "Cán bộ quản lý học viên", "SKHCN-TCKT", STAFF),
    Person("Đặng Hồng Quân", "Viện trưởng", "SKHCN-NNC", HEAD),
    Person("Ma Thị Thơm", "Nghiên cứu viên", "SKHCN-NNC", STAFF),
    Person("Hoàng Văn Đạt", "Đội trưởng", "SKHCN-PCCC", HEAD),
    Person("Vương Tiến Lực", "Đội viên thường trực", "SKHCN-PCCC", STAFF),
    Person("Nông Đình Chiến", "Chủ tịch UBND xã", "NASON", Role.LEADER),
    Person("Lương Thị Nhung", "Công chức tổng hợp", "NASON", Role.COORDINATOR),
    Person("Hoàng Văn Páo", "Phó Trưởng Công an xã", "NASON-CA", HEAD),
    Person("Đàm Văn Tài", "Công an viên", "NASON-CA", STAFF),
    Person("Bàn Thị Xuân", "Trưởng phòng", "NASON-KT", HEAD),
    Person("Lê Thị Thanh Tâm", "Công chức", "NASON-VHXH", STAFF),
    Person("Phạm Thu Trang", "Trưởng phòng", "TDC-HCTH", HEAD),
    Person("Nguyễn Ánh Tuyết", "Chuyên viên", "TDC-HCTH", STAFF),
    Person("Trần Bảo Khang", "Trưởng phòng", "TTCDS-DL", HEAD),
)

PEOPLE = ACCOUNTS + OTHERS
ACCOUNT_NAMES = frozenset(person.account for person in PEOPLE)


@dataclass(frozen=True)
class Cast:
    """Who acts for whom: the heads and officers by unit code, and those of the whole department."""

    heads: Mapping[str, User]
    staff: Mapping[str, User]
    coordinator: User
    leader: User
    deputy: User
    administrator: User

    def officer_of(self, code: str) -> User:
        """Who records work of a unit; the administrator for a unit without people of its own."""
        return self.staff.get(code) or self.heads.get(code) or self.administrator

    def head_of(self, code: str) -> User:
        """Who confirms work of a unit."""
        return self.heads.get(code) or self.administrator


def create_people(units: Mapping[str, Unit]) -> Cast:
    """Makes everybody with their role.  Raises ValidationError where a name is taken."""
    # One hash for all: making one takes as long as a thousand rows.
    password = make_password(PASSWORD)
    made = {person.account: _create(person, units[person.unit], password) for person in PEOPLE}
    return Cast(
        heads=_by_unit(made, HEAD),
        staff=_by_unit(made, STAFF),
        coordinator=made["daumoi"],
        leader=made["lanhdao"],
        deputy=made[OTHERS[0].account],
        administrator=made["quantri"],
    )


def _create(person: Person, unit: Unit, password: str) -> User:
    user = User(
        username=person.account,
        full_name=person.name,
        position=person.position,
        email=f"{person.account}@{MAIL}",
        password=password,
    )
    user.full_clean()
    user.save()
    membership = Membership(user=user, unit=unit, role=person.role.value)
    membership.full_clean()
    membership.save()
    return user


def _by_unit(made: Mapping[str, User], role: Role) -> dict[str, User]:
    found: dict[str, User] = {}
    for person in PEOPLE:
        if person.role is role:
            found.setdefault(person.unit, made[person.account])
    return found


def account_table() -> str:
    """The accounts for trying the program out, one a line, with their password."""
    rows = [("Vai trò", "Tên đăng nhập", "Mật khẩu", "Người dùng")]
    rows += [
        (ROLE_LABELS[person.role], person.account, PASSWORD, f"{person.name}, {person.position}")
        for person in ACCOUNTS
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3]]
        )
        for row in rows
    )
