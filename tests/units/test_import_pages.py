"""A list comes in through two steps: a file is looked at, then taken in."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sheets.files import MAX_BYTES
from tests.factories import UnitFactory, person
from tests.sheets.made import HEADINGS, OFFICE, csv, xlsx
from tests.worlds import shared
from units.models import ListImport, Unit
from units.policy import Role

UPLOAD = "/don-vi/nhap/"
ROOM = ("TCHC", "Phòng Tổ chức", "Phòng", "SO")


@shared
def office():
    return UnitFactory(code="SO", name="Sở Khoa học và Công nghệ")


@shared
def administrator(office):
    return person(Role.ADMIN, office)


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def bring(desk, data, name="danh-sach.csv"):
    """Sends a file in; returns the address of its preview."""
    answer = desk.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def write(desk, preview, **changes):
    """Confirms what the preview shows, as its form does."""
    shown = desk.get(preview).context["page"]
    form = {"fingerprint": shown.preview.fingerprint, **changes}
    return desk.post(preview.split("?")[0] + "ghi/", form, follow=True)


# --- the way through ------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [xlsx(OFFICE), csv(OFFICE)], ids=["xlsx", "csv"])
def test_a_list_is_looked_at_and_then_taken_in(desk, data):
    preview = bring(desk, data)
    shown = desk.get(preview)
    assert [row.code for row in shown.context["page"].rows] == ["VP", "TCHC", "SO"]
    text = shown.content.decode()
    assert "danh-sach.csv" in text
    assert "Ghi 3 dòng" in text
    assert set(Unit.objects.values_list("code", flat=True)) == {"SO"}

    answer = write(desk, preview)
    assert "Đã ghi xong: thêm 2 dòng, cập nhật 1 dòng." in answer.content.decode()
    assert set(Unit.objects.values_list("code", flat=True)) == {"SO", "VP", "TCHC"}
    assert answer.redirect_chain[-1][0] == f"{preview}ket-qua/"
    assert reverse("tasks:unit_tree") in answer.content.decode()


def test_what_was_brought_is_found_again_and_nobody_elses(desk, office):
    preview = bring(desk, csv(OFFICE), "don-vi-2026.csv")
    page = desk.get(UPLOAD).content.decode()
    assert "don-vi-2026.csv" in page
    assert f'href="{preview}"' in page
    write(desk, preview)
    assert "ket-qua/" in desk.get(UPLOAD).content.decode()
    other = Client()
    other.force_login(person(Role.ADMIN, office))
    assert "don-vi-2026.csv" not in other.get(UPLOAD).content.decode()


def test_the_history_knows_the_person(desk, administrator):
    write(desk, bring(desk, csv([HEADINGS, ROOM])))
    assert Unit.objects.get(code="TCHC").history.get().history_user == administrator


def test_a_list_with_nothing_new_says_so_and_asks_nothing(desk):
    data = csv([("Mã", "Tên"), ("SO", "Sở Khoa học và Công nghệ")])
    text = desk.get(bring(desk, data)).content.decode()
    assert "không có gì phải ghi" in text
    assert "Ghi 0" not in text


def test_a_list_with_a_wrong_row_cannot_be_taken_in(desk):
    preview = bring(desk, csv([HEADINGS, ROOM, ("A", "Phòng A", "Phòng", "P. KHTC")]))
    shown = desk.get(preview)
    text = shown.content.decode()
    assert "Còn 1 dòng sai" in text
    assert "Dòng 3: không tìm thấy đơn vị cấp trên “P. KHTC”" in text
    assert "/ghi/" not in text
    assert [row.code for row in shown.context["page"].rows] == ["A", "TCHC"]  # wrong rows first

    answer = write(desk, preview)
    assert "Tệp còn dòng sai nên chưa ghi gì vào danh mục." in answer.content.decode()
    assert not Unit.objects.filter(code="TCHC").exists()


def test_a_directory_changed_in_between_is_looked_at_again(desk, office):
    preview = bring(desk, csv([HEADINGS, ROOM]))
    seen = desk.get(preview).context["page"].preview.fingerprint
    UnitFactory(code="TCHC", name="Phòng khác", parent=office)
    answer = write(desk, preview, fingerprint=seen)
    assert "Danh mục vừa có thay đổi" in answer.content.decode()
    assert Unit.objects.get(code="TCHC").name == "Phòng khác"
    assert "Thay đổi" in answer.content.decode()


def test_rows_are_shown_by_their_fate_and_in_pages(desk):
    rooms = [(f"P{n}", f"Phòng {n}", "Phòng", "SO") for n in range(60)]
    preview = bring(desk, csv([HEADINGS, *rooms, ("SO", "Sở mới", "", "")]))
    assert len(desk.get(preview).context["page"].rows) == 50
    assert len(desk.get(preview, {"page": 2}).context["page"].rows) == 11
    changed = desk.get(preview, {"loai": "changed"}).context["page"].rows
    assert [row.code for row in changed] == ["SO"]
    assert desk.get(preview, {"loai": "x", "page": "y"}).status_code == 200


# --- columns and sheets ---------------------------------------------------------------------------
def test_an_unknown_column_can_be_given_its_meaning(desk):
    preview = bring(desk, csv([("Mã", "Tên", "Máy lẻ"), ("TCHC", "Phòng Tổ chức", "101")]))
    assert "Máy lẻ" in desk.get(preview).content.decode()
    chosen = f"{preview}?cot-2=phone"
    write(desk, chosen)
    assert Unit.objects.get(code="TCHC").phone == "101"


def test_an_unknown_column_can_be_passed_over(desk):
    preview = bring(desk, csv([("Mã", "Tên", "Biên chế"), ("TCHC", "Phòng Tổ chức", "7")]))
    write(desk, f"{preview}?cot-2=-")
    assert Unit.objects.filter(code="TCHC").exists()


def test_nonsense_for_a_column_is_as_good_as_nothing(desk):
    preview = bring(desk, csv([HEADINGS, ROOM]))
    asked = {"cot-0": "password", "cot-x": "name", "cot-99": "name", "cot-1": ""}
    assert desk.get(preview, asked).context["page"].problem == ""


def test_another_sheet_can_be_chosen(desk):
    data = xlsx([HEADINGS, ROOM], **{"Năm trước": [HEADINGS, ("CU", "Phòng cũ", "Phòng", "SO")]})
    preview = bring(desk, data, "ds.xlsx")
    write(desk, f"{preview}?trang=N%C4%83m+tr%C6%B0%E1%BB%9Bc")
    assert set(Unit.objects.values_list("code", flat=True)) == {"SO", "CU"}


def test_a_sheet_without_a_table_says_so_and_the_other_can_be_chosen(desk):
    data = xlsx([HEADINGS, ROOM], Trống=[("Không có gì",)])
    answer = desk.get(bring(desk, data), {"trang": "Trống"})
    text = answer.content.decode()
    assert "Không tìm thấy dòng tiêu đề" in text
    assert '<select class="form-select" name="trang"' in text


# --- files that are refused -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp không có dữ liệu"),
        (b"%PDF-1.7", "là tệp PDF"),
        (xlsx(OFFICE)[:-100], "bị hỏng"),
        (b"PK" + bytes(MAX_BYTES), "20 MB"),
    ],
    ids=["empty", "PDF", "damaged", "too large"],
)
def test_what_is_no_spreadsheet_is_refused_beside_the_field(desk, media_root, data, words):
    answer = desk.post(UPLOAD, {"file": SimpleUploadedFile("ds.xlsx", data)})
    assert answer.status_code == 200
    assert words in answer.context["form"].errors["file"][0]
    assert not (media_root / "lists").exists()


def test_no_file_is_said(desk):
    assert "Hãy chọn một tệp." in desk.post(UPLOAD).content.decode()


# --- the kept file --------------------------------------------------------------------------------
def kept_of(person):
    return sorted(default_storage.listdir(f"lists/{person.pk}")[1])


def test_the_file_lies_under_its_hash_in_the_folder_of_the_person(desk, administrator):
    preview = bring(desk, csv([HEADINGS, ROOM]), name="../../etc/passwd.csv")
    sha256 = preview.rstrip("/").rsplit("/", 1)[-1]
    assert kept_of(administrator) == [f"units-{sha256}"]


def test_the_file_is_thrown_away_once_it_is_taken_in(desk, administrator):
    preview = bring(desk, csv([HEADINGS, ROOM]))
    write(desk, preview)
    assert kept_of(administrator) == []
    assert desk.get(preview).status_code == 404


def test_files_of_yesterday_are_thrown_away(desk, administrator, media_root):
    bring(desk, csv([HEADINGS, ROOM]))
    folder = media_root / "lists" / str(administrator.pk)
    yesterday = timezone.now() - datetime.timedelta(hours=25)
    ListImport.objects.update(brought_at=yesterday)
    bring(desk, csv(OFFICE))
    assert len([file for file in folder.iterdir() if not file.suffix]) == 1


def test_nobody_reads_a_list_that_another_has_brought(client, desk, office):
    preview = bring(desk, csv([HEADINGS, ROOM]))
    client.force_login(person(Role.ADMIN, office))
    assert client.get(preview).status_code == 404
    assert client.get(f"{preview}ly-do/").status_code == 404
    assert client.post(f"{preview}ghi/").status_code == 404


def test_a_hash_that_was_never_brought_is_not_found(desk):
    assert desk.get(f"{UPLOAD}{'0' * 64}/").status_code == 404
    assert desk.get(f"{UPLOAD}..%2f..%2fsettings/").status_code == 404


def test_taking_in_needs_a_post(desk):
    preview = bring(desk, csv([HEADINGS, ROOM]))
    assert desk.get(f"{preview}ghi/").status_code == 405


# --- workbooks that go out ------------------------------------------------------------------------
def sheet_of(answer, name=None):
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    return book[name] if name else book.worksheets[0]


def test_the_reasons_stand_beside_the_rows(desk):
    preview = bring(desk, csv([HEADINGS, ROOM, ("A", "Phòng A", "Kho", "")]))
    sheet = sheet_of(desk.get(f"{preview}ly-do/"))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*HEADINGS, "Lý do cần sửa")
    assert rows[1][4] is None
    assert "không có loại đơn vị “Kho”" in rows[2][4]


def test_the_template_has_headings_examples_an_explanation_and_drop_downs(desk):
    answer = desk.get(reverse("units:import_units_template"))
    sheet = sheet_of(answer, "Danh sách đơn vị")
    headings = [cell.value for cell in sheet[2]]
    assert headings[:4] == ["Mã đơn vị", "Tên đơn vị (*)", "Tên viết tắt", "Loại"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5, 6)] == ["VD-SO", "VD-TCHC", "VD-TT", None]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.showErrorMessage
    kinds = sheet_of(answer, "Loại đơn vị")
    assert choice.type == "list"
    assert choice.formula1 == f"'Loại đơn vị'!$A$2:$A${kinds.max_row}"
    assert str(choice.sqref).startswith("D3:")
    explained = [row[0] for row in sheet_of(answer, "Hướng dẫn").iter_rows(values_only=True)]
    assert {"Mã đơn vị", "Đơn vị cấp trên", "Đơn vị kế thừa"} <= set(explained)


def test_a_filled_in_template_is_taken_in_without_its_examples(desk):
    book = openpyxl.load_workbook(BytesIO(desk.get(reverse("units:import_units_template")).content))
    sheet = book["Danh sách đơn vị"]
    for place, value in enumerate(("TCHC", "Phòng Tổ chức", None, "Phòng", "SO"), start=1):
        sheet.cell(6, place).value = value
    out = BytesIO()
    book.save(out)
    preview = bring(desk, out.getvalue(), "mau.xlsx")
    assert "(dòng mẫu): Sở Ví dụ" in desk.get(preview).content.decode()
    write(desk, preview)
    assert set(Unit.objects.values_list("code", flat=True)) == {"SO", "TCHC"}


def test_the_directory_goes_out_with_children_below_their_parents(desk, office):
    centre = UnitFactory(code="TT", name="Trung tâm", parent=office)
    UnitFactory(code="HC", name="Phòng Hành chính", parent=centre)
    UnitFactory(code="AA", name="Phòng A", parent=office)
    sheet = sheet_of(desk.get(reverse("units:export_units")))
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["SO", "AA", "TT", "HC"]


# --- who may --------------------------------------------------------------------------------------
ROUTES = (
    ("get", UPLOAD),
    ("post", UPLOAD),
    ("get", f"{UPLOAD}tep-mau/"),
    ("get", f"{UPLOAD}{'a' * 64}/"),
    ("post", f"{UPLOAD}{'a' * 64}/ghi/"),
    ("get", f"{UPLOAD}{'a' * 64}/ly-do/"),
    ("get", f"{UPLOAD}{'a' * 64}/ket-qua/"),
    ("get", f"{UPLOAD}{'a' * 64}/con-lai/"),
    ("post", f"{UPLOAD}{'a' * 64}/con-lai/"),
    ("get", "/don-vi/xuat/"),
)


@pytest.mark.parametrize(("method", "address"), ROUTES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_other_roles_are_refused(client, office, role, method, address):
    client.force_login(person(role, office))
    assert getattr(client, method)(address).status_code == 403


@pytest.mark.parametrize(("method", "address"), ROUTES)
def test_somebody_not_signed_in_is_sent_to_the_login(client, db, method, address):
    assert getattr(client, method)(address)["Location"].startswith("/dang-nhap/")


def test_a_forged_request_is_refused(administrator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    answer = strict.post(UPLOAD, {"file": SimpleUploadedFile("a.csv", csv(OFFICE))})
    assert answer.status_code == 403


# --- what is asked on the page --------------------------------------------------------------------
def test_an_answer_is_taken_and_remembered_for_the_next_file(desk):
    data = csv([HEADINGS, ("A", "Phòng A", "Kho lạ", "Sở Khoa học")])
    preview = bring(desk, data)
    text = desk.get(preview).content.decode()
    assert "“Kho lạ” là loại đơn vị nào?" in text
    assert "“Sở Khoa học” là đơn vị nào?" in text
    answers = {"nghia-kind:kho lạ": "+Kho lạ", "nghia-unit:sở khoa học": ["", "SO"]}
    desk.post(preview, answers)
    page = desk.get(preview).context["page"]
    assert page.questions == ()
    write(desk, preview)
    unit = Unit.objects.get(code="A")
    assert (unit.kind.name, unit.parent.code) == ("Kho lạ", "SO")

    again = bring(desk, csv([HEADINGS, ("B", "Phòng B", "Phòng", "Sở Khoa học")]))
    page = desk.get(again).context["page"]
    assert page.questions == ()
    assert "lựa chọn đã ghi nhớ" in page.rows[0].notes[0]


def test_what_columns_mean_is_remembered_for_files_of_this_shape(desk):
    heading = ("Mã", "Tên", "Máy lẻ")
    preview = bring(desk, csv([heading, ("A", "Phòng A", "101")]))
    desk.post(preview, {"cot-2": "phone"})
    again = bring(desk, csv([heading, ("B", "Phòng B", "102")]))
    column = desk.get(again).context["page"].columns[2]
    assert (column.how, column.samples) == ("Theo lựa chọn của bạn", ("102",))
    other = bring(desk, csv([("Mã", "Tên", "Khác"), ("B", "Phòng B", "102")]))
    assert desk.get(other).context["page"].columns[2].unknown


def test_rows_are_left_out_by_a_tick_and_taken_in_again(desk):
    preview = bring(desk, csv([HEADINGS, ROOM, ("A", "Phòng A", "Phòng", "Không đâu")]))
    desk.post(preview, {"hien": "2,3", "bo": "3"})
    page = desk.get(preview).context["page"]
    assert [row.number for row in page.rows] == [2]
    assert page.remarks[0].why.value == "bạn chọn bỏ dòng này"
    desk.post(preview, {"hien-bo-qua": "3", "lay": "3"})
    assert [row.number for row in desk.get(preview).context["page"].rows] == [3, 2]
    desk.post(preview, {"hien": "2,3", "bo": "3"})
    write(desk, preview)
    assert set(Unit.objects.values_list("code", flat=True)) == {"SO", "TCHC"}


def test_another_heading_row_forgets_what_was_said_of_columns(desk):
    rows = [("Mã", "Tên", "Máy lẻ"), ("Ký hiệu", "Tên phòng", "x"), ("A", "Phòng A", "101")]
    preview = bring(desk, csv(rows))
    desk.post(preview, {"cot-2": "phone"})
    desk.post(preview, {"dong-tieu-de": "2"})
    page = desk.get(preview).context["page"]
    assert (page.heading_row, [row.code for row in page.rows]) == (2, ["A"])
    assert page.columns[2].unknown


def test_a_page_of_a_long_list_is_small(desk):
    rows = [(f"P{n}", f"Phòng Quản lý công tác số {n}", "Phòng", "SO") for n in range(280)]
    preview = bring(desk, csv([HEADINGS, *rows]))
    assert len(desk.get(preview).content) < 100_000
