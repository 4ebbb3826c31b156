"""One unit's page, its end, and units that merge with their work."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.actions import record_progress, report_done
from tasks.models import Assignment, EntryKind, Task
from tests.factories import (
    AssignmentFactory,
    MembershipFactory,
    PlanFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from tests.worlds import shared
from units.actions import add_alias, rename_unit
from units.models import Membership, Unit, UnitAlias, UnitGroup
from units.policy import Role

DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@shared
def office():
    top = UnitFactory(code="SO", name="Sở Mẫu")
    for code in ("A", "B", "C"):
        UnitFactory(code=code, name=f"Phòng {code}", parent=top, phone=f"0261 {code}")
    UnitFactory(code="T", name="Tổ Xe", parent=Unit.objects.get(code="A"))
    UnitFactory(code="K", name="Sở Khác")
    return {unit.code: unit for unit in Unit.objects.all()}


@shared
def admin(office):
    return person(Role.ADMIN, office["SO"], full_name="Bế Minh Tuấn")


@pytest.fixture
def plan(office, today):
    return PlanFactory(issuer=office["SO"], starts_on=today - 60 * DAY, ends_on=today + 60 * DAY)


def give(plan, unit, today, due=1, **more):
    task = TaskFactory(plan=plan, title=more.pop("title", "Tuyên truyền"))
    return AssignmentFactory(
        task=task, unit=unit, starts_on=today - 30 * DAY, due_on=today + due * DAY, **more
    )


def open_page(client, user, unit, status=200):
    client.force_login(user)
    answer = client.get(f"/don-vi/{unit.pk}/")
    assert answer.status_code == status
    return answer


# --- one unit -------------------------------------------------------------------------------------
def test_the_page_shows_what_the_unit_is_and_was(client, office, admin, today):
    rename_unit(unit=office["A"], name="Phòng Mới", short_name="", by=admin, on=today)
    add_alias(name="P. A1", unit=office["A"], by=admin, on=today)
    Unit.objects.filter(code="B").update(successor=office["A"], active_to=today - DAY)
    UnitGroup.objects.create(name="Các phòng", agency=office["SO"])
    MembershipFactory(unit=office["A"], role=Role.HEAD, user__full_name="Lý Thị Hoa")
    text = open_page(client, admin, office["A"]).content.decode()
    for words in (
        "Phòng Mới", "0261 A", "P. A1", f"tên cũ, đến {today - DAY:%d/%m/%Y}", "Sở Mẫu", "Tổ Xe",
        "Kế thừa từ", "Phòng B", "Các phòng", "Lý Thị Hoa", "Trưởng đơn vị", "Đổi tên",
        "Phòng A → Phòng Mới", "Bế Minh Tuấn",
    ):  # fmt: skip
        assert words in text, words


def test_an_ended_unit_says_so_and_can_be_taken_up_again(client, office, admin, today):
    Unit.objects.filter(code="A").update(active_to=today - DAY, successor=office["B"])
    text = open_page(client, admin, office["A"]).content.decode()
    assert f"kết thúc hoạt động ngày {today - DAY:%d/%m/%Y}" in text
    assert f'href="/don-vi/{office["B"].pk}/"' in text
    client.post(f"/don-vi/{office['A'].pk}/mo-lai/")
    assert Unit.objects.get(code="A").active_to is None


def test_its_work_is_shown_with_the_figures_of_all_below(client, office, admin, plan, today):
    give(plan, office["A"], today, due=-2, title="Việc trễ")
    give(plan, office["A"], today, title="Việc phối hợp", part="cooperating")
    give(plan, office["T"], today, title="Việc của tổ")
    answer = open_page(client, admin, office["A"])
    work = answer.context["work"]
    shown = [
        (section.title, [line.row.title for line in section.lines]) for section in work.sections
    ]
    assert shown == [("Quá hạn", ["Việc trễ"]), ("Đến hạn trong 7 ngày", ["Việc phối hợp"])]
    assert [(stat.label, stat.number) for stat in work.stats[:2]] == [
        ("Quá hạn", 1),
        ("Đến hạn 7 ngày", 1),
    ]
    assert (work.load.unfinished, work.load.late) == (2, 1)
    for href, number in ((work.load.unfinished_href, 2), (work.load.late_href, 1)):
        assert client.get(href).context["list"].count == number


def test_what_is_late_stands_before_its_reports_and_they_before_what_can_wait(
    client, office, admin, plan, today
):
    give(plan, office["A"], today, due=-2)
    give(plan, office["A"], today, due=40)
    pages = [open_page(client, admin, office["A"]).content.decode()]
    client.force_login(person(Role.STAFF, office["A"]))
    pages.append(client.get("/viec/").content.decode())
    for text in pages:
        places = [text.index(f'id="{key}"') for key in ("qua-han", "bao-cao-phai-nop", "dang-lam")]
        assert places == sorted(places)


def test_the_plans_of_an_agency_stand_on_its_page_for_who_reads_them(client, office, admin, today):
    over = PlanFactory(issuer=office["K"], starts_on=today - DAY, ends_on=today + 60 * DAY)
    below = PlanFactory(
        issuer=office["SO"], carries_out=over, starts_on=today - DAY, ends_on=today + 60 * DAY
    )
    (line,) = open_page(client, admin, office["SO"]).context["work"].plans
    assert (line.href, line.coverage_href) == (
        f"/ke-hoach/{below.pk}/",
        f"/ke-hoach/{below.pk}/doi-chieu/",
    )
    assert open_page(client, admin, office["A"]).context["work"].plans == ()


def test_who_only_looks_sees_no_history_and_is_offered_no_change(client, office, plan, today):
    user = person(Role.STAFF, office["A"])
    answer = open_page(client, user, office["A"])
    text = answer.content.decode()
    assert "Sửa thông tin" not in text
    assert "Thay đổi tổ chức" not in text
    assert "Lịch sử thay đổi" not in text
    assert answer.context["unit"].above == ()
    open_page(client, user, office["B"], status=404)
    open_page(client, person(Role.COORDINATOR, office["K"]), office["A"], status=404)


def test_the_page_takes_the_same_queries_for_more_of_everything(client, office, admin, plan, today):
    client.force_login(admin)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/don-vi/{office['A'].pk}/").status_code == 200
        return len(queries)

    def grow(number):
        give(plan, office["A"], today)
        MembershipFactory(unit=office["A"])
        add_alias(name=f"Tên {number}", unit=office["A"], by=admin, on=today)
        UnitFactory(parent=office["A"])
        UnitGroup.objects.create(name=f"Nhóm {number}", agency=office["SO"])
        Unit.objects.filter(pk=UnitFactory().pk).update(successor=office["A"])

    grow(1)
    first = count()
    for number in range(2, 5):
        grow(number)
    assert count() == first


# --- changes by hand ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("where", "typed", "words"),
    [
        ("sua", {"code": "A", "name": "Phòng A", "kind": ""}, "Hãy chọn loại đơn vị"),
        ("sua", {"code": "B", "name": "Phòng A", "kind": "phong"}, "đã"),
        ("doi-ten", {"name": "", "since": "01/01/2026"}, "Hãy ghi tên mới"),
        ("doi-ten", {"name": "X", "since": "32/01/2026"}, "không có trong lịch"),
        ("chuyen", {"parent_words": "không có đơn vị nào"}, "Không tìm thấy đơn vị"),
        ("chuyen", {"parent_words": "Tổ Xe"}, "Không tìm thấy đơn vị"),
        ("ten-khac", {"name": ""}, "Hãy ghi tên gọi khác"),
        ("ten-khac", {"name": "phong a"}, "đã là một tên"),
        ("ket-thuc", {"ended_on": ""}, "Hãy ghi ngày hoạt động cuối cùng"),
        ("ket-thuc", {"ended_on": "01/06/2026"}, "Tổ Xe"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(client, office, admin, where, typed, words):
    client.force_login(admin)
    before = Unit.objects.filter(code="A").values().get()
    answer = client.post(f"/don-vi/{office['A'].pk}/{where}/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Unit.objects.filter(code="A").values().get() == before


def test_each_change_is_done(client, office, admin, today):
    client.force_login(admin)
    address = f"/don-vi/{office['T'].pk}/"
    day = f"{today:%d/%m/%Y}"
    changes = (
        ("sua", {"code": "T1", "name": "Tổ Xe", "kind": "phong", "email": "t@x.vn"}),
        ("doi-ten", {"name": "Tổ Lái xe", "short_name": "TLX", "since": day}),
        ("chuyen", {"parent_words": "Phòng B"}),
        ("ten-khac", {"name": "Đội xe"}),
        ("ket-thuc", {"ended_on": day}),
    )
    for number, (where, typed) in enumerate(changes):
        revision = number - (number > 3)
        answer = client.post(f"{address}{where}/", {**typed, "revision": revision})
        assert (answer.status_code, answer["Location"]) == (302, address), (where, answer.content)
    unit = Unit.objects.get(pk=office["T"].pk)
    assert (unit.code, unit.name, unit.email) == ("T1", "Tổ Lái xe", "t@x.vn")
    assert (unit.parent, unit.active_to) == (office["B"], today)
    assert set(unit.aliases.values_list("name", flat=True)) == {"Tổ Xe", "Đội xe"}
    client.post(f"{address}ten-khac/{unit.aliases.get(name='Đội xe').pk}/bo/")
    assert not UnitAlias.objects.filter(name="Đội xe").exists()


def test_a_stale_form_is_drawn_anew_and_saves_the_second_time(client, office, admin):
    Unit.objects.filter(code="T").update(revision=5)
    client.force_login(admin)
    address = f"/don-vi/{office['T'].pk}/sua/"
    typed = {"code": "T", "name": "Tổ", "kind": "phong"}
    answer = client.post(address, {**typed, "revision": "4"})
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in answer.content.decode()
    newer = answer.context["form"]["revision"].value()
    assert client.post(address, {**typed, "revision": newer}).status_code == 302


def test_a_unit_is_added_below_another(client, office, admin):
    client.force_login(admin)
    page = client.get("/don-vi/moi/", {"thuoc": office["A"].pk})
    assert "Trực thuộc Phòng A" in page.content.decode()
    typed = {"parent_words": "Phòng A", "code": "M", "name": "Tổ Mới", "kind": "phong"}
    client.post("/don-vi/moi/", typed)
    assert Unit.objects.get(code="M").parent == office["A"]
    assert client.post("/don-vi/moi/", typed).status_code == 422


def test_closing_asks_what_becomes_of_open_work(client, office, admin, plan, today):
    give(plan, office["B"], today)
    client.force_login(admin)
    text = client.get(f"/don-vi/{office['B'].pk}/ket-thuc/").content.decode()
    assert "1 việc đang làm" in text
    assert "Chuyển giao cho đơn vị khác" in text
    nothing = client.get(f"/don-vi/{office['C'].pk}/ket-thuc/").content.decode()
    assert "việc đang làm" not in nothing


@pytest.mark.parametrize(
    ("fate", "left"),
    [("hand_over", "cancelled_on"), ("cancel", "cancelled_on"), ("suspend", "suspended_on")],
)
def test_a_unit_ends_with_its_work_answered_for(client, office, admin, plan, today, fate, left):
    work = give(plan, office["B"], today)
    client.force_login(admin)
    address, day = f"/don-vi/{office['B'].pk}/ket-thuc/", f"{today:%d/%m/%Y}"
    refused = client.post(address, {"ended_on": day})
    assert refused.status_code == 422
    assert "Hãy chọn cách xử lý" in refused.content.decode()
    refused = client.post(address, {"ended_on": day, "fate": "hand_over", "reason": "Giải thể"})
    assert "Hãy chọn đơn vị nhận việc" in refused.content.decode()
    office["B"].refresh_from_db()
    assert office["B"].active_to is None
    typed = {"ended_on": day, "fate": fate, "reason": "Giải thể", "to_unit_words": "Phòng C"}
    assert client.post(address, typed).status_code == 302
    office["B"].refresh_from_db()
    work.refresh_from_db()
    assert office["B"].active_to == today
    assert getattr(work, left) == today
    assert office["C"].assignments.filter(task=work.task).exists() is (fate == "hand_over")


def test_many_units_end_those_below_first(client, office, admin, plan, today):
    work = give(plan, office["B"], today)
    client.force_login(admin)
    keys = [office["B"].pk, office["C"].pk]
    typed = {"ended_on": f"{today:%d/%m/%Y}", "fate": "cancel", "reason": "Sắp xếp lại"}
    shown = client.post("/don-vi/hang-loat/", {"act": "ket-thuc", "chon": keys})
    assert "2 đơn vị đã chọn" in shown.content.decode()
    sent = {"act": "ket-thuc", "chon": keys, "thuc-hien": "1", **typed}
    assert (
        "2 trên 2 đơn vị đã thực hiện" in client.post("/don-vi/hang-loat/", sent).content.decode()
    )
    work.refresh_from_db()
    assert work.cancelled_on == today


def test_all_work_of_a_unit_goes_to_another_or_none(client, office, admin, plan, today):
    first, second = give(plan, office["B"], today), give(plan, office["B"], today)
    client.force_login(admin)
    typed = {"to_unit_words": "Phòng C", "reason": "Quá tải", "thuc-hien": "1"}
    both = {"act": "chuyen-giao", "chon": [office["B"].pk, office["A"].pk], **typed}
    told = client.post("/don-vi/hang-loat/", both).content.decode()
    assert "Chưa thực hiện:" in told
    assert office["C"].assignments.filter(task__in=[first.task, second.task]).count() == 2
    leads = client.post("/don-vi/hang-loat/", {"act": "don-doc", "chon": [office["C"].pk]})
    assert leads["Location"] == f"/don-doc/?donvi={office['C'].pk}"
    assert client.get(leads["Location"]).status_code == 200


# --- merging --------------------------------------------------------------------------------------
@pytest.fixture
def merging(client, office, admin, plan, today):
    """B has three parts: one begun, one that C has as well, one waiting for confirmation."""
    begun = give(plan, office["B"], today, due=5, title="Đang làm")
    record_progress(assignment=begun, by=admin, on=today, percent=40, note="Đã họp")
    both = give(plan, office["B"], today, due=6, title="Cả hai")
    AssignmentFactory(task=both.task, unit=office["C"], starts_on=today, due_on=both.due_on)
    done = give(plan, office["B"], today, due=7, title="Chờ xác nhận")
    report_done(assignment=done, by=admin, on=today, finished_on=today, note="Xong")
    client.force_login(admin)
    return f"/don-vi/{office['B'].pk}/sap-nhap/"


def typed(today, **more):
    return {"into_words": "Phòng C", "ended_on": f"{today:%d/%m/%Y}", "roles": "move", **more}


def test_merging_is_seen_before_it_is_done(client, office, merging, today):
    preview = client.post(merging, typed(today, xem="1")).context["page"].preview
    assert [(row.title, bool(row.note), row.checked) for row in preview.work] == [
        ("Đang làm", False, True),
        ("Cả hai", True, True),
    ]
    assert preview.stays == 1
    assert not Unit.objects.filter(successor__isnull=False).exists()


def test_work_goes_to_the_successor_with_its_story(client, office, merging, today, admin):
    MembershipFactory(unit=office["B"], role=Role.HEAD)
    preview = client.post(merging, typed(today, xem="1")).context["page"].preview
    ticked = [row.pk for row in preview.work]
    sent = typed(today, fingerprint=preview.fingerprint, work=ticked)
    answer = client.post(merging, {**sent, "sap-nhap": "1"}, follow=True)
    assert "2 phần việc đã chuyển giao" in answer.content.decode()
    merged = Unit.objects.get(code="B")
    assert (merged.successor, merged.active_to) == (office["C"], today)
    now = Assignment.objects.filter(unit=office["C"], cancelled_on__isnull=True)
    assert {row.task.title: row.percent for row in now} == {"Đang làm": 40, "Cả hai": 0}
    left = Assignment.objects.filter(unit=merged, cancelled_on__isnull=True)
    assert [row.task.title for row in left] == ["Chờ xác nhận"]
    told = Assignment.objects.get(unit=merged, task__title="Đang làm").entries
    assert told.filter(kind=EntryKind.HANDED_OVER).get().by == admin
    assert Membership.objects.held().filter(unit=office["C"], role=Role.HEAD).exists()


def test_work_that_is_unticked_stays(client, office, merging, today):
    preview = client.post(merging, typed(today, xem="1")).context["page"].preview
    sent = typed(today, fingerprint=preview.fingerprint, work=[preview.work[0].pk])
    client.post(merging, {**sent, "sap-nhap": "1"})
    row = Assignment.objects.get(unit=office["B"], task__title="Cả hai")
    assert row.cancelled_on is None


def test_work_that_the_successor_has_done_is_cancelled(client, office, merging, today, admin):
    theirs = Assignment.objects.get(unit=office["C"])
    report_done(assignment=theirs, by=admin, on=today, finished_on=today, note="Xong")
    preview = client.post(merging, typed(today, xem="1")).context["page"].preview
    ticked = [row.pk for row in preview.work]
    sent = typed(today, fingerprint=preview.fingerprint, work=ticked)
    assert client.post(merging, {**sent, "sap-nhap": "1"}).status_code == 302
    row = Assignment.objects.get(unit=office["B"], task=theirs.task)
    assert row.cancelled_on == today
    assert "đã báo hoàn thành chính việc này" in row.entries.first().note


def test_what_changed_since_it_was_seen_is_not_done(client, office, merging, today, admin):
    preview = client.post(merging, typed(today, xem="1")).context["page"].preview
    row = Assignment.objects.get(unit=office["B"], task__title="Đang làm")
    record_progress(assignment=row, by=admin, on=today, percent=60, note="")
    sent = typed(today, fingerprint=preview.fingerprint, work=[row.pk])
    answer = client.post(merging, {**sent, "sap-nhap": "1"})
    assert answer.status_code == 422
    assert "vừa thay đổi" in answer.content.decode()
    assert Unit.objects.get(code="B").active_to is None


def test_what_cannot_be_merged_leaves_everything_as_it_was(client, office, admin, today):
    client.force_login(admin)
    address = f"/don-vi/{office['A'].pk}/sap-nhap/"
    asked = typed(today, into_words="Tổ Xe")
    preview = client.post(address, {**asked, "xem": "1"}).context["page"].preview
    sent = {**asked, "fingerprint": preview.fingerprint, "sap-nhap": "1"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "đang trực thuộc" in answer.content.decode()
    assert not Unit.objects.filter(active_to__isnull=False).exists()


def test_several_units_merge_at_once(client, office, merging, today):
    added = client.post(merging, typed(today, other_words="Phòng A", xem="1")).context["page"]
    assert [place.name for place in added.units] == ["Phòng A", "Phòng B"]
    keys = [place.pk for place in added.units]
    sent = typed(today, units=keys, fingerprint=added.preview.fingerprint)
    client.post(merging, {**sent, "sap-nhap": "1"})
    assert Unit.objects.filter(successor=office["C"]).count() == 2
    assert Unit.objects.get(code="T").parent == office["C"]


def test_nothing_is_made_twice(client, office, merging, today):
    preview = client.post(merging, typed(today, xem="1")).context["page"].preview
    ticked = [row.pk for row in preview.work]
    sent = {**typed(today, fingerprint=preview.fingerprint, work=ticked), "sap-nhap": "1"}
    assert client.post(merging, sent).status_code == 302
    assert client.post(merging, sent).status_code == 422
    assert Task.objects.filter(assignments__unit=office["C"]).distinct().count() == 2


def test_a_unit_without_history_has_none_to_show(client, office, admin):
    Unit.history.all().delete()
    assert "Lịch sử thay đổi" not in open_page(client, admin, office["A"]).content.decode()


def test_a_successor_out_of_reach_is_named_but_leads_nowhere(client, office, today):
    Unit.objects.filter(code="A").update(active_to=today - DAY, successor=office["K"])
    text = open_page(client, person(Role.COORDINATOR, office["SO"]), office["A"]).content.decode()
    assert "Sở Khác" in text
    assert f'href="/don-vi/{office["K"].pk}/"' not in text
