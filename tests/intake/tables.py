"""Task tables of our own, as rows, for the tests of the other ways in."""

from __future__ import annotations

import datetime
from typing import Any

from intake.actions import keep_intake
from intake.models import Intake
from intake.sources.task_files import new_from_table
from intake.sources.task_table import TableDraft, read_tasks
from sheets.files import read_sheets
from tests.sheets.made import xlsx

ON = datetime.date(2026, 1, 10)

HEADINGS = (
    "TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành",
    "Sản phẩm", "Ghi chú",
)  # fmt: skip
TABLE = (
    ("SỞ THỬ NGHIỆM", "", "", "", "", "", ""),
    ("BẢNG PHÂN CÔNG NHIỆM VỤ PCCC VÀ CNCH NĂM 2026", "", "", "", "", "", ""),
    ("(Kèm theo Kế hoạch số 12/KH-STN ngày 20/01/2026 của Sở Thử nghiệm)", "", "", "", "", "", ""),
    ("", "", "", "", "", "", ""),
    HEADINGS,
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
    ("I", "CÔNG TÁC TUYÊN TRUYỀN", "", "", "", "", ""),
    (1, "Tuyên truyền kiến thức PCCC cho công chức", "Văn phòng Sở", "Các phòng, đơn vị thuộc Sở",
     "Trước ngày 15/9/2026", "Tin, bài", "Kinh phí tự chủ"),
    (2, "Phát tờ rơi tại trụ sở", "Phòng Tổng hợp", "", "Thường xuyên", "", ""),
    ("", "", "", "", "", "", ""),
    ("II", "CÔNG TÁC TẬP HUẤN, KIỂM TRA", "", "", "", "", ""),
    (1, "Tập huấn nghiệp vụ cứu nạn, cứu hộ", "Phòng Kỹ thuật\nĐội PCCC cơ quan", "Công an tỉnh",
     "Quý III", "Danh sách", ""),
    (2, "Kiểm tra bình chữa cháy", "Phòng Kỹ thuật", "", datetime.date(2026, 6, 30), "", ""),
    (3, "Báo cáo kết quả thực hiện về UBND tỉnh", "Văn phòng Sở", "", "Trước 15/12/2026", "", ""),
    ("", "", "", "", "", "", ""),
    ("", "NGƯỜI LẬP BIỂU", "", "", "GIÁM ĐỐC", "", ""),
    ("", "Trần Văn Lập", "", "", "Lê Văn Thử", "", ""),
)  # fmt: skip


def read(*rows: tuple[object, ...], **chosen) -> TableDraft:
    """The draft of a workbook with these rows."""
    return read_tasks(read_sheets(xlsx(rows), as_shown=True), on=ON, **chosen)


def refs(table: TableDraft) -> list[str]:
    return [task.ref for task in table.draft.tasks]


def leads(table: TableDraft) -> list[list[str]]:
    return [[name.words for name in task.lead] for task in table.draft.tasks]


def said(draft, spans) -> str:
    """The words of the draft's lines at these places."""
    return " ".join(draft.lines[span.line][span.start : span.end] for span in spans)


def start_from_table(*, data: bytes, **said: Any) -> Intake:
    """A table brought in and kept with the draft read from it."""
    return keep_intake(intake=new_from_table(data=data, **said), data=data)
