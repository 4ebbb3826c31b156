"""``manage.py import_plan``: the whole from the shell, or nothing."""

import datetime
import io
import sys

import pytest
from django.core.management import CommandError, call_command

from intake import actions
from intake.models import Intake
from plans.models import Plan
from plans.schedule import year_of
from reading.ocr import engine
from reports.submissions.outstanding import owed_reports, still_outstanding
from tasks.models import Assignment, Task
from tests.factories import UnitFactory, person
from tests.intake.samples import PLAN, as_docx
from tests.intake.scans import blank_page, scanned_pdf, typed_page
from tests.intake.tables import TABLE
from tests.sheets.made import csv, xlsx
from units.policy import Role


@pytest.fixture(autouse=True)
def begun(on_day):
    """Nothing of the plan is past yet."""
    on_day(datetime.date(2026, 1, 21))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(as_docx(PLAN))
    return path


def run(*args):
    out = io.StringIO()
    call_command("import_plan", *map(str, args), stdout=out)
    return out.getvalue()


def nothing_written(media_root):
    models = (Intake, Plan, Task, Assignment)
    return not any(model.objects.exists() for model in models) and not any(
        path.is_file() for path in media_root.rglob("*")
    )


def test_a_document_becomes_a_plan(agency, file):
    out = run(file, "--issuer", "STN")
    plan = Plan.objects.get()
    assert plan.issuer == agency
    assert plan.tasks.count() == 4
    assert Assignment.objects.count() == 9
    assert Intake.objects.get().plan == plan
    assert "4 nhiệm vụ, 9 phân công cho 5 đơn vị, 1 báo cáo phải nộp" in out
    assert f"(mã số {plan.pk})" in out


def test_it_lists_what_it_could_not_match(agency, file):
    out = run(file, "--issuer", "STN")
    assert "“Báo Hà Lâm”: không khớp đơn vị nào" in out
    assert "“Đội PCCC cơ quan”: lấy theo tên gần giống" in out
    assert "Công an tỉnh" not in out


def test_a_dry_run_writes_nothing(agency, file, media_root):
    out = run(file, "--issuer", "STN", "--dry-run")
    assert "chưa ghi gì" in out
    assert "4 nhiệm vụ" in out
    assert nothing_written(media_root)


def test_in_a_persons_name(agency, coordinator, file):
    run(file, "--issuer", "STN", "--by", coordinator.username)
    assert Plan.objects.get().created_by == coordinator
    assert Intake.objects.get().created_by == coordinator


def test_the_table_of_permissions_holds_in_the_shell(agency, file, media_root):
    stranger = person(Role.COORDINATOR, UnitFactory())
    staff = person(Role.STAFF, agency)
    for somebody in (stranger, staff):
        with pytest.raises(CommandError, match="không được đưa kế hoạch vào"):
            run(file, "--issuer", "STN", "--by", somebody.username)
    assert nothing_written(media_root)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--issuer", "KHONG-CO"), "KHONG-CO"),
        (("--issuer", "STN", "--by", "ai-do"), "ai-do"),
    ],
)
def test_names_that_are_not_there(agency, file, media_root, args, said):
    with pytest.raises(CommandError, match=said):
        run(file, *args)
    assert nothing_written(media_root)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (None, "khong-co.docx", "Không mở được tệp"),
        (b"", "trong.docx", "không có dữ liệu"),
        (b"PK\x03\x04", "hong.docx", "hỏng"),
        ("Xin chào".encode(), "chao.txt", "Không tìm thấy kế hoạch"),
    ],
)
def test_bad_files(agency, tmp_path, media_root, data, name, said):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=said):
        run(path, "--issuer", "STN")
    assert nothing_written(media_root)


