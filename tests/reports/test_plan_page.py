"""The page of a plan: what each role sees of it, how its tasks stand, what can be changed on it."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.changes import edition
from plans.models import LegalBasis, PlanFile, Recipient
from plans.status import PlanStatus
from reports.models import Submission
from reports.plan_page.context import build_plan_page
from reports.plan_page.task_filter import TaskFilter
from tasks.models import OutsideParty, Part, TaskCoverage
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.reports.office import an_office, day, one_of_each
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


def url(plan) -> str:
    return f"/ke-hoach/{plan.pk}/"


def page(office, role=Role.LEADER, **parameters):
    return build_plan_page(office.plan, office.people[role], today=TODAY, **parameters)


def test_its_address_is_fixed(office):
    assert reverse("reports:plan", args=[office.plan.pk]) == url(office.plan)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_with_a_part_in_it_may_open_it(client, office, role):
    office.work()
    client.force_login(office.people[role])

    assert client.get(url(office.plan)).status_code == 200


def test_staff_without_a_part_and_other_agencies_find_nothing(client, office):
    other = an_office("YTE")
    office.work(room=1)

    for user in (office.people[Role.STAFF], other.people[Role.LEADER], other.people[Role.STAFF]):
        client.force_login(user)
        assert client.get(url(office.plan)).status_code == 404


def test_a_draft_shows_to_those_who_read_plans_only(client, office):
    draft = PlanFactory(issuer=office.agency, released_on=None)
    office.work(task__plan=draft)

    client.force_login(office.people[Role.COORDINATOR])
    assert client.get(url(draft)).status_code == 200
    client.force_login(office.people[Role.STAFF])
    assert client.get(url(draft)).status_code == 404


def test_staff_see_only_their_own_tasks_and_their_own_progress(office):
    shared = TaskFactory(plan=office.plan, title="Việc chung")
    mine = AssignmentFactory(task=shared, unit=office.rooms[0], part=Part.COOPERATING)
    AssignmentFactory(task=shared, unit=office.rooms[1], due_on=day(-3))
    office.work(room=1, task__title="Việc của phòng khác")

    seen = page(office, Role.STAFF).tasks

    assert [task.title for task in seen] == ["Việc chung"]
    (task,) = seen
    # Who leads is what the plan says; how the others stand is not for this unit.
    assert task.leads == office.rooms[1].name
    assert [part.unit for part in task.parts] == [mine.unit.name]
    assert task.badge.label == "Trong hạn"
    assert task.href == reverse("tasks:assignment", args=[mine.pk])


def test_readers_of_plans_see_every_task_and_every_units_progress(office):
    shared = TaskFactory(plan=office.plan)
    AssignmentFactory(task=shared, unit=office.rooms[0])
    AssignmentFactory(task=shared, unit=office.rooms[1], due_on=day(-3))
    TaskFactory(plan=office.plan)

    for role in (Role.COORDINATOR, Role.LEADER, Role.ADMIN):
        first, second = page(office, role).tasks
        assert (first.badge.label, first.badge_note) == ("Quá hạn", "1 trong hạn · 1 quá hạn")
        assert len(first.parts) == 2
        assert second.badge.label == "Chưa phân công"


def test_a_unit_of_another_agency_shows_without_a_link(office):
    guest = UnitFactory(name="Công an tỉnh")
    AssignmentFactory(task=TaskFactory(plan=office.plan), unit=guest)

    (task,) = page(office, Role.LEADER).tasks

    assert task.leads == "Công an tỉnh"
    assert task.parts[0].href == ""


def test_tasks_stand_in_the_order_of_the_plan_with_their_depth(office):
    head = TaskFactory(plan=office.plan, ref="I", order=100, title="Tuyên truyền")
    TaskFactory(plan=office.plan, ref="I.2", order=102, parent=head)
    child = TaskFactory(plan=office.plan, ref="I.1", order=101, parent=head)
    AssignmentFactory(task=child, unit=office.rooms[0])

    tasks = page(office).tasks

    assert [(task.ref, task.depth) for task in tasks] == [("I", 0), ("I.1", 1), ("I.2", 1)]
    # A mere heading is not "unassigned".
    assert tasks[0].badge is None


def test_a_task_led_by_an_outside_party(office):
    task = TaskFactory(plan=office.plan)
    OutsideParty.objects.create(task=task, part=Part.LEAD, name="Công ty Điện lực")

    (row,) = page(office).tasks

    assert (row.leads, row.badge.label) == ("Công ty Điện lực", "Đơn vị ngoài chủ trì")


def test_the_deadline_keeps_its_words_and_adds_a_day_they_do_not_say(office):
    TaskFactory(
        plan=office.plan,
        deadline_kind="date",
        deadline_words="trước ngày 5/9/2026",
        deadline_days=["2026-09-05"],
    )
    TaskFactory(plan=office.plan, deadline_kind="quarterly", deadline_words="hằng quý")
    TaskFactory(plan=office.plan, deadline_kind="ongoing")

    rows = page(office).tasks

    assert [(row.deadline, row.due) for row in rows] == [
        ("trước ngày 5/9/2026", ""),
        ("hằng quý", "kỳ tới 30/06/2026"),
        ("Thường xuyên", ""),
    ]


def test_many_units_are_named_and_counted(office):
    task = TaskFactory(plan=office.plan)
    for number in range(7):
        AssignmentFactory(task=task, unit=UnitFactory(name=f"Tổ {number}", parent=office.agency))

    (row,) = page(office).tasks

    assert row.leads == "Tổ 0 và 6 đơn vị khác"


def test_the_counts_open_exactly_their_rows(client, office):
    one_of_each(office)
    client.force_login(office.people[Role.LEADER])

    counts = page(office).counts

    for figure in (*counts.figures, counts.ongoing):
        assert figure.number
        assert client.get(figure.href).context["list"].count == figure.number
    assert client.get(counts.rate_href).context["list"].count == 6
    assert counts.rate == "50\N{NO-BREAK SPACE}%"


def test_a_plan_whose_time_is_over_is_counted_as_it_stands_today(client, office):
    office.plan.starts_on, office.plan.ends_on = day(-400), day(-40)
    office.plan.save()
    office.done(due=-60, finished=-20, starts_on=day(-100))
    client.force_login(office.people[Role.LEADER])

    counts = page(office).counts

    assert [figure.number for figure in counts.figures] == [0, 1, 0, 0]
    assert client.get(counts.figures[1].href).context["list"].count == 1


def test_heads_and_staff_get_no_counts_of_the_whole_plan(office):
    one_of_each(office)

    assert page(office, Role.HEAD).counts is None
    assert page(office, Role.STAFF).counts is None


def test_only_the_unassigned_tasks(client, office):
    office.work()
    TaskFactory(plan=office.plan, title="Chưa ai nhận")
    client.force_login(office.people[Role.COORDINATOR])

    response = client.get(url(office.plan), {"tasks": "unassigned"})

    assert [task.title for task in response.context["built"].tasks] == ["Chưa ai nhận"]


def test_a_plan_without_tasks_says_so(client, office):
    client.force_login(office.people[Role.COORDINATOR])

    assert "Kế hoạch chưa có nhiệm vụ" in client.get(url(office.plan)).content.decode()
    unassigned = client.get(url(office.plan), {"tasks": "unassigned"})
    assert "Mọi nhiệm vụ đều đã có đơn vị chủ trì" in unassigned.content.decode()


def test_the_facts_of_the_document(client, office):
    plan = office.plan
    plan.signatory_position, plan.signatory_name = "GIÁM ĐỐC", "Nguyễn Văn Ký"
    plan.place = "Đắk Nông"
    plan.save()
    LegalBasis.objects.create(
        plan=plan,
        order=1,
        kind="Luật",
        number="55/2024/QH15",
        issued_on=day(-500),
        issuer="Quốc hội",
    )
    LegalBasis.objects.create(plan=plan, order=2, kind="Kế hoạch", number="42/KH", is_basis=False)
    Recipient.objects.create(plan=plan, order=1, name="Công an tỉnh (b/c)")
    PlanFile.objects.create(plan=plan, file="x", name="KH 2026.docx", sha256="ab" * 32, size=2048)
    client.force_login(office.people[Role.LEADER])

    text = client.get(url(plan)).content.decode()

    for said in (
        plan.full_number,
        "Đang thực hiện",
        "GIÁM ĐỐC · Nguyễn Văn Ký",
        "15/01/2026, Đắk Nông",
        f"Luật số 55/2024/QH15 ngày {day(-500):%d/%m/%Y} của Quốc hội",
        "Kế hoạch số 42/KH",
        "Công an tỉnh (b/c)",
        "KH 2026.docx",
        "ab" * 32,
        "2 KB",
    ):
        assert said in text


def test_report_duties_tell_who_has_not_reported(client, office):
    duty = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["5"], title="Báo cáo quý"
    )
    duty.reporters.set(office.rooms)
    for period in ("2026-Q1", "2026-Q2"):
        Submission.objects.create(
            duty=duty, unit=office.rooms[0], period=period, due_on=day(-10), submitted_on=day(-12)
        )

    (row,) = page(office).duties

    assert (row.came, row.missing, row.missing_units) == (2, 2, office.rooms[1].name)
    client.force_login(office.people[Role.LEADER])
    assert client.get(row.href).context["page"].paginator.count == 8
    # The unit that has reported learns nothing of the other.
    office.work()
    (own,) = page(office, Role.STAFF).duties
    assert (own.came, own.missing, own.missing_units) == (2, 0, "")


@pytest.mark.parametrize(
    ("role", "reports", "edits"),
    [
        (Role.STAFF, False, False),
        (Role.HEAD, False, False),
        (Role.COORDINATOR, True, True),
        (Role.LEADER, True, False),
        (Role.ADMIN, True, True),
    ],
)
def test_what_each_role_may_do_on_the_page(client, office, role, reports, edits):
    office.work()
    client.force_login(office.people[role])

    text = client.get(url(office.plan)).content.decode()

    assert ("Lập báo cáo" in text) == reports
    assert ("Kết thúc kế hoạch" in text) == edits


CHANGES = ["plan_number", "plan_release", "plan_close", "plan_reopen", "plan_revoke"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("role", "status"), [(Role.STAFF, 403), (Role.HEAD, 403), (Role.LEADER, 403)]
)
def test_who_may_not_change_a_plan(client, office, change, role, status):
    client.force_login(office.people[role])

    assert client.post(reverse(f"reports:{change}", args=[office.plan.pk])).status_code == status


@pytest.mark.parametrize("change", CHANGES)
def test_changes_are_posted_and_only_on_the_own_agencys_plans(client, office, change):
    address = reverse(f"reports:{change}", args=[office.plan.pk])
    client.force_login(an_office("YTE").people[Role.COORDINATOR])
    assert client.post(address).status_code == 404

    client.force_login(office.people[Role.COORDINATOR])
    assert client.get(address).status_code == 405


def test_number_and_day_are_entered_later(client, office):
    plan = PlanFactory(issuer=office.agency, number="", issued_on=None)
    client.force_login(office.people[Role.COORDINATOR])

    response = client.post(
        reverse("reports:plan_number", args=[plan.pk]),
        {
            "number": "27",
            "symbol": "KH-SKHCN",
            "issued_on": "14/06/2026",
            "revision": edition(plan),
        },
        follow=True,
    )

    plan.refresh_from_db()
    assert (plan.full_number, plan.issued_on) == ("27/KH-SKHCN", day(-1))
    assert "Đã lưu số, ký hiệu và ngày ban hành." in response.content.decode()


def test_a_refused_number_is_shown_again_with_the_reason(client, office):
    client.force_login(office.people[Role.COORDINATOR])

    response = client.post(
        reverse("reports:plan_number", args=[office.plan.pk]),
        {
            "number": "99",
            "symbol": "KH",
            "issued_on": "16/06/2026",
            "revision": edition(office.plan),
        },
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "Ngày ban hành không thể sau hôm nay (15/06/2026)" in text
    assert 'value="99"' in text
    office.plan.refresh_from_db()
    assert office.plan.number != "99"


def test_a_number_that_a_colleague_has_entered_is_not_overwritten(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    sent = {"number": "99", "symbol": "KH", "issued_on": "14/06/2026"}
    where = reverse("reports:plan_number", args=[office.plan.pk])

    answer = client.post(where, {**sent, "revision": edition(office.plan) - 1})

    office.plan.refresh_from_db()
    assert (answer.status_code, office.plan.number != "99") == (422, True)
    form = answer.context["number_form"]
    assert (form["number"].value(), int(form["revision"].value())) == ("99", edition(office.plan))
    assert client.post(where, {**sent, "revision": form["revision"].value()}).status_code == 302


def test_release_close_and_revoke(client, office):
    plan = PlanFactory(issuer=office.agency, released_on=None)
    client.force_login(office.people[Role.COORDINATOR])

    def change(name, **data):
        client.post(reverse(f"reports:{name}", args=[plan.pk]), data)
        plan.refresh_from_db()
        return plan.status

    assert change("plan_close") is PlanStatus.DRAFT  # refused: it is not in force
    assert change("plan_release") is PlanStatus.ISSUED
    assert change("plan_close") is PlanStatus.CLOSED
    assert change("plan_reopen") is PlanStatus.CLOSED  # refused: no reason
    assert change("plan_reopen", **{"reopen-reason": "Kéo dài"}) is PlanStatus.ISSUED
    assert change("plan_close") is PlanStatus.CLOSED
    assert change("plan_revoke") is PlanStatus.CLOSED  # refused: no reason
    assert change("plan_revoke", reason="Thay bằng kế hoạch mới") is PlanStatus.REVOKED
    assert "Thay bằng kế hoạch mới" in client.get(url(plan)).content.decode()


def test_long_plans_are_paged(office):
    TaskFactory.create_batch(51, plan=office.plan)

    assert len(page(office).tasks) == 50
    assert len(page(office, page=2).tasks) == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.STAFF])
def test_the_number_of_queries_does_not_grow_with_the_tasks(client, office, role):
    def fill():
        for _ in range(3):
            task = TaskFactory(plan=office.plan)
            OutsideParty.objects.create(task=task, part=Part.COOPERATING, name="Công an xã")
            for room in office.rooms:
                AssignmentFactory(task=task, unit=room)
            duty = ReportDutyFactory(plan=office.plan, deadline_kind="monthly")
            duty.reporters.set(office.rooms)

    client.force_login(office.people[role])
    fill()
    client.get(url(office.plan))
    with CaptureQueriesContext(connection) as once:
        client.get(url(office.plan))
    fill()
    with CaptureQueriesContext(connection) as twice:
        client.get(url(office.plan))

    assert len(twice) == len(once)


# --- the levels above and below -------------------------------------------------------------------
@shared
def levels(office):
    """The office's plan carries out one of the province; so does that of another office."""
    province = UnitFactory(name="UBND tỉnh")
    superior = PlanFactory(issuer=province, number="342", symbol="KH-UBND")
    asked = TaskFactory.create_batch(4, plan=superior)
    AssignmentFactory(task=asked[0], unit=office.agency)
    office.plan.carries_out = superior
    office.plan.save()
    own = TaskFactory(plan=office.plan)
    cover(office.plan, asked[0], task=own)
    cover(office.plan, asked[1], reason="Thuộc Công an tỉnh")
    return superior


