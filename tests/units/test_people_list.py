"""The list of people: found without accents, narrowed, paged, in a fixed number of queries."""

import datetime
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.factories import AssignmentFactory, MembershipFactory, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.actions import ensure_standard_kinds
from units.people.forms import PeopleFilter
from units.people.listing import PEOPLE, people_rows, with_roles
from units.policy import Role

pytestmark = pytest.mark.django_db


def named(user: User, **fields) -> User:
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean()
    user.save()
    return user


@shared
def office():
    return UnitFactory(code="SO", name="Sở Khoa học và Công nghệ")


@shared
def admin(office):
    return named(person(Role.ADMIN, office, username="quantri"), full_name="Trần Quản Trị")


@pytest.fixture
def hang(office):
    room = UnitFactory(code="VP", name="Văn phòng Sở", parent=office)
    user = named(person(Role.STAFF, room, username="hang"), full_name="Nông Thị Thu Hằng")
    user.last_login = timezone.now()
    user.save()
    return user


def page_of(admin, **asked):
    data = QueryDict(urlencode(asked))
    form = PeopleFilter(admin, data)
    return PEOPLE.page(with_roles(form.found()), form, data)


def rows_of(admin, **asked):
    return people_rows(page_of(admin, **asked).rows)


def found(admin, **asked) -> list[str]:
    return [row.name for row in rows_of(admin, **asked)]


def test_everybody_stands_by_given_name_in_the_order_of_a_vietnamese_dictionary(admin, hang):
    named(UserFactory(), full_name="Đặng Văn Ân")
    named(UserFactory(), full_name="Dương Văn An")
    named(UserFactory(), full_name="Bùi Văn An")
    in_order = ["Bùi Văn An", "Dương Văn An", "Đặng Văn Ân", "Nông Thị Thu Hằng", "Trần Quản Trị"]
    assert found(admin) == in_order
    assert found(admin, sort="-ten") == in_order[::-1]


def test_who_never_came_in_stands_last_either_way(admin, hang):
    assert found(admin, sort="dang-nhap")[0] == "Nông Thị Thu Hằng"
    assert found(admin, sort="-dang-nhap")[0] == "Nông Thị Thu Hằng"


@pytest.mark.parametrize("words", ["nong hang", "HẰNG", "hang@example", "thu nong"])
def test_somebody_is_found_without_accents(admin, hang, words):
    assert found(admin, q=words) == ["Nông Thị Thu Hằng"]


def test_by_unit_and_role(admin, hang):
    assert found(admin, unit_words="van phong") == ["Nông Thị Thu Hằng"]
    assert found(admin, unit_words="VP") == ["Nông Thị Thu Hằng"]
    assert found(admin, role="admin") == ["Trần Quản Trị"]
    assert found(admin, unit_words="van phong", role="admin") == []
    assert found(admin, unit_words="SO") == ["Trần Quản Trị"]
    assert found(admin, unit_words="SO", under="on") == ["Nông Thị Thu Hằng", "Trần Quản Trị"]


def test_a_role_that_has_ended_does_not_count(admin, hang):
    hang.memberships.update(ended_on=datetime.date(2026, 1, 1))
    assert found(admin, unit_words="van phong") == []
    assert found(admin, role="none") == ["Nông Thị Thu Hằng"]
    assert rows_of(admin, role="none")[0].roles == ()


def test_by_account(admin, hang):
    closed = named(UserFactory(is_active=False), full_name="Lê Đã Nghỉ")
    assert found(admin, state="never") == ["Trần Quản Trị"]
    assert found(admin, state="closed") == [closed.full_name]
    assert found(admin, state="active") == ["Nông Thị Thu Hằng", "Trần Quản Trị"]


def test_how_each_account_stands_is_told_in_a_word(admin, hang):
    UserFactory(full_name="B", is_active=False, sort_name="1")
    UserFactory(full_name="C", must_change_password=True, sort_name="2")
    UserFactory(full_name="D", invited_at=timezone.now(), sort_name="3")
    UserFactory(full_name="E", sort_name="4")
    told = {row.name: row.badge.label for row in rows_of(admin)}
    assert told["B"] == "Đã ngừng"
    assert told["C"] == "Chờ đổi mật khẩu"
    assert told["D"] == "Đã mời"
    assert told["E"] == "Chưa đăng nhập"
    assert told["Nông Thị Thu Hằng"] == "Đang sử dụng"


def test_a_choice_that_does_not_exist_narrows_nothing(admin, hang):
    assert len(found(admin, role="khong-co", state="?")) == 2


def test_the_list_is_cut_into_pages(admin):
    User.objects.bulk_create(
        User(username=f"u{n}", full_name=f"Người {n}", sort_name="0") for n in range(50)
    )
    page = page_of(admin, page="2")
    assert (page.count, len(page.rows)) == (51, 1)