def test_a_failure_half_way_leaves_nothing(agency, file, media_root, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("đĩa đầy")

    monkeypatch.setattr(actions, "keep_file", broken)
    with pytest.raises(OSError, match="đĩa đầy"):
        run(file, "--issuer", "STN")
    assert nothing_written(media_root)


def test_a_file_that_was_used_before_is_told(agency, file):
    run(file, "--issuer", "STN")
    assert "Chú ý: Tệp này đã được dùng" in run(file, "--issuer", "STN", "--dry-run")


def test_a_second_plan_of_one_file_must_be_meant(agency, file):
    run(file, "--issuer", "STN")
    with pytest.raises(CommandError, match="--again"):
        run(file, "--issuer", "STN")
    assert Plan.objects.count() == Intake.objects.count() == 1
    run(file, "--issuer", "STN", "--again")
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("name", ["bang.xlsx", "bang.csv"])
def test_a_task_table_becomes_a_plan_too(agency, tmp_path, name):
    path = tmp_path / name
    path.write_bytes((xlsx if name.endswith("xlsx") else csv)(TABLE))
    out = run(path, "--issuer", "STN")
    assert "5 nhiệm vụ" in out
    plan = Plan.objects.get()
    assert plan.full_number == "12/KH-STN"
    assert plan.files.get().name == name


def test_a_table_that_cannot_be_read(agency, tmp_path, media_root):
    path = tmp_path / "trong.xlsx"
    path.write_bytes(xlsx((("Rau",),)))
    with pytest.raises(CommandError, match="Không tìm thấy bảng nhiệm vụ"):
        run(path, "--issuer", "STN")
    assert nothing_written(media_root)


@pytest.fixture
def timeless(tmp_path):
    """A plan that says neither when it was issued nor for which time it is."""
    path = tmp_path / "khong-ngay.txt"
    head, _, work = PLAN.partition("KẾ HOẠCH")
    issuer = head.splitlines()[0]
    path.write_text(f"{issuer}\n\nKẾ HOẠCH{work}".replace("năm 2026", ""), encoding="utf-8")
    return path


def test_it_never_assumes_a_plans_time(agency, timeless, media_root):
    with pytest.raises(CommandError, match="--from và --to"):
        run(timeless, "--issuer", "STN")
    with pytest.raises(CommandError, match="--from và --to"):
        run(timeless, "--issuer", "STN", "--from", "01/01/2026")
    assert nothing_written(media_root)


def test_the_time_can_be_given(agency, timeless):
    run(timeless, "--issuer", "STN", "--from", "1/2/2026", "--to", "30/11/2026")
    plan = Plan.objects.get()
    assert (f"{plan.starts_on}", f"{plan.ends_on}") == ("2026-02-01", "2026-11-30")


def test_one_end_of_a_known_time_can_be_moved(agency, file):
    run(file, "--issuer", "STN", "--to", "31/01/2027")
    assert f"{Plan.objects.get().ends_on}" == "2027-01-31"


def test_a_time_that_ends_before_it_begins_is_refused(agency, file, media_root):
    with pytest.raises(CommandError, match="sau ngày kết thúc"):
        run(file, "--issuer", "STN", "--from", "01/12/2026", "--to", "01/02/2026")
    with pytest.raises(CommandError, match="không có trong lịch"):
        run(file, "--issuer", "STN", "--from", "31/02/2026")
    assert nothing_written(media_root)


def test_it_lists_what_the_reader_doubts(agency, file):
    assert "Điểm cần xem lại: " in run(file, "--issuer", "STN", "--dry-run")


# --- what is past ---------------------------------------------------------------------------------
LATE = datetime.date(2026, 11, 28)


@pytest.fixture
def typing(monkeypatch):
    """Somebody at the keyboard, who types these lines."""

    def types(*lines):
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        said = iter(lines)
        monkeypatch.setattr("builtins.input", lambda _prompt: next(said))

    return types


def overdue():
    year = year_of(LATE)
    work = Assignment.objects.official().in_period(year.starts_on, year.ends_on)
    return work.count_by_status(LATE).overdue


def test_nobody_becomes_late_unasked(agency, file, media_root, on_day):
    on_day(LATE)
    with pytest.raises(CommandError, match=r"--past done\|from-now\|overdue"):
        run(file, "--issuer", "STN")
    assert nothing_written(media_root)


@pytest.mark.parametrize(("answer", "late"), [("done", 0), ("from-now", 0), ("overdue", 4)])
def test_the_past_is_told_by_an_option(agency, file, coordinator, on_day, answer, late):
    on_day(LATE)
    out = run(file, "--issuer", "STN", "--past", answer)
    assert "Đã đến hạn trước hôm nay: 7 phần việc của 2 nhiệm vụ." in out
    assert "Đã đến hạn trước hôm nay: 1 báo cáo." in out
    assert overdue() == late
    plan = Plan.objects.get()
    owed = still_outstanding(owed_reports(coordinator, plan=plan), LATE)
    assert len(owed) == late


def test_work_and_reports_are_told_apart(agency, file, on_day):
    on_day(LATE)
    run(file, "--issuer", "STN", "--past", "overdue", "--past-reports", "done")
    assert overdue() == 4
    assert Plan.objects.get().report_duties.get().handed_in_before


def test_the_day_it_was_done_can_be_told(agency, file, on_day):
    on_day(LATE)
    with pytest.raises(CommandError, match="không thể sau hôm nay"):
        run(file, "--issuer", "STN", "--past", "done", "--finished-on", "29/11/2026")
    run(file, "--issuer", "STN", "--past", "done", "--finished-on", "20/11/2026")
    done = Assignment.objects.filter(finished_on__isnull=False)
    assert set(done.values_list("finished_on", flat=True)) == {datetime.date(2026, 11, 20)}


def test_who_sits_at_the_keyboard_is_asked(agency, file, on_day, typing):
    on_day(LATE)
    typing("có lẽ", "done")
    out = run(file, "--issuer", "STN")
    assert "Hãy gõ một trong: done, from-now, overdue." in out
    assert overdue() == 0


def test_a_dry_run_asks_nothing(agency, file, on_day):
    on_day(LATE)
    assert "7 phần việc của 2 nhiệm vụ" in run(file, "--issuer", "STN", "--dry-run")


def test_a_scan_becomes_a_plan(tmp_path, agency, monkeypatch):
    text = PLAN.replace("|", " ")
    monkeypatch.setattr(engine, "recognise", lambda _data, _number: typed_page(text))
    path = tmp_path / "ban-quet.pdf"
    path.write_bytes(scanned_pdf(blank_page()))
    printed = run(path, "--issuer", agency.code, "--from", "01/01/2026", "--to", "31/12/2026")
    assert "nhiệm vụ" in printed
    assert Plan.objects.get().files.get().read_by_ocr