def cover(plan, superior, **said):
    return TaskCoverage.objects.create(
        plan=plan, superior=superior, confirmed_by=UserFactory(), confirmed_on=TODAY, **said
    )


def test_the_superior_plan_and_how_far_it_is_met(client, office, levels):
    cascade = page(office, Role.COORDINATOR).cascade

    assert cascade.superior == str(levels)
    assert cascade.superior_href == url(levels)
    assert cascade.said == "đã triển khai 1/3 nhiệm vụ (33,33\N{NO-BREAK SPACE}%)"
    client.force_login(office.people[Role.COORDINATOR])
    assert f"{url(office.plan)}doi-chieu/" in client.get(url(office.plan)).content.decode()


def test_a_superior_plan_that_one_may_not_see_is_named_without_a_link(client, office, levels):
    office.work()
    cascade = page(office, Role.STAFF).cascade

    assert (cascade.superior, cascade.superior_href, cascade.said) == (str(levels), "", "")
    client.force_login(office.people[Role.STAFF])
    assert "doi-chieu" not in client.get(url(office.plan)).content.decode()


def test_who_reads_the_superior_plan_sees_who_carries_it_out(client, office, levels):
    user = person(Role.COORDINATOR, levels.issuer)
    agency = UnitFactory(name="Sở Y tế", parent=levels.issuer)
    plan = PlanFactory(issuer=agency, carries_out=levels)
    cover(plan, levels.tasks.first(), task=TaskFactory(plan=plan))
    client.force_login(user)

    text = client.get(url(levels)).content.decode()

    # The plan of an office that is not below the province is not shown.
    (below,) = build_plan_page(levels, user, today=TODAY).cascade.below
    assert below.issuer == "Sở Y tế"
    assert below.said == "đã triển khai 1/4 nhiệm vụ (25\N{NO-BREAK SPACE}%)"
    assert below.coverage_href == f"{url(plan)}doi-chieu/"
    assert "Kế hoạch triển khai của cấp dưới" in text


