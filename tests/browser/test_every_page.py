"""Every page, as each role opens it, at both widths: accessible, nothing blocked by the content
security policy, nothing wider than the screen, at 200 % on a desktop neither."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize

from accounts.models import User
from intake.models import Intake, Reading
from plans.models import LegalBasis, Plan
from reports.models import ComplianceReport, FileJob, ReportRequest, Submission
from tasks.models import (
    Assignment,
    Difficulty,
    Evidence,
    Extension,
    GroupAssignment,
    Reminder,
    Task,
)
from tests.factories import UnitFactory
from tests.intake.tables import start_from_table
from tests.sheets.made import xlsx
from units.models import Membership, UnitGroup

ROLES = ("chuyenvien", "truongphong", "daumoi", "lanhdao", "quantri")


@pytest.fixture
def office() -> dict[str, list[str]]:
    """The demonstration office, and for each demonstration account the addresses it opens."""
    call_command("seed_demo", verbosity=0)
    plan = Plan.objects.filter(carries_out__isnull=False).first()
    assert plan is not None
    cited = LegalBasis.objects.filter(plan=plan).order_by("pk").first()
    assert cited is not None
    asked_task = Task.objects.filter(plan=plan.carries_out_id).order_by("order", "pk").last()
    assert asked_task is not None
    everybody = [
        "/viec/",
        "/viec/tat-ca/",
        "/ke-hoach/",
        f"/ke-hoach/{plan.pk}/",
        "/van-ban-vien-dan/",
        f"/van-ban-vien-dan/{cited.pk}/",
        "/bao-cao/",
        "/don-vi/",
        "/don-vi/phan-quyen/",
        "/don-vi/danh-sach/",
        "/nhom/",
        "/vuong-mac/?state=all",
        "/minh-chung/",
        "/tim-kiem/?q=phong+chay",
        "/so-lieu/",
        "/lich/",
        "/lich/nam/",
        "/lich/dia-chi/",
        f"/ke-hoach/{plan.pk}/lich/",
        "/thong-bao/",
        "/thong-bao/?xem=tat-ca",
        "/huong-dan/",
        "/tai-khoan/",
        "/tai-khoan/mat-khau/",
    ]
    waiting = Assignment.objects.waiting().order_by("pk").first()
    stuck = Difficulty.objects.order_by("pk").first()
    assert stuck is not None
    asked = Extension.objects.filter(decided_on__isnull=True).order_by("pk").first()
    assert waiting is not None
    assert asked is not None
    reminder = Reminder.objects.first()
    assert reminder is not None
    report = Submission.objects.filter(duty__plan=plan).order_by("pk").first()
    assert report is not None
    agency = [
        "/tong-quan/",
        "/tong-quan/theo-thang/",
        "/bao-cao/bang/",
        "/bao-cao/so-lieu/",
        "/bao-cao/che-do/",
        "/bao-cao/van-ban/",
        "/don-doc/",
        "/don-doc/bao-cao/?status=outstanding",
        "/don-doc/da-gui/",
        f"/don-doc/{reminder.pk}/",
        "/bao-cao-tong-hop/",
        "/bao-cao-tong-hop/moi/",
        f"/viec/{waiting.pk}/",
        f"/viec/{asked.assignment_id}/",
        f"/ke-hoach/{plan.pk}/bao-cao/",
        f"/ke-hoach/{plan.carries_out_id}/",
        f"/ke-hoach/{plan.pk}/doi-chieu/",
        f"/ke-hoach/{plan.pk}/doi-chieu/{asked_task.pk}/",
        f"/ke-hoach/{plan.pk}/lich-su/",
        f"/bao-cao/{report.duty_id}/{report.unit_id}/?period={report.period}",
        f"/don-vi/{waiting.unit_id}/",
    ]
    pages = {role: list(everybody) for role in ROLES}
    for role in ("daumoi", "lanhdao", "quantri"):
        pages[role] += agency
    pages["truongphong"].append("/tong-quan/")
    pages["lanhdaotinh"] = ["/tong-quan/", "/ke-hoach/", "/bao-cao/", "/don-vi/"]
    mine = Plan.objects.editable_by(User.objects.get(username="daumoi")).latest("starts_on", "pk")
    pages["daumoi"] += [
        "/bao-cao/yeu-cau/",
        "/chi-tieu/",
        reverse("tasks:unassigned"),
        reverse("tasks:add_task", args=[mine.pk]),
        reverse("reports:past_reports", args=[mine.pk]),
        *(
            reverse(f"tasks:{name}", args=[mine.tasks.earliest("order", "pk").pk])
            for name in ("edit_task", "task_indicators", "track_task", "withdraw_task")
        ),
        f"/don-vi/{plan.issuer_id}/chi-tieu/",
        f"/don-vi/{plan.issuer_id}/chi-tieu/them/",
        f"/don-vi/{plan.issuer_id}/so-lieu/",
        f"/vuong-mac/{stuck.pk}/",
        "/viec/tat-ca/?sort=-han&status=overdue&q=khong",
        "/thiet-lap/",
        "/doc-ke-hoach/",
        "/doc-ke-hoach/nhap-tay/",
        f"/doc-ke-hoach/{_table(mine).pk}/bang/",
        f"/ke-hoach/{mine.pk}/nam-sau/",
    ]
    pages["daumoi"] += [
        f"/ke-hoach/{plan.pk}/{name}/" for name in ("sua", "cap-tren", "thay-the", "tep")
    ]
    for reading in (Reading.WAITING, Reading.FAILED):
        scan = Intake.objects.create(
            issuer=plan.issuer, name="quét.pdf", reading=reading, by_ocr=True, pages_total=3
        )
        pages["daumoi"].append(f"/doc-ke-hoach/{scan.pk}/dang-doc/")
    pages["daumoi"] += _report_pages(plan, User.objects.get(username="daumoi"))
    letter = ReportRequest.objects.latest("pk")
    pages["daumoi"].append(reverse("reports:drop_request", args=[letter.pk]))
    pages["daumoi"].append(reverse("reports:duty_outline", args=[letter.duty_id]))
    pages["quantri"] += ["/don-vi/nhap/", "/nguoi-dung/nhap/", "/nhom/nhap/"]
    staff = Membership.objects.get(user__username="chuyenvien")
    pages["quantri"] += [
        "/nguoi-dung/",
        "/nguoi-dung/them/",
        f"/nguoi-dung/{staff.user_id}/",
        f"/nguoi-dung/vai-tro/{staff.pk}/thoi/",
    ]
    pages["quantri"] += _unit_pages(plan)
    own = Assignment.objects.editable_by(User.objects.get(username="chuyenvien"))
    pages["chuyenvien"].append(f"/viec/{own.by_urgency().first().pk}/")
    pages["chuyenvien"].append(f"/don-vi/{staff.unit_id}/")
    pages["chuyenvien"].append(reverse("tasks:unit_figures", args=[staff.unit_id]))
    pages["chuyenvien"].append(f"/viec/{own.by_urgency().first().pk}/vuong-mac/")
    file = Evidence.objects.filter(entry__assignment__in=own).earliest("pk")
    pages["chuyenvien"].append(reverse("tasks:withdraw_evidence", args=[file.pk]))
    return pages


def _report_pages(plan: Plan, by: User) -> list[str]:
    """Reports, drafted and issued, how the agency's documents look and read, files waited for."""
    reports = ComplianceReport.objects.filter(agency=plan.issuer)
    found = [
        reverse("reports:report", args=[one.pk])
        for one in (reports.filter(issued_on=None).first(), reports.exclude(issued_on=None).first())
        if one is not None
    ]
    found += [
        reverse(f"reports:{name}", args=[plan.issuer_id])
        for name in ("document_form", "report_text")
    ]
    now = timezone.now()
    for state, failure in ((FileJob.State.RUNNING, ""), (FileJob.State.FAILED, "Thiếu thư viện.")):
        job = FileJob.objects.create(
            agency=plan.issuer, asked_by=by, asked_at=now, seen_at=now, as_of=timezone.localdate(),
            what=FileJob.What.PLAN_REPORT, plan=plan, starts_on=plan.starts_on,
            ends_on=plan.ends_on, ending="pdf", title="Báo cáo kết quả", state=state,
            failure=failure,
        )  # fmt: skip
        found.append(reverse("reports:file_job", args=[job.pk]))
    return found


