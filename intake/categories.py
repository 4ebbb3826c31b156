"""What sort of work a task is, and what it is called for short.  PURE.

The sorts are the values of ``tasks.models.Category``; a test holds the two together.
"""

from __future__ import annotations

import re

from vietnamese.text import one_line

# The first sort whose words stand earliest in the text wins.
_SIGNS: dict[str, str] = {
    "communication": (
        r"tuyên truyền|phổ biến|quán triệt|giáo dục pháp luật|đăng tải|truyền thông|chuyên mục"
        r"|hưởng ứng"
    ),
    "training": r"tập huấn|huấn luyện|bồi dưỡng|đào tạo",
    "drill": r"thực tập phương án|diễn tập|thực tập chữa cháy|phương án chữa cháy",
    "inspection": r"kiểm tra|tự kiểm tra|rà soát|giám sát|thanh tra|khảo sát",
    "equipment": (
        r"trang bị|mua sắm|sửa chữa|bảo dưỡng|bảo trì|thay thế|lắp đặt|nạp bình|kinh phí|dự toán"
    ),
    "organisation": (
        r"kiện toàn|củng cố|thành lập|phân công|ban hành (?:nội quy|quy chế|văn bản)"
        r"|xây dựng lực lượng"
    ),
    "reporting": r"báo cáo|tổng hợp|sơ kết|tổng kết",
}
_PATTERNS = tuple((sort, re.compile(signs, re.IGNORECASE)) for sort, signs in _SIGNS.items())
OTHER = "other"

# "theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch" is no inspection.
_FOLLOW_UP = re.compile(r"(?:theo dõi|đôn đốc)[^.;]{0,60}(?:thực hiện)", re.IGNORECASE)


def category_of(text: str) -> str:
    """The sort of work that the text names first."""
    if _FOLLOW_UP.search(text):
        return "reporting"
    found = [(match.start(), sort) for sort, sign in _PATTERNS if (match := sign.search(text))]
    return min(found, default=(0, OTHER))[1]


SHORTEST, LONGEST = 24, 120
_CLAUSE_END = re.compile(r"[.;:](?=\s|$)|,(?=\s)")
# After "Số.", "TP." and the like a dot ends nothing.
# "cứu nạn, cứu hộ" is one thing.
_NO_END = re.compile(r"\b(?:số|tp|tx|tt|p|q|st|v\.v|cứu nạn|phòng cháy)$", re.IGNORECASE)
# Who is told to do it, and what is only said how, is no part of a task's name.
_ADDRESSEE = re.compile(r"^(?:Giao|Đề nghị|Yêu cầu|Phân công)\s[^:.;]{3,160}:\s+(?=\S)")
_DETAILS = re.compile(r"\s[-–+]\s(?:Nội dung|Hình thức|Yêu cầu|Đối tượng|Địa điểm)\b.*$")


def short_title(text: str) -> str:
    """A short name for a task: its first clause, at most 120 characters, cut between words."""
    line = _DETAILS.sub("", _ADDRESSEE.sub("", one_line(text)))
    ends = [
        match.start()
        for match in _CLAUSE_END.finditer(line, SHORTEST)
        if not _NO_END.search(line[: match.start()])
    ]
    # A full stop or semicolon ends the thought; a comma only where the sentence goes on too long.
    strong = [end for end in ends if line[end] != "," and end <= LONGEST]
    if len(line) <= LONGEST and not strong:
        return line.rstrip(" .;:,")
    if strong:
        return line[: strong[0]].rstrip()
    weak = [end for end in ends if end <= LONGEST]
    if weak and weak[-1] >= LONGEST // 2:
        return line[: weak[-1]].rstrip()
    return line[: LONGEST - 2].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