def test_the_plans_below_are_capped(client, office):
    PlanFactory.create_batch(7, issuer=office.agency, carries_out=office.plan)
    client.force_login(office.people[Role.LEADER])

    cascade = page(office).cascade
    text = client.get(url(office.plan)).content.decode()

    assert (len(cascade.below), cascade.below_count) == (5, 7)
    assert "Xem tất cả 7 kế hoạch" in text
    assert len(client.get(cascade.below_href).context["rows"]) == 7


# --- history, files, links ------------------------------------------------------------------------
def test_the_story_is_for_readers_of_plans_and_is_capped(client, office):
    office.work()
    for number in range(6):
        PlanFile.objects.create(
            plan=office.plan, file="x", name=f"tep-{number}", sha256=str(number) * 64, size=1
        )

    built = page(office)
    assert ([line.what for line in built.story], built.story_more) == (
        [f"Lưu tệp “tep-{number}”" for number in (5, 4, 3, 2)],
        True,
    )
    assert page(office, Role.STAFF).story == ()
    client.force_login(office.people[Role.LEADER])
    assert "Xem toàn bộ lịch sử" in client.get(url(office.plan)).content.decode()


def test_a_file_read_by_ocr_says_so(client, office):
    PlanFile.objects.create(
        plan=office.plan, file="x", name="quet.pdf", sha256="a" * 64, size=1, read_by_ocr=True
    )
    client.force_login(office.people[Role.LEADER])

    assert "Đọc bằng nhận dạng chữ (OCR)" in client.get(url(office.plan)).content.decode()


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.STAFF, False), (Role.LEADER, False), (Role.COORDINATOR, True), (Role.ADMIN, True)],
)
def test_what_leads_on_from_the_plan(client, office, role, offered):
    task = office.work().task
    client.force_login(office.people[role])

    text = client.get(url(office.plan)).content.decode()

    for address in (
        reverse("intake:copy", args=[office.plan.pk]),
        reverse("tasks:assign", args=[task.pk]),
        reverse("plans:details", args=[office.plan.pk]),
        reverse("plans:superior", args=[office.plan.pk]),
        reverse("plans:supersede", args=[office.plan.pk]),
        reverse("reports:plan_file_add", args=[office.plan.pk]),
    ):
        assert (address in text) == offered, address


