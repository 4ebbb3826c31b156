"""A list of people with their roles is taken in whole or not at all, and only ever adds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from sheets.problems import UnreadableTable
from tests.factories import TODAY, MembershipFactory, UnitFactory, UserFactory, person
from tests.sheets.made import csv
from tests.units.taking import SETTING, preview_people, read_people, take_people
from units.actions import remember_alias
from units.lists.lists import PEOPLE, export_list, template
from units.lists.outcomes import Change, DirectoryMoved, RowOutcome, RowsWrong
from units.models import Membership
from units.policy import Role

pytestmark = pytest.mark.django_db
HEADINGS = ("Tên đăng nhập", "Họ và tên", "Thư điện tử", "Chức vụ", "Đơn vị", "Vai trò")
LAN = ("lan", "Đinh Thị Lan", "lan@x.vn", "Chuyên viên", "VP", "Chuyên viên")
NAM = ("nam", "Dương Văn Nam", "nam@x.vn", "Trưởng phòng", "Văn phòng Sở", "Trưởng đơn vị")


@pytest.fixture(autouse=True)
def office(db):
    top = UnitFactory(code="SO", name="Sở Khoa học và Công nghệ")
    room = UnitFactory(code="VP", name="Văn phòng Sở", parent=top)
    remember_alias(name="VP Sở", unit=room)
    return {"SO": top, "VP": room}


def table(*rows, headings=HEADINGS):
    return read_people(csv([headings, *rows]))


def take(*rows, headings=HEADINGS, by=None):
    return take_people(table(*rows, headings=headings), by=by)


def fates(preview):
    return [row.outcome for row in preview.rows]


def roles():
    held = Membership.objects.filter(ended_on=None)
    return set(held.values_list("user__username", "unit__code", "role"))


# --- new people -----------------------------------------------------------------------------------
def test_people_come_in_with_their_roles_and_without_a_password(office):
    by = person(Role.ADMIN, office["SO"], username="quantri")
    done = take(LAN, NAM, by=by)
    assert fates(done) == [RowOutcome.NEW, RowOutcome.NEW]
    lan = User.objects.get(username="lan")
    assert (lan.full_name, lan.email, lan.position) == ("Đinh Thị Lan", "lan@x.vn", "Chuyên viên")
    assert not lan.has_usable_password()
    assert lan.sort_name
    assert "dinh thi lan" in lan.search_text
    assert set(done.made) == set(User.objects.exclude(pk=by.pk).values_list("pk", flat=True))
    assert roles() - {("quantri", "SO", "admin")} == {
        ("lan", "VP", "staff"),
        ("nam", "VP", "head"),
    }
    held = Membership.objects.get(user=lan)
    assert held.started_on == TODAY
    record = held.history.get()
    assert (record.history_type, record.history_user) == ("+", by)


@pytest.mark.parametrize("unit", ["VP", "vp", "Văn phòng Sở", "VAN PHONG SO", "VP Sở"])
def test_a_unit_is_named_by_code_name_or_other_name(unit):
    take(("lan", "Lan", "", "", unit, "Chuyên viên"))
    assert roles() == {("lan", "VP", "staff")}


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Chuyên viên", "staff"),
        ("chuyen vien", "staff"),
        ("Cán bộ", "staff"),
        ("Trưởng phòng", "head"),
        ("Đầu mối", "coordinator"),
        ("Lãnh đạo", "leader"),
        ("Quản trị hệ thống", "admin"),
    ],
)
def test_a_role_is_told_by_the_words_that_offices_use(words, role):
    take(("lan", "Lan", "", "", "VP", words))
    assert roles() == {("lan", "VP", role)}


def test_several_roles_stand_in_one_cell_or_in_several_rows():
    done = take(
        ("lan", "Lan", "", "", "VP", "Chuyên viên; Đầu mối tổng hợp"),
        ("lan", "", "", "", "SO", "Lãnh đạo"),
    )
    assert fates(done) == [RowOutcome.NEW, RowOutcome.NEW]
    assert len(done.made) == 1
    assert roles() == {
        ("lan", "VP", "staff"),
        ("lan", "VP", "coordinator"),
        ("lan", "SO", "leader"),
    }


def test_the_row_with_the_name_may_stand_below():
    take(("lan", "", "", "", "VP", "Chuyên viên"), ("lan", "Lan", "", "", "SO", "Lãnh đạo"))
    assert User.objects.get().full_name == "Lan"


def test_a_person_without_a_role_gets_an_account_only():
    take(("lan", "Lan", "", "", "", ""))
    assert User.objects.get().username == "lan"
    assert roles() == set()


def test_a_telephone_number_stored_as_a_number_gets_its_zero_back():
    take(("lan", "Lan", "912345678"), headings=("Mã", "Họ tên", "SĐT"))
    assert User.objects.get().phone == "0912345678"


# --- without accounts -----------------------------------------------------------------------------
NAMES = ("Họ và tên", "Email", "Đơn vị", "Vai trò")


def test_accounts_are_made_of_names_and_known_again_by_the_address():
    UserFactory(username="dinh.thi.lan", full_name="Đinh Thị Lan", email="khac@x.vn")
    rows = [
        ("Đinh Thị Lan", "lan@x.vn", "VP", "Chuyên viên"),
        ("Nguyễn Văn Nam", "nam@x.vn", "VP", "Trưởng đơn vị"),
    ]
    take(*rows, headings=NAMES)
    assert set(User.objects.values_list("username", "email")) == {
        ("dinh.thi.lan", "khac@x.vn"),
        ("dinh.thi.lan2", "lan@x.vn"),
        ("nguyen.van.nam", "nam@x.vn"),
    }
    assert set(fates(take(*rows, headings=NAMES))) == {RowOutcome.SAME}


def test_without_an_address_the_name_and_the_unit_tell_who_it_is():
    take(("Lan", "", "VP", "Chuyên viên"), headings=NAMES)
    again = take(("LAN", "", "Văn phòng Sở", "Chuyên viên"), headings=NAMES)
    assert User.objects.count() == 1
    assert again.rows[0].by == "họ tên và đơn vị"


def test_a_namesake_in_the_unit_gets_no_further_role_without_being_asked():
    take(("Lan", "", "VP", "Chuyên viên"), headings=NAMES)
    more = table(("Lan", "", "VP", "Chuyên viên; Đầu mối"), headings=NAMES)
    preview = preview_people(more)
    assert "đã có người tên này (tài khoản lan)" in preview.wrong[0].problems[0]
    (asked,) = preview.questions
    (row,) = take_people(more, answers={asked.key: asked.options[0].value}).rows
    assert Change("Vai trò", "Chuyên viên", "Chuyên viên; Đầu mối tổng hợp") in row.changes


def test_a_namesake_elsewhere_gets_no_role_on_a_guess():
    take(("Lan", "", "VP", "Chuyên viên"), headings=NAMES)
    with pytest.raises(RowsWrong) as error:
        take(("Lan", "", "SO", "Quản trị"), headings=NAMES)
    assert "đã có người tên này (tài khoản lan)" in error.value.preview.wrong[0].problems[0]
    assert roles() == {("lan", "VP", "staff")}


def test_two_namesakes_of_the_file_are_asked_about():
    rows = [("Lan", "", "VP", "Chuyên viên"), ("Lan", "", "SO", "Chuyên viên")]
    with pytest.raises(RowsWrong) as error:
        take(*rows, headings=NAMES)
    assert "có nhiều dòng cùng tên này" in error.value.preview.wrong[0].problems[0]


# --- who is there already -------------------------------------------------------------------------
def test_the_same_file_twice_changes_nothing():
    take(LAN, NAM)
    history = Membership.history.count()
    done = take(LAN, NAM)
    assert set(fates(done)) == {RowOutcome.SAME}
    assert done.made == ()
    assert Membership.history.count() == history


def test_a_change_is_shown_as_old_and_new(office):
    take(LAN)
    (row,) = take(("LAN", "Đinh Thị Lan", "", "Phó Chánh Văn phòng", "SO", "Lãnh đạo")).rows
    assert row.outcome is RowOutcome.CHANGED
    assert row.changes == (
        Change("Chức vụ", "Chuyên viên", "Phó Chánh Văn phòng"),
        Change("Đơn vị", "", "SO"),
        Change("Vai trò", "", "Lãnh đạo"),
    )
    lan = User.objects.get()
    assert (lan.username, lan.position, lan.email) == ("lan", "Phó Chánh Văn phòng", "lan@x.vn")
    assert roles() == {("lan", "VP", "staff"), ("lan", "SO", "leader")}


def test_a_password_stays():
    known = UserFactory(username="lan", full_name="Lan")
    take(("lan", "LAN", "", "", "VP", "Chuyên viên"))
    known.refresh_from_db()
    assert known.full_name == "LAN"
    assert known.has_usable_password()


def test_roles_and_people_that_the_file_does_not_name_stay_and_are_said(office):
    other = person(Role.ADMIN, office["SO"], username="quantri", full_name="Bế Minh Tuấn")
    take(LAN)
    done = take(("lan", "Đinh Thị Lan", "", "", "SO", "Lãnh đạo"))
    assert {(one.pk, one.detail) for one in done.unnamed} == {
        (other.pk, "Quản trị hệ thống – Sở Khoa học và Công nghệ"),
        (User.objects.get(username="lan").pk, "Chuyên viên – Văn phòng Sở"),
    }
    assert ("quantri", "SO", "admin") in roles()
    assert ("lan", "VP", "staff") in roles()


def test_a_role_that_has_ended_may_begin_again(office):
    lan = UserFactory(username="lan", full_name="Lan")
    MembershipFactory(user=lan, unit=office["VP"], role=Role.STAFF, ended_on=TODAY)
    take(("lan", "Lan", "", "", "VP", "Chuyên viên"))
    assert Membership.objects.count() == 2
    assert roles() == {("lan", "VP", "staff")}


# --- rows that are wrong --------------------------------------------------------------------------
WRONG = {
    "unit": (("a", "A", "", "", "Phòng Z", "Chuyên viên"), "không tìm thấy đơn vị “Phòng Z”"),
    "role": (("a", "A", "", "", "VP", "Giám sát"), "không có vai trò “Giám sát”. Hãy chọn trong"),
    "no unit": (("a", "A", "", "", "", "Chuyên viên"), "có vai trò mà thiếu đơn vị"),
    "no role": (("a", "A", "", "", "VP", ""), "thiếu vai trò ở đơn vị “Văn phòng Sở – Sở Khoa học"),
    "no account": (("", "A", "", "", "VP", "Chuyên viên"), "thiếu tên đăng nhập"),
    "no name": (("a", "", "", "", "VP", "Chuyên viên"), "thiếu họ và tên"),
    "address": (("a", "A", "khong-phai", "", "VP", "Chuyên viên"), "cột “Thư điện tử”"),
    "account": (("có dấu cách", "A", "", "", "VP", "Chuyên viên"), "cột “Tên đăng nhập”"),
    "contradiction": (
        ("lan", "Người khác", "", "", "SO", "Chuyên viên"),
        "họ và tên của “lan” khác với dòng 2 (“Đinh Thị Lan”)",
    ),
}


@pytest.mark.parametrize(("row", "words"), [pytest.param(*v, id=k) for k, v in WRONG.items()])
def test_a_wrong_row_is_named_with_its_reason_and_nothing_is_written(row, words):
    with pytest.raises(RowsWrong) as error:
        take(LAN, row)
    wrong = error.value.preview.wrong[-1]
    assert wrong.problems[0].startswith("Dòng 3: ")
    assert words in " ".join(wrong.problems)
    assert not User.objects.exists()
    assert not Membership.objects.exists()


def test_a_unit_that_has_ended_and_a_closed_account_get_no_role():
    UnitFactory(code="CU", name="Phòng cũ", active_to=TODAY.replace(year=2025))
    UserFactory(username="nghi", full_name="Người đã nghỉ", is_active=False)
    with pytest.raises(RowsWrong) as error:
        take(("a", "A", "", "", "CU", "Chuyên viên"), ("nghi", "", "", "", "VP", "Chuyên viên"))
    said = [row.problems[0] for row in error.value.preview.wrong]
    assert "đã kết thúc hoạt động" in said[0]
    assert "đã ngừng sử dụng" in said[1]


def test_an_account_taken_since_the_preview_is_not_written_over():
    seen = preview_people(table(LAN)).fingerprint
    UserFactory(username="lan", full_name="Người khác")
    with pytest.raises(DirectoryMoved):
        take_people(table(LAN), fingerprint=seen)
    assert User.objects.get().full_name == "Người khác"


# --- out and in again -----------------------------------------------------------------------------
def export():
    return export_list(PEOPLE, User.objects.order_by("sort_name", "pk"), SETTING)


def test_an_export_imports_back_unchanged_and_makes_the_same_people_elsewhere():
    take(LAN, NAM, ("lan", "", "", "", "SO", "Lãnh đạo; Đầu mối"), ("mai", "Mai", "", "", "", ""))
    before, held = set(User.objects.values_list("username", "full_name", "email")), roles()
    data = export()
    assert set(fates(preview_people(read_people(data)))) == {RowOutcome.SAME}
    Membership.objects.all().delete()
    User.objects.all().delete()
    take_people(read_people(data))
    assert set(User.objects.values_list("username", "full_name", "email")) == before
    assert roles() == held


def test_the_template_alone_brings_nobody():
    with pytest.raises(UnreadableTable, match="mới có các dòng mẫu"):
        read_people(template(PEOPLE))


# --- size -----------------------------------------------------------------------------------------
def test_the_queries_do_not_grow_with_the_people():
    def count(numbers):
        rows = [(f"a{n}", f"Người {n}", "", "", "VP", "Chuyên viên") for n in numbers]
        with CaptureQueriesContext(connection) as queries:
            take(*rows)
            take(*[(row[0], row[1].upper(), *row[2:5], "Trưởng đơn vị") for row in rows])
        return len(queries)

    assert count(range(20)) == count(range(100, 140))
