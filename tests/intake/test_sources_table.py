"""A task table → the draft of a plan: headings, rows, numbers, names, deadlines, doubts."""

import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.sources.columns import meaning
from intake.sources.sheet import NoTable
from intake.sources.task_table import read_tasks
from plans.deadlines import DeadlineKind
from reading.clean.lines import tidy
from reading.draft import DoubtKind, PlanDraft
from sheets.columns import PASS_OVER
from sheets.files import Sheet, read_sheets
from tests.intake.tables import HEADINGS, ON, TABLE, leads, read, refs, said
from tests.sheets.made import csv, ods, saved


def doubts(table, kind):
    return [one.words for one in table.draft.doubts if one.kind is kind]


# --- the whole ------------------------------------------------------------------------------------
def test_an_offices_table_becomes_a_draft():
    table = read(*TABLE)
    draft = table.draft
    assert draft.title == "BẢNG PHÂN CÔNG NHIỆM VỤ PCCC VÀ CNCH NĂM 2026"
    assert (draft.number, draft.symbol, draft.issued_on) == ("12", "KH-STN", "2026-01-20")
    assert refs(table) == ["I.1", "I.2", "II.1", "II.2", "II.3"]
    assert leads(table)[2] == ["Phòng Kỹ thuật", "Đội PCCC cơ quan"]
    first = draft.tasks[0]
    assert [name.words for name in first.cooperating] == ["Các phòng, đơn vị thuộc Sở"]
    assert (first.deadline.days, first.deadline.qualifier) == (("2026-09-15",), "before")
    assert first.expected_product == "Tin, bài"
    assert table.sheet.is_sure
    assert doubts(table, DoubtKind.UNREAD) == []
    assert table.period.starts_on.year == 2026


def test_a_real_day_of_the_workbook_is_that_day():
    assert read(*TABLE).draft.tasks[3].deadline.days == ("2026-06-30",)


def test_a_row_that_reports_is_a_duty_too():
    (duty,) = read(*TABLE).draft.report_duties
    assert (duty.reporter, duty.to) == ("Văn phòng Sở", "UBND tỉnh")
    assert duty.deadline.days == ("2026-12-15",)


def test_every_row_of_the_sheet_is_a_line_of_the_draft():
    lines = read(*TABLE).draft.lines
    rows = [row for row in TABLE if any(row)]
    assert len(lines) == len(rows)
    assert lines[-1] == "Trần Văn Lập | Lê Văn Thử"


def test_values_point_to_the_words_of_their_cells():
    draft = read(*TABLE).draft
    for task in draft.tasks:
        assert said(draft, task.spans) == task.text
        assert all(said(draft, name.spans) == name.words for name in task.lead)
        assert said(draft, task.deadline.spans) == task.deadline.words
    assert said(draft, draft.places["title"]) == draft.title


def test_the_draft_is_kept_without_loss():
    draft = read(*TABLE).draft
    assert PlanDraft.from_state(draft.to_state()) == draft


def as_text(cell):
    is_day = isinstance(cell, datetime.date)
    return f"{cell:%d/%m/%Y}" if is_day else str(cell).replace("\n", "; ")


@pytest.mark.parametrize("file", [csv, ods, lambda rows: csv(rows, ",", "utf-16")])
def test_every_kind_of_file_gives_the_same(file):
    flat = [[as_text(cell) for cell in row] for row in TABLE]
    table = read_tasks(read_sheets(file(flat), as_shown=True), on=ON)
    expected = read(*TABLE)
    assert refs(table) == refs(expected)
    assert leads(table) == leads(expected)
    assert [task.deadline.days for task in table.draft.tasks] == [
        task.deadline.days for task in expected.draft.tasks
    ]