def test_the_number_of_queries_does_not_grow_with_what_stands_beside(client, office):
    def fill(start):
        for number in range(start, start + 5):
            other = PlanFactory(issuer=office.agency, carries_out=office.plan)
            for plan, of in ((office.plan, day(-5)), (other, day(-6))):
                row = LegalBasis(
                    plan=plan, order=number, kind="Nghị định", number=f"{number}/2025/NĐ-CP"
                )
                row.issued_on = of
                row.full_clean()
                row.save()
            PlanFile.objects.create(
                plan=office.plan, file="x", name="x", sha256=str(number), size=1
            )

    client.force_login(office.people[Role.LEADER])
    fill(1)
    client.get(url(office.plan))
    with CaptureQueriesContext(connection) as once:
        client.get(url(office.plan))
    fill(6)
    with CaptureQueriesContext(connection) as twice:
        client.get(url(office.plan))

    assert len(twice) == len(once)


# --- its tasks, narrowed --------------------------------------------------------------------------
def narrowed(office, role=Role.LEADER, **asked):
    query = QueryDict(mutable=True)
    query.update(asked)
    return [row.ref for row in page(office, role, chosen=TaskFilter.read(query)).tasks]


@shared
def chapters(office):
    """II.1 of room 0, overdue; II.2 of room 1, open; 1 of an annex, led by nobody."""
    first = TaskFactory(plan=office.plan, ref="II.1", order=1, title="Kiểm tra bình chữa cháy")
    first.clean()
    first.save()
    second = TaskFactory(plan=office.plan, ref="II.2", order=2, title="Tập huấn")
    TaskFactory(plan=office.plan, ref="1", order=3, title="Mua sắm")
    AssignmentFactory(task=first, unit=office.rooms[0], due_on=day(-3))
    AssignmentFactory(task=second, unit=office.rooms[1], due_on=day(30))
    return office


