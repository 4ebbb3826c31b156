"""Vietnamese throughout: what the libraries leave in English has our words.

Every page of the admin is opened, and every word that a person sees or hears on it must have the
shape of a Vietnamese syllable, or be a name.
"""

from __future__ import annotations

import datetime

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from intake.models import Intake
from plans.models import Holiday, PlanFile
from reading.draft import PlanDraft
from reports.models import CalendarFeed, Submission
from tasks.actions.difficulties import raise_difficulty
from tasks.models import (
    Addressee,
    EntryKind,
    Evidence,
    Extension,
    GroupAssignment,
    Letter,
    Notice,
    ProgressEntry,
    Reminder,
    TaskCoverage,
)
from tests.factories import (
    AssignmentFactory,
    FigureFactory,
    IndicatorFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from tests.words import foreign_words, seen
from units.models import ListAnswer, UnitAlias, UnitGroup
from units.policy import Role

OWN_APPS = ("accounts", "units", "plans", "tasks", "intake", "reports")
DJANGO_FLAGS = ("is_superuser", "is_staff")  # shown nowhere
# Names of things, formats and keys, the same in every language.
KNOWN = frozenset(
    (
        "sha-256",
        "kh-skhcn",
        "skhcn",
        "kh",
        "ctrl",
        "command",
        "mac",
        "image",
        "png",
        "mm",
        "cm",
        "pt",
    )
)


# --- single words ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "vietnamese"),
    [
        ("Confirm import", "Xác nhận nhập"),  # django-import-export
        ("Change history: %s", "Lịch sử thay đổi: %s"),  # django-simple-history
        ("access attempts", "lần đăng nhập sai"),  # django-axes
        ("Skip to main content", "Đến nội dung chính"),  # the admin
        ("Reset password", "Đặt lại mật khẩu"),  # accounts of Django
        ("Password reset unsuccessful", "Chưa đặt lại được mật khẩu"),  # wrong in Django
    ],
)
def test_words_of_the_libraries_are_vietnamese(source, vietnamese):
    assert gettext(source) == vietnamese


def test_plurals_have_one_form():
    assert ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3} == "3 ngày"


@pytest.mark.parametrize(
    ("words", "foreign"),
    [
        ("Chọn kế hoạch để sửa", []),
        ("Decided by", ["Decided", "by"]),
        ("Historical đơn vị", ["Historical"]),
        ("Xem trang web", ["web"]),
        ("Tất cả 363 đã được chọn Click vào đây", ["Click"]),
        ("Search", ["Search"]),
        ("Kế hoạch 12/KH-UBND của Sở KH&CN", []),
    ],
)
def test_a_foreign_word_is_found(words, foreign):
    assert foreign_words(words, KNOWN | {"cn"}) == foreign


def test_what_a_person_sees_is_read_out_of_a_page():
    page = """<p title="Xin chào">Một<script>var English</script></p>
    <input type="submit" value="Save"><input type="text" value="typed"><img alt="Search">"""
    assert foreign_words(seen(page)) == ["Save", "Search"]


def test_every_field_has_a_vietnamese_name():
    left = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS and not model.__name__.startswith("Historical")
        for field in model._meta.concrete_fields
        if field.name != "id" and (field.editable or field.is_relation)
        if foreign_words(str(field.verbose_name), KNOWN)
        if model._meta.label != "units.UnitAncestor" and field.name not in DJANGO_FLAGS
    ]
    assert left == []