# --- headings -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Số TT", "number"),
        ("NỘI DUNG NHIỆM VỤ", "work"),
        ("Cơ quan, đơn vị chủ trì", "lead"),
        ("Cơ quan thực hiện", "lead"),
        ("Đơn vị phối hợp thực hiện", "cooperating"),
        ("Thời hạn hoàn thành (dự kiến)", "time"),
        ("Từ ngày", "starts"),
        ("Đến ngày", "ends"),
        ("Kết quả/Sản phẩm", "product"),
        ("Ghi chú", PASS_OVER),
        ("Kinh phí (triệu đồng)", PASS_OVER),
        ("Tháng 4", "month-4"),
        ("T10/2026", "month-10"),
        ("11/2026", "month-11"),
        ("Quý III", "quarter-3"),
        ("Xuân", None),
        ("Tháng 13", None),
    ],
)
def test_what_headings_mean(words, key):
    assert meaning(words) == key


def test_columns_in_any_order():
    table = read(
        ("Thời hạn", "Đơn vị thực hiện", "Nhiệm vụ", "STT"),
        ("30/6/2026", "Văn phòng", "Kiểm tra hệ thống điện", 1),
    )
    (task,) = table.draft.tasks
    assert (task.ref, task.text, task.lead[0].words) == ("1", "Kiểm tra hệ thống điện", "Văn phòng")
    assert task.deadline.days == ("2026-06-30",)


def test_headings_of_two_rows():
    table = read(
        ("TT", "Nội dung", "Phân công", "", "Thời gian", ""),
        ("", "", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"),
        (1, "Sửa chữa hệ thống báo cháy", "Văn phòng", "Phòng Kỹ thuật", "01/3/2026", "30/4/2026"),
    )
    (task,) = table.draft.tasks
    assert (task.deadline.starts_on, task.deadline.days) == ("2026-03-01", ("2026-04-30",))
    assert task.deadline.kind is DeadlineKind.WINDOW
    assert [name.words for name in task.cooperating] == ["Phòng Kỹ thuật"]


def test_the_sheet_with_the_table_is_found_among_others():
    sheets = (
        Sheet("Bìa", (("Kế hoạch",), ("Năm 2026",))),
        Sheet("Việc", (HEADINGS, ("1", "Kiểm tra bình", "Văn phòng"))),
    )
    assert read_tasks(sheets, on=ON).sheet.name == "Việc"


def test_an_unknown_heading_is_asked_about_and_passed_over():
    table = read((*HEADINGS[:3], "Xuân"), (1, "Kiểm tra bình", "Văn phòng", "có"))
    assert [(one.words, one.key) for one in table.sheet.headings if not one.is_sure] == [
        ("Xuân", PASS_OVER)
    ]
    assert not table.sheet.is_sure
    assert refs(table) == ["1"]


def test_an_unknown_heading_over_an_empty_column_is_not_asked_about():
    assert read((*HEADINGS[:3], "Xuân"), (1, "Kiểm tra bình", "Văn phòng", "")).sheet.is_sure


def test_a_person_says_what_columns_are():
    table = read(
        ("A", "B", "C"),
        ("x", "Kiểm tra bình chữa cháy", "Văn phòng"),
        top=1,
        chosen={0: PASS_OVER, 1: "work", 2: "lead"},
    )
    assert leads(table) == [["Văn phòng"]]


def test_who_leads_is_told_from_who_carries_out():
    table = read(
        ("Nội dung", "Đơn vị chủ trì", "Đơn vị thực hiện"), ("Kiểm tra", "Văn phòng", "Phòng A")
    )
    (task,) = table.draft.tasks
    assert [name.words for name in task.lead] == ["Văn phòng"]
    assert [name.words for name in task.cooperating] == ["Phòng A"]
    assert not table.sheet.is_sure


def test_no_table_is_refused():
    with pytest.raises(NoTable, match="Không tìm thấy bảng nhiệm vụ"):
        read(("Danh sách đi chợ",), ("Rau",))


def test_a_table_that_is_too_long_is_refused():
    with pytest.raises(NoTable, match=r"1\.000 dòng"):
        read(HEADINGS, *((n, "Kiểm tra", "Văn phòng") for n in range(1001)))


# --- rows -----------------------------------------------------------------------------------------
def rows(*lines):
    return read(HEADINGS[:5], *lines)


def test_numbers_make_paths():
    table = rows(
        ("A", "TUYÊN TRUYỀN"),
        ("I", "Tuyên truyền miệng"),
        (1, "Nói chuyện chuyên đề", "Văn phòng"),
        ("1.1", "Mời báo cáo viên", "Văn phòng"),
        ("a", "Liên hệ", "Văn phòng"),
        ("B", "TẬP HUẤN"),
        (2, "Mở lớp", "Văn phòng"),
    )
    assert refs(table) == ["A.I.1", "A.I.1.1", "A.I.1.1.a", "B.2"]


def test_a_bare_number_over_decimals_is_a_heading():
    table = rows(
        (1, "Tuyên truyền"), ("1.1", "Phát tờ rơi", "Văn phòng"), ("1.2", "Treo pa nô", "Văn phòng")
    )
    assert refs(table) == ["1.1", "1.2"]


def test_a_workbook_that_lost_the_zero_of_one_ten():
    lines = [(float(f"1.{n}"), f"Việc số {n} trong nhóm", "Văn phòng") for n in range(8, 12)]
    assert refs(rows((1, "Nhóm việc", "Văn phòng"), *lines))[1:] == ["1.8", "1.9", "1.10", "1.11"]


def test_rows_without_numbers_are_counted():
    assert refs(read(HEADINGS[1:3], ("Kiểm tra", "Văn phòng"), ("Tập huấn", "Phòng A"))) == [
        "1",
        "2",
    ]


def test_a_heading_that_names_a_unit_gives_its_rows_to_it():
    table = read(
        ("TT", "Nội dung", "Thời gian"), ("I", "Văn phòng Sở", ""), (1, "Kiểm tra điện", "Quý I")
    )
    assert leads(table) == [["Văn phòng Sở"]]


def test_merged_cells_say_the_same_in_every_row():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        HEADINGS[:5],
        (1, "Kiểm tra", "Văn phòng", "", "Quý I"),
        (2, "Tập huấn", None, "", "Quý II"),
    ):
        sheet.append(line)
    sheet.merge_cells("C2:C3")
    table = read_tasks(read_sheets(saved(book), as_shown=True), on=ON)
    assert leads(table) == [["Văn phòng"], ["Văn phòng"]]


