"""From the shell: a list of units, and the first administrator."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import UnitFactory, UserFactory
from tests.sheets.made import HEADINGS, OFFICE, csv, xlsx
from units.management.commands import createadmin
from units.models import Membership, Unit
from units.policy import Role

pytestmark = pytest.mark.django_db
ROOM = ("TCHC", "Phòng Tổ chức", "Phòng", "")


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(data, name="ds.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


# --- import_units ---------------------------------------------------------------------------------
def test_a_list_is_taken_in_and_told_row_by_row(file):
    said = run("import_units", file(xlsx(OFFICE), "ds.xlsx"))
    assert "Dòng 2: thêm mới – VP Văn phòng Sở" in said
    assert "Sai: 0 · Thêm mới: 3 · Thay đổi: 0 · Giữ nguyên: 0" in said
    assert "Đã ghi danh sách đơn vị." in said
    assert Unit.objects.count() == 3


def test_a_dry_run_writes_nothing(file):
    said = run("import_units", file(csv(OFFICE)), dry_run=True)
    assert "Thêm mới: 3" in said
    assert "Chạy thử, chưa ghi gì." in said
    assert not Unit.objects.exists()


def test_changes_are_told_and_the_second_time_there_are_none(file):
    UnitFactory(code="TCHC", name="Phòng cũ")
    path = file(csv([HEADINGS, ROOM]))
    assert "(Tên đơn vị: Phòng cũ → Phòng Tổ chức)" in run("import_units", path)
    assert "Danh mục đã đúng như tệp." in run("import_units", path)


def test_a_sheet_is_chosen(file):
    data = xlsx([HEADINGS, ROOM], Khác=[HEADINGS, ("K", "Phòng Khác", "Phòng", "")])
    run("import_units", file(data, "ds.xlsx"), sheet="Khác")
    assert [unit.code for unit in Unit.objects.all()] == ["K"]


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_wrong_row_fails_the_command_and_writes_nothing(file, dry_run):
    path = file(csv([HEADINGS, ROOM, ("A", "Phòng A", "Phòng", "P. TCHC")]))
    out = StringIO()
    with pytest.raises(CommandError, match="1 dòng sai, chưa ghi gì"):
        call_command("import_units", path, dry_run=dry_run, stdout=out)
    assert "Dòng 3: không tìm thấy đơn vị cấp trên “P. TCHC”" in out.getvalue()
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-", "là tệp PDF"),
        (b"", "không có dữ liệu"),
        (csv([("a", "b"), ("c", "d")]), "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_a_file_that_does_not_serve_fails_the_command_with_a_word(file, data, words):
    with pytest.raises(CommandError, match=words):
        run("import_units", file(data))


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(CommandError, match="Không mở được tệp"):
        run("import_units", "/khong/co/ds.csv")


# --- any spreadsheet, without opening a spreadsheet program ---------------------------------------
ANY = xlsx(
    [("DANH SÁCH",), ("Ký tự", "Tên phòng", "Nằm ở", "Ghi thêm"),
     ("A", "Phòng A", "", "x"), ("B", "Phòng B", "A", "y"), ("C", "Phòng C", "Không đâu", "z")]
)  # fmt: skip


def test_everything_that_the_page_asks_can_be_said_to_the_command(file):
    said = run(
        "import_units", file(ANY, "ds.xlsx"), heading_row=2,
        column=["Ký tự=code", "Nằm ở=parent"], skip=["Ghi thêm"], leave_out="5",
    )  # fmt: skip
    assert "Dòng 5: bỏ qua – bạn chọn bỏ dòng này" in said
    assert "Đã ghi danh sách đơn vị." in said
    assert Unit.objects.get(code="B").parent.code == "A"


def test_what_words_mean_can_be_said_to_the_command(file):
    UnitFactory(code="KD", name="Khu đông")
    path = file(ANY, "ds.xlsx")
    columns = ["Ký tự=code", "Nằm ở=Đơn vị cấp trên"]
    run("import_units", path, column=columns, mean=["unit:Không đâu=KD"])
    assert Unit.objects.get(code="C").parent.code == "KD"


def test_another_program_reads_what_the_command_found(file):
    out = StringIO()
    path = file(csv([HEADINGS, ROOM, ("A", "Phòng A", "Phòng", "P. Lạ lùng")]))
    with pytest.raises(CommandError):
        call_command("import_units", path, json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert told["counts"] == {"wrong": 1, "new": 1, "changed": 0, "same": 0}
    assert told["written"] is False
    assert [row["outcome"] for row in told["rows"]] == ["new", "wrong"]
    assert told["questions"][0]["mean"] == "unit:P. Lạ lùng=…"
    out = StringIO()
    call_command("import_units", file(csv([HEADINGS, ROOM])), json=True, stdout=out)
    assert json.loads(out.getvalue())["written"] is True
    out = StringIO()
    with pytest.raises(CommandError, match="là tệp PDF"):
        call_command("import_units", file(b"%PDF-"), json=True, stdout=out)
    assert "là tệp PDF" in json.loads(out.getvalue())["problem"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"column": ["Không có=parent"]}, "Không có cột “Không có”"),
        ({"column": ["Tên đơn vị=abc"]}, "không có nghĩa “abc”"),
        ({"skip": ["Nữa"]}, "Không có cột “Nữa”"),
        ({"leave_out": "1,x"}, "“x” không phải số dòng"),
        ({"mean": ["Vụ=phong"]}, "cần có dạng LOẠI:CHỮ=NGHĨA"),
        ({"sheet": "Ba"}, "không có trang tính “Ba”"),
        ({"heading_row": 9}, "Dòng 9 không có gì"),
    ],
)
def test_what_cannot_be_meant_is_said(file, options, words):
    with pytest.raises(CommandError, match=words):
        run("import_units", file(csv([HEADINGS, ROOM])), **options)
    assert not Unit.objects.exists()


# --- createadmin ----------------------------------------------------------------------------------
PERSON = {"username": "quantri", "full_name": "Trần Thị Quản Trị", "unit": "SO", "no_input": True}


def test_the_first_administrator_gets_an_account_a_role_and_a_unit():
    run("createadmin", **PERSON, password="Mat-khau-2026", unit_name="Sở Nội vụ")
    person = User.objects.get()
    assert person.check_password("Mat-khau-2026")
    assert person.full_name == "Trần Thị Quản Trị"
    held = Membership.objects.get(user=person)
    assert (held.role, held.unit.code, held.unit.name) == (Role.ADMIN, "SO", "Sở Nội vụ")
    assert held.unit.parent is None
    assert held.unit in Unit.objects.subtree_of(held.unit)


def test_the_new_administrator_comes_into_the_admin(client):
    run("createadmin", **PERSON, password="Mat-khau-2026")
    client.force_login(User.objects.get())
    assert client.get("/quan-tri/").status_code == 200


def test_a_unit_that_is_there_is_taken():
    unit = UnitFactory(code="SO")
    run("createadmin", **PERSON, password="Mat-khau-2026")
    assert Membership.objects.get().unit == unit


def test_the_kind_of_the_new_unit_is_told_by_its_name():
    run("createadmin", **PERSON, password="Mat-khau-2026", unit_name="UBND xã Nà Sơn")
    assert Unit.objects.get().kind_id == "ubnd-xa"


def test_the_password_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv(createadmin.PASSWORD_VARIABLE, "Mat-khau-2027")
    run("createadmin", **PERSON)
    assert User.objects.get().check_password("Mat-khau-2027")


def test_what_is_missing_is_asked(monkeypatch):
    answers = iter(["quantri", "Trần Thị Quản Trị", "SO"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda _: "Mat-khau-2026")
    run("createadmin")
    assert User.objects.get().username == "quantri"


def test_two_different_passwords_make_nobody(monkeypatch):
    typed = iter(["Mat-khau-2026", "Mat-khau-2025"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    with pytest.raises(CommandError, match="không giống nhau"):
        run("createadmin", **{**PERSON, "no_input": False})
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "123"}, "quá ngắn"),
        ({"password": ""}, "Mật khẩu"),
        ({"password": "Mat-khau-2026", "username": "có dấu cách"}, "tên"),
        ({"password": "Mat-khau-2026", "unit": None}, "--unit"),
        ({"password": "Mat-khau-2026", "full_name": None}, "--full-name"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_made(changes, words):
    with pytest.raises(CommandError, match=words):
        run("createadmin", **{**PERSON, **changes})
    assert not User.objects.exists()
    assert not Unit.objects.exists()


def test_a_name_that_is_taken_is_said():
    UserFactory(username="quantri")
    with pytest.raises(CommandError):
        run("createadmin", **PERSON, password="Mat-khau-2026")
    assert not Membership.objects.exists()
