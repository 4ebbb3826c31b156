"""Signing in with the office's own account, at a provider that speaks the protocol over HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from accounts.models import User
from accounts.single_sign_on import setting_up
from accounts.typed import Typed, seal
from tests.factories import UnitFactory, person
from units.policy import Role

pytestmark = pytest.mark.django_db
START, BACK = "/dang-nhap/co-quan/", "/dang-nhap/co-quan/xong/"
CLIENT, SECRET = "pccc", "bi-mat-cua-chuong-trinh"


class Provider(ThreadingHTTPServer):
    """Gives a code for a question, and for the code a token about ``claims``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.issuer = f"http://127.0.0.1:{self.server_port}/realms/tinh"
        self.key = self.signing = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
        self.renew()

    def renew(self) -> None:
        self.signing = self.key
        self.questions: dict[str, dict[str, str]] = {}
        self.claims: dict[str, object] = {}
        self.more: dict[str, object] = {}
        self.described: dict[str, object] = {}

    def agree(self, address: str) -> dict[str, str]:
        """The person signs in there; what is sent back with the browser."""
        asked = {key: one for key, (one, *_) in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == f"http://testserver{BACK}"
        self.questions["code-1"] = asked
        return {"code": "code-1", "state": asked["state"]}

    def token(self, sent: dict[str, str]) -> dict[str, object] | None:
        asked = self.questions.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"]:
            return None
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "a1",
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
        }
        word = jwt.encode({"alg": "RS256", "kid": "1"}, usual | self.claims, self.signing)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": word}


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        at = self.server.issuer
        if self.path.endswith("/openid-configuration"):
            usual = {
                "issuer": at,
                "authorization_endpoint": f"{at}/auth",
                "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/me",
                "jwks_uri": f"{at}/keys",
            }
            self._say(usual | self.server.described)
        elif self.path.endswith("/keys"):
            self._say(KeySet([self.server.key]).as_dict(private=False))
        else:
            self._say({"sub": "a1"} | self.server.more)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        who = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        sent = {key: one for key, (one, *_) in parse_qs(body).items()}
        token = self.server.token(sent) if self.headers["Authorization"] == f"Basic {who}" else None
        self._say(token or {"error": "invalid_grant"}, 200 if token else 400)

    def _say(self, what: object, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing on the console."""


@pytest.fixture(scope="module")
def running():
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()


@pytest.fixture
def provider(running, settings):
    settings.SSO_ISSUER, settings.SSO_CLIENT_ID = running.issuer, CLIENT
    settings.SSO_CLIENT_SECRET = SECRET
    running.renew()
    return running


@pytest.fixture
def office(provider):
    who = person(Role.STAFF, UnitFactory())
    User.objects.filter(pk=who.pk).update(email="lan@so.gov.vn", must_change_password=True)
    provider.claims = {"email": "Lan@so.gov.vn", "email_verified": True}
    return SimpleNamespace(who=who, browser=Client())


def leave(browser, **sent):
    page = browser.post(START, sent)
    assert page.status_code == 200
    return page.context["address"]


def come_back(browser, provider, address, **more):
    return browser.get(BACK, provider.agree(address) | more, follow=True)


def signed_in(browser):
    return browser.session.get("_auth_user_id")


def test_the_office_account_opens_the_page_that_was_asked_for(office, provider):
    assert "Dùng tài khoản của cơ quan" in office.browser.get("/dang-nhap/").content.decode()
    before = office.browser.session.session_key

    answer = come_back(office.browser, provider, leave(office.browser, next="/viec/tat-ca/"))

    assert answer.redirect_chain[-1][0] == "/viec/tat-ca/"
    assert answer.status_code == 200  # the first password, which was not used, asks for nothing
    assert signed_in(office.browser) == str(office.who.pk)
    assert office.browser.session.session_key != before


def test_no_other_site_is_gone_to_afterwards(office, provider):
    answer = come_back(office.browser, provider, leave(office.browser, next="https://la.example/"))
    assert answer.redirect_chain[0][0] == "/"


def test_what_was_typed_before_the_session_ended_comes_back(office, provider):
    office.browser.force_login(office.who)
    office.browser.get("/")
    where = reverse("accounts:profile")
    typed = Typed(where, where, {"full_name": ["Tên đang gõ dở"]}, [])
    office.browser.logout()

    address = leave(office.browser, typed=seal(typed))
    answer = come_back(office.browser, provider, address)

    assert "Tên đang gõ dở" in answer.content.decode()


def test_by_the_name_for_signing_in(office, provider, settings):
    settings.SSO_CLAIM = "preferred_username"
    provider.claims = {}
    provider.more = {"preferred_username": office.who.username}  # told when asked only
    come_back(office.browser, provider, leave(office.browser))
    assert signed_in(office.browser) == str(office.who.pk)


REFUSED = {
    "signed by another": lambda p: setattr(p, "signing", RSAKey.generate_key(2048, {"kid": "1"})),
    "for another program": lambda p: p.claims.update(aud="another"),
    "by another system": lambda p: p.claims.update(iss="http://127.0.0.1/other"),
    "too old": lambda p: p.claims.update(iat=1, exp=2),
    "to another question": lambda p: p.claims.update(nonce="another"),
    "about nobody": lambda p: p.claims.update(sub=None),
    "address not checked": lambda p: p.claims.update(email_verified=False),
    "address unknown": lambda p: p.claims.update(email="la@so.gov.vn"),
    "no address": lambda p: p.claims.pop("email"),
    "another person's address": lambda p: (
        p.claims.pop("email"),
        p.more.update(sub="b2", email="lan@so.gov.vn"),
    ),
}


@pytest.mark.parametrize("spoil", REFUSED.values(), ids=REFUSED)
def test_a_word_that_is_not_certain_opens_nothing(office, provider, spoil):
    spoil(provider)
    answer = come_back(office.browser, provider, leave(office.browser))
    assert signed_in(office.browser) is None
    assert answer.redirect_chain[-1][0] == "/dang-nhap/"
    assert "cơ quan" in answer.context["messages"]._loaded_data[0].message


def test_a_closed_account_and_an_address_of_two_open_nothing(office, provider):
    other = person(Role.STAFF, UnitFactory())
    User.objects.filter(pk=other.pk).update(email="LAN@so.gov.vn")
    come_back(office.browser, provider, leave(office.browser))
    assert signed_in(office.browser) is None
    User.objects.filter(pk=office.who.pk).update(is_active=False)
    User.objects.filter(pk=other.pk).update(email="")
    come_back(office.browser, provider, leave(office.browser))
    assert signed_in(office.browser) is None


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(office, provider):
    sent = provider.agree(leave(Client()))
    assert (
        "hãy bấm đăng nhập lại"
        in office.browser.get(BACK, sent, follow=True).content.decode().lower()
    )
    assert signed_in(office.browser) is None
    refused = office.browser.get(BACK, {"error": "access_denied"}, follow=True)
    assert "không xác nhận lần đăng nhập này" in refused.content.decode()


def test_an_answer_is_good_once(office, provider):
    sent = provider.agree(leave(office.browser))
    office.browser.get(BACK, sent)
    office.browser.logout()
    office.browser.get(BACK, sent)
    assert signed_in(office.browser) is None


@pytest.mark.parametrize("spoil", ["down", "no description"])
def test_a_system_that_does_not_answer_is_told(office, provider, settings, spoil):
    if spoil == "down":
        settings.SSO_ISSUER = "http://127.0.0.1:9"
    else:
        provider.described = {"authorization_endpoint": None}
    answer = office.browser.post(START, {}, follow=True)
    assert "Không liên lạc được với hệ thống tài khoản của cơ quan" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/dang-nhap/"


def test_nothing_secret_is_logged(office, provider, caplog):
    provider.claims["aud"] = "another"
    caplog.set_level("DEBUG")
    come_back(office.browser, provider, leave(office.browser))
    assert SECRET not in caplog.text
    assert "code-1" not in "".join(
        one.getMessage() for one in caplog.records if "Single" in one.msg
    )


def test_without_such_a_system_there_is_no_such_way(client):
    assert "Dùng tài khoản của cơ quan" not in client.get("/dang-nhap/").content.decode()
    assert client.post(START).status_code == 404
    assert client.get(f"{BACK}?{urlencode({'code': 'x', 'state': 'y'})}").status_code == 404


def test_settings_that_cannot_be_right_are_told(settings):
    assert setting_up() == []
    settings.SSO_ISSUER = "http://sso.tinh.gov.vn"
    assert [one.id for one in setting_up()] == ["accounts.W001"] * 2
    settings.SSO_ISSUER, settings.SSO_CLIENT_ID = "https://sso.tinh.gov.vn", CLIENT
    settings.SSO_CLIENT_SECRET = SECRET
    assert setting_up() == []