def _table(plan: Plan) -> Intake:
    """A task table with a column that somebody must look at."""
    rows = (("TT", "Nội dung", "Chủ trì", "Xuân"), (1, "Kiểm tra hệ thống điện", "Văn phòng", "x"))
    return start_from_table(
        data=xlsx(rows), filename="bang.xlsx", issuer=plan.issuer, by=None, on=plan.starts_on
    )


def _unit_pages(plan: Plan) -> list[str]:
    """A unit that has parts, work and groups, the forms about it, a group, and giving work."""
    unit = plan.issuer.pk
    group = UnitGroup.objects.filter(agency=unit).order_by("pk").first()
    task = plan.tasks.filter(deadline_kind="quarterly").order_by("pk").first()
    assert group is not None
    assert task is not None
    GroupAssignment.objects.get_or_create(task=task, group=group)
    UnitFactory(parent=plan.issuer, code="MOI", name="Phòng Mới")
    forms = ("sua", "doi-ten", "chuyen", "ten-khac", "ket-thuc", "sap-nhap")
    return [
        f"/don-vi/{unit}/",
        "/don-vi/moi/",
        *(f"/don-vi/{unit}/{form}/" for form in forms),
        "/nhom/",
        "/nhom/moi/",
        f"/nhom/{group.pk}/",
        f"/nhom/{group.pk}/sua/",
        f"/nhom/{group.pk}/ap-dung/",
        f"/nhiem-vu/{task.pk}/giao/",
    ]