def test_one_task_merged_over_several_units():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        HEADINGS[:5],
        (1, "Kiểm tra", "Văn phòng", "", "Quý I"),
        (None, None, "Phòng Kỹ thuật"),
    ):
        sheet.append(line)
    for merged in ("A2:A3", "B2:B3", "E2:E3"):
        sheet.merge_cells(merged)
    table = read_tasks(read_sheets(saved(book), as_shown=True), on=ON)
    assert leads(table) == [["Văn phòng", "Phòng Kỹ thuật"]]


def test_a_row_of_further_names_belongs_to_the_task_above():
    table = rows(
        (1, "Kiểm tra", "Văn phòng", "", "Quý I"), ("", "", "Phòng Kỹ thuật", "Công an tỉnh", "")
    )
    assert leads(table) == [["Văn phòng", "Phòng Kỹ thuật"]]


def test_a_heading_said_again_and_a_sum_are_passed_over():
    table = rows(
        (1, "Kiểm tra", "Văn phòng"), HEADINGS[:5], ("", "Tổng cộng"), (2, "Tập huấn", "Phòng A")
    )
    assert refs(table) == ["1", "2"]
    assert not doubts(table, DoubtKind.UNREAD)


def test_a_row_that_makes_no_sense_is_a_doubt_and_stays():
    table = rows(
        (1, "Kiểm tra", "Văn phòng"), ("", "", "", "", "30/9/2026"), (2, "Tập huấn", "Phòng A")
    )
    assert doubts(table, DoubtKind.UNREAD) == ["30/9/2026"]


