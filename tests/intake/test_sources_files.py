"""Task tables come in: told by content, kept byte for byte, read once more as a person says."""

import datetime
import hashlib
import io
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from intake.actions import confirm, save_draft, working_draft
from intake.models import Intake, Origin
from intake.sources.columns import template_workbook
from intake.sources.task_files import Choice, is_table, read_table_again
from intake.sources.task_table import read_tasks
from plans.models import PlanFile
from sheets.files import read_sheets
from sheets.workbooks import GUIDE_SHEET
from tests.factories import UnitFactory
from tests.intake.samples import PLAN, TODAY, as_docx
from tests.intake.tables import HEADINGS, ON, TABLE, leads, start_from_table
from tests.sheets.made import csv, ods, xlsx

PAGE = "/doc-ke-hoach/"
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
UNKNOWN = tuple((*row[:6], "Xuân") if row == HEADINGS else row for row in TABLE)


def upload(client, agency, data, name="bang.xlsx"):
    return client.post(PAGE, {"issuer": agency.pk, "file": SimpleUploadedFile(name, data)})


# --- told by content ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "name", "table"),
    [
        (xlsx(TABLE), "ke-hoach.docx", True),
        (ods(TABLE), "khong-duoi", True),
        (csv(TABLE), "bang.txt", True),
        (csv(TABLE, "\t"), "van-ban-dan.txt", True),
        (b"a,b\n", "la.csv", True),
        (as_docx(PLAN), "ke-hoach.xlsx", False),
        (PLAN.encode(), "ke-hoach.txt", False),
        (b"%PDF-1.7", "ke-hoach.csv", False),
        (b"PK\x03\x04 broken", "hong.xlsx", False),
        (b"", "trong.txt", False),
    ],
)
def test_what_a_file_is_is_told_by_its_content(data, name, table):
    assert is_table(data, name) is table


def test_a_plan_with_a_table_in_it_is_a_document():
    data = PLAN.replace("III. TỔ", "| TT | Nội dung | Chủ trì |\n| 1 | Việc | A |\n\nIII. TỔ")
    assert not is_table(data.encode(), "ke-hoach.md")


# --- kept and read --------------------------------------------------------------------------------
def test_a_table_is_kept_byte_for_byte_and_becomes_a_plan(agency, coordinator):
    data = xlsx(TABLE)
    intake = start_from_table(
        data=data, filename="bảng.xlsx", issuer=agency, by=coordinator, on=TODAY
    )
    assert (intake.origin, intake.sha256) == (Origin.TABLE, hashlib.sha256(data).hexdigest())
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert plan.full_number == "12/KH-STN"
    assert [task.ref for task in plan.tasks.order_by("order")] == [
        "I.1", "I.2", "II.1", "II.2", "II.3",
    ]  # fmt: skip
    with PlanFile.objects.get(plan=plan).file.open("rb") as kept:
        assert kept.read() == data


def test_a_clear_table_leads_to_the_review_page(client_in, agency):
    answer = upload(client_in, agency, xlsx(TABLE))
    intake = Intake.objects.get()
    assert answer["Location"] == f"{PAGE}{intake.pk}/"
    page = client_in.get(answer["Location"]).content.decode()
    assert "Tuyên truyền kiến thức PCCC cho công chức" in page
    assert "Chọn lại các cột" in page


def test_cells_pasted_out_of_a_spreadsheet_are_a_table(client_in, agency):
    text = csv(TABLE, "\t").decode()
    answer = client_in.post(PAGE, {"issuer": agency.pk, "text": text})
    assert answer.status_code == 302
    assert Intake.objects.get().origin == Origin.TABLE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"), "Excel cũ"),
        (xlsx((("Rau",), ("Cá",))), "Không tìm thấy bảng nhiệm vụ"),
    ],
)
def test_a_file_without_a_table_is_answered_beside_the_field(client_in, agency, data, said):
    answer = upload(client_in, agency, data)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["file"])
    assert not Intake.objects.exists()


