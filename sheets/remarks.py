"""Rows of a sheet that are no part of the list in it, and why.  PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from sheets.columns import bare
from vietnamese.text import fold


class Why(StrEnum):
    """Why a row is left out."""

    SECTION = "tên nhóm, tên khối"
    SUM = "dòng tổng cộng"
    NOTE = "ghi chú"
    SIGNATURE = "phần ký tên"
    COUNTING = "số thứ tự cột"
    HEADING = "tiêu đề lặp lại"
    EXAMPLE = "dòng mẫu"
    WISHED = "bạn chọn bỏ dòng này"


_NOTE_CELLS = 3
_NOTE = re.compile(r"(?:ghi chu|luu y|chu thich|danh sach (?:nay )?(?:gom|co)|can cu)\b")
_SUM = re.compile(
    r"(?:tong(?: so| cong)?|cong(?: lai| chung| so)?)"
    r"(?: (?:\d.*|don vi.*|so .*|cong.*|nguoi.*|:.*|toan .*|cac .*|danh sach.*))?"
)
_SIGNATURE = re.compile(
    r"(?:\(?ky[ ,]|\(?da ky|nguoi lap|lap bieu|nguoi tong hop|thu truong|noi nhan|xac nhan cua"
    r"|(?:tm|kt|tl|tuq|q)\.|giam doc$|pho giam doc$|chu tich$|pho chu tich$|truong phong$"
    r"|hieu truong$|chanh van phong$|nguoi bao cao"
    r"|[\w .]*,? ?ngay [\d. …_/]+|[\w .]*,? ?ngay thang)"
)
_COUNTING = re.compile(r"\(?(\d{1,2}|[a-z])\)?", re.IGNORECASE)
_SECTION_NUMBER = re.compile(r"([IVXLC]+|[A-Z])[.)]?")
_NUMBERED_TITLE = re.compile(r"(?:[IVXLC]+|[A-Z])[.)/] ?\S")
_PLURAL = re.compile(
    r"(?:khoi|nhom|cac|nhung|phan|muc|danh sach|cum|don vi (?:su nghiep|hanh chinh|truc thuoc)"
    r"|phong ban|phong chuyen mon|cap)\b"
)


@dataclass(frozen=True)
class Around:
    """All rows below a heading: their values by key, their words, and which are numbered how."""

    values: Sequence[Mapping[str, str]]
    words: Sequence[Sequence[str]]
    headings: frozenset[str]
    named_by: Sequence[str]
    usual: float
    last: int
    closing: int

    @classmethod
    def of(
        cls,
        values: Sequence[Mapping[str, str]],
        words: Sequence[Sequence[str]],
        headings: Sequence[Any],
        named_by: Sequence[str],
    ) -> Around:
        wanted = set(named_by) & {heading.key for heading in headings}
        last = max(
            (
                at
                for at, row in enumerate(values)
                if all(row[key] for key in wanted) and not _is_closing(words[at])
                and not _is_sum(words[at])
            ),
            default=-1,
        )  # fmt: skip
        usual = median([len(one) for one in words]) if words else 0
        said = frozenset(bare(heading.words) for heading in headings if heading.words)
        closing = _closing(words, usual)
        return cls(values, words, said, named_by, usual, min(last, closing - 1), closing)


def why_left_out(at: int, around: Around) -> Why | None:
    """Why the row is no part of the list; None where it is one."""
    values, words = around.values[at], around.words[at]
    if at >= around.closing:
        return Why.SIGNATURE if _is_signature(words) or at > around.closing else Why.NOTE
    if _is_heading_again(words, around.headings):
        return Why.HEADING
    if _is_sum(words):
        return Why.SUM
    if len(words) > 1 and all(_COUNTING.fullmatch(cell) for cell in words):
        return Why.COUNTING
    after = at > around.last
    if after and _is_note(words):
        return Why.NOTE
    if not any(values.get(key) for key in around.named_by):
        return Why.NOTE if after or not any(values.values()) else None
    return Why.SECTION if _is_section(values, words, around) else None


def _is_note(words: Sequence[str]) -> bool:
    return len(words) <= _NOTE_CELLS and bool(_NOTE.match(bare(words[0])))


def _is_sum(words: Sequence[str]) -> bool:
    """A sum says so in its first words and gives figures else."""
    first = next((cell for cell in words if not cell.isdecimal()), "")
    rest = [cell for cell in words if cell != first]
    return bool(
        len(words) <= _NOTE_CELLS + 1
        and _SUM.fullmatch(bare(first))
        and all(re.fullmatch(r"[\d.,% ]+|=.*|.*đơn vị.*|.*người.*", cell) for cell in rest)
    )


def _is_signature(words: Sequence[str]) -> bool:
    return len(words) <= _NOTE_CELLS and any(_SIGNATURE.match(fold(cell)) for cell in words)


def _is_closing(words: Sequence[str]) -> bool:
    return _is_signature(words) or _is_note(words)


def _closing(words: Sequence[Sequence[str]], usual: float) -> int:
    """The first row of what stands below the list: from there on no row is as full as the list's,
    or numbered."""
    closing = len(words)
    for at in range(len(words) - 1, -1, -1):
        if _is_signature(words[at]):
            closing = at
        elif _looks_listed(words[at], usual):
            break
    return closing


def _looks_listed(words: Sequence[str], usual: float) -> bool:
    return words[0].isdecimal() or (usual > 2 and len(words) >= usual)


def _is_heading_again(words: Sequence[str], headings: frozenset[str]) -> bool:
    """The headings said once more, at the top of a printed page."""
    same = [cell for cell in words if bare(cell) in headings]
    return len(same) >= 2 and len(same) * 2 > len(words)


def _is_section(values: Mapping[str, str], words: Sequence[str], around: Around) -> bool:
    """ "I. Các phòng chuyên môn" across the table, or "I" and the title in the next cell."""
    code = around.named_by[0] if len(around.named_by) > 1 else ""
    title = words[-1]
    numbered = bool(len(words) == 2 and _SECTION_NUMBER.fullmatch(words[0]))
    if values.get(code):
        return len(words) == 1 and " " in words[0] and around.usual > 1
    if code in values:
        return numbered or bool(len(words) == 1 and _NUMBERED_TITLE.match(title))
    if not code:  # what is listed are groups, which are called so
        return False
    generic = bool(_PLURAL.match(bare(re.sub(r"^(?:[IVXLC]+|[A-Z])[.)/] ?", "", title))))
    alone = numbered or (len(words) == 1 and bool(_NUMBERED_TITLE.match(title)))
    return generic and (alone or (len(words) == 1 and around.usual > 1))
