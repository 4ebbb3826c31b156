"""What a part of a plan is about, told by its heading."""

from __future__ import annotations

import re
from enum import Enum, auto

from reading.letters import flat


class Role(Enum):
    PURPOSE = auto()  # aims and requirements: never tasks
    WORK = auto()
    REPORTING = auto()  # every item is a task and a duty
    BUDGET = auto()  # tasks only where a unit is named
    OTHER = auto()


_ROLES = (
    (
        Role.PURPOSE,
        (
            r"(?:mot so )?(?:muc dich|muc tieu|yeu cau|quan diem|phuong cham|phuong huong"
            r"|nguyen tac"
            r"|chi tieu"
            r"|y nghia|(?:pham vi|doi tuong)(?!.*(?:nhiem vu|noi dung))|can cu|co so phap ly"
            r"|co so xay dung"
            r"|(?:dac diem|khai quat|danh gia|thuc trang)\b|tinh hinh|su can thiet|ket qua dat duoc"
            r"|giai thich tu ngu|thoi gian(?:,| va)? dia diem|thoi gian, doi tuong)"
        ),
    ),
    (Role.REPORTING, r"(?:cong tac |che do |thuc hien che do |ve )?(?:thong tin,? )?bao cao\b"),
    (Role.BUDGET, r"(?:nguon )?(?:du toan )?kinh phi|nguon luc|co che tai chinh|ngan sach"),
    (
        Role.WORK,
        (
            r"(?:cac |mot so )?(?:nhiem vu|noi dung|giai phap|bien phap|to chuc thuc hien"
            r"|to chuc trien khai"
            r"|phan cong|trach nhiem|cong tac|ke hoach|cong viec|hoat dong|tien do|lo trinh"
            r"|trien khai"
            r"|bao dam|chuong trinh|viec lam|danh muc nhiem vu|phu luc)"
        ),
    ),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_PARTS = re.compile(
    r"^(?:muc dich|muc tieu|yeu cau|quan diem|nhiem vu|noi dung|cac nhiem vu|cac noi dung|giai phap"
    r"|to chuc thuc hien|kinh phi|phan cong|trach nhiem|che do (?:thong tin,? )?bao cao"
    r"|cong tac bao cao"
    r"|tien do|bien phap)"
)
_SENTENCE_END = re.compile(r"[.;,!?…]$|\./\.$")
_LONGEST_HEADING = 160


def role_of(heading: str) -> Role:
    """What the part under ``heading`` is about."""
    words = flat(heading).strip(" .:;")
    for role, pattern in _PATTERNS:
        if pattern.match(words):
            return role
    return Role.OTHER


def is_shouted(words: str) -> bool:
    """Whether the words are in capitals, as the headings of parts are."""
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def is_part_heading(words: str) -> bool:
    """Whether the words, without their number, are the heading of a part of a plan."""
    if len(words) > _LONGEST_HEADING or _SENTENCE_END.search(words):
        return False
    return is_shouted(words) and bool(_PARTS.match(flat(words)))


_CLOSING = re.compile(
    r"(?:tren day la|trong qua trinh|qua trinh|(?:can cu|nhan duoc) (?:noi dung )?(?:ke hoach"
    r"|van ban)(?: nay)?,"
    r"|yeu cau (?:cac|thu truong|truong|lanh dao|toan the|can bo)|de nghi (?:cac|thu truong|truong)"
    r"|ke hoach nay (?:co hieu luc|thay the|duoc)|so [^.;]{0,40}(?:yeu cau|de nghi) |noi nhan"
    r"|tren day,"
    r"|(?:neu|khi) (?:co|phat sinh)|ke hoach nay)"
)


def is_closing(words: str) -> bool:
    """Whether a paragraph without a mark only closes the plan."""
    return bool(_CLOSING.match(flat(words[:80])))


def looks_like_title(words: str) -> bool:
    """Whether the words read as a title: short, and no sentence's end."""
    return len(words.split()) <= 30 and not _SENTENCE_END.search(words.rstrip(' ”"'))


_ASIDE = re.compile(
    r"[(\[]?(?:(?:hinh|anh|so do|bieu do|video|clip)(?: anh| minh hoa)?(?: so)?"
    r"(?: \d{1,2}(?:\.\d{1,2})?)?\s?[.:–-] ?(?=\S)|anh minh hoa|nguon(?: anh)?: ?(?:bao|internet"
    r"|cong thong tin"
    r"|trang|suu tam|ttxvn|www|https?|facebook)|quang cao\b|advertisement|(?:xem|doc"
    r"|tham khao) them\b"
    r"|(?:tin|bai)(?: viet)? (?:lien quan|cung chuyen muc|khac)\b|tai (?:ve|mau|file"
    r"|tep)\b[^.;]{0,60}$"
    r"|(?:chia se|theo doi|like|dang ky)\b[^.;]{0,30}\b(?:facebook|zalo|youtube|chung toi|nhan tin)"
    r"|moi (?:ban doc|quy khach)\b|(?:hotline|click|https?://|www\.)|.*\b(?:hotline|bao gia"
    r"|khuyen mai|giam gia)\b"
    r".{0,60}\d{3})"
)


def is_aside(words: str) -> bool:
    """Whether a line without a mark is a caption or an advertisement that copying brought along."""
    return len(words) < _LONGEST_HEADING and bool(_ASIDE.match(flat(words)))
