"""The task table to fill in, as a workbook.  PURE."""

from __future__ import annotations

import datetime
from typing import Any

from intake.sources.columns import (
    COOPERATING,
    CYCLE,
    CYCLES,
    ENDS,
    LEAD,
    NUMBER,
    PRODUCT,
    STARTS,
    TASK_COLUMNS,
    TIME,
    WORK,
)
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
