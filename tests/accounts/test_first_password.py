"""A first password opens one page only, until the person has chosen another."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.invitations import give_first_password, random_password
from tests.factories import PASSWORD, UnitFactory, UserFactory, person
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db
CHANGE = "/tai-khoan/mat-khau/"
NEW = "Cong-van-1492"


@shared
def hang():
    return person(Role.ADMIN, UnitFactory(), username="hang", full_name="Nông Thị Thu Hằng")


def log_in(client, password):
    return client.post("/dang-nhap/", {"username": "hang", "password": password, "next": "/viec/"})


def change(client, old, new=NEW):
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, form)


def test_every_page_leads_to_the_change_until_it_is_made(client, hang):
    password = give_first_password(user=hang)
    assert log_in(client, password)["Location"] == CHANGE
    for page in ("/", "/viec/", "/don-vi/", "/nguoi-dung/", "/tai-khoan/", "/quan-tri/"):
        answer = client.get(page)
        assert (answer.status_code, answer.headers.get("Location")) == (302, CHANGE), page
    assert client.post("/nguoi-dung/1/ngung/")["Location"] == CHANGE
    assert "mật khẩu do người quản trị cấp" in client.get(CHANGE).content.decode()
    assert change(client, password)["Location"] == "/"
    assert client.get("/viec/").status_code == 200
    hang.refresh_from_db()
    assert not hang.must_change_password


def test_logging_out_stays_possible(client, hang):
    log_in(client, give_first_password(user=hang))
    assert client.post("/dang-xuat/").status_code == 302
    assert client.get("/viec/")["Location"].startswith("/dang-nhap/")


def test_the_same_password_again_is_no_change(client, hang):
    password = give_first_password(user=hang)
    log_in(client, password)
    answer = change(client, password, new=password)
    assert answer.status_code == 200
    assert "khác mật khẩu được cấp lần đầu" in answer.content.decode()
    hang.refresh_from_db()
    assert hang.must_change_password


def test_who_was_signed_in_is_signed_out(client, hang):
    client.force_login(hang)
    assert client.get("/viec/").status_code == 200
    give_first_password(user=hang)
    assert client.get("/viec/").status_code == 302


def test_a_door_closed_by_wrong_passwords_opens_again(client, hang):
    for _ in range(5):
        log_in(Client(), "sai-mat-khau")
    assert log_in(client, PASSWORD).status_code == 429
    assert log_in(client, give_first_password(user=hang)).status_code == 302


def test_a_closed_account_gets_none(db):
    user = UserFactory(is_active=False)
    with pytest.raises(ValidationError, match="đã ngừng sử dụng"):
        give_first_password(user=user)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_it_can_be_read_out_and_no_two_are_alike():
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert len(password) == 14
        assert not set(password) & set("0o1lIi")
        assert any(sign.isdigit() for sign in password)
        assert any(sign.isalpha() for sign in password)


def test_an_ordinary_change_of_password_leads_back_to_the_account(client, hang):
    log_in(client, PASSWORD)
    assert change(client, PASSWORD)["Location"] == "/tai-khoan/"
