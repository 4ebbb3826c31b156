"""Which clauses of a plan are work that can be followed.  PURE.

A clause that only orders a report is met by that report, which stands among the duties; a general
clause ("tổ chức thực hiện nghiêm túc Kế hoạch này") asks for nothing that could be finished.  Both
are kept and shown and neither is followed.  No text defines the two; the signs below are assumed
here [A], so what they find is a guess that a person can change at review and afterwards.
"""

from __future__ import annotations

import re
from enum import StrEnum

from vietnamese.text import fold


class Untracked(StrEnum):
    """Why a task is not followed."""

    REPORT = "report"
    GENERAL = "general"


UNTRACKED_LABELS = {
    Untracked.REPORT: "Chỉ giao báo cáo",
    Untracked.GENERAL: "Điều khoản chung",
}
UNTRACKED_REASONS = {
    Untracked.REPORT: "Theo dõi ở báo cáo phải nộp, không tính thêm một việc.",
    Untracked.GENERAL: "Giữ để tra cứu, không theo dõi tiến độ.",
}

_CLAUSE_END = re.compile(r"[;.:](?=\s|$)|\n")
# Who is told, or when, and nothing else.
_BARE = re.compile(
    r"(?:(?:giao|de nghi|yeu cau|cac|cong an|ubnd|van phong|phong|doi|ban|so|thu truong|truong"
    r"|don vi|khoa|trung tam|lanh dao)\b(?!.*\b(?:kiem tra|to chuc|thuc hien|trien khai"
    r"|lap|bao cao|tong hop|tong ket|ket|gui|theo doi|don doc|quan triet|chi dao)\b).{0,70}"
    r"|(?:truoc|cham nhat|vao|den het)(?: ngay)? \d.*)"
)
# What begins a piece of work of its own.
_VERBS = (
    r"tuyen truyen|pho bien|quan triet luat|tap huan|huan luyen|boi duong|dien tap|thuc tap"
    r"|trang bi|mua sam|sua chua|bao duong|bao tri|lap dat|thay the|thay moi|bo tri|kien toan"
    r"|cung co|thanh lap|xay dung|ban hanh|lap (?:ke hoach|ho so|du toan|danh sach|bien ban)"
    r"|du toan|ra soat|khao sat|thanh tra|tu kiem tra|kiem tra (?!viec|cong tac|tinh hinh)"
    r"|ky cam ket|phat dong|huong ung|dang tai|cap phat|dau tu|nghiem thu|tham duyet|khac phuc"
    r"|xu ly|khen thuong|duy tri|(?<!phong )(?<!ban )quan ly"
    r"|cu nguoi|tham gia|huong dan ky nang|nop ho so"
    r"|to chuc (?:hoi nghi|lop|hoi thi|dot|truc|ky|cac hoat dong)"
)
_WORK = re.compile(rf"\b(?:{_VERBS})\b")
_MORE_WORK = re.compile(rf",(?: va)? (?:{_VERBS})\b")
_REPORT = re.compile(
    r"\b(?:bao cao|tong hop|gui (?:bao cao|ket qua)|lap bao cao|so ket|tong ket)\b"
)
_THE_PLAN = r"\b(?:ke hoach(?! so\b| cu the| rieng| cua don vi)|cac noi dung|noi dung|nhiem vu)\b"
# To carry the plan out, to make it known, to answer for it.
_CARRY_OUT = (
    r"\b(?:to chuc|trien khai|thuc hien|chi dao|nghiem tuc)\b[^,;]{0,60}?"
    rf"\b(?:thuc hien|trien khai|quan triet)\b[^;]{{0,40}}?{_THE_PLAN}"
)
# To see to it that others do.
_FOLLOW_UP = (
    r"\b(?:theo doi|don doc|huong dan|giam sat|dau moi|kiem tra)\b[^;]{0,80}"
    rf"\b(?:thuc hien|trien khai)\b[^;]{{0,60}}{_THE_PLAN}"
)
_SIGNS = (
    _CARRY_OUT,
    r"\b(?:thuc hien|trien khai|quan triet)\b[^,;]{0,30}\bke hoach(?! so\b)",
    r"\b(?:can cu|theo)\b[^;]{0,100}\b(?:to chuc|trien khai) (?:trien khai )?thuc hien\b",
    r"\bchiu trach nhiem\b[^;]{0,140}\b(?:thuc hien|trien khai)\b[^;]{0,30}\bke hoach\b",
    _FOLLOW_UP,
    r"\b(?:theo doi|don doc)(?:, (?:kiem tra|don doc|huong dan|giam sat))*$",
    r"\bdon doc, kiem tra$",
    # What to do where something stands in the way.
    r"\b(?:kho khan|vuong mac|phat sinh)\b[^;]{0,120}\b(?:bao cao|phan anh|phan hoi)\b",
)
_GENERAL = tuple(map(re.compile, _SIGNS))


def untracked_as(text: str, *, has_duty: bool, has_day: bool) -> Untracked | None:
    """Why a task with this text is not followed; None for work.

    ``has_duty``: a report duty was read in it; ``has_day``: it falls due on some day.  Whatever has
    a day and is no report is work.
    """
    clauses = [clause.strip(" ,-+") for clause in _CLAUSE_END.split(fold(text))]
    kinds = {_kind_of(one) for one in clauses if len(one.split()) > 1 and not _is_bare(one)}
    if not kinds or None in kinds:
        return None
    if has_duty and any(map(_REPORT.search, clauses)):
        return Untracked.REPORT
    return None if has_day or Untracked.REPORT in kinds else Untracked.GENERAL


def _is_bare(clause: str) -> bool:
    return bool(_BARE.fullmatch(clause)) and not _WORK.search(clause)


def _kind_of(clause: str) -> Untracked | None:
    if not _WORK.search(clause) and any(sign.search(clause) for sign in _GENERAL):
        return Untracked.GENERAL
    report = _REPORT.search(clause)
    if not report or _WORK.search(clause[: report.start()]):
        return None
    return None if _MORE_WORK.search(clause, report.start()) else Untracked.REPORT
