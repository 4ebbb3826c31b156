"""What columns of lists hold, told by their cells.  PURE."""

from __future__ import annotations

import re

from units.lists.words import find_role
from vietnamese.text import fold

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d .()/-]{8,20}")
_FAMILY_NAMES = frozenset(
    (
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do",
        "ho", "ngo", "duong", "ly", "dao", "dinh", "doan", "trinh", "truong", "lam", "mai", "to",
        "ha", "cao", "luong", "luu", "chu", "ta", "thai", "quach", "nong", "trieu", "ma", "vi",
        "lo", "quang", "lu", "sung", "giang", "vang", "thao", "kpa", "ksor", "rmah", "siu", "rcom",
        "y", "a", "tong", "kieu", "ninh", "luc", "hua", "tang", "vuong", "be", "than", "nghiem",
    )
)  # fmt: skip


def is_email(cell: str) -> bool:
    return bool(_EMAIL.fullmatch(cell))


def is_phone(cell: str) -> bool:
    """Whether a cell is a telephone number: eight digits or more, beginning as they do here."""
    digits = re.sub(r"\D", "", cell)
    return bool(_PHONE.fullmatch(cell)) and 9 <= len(digits) <= 12 and cell.lstrip("(+ ")[0] in "08"


def is_person_name(cell: str) -> bool:
    words = fold(cell).split()
    return 2 <= len(words) <= 6 and words[0] in _FAMILY_NAMES and not re.search(r"\d", cell)


def is_role(cell: str) -> bool:
    return find_role(cell) is not None