@pytest.mark.parametrize(
    ("asked", "refs"),
    [
        ({}, ["II.1", "II.2", "1"]),
        ({"q": "binh chua chay"}, ["II.1"]),
        ({"muc": "II"}, ["II.1", "II.2"]),
        ({"muc": "khac"}, ["1"]),
        ({"unit": "phong an"}, ["II.1"]),
        ({"state": "overdue"}, ["II.1"]),
        ({"state": "open", "muc": "II"}, ["II.2"]),
        ({"tasks": "unassigned"}, ["1"]),
        ({"state": "nonsense", "tasks": "nonsense"}, ["II.1", "II.2", "1"]),
    ],
)
def test_its_tasks_are_narrowed_by_the_address(chapters, asked, refs):
    assert narrowed(chapters, **asked) == refs


def test_a_state_is_looked_for_only_in_what_one_may_see(chapters):
    AssignmentFactory(
        task__plan=chapters.plan, task__ref="II.3", unit=chapters.rooms[0], due_on=day(30)
    )
    late = AssignmentFactory(task__plan=chapters.plan, unit=chapters.rooms[1], due_on=day(-9))
    AssignmentFactory(task=late.task, unit=chapters.rooms[0], due_on=day(30))
    assert late.task.ref not in narrowed(chapters, Role.STAFF, state="overdue")


