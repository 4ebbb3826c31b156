"""The columns of a task table and what their headings mean.  PURE."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reading.layout import tables as reader
from reading.layout.numbering import roman_value, to_roman
from sheets.columns import PASS_OVER, Column, Recogniser, bare
from sheets.workbooks import (
    DAY_FORMAT,
    GUIDE_SHEET,
    TEXT_FORMAT,
    DropDown,
    Page,
    guide_page,
    marked,
    workbook,
)

NUMBER, GROUP, WORK = "number", "group", "work"
LEAD, COOPERATING = "lead", "cooperating"
TIME, STARTS, ENDS, CYCLE = "time", "starts", "ends", "cycle"
PRODUCT = "product"

TASK_COLUMNS = (
    Column(
        NUMBER,
        "STT",
        "Số thứ tự: 1, 2, 3 … hoặc 1.1, 1.2 cho việc nhỏ trong việc 1. Dòng có số La Mã (I, II) hay"
        " chữ cái (A, B) là tên nhóm việc.",
        ("TT", "Số TT", "Số thứ tự", "Thứ tự", "No", "Mục"),
        width=7,
    ),
    Column(
        WORK,
        "Nội dung công việc",
        "Bắt buộc. Mỗi nhiệm vụ một dòng.",
        ("Nội dung", "Nhiệm vụ", "Công việc", "Nội dung nhiệm vụ", "Nhiệm vụ cụ thể",
         "Nội dung thực hiện", "Nội dung, nhiệm vụ", "Đầu việc", "Hoạt động", "Hạng mục"),
        required=True,
        width=52,
    ),
    Column(
        LEAD,
        "Đơn vị chủ trì",
        "Tên hoặc tên viết tắt của đơn vị; nhiều đơn vị cách nhau bằng dấu chấm phẩy, hoặc mỗi tên"
        " một dòng trong ô. Có thể ghi tên nhóm, ví dụ: Các phòng, đơn vị thuộc Sở.",
        ("Chủ trì", "Cơ quan chủ trì", "Đơn vị thực hiện", "Cơ quan thực hiện",
         "Đơn vị chủ trì thực hiện", "Bộ phận chủ trì", "Phụ trách", "Người phụ trách",
         "Phân công"),
        width=28,
    ),
    Column(
        COOPERATING,
        "Đơn vị phối hợp",
        "Ghi như cột “Đơn vị chủ trì”. Có thể để trống.",
        ("Phối hợp", "Cơ quan phối hợp", "Đơn vị phối hợp thực hiện", "Bộ phận phối hợp"),
        width=28,
    ),
    Column(
        STARTS,
        "Từ ngày",
        "Ngày bắt đầu, nếu có: 01/03/2026.",
        ("Bắt đầu", "Ngày bắt đầu", "Thời gian bắt đầu"),
        width=13,
    ),
    Column(
        ENDS,
        "Đến ngày",
        "Ngày phải xong: 30/09/2026.",
        ("Kết thúc", "Ngày kết thúc", "Thời gian kết thúc", "Đến"),
        width=13,
    ),
    Column(
        TIME,
        "Thời gian thực hiện",
        "Dùng khi thời hạn không phải một ngày: Trước ngày 15/9/2026; Quý III/2026; Tháng 10/2026;"
        " Thường xuyên.",
        ("Thời gian", "Thời hạn", "Thời gian hoàn thành", "Thời hạn hoàn thành", "Tiến độ",
         "Hoàn thành", "Hạn hoàn thành", "Thời điểm", "Ngày hoàn thành"),
        width=22,
    ),
    Column(
        CYCLE,
        "Chu kỳ",
        "Việc làm nhiều lần: chọn trong danh sách ở ô. Việc làm một lần để trống.",
        ("Định kỳ", "Tần suất", "Số lần thực hiện"),
        width=15,
    ),
    Column(
        PRODUCT,
        "Sản phẩm",
        "Văn bản, sản phẩm hoặc kết quả phải có.",
        ("Kết quả", "Sản phẩm, kết quả", "Kết quả, sản phẩm", "Sản phẩm dự kiến", "Kết quả dự kiến",
         "Đầu ra", "Kết quả đầu ra"),
        width=28,
    ),
    Column(
        GROUP,
        "Nhóm nhiệm vụ",
        "Tên nhóm việc, khi nhóm việc đứng ở một cột riêng.",
        ("Nhóm việc", "Nhóm công việc", "Lĩnh vực", "Chuyên đề", "Nhóm nội dung"),
        exported=False,
    ),
)  # fmt: skip
CYCLES = ("Thường xuyên", "Hằng tháng", "Hằng quý", "6 tháng một lần", "Hằng năm")

MONTHS = tuple(f"month-{number}" for number in range(1, 13))
QUARTERS = tuple(f"quarter-{number}" for number in range(1, 5))
MARK_LABELS: Mapping[str, str] = {
    **{key: f"Tháng {number}" for number, key in enumerate(MONTHS, start=1)},
    **{key: f"Quý {to_roman(number)}" for number, key in enumerate(QUARTERS, start=1)},
}
LABELS: Mapping[str, str] = {column.key: column.heading for column in TASK_COLUMNS}
# What several columns may say of one task; of all else the first column is taken.
_TOGETHER = {LEAD, COOPERATING, PRODUCT, TIME, PASS_OVER}

_BY_READER = {
    reader.Column.NUMBER: NUMBER,
    reader.Column.WORK: WORK,
    reader.Column.LEAD: LEAD,
    reader.Column.COOPERATING: COOPERATING,
    reader.Column.TIME: TIME,
    reader.Column.START: STARTS,
    reader.Column.PRODUCT: PRODUCT,
    reader.Column.OTHER: PASS_OVER,
}
_MONTH = re.compile(r"(?:t|thang) ?0?(\d{1,2})(?: (20\d\d))?|0?(\d{1,2}) (20\d\d)")
_QUARTER = re.compile(r"q(?:uy)? ?(iv|i{1,3}|[1-4])(?: (20\d\d))?")
_BARE_NUMBER = re.compile(r"0?(\d{1,2})")
_LEAST_MONTHS = 3
_RECOGNISER = Recogniser(TASK_COLUMNS)


@dataclass(frozen=True)
class Heading:
    """One column of the sheet, by its place from 0.

    ``key`` is what it is taken for, PASS_OVER where for nothing; ``year`` that of a month's
    heading.  ``is_sure`` False: a person should look.
    """

    place: int
    words: str
    key: str
    year: int | None = None
    is_sure: bool = True

    @property
    def called(self) -> str:
        """Its words; "Tháng 4" where they are only "4"."""
        bare_month = self.words.strip().isdecimal() and self.key in MARK_LABELS
        return MARK_LABELS[self.key] if bare_month else self.words


def meaning(words: str) -> str | None:
    """The key of the column that these words head; None where they are not known.

    >>> meaning("Cơ quan, đơn vị chủ trì"), meaning("T10/2026"), meaning("Xuân")
    ('lead', 'month-10', None)
    """
    key = _RECOGNISER.key(words) or _mark(words)[0]
    if key:
        return key
    found = reader.column_of(words)
    return _BY_READER[found] if found else None


def _mark(words: str) -> tuple[str | None, int | None]:
    """The month or quarter that a heading names, and its year where it says one."""
    said = bare(words)
    if month := _MONTH.fullmatch(said):
        number, year = int(month[1] or month[3]), month[2] or month[4]
        return (MONTHS[number - 1] if 1 <= number <= 12 else None), int(year) if year else None
    if quarter := _QUARTER.fullmatch(said):
        number = int(quarter[1]) if quarter[1].isdecimal() else roman_value(quarter[1])
        return QUARTERS[number - 1], int(quarter[2]) if quarter[2] else None
    return None, None


def read_headings(
    rows: Sequence[Sequence[str]], chosen: Mapping[int, str], filled: frozenset[int]
) -> tuple[Heading, ...]:
    """The columns under a heading of one row or two; ``filled`` are the places of columns in which
    something stands below."""
    numbered = _numbered_months(rows)
    found = [
        _heading(place, words, numbered.get(place))
        for place, words in _words(rows, filled)
        if words or place in filled
    ]
    settled = [
        replace(one, key=chosen[one.place], is_sure=True) if one.place in chosen else one
        for one in _told_apart(found)
    ]
    return tuple(
        one if one.place in filled else replace(one, is_sure=True) for one in _each_once(settled)
    )


def _words(rows: Sequence[Sequence[str]], filled: frozenset[int]) -> Iterator[tuple[int, str]]:
    """The words over each column: the lower ones, and the upper ones where they stand alone."""
    for place in range(max([*map(len, rows), *(place + 1 for place in filled)], default=0)):
        said = [row[place] for row in rows if place < len(row) and row[place]]
        yield place, " ".join(said[-1].split()) if said else ""


def _heading(place: int, words: str, numbered: str | None) -> Heading:
    key = numbered or meaning(words)
    return Heading(place, words, key or PASS_OVER, _mark(words)[1], is_sure=key is not None)


def _numbered_months(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Columns headed 1, 2, 3 … 12, one beside the other: months."""
    last = rows[-1] if rows else ()
    run: dict[int, str] = {}
    for place, words in enumerate(last):
        number = _BARE_NUMBER.fullmatch(bare(words))
        value = int(number[1]) if number else 0
        goes_on = place - 1 in run and value == MONTHS.index(run[place - 1]) + 2
        if 1 <= value <= 12 and (goes_on or not run):
            run[place] = MONTHS[value - 1]
    return run if len(run) >= _LEAST_MONTHS else {}