# --- the columns ----------------------------------------------------------------------------------
def test_an_unknown_column_leads_to_the_page_of_columns(client_in, agency):
    answer = upload(client_in, agency, xlsx(UNKNOWN))
    intake = Intake.objects.get()
    assert answer["Location"] == f"{PAGE}{intake.pk}/bang/"
    page = client_in.get(answer["Location"]).context["page"]
    assert [one.words for one in page.columns if one.unknown] == ["Xuân"]
    assert page.columns[6].sample == "Kinh phí tự chủ"
    assert (page.count, page.problem) == (5, "")


def test_two_sheets_with_tables_are_asked_about(client_in, agency):
    data = xlsx(TABLE, **{"Phụ lục": TABLE})
    assert upload(client_in, agency, data)["Location"].endswith("/bang/")


def brought(client_in, agency, rows=UNKNOWN):
    upload(client_in, agency, xlsx(rows))
    return Intake.objects.get()


def test_a_person_says_what_a_column_is_and_sees_it(client_in, agency):
    intake = brought(client_in, agency)
    answer = client_in.post(f"{PAGE}{intake.pk}/bang/", {"viec": "xem", "cot-2": "-", "dong": "5"})
    assert {row.leads for row in answer.context["page"].tasks} == {""}
    assert working_draft(Intake.objects.get()).plan.tasks[0].lead


def test_and_takes_it(client_in, agency):
    intake = brought(client_in, agency)
    address = f"{PAGE}{intake.pk}/bang/"
    answer = client_in.post(address, {"viec": "dung", "cot-6": "product", "revision": "0"})
    assert answer["Location"] == f"{PAGE}{intake.pk}/"
    draft = working_draft(Intake.objects.get()).plan
    assert draft.tasks[0].expected_product == "Tin, bài; Kinh phí tự chủ"


def test_a_corrected_draft_is_replaced_only_when_the_person_agrees(client_in, agency, coordinator):
    intake = brought(client_in, agency)
    working = working_draft(intake).with_plan(title="Tên đã sửa")
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    address = f"{PAGE}{intake.pk}/bang/"
    refused = client_in.post(address, {"viec": "dung", "revision": "1"})
    assert refused.status_code == 422
    assert "đồng ý thay" in refused.content.decode()
    assert working_draft(Intake.objects.get()).plan.title == "Tên đã sửa"
    client_in.post(address, {"viec": "dung", "revision": "1", "thay": "on"})
    assert working_draft(Intake.objects.get()).plan.title != "Tên đã sửa"


def test_an_older_page_replaces_nothing(client_in, agency, coordinator):
    intake = brought(client_in, agency)
    save_draft(intake=intake, draft=working_draft(intake), choices={}, revision=0, by=coordinator)
    client_in.post(f"{PAGE}{intake.pk}/bang/", {"viec": "dung", "revision": "0", "thay": "on"})
    assert Intake.objects.get().revision == 1


def test_a_sheet_without_known_headings_can_still_be_read(client_in, agency):
    rows = (("A", "B"), ("Kiểm tra bình chữa cháy", "Văn phòng"), ("Tập huấn", "Phòng Tổng hợp"))
    intake = brought(client_in, agency, rows)
    address = f"{PAGE}{intake.pk}/bang/"
    assert "Chưa biết cột nào" in client_in.get(address).context["page"].problem
    chosen = {"viec": "xem", "dong": "1", "cot-0": "work", "cot-1": "lead"}
    page = client_in.post(address, chosen).context["page"]
    assert [(row.text, row.leads) for row in page.tasks] == [
        ("Kiểm tra bình chữa cháy", "Văn phòng"), ("Tập huấn", "Phòng Tổng hợp"),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", [{"dong": "99999"}, {"cot-x": "work", "cot-999999": "lead"},
                                   {"trang": "không có"}, {"cot-1": "nonsense"}])  # fmt: skip
def test_nonsense_in_the_choices_is_passed_over(client_in, agency, typed):
    intake = brought(client_in, agency)
    answer = client_in.post(f"{PAGE}{intake.pk}/bang/", {"viec": "xem", **typed})
    assert answer.status_code == 200
    assert answer.context["page"].count == 5


def test_the_page_of_a_document_and_of_another_agency_is_not_there(client_in, intake, coordinator):
    assert client_in.get(f"{PAGE}{intake.pk}/bang/").status_code == 404
    elsewhere = start_from_table(
        data=xlsx(TABLE), filename="b.xlsx", issuer=UnitFactory(), by=coordinator, on=TODAY
    )
    assert client_in.get(f"{PAGE}{elsewhere.pk}/bang/").status_code == 404


