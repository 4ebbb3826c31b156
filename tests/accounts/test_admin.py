"""The admin: every list and every form opens for an administrator and for nobody else."""

import datetime
import re
from io import BytesIO

import pytest
from axes.models import AccessLog
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from tasks.models import TaskCoverage
from tests.factories import (
    PASSWORD,
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.worlds import shared
from units.histories import HistoryAdmin
from units.models import Membership, Unit, UnitAlias, UnitGroup, UnitKind
from units.policy import Role

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in MODELS]


@shared
def office():
    return UnitFactory(code="SO", name="Sở Khoa học và Công nghệ")


@shared
def administrator(office):
    return person(Role.ADMIN, office, username="quantri", full_name="Trần Thị Quản Trị")


@pytest.fixture
def as_administrator(administrator):
    client = Client()
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("route", LISTS)
def test_every_list_opens_with_rows_and_with_a_search(as_administrator, office, route):
    AssignmentFactory(unit=office)
    ReportDutyFactory()
    assert as_administrator.get(reverse(route)).status_code == 200
    assert as_administrator.get(reverse(route), {"q": "phòng cháy"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_form_of_addition_opens_or_is_closed_to_all(as_administrator, administrator, model):
    request = RequestFactory().get("/")
    request.user = administrator
    may_add = admin.site._registry[model].has_add_permission(request)
    route = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
    assert as_administrator.get(reverse(route)).status_code == (200 if may_add else 403)


@pytest.mark.parametrize("route", [*LISTS, "admin:index"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_comes_in(client, office, role, route):
    client.force_login(person(role, office))
    answer = client.get(reverse(route))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/quan-tri/login/")


def test_no_address_of_the_administration_opens_to_anybody_else(office):
    """Every one there is: the library's own too, by reading and by writing."""
    AssignmentFactory(unit=office)
    clients = []
    for role in (Role.COORDINATOR, Role.LEADER):
        clients.append(Client())
        clients[-1].force_login(person(role, office))
    opened: list[tuple[str, object]] = []
    for pattern in admin.site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            regex = one.pattern.regex
            keys = [*(one.pattern.converters or regex.groupindex)] or [""] * regex.groups
            route = f"admin:{one.name}" if one.name else ""
            if not route or one.name in {"login", "logout"} or "url" in keys:
                continue
            page = reverse(route, args=["units" if key == "app_label" else 1 for key in keys])
            answers = [ask(page) for each in clients for ask in (each.get, each.post)]
            opened += [(page, one.status_code) for one in answers if one.status_code != 302]
            opened += [(page, to) for to in (one.get("Location", "") for one in answers)
                       if to and not to.startswith("/quan-tri/login/")]  # fmt: skip
    assert opened == []


def test_the_flags_of_django_open_nothing(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_first_page_goes_by_what_an_administrator_does(as_administrator):
    groups = as_administrator.get(reverse("admin:index")).context["app_list"]
    names = [group["name"] for group in groups]
    assert names == [
        "Người dùng và vai trò",
        "Đơn vị và nhóm",
        "Kế hoạch và công việc",
        "Số liệu",
        "Đôn đốc và lịch",
        "Báo cáo",
        "Hệ thống",
    ]
    shown = {model["model"] for group in groups for model in group["models"]}
    assert shown == set(MODELS)


@pytest.mark.parametrize("route", LISTS)
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    as_administrator, office, route, django_assert_max_num_queries
):
    def add_rows():
        for _ in range(2):
            unit = UnitFactory(parent=office)
            person(Role.STAFF, unit)
            assignment = AssignmentFactory(unit=unit, task=TaskFactory(plan=PlanFactory()))
            ReportDutyFactory(plan=assignment.task.plan)

    def count():
        with django_assert_max_num_queries(60) as queries:
            as_administrator.get(reverse(route))
        return len(queries)

    add_rows()
    first = count()
    add_rows()
    assert count() == first


def test_every_export_gives_a_workbook(as_administrator, office):
    AssignmentFactory(unit=office)
    for model, model_admin in admin.site._registry.items():
        if not hasattr(model_admin, "export_columns"):
            continue
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}_export"
        answer = as_administrator.get(reverse(route))
        assert answer.status_code == 200, model
        assert answer.content[:2] == b"PK", model
        assert answer["Content-Disposition"].endswith('.xlsx"'), model


def test_lists_come_in_by_the_page_that_shows_them_first(as_administrator, office):
    for step in ("import", "process_import"):
        answer = as_administrator.post(reverse(f"admin:units_unit_{step}"))
        assert answer["Location"] == reverse("units:import_units")


def test_a_name_that_looks_like_a_formula_leaves_as_text(as_administrator, office):
    UnitFactory(parent=office, name='=HYPERLINK("http://x.example")')
    answer = as_administrator.get(reverse("admin:units_unit_export"))
    cells = [cell for row in load_workbook(BytesIO(answer.content)).active for cell in row]
    (found,) = [cell for cell in cells if str(cell.value).startswith("=HYPER")]
    assert (found.data_type, found.quotePrefix) == ("s", True)


# --- accounts -------------------------------------------------------------------------------------
def test_an_account_is_made_and_given_a_role(as_administrator, office):
    answer = as_administrator.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "chuyenvien",
            "full_name": "Lê Văn Tám",
            "position": "Chuyên viên",
            "email": "tam@example.gov.vn",
            "phone": "",
            "usable_password": "true",
            "password1": "Mat-khau-2026",
            "password2": "Mat-khau-2026",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )
    assert answer.status_code == 302
    made = User.objects.get(username="chuyenvien")
    assert made.full_name == "Lê Văn Tám"
    assert made.check_password("Mat-khau-2026")
    assert made.must_change_password
    assert made.search_text == "le van tam chuyenvien tam@example.gov.vn"

    answer = as_administrator.post(
        reverse("admin:accounts_user_change", args=[made.pk]),
        {
            "username": "chuyenvien",
            "full_name": "Lê Văn Tám",
            "is_active": "on",
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-unit": office.pk,
            "memberships-0-role": Role.STAFF,
        },
    )
    assert answer.status_code == 302
    assert Membership.objects.get(user=made).role == Role.STAFF


def test_the_last_administrator_cannot_leave(as_administrator, administrator):
    only = Membership.objects.get(user=administrator)
    answer = as_administrator.post(
        reverse("admin:units_membership_change", args=[only.pk]),
        {"user": administrator.pk, "unit": only.unit_id, "role": Role.STAFF, "ended_on": ""},
    )
    assert "người quản trị cuối cùng" in answer.content.decode()
    route = reverse("admin:units_membership_delete", args=[only.pk])
    assert as_administrator.post(route, {"post": "yes"}).status_code == 403
    route = reverse("admin:accounts_user_delete", args=[administrator.pk])
    assert as_administrator.post(route, {"post": "yes"}).status_code == 403
    only.refresh_from_db()
    assert only.role == Role.ADMIN


def test_the_last_administrator_cannot_be_switched_off(as_administrator, administrator):
    answer = as_administrator.post(
        reverse("admin:accounts_user_change", args=[administrator.pk]),
        {
            "username": "quantri",
            "full_name": "Trần Thị Quản Trị",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )
    assert "người quản trị cuối cùng" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_one_of_two_administrators_can_leave(as_administrator, administrator, office):
    person(Role.ADMIN, office)
    only = Membership.objects.get(user=administrator)
    as_administrator.post(
        reverse("admin:units_membership_change", args=[only.pk]),
        {"user": administrator.pk, "unit": only.unit_id, "role": Role.STAFF, "ended_on": ""},
    )
    only.refresh_from_db()
    assert only.role == Role.STAFF


# --- units ----------------------------------------------------------------------------------------
def unit_form(unit, **changes):
    aliases = changes.pop("aliases", ())
    form = {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind_id,
        "parent": unit.parent_id or "",
        "aliases-TOTAL_FORMS": len(aliases),
        "aliases-INITIAL_FORMS": "0",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
        **{f"aliases-{place}-name": name for place, name in enumerate(aliases)},
    }
    return {**form, **changes}


def test_a_unit_moved_in_the_admin_moves_its_whole_branch(as_administrator, office):
    centre = UnitFactory(parent=office)
    room = UnitFactory(parent=centre)
    other = UnitFactory(name="Sở Xây dựng")
    answer = as_administrator.post(
        reverse("admin:units_unit_change", args=[centre.pk]), unit_form(centre, parent=other.pk)
    )
    assert answer.status_code == 302
    assert set(Unit.objects.subtree_of(other)) == {other, centre, room}
    assert set(Unit.objects.subtree_of(office)) == {office}
    assert centre.history.first().history_user.username == "quantri"


def test_a_unit_cannot_be_put_below_itself(as_administrator, office):
    room = UnitFactory(parent=office)
    answer = as_administrator.post(
        reverse("admin:units_unit_change", args=[office.pk]), unit_form(office, parent=room.pk)
    )
    assert answer.status_code == 200
    assert "không thể trực thuộc" in answer.content.decode()
    office.refresh_from_db()
    assert office.parent is None


def test_a_new_unit_enters_the_tree(as_administrator, office):
    UnitFactory()  # makes the kind
    form = unit_form(Unit(code="MOI", name="Phòng mới", kind_id="phong", parent=office))
    assert as_administrator.post(reverse("admin:units_unit_add"), form).status_code == 302
    assert Unit.objects.get(code="MOI") in Unit.objects.subtree_of(office)


def test_an_alias_twice_is_refused_with_a_word(as_administrator, office):
    form = unit_form(office, aliases=("Sở KH&CN", "SỞ KH&CN"))
    answer = as_administrator.post(reverse("admin:units_unit_change", args=[office.pk]), form)
    assert "Tên này đã có ở dòng khác." in answer.content.decode()
    assert not office.aliases.exists()


def test_units_are_found_without_accents_and_by_other_names(as_administrator, office):
    office.aliases.create(name="Cơ quan Khoa học", folded="co quan khoa hoc")
    UnitFactory(name="Phòng Tài chính")
    for words in ("so khoa hoc va cong nghe", "KHOA HỌC", "cơ quan khoa học"):
        answer = as_administrator.get(reverse("admin:units_unit_changelist"), {"q": words})
        assert [unit.pk for unit in answer.context["cl"].result_list] == [office.pk]


def test_a_unit_with_units_below_it_stays(as_administrator, office):
    room = UnitFactory(parent=office)
    as_administrator.post(reverse("admin:units_unit_delete", args=[office.pk]), {"post": "yes"})
    assert Unit.objects.filter(pk=office.pk).exists()
    as_administrator.post(reverse("admin:units_unit_delete", args=[room.pk]), {"post": "yes"})
    assert set(Unit.objects.subtree_of(office)) == {office}


def test_the_import_of_the_admin_leads_to_the_page_of_the_program(as_administrator):
    answer = as_administrator.get(reverse("admin:units_unit_import"))
    assert answer["Location"] == reverse("units:import_units")


# --- plans and work -------------------------------------------------------------------------------
def test_a_plan_without_issuer_is_a_mistake_in_the_form_and_no_crash(as_administrator, db):
    answer = as_administrator.post(
        reverse("admin:plans_plan_add"),
        {
            "title": "Kế hoạch",
            "starts_on": "01/01/2026",
            "ends_on": "31/12/2026",
            **{
                f"{prefix}-{count}": "0"
                for prefix in ("legal_bases", "recipients", "report_duties", "files")
                for count in ("TOTAL_FORMS", "INITIAL_FORMS")
            },
        },
    )
    assert answer.status_code == 200
    assert "issuer" in answer.context["adminform"].form.errors


def test_plans_are_filtered_by_their_status(as_administrator, db):
    running, draft = PlanFactory(), PlanFactory(released_on=None)
    for status, plan in (("issued", running), ("draft", draft)):
        route = reverse("admin:plans_plan_changelist")
        answer = as_administrator.get(route, {"trang_thai": status})
        assert list(answer.context["cl"].result_list) == [plan]


def test_what_happened_to_work_is_shown_and_not_changed(as_administrator, office):
    assignment = AssignmentFactory(unit=office)
    route = reverse("admin:tasks_assignment_change", args=[assignment.pk])
    page = as_administrator.get(route)
    assert page.status_code == 200
    assert not page.context["adminform"].form.fields


def test_the_history_of_a_unit_is_shown(as_administrator, office):
    office.name = "Sở Khoa học, Công nghệ"
    office.save()
    page = as_administrator.get(reverse("admin:units_unit_history", args=[office.pk]))
    assert "Sở Khoa học và Công nghệ" in page.content.decode()
    assert "style=" not in page.content.decode()


@pytest.mark.parametrize("route", LISTS)
def test_no_heading_of_a_list_is_left_in_english(as_administrator, office, route):
    AssignmentFactory(unit=office)
    page = as_administrator.get(reverse(route)).content.decode()
    head = page.partition("<thead>")[2].partition("</thead>")[0].lower()
    for word in (" name", " date", " user", "period", " status", " time"):
        assert word not in re.sub(r"<[^>]*>", " ", head), (route, word)


# --- found without accents ------------------------------------------------------------------------
def found(client, model, words) -> list:
    route = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return [row.pk for row in client.get(route, {"q": words}).context["cl"].result_list]


def test_people_groups_and_kinds_are_found_without_accents(as_administrator, administrator, office):
    administrator.full_clean()
    administrator.save()
    group = UnitGroup.objects.create(name="Các phòng, đơn vị thuộc Sở", agency=office)
    UnitGroup.objects.create(name="UBND các xã", agency=UnitFactory(name="Huyện"))
    kind = UnitKind.objects.create(code="nha", name="Nhà văn hóa")
    assert found(as_administrator, User, "quan tri") == [administrator.pk]
    assert found(as_administrator, UnitGroup, "phong don vi") == [group.pk]
    assert found(as_administrator, UnitKind, "NHA VAN HOA") == [kind.pk]
    assert found(as_administrator, Membership, "tran thi") == [administrator.memberships.get().pk]


# --- accounts, passwords, the door ----------------------------------------------------------------
def test_a_password_set_for_another_is_changed_on_entering(as_administrator, administrator):
    other = UserFactory()
    new = {"usable_password": "true", "password1": "Cong-van-1492", "password2": "Cong-van-1492"}
    for user, must in ((other, True), (administrator, False)):
        route = reverse("admin:auth_user_password_change", args=[user.pk])
        assert as_administrator.post(route, new).status_code == 302
        user.refresh_from_db()
        assert user.check_password("Cong-van-1492")
        assert user.must_change_password is must


def test_how_a_password_is_kept_is_not_shown(as_administrator, administrator):
    page = as_administrator.get(reverse("admin:accounts_user_change", args=[administrator.pk]))
    text = page.content.decode()
    assert "Đã đặt mật khẩu" in text
    assert "salt" not in text


def test_a_closed_door_is_seen_and_opened(as_administrator, client):
    form = {"username": "quantri", "password": "sai-mat-khau"}
    for _ in range(5):
        client.post("/dang-nhap/", form)
    assert client.post("/dang-nhap/", form).status_code == 429
    route = reverse("admin:axes_accessattempt_changelist")
    locked = as_administrator.get(route, {"khoa": "co"}).context["cl"].result_list
    assert [attempt.username for attempt in locked] == ["quantri"]
    assert not as_administrator.get(route, {"khoa": "khong"}).context["cl"].result_list
    as_administrator.post(route, {"action": "unlock", "_selected_action": locked[0].pk})
    form["password"] = PASSWORD
    assert client.post("/dang-nhap/", form).status_code == 302


def test_rows_of_the_login_have_no_page_of_their_own(as_administrator, client, administrator):
    client.post("/dang-nhap/", {"username": "quantri", "password": PASSWORD})
    row = AccessLog.objects.latest("pk")
    for page in ("change", "history", "delete"):
        route = reverse(f"admin:axes_accesslog_{page}", args=[row.pk])
        assert as_administrator.get(route).status_code == 404


def test_people_without_a_role_are_found(as_administrator, administrator):
    nobody = UserFactory()
    route = reverse("admin:accounts_user_changelist")
    for asked, expected in (("khong", nobody), ("co", administrator)):
        answer = as_administrator.get(route, {"co_vai_tro": asked})
        assert list(answer.context["cl"].result_list) == [expected]


# --- two people at once ---------------------------------------------------------------------------
def test_an_older_state_of_a_unit_overwrites_nothing(as_administrator, office):
    route = reverse("admin:units_unit_change", args=[office.pk])
    seen = as_administrator.get(route).context["adminform"].form["seen"].value()
    first = as_administrator.post(route, unit_form(office, name="Sở Một", seen=seen))
    assert first.status_code == 302
    second = as_administrator.post(route, unit_form(office, name="Sở Hai", seen=seen))
    assert "vừa được người khác sửa" in second.content.decode()
    office.refresh_from_db()
    assert office.name == "Sở Một"


def test_an_older_state_of_a_group_overwrites_nothing(as_administrator, office):
    group = UnitGroup.objects.create(name="Các phòng", agency=office)
    route = reverse("admin:units_unitgroup_change", args=[group.pk])
    form = {
        "name": "Các phòng thuộc Sở",
        "agency": office.pk,
        "by_rule": "on",
        "seen": group.revision,
        "aliases-TOTAL_FORMS": "0",
        "aliases-INITIAL_FORMS": "0",
    }
    assert as_administrator.post(route, form).status_code == 302
    again = as_administrator.post(route, {**form, "name": "Khác"})
    assert "vừa được người khác sửa" in again.content.decode()
    group.refresh_from_db()
    assert group.name == "Các phòng thuộc Sở"


# --- history --------------------------------------------------------------------------------------
def test_the_history_tells_days_choices_and_flags_in_words(as_administrator, administrator, office):
    room = UnitFactory(parent=office)
    held = person(Role.STAFF, room).memberships.get()
    held.ended_on = datetime.date(2026, 3, 31)
    held.role = Role.HEAD
    held.save()
    page = as_administrator.get(reverse("admin:units_membership_history", args=[held.pk]))
    text = " ".join(page.content.decode().split())
    assert "<strong>Thôi giữ từ ngày:</strong> (trống) → 31/03/2026" in text
    assert "<strong>Vai trò:</strong> Chuyên viên → Trưởng đơn vị" in text


@pytest.mark.parametrize("model", [UnitGroup, UnitKind, UnitAlias, TaskCoverage])
def test_groups_kinds_names_and_coverage_have_a_history_page(model):
    assert isinstance(admin.site._registry[model], HistoryAdmin)


def test_the_history_of_a_group_names_its_units(as_administrator, office):
    group = UnitGroup.objects.create(name="Các phòng", agency=office, by_rule=False)
    group.members.add(UnitFactory(name="Phòng Kế hoạch", parent=office))
    page = as_administrator.get(reverse("admin:units_unitgroup_history", args=[group.pk]))
    assert "(trống) → Phòng Kế hoạch" in " ".join(page.content.decode().split())


def test_deleting_a_group_names_no_joining_rows(as_administrator, office):
    group = UnitGroup.objects.create(name="Các phòng", agency=office)
    group.kinds.add(office.kind)
    page = as_administrator.get(reverse("admin:units_unitgroup_delete", args=[group.pk]))
    text = page.content.decode()
    assert "Các phòng" in text
    assert "unitgroup_kinds" not in text.lower()
    assert "liên kết unitgroup" not in text.lower()
    as_administrator.post(reverse("admin:units_unitgroup_delete", args=[group.pk]), {"post": "yes"})
    assert not UnitGroup.objects.exists()
