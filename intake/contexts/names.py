"""How a name and what it stands for are shown."""

from __future__ import annotations

from dataclasses import dataclass

from intake.forms.choices import field_name
from units.matching import How, Match
from vietnamese.text import fold

# What to say of each way of knowing: word, tone of the style sheet, icon.
_LOOKS: dict[How, tuple[str, str, str]] = {
    How.EXACT: ("đúng tên", "done", "check"),
    How.ALIAS: ("theo tên gọi khác", "done", "check"),
    How.ABBREVIATION: ("theo tên viết tắt", "done", "check"),
    How.POST: ("theo chức danh", "done", "check"),
    How.CHOSEN: ("đã chọn", "done", "check"),
    How.GROUP: ("nhóm đơn vị", "ongoing", "users-group"),
    How.SUCCESSOR: ("đơn vị kế thừa của đơn vị đã kết thúc", "due-soon", "arrow-merge"),
    How.CLOSE: ("tên gần giống", "due-soon", "zoom-question"),
    How.OUTSIDE: ("ngoài cơ quan, giữ nguyên tên", "cancelled", "building-community"),
    How.OPEN_ENDED: ("không nêu rõ đơn vị, giữ nguyên tên", "cancelled", "dots-circle-horizontal"),
    How.AMBIGUOUS: ("có thể là nhiều đơn vị, cần chọn", "due-soon", "help-circle"),
    How.UNKNOWN: ("chưa rõ đơn vị, cần chọn", "due-soon", "help-circle"),
}
_KEPT = ("giữ nguyên tên", "cancelled", "building-community")


@dataclass(frozen=True)
class Chip:
    """A name as written and what it was taken for (``label``, "" where the words say it).

    ``count``: of how many units, where there are several; ``section``: where the choice is made;
    ``is_open``: one must be made.
    """

    words: str
    label: str
    count: int
    note: str
    tone: str
    icon: str
    source: str
    section: str
    is_open: bool


def build_chip(match: Match, source: str = "") -> Chip:
    note, tone, icon = _LOOKS[match.how]
    if match.how is How.CHOSEN and not match.units:
        note, tone, icon = _KEPT
    return Chip(
        words=match.words,
        label=_label(match),
        count=len(match.units) if len(match.units) > 1 else 0,
        note=note,
        tone=tone,
        icon=icon,
        source=source,
        section=field_name(match.words),
        is_open=match.is_unsettled,
    )


def _label(match: Match) -> str:
    if not match.target or not match.units:
        return ""
    return "" if fold(match.target.label) == fold(match.words) else match.target.label