DESKTOP: ViewportSize = {"width": 1366, "height": 768}
AT_200_PERCENT: ViewportSize = {
    "width": 683,
    "height": 384,
}  # the same screen, everything twice as large


def look_at(page: Page, address: str, check_accessibility) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    demand_no_overflow(page, address)
    check_accessibility(page)
    if page.viewport_size == DESKTOP:
        page.set_viewport_size(AT_200_PERCENT)
        demand_no_overflow(page, f"{address} at 200 %")
        page.set_viewport_size(DESKTOP)


def demand_no_overflow(page: Page, address: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{address} is {wide} px wider than the screen"


def walk(page: Page, office, login, check_accessibility) -> None:
    for role, addresses in office.items():
        page.context.clear_cookies()
        login(page, User.objects.get(username=role))
        for address in addresses:
            look_at(page, address, check_accessibility)


def test_every_page_on_a_desktop(page: Page, office, login, check_accessibility):
    walk(page, office, login, check_accessibility)


def test_every_page_on_a_telephone(phone: Page, office, login, check_accessibility):
    walk(phone, office, login, check_accessibility)


def test_the_draft_under_review_at_both_widths(
    page: Page, phone: Page, office, login, check_accessibility
):
    coordinator = User.objects.get(username="daumoi")
    login(page, coordinator)
    page.goto("/doc-ke-hoach/")
    page.locator("textarea").fill(DRAFT)
    page.get_by_role("button", name="Đọc nội dung đã dán").click()
    page.wait_for_url("**/doc-ke-hoach/*/")
    pk = Intake.objects.latest("pk").pk
    login(phone, coordinator)
    new_unit = f"/doc-ke-hoach/{pk}/don-vi-moi/?ten=Tổ bảo vệ dân phố số 9"
    for address in (f"/doc-ke-hoach/{pk}/", f"/doc-ke-hoach/{pk}/tao/", new_unit):
        for screen in (page, phone):
            look_at(screen, address, check_accessibility)


DRAFT = """UBND TỈNH LAM GIANG
SỞ KHOA HỌC VÀ CÔNG NGHỆ
Số: 12/KH-SKHCN
Lam Giang, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Cao điểm phòng cháy, chữa cháy mùa khô năm 2026
Thực hiện Kế hoạch số 20/KH-UBND ngày 15/01/2026 của UBND tỉnh Lam Giang; Sở ban hành Kế hoạch:
I. MỤC ĐÍCH, YÊU CẦU
1. Bảo đảm an toàn trong mùa khô.
II. NHIỆM VỤ
1. Kiểm tra hệ thống điện tại trụ sở và phòng thí nghiệm.
- Chủ trì: Văn phòng Sở.
- Phối hợp: Phòng Bưu chính Viễn thông; Tổ bảo vệ dân phố số 9.
- Thời gian: Trước ngày 31/3/2026.
2. Tuyên truyền kỹ năng thoát nạn cho viên chức, người lao động.
- Chủ trì: Các phòng, đơn vị thuộc Sở.
- Thời gian: Thường xuyên.
III. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng Sở theo dõi, đôn đốc; báo cáo Lãnh đạo Sở trước ngày 15/6/2026.
Nơi nhận:
- Các phòng, đơn vị thuộc Sở;
- Lưu: VT, VP.
GIÁM ĐỐC
Lương Quang Hải
"""