def test_a_gap_in_the_numbers_is_a_doubt():
    table = rows((1, "Kiểm tra", "Văn phòng"), (4, "Tập huấn", "Phòng A"))
    assert doubts(table, DoubtKind.NUMBER_GAP) == ["1 → 4"]


def test_a_task_without_a_unit_is_a_doubt():
    assert doubts(rows((1, "Kiểm tra định kỳ", "", "", "Quý I")), DoubtKind.NO_LEAD)


def test_notes_and_signatures_below_are_no_tasks():
    table = rows(
        (1, "Kiểm tra", "Văn phòng"),
        ("Ghi chú: kinh phí tự chủ",),
        ("", "Nguyễn Văn A", "", "", "Lê B"),
    )
    assert refs(table) == ["1"]
    assert not doubts(table, DoubtKind.UNREAD)


def test_a_column_of_groups():
    table = read(
        ("Nhóm nhiệm vụ", "Nội dung công việc", "Chủ trì"),
        ("Tuyên truyền", "Phát tờ rơi", "Văn phòng"),
        ("", "Treo pa nô", "Văn phòng"),
    )
    assert [task.text for task in table.draft.tasks] == ["Phát tờ rơi", "Treo pa nô"]


# --- anything at all ------------------------------------------------------------------------------
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "TT",
            "Nội dung công việc",
            "Đơn vị chủ trì",
            "Thời gian",
            "T1",
            "Quý I",
            "Từ ngày",
            "I",
            "1",
            "1.1",
            "a",
            "x",
            "31/02/2026",
            "Trước 15/9",
            "Văn phòng; Phòng A",
            "Ghi chú:",
            "- Nội dung",
            "BÁO CÁO",
            "(1)",
            "năm 2026",
            "\n",
            "báo cáo về UBND tỉnh trước ngày 99/99/2026",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=7).map(tuple), min_size=1, max_size=14).map(tuple))
def test_no_table_of_words_makes_reading_fail(lines):
    try:
        table = read_tasks((Sheet("Trang 1", lines),), on=ON)
    except NoTable:
        return
    draft = table.draft
    assert PlanDraft.from_state(draft.to_state()) == draft


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=5).map(tuple), max_size=10),
    st.integers(0, 12),
    st.dictionaries(
        st.integers(0, 6), st.sampled_from(["work", "lead", "time", "month-2", "ends"])
    ),
)
def test_whatever_is_chosen_nothing_is_lost(lines, top, chosen):
    sheet = Sheet("Trang 1", (HEADINGS[:5], *lines))
    try:
        table = read_tasks((sheet,), on=ON, top=top, chosen=chosen)
    except NoTable:
        return
    shown = "\n".join(table.draft.lines)
    for cell in (cell for row in sheet.rows for cell in row):
        assert all(tidy(part) in shown for part in cell.splitlines())


def test_a_row_that_ends_before_it_begins_and_cells_without_a_value_are_told() -> None:
    sheet = Sheet(
        "Bảng",
        (
            ("TT", "Nội dung công việc", "Chủ trì", "Từ ngày", "Đến ngày"),
            ("1", "Kiểm tra kho", "Văn phòng", "15/9/2026", "10/8/2026"),
            ("2", "Sửa bơm", "Phòng Kỹ thuật", "01/3/2026", "=D3+30"),
            ("3", "Mua thang", "#REF!", "", "30/6/2026"),
        ),
    )
    draft = read_tasks([sheet], on=datetime.date(2026, 1, 10)).draft
    told = [(doubt.kind, doubt.ref, doubt.words) for doubt in draft.doubts]
    assert (DoubtKind.BACKWARDS, "1", "15/9/2026") in told
    assert (DoubtKind.NO_VALUE, "2", "=D3+30") in told
    assert (DoubtKind.NO_VALUE, "3", "#REF!") in told