# --- every page of the admin ----------------------------------------------------------------------
@pytest.fixture
def rows(db, media_root):
    """A row of every model of the admin, in Vietnamese."""
    day = datetime.date(2026, 6, 1)
    office = UnitFactory(code="SO", name="Sở Khoa học và Công nghệ", short_name="Sở")
    room = UnitFactory(code="PHONG", name="Văn phòng", parent=office)
    administrator = person(Role.ADMIN, office, username="quantri", full_name="Trần Thị Quản")
    administrator.position = "Chuyên viên"
    administrator.save()
    office.name = "Sở Khoa học, Công nghệ"
    office.save()  # a change, so that there is a history
    UnitAlias.objects.create(name="Cơ quan Sở", folded="co quan so", unit=office)
    group = UnitGroup.objects.create(name="Các phòng thuộc Sở", agency=office)
    group.kinds.add(room.kind)
    plan = PlanFactory(issuer=office)
    superior = PlanFactory(issuer=office)
    task, above = TaskFactory(plan=plan, ref="I"), TaskFactory(plan=superior, ref="I")
    task.title = "Tổ chức tuyên truyền"
    task.save()
    GroupAssignment.objects.create(task=task, group=group)
    TaskCoverage.objects.create(
        plan=plan, superior=above, task=task, confirmed_by=administrator, confirmed_on=day
    )
    work = AssignmentFactory(task=task, unit=room, officer=administrator)
    entry = ProgressEntry.objects.create(
        assignment=work, on=day, by=administrator, kind=EntryKind.PROGRESS, note="Đã làm."
    )
    evidence = Evidence(entry=entry, name="Biên bản", sha256="0" * 64, size=4)
    evidence.media_type = "image/png"
    evidence.file.save("bien-ban", ContentFile(b"\x89PNG"))
    PlanFile(plan=plan, name="Kế hoạch", sha256="1" * 64, size=4).file.save(
        "ke-hoach", ContentFile(b"PK")
    )
    raise_difficulty(
        assignment=work,
        text="Thiếu kinh phí",
        addressed_to=Addressee.LEADER,
        by=administrator,
        on=day,
    )
    FigureFactory(assignment=work, indicator=IndicatorFactory(agency=office), by=administrator)
    sent = Reminder.objects.create(by=administrator, on=day, words="Khẩn trương")
    Notice.objects.create(
        person=administrator, kind="due", assignment=work, due_on=day, on=day, reminder=sent
    )
    Letter.objects.create(person=administrator, on=day, reminder=sent)
    CalendarFeed.objects.create(user=administrator, digest="0" * 64, renewed_on=day)
    Extension.objects.create(
        assignment=work,
        asked_on=day,
        asked_by=administrator,
        due_before=work.due_on,
        due_asked=datetime.date(2026, 7, 31),
        reason="Chờ kinh phí",
    )
    duty = ReportDutyFactory(plan=plan, title="Báo cáo năm")
    duty.reporters.add(room)
    Submission.objects.create(duty=duty, unit=room, submitted_on=day, submitted_by=administrator)
    intake = Intake(issuer=office, name="Kế hoạch", sha256="2" * 64, size=4)
    intake.draft = PlanDraft(title="Kế hoạch").to_state()
    intake.file.save("ke-hoach", ContentFile(b"text"))
    Holiday.objects.get_or_create(day=day, defaults={"name": "Ngày lễ"})
    ListAnswer.objects.create(about="role", words="Văn thư", meant="staff")
    told = {"username": "quantri", "ip_address": "127.0.0.1", "path_info": "/", "http_accept": ""}
    for model in (AccessFailureLog, AccessLog):
        model.objects.create(**told)
    told["username"] = "tam"
    AccessAttempt.objects.create(**told, failures_since_start=6)
    client = Client()
    client.force_login(administrator)
    return client


def check(client, address: str, method: str = "get", **sent) -> None:
    answer = getattr(client, method)(address, sent, follow=True)
    if answer.status_code in (403, 404) or "html" not in answer["Content-Type"]:
        return
    assert answer.status_code == 200, address
    assert foreign_words(seen(answer.content.decode()), KNOWN) == [], address


MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def route(model, page: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


APPS = sorted({model._meta.app_label for model in MODELS})


@pytest.mark.once
@pytest.mark.parametrize("app", APPS)
def test_the_pages_of_every_model_are_vietnamese(rows, app):
    for model in MODELS:
        if model._meta.app_label == app:
            look_at_lists_and_forms(rows, model)
            look_at_history(rows, model)


def look_at_lists_and_forms(client, model) -> None:
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"without a row of {model} there is little to see"
    changelist = reverse(route(model, "changelist"))
    check(client, changelist)
    check(client, changelist, q="không có gì")
    for page in ("change", "history", "delete"):
        check(client, reverse(route(model, page), args=[row.pk]))
    chosen = {"_selected_action": row.pk}
    check(client, changelist, "post", action="delete_selected", **chosen)
    check(client, changelist, "post", action="", **chosen)
    check(client, reverse(route(model, "add")), "post", _save="x")
    check(client, reverse(route(model, "change"), args=[row.pk]), "post", _save="x")


def look_at_history(client, model) -> None:
    row = model._default_manager.order_by("pk").first()
    if hasattr(model, "history"):
        first = model.history.filter(**{model._meta.pk.name: row.pk}).first()
        if first is not None:
            check(client, reverse(route(model, "simple_history"), args=[row.pk, first.history_id]))


@pytest.mark.parametrize(
    "address",
    ["", "password_change/", "logout/", "units/", "accounts/", "plans/", "tasks/", "axes/"],
)
def test_the_other_pages_of_the_admin_are_vietnamese(rows, address):
    method = "post" if address == "logout/" else "get"
    check(rows, f"/quan-tri/{address}", method)


def test_the_door_of_the_admin_is_vietnamese(rows):
    check(Client(), "/quan-tri/login/")
    check(Client(), "/quan-tri/login/", "post", username="quantri", password="sai")


def test_a_password_set_in_the_admin_is_asked_for_in_vietnamese(rows):
    pk = rows.session["_auth_user_id"]
    check(rows, f"/quan-tri/accounts/user/{pk}/password/")
    check(rows, f"/quan-tri/accounts/user/{pk}/password/", "post", password1="1", password2="2")


def test_filters_of_the_lists_are_vietnamese(rows):
    check(rows, "/quan-tri/units/unit/?_facets=True&kind__code__exact=phong")
    check(rows, "/quan-tri/accounts/user/?co_vai_tro=khong&o=1.-2")
    check(rows, "/quan-tri/plans/plan/?starts_on__year=2026")
    check(rows, "/quan-tri/axes/accessattempt/?khoa=co")
