"""Long lists are looked at and taken in beside the requests, with their progress shown."""

import datetime
import json
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.jobs import LOST_AFTER, progress_of
from accounts.models import User
from tests.factories import UnitFactory, person
from tests.sheets.made import HEADINGS, csv
from tests.units.taking import look
from tests.worlds import shared
from units.lists import jobs
from units.lists.lists import GROUPS, LISTS, PEOPLE, UNITS
from units.lists.outcomes import Preview
from units.models import ListImport, Unit, UnitGroup
from units.policy import Role

UPLOAD = "/don-vi/nhap/"
MANY = jobs.MANY_ROWS + 20


@shared
def office():
    return UnitFactory(code="SO", name="Sở Khoa học và Công nghệ")


@shared
def administrator(office):
    return person(Role.ADMIN, office, username="quantri")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def later(monkeypatch):
    """Jobs wait until they are called for, as behind a busy worker."""
    waiting = []
    for job in (jobs.look_job, jobs.take_job, jobs.invite_job):
        monkeypatch.setattr(
            type(job), "enqueue", lambda self, **given: waiting.append((self, given))
        )
    return waiting


def run(waiting):
    job, given = waiting.pop(0)
    job.call(**given)


def rooms(count=MANY):
    return csv([HEADINGS, *[(f"P{n}", f"Phòng {n}", "Phòng", "SO") for n in range(count)]])


