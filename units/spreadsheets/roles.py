"""Roles by the words that offices use for them.  PURE."""

from __future__ import annotations

from sheets.columns import bare
from units.policy import ROLE_LABELS, Role

_WORDINGS: dict[Role, tuple[str, ...]] = {
    Role.STAFF: ("Cán bộ", "Nhân viên", "Viên chức", "Công chức", "Người thực hiện"),
    Role.HEAD: ("Trưởng phòng", "Thủ trưởng đơn vị", "Lãnh đạo đơn vị", "Phụ trách đơn vị"),
    Role.COORDINATOR: ("Đầu mối", "Cán bộ đầu mối", "Tổng hợp"),
    Role.LEADER: ("Lãnh đạo cơ quan",),
    Role.ADMIN: ("Quản trị", "Quản trị viên", "Admin"),
}
_ROLES = {
    bare(words): role for role in Role for words in (ROLE_LABELS[role], role, *_WORDINGS[role])
}


def find_role(words: str) -> Role | None:
    """The role that these words mean, accents and case apart; None where they mean none.

    >>> find_role("đầu mối tổng hợp")
    <Role.COORDINATOR: 'coordinator'>
    """
    return _ROLES.get(bare(words))
