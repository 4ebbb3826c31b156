"""One person: roles given, the account closed and opened, invited, a first password."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories import PASSWORD, MembershipFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.models import Membership
from units.policy import Role

pytestmark = pytest.mark.django_db


@shared
def office():
    return UnitFactory(code="SO", name="Sở Khoa học và Công nghệ")


@shared
def room(office):
    return UnitFactory(code="VP", name="Văn phòng Sở", parent=office)


@shared
def admin(office):
    return person(Role.ADMIN, office, username="quantri", full_name="Trần Thị Quản Trị")


@pytest.fixture
def as_admin(admin):
    client = Client()
    client.force_login(admin)
    return client


@shared
def hang(room):
    return person(Role.STAFF, room, username="hang", full_name="Nông Thị Thu Hằng")


def gets_in(password: str, username: str = "hang") -> bool:
    answer = Client().post("/dang-nhap/", {"username": username, "password": password})
    return bool(answer.status_code == 302)


def text_of(answer) -> str:
    return answer.content.decode()


# --- roles ----------------------------------------------------------------------------------------
def role(words="", **fields):
    return {"unit_words": words, "role": "head", "started_on": "01/02/2026", **fields}


def test_a_role_is_given_in_a_unit_named_by_code_or_name(as_admin, admin, hang, office):
    centre = UnitFactory(code="TTCDS", name="Trung tâm Chuyển đổi số", parent=office)
    for unit, kind in (("ttcds", "head"), ("chuyen doi so", "staff")):
        answer = as_admin.post(f"/nguoi-dung/{hang.pk}/vai-tro/", role(unit, role=kind))
        assert answer["Location"] == f"/nguoi-dung/{hang.pk}/"
        held = Membership.objects.get(user=hang, unit=centre, role=kind)
        assert held.started_on == datetime.date(2026, 2, 1)
        assert held.history.get().history_user == admin


def test_where_several_units_fit_one_is_picked(as_admin, hang, office):
    rooms = [UnitFactory(name=f"Phòng Kế hoạch {n}", parent=office) for n in range(3)]
    answer = as_admin.post(f"/nguoi-dung/{hang.pk}/vai-tro/", role("ke hoach"))
    assert answer.status_code == 422
    text = text_of(answer)
    assert "Có 3 đơn vị khớp" in text
    offered = re.findall(
        r'type="radio"\s+class="form-check-input"\s+name="unit"\s+value="(\d+)"', text
    )
    assert offered == [str(one.pk) for one in rooms]
    # A choice left from other words counts for nothing.
    answer = as_admin.post(f"/nguoi-dung/{hang.pk}/vai-tro/", role("ke hoach", unit=office.pk))
    assert answer.status_code == 422
    as_admin.post(f"/nguoi-dung/{hang.pk}/vai-tro/", role("ke hoach", unit=rooms[1].pk))
    assert Membership.objects.get(user=hang, role="head").unit == rooms[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit_words": "khong co don vi nay"}, "Không tìm thấy đơn vị"),
        ({"unit_words": ""}, "Hãy ghi tên hoặc mã đơn vị"),
        ({"role": ""}, "Hãy chọn vai trò"),
        ({"started_on": "31/02/2026"}, "không có trong lịch"),
        ({"started_on": "01/01/2099"}, "không thể sau hôm nay"),
        ({"role": "staff"}, "đang giữ vai trò này"),
        ({"unit_words": "CU"}, "Không tìm thấy đơn vị"),  # a unit that is gone is not offered
    ],
)
def test_what_is_wrong_with_a_role_is_said_beside_it(as_admin, hang, changes, words):
    UnitFactory(code="CU", name="UBND huyện cũ", active_to=datetime.date(2025, 6, 30))
    answer = as_admin.post(f"/nguoi-dung/{hang.pk}/vai-tro/", {**role("VP"), **changes})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert hang.memberships.count() == 1


def test_units_are_offered_while_one_types(as_admin, room, office):
    text = text_of(as_admin.get("/don-vi/tim/?field=unit&unit_words=van+phong"))
    assert f'value="{room.pk}"' in text
    assert "Sở Khoa học và Công nghệ" in text  # above it, to tell two offices apart
    assert "Không có đơn vị nào khớp" in text_of(as_admin.get("/don-vi/tim/?unit_words=zzz"))
    assert text_of(as_admin.get("/don-vi/tim/?field=%22%3E&unit_words=")).strip() == ""


def test_a_person_is_offered_only_units_in_sight(client, room, office):
    other = UnitFactory(name="Văn phòng UBND huyện")
    client.force_login(person(Role.COORDINATOR, office))
    text = text_of(client.get("/don-vi/tim/?unit_words=van+phong"))
    assert f'value="{room.pk}"' in text
    assert f'value="{other.pk}"' not in text


def test_the_page_tells_roles_and_what_was_done_about_them(as_admin, admin, hang, office):
    as_admin.post(f"/nguoi-dung/{hang.pk}/vai-tro/", role("SO"))
    ended = MembershipFactory(user=hang, unit=office, role=Role.STAFF)
    ended.ended_on = datetime.date(2026, 3, 31)
    ended.save()
    text = text_of(as_admin.get(f"/nguoi-dung/{hang.pk}/"))
    assert "Giao vai trò Trưởng đơn vị – Sở Khoa học và Công nghệ, từ 01/02/2026" in text
    assert "Thôi vai trò Chuyên viên – Sở Khoa học và Công nghệ, từ 31/03/2026" in text
    assert "Trần Thị Quản Trị" in text
    assert "Vai trò đã thôi" in text


def test_the_queries_of_the_page_do_not_grow_with_the_roles(as_admin, hang, office):
    def add():
        for _ in range(3):
            MembershipFactory(user=hang, unit=UnitFactory(parent=office))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_admin.get(f"/nguoi-dung/{hang.pk}/").status_code == 200
        return len(queries)

    add()
    first = count()
    add()
    assert count() == first


# --- the account ----------------------------------------------------------------------------------
def test_details_are_mended_and_found_by_afterwards(as_admin, hang):
    new = {
        "full_name": "Nông Thị  Thu Hằng (B)",
        "position": "Phó Chánh Văn phòng",
        "email": "h@so.gov.vn",
    }
    assert as_admin.post(f"/nguoi-dung/{hang.pk}/lien-he/", new).status_code == 302
    hang.refresh_from_db()
    assert hang.full_name == "Nông Thị Thu Hằng (B)"
    assert "h@so.gov.vn" in hang.search_text
    refused = as_admin.post(f"/nguoi-dung/{hang.pk}/lien-he/", {**new, "full_name": ""})
    assert refused.status_code == 422


def test_a_closed_account_opens_no_more_until_it_is_reopened(as_admin, hang):
    as_admin.post(f"/nguoi-dung/{hang.pk}/ngung/")
    hang.refresh_from_db()
    assert not hang.is_active
    assert not gets_in(PASSWORD)
    assert "Mở lại tài khoản" in text_of(as_admin.get(f"/nguoi-dung/{hang.pk}/"))
    as_admin.post(f"/nguoi-dung/{hang.pk}/mo-lai/")
    hang.refresh_from_db()
    assert hang.is_active
    assert gets_in(PASSWORD)


def test_nobody_closes_the_own_account(as_admin, admin, office):
    person(Role.ADMIN, office)
    text = text_of(as_admin.post(f"/nguoi-dung/{admin.pk}/ngung/", follow=True))
    assert "Không thể ngừng tài khoản đang dùng" in text
    admin.refresh_from_db()
    assert admin.is_active


def test_the_last_administrator_cannot_be_closed_by_somebody_who_is_one_no_more(admin, office, db):
    """The check stands in the action: two people who close each other at once leave one."""
    other = person(Role.ADMIN, office)
    client = Client()
    client.force_login(other)
    client.post(f"/nguoi-dung/{admin.pk}/ngung/")
    admin.refresh_from_db()
    assert not admin.is_active
    client.force_login(other)
    text = text_of(client.get(f"/nguoi-dung/vai-tro/{other.memberships.get().pk}/thoi/"))
    assert "người quản trị cuối cùng" in text


def test_an_invitation_goes_out_and_says_until_when(
    as_admin, hang, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_admin.post(f"/nguoi-dung/{hang.pk}/moi/", follow=True)
    assert "Liên kết dùng được đến" in text_of(answer)
    assert "liên kết dùng đến" in text_of(as_admin.get(f"/nguoi-dung/{hang.pk}/"))
    (letter,) = mailoutbox
    assert letter.to == [hang.email]
    assert "http://testserver/quen-mat-khau/" in letter.body


def test_without_an_address_only_a_password_can_be_given(as_admin, hang, mailoutbox):
    User.objects.filter(pk=hang.pk).update(email="")
    page = text_of(as_admin.get(f"/nguoi-dung/{hang.pk}/"))
    assert "Chưa có địa chỉ thư" in page
    assert "Gửi thư mời" not in page.split("Chưa có địa chỉ thư")[0].split("person-acts")[1]
    text = text_of(as_admin.post(f"/nguoi-dung/{hang.pk}/moi/", follow=True))
    assert "chưa có địa chỉ thư điện tử" in text
    assert mailoutbox == []


def given_password(answer) -> str:
    shown = re.findall(r'class="first-password">([^<]+)<', text_of(answer))
    assert len(shown) == 2, shown
    return shown[1]


def test_a_first_password_is_shown_once_and_works(as_admin, hang):
    answer = as_admin.post(f"/nguoi-dung/{hang.pk}/mat-khau/")
    password = given_password(answer)
    assert "no-store" in answer["Cache-Control"]
    assert gets_in(password)
    assert not gets_in(PASSWORD)
    assert password not in text_of(as_admin.get(f"/nguoi-dung/{hang.pk}/"))
    hang.refresh_from_db()
    assert hang.must_change_password


def test_a_closed_account_gets_neither(as_admin, hang, mailoutbox):
    User.objects.filter(pk=hang.pk).update(is_active=False)
    for way in ("moi", "mat-khau"):
        text = text_of(as_admin.post(f"/nguoi-dung/{hang.pk}/{way}/", follow=True))
        assert "đã ngừng sử dụng" in text
    assert mailoutbox == []


# --- somebody new ---------------------------------------------------------------------------------
def new(**changes):
    return {
        "full_name": "Lê Văn Tám",
        "username": "levantam",
        "position": "Chuyên viên",
        "email": "tam@so.gov.vn",
        "phone": "",
        "unit_words": "VP",
        "role": "staff",
        "started_on": "01/02/2026",
        "entry": "invite",
        **changes,
    }


def test_somebody_new_gets_account_role_and_letter_at_once(
    as_admin, room, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_admin.post("/nguoi-dung/them/", new())
    made = User.objects.get(username="levantam")
    assert answer["Location"] == f"/nguoi-dung/{made.pk}/"
    assert made.search_text == "le van tam levantam tam@so.gov.vn"
    assert not made.has_usable_password()
    held = made.memberships.get()
    assert (held.unit, held.role) == (room, Role.STAFF)
    assert [letter.to for letter in mailoutbox] == [["tam@so.gov.vn"]]


def test_or_a_first_password_where_there_is_no_address(as_admin, room, mailoutbox):
    answer = as_admin.post("/nguoi-dung/them/", new(email="", entry="password"))
    assert gets_in(given_password(answer), username="levantam")
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "quantri"}, "tên"),
        ({"username": "có dấu cách"}, "tên"),
        ({"email": ""}, "Hãy ghi địa chỉ để gửi thư mời"),
        ({"email": "khong-phai-thu"}, "ten@coquan.gov.vn"),
        ({"unit_words": "khong co"}, "Không tìm thấy đơn vị"),
        ({"full_name": ""}, "Hãy ghi họ và tên"),
        ({"started_on": "01/01/2099"}, "không thể sau hôm nay"),
    ],
)
def test_a_mistake_makes_nobody(as_admin, room, changes, words, mailoutbox):
    before = User.objects.count()
    answer = as_admin.post("/nguoi-dung/them/", new(**changes))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="Chuyên viên"' in text_of(answer)
    assert User.objects.count() == before
    assert mailoutbox == []


def test_somebody_who_manages_nobody_is_nobody_s_administrator(client, hang, office):
    client.force_login(person(Role.COORDINATOR, office))
    assert client.get(f"/nguoi-dung/{hang.pk}/").status_code == 403
    assert client.post(f"/nguoi-dung/{hang.pk}/mat-khau/").status_code == 403
    assert hang.memberships.count() == 1


def test_who_is_not_there_is_not_found(as_admin):
    assert as_admin.get("/nguoi-dung/999999/").status_code == 404
    assert as_admin.post("/nguoi-dung/999999/mat-khau/").status_code == 404


def test_an_account_without_any_role_is_said_to_be_without(as_admin):
    text = text_of(as_admin.get(f"/nguoi-dung/{UserFactory().pk}/"))
    assert "Chưa giữ vai trò nào" in text
    assert "Chưa có thay đổi nào được ghi" in text
