"""The attack surface: what somebody hostile types, uploads or sends is text and nothing else.

SECURITY.md names the threats; what is tested elsewhere is named there as well.
"""

import csv
import datetime
import logging
import re
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import BadHeaderError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.invitations import invite
from accounts.jobs import send_letter
from accounts.models import User
from sheets.workbooks import csv_text
from tasks.models import Evidence, ProgressEntry
from tasks.pictures import reduced
from tests.architecture import ROOT
from tests.factories import (
    PASSWORD,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.worlds import shared
from units.models import Unit
from units.policy import Role

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@shared
def agency() -> Unit:
    return UnitFactory(name=f"Sở {MARKUP}", short_name="<b>S</b>")


@pytest.fixture
def work(agency):
    plan = PlanFactory(issuer=agency, title=f"Kế hoạch {MARKUP}", released_on=TODAY)
    task = TaskFactory(plan=plan, title=f"Việc {MARKUP}", text=MARKUP)
    work = AssignmentFactory(task=task, unit=agency)
    by = UserFactory(full_name=f"Nguyễn {MARKUP}")
    entry = ProgressEntry.objects.create(assignment=work, on=TODAY, note=MARKUP, by=by)
    Evidence.objects.create(
        entry=entry, file="x", name=f"{MARKUP}.pdf", sha256="0" * 64, size=1, media_type="x"
    )
    return work


# --- text -----------------------------------------------------------------------------------------
def test_markup_that_somebody_typed_is_shown_and_never_run(client, work, agency):
    client.force_login(person(Role.COORDINATOR, agency))
    pages = [
        reverse("tasks:assignment", args=[work.pk]),
        reverse("tasks:assignments"),
        reverse("reports:plan", args=[work.task.plan_id]),
        reverse("reports:dashboard"),
        reverse("plans:register"),
        reverse("tasks:unit", args=[agency.pk]),
        reverse("tasks:unit_tree"),
        f"{reverse('reports:search')}?q={MARKUP}",
        f"{reverse('tasks:assignments')}?q={MARKUP}",
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page


def test_no_page_asks_for_anything_from_elsewhere(client, work, agency):
    client.force_login(person(Role.COORDINATOR, agency))
    text = client.get(reverse("reports:dashboard")).content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', text) == []


# --- requests -------------------------------------------------------------------------------------
def test_a_change_without_its_token_is_refused(work, agency):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person(Role.STAFF, agency))
    sent = {"percent": "50", "note": "từ trang khác"}
    answer = strict.post(reverse("tasks:record_progress", args=[work.pk]), sent)
    assert answer.status_code == 403
    assert not ProgressEntry.objects.filter(note="từ trang khác").exists()


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/dang-nhap/", headers={"host": "evil.example"}).status_code == 400


def test_the_program_stands_in_no_frame_of_others(client):
    answer = client.get("/dang-nhap/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_session_that_was_there_before_is_no_way_in():
    """Fixation: who plants a session cannot use it once its owner has signed in."""
    UserFactory(username="hang")
    victim = Client()
    victim.session.save()
    planted = str(victim.session.session_key)
    victim.cookies["sessionid"] = planted
    victim.post("/dang-nhap/", {"username": "hang", "password": PASSWORD})
    assert victim.cookies["sessionid"].value != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert attacker.get("/viec/").status_code == 302


def test_the_session_is_out_of_reach_of_scripts(client):
    UserFactory(username="hang")
    answer = client.post("/dang-nhap/", {"username": "hang", "password": PASSWORD})
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_new_password_signs_out_everywhere_else():
    user = UserFactory(username="hang")
    here, there = Client(), Client()
    for one in (here, there):
        one.force_login(user)
    new = {
        "old_password": PASSWORD,
        "new_password1": "Cau-vong-2027",
        "new_password2": "Cau-vong-2027",
    }
    assert here.post("/tai-khoan/mat-khau/", new).status_code == 302
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_all_other_sessions_are_ended_by_one_button():
    here, elsewhere = Client(), Client()
    UserFactory(username="hang")
    for browser in (here, elsewhere):
        browser.post("/dang-nhap/", {"username": "hang", "password": PASSWORD})
    assert "Đăng xuất khỏi mọi máy khác" in here.get("/tai-khoan/").content.decode()
    here.post("/tai-khoan/noi-khac/")
    assert here.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    told = User.history.filter(username="hang").first()
    assert (told.history_change_reason, told.history_user.username) == (
        "Đăng xuất khỏi mọi máy khác",
        "hang",
    )


def test_a_session_ends_after_a_week_on_both_sides(client):
    UserFactory(username="hang")
    answer = client.post("/dang-nhap/", {"username": "hang", "password": PASSWORD})
    week = 7 * 24 * 60 * 60
    assert answer.cookies["sessionid"]["max-age"] == week
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=week + 60)):
        assert client.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize("weak", ["12345678", "password", "abc", "nguyen.van.hang"])