def test_each_condition_is_a_chip_that_can_be_taken_away(client, chapters):
    client.force_login(chapters.people[Role.LEADER])
    text = client.get(url(chapters.plan), {"muc": "II", "q": "tap huan"}).content.decode()
    assert "Có chữ “tap huan”" in text
    assert 'href="?q=tap+huan"' in text
    assert "Mục II" in text
    assert (
        "Không có nhiệm vụ nào khớp"
        in client.get(url(chapters.plan), {"q": "không có ở đâu"}).content.decode()
    )


def test_headings_of_chapters_stand_between_the_tasks(chapters):
    assert [row.chapter for row in page(chapters).tasks] == [
        "Mục II",
        "Mục II",
        "Phụ lục và việc khác",
    ]


def test_chapters_are_headed_as_in_the_plan_and_later_tasks_join_them(chapters):
    headed = {"chapter": "II. NHIỆM VỤ TRỌNG TÂM", "heading": "1. Kiểm tra"}
    chapters.plan.tasks.filter(ref="II.1").update(**headed)
    chapters.plan.tasks.filter(ref="1").update(chapter="PHỤ LỤC: Mua sắm")

    built = page(chapters)

    assert [(row.chapter, row.heading) for row in built.tasks] == [
        ("II. NHIỆM VỤ TRỌNG TÂM", "1. Kiểm tra"),
        ("II. NHIỆM VỤ TRỌNG TÂM", ""),
        ("PHỤ LỤC: Mua sắm", ""),
    ]
    labels = [choice.label for choice in built.filters.chapters]
    assert labels == ["II. NHIỆM VỤ TRỌNG TÂM", "PHỤ LỤC: Mua sắm"]
    assert narrowed(chapters, muc="II. NHIỆM VỤ TRỌNG TÂM") == ["II.1", "II.2"]
    assert narrowed(chapters, muc="II") == ["II.1", "II.2"]
    assert narrowed(chapters, muc="PHỤ LỤC: Mua sắm") == ["1"]


def test_late_work_is_chased_from_it_by_those_who_may(client, office):
    AssignmentFactory(task__plan=office.plan, unit=office.rooms[0], due_on=day(-3))
    link = f'href="/don-doc/?plan={office.plan.pk}"'

    def shown(role):
        client.force_login(office.people[role])
        return link in client.get(url(office.plan)).content.decode()

    assert [shown(role) for role in (Role.COORDINATOR, Role.LEADER)] == [True, True]
    assert [shown(role) for role in (Role.HEAD, Role.STAFF)] == [False, False]


def test_nobody_is_chased_where_nothing_is_late(client, office):
    AssignmentFactory(task__plan=office.plan, unit=office.rooms[0], due_on=day(3))
    client.force_login(office.people[Role.COORDINATOR])
    assert "/don-doc/?plan=" not in client.get(url(office.plan)).content.decode()


def test_a_plan_of_many_tasks_and_units_stays_a_small_page(client, office):
    """24 tasks, most of them of several units: 100 kB at most."""
    for at in range(24):
        task = TaskFactory(plan=office.plan, ref=f"II.{at}", order=at, title=f"Việc {at} " * 8)
        for unit in office.rooms[: 1 + at % 2]:
            for month in range(3):
                AssignmentFactory(task=task, unit=unit, due_on=day(month), period=f"{month}")
    client.force_login(office.people[Role.COORDINATOR])
    assert len(client.get(url(office.plan)).content) < 100_000