def test_the_queries_do_not_grow_with_the_people(client, admin, office):
    client.force_login(admin)

    def add():
        for _ in range(3):
            user = person(Role.STAFF, UnitFactory(parent=office))
            MembershipFactory(user=user, unit=UnitFactory(parent=office), role=Role.HEAD)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/nguoi-dung/?q=nguoi").status_code == 200
            assert client.get("/nguoi-dung/").status_code == 200
        return len(queries)

    add()
    first = count()
    add()
    assert count() == first


def test_the_page_shows_roles_and_an_empty_answer(client, admin, hang):
    client.force_login(admin)
    text = client.get("/nguoi-dung/").content.decode()
    assert "Nông Thị Thu Hằng" in text
    assert "Văn phòng Sở" in text
    assert "2 người" in text
    assert "Không tìm thấy ai" in client.get("/nguoi-dung/?q=khong-co-ai").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_administrators_see_it_and_the_way_to_it(client, office, role):
    client.force_login(person(role, office))
    assert client.get("/nguoi-dung/").status_code == 403
    assert "/nguoi-dung/" not in client.get("/tai-khoan/").content.decode()


def test_administrators_find_it_in_the_rail(client, admin):
    client.force_login(admin)
    assert 'href="/nguoi-dung/"' in client.get("/tai-khoan/").content.decode()


# --- many at once ---------------------------------------------------------------------------------
def send(client, act, *people, address="/nguoi-dung/hang-loat/", **typed):
    return client.post(address, {"act": act, "chon": [one.pk for one in people], **typed})


def test_many_are_invited_and_each_is_told_of(
    client, admin, hang, mailoutbox, django_capture_on_commit_callbacks
):
    without = named(UserFactory(email=""), full_name="Lê Không Thư")
    MembershipFactory(user=without, unit=UnitFactory(code="X"))
    client.force_login(admin)
    page = send(client, "moi", hang, without).content.decode()
    assert "2 tài khoản đã chọn" in page
    with django_capture_on_commit_callbacks(execute=True):
        told = send(client, "moi", hang, without, **{"thuc-hien": "1"}).content.decode()
    assert "1 trên 2 tài khoản đã thực hiện" in told
    assert "chưa có địa chỉ thư điện tử" in told
    assert [letter.to for letter in mailoutbox] == [[hang.email]]


def test_accounts_are_closed_with_their_work_answered_for(client, admin, hang):
    work = AssignmentFactory(unit=hang.memberships.get().unit, officer=hang)
    client.force_login(admin)
    leads = send(client, "ngung", hang)
    assert leads["Location"] == f"/nguoi-dung/ngung/?chon={hang.pk}"
    assert "Giao việc đang làm cho" in client.get(leads["Location"]).content.decode()
    told = send(client, "ngung", hang, admin, address="/nguoi-dung/ngung/", **{"thuc-hien": "1"})
    assert "1 trên 2 tài khoản đã thực hiện" in told.content.decode()
    hang.refresh_from_db()
    work.refresh_from_db()
    assert (hang.is_active, work.officer) == (False, None)
    send(client, "mo-lai", hang, **{"thuc-hien": "1"})
    hang.refresh_from_db()
    assert hang.is_active


def test_the_list_goes_out_as_it_is_shown(client, admin, hang):
    client.force_login(admin)
    answer = client.get("/nguoi-dung/", {"q": "hang", "tep": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Nông Thị Thu Hằng" in lines[1]
    assert "Chuyên viên – Văn phòng Sở" in lines[1]


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_the_mail_server_refuses_is_told_everywhere(client, monkeypatch):
    def refuse(*_args, recipient_list, **_more):
        raise SMTPRecipientsRefused({recipient_list[0]: (550, b"No such user here")})

    ensure_standard_kinds()
    office = UnitFactory(name="Sở A")
    admin, staff = (person(role, office, username=role) for role in (Role.ADMIN, Role.STAFF))
    monkeypatch.setattr("accounts.jobs.send_mail", refuse)
    client.force_login(admin)
    said = "máy chủ thư báo: 550 No such user here"
    invited = client.post(f"/nguoi-dung/{staff.pk}/moi/", follow=True).content.decode()
    assert f"Thư mời chưa gửi được đến {staff.email}; {said}" in invited
    assert "đang được gửi" not in invited
    page = client.get(f"/nguoi-dung/{staff.pk}/").content.decode()
    assert f"Chưa gửi được; {said}" in page
    assert "Thư mời chưa gửi được" in client.get("/nguoi-dung/").content.decode()
    told = send(client, "moi", staff, **{"thuc-hien": "1"}).content.decode()
    assert "0 trên 1 tài khoản đã thực hiện" in told
    assert said in told
    monkeypatch.undo()
    client.post(f"/nguoi-dung/{staff.pk}/moi/")
    assert "Thư mời chưa gửi được" not in client.get("/nguoi-dung/").content.decode()
