"""Who may do what, and how far: the only permission table.  PURE.

A role is held in a unit.  A grant says what the role may do and how far it reaches from that unit.
What is not written here is not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    STAFF = "staff"
    HEAD = "head"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADMIN = "admin"


class Reach(StrEnum):
    OWN = "own"  # the unit itself
    SUBTREE = "subtree"  # the unit and everything below it
    ALL = "all"  # every unit of the installation


class Capability(StrEnum):
    USE_PROGRAM = "use_program"
    VIEW_UNITS = "view_units"
    VIEW_WORK = "view_work"
    RECORD_PROGRESS = "record_progress"
    CONFIRM_WORK = "confirm_work"
    DECIDE_EXTENSION = "decide_extension"
    REMIND = "remind"
    ANSWER_DIFFICULTIES = "answer_difficulties"
    READ_PLANS = "read_plans"
    IMPORT_PLANS = "import_plans"
    VIEW_DASHBOARD = "view_dashboard"
    PRODUCE_REPORTS = "produce_reports"
    ASSIGN_WORK = "assign_work"
    ASSIGN_OFFICERS = "assign_officers"
    MANAGE_GROUPS = "manage_groups"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_PEOPLE = "manage_people"
    CREATE_UNITS = "create_units"
    MANAGE_UNITS = "manage_units"
    ADMINISTER = "administer"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.STAFF: "Chuyên viên",
        Role.HEAD: "Trưởng đơn vị",
        Role.COORDINATOR: "Đầu mối tổng hợp",
        Role.LEADER: "Lãnh đạo",
        Role.ADMIN: "Quản trị hệ thống",
    }
)

CAPABILITY_LABELS: Mapping[Capability, str] = MappingProxyType(
    {
        Capability.USE_PROGRAM: "Đăng nhập, xem hướng dẫn",
        Capability.VIEW_UNITS: "Xem danh mục đơn vị",
        Capability.VIEW_WORK: "Xem công việc được giao",
        Capability.RECORD_PROGRESS: "Cập nhật tiến độ, báo cáo hoàn thành, xin gia hạn",
        Capability.CONFIRM_WORK: "Xác nhận hoàn thành hoặc trả lại",
        Capability.DECIDE_EXTENSION: "Quyết định gia hạn",
        Capability.REMIND: "Đôn đốc đơn vị có việc, có báo cáo phải nộp",
        Capability.ANSWER_DIFFICULTIES: "Trả lời vướng mắc của đơn vị",
        Capability.READ_PLANS: "Xem toàn bộ kế hoạch của cơ quan",
        Capability.IMPORT_PLANS: "Đưa kế hoạch vào chương trình",
        Capability.VIEW_DASHBOARD: "Xem tổng quan",
        Capability.PRODUCE_REPORTS: "Lập báo cáo kết quả thực hiện",
        Capability.ASSIGN_WORK: "Giao thêm việc, chuyển giao, tạm dừng, hủy việc",
        Capability.ASSIGN_OFFICERS: "Cử người phụ trách việc của đơn vị",
        Capability.MANAGE_GROUPS: "Lập và sửa nhóm đơn vị",
        Capability.CHANGE_SETTINGS: "Chọn thiết lập của cơ quan",
        Capability.MANAGE_PEOPLE: "Mời người dùng, cử và thôi vai trò",
        Capability.CREATE_UNITS: "Thêm đơn vị thuộc cơ quan khi đọc kế hoạch",
        Capability.MANAGE_UNITS: "Nhập và sửa danh mục đơn vị",
        Capability.ADMINISTER: "Vào trang quản trị",
    }
)

REACH_LABELS: Mapping[Reach, str] = MappingProxyType(
    {
        Reach.OWN: "đơn vị mình",
        Reach.SUBTREE: "đơn vị mình và các đơn vị thuộc",
        Reach.ALL: "toàn hệ thống",
    }
)

_OWN, _TREE, _ALL = Reach.OWN, Reach.SUBTREE, Reach.ALL
_STAFF, _HEAD, _COORDINATOR, _LEADER, _ADMIN = (
    Role.STAFF,
    Role.HEAD,
    Role.COORDINATOR,
    Role.LEADER,
    Role.ADMIN,
)

GRANTS: Mapping[Capability, Mapping[Role, Reach]] = MappingProxyType(
    {
        Capability.USE_PROGRAM: {
            _STAFF: _OWN,
            _HEAD: _OWN,
            _COORDINATOR: _OWN,
            _LEADER: _OWN,
            _ADMIN: _ALL,
        },
        # The directory is the list of an office's own parts; everyone in it may look units up.
        Capability.VIEW_UNITS: {
            _STAFF: _OWN,
            _HEAD: _TREE,
            _COORDINATOR: _TREE,
            _LEADER: _TREE,
            _ADMIN: _ALL,
        },
        # A head answers for the unit with all that stands below it.
        Capability.VIEW_WORK: {
            _STAFF: _OWN,
            _HEAD: _TREE,
            _COORDINATOR: _TREE,
            _LEADER: _TREE,
            _ADMIN: _ALL,
        },
        Capability.RECORD_PROGRESS: {_STAFF: _OWN, _HEAD: _TREE, _COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.CONFIRM_WORK: {_HEAD: _TREE, _COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.DECIDE_EXTENSION: {_COORDINATOR: _TREE, _LEADER: _TREE, _ADMIN: _ALL},
        Capability.REMIND: {_COORDINATOR: _TREE, _LEADER: _TREE, _ADMIN: _ALL},
        Capability.ANSWER_DIFFICULTIES: {_COORDINATOR: _TREE, _LEADER: _TREE, _ADMIN: _ALL},
        Capability.READ_PLANS: {_COORDINATOR: _TREE, _LEADER: _TREE, _ADMIN: _ALL},
        Capability.IMPORT_PLANS: {_COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.VIEW_DASHBOARD: {
            _HEAD: _TREE,
            _COORDINATOR: _TREE,
            _LEADER: _TREE,
            _ADMIN: _ALL,
        },
        Capability.PRODUCE_REPORTS: {_COORDINATOR: _TREE, _LEADER: _TREE, _ADMIN: _ALL},
        Capability.ASSIGN_WORK: {_COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.ASSIGN_OFFICERS: {_HEAD: _TREE, _COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.MANAGE_GROUPS: {_COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.CHANGE_SETTINGS: {_COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.MANAGE_PEOPLE: {_ADMIN: _ALL},
        Capability.CREATE_UNITS: {_COORDINATOR: _TREE, _ADMIN: _ALL},
        Capability.MANAGE_UNITS: {_ADMIN: _ALL},
        Capability.ADMINISTER: {_ADMIN: _ALL},
    }
)


def capabilities_of(roles: Iterable[Role]) -> frozenset[Capability]:
    """Everything that somebody with these roles may do somewhere."""
    held = set(roles)
    return frozenset(capability for capability, grants in GRANTS.items() if held & set(grants))


def roles_reaching(capability: Capability, reach: Reach) -> tuple[Role, ...]:
    """The roles to which the table gives ``capability`` with exactly this reach."""
    return tuple(role for role, how_far in GRANTS[capability].items() if how_far == reach)


# --- the table in words ---------------------------------------------------------------------------
@dataclass(frozen=True)
class PolicyCell:
    """How far one role may do one thing; ``reach`` is empty where it may not."""

    role: str
    reach: str


@dataclass(frozen=True)
class PolicyRow:
    label: str
    cells: tuple[PolicyCell, ...]


@dataclass(frozen=True)
class PolicyPage:
    roles: tuple[str, ...]
    rows: tuple[PolicyRow, ...]


def build_policy() -> PolicyPage:
    """The permission table itself, in words."""
    rows = tuple(
        PolicyRow(
            CAPABILITY_LABELS[capability],
            tuple(
                PolicyCell(label, REACH_LABELS[grants[role]] if role in grants else "")
                for role, label in ROLE_LABELS.items()
            ),
        )
        for capability, grants in GRANTS.items()
    )
    return PolicyPage(tuple(ROLE_LABELS.values()), rows)
