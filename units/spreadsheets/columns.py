"""The columns of a list of units and the words under which offices write them.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from vietnamese.text import fold

_SIGNS = re.compile(r"[^a-z0-9]+")
_REMARKS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Column:
    """``heading`` is what the program itself writes; ``wordings`` are read as the same thing."""

    key: str
    heading: str
    hint: str
    wordings: tuple[str, ...] = ()
    required: bool = False
    exported: bool = True
    width: int = 18


UNIT_COLUMNS = (
    Column(
        "code",
        "Mã đơn vị",
        "Mỗi đơn vị một mã, không trùng nhau (ví dụ TCHC). Nếu bỏ hẳn cột này, đơn vị được nhận"
        " theo tên và chương trình tự đặt mã cho đơn vị mới.",
        ("Mã ĐV", "Mã", "Mã số", "Mã cơ quan", "Mã cơ quan, đơn vị", "Mã phòng ban", "Ký hiệu"),
        width=14,
    ),
    Column(
        "name",
        "Tên đơn vị",
        "Bắt buộc. Tên đầy đủ của đơn vị.",
        (
            "Tên",
            "Đơn vị",
            "Tên ĐV",
            "Tên cơ quan",
            "Tên cơ quan, đơn vị",
            "Cơ quan, đơn vị",
            "Cơ quan",
            "Tên phòng ban",
            "Phòng ban",
            "Tên đầy đủ",
            "Tên tổ chức",
        ),
        required=True,
        width=46,
    ),
    Column(
        "short_name",
        "Tên viết tắt",
        "Tên ngắn, nếu có (ví dụ P.TCHC).",
        ("Viết tắt", "Tên ngắn", "Tên tắt", "Tên gọi tắt", "Tên rút gọn"),
        width=16,
    ),
    Column(
        "kind",
        "Loại",
        "Chọn trong danh sách ở ô. Để trống thì loại của đơn vị mới được đoán theo tên.",
        (
            "Loại hình",
            "Loại đơn vị",
            "Loại hình đơn vị",
            "Loại cơ quan",
            "Loại tổ chức",
            "Phân loại",
        ),
        width=20,
    ),
    Column(
        "parent",
        "Đơn vị cấp trên",
        "Mã, tên, tên viết tắt hoặc tên gọi khác của đơn vị cấp trên. Để trống với đơn vị"
        " cao nhất. Thứ tự các dòng không quan trọng.",
        (
            "Trực thuộc",
            "Cấp trên",
            "Thuộc",
            "Thuộc đơn vị",
            "Trực thuộc đơn vị",
            "Đơn vị cha",
            "Tên đơn vị cấp trên",
            "Cơ quan cấp trên",
            "Đơn vị chủ quản",
            "Cơ quan chủ quản",
            "Đơn vị quản lý",
            "Cơ quan quản lý",
            "ĐV cấp trên",
            "Tên cấp trên",
            "Thuộc cơ quan",
        ),
        width=34,
    ),
    Column(
        "parent_code",
        "Mã cấp trên",
        "Có thể dùng thay cho cột “Đơn vị cấp trên”.",
        (
            "Mã đơn vị cấp trên",
            "Mã ĐV cấp trên",
            "Mã cha",
            "Mã đơn vị cha",
            "Mã trực thuộc",
            "Mã cơ quan cấp trên",
            "Mã đơn vị chủ quản",
        ),
        exported=False,
    ),
    Column(
        "aliases",
        "Tên gọi khác",
        "Các tên khác mà văn bản hay dùng, cách nhau bằng dấu chấm phẩy. Chỉ thêm, không bớt.",
        ("Tên khác", "Các tên gọi khác", "Bí danh", "Tên cũ", "Tên thường gọi"),
        width=40,
    ),
    Column(
        "identifier",
        "Mã định danh",
        "Mã định danh điện tử của cơ quan, nếu có (ví dụ H55.242).",
        (
            "Mã định danh điện tử",
            "Mã định danh cơ quan",
            "Mã định danh đơn vị",
            "Mã ĐD",
            "Định danh",
        ),
        width=18,
    ),
    Column(
        "phone",
        "Điện thoại",
        "Số điện thoại liên hệ.",
        ("Số điện thoại", "SĐT", "ĐT", "Điện thoại liên hệ", "Số ĐT", "Tel"),
        width=16,
    ),
    Column(
        "email",
        "Thư điện tử",
        "Địa chỉ thư công vụ của đơn vị.",
        (
            "Email",
            "E-mail",
            "Mail",
            "Hộp thư",
            "Thư công vụ",
            "Địa chỉ email",
            "Thư điện tử công vụ",
        ),
        width=28,
    ),
    Column(
        "address",
        "Địa chỉ",
        "Địa chỉ trụ sở.",
        ("Trụ sở", "Địa chỉ trụ sở", "Nơi làm việc", "Địa điểm"),
        width=36,
    ),
    Column(
        "active_from",
        "Hoạt động từ",
        "Ngày bắt đầu hoạt động, dạng dd/mm/yyyy, nếu cần theo dõi.",
        ("Từ ngày", "Ngày thành lập", "Ngày hoạt động", "Hoạt động từ ngày", "Thành lập"),
        width=14,
    ),
    Column(
        "active_to",
        "Hoạt động đến",
        "Ngày kết thúc hoạt động (sáp nhập, giải thể), dạng dd/mm/yyyy.",
        ("Đến ngày", "Ngày giải thể", "Ngày kết thúc", "Hoạt động đến ngày", "Ngày sáp nhập"),
        width=14,
    ),
    Column(
        "successor",
        "Đơn vị kế thừa",
        "Mã hoặc tên của đơn vị mới, khi đơn vị này được sáp nhập hoặc đổi tên.",
        ("Sáp nhập vào", "Kế thừa", "Đơn vị tiếp nhận", "Đơn vị mới", "Mã đơn vị kế thừa"),
        width=34,
    ),
)

# Written beside rows that are wrong; passed over when the list comes back.
REASON_HEADING = "Lý do cần sửa"
# Columns that lists have for the reader's sake and that say nothing about a unit.
_PASSED_OVER = (
    "STT",
    "TT",
    "Số TT",
    "Số thứ tự",
    "Thứ tự",
    "Ghi chú",
    "Chú thích",
    "No",
    REASON_HEADING,
)


def bare(words: str) -> str:
    """A heading or name without case, accents, signs and remarks in brackets.

    >>> bare("Mã ĐV (*)")
    'ma dv'
    """
    folded = fold(words)
    return _SIGNS.sub(" ", _REMARKS.sub(" ", folded)).strip() or _SIGNS.sub(" ", folded).strip()


PASSED_OVER = frozenset(bare(words) for words in _PASSED_OVER)


class Recogniser:
    """Tells which column a heading means."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self.by_key: Mapping[str, Column] = {column.key: column for column in self.columns}
        self._keys = {
            bare(words): column.key
            for column in self.columns
            for words in (column.heading, *column.wordings)
        }

    def key(self, words: str) -> str | None:
        """The key of the column that these words head; None where they are not known."""
        return self._keys.get(bare(words))

    def nearest(self, words: str) -> str | None:
        """The heading that unknown words are most like, where they are like one."""
        known = list(self._keys)
        found = process.extractOne(bare(words), known, scorer=fuzz.ratio, score_cutoff=80)
        return self.by_key[self._keys[found[0]]].heading if found else None

    def known(self) -> str:
        """All headings, for a message."""
        return ", ".join(column.heading for column in self.columns)