def _told_apart(found: Sequence[Heading]) -> Iterator[Heading]:
    """Of two columns that look alike: who leads before who carries out, a group before its work."""
    leading = [one for one in found if one.key == LEAD]
    named = [one for one in leading if "chu tri" in bare(one.words)]
    works = [one for one in found if one.key == WORK]
    for one in found:
        if one.key == LEAD and named and len(leading) > 1 and one not in named:
            yield replace(one, key=COOPERATING, is_sure=False)
        elif one.key == WORK and len(works) > 1:
            yield replace(one, key=WORK if one is works[-1] else GROUP, is_sure=False)
        else:
            yield one


def _each_once(found: Sequence[Heading]) -> Iterator[Heading]:
    """A second column for what only one can say is passed over, and somebody is asked."""
    seen: Counter[tuple[str, int | None]] = Counter()
    for one in found:
        of = one.key, one.year
        seen[of] += 1
        twice = one.key not in _TOGETHER and seen[of] > 1
        yield replace(one, key=PASS_OVER, is_sure=False) if twice else one


def options() -> tuple[tuple[str, str], ...]:
    """What a column can be taken for: key and label."""
    return ((PASS_OVER, "Bỏ qua cột này"), *LABELS.items(), *MARK_LABELS.items())


# --- the table to fill in, as a workbook ----------------------------------------------------------
TABLE_SHEET = "Bảng nhiệm vụ"
_COLUMNS = tuple(column for column in TASK_COLUMNS if column.exported)
_TITLE = "KẾ HOẠCH PHÒNG CHÁY, CHỮA CHÁY VÀ CỨU NẠN, CỨU HỘ NĂM {year}"
_NOTE = (
    "Sửa dòng tiêu đề trên cho đúng tên và năm của kế hoạch. Ba dòng mẫu chữ nghiêng, bắt đầu bằng"
    f" “Ví dụ:”, được bỏ qua khi đọc. Cách ghi từng cột: xem trang “{GUIDE_SHEET}”."
)
_ANY_ORDER = (
    "Thứ tự các cột không quan trọng; có thể có dòng tiêu đề ở trên, ghi chú và chữ ký ở dưới."
)
_BY_MONTHS = (
    "Bảng theo tháng: đặt tên cột là Tháng 1 … Tháng 12 (hoặc T1 … T12, Quý I … Quý IV) và đánh dấu"
    " x vào tháng thực hiện."
)
_BLANKS = (
    "Ô để trống không sao: chương trình cho xem từng nhiệm vụ và nêu điểm chưa rõ trước khi tạo kế"
    " hoạch."
)
_RULES = (_ANY_ORDER, _BY_MONTHS, _BLANKS)


