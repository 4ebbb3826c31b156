"""What a person sees and changes of the own account."""

import unicodedata

import pytest

from tests.factories import PASSWORD, UnitFactory, UserFactory, person
from units.policy import Role

pytestmark = pytest.mark.django_db


def test_roles_are_told(client):
    user = person(Role.HEAD, UnitFactory(name="Văn phòng Sở"))
    client.force_login(user)
    assert "Trưởng đơn vị – Văn phòng Sở" in client.get("/tai-khoan/").content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(client):
    client.force_login(UserFactory())
    text = client.get("/tai-khoan/").content.decode()
    assert "Tài khoản chưa được giao vai trò" in text
    assert client.get("/").headers["Location"] == "/tai-khoan/"


def test_decomposed_letters_are_kept_composed(client):
    user = UserFactory()
    client.force_login(user)
    name = "Nguyễn Thị Hường"
    form = {
        "full_name": unicodedata.normalize("NFD", name),
        "email": "huong@example.gov.vn",
        "letter_rhythm": "daily",
    }
    assert client.post("/tai-khoan/", form).status_code == 302
    user.refresh_from_db()
    assert user.full_name == name


def test_one_letter_a_week_is_a_choice_and_none_is_not(client):
    user = UserFactory()
    client.force_login(user)
    assert user.letter_rhythm == "daily"
    form = {"full_name": user.full_name, "email": user.email}
    client.post("/tai-khoan/", form | {"letter_rhythm": "weekly"})
    user.refresh_from_db()
    assert user.letter_rhythm == "weekly"
    assert client.post("/tai-khoan/", form | {"letter_rhythm": "never"}).status_code == 200
    user.refresh_from_db()
    assert user.letter_rhythm == "weekly"


def test_an_empty_name_is_refused_beside_the_field(client):
    user = UserFactory(full_name="Vi Văn Thành")
    client.force_login(user)
    answer = client.post("/tai-khoan/", {"full_name": "", "email": ""})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Chưa lưu được" in text
    assert 'id="id_full_name_error"' in text
    user.refresh_from_db()
    assert user.full_name == "Vi Văn Thành"


def test_a_new_password_keeps_the_session_and_works(client):
    user = UserFactory(username="hang")
    client.force_login(user)
    new = "Cong-van-1492"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/tai-khoan/mat-khau/", form).status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_weak_password_is_refused(client):
    user = UserFactory()
    client.force_login(user)
    form = {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"}
    assert client.post("/tai-khoan/mat-khau/", form).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_administration_follows_the_choice(client):
    client.force_login(person(Role.ADMIN, UnitFactory()))
    assert "theme.js" not in client.get("/quan-tri/").content.decode()
    for chosen, theme in (("toi", "dark"), ("sang", "light")):
        client.post("/tai-khoan/giao-dien/", {"giaodien": chosen})
        page = client.get("/quan-tri/").content.decode()
        assert f'js/theme.js" data-theme="{theme}"' in page


def test_light_or_dark_is_chosen_by_hand(client):
    client.force_login(UserFactory())
    assert "data-theme" not in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/giao-dien/", {"giaodien": "toi"})
    assert 'data-theme="dark"' in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/giao-dien/", {"giaodien": ""})
    assert "data-theme" not in client.get("/tai-khoan/").content.decode()
