"""What of a story can be taken back, and what builds on it.  PURE.

The kinds are the values of ``tasks.models.EntryKind``; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# What ends the time in which a line can be taken back.
_ENDS = frozenset({"suspended", "resumed", "cancelled", "handed_over"})
_ANSWERED = frozenset({"difficulty_answered", "difficulty_closed"})
_BUILT_ON: Mapping[str, frozenset[str]] = {
    "progress": frozenset({"done", "confirmed", "sent_back", "figure"}) | _ANSWERED | _ENDS,
    "done": frozenset({"confirmed", "sent_back", "extension_granted", "extension_refused"}) | _ENDS,
    "confirmed": _ENDS,
    "sent_back": frozenset({"progress", "done", "extension_asked"}) | _ENDS,
    "extension_asked": frozenset({"extension_granted", "extension_refused"}) | _ENDS,
    "extension_granted": frozenset({"done", "extension_asked"}) | _ENDS,
    "extension_refused": frozenset({"done", "extension_asked"}) | _ENDS,
    "cancelled": _ENDS,
    "before": _ENDS,
    "evidence_withdrawn": frozenset({"confirmed"}) | _ENDS,
    "difficulty": _ANSWERED,
}
# What the button says, and what the story tells once it was pressed.
TAKE_BACK_LABELS: Mapping[str, str] = {
    "progress": "Rút lại cập nhật này",
    "done": "Rút lại báo cáo hoàn thành",
    "confirmed": "Rút lại xác nhận",
    "sent_back": "Rút lại việc trả lại",
    "extension_asked": "Rút lại đề nghị gia hạn",
    "extension_granted": "Rút lại quyết định",
    "extension_refused": "Rút lại quyết định",
    "cancelled": "Rút lại việc hủy",
    "before": "Rút lại “đã xong trước”",
    "evidence_withdrawn": "Dùng lại minh chứng",
    "difficulty": "Rút lại vướng mắc",
}
TAKEN_BACK_LABELS: Mapping[str, str] = {
    "progress": "Rút lại cập nhật tiến độ; số liệu, minh chứng, vướng mắc kèm theo không tính nữa.",
    "done": "Rút lại báo cáo hoàn thành; việc tiếp tục thực hiện.",
    "confirmed": "Rút lại xác nhận; việc chờ xác nhận lại.",
    "sent_back": "Rút lại việc trả lại; báo cáo hoàn thành chờ xác nhận như trước.",
    "extension_asked": "Rút lại đề nghị gia hạn.",
    "extension_granted": "Rút lại đồng ý gia hạn; đề nghị chờ quyết định lại.",
    "extension_refused": "Rút lại quyết định không đồng ý; đề nghị chờ quyết định lại.",
    "cancelled": "Rút lại việc hủy; việc tiếp tục thực hiện.",
    "before": "Rút lại “đã xong trước”; việc được theo dõi như việc khác.",
    "evidence_withdrawn": "Dùng lại minh chứng đã rút.",
    "difficulty": "Rút lại vướng mắc.",
}


def may_take_back(kind: str, later: Iterable[str]) -> bool:
    """Whether a line of this kind can be taken back after these later ones, those that were taken
    back themselves left out."""
    if kind not in _BUILT_ON:
        return False
    return not (_BUILT_ON[kind] | {kind}) & set(later)