def test_reading_again_asks_for_the_revision(agency, coordinator):
    intake = start_from_table(
        data=xlsx(TABLE), filename="b.xlsx", issuer=agency, by=coordinator, on=TODAY
    )
    saved = read_table_again(
        intake=intake, choice=Choice(columns={2: "cooperating"}), revision=0, by=coordinator,
        on=TODAY, now=NOW,
    )  # fmt: skip
    assert saved.revision == 1
    assert not working_draft(saved).plan.tasks[0].lead


# --- the template ---------------------------------------------------------------------------------
def test_the_template_is_offered(client_in):
    answer = client_in.get(f"{PAGE}tep-mau/")
    assert answer["Content-Disposition"] == 'attachment; filename="bang-nhiem-vu-mau.xlsx"'
    names = [sheet.name for sheet in read_sheets(answer.content)]
    assert names == ["Bảng nhiệm vụ", GUIDE_SHEET]
    assert 'href="/doc-ke-hoach/tep-mau/"' in client_in.get(PAGE).content.decode()


def test_the_template_reads_back(agency, coordinator):
    filled = start_from_table(
        data=_filled(template_workbook(2026)), filename="mau.xlsx", issuer=agency, by=coordinator,
        on=TODAY,
    )  # fmt: skip
    plan = working_draft(filled).plan
    assert plan.title == "PHÒNG CHÁY, CHỮA CHÁY VÀ CỨU NẠN, CỨU HỘ NĂM 2026"
    assert [task.deadline.kind.value for task in plan.tasks] == ["window", "quarterly", "date"]
    assert [task.deadline.days for task in plan.tasks] == [("2026-10-31",), (), ("2026-12-15",)]
    assert [task.lead[0].words for task in plan.tasks] == [
        "Văn phòng", "Đội PCCC cơ quan", "Văn phòng",
    ]  # fmt: skip
    assert plan.report_duties[0].to == "UBND tỉnh"


def test_the_examples_of_the_template_are_passed_over(agency, coordinator):
    intake = start_from_table(
        data=template_workbook(2026), filename="m.xlsx", issuer=agency, by=coordinator, on=TODAY
    )
    plan = working_draft(intake).plan
    assert plan.tasks == ()
    assert "Ví dụ: Kiểm tra, bảo dưỡng bình chữa cháy" in "\n".join(plan.lines)


def test_the_template_has_a_list_to_choose_from():
    (choice,) = _book(template_workbook(2026)).worksheets[0].data_validations.dataValidation
    assert "Hằng quý" in choice.formula1


def _book(data):
    import io

    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data))


def _filled(data):
    from tests.sheets.made import saved

    book = _book(data)
    for row in book.worksheets[0].iter_rows(min_row=5, max_row=7):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.removeprefix("Ví dụ: ")
    return saved(book)


# --- files as other programs write them -----------------------------------------------------------
def test_merged_cells_of_an_ods_file_say_the_same_in_every_row():
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Nhiệm vụ")
    for number, cells in enumerate((HEADINGS[:3], ("1", "Kiểm tra", "Văn phòng"), ("2", "Mở lớp"))):
        row = TableRow()
        for place, words in enumerate(cells):
            down = {"numberrowsspanned": 2} if (number, place) == (1, 2) else {}
            cell = TableCell(**down)
            cell.addElement(P(text=words))
            row.addElement(cell)
        if number == 2:
            row.addElement(CoveredTableCell())
        table.addElement(row)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    read_back = read_tasks(read_sheets(out.getvalue(), as_shown=True), on=ON)
    assert leads(read_back) == [["Văn phòng"], ["Văn phòng"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_broken_csv_files(encoding):
    text = 'TT;Nội dung;Đơn vị chủ trì\r\n1;"Kiểm tra\r\nđiện";Văn phòng;;;\r\n2;Tập huấn\r\n;;'
    broken = unicodedata.normalize("NFD", text).encode(encoding)
    table = read_tasks(read_sheets(broken, as_shown=True), on=ON)
    assert [task.text for task in table.draft.tasks] == ["Kiểm tra điện", "Tập huấn"]
    assert leads(table) == [["Văn phòng"], []]