def test_a_weak_password_is_refused(client, weak):
    user = UserFactory(username="nguyen.van.hang")
    client.force_login(user)
    client.post(
        "/tai-khoan/mat-khau/",
        {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak},
    )
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_password_is_never_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    UserFactory(username="hang")
    client.post("/dang-nhap/", {"username": "hang", "password": "Bi-mat-tuyet-doi-9"})
    client.post("/dang-nhap/", {"username": "hang", "password": PASSWORD})
    assert "Bi-mat-tuyet-doi-9" not in caplog.text
    assert PASSWORD not in caplog.text


def test_no_secret_has_a_default():
    """A machine on which nobody set them does not start, or has none."""
    settings = (ROOT / "pccc" / "settings.py").read_text(encoding="utf-8")
    named = re.findall(r'env\.\w+\("(\w*(?:KEY|SECRET|PASSWORD|TOKEN)\w*)"([^)]*)\)', settings)
    assert {name for name, _ in named} >= {"SECRET_KEY", "S3_SECRET_KEY"}
    assert {default for _, default in named} <= {"", ", default=None", ', default=""'}
    assert dict(named)["SECRET_KEY"] == ""


def test_no_mail_server_is_waited_for_without_end(settings):
    assert 0 < settings.EMAIL_TIMEOUT <= 60


# --- files ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("trang.html", b"<html><script>alert(1)</script></html>"),
        ("anh.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("anh.jpg.exe", b"MZ\x90\x00"),
        ("bao-cao.pdf", b"MZ\x90\x00 not a pdf"),
        ("chay.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("../../etc/passwd", b"root:x:0:0"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(
    client, work, agency, media_root, name, content
):
    client.force_login(person(Role.STAFF, agency))
    client.post(
        reverse("tasks:record_progress", args=[work.pk]),
        {"percent": "50", "note": "kèm tệp", "files": SimpleUploadedFile(name, content)},
    )
    assert not ProgressEntry.objects.filter(note="kèm tệp").exists()
    assert not [path for path in media_root.rglob("*") if path.is_file()]


def test_evidence_is_a_download_and_its_name_breaks_no_header(client, work, agency, media_root):
    kept = Evidence.objects.get()
    Evidence.objects.filter(pk=kept.pk).update(name='a"\r\nSet-Cookie: x=1\r\n.pdf')
    (media_root).mkdir(parents=True, exist_ok=True)
    (media_root / "x").write_bytes(b"%PDF-1.7")
    client.force_login(person(Role.STAFF, agency))
    answer = client.get(reverse("tasks:evidence", args=[kept.pk]))
    assert b"".join(answer) == b"%PDF-1.7"  # read to its end, the file is let go
    assert "\n" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bien-ban.pdf", b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF"),
        ("bien-ban.pdf", b"%PDF-1.7\n%%EOF\nPK\x03\x04 a program behind it"),
        ("anh.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"),
    ],
)
def test_a_file_that_is_two_things_is_only_ever_downloaded(
    client, work, agency, media_root, name, content
):
    """A polyglot passes as what it begins with; no browser may take it for its other half."""
    client.force_login(person(Role.STAFF, agency))
    client.post(
        reverse("tasks:record_progress", args=[work.pk]),
        {"percent": "50", "note": "kèm tệp", "files": SimpleUploadedFile(name, content)},
    )
    kept = Evidence.objects.order_by("pk").last()
    answer = client.get(reverse("tasks:evidence", args=[kept.pk]))
    assert kept.name == name
    assert b"".join(answer) == content
    assert answer["Content-Type"] in {"application/pdf", "image/gif"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("side", [20_000, 9_200])  # the library refuses the larger one itself
def test_a_picture_that_would_fill_the_memory_is_not_unpacked(monkeypatch, side):
    """20,000 × 20,000 dots of one colour are a few kilobytes, and 1.2 GB unpacked."""
    small = BytesIO()
    Image.new("1", (side, side)).save(small, "PNG")
    assert len(small.getvalue()) < 1_000_000
    unpacked = []
    monkeypatch.setattr(Image.Image, "load", lambda image: unpacked.append(image.size))
    assert reduced(small.getvalue(), 320) is None
    assert unpacked == []


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t=", "\r="])
def test_a_formula_in_a_file_of_commas_is_text(sign):
    text = csv_text(["Tên"], [[f"{sign}HYPERLINK(A1)"]]).decode("utf-8-sig")
    (written,) = list(csv.reader(StringIO(text)))[1]
    assert not written.startswith(tuple("=+-@＝＋－＠\t\r"))


# --- letters --------------------------------------------------------------------------------------
def test_a_name_cannot_add_a_line_to_a_letters_head():
    with pytest.raises(BadHeaderError):
        send_letter.call(subject="Mời\nBcc: evil@x.example", body="…", to="hang@x.example")
    assert mail.outbox == []


def test_a_name_with_a_line_in_it_invites_with_one_line(agency, django_capture_on_commit_callbacks):
    invited = UserFactory(full_name="Hằng", email="hang@x.example")
    by = UserFactory(full_name="Ánh\nBcc: evil@x.example")
    with django_capture_on_commit_callbacks(execute=True):
        invite(user=invited, by=by, at=timezone.now(), base_url="https://pccc.example.gov.vn")
    (letter,) = mail.outbox
    assert letter.recipients() == ["hang@x.example"]
    assert "\n" not in letter.subject
