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

DEADLINES = "Thời hạn"

# Domain rule: no authority settles whether the day itself still counts for "trước ngày".
STRICT_BEFORE = Setting(
    key="strict_before",
    group=DEADLINES,
    label="“Trước ngày D”: quá hạn ngay từ ngày D",
    kind=SettingKind.YES_NO,
    default=False,
    help="Chọn “Không” thì ngày D vẫn là đúng hạn, quá hạn từ hôm sau. Áp dụng cho việc giao từ nay"
    " về sau; việc đang làm: mở trang kế hoạch, chọn Tính lại hạn. Báo cáo chưa nộp theo ngay.",
)
MOVE_DUE_DAYS = Setting(
    key="move_due_days",
    group=DEADLINES,
    label="Hạn rơi vào ngày nghỉ thì lùi đến ngày làm việc kế tiếp",
    kind=SettingKind.YES_NO,
    default=False,
    help="Chọn “Không” thì giữ nguyên ngày và chỉ ghi chú đó là ngày nghỉ.",
)

CHASING = "Nhắc việc và đôn đốc"

REMIND_BEFORE = Setting(
    key="remind_before",
    group=CHASING,
    label="Nhắc trước hạn (số ngày)",
    kind=SettingKind.NUMBERS,
    default=[7, 1],
    help="Nhiều lần thì cách nhau bằng dấu phẩy; để trống là không nhắc trước hạn.",
    least=1,
    most=60,
)
REMIND_LATE_EVERY = Setting(
    key="remind_late_every",
    group=CHASING,
    label="Nhắc lại việc quá hạn sau mỗi (số ngày)",
    kind=SettingKind.NUMBER,
    default=7,
    help="Lần đầu vào ngày đầu tiên quá hạn.",
    least=1,
    most=60,
)
ESCALATE_TO_HEAD = Setting(
    key="escalate_to_head",
    group=CHASING,
    label="Báo trưởng đơn vị khi quá hạn từ (số ngày)",
    kind=SettingKind.NUMBER,
    default=3,
    help="0 là không báo.",
)
ESCALATE_TO_LEADERS = Setting(
    key="escalate_to_leaders",
    group=CHASING,
    label="Báo lãnh đạo khi quá hạn từ (số ngày)",
    kind=SettingKind.NUMBER,
    default=14,
    help="0 là không báo.",
)
REMIND_EVIDENCE = Setting(
    key="remind_evidence",
    group=CHASING,
    label="Nhắc việc thường xuyên chưa có minh chứng trước khi hết kỳ (số ngày)",
    kind=SettingKind.NUMBER,
    default=14,
    help="0 là không nhắc.",
    most=90,
)
SEND_LETTERS = Setting(
    key="send_letters",
    group=CHASING,
    label="Gửi thư điện tử nhắc việc",
    kind=SettingKind.YES_NO,
    default=True,
    help="Chọn “Không” thì chỉ nhắc trong chương trình; thư đôn đốc của người dùng vẫn gửi.",
)

REPORTING = "Báo cáo của đơn vị"

OFFICERS_SEND = Setting(
    key="officers_send",
    group=REPORTING,
    label="Chuyên viên được gửi báo cáo của đơn vị",
    kind=SettingKind.YES_NO,
    default=False,
    help="Chọn “Không” thì chuyên viên soạn, trưởng đơn vị gửi.",
)

SETTINGS: tuple[Setting, ...] = (
    SEPARATE_CONFIRMATION,
    STRICT_BEFORE,
    MOVE_DUE_DAYS,
    REMIND_BEFORE,
    REMIND_LATE_EVERY,
    ESCALATE_TO_HEAD,
    ESCALATE_TO_LEADERS,
    REMIND_EVIDENCE,
    SEND_LETTERS,
    OFFICERS_SEND,
)
BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}
