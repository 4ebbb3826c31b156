"""What an agency may choose for itself: every setting there is, with its default.  PURE.

A setting is a line of this file; ``units.querysets`` reads what an agency has chosen
(``AgencySetting.objects.value_of``), and the page of settings draws itself from here.  To add one:
write a ``Setting`` below, put it into ``SETTINGS``, and read it with ``value_of(unit, YOURS)``.

What an agency has not chosen comes from the one above it, and at the top from ``default``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class SettingKind(StrEnum):
    YES_NO = "yes_no"  # bool
    NUMBER = "number"  # int, from ``least`` to ``most``
    NUMBERS = "numbers"  # list of int, each from ``least`` to ``most``, in order
    CHOICE = "choice"  # one of ``choices``
    TEXT = "text"  # str, one line


@dataclass(frozen=True)
class Setting:
    """One thing to choose; ``group`` is the heading under which the page shows it."""

    key: str
    group: str
    label: str
    kind: SettingKind
    default: Any
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 365

    def words(self, value: Any) -> str:
        """A value as a person reads it."""
        if self.kind is SettingKind.YES_NO:
            return "Có" if value else "Không"
        if self.kind is SettingKind.NUMBERS:
            return ", ".join(map(str, value)) or "không có"
        return dict(self.choices).get(str(value), str(value)) or "trống"

    def holds(self, value: Any) -> bool:
        """Whether a stored value is one that can be meant; a row of an older version may not be."""
        match self.kind:
            case SettingKind.YES_NO:
                return isinstance(value, bool)
            case SettingKind.NUMBER:
                return self._in_range(value)
            case SettingKind.NUMBERS:
                return isinstance(value, list) and all(map(self._in_range, value))
            case SettingKind.CHOICE:
                return value in dict(self.choices)
            case SettingKind.TEXT:
                return isinstance(value, str)

    def _in_range(self, value: Any) -> bool:
        return type(value) is int and self.least <= value <= self.most


CONFIRMATION = "Xác nhận hoàn thành"

# Off where a small office has one person for everything.
SEPARATE_CONFIRMATION = Setting(
    key="separate_confirmation",
    group=CONFIRMATION,
    label="Người báo hoàn thành không tự xác nhận việc đó",
    kind=SettingKind.YES_NO,
    default=True,
    help="Việc đã báo hoàn thành do một người khác có quyền xác nhận.",
)

SETTINGS: tuple[Setting, ...] = (SEPARATE_CONFIRMATION,)
BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}