def template_workbook(year: int) -> bytes:
    """The file to fill in for that year: headings, three examples, what each column means, and a
    list to choose from for work that comes again."""
    places = {column.key: place for place, column in enumerate(_COLUMNS)}
    page = Page(
        title=TABLE_SHEET,
        above=(_TITLE.format(year=year), _NOTE, ""),
        headings=[marked(column) for column in _COLUMNS],
        rows=[[one.get(column.key, "") for column in _COLUMNS] for one in _examples(year)],
        widths=[column.width for column in _COLUMNS],
        muted=3,
        wrapped=True,
        drop_downs={places[CYCLE]: DropDown("Chu kỳ", CYCLES)},
        # Days typed below are shown as days; numbers stay as typed.
        formats={
            places[NUMBER]: TEXT_FORMAT,
            places[STARTS]: DAY_FORMAT,
            places[ENDS]: DAY_FORMAT,
        },
    )
    return workbook(page, guide_page(TASK_COLUMNS, _RULES))


def _examples(year: int) -> tuple[dict[str, Any], ...]:
    return (
        {
            NUMBER: "1",
            WORK: "Ví dụ: Tuyên truyền kiến thức phòng cháy, chữa cháy cho toàn cơ quan",
            LEAD: "Văn phòng",
            COOPERATING: "Các phòng, đơn vị thuộc Sở",
            STARTS: datetime.date(year, 9, 1),
            ENDS: datetime.date(year, 10, 31),
            PRODUCT: "Tin, bài; danh sách người dự",
        },
        {
            NUMBER: "2",
            WORK: "Ví dụ: Kiểm tra, bảo dưỡng bình chữa cháy",
            LEAD: "Đội PCCC cơ quan",
            CYCLE: "Hằng quý",
            PRODUCT: "Biên bản kiểm tra",
        },
        {
            NUMBER: "3",
            WORK: "Ví dụ: Báo cáo kết quả thực hiện về UBND tỉnh",
            LEAD: "Văn phòng",
            TIME: f"Trước ngày 15/12/{year}",
            PRODUCT: "Báo cáo",
        },
    )