def bring(desk, data, upload=UPLOAD):
    answer = desk.post(upload, {"file": SimpleUploadedFile("ds.csv", data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def form(desk, preview):
    shown = desk.get(preview).context["page"]
    return {"fingerprint": shown.preview.fingerprint}


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


# --- looking --------------------------------------------------------------------------------------
def test_a_long_list_is_looked_at_by_a_job_and_the_page_waits(desk, later):
    preview = bring(desk, rooms())
    shown = desk.get(preview)
    assert "Đang chờ đến lượt" in text(shown)
    assert "hx-get" in text(shown)
    desk.get(preview)
    assert len(later) == 1  # asked again, nothing more is begun
    part = desk.get(preview, headers={"HX-Request": "true"})
    assert "<html" not in text(part)

    run(later)
    ready = desk.get(preview, headers={"HX-Request": "true"})
    assert ready["HX-Refresh"] == "true"
    shown = desk.get(preview)
    assert len(shown.context["page"].rows) == 50
    assert f"Ghi {MANY} dòng" in text(shown)
    assert later == []


def test_the_job_tells_how_far_it_has_come(desk, administrator, later):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    sha256 = preview.rstrip("/").rsplit("/", 1)[-1]
    told = progress_of(jobs.progress_key(ListImport.objects.get(sha256=sha256), "doc"))
    assert told.total == MANY
    assert told.words == "Đang kiểm tra từng dòng"


def test_a_job_lost_with_the_server_is_begun_again(desk, later, time_machine):
    preview = bring(desk, rooms())
    desk.get(preview)
    later.clear()
    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=20))
    desk.get(preview)
    assert len(later) == 1


def test_the_same_file_brought_again_is_looked_at_again(desk, later, office):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    UnitFactory(code="P0", name="Phòng 0", parent=office)
    assert bring(desk, rooms()) == preview
    desk.get(preview)
    run(later)
    assert desk.get(preview).context["page"].preview.to_write == MANY - 1


def test_other_columns_are_another_look(desk, later):
    data = csv([("Mã", "Tên", "Máy lẻ"), *[(f"P{n}", f"Phòng {n}", "1") for n in range(MANY)]])
    preview = bring(desk, data)
    desk.get(preview)
    run(later)
    assert "Máy lẻ" in text(desk.get(preview))
    desk.get(f"{preview}?cot-2=phone")
    run(later)
    assert "Ghi" in text(desk.get(f"{preview}?cot-2=phone"))


def test_a_job_that_breaks_off_says_so(desk, later, monkeypatch):
    preview = bring(desk, rooms())
    desk.get(preview)
    monkeypatch.setattr(jobs, "look_at", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(later)
    assert "Chương trình gặp lỗi khi đọc tệp" in text(desk.get(preview))


def test_a_job_for_a_list_thrown_away_does_nothing(desk, administrator, later):
    preview = bring(desk, rooms())
    desk.get(preview)
    sha256 = preview.rstrip("/").rsplit("/", 1)[-1]
    ListImport.objects.filter(sha256=sha256).delete()
    run(later)
    assert jobs.kept(UNITS, sha256, administrator) is None


def test_what_is_kept_is_what_was_found(office, administrator):
    rows = [("SO", "Sở mới", "", ""), ("A", "Phòng A", "Kho", "Z"), ("B", "Phòng B", "", "SO")]
    data = csv([("Danh sách",), HEADINGS, *rows, ("Tổng cộng: 3",)])
    UnitFactory(code="X", name="Phòng X")
    found = look(UNITS, data, by=administrator)
    assert found.remarks
    assert found.unnamed
    assert found.questions
    assert Preview.from_state(json.loads(json.dumps(found.state()))) == found


# --- taking in ------------------------------------------------------------------------------------
def test_a_long_list_is_written_by_a_job_and_the_page_waits(desk, later):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    answer = desk.post(f"{preview}ghi/", form(desk, preview), follow=True)
    assert answer.redirect_chain[-1][0] == f"{preview}ket-qua/"
    assert "Đang chờ đến lượt" in text(answer)
    assert Unit.objects.count() == 1

    run(later)
    done = desk.get(f"{preview}ket-qua/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert f"Đã ghi xong: thêm {MANY} dòng" in text(desk.get(f"{preview}ket-qua/"))
    assert Unit.objects.count() == MANY + 1


def test_pressing_twice_writes_once(desk, later):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    asked = form(desk, preview)
    desk.post(f"{preview}ghi/", asked)
    desk.post(f"{preview}ghi/", asked)
    run(later)
    run(later)
    assert f"thêm {MANY} dòng" in text(desk.get(f"{preview}ket-qua/"))
    assert Unit.objects.count() == MANY + 1


def test_a_directory_changed_meanwhile_leads_back_to_a_fresh_look(desk, later, office):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    asked = form(desk, preview)
    UnitFactory(code="P0", name="Phòng khác", parent=office)
    desk.post(f"{preview}ghi/", asked)
    run(later)
    back = desk.get(f"{preview}ket-qua/")
    assert back["Location"] == preview
    desk.get(preview)
    run(later)
    shown = desk.get(preview)
    assert "Danh mục vừa có thay đổi" in text(shown)
    assert shown.context["page"].counts[2].count == 1
    assert Unit.objects.count() == 2


def test_a_failure_in_the_middle_is_said_and_nothing_is_written(desk, later, monkeypatch):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    desk.post(f"{preview}ghi/", form(desk, preview))

    def fail(**_units):
        raise RuntimeError("mất điện")

    monkeypatch.setattr("units.lists.judge.units.hang_branches", fail)
    with pytest.raises(RuntimeError, match="mất điện"):
        run(later)
    desk.get(f"{preview}ket-qua/", follow=True)
    run(later)
    assert "Chương trình gặp lỗi nên chưa ghi gì" in text(desk.get(preview))
    assert Unit.objects.count() == 1


def test_a_list_whose_job_was_lost_says_so_after_a_quarter_of_an_hour(desk, later, time_machine):
    preview = bring(desk, rooms())
    desk.get(preview)
    run(later)
    desk.post(f"{preview}ghi/", form(desk, preview))
    late, now = later.pop(0), timezone.now()
    time_machine.move_to(now + LOST_AFTER - datetime.timedelta(seconds=5))
    assert "Đang chờ đến lượt" in text(desk.get(f"{preview}ket-qua/"))
    time_machine.move_to(now + LOST_AFTER + datetime.timedelta(seconds=5))
    desk.get(f"{preview}ket-qua/", follow=True)
    assert ListImport.objects.get().state == ListImport.State.LOOKING  # to be taken in once more
    run(later)
    assert "Chương trình gặp lỗi nên chưa ghi gì" in text(desk.get(preview))
    late[0].call(**late[1])  # a worker that comes too late writes nothing
    assert Unit.objects.count() == 1

    desk.post(f"{preview}ghi/", form(desk, preview))
    run(later)
    assert f"thêm {MANY} dòng" in text(desk.get(f"{preview}ket-qua/"))
    jobs.end_lost(ListImport.objects.get(), timezone.now() + LOST_AFTER)
    assert f"thêm {MANY} dòng" in text(desk.get(f"{preview}ket-qua/"))


# --- people: letters ------------------------------------------------------------------------------
PEOPLE_FILE = csv(
    [
        ("Tên đăng nhập", "Họ và tên", "Email", "Đơn vị", "Vai trò"),
        ("lan", "Lan", "lan@x.vn", "SO", "Chuyên viên"),
        ("nam", "Nam", "", "SO", "Trưởng đơn vị"),
        ("quantri", "", "", "SO", "Quản trị hệ thống; Đầu mối tổng hợp"),
    ]
)


def test_new_people_are_offered_letters_and_get_them_once(desk, django_capture_on_commit_callbacks):
    preview = bring(desk, PEOPLE_FILE, "/nguoi-dung/nhap/")
    done = desk.post(f"{preview}ghi/", form(desk, preview), follow=True)
    assert "Gửi thư mời cho 2 người" in text(done)
    assert not User.objects.get(username="lan").has_usable_password()
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(f"{preview}thu-moi/", follow=True)
    assert "Đã gửi thư mời cho 1 người. 1 người chưa có địa chỉ thư điện tử" in text(answer)
    assert [letter.to for letter in mail.outbox] == [["lan@x.vn"]]
    assert "http://testserver/" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{preview}thu-moi/")
    assert len(mail.outbox) == 1


def test_while_letters_are_sent_they_are_not_offered(desk, later):
    preview = bring(desk, PEOPLE_FILE, "/nguoi-dung/nhap/")
    desk.post(f"{preview}ghi/", form(desk, preview))
    answer = desk.post(f"{preview}thu-moi/", follow=True)
    assert "Thư mời đang được gửi" in text(answer)
    assert "Gửi thư mời cho" not in text(answer)
    assert len(later) == 1


def test_letters_whose_job_was_lost_are_offered_again(
    desk, later, time_machine, django_capture_on_commit_callbacks
):
    preview = bring(desk, PEOPLE_FILE, "/nguoi-dung/nhap/")
    desk.post(f"{preview}ghi/", form(desk, preview))
    desk.post(f"{preview}thu-moi/")
    later.clear()
    time_machine.move_to(timezone.now() + LOST_AFTER + datetime.timedelta(seconds=5))
    page = text(desk.get(f"{preview}ket-qua/"))
    assert "Thư mời đang được gửi" not in page
    assert "Gửi thư mời cho 2 người" in page
    desk.post(f"{preview}thu-moi/")
    with django_capture_on_commit_callbacks(execute=True):
        run(later)
    run(later)  # the letter itself
    assert "Đã gửi thư mời cho 1 người." in text(desk.get(f"{preview}ket-qua/"))
    assert [letter.to for letter in mail.outbox] == [["lan@x.vn"]]


def test_letters_need_people_who_have_come_in(desk):
    preview = bring(desk, PEOPLE_FILE, "/nguoi-dung/nhap/")
    assert desk.post(f"{preview}thu-moi/").status_code == 404


# --- what the file does not name ------------------------------------------------------------------
@shared
def left(office):
    above = UnitFactory(code="CU", name="Trung tâm cũ", parent=office)
    return above, UnitFactory(code="CU1", name="Phòng cũ", parent=above)


def unnamed(desk, taken=False):
    preview = bring(desk, csv([HEADINGS, ("SO", "Sở mới", "", "")]))
    if taken:
        desk.post(f"{preview}ghi/", form(desk, preview))
    return f"{preview}con-lai/"


@pytest.mark.parametrize("taken", [False, True])
def test_units_that_the_file_does_not_name_can_be_closed(desk, administrator, left, taken):
    address = unnamed(desk, taken)
    assert [one.code for one in desk.get(address).context["rows"]] == ["CU1", "CU"]
    chosen = {"units": [unit.pk for unit in left], "ended_on": "30/06/2025"}
    answer = desk.post(address, chosen, follow=True)
    assert "Đã kết thúc hoạt động 2 đơn vị." in text(answer)
    assert "Không còn mục nào" in text(answer)
    for unit in left:
        unit.refresh_from_db()
        assert unit.active_to == datetime.date(2025, 6, 30)
        assert unit.history.first().history_user == administrator


def test_a_unit_that_cannot_end_is_said_and_keeps_no_other_from_it(desk, left, office):
    other = UnitFactory(code="B", name="Phòng B", parent=office)
    chosen = {"units": [left[0].pk, other.pk], "ended_on": "30/06/2025"}
    answer = desk.post(unnamed(desk), chosen, follow=True)
    assert "Đã kết thúc hoạt động 1 đơn vị." in text(answer)
    assert "“Trung tâm cũ” còn đơn vị trực thuộc đang hoạt động" in text(answer)
    assert set(Unit.objects.filter(active_to=None).values_list("code", flat=True)) == {
        "SO", "CU", "CU1",
    }  # fmt: skip


def test_only_what_the_list_leaves_out_is_closed(desk, left, office):
    address = unnamed(desk)
    answer = desk.post(address, {"units": [office.pk], "ended_on": "30/06/2025"})
    assert "Có đơn vị không nằm trong danh sách này" in text(answer)
    assert "Hãy chọn ít nhất một đơn vị" in text(desk.post(address, {"ended_on": "1/7/2025"}))
    assert "ended_on" in desk.post(address, {"units": [left[1].pk]}).context["form"].errors
    assert not Unit.objects.exclude(active_to=None).exists()


def test_people_lead_to_their_pages_and_nothing_is_closed_there(desk, administrator, office):
    preview = bring(desk, PEOPLE_FILE, "/nguoi-dung/nhap/")
    other = person(Role.STAFF, office, username="mai", full_name="Mai")
    page = desk.get(f"{preview}con-lai/")
    assert f'href="/nguoi-dung/{other.pk}/"' in text(page)
    desk.post(f"{preview}con-lai/", {"units": [office.pk], "ended_on": "1/7/2025"})
    office.refresh_from_db()
    assert office.active_to is None


# --- groups and reach -----------------------------------------------------------------------------
GROUPS_FILE = csv([("Tên nhóm", "Loại đơn vị"), ("Các phòng", "Phòng")])


def test_a_coordinator_brings_groups_of_the_own_agency(client, office):
    other = UnitFactory(code="SXD", name="Sở Xây dựng")
    UnitGroup.objects.create(name="Nhóm kín", agency=other)
    client.force_login(person(Role.COORDINATOR, office))
    preview = bring(client, GROUPS_FILE, "/nhom/nhap/")
    assert "Nhóm kín" not in text(client.get(f"{preview}con-lai/"))
    answer = client.post(f"{preview}ghi/", form(client, preview), follow=True)
    assert "Đã ghi xong: thêm 1 dòng" in text(answer)
    assert UnitGroup.objects.get(name="Các phòng").agency == office
    assert client.get("/nhom/xuat/").status_code == 200
    assert client.get("/don-vi/nhap/").status_code == 403
    assert client.get("/nguoi-dung/xuat/").status_code == 403


@pytest.mark.parametrize("listing", [PEOPLE, GROUPS, UNITS], ids=lambda one: one.key)
def test_every_list_has_its_form_template_and_export(desk, listing):
    top = f"/{listing.folder}"
    page = text(desk.get(f"{top}/nhap/"))
    assert f"Tệp {listing.title}" in page
    for column in listing.layout.columns:
        assert column.heading in page
    for address in (f"{top}/nhap/tep-mau/", f"{top}/xuat/"):
        answer = desk.get(address)
        assert answer["Content-Disposition"].startswith(f'attachment; filename="{listing.file}-')


def test_the_lists_are_three():
    assert list(LISTS) == ["units", "people", "groups"]
