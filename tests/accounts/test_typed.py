"""A form whose session had ended comes back after signing in as it was filled in."""

import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import PASSWORD, UserFactory
from tests.worlds import shared

pytestmark = pytest.mark.django_db

PROFILE, LOGIN = "/tai-khoan/", "/dang-nhap/"
TYPED = {
    "full_name": "Hoàng Thu Hằng",
    "position": "Phó phòng",
    "email": "",
    "phone": "0912",
    "letter_rhythm": "daily",
}


@shared
def hang():
    return UserFactory(username="hang", full_name="Tên cũ")


def post_without_session(client=None, data=TYPED, action=PROFILE, **more):
    more.setdefault("headers", {"referer": f"http://testserver{PROFILE}"})
    return (client or Client()).post(action, data, **more)


def sealed_in(answer):
    found = re.search(r'name="typed" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def sign_in(client, sealed, username="hang"):
    return client.post(LOGIN, {"username": username, "password": PASSWORD, "typed": sealed})


def test_the_form_stands_there_as_it_was_filled_in(hang):
    client = Client()
    answer = sign_in(client, sealed_in(post_without_session(client)))
    assert answer["Location"] == f"{PROFILE}#da-nhap"
    page = client.get(PROFILE).content.decode()
    assert 'value="Hoàng Thu Hằng"' in page
    assert "Chưa lưu." in page
    hang.refresh_from_db()
    assert hang.full_name == "Tên cũ"  # nothing is saved before the person says so
    client.post(PROFILE, TYPED)
    hang.refresh_from_db()
    assert hang.full_name == "Hoàng Thu Hằng"
    assert "Chưa lưu." not in client.get(PROFILE).content.decode()


def test_a_wrong_password_on_the_way_loses_nothing(hang):
    client = Client()
    sealed = sealed_in(post_without_session(client))
    wrong = client.post(LOGIN, {"username": "hang", "password": "sai", "typed": sealed})
    assert sign_in(client, sealed_in(wrong))["Location"] == f"{PROFILE}#da-nhap"


def test_signed_in_meanwhile_in_another_window(hang):
    sealed = sealed_in(post_without_session())
    client = Client()
    client.force_login(hang)
    assert sign_in(client, sealed)["Location"] == f"{PROFILE}#da-nhap"
    assert 'value="Hoàng Thu Hằng"' in client.get(PROFILE).content.decode()


def test_somebody_else_is_not_shown_what_was_typed(hang):
    UserFactory(username="thanh")
    client = Client()
    client.post(LOGIN, {"username": "hang", "password": PASSWORD})
    client.cookies.pop("sessionid")
    sealed = sealed_in(post_without_session(client))
    assert sign_in(client, sealed, "thanh")["Location"] == "/"
    assert "Hoàng Thu Hằng" not in client.get(PROFILE).content.decode()


def test_where_the_page_is_not_known_the_content_itself_is_shown(hang):
    client = Client()
    sealed = sealed_in(post_without_session(client, headers={}))
    answer = sign_in(client, sealed)
    page = client.get(answer["Location"]).content.decode()
    assert "Hoàng Thu Hằng" in page
    assert f'action="{PROFILE}"' in page


def test_where_the_page_has_no_such_form_the_one_it_is_sent_to_may(hang):
    client = Client()
    headers = {"referer": "http://testserver/tai-khoan/mat-khau/"}
    sign_in(client, sealed_in(post_without_session(client, headers=headers)))
    # The address to which it is sent is a page that has it.
    assert client.get("/tai-khoan/mat-khau/")["Location"] == f"{PROFILE}#da-nhap"
    assert 'value="Hoàng Thu Hằng"' in client.get(PROFILE).content.decode()


def test_where_no_page_has_the_form_the_content_itself_is_shown(hang):
    client = Client()
    action = "/don-vi/1/mo-lai/"  # takes changes only
    sealed = sealed_in(post_without_session(client, action=action))
    sign_in(client, sealed)
    assert client.get(PROFILE)["Location"] == f"{action}#da-nhap"
    assert client.get(action)["Location"] == "/dang-nhap/da-nhap/"
    assert "Hoàng Thu Hằng" in client.get("/dang-nhap/da-nhap/").content.decode()
    assert client.get(PROFILE).status_code == 200


def test_files_have_to_be_chosen_again_and_the_page_says_so(hang):
    client = Client()
    data = {**TYPED, "files": SimpleUploadedFile("ảnh.png", b"x")}
    sign_in(client, sealed_in(post_without_session(client, data)))
    assert "Tệp phải chọn lại: ảnh.png" in client.get(PROFILE).content.decode()


def test_a_part_of_a_page_becomes_the_whole_sign_in_page(hang):
    headers = {"hx-request": "true", "hx-current-url": f"http://testserver{PROFILE}"}
    answer = post_without_session(headers=headers)
    assert answer["HX-Retarget"] == "body"
    client = Client()
    assert sign_in(client, sealed_in(answer))["Location"] == f"{PROFILE}#da-nhap"


def test_a_part_that_only_reads_leaves_the_page_alone():
    assert Client().get(PROFILE, headers={"hx-request": "true"}).status_code == 401


def test_passwords_are_never_kept(hang):
    answer = post_without_session(
        data={"old_password": PASSWORD, "new_password1": "a", "new_password2": "a"},
        action="/tai-khoan/mat-khau/",
    )
    assert answer.status_code == 302


def test_a_button_without_content_leads_back_to_its_page():
    answer = post_without_session(data={})
    assert answer["Location"] == f"{LOGIN}?next={PROFILE}"


def test_foreign_addresses_and_forged_content_lead_nowhere(hang):
    client = Client()
    headers = {"referer": "https://elsewhere.example/tai-khoan/"}
    answer = sign_in(client, sealed_in(post_without_session(client, headers=headers)))
    assert answer["Location"] == "/dang-nhap/da-nhap/"
    forged = signing.dumps({"action": "/x/"}, salt="other", compress=True)
    assert sign_in(Client(), forged)["Location"] == "/"


def test_an_old_token_gives_the_form_back(hang):
    client = Client(enforce_csrf_checks=True)
    client.force_login(hang)
    headers = {"referer": f"http://testserver{PROFILE}", "origin": "http://testserver"}
    answer = post_without_session(client, headers=headers)
    assert answer["Location"] == f"{PROFILE}#da-nhap"
    assert 'value="Hoàng Thu Hằng"' in client.get(PROFILE).content.decode()
    foreign = post_without_session(client, headers={"origin": "https://elsewhere.example"})
    assert foreign.status_code == 403
