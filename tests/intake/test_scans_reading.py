"""Scans on their way to a draft: waiting, read page by page, dropped, failed, taken up again.

What Tesseract says is given here; ``test_scans_recognised.py`` asks it.
"""

import datetime
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import jobs, scans
from intake.actions import confirm, drop_intake, keep_intake, save_draft, working_draft
from intake.jobs import read_scan
from intake.models import Intake, Reading
from reading import Refusal, UnreadableFile
from reading.ocr import engine
from reading.ocr.engine import OcrFailed
from tests.factories import UnitFactory, person
from tests.intake.samples import PLAN, TODAY, make_agency
from tests.intake.scans import blank_page, scanned_pdf, typed_page
from units.policy import Role

PAGE = "/doc-ke-hoach/"
HTMX = {"headers": {"HX-Request": "true"}}
HALF = PLAN.splitlines().index("II. NỘI DUNG")
PAGES = ["\n".join(PLAN.splitlines()[:HALF]), "\n".join(PLAN.splitlines()[HALF:]), ""]
LONG_AGO = datetime.timedelta(minutes=6)


@pytest.fixture(autouse=True)
def tesseract(monkeypatch):
    """Three pages as Tesseract might see them."""
    monkeypatch.setattr(engine, "is_available", lambda: True)
    monkeypatch.setattr(engine, "count_pages", lambda _data: len(PAGES))
    monkeypatch.setattr(engine, "recognise", lambda _data, number: typed_page(PAGES[number]))
    return monkeypatch


@pytest.fixture
def waiting(agency, coordinator):
    return start(agency, coordinator)


def start(agency, by):
    data = b"%PDF- a scan"
    intake = scans.new_scan(data=data, filename="quét.pdf", issuer=agency, by=by)
    return keep_intake(intake=intake, data=data)


def read(intake):
    read_scan.call(intake_id=intake.pk, on=TODAY.isoformat())
    intake.refresh_from_db()
    return intake


def taken_up(intake):
    """As the job has it that reads it."""
    mine = scans.take_up(intake_id=intake.pk)
    assert mine is not None
    return mine


def fails_at(number, reason="Hết giấy."):
    def recognise(data, asked):
        if asked == number:
            raise OcrFailed(reason)
        return typed_page(PAGES[asked])

    return recognise


def upload(client, agency, data):
    file = SimpleUploadedFile("quét.pdf", data)
    return client.post(PAGE, {"issuer": agency.pk, "file": file})


def left_alone(intake):
    """As a server leaves it that stopped some minutes ago."""
    Intake.objects.filter(pk=intake.pk).update(changed_at=timezone.now() - LONG_AGO)
    intake.refresh_from_db()


# --- bringing it in -------------------------------------------------------------------------------
def test_a_scan_waits_with_its_file_kept(waiting):
    assert (waiting.reading, waiting.by_ocr, waiting.pages_total) == (Reading.WAITING, True, 3)
    with waiting.file.open("rb") as kept:
        assert kept.read() == b"%PDF- a scan"
    assert waiting.draft["plan"]["lines"] == []


def test_an_uploaded_scan_is_read_once_it_is_written(
    client_in, agency, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as later:
        answer = upload(client_in, agency, scanned_pdf(blank_page()))
    intake = Intake.objects.get()
    assert answer["Location"] == f"{PAGE}{intake.pk}/"
    assert intake.reading == Reading.WAITING
    for job in later:
        job()
    intake.refresh_from_db()
    assert intake.reading == Reading.DONE
    assert len(working_draft(intake).plan.tasks) >= 3


def test_where_nothing_can_read_scans_the_way_out_is_told(tesseract, client_in, agency):
    tesseract.setattr(engine, "is_available", lambda: False)
    answer = upload(client_in, agency, scanned_pdf(blank_page()))
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["file"]
    assert "bản quét" in error
    assert "script/bootstrap --ocr" in error
    assert not Intake.objects.exists()


def test_a_scan_of_too_many_pages(tesseract, client_in, agency):
    tesseract.setattr(engine, "count_pages", lambda _data: 101)
    answer = upload(client_in, agency, scanned_pdf(blank_page()))
    assert "101 trang, nhiều hơn 100 trang" in answer.context["form"].errors["file"][0]
    assert not Intake.objects.exists()


def test_a_broken_scan_is_refused(tesseract, agency, coordinator):
    def broken(data):
        raise UnreadableFile(Refusal.DAMAGED)

    tesseract.setattr(engine, "count_pages", broken)
    with pytest.raises(UnreadableFile):
        start(agency, coordinator)
    assert not Intake.objects.exists()


# --- reading it -----------------------------------------------------------------------------------
def test_the_pages_together_make_the_draft(waiting):
    read(waiting)
    assert (waiting.reading, waiting.pages, waiting.failure) == (Reading.DONE, [], "")
    plan = working_draft(waiting).plan
    assert plan.number == "12"
    assert plan.tasks[0].deadline.days == ("2026-09-15",)


def test_each_page_is_kept_as_it_is_read(tesseract, waiting):
    tesseract.setattr(engine, "recognise", fails_at(2))
    read(waiting)
    assert (waiting.reading, len(waiting.pages)) == (Reading.FAILED, 2)
    assert waiting.failure == "Trang 3: Hết giấy."


def test_reading_goes_on_from_the_page_at_which_it_stopped(tesseract, waiting):
    tesseract.setattr(engine, "recognise", fails_at(2))
    read(waiting)
    asked = []

    def recognise(data, number):
        asked.append(number)
        return typed_page(PAGES[number])

    tesseract.setattr(engine, "recognise", recognise)
    assert scans.ask_again(intake=waiting, now=timezone.now())
    read(waiting)
    assert (waiting.reading, asked) == (Reading.DONE, [2])


def test_a_fault_of_the_program_is_no_endless_waiting(tesseract, waiting):
    def faulty(data, number):
        raise ZeroDivisionError

    tesseract.setattr(engine, "recognise", faulty)
    with pytest.raises(ZeroDivisionError):
        read_scan.call(intake_id=waiting.pk, on=TODAY.isoformat())
    waiting.refresh_from_db()
    assert (waiting.reading, waiting.failure) == (Reading.FAILED, jobs.BROKEN)


def test_a_scan_without_a_plan(tesseract, waiting):
    tesseract.setattr(engine, "recognise", lambda _data, _number: typed_page("Đi chợ: rau, cá."))
    read(waiting)
    assert (waiting.reading, waiting.failure) == (Reading.FAILED, scans.NO_PLAN)


def test_only_what_waits_is_taken_up(waiting, coordinator):
    assert taken_up(waiting).reading == Reading.RUNNING
    assert scans.take_up(intake_id=waiting.pk) is None
    assert scans.take_up(intake_id=0) is None
    Intake.objects.update(reading=Reading.WAITING)
    drop_intake(intake=waiting, by=coordinator, on=TODAY)
    assert scans.take_up(intake_id=waiting.pk) is None


def test_a_dropped_document_is_read_no_further(tesseract, waiting, coordinator):
    asked = []

    def recognise(data, number):
        asked.append(number)
        drop_intake(intake=waiting, by=coordinator, on=TODAY)
        return typed_page(PAGES[number])

    tesseract.setattr(engine, "recognise", recognise)
    read(waiting)
    assert (asked, waiting.pages, waiting.reading) == ([0], [], Reading.RUNNING)


def test_who_lost_the_document_keeps_nothing_of_it(waiting):
    mine = taken_up(waiting)
    page = typed_page("Chữ")
    assert scans.keep_page(intake=mine, number=0, page=page)
    assert not scans.keep_page(intake=mine, number=0, page=page)  # somebody else has read it
    Intake.objects.update(reading=Reading.WAITING)
    assert not scans.keep_page(intake=mine, number=1, page=page)
    assert not scans.finish_scan(intake=mine, draft=working_draft(waiting).plan, on=TODAY)
    scans.fail_scan(intake=mine, reason="Không")
    waiting.refresh_from_db()
    assert (waiting.reading, waiting.failure, len(waiting.pages)) == (Reading.WAITING, "", 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_read_it_once():
    agency = make_agency()
    intake = start(agency, person(Role.COORDINATOR, agency))
    together, got, failed = Barrier(2), [], []

    def work():
        together.wait()
        try:
            got.append(scans.take_up(intake_id=intake.pk))
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(one is None for one in got) == [False, True]


# --- taking it up again ---------------------------------------------------------------------------
@pytest.mark.parametrize("reading", [Reading.WAITING, Reading.RUNNING])
def test_what_a_stopped_server_left_may_be_asked_for_again(waiting, reading):
    Intake.objects.update(reading=reading)
    assert not scans.ask_again(intake=waiting, now=timezone.now())
    left_alone(waiting)
    assert scans.ask_again(intake=waiting, now=timezone.now())
    waiting.refresh_from_db()
    assert waiting.reading == Reading.WAITING


def test_what_is_read_is_not_asked_for_again(waiting):
    read(waiting)
    left_alone(waiting)
    assert not scans.ask_again(intake=waiting, now=timezone.now())


def test_the_command_reads_what_was_left(waiting, agency, coordinator):
    left, busy, dropped = (start(agency, coordinator) for _ in range(3))
    for intake in (left, busy):
        scans.take_up(intake_id=intake.pk)
    left_alone(left)
    drop_intake(intake=dropped, by=coordinator, on=TODAY)
    told = StringIO()
    call_command("read_scans", stdout=told)
    states = dict(Intake.objects.values_list("pk", "reading"))
    assert states == {
        waiting.pk: Reading.DONE,
        left.pk: Reading.DONE,
        busy.pk: Reading.RUNNING,
        dropped.pk: Reading.WAITING,
    }
    assert told.getvalue().count("đã đọc xong") == 2


def test_the_command_tells_why_one_could_not_be_read(tesseract, waiting):
    tesseract.setattr(engine, "recognise", fails_at(0))
    told = StringIO()
    call_command("read_scans", stdout=told)
    assert "quét.pdf: không đọc được: Trang 1: Hết giấy." in told.getvalue()


def test_the_command_without_tesseract(tesseract, db):
    tesseract.setattr(engine, "is_available", lambda: False)
    with pytest.raises(CommandError, match="script/bootstrap --ocr"):
        call_command("read_scans")


# --- the page -------------------------------------------------------------------------------------
def address(intake):
    return f"{PAGE}{intake.pk}/dang-doc/"


def test_the_page_tells_how_far_it_is(client_in, waiting):
    page = client_in.get(address(waiting)).content.decode()
    assert "Đang chờ đến lượt đọc (3 trang)" in page
    mine = taken_up(waiting)
    scans.keep_page(intake=mine, number=0, page=typed_page("Chữ"))
    page = client_in.get(address(waiting)).content.decode()
    assert "Đang đọc trang 2/3" in page
    assert 'max="3" value="1"' in page
    assert 'hx-trigger="every 2s"' in page
    assert "Thử đọc lại" not in page
    for number in (1, 2):
        scans.keep_page(intake=mine, number=number, page=typed_page("Chữ"))
    assert "đang lập bản nháp" in client_in.get(address(waiting)).content.decode()


def test_asking_again_and_again_gets_the_progress_alone(client_in, waiting):
    answer = client_in.get(address(waiting), **HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "no-cache" in answer["Cache-Control"]


def test_at_the_end_the_way_leads_to_the_draft(client_in, waiting):
    read(waiting)
    assert client_in.get(address(waiting))["Location"] == f"{PAGE}{waiting.pk}/"
    answer = client_in.get(address(waiting), **HTMX)
    assert answer.status_code == 286  # it asks no more
    assert f'hx-get="{address(waiting)}?xong"' in answer.content.decode()
    answer = client_in.get(f"{address(waiting)}?xong", **HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{PAGE}{waiting.pk}/")


def test_a_failure_is_told_and_the_asking_ends(tesseract, client_in, waiting):
    tesseract.setattr(engine, "recognise", fails_at(1))
    read(waiting)
    answer = client_in.get(address(waiting), **HTMX)
    assert answer.status_code == 286
    assert "Trang 2: Hết giấy." in answer.content.decode()
    page = client_in.get(address(waiting)).content.decode()
    assert "Thử đọc lại" in page
    assert "every 2s" not in page


def test_what_stands_still_can_be_taken_up(client_in, waiting, django_capture_on_commit_callbacks):
    scans.take_up(intake_id=waiting.pk)
    left_alone(waiting)
    page = client_in.get(address(waiting)).content.decode()
    assert "Việc đọc đã dừng" in page
    assert "Đã đọc 0/3 trang" in page
    assert "Đọc tiếp" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_in.post(f"{address(waiting)}lai/")
    assert answer["Location"] == address(waiting)
    waiting.refresh_from_db()
    assert waiting.reading == Reading.DONE


def test_what_is_being_read_is_not_started_twice(
    client_in, waiting, django_capture_on_commit_callbacks
):
    scans.take_up(intake_id=waiting.pk)
    with django_capture_on_commit_callbacks() as later:
        client_in.post(f"{address(waiting)}lai/")
    assert later == []


def test_reading_can_be_stopped_from_the_page(client_in, waiting):
    page = client_in.get(address(waiting)).content.decode()
    assert f'action="{PAGE}{waiting.pk}/bo/"' in page
    client_in.post(f"{PAGE}{waiting.pk}/bo/")
    waiting.refresh_from_db()
    assert waiting.dropped_on is not None
    assert client_in.get(address(waiting))["Location"] == f"{PAGE}{waiting.pk}/"


@pytest.mark.parametrize("path", ["", "phan/thong-tin/", "tao/"])
def test_before_it_is_read_there_is_no_draft_to_see(client_in, waiting, path):
    answer = client_in.get(f"{PAGE}{waiting.pk}/{path}", follow=True)
    assert answer.redirect_chain[-1][0] == address(waiting)


def test_before_it_is_read_nothing_is_saved_and_nothing_made(waiting, coordinator):
    for act in (
        lambda: confirm(intake=waiting, by=coordinator, on=TODAY),
        lambda: save_draft(
            intake=waiting, draft=working_draft(waiting), choices={}, revision=0, by=coordinator
        ),
    ):
        with pytest.raises(ValidationError, match="đọc"):
            act()


def test_the_list_of_drafts_tells_how_far_it_is(client_in, waiting):
    mine = taken_up(waiting)
    scans.keep_page(intake=mine, number=0, page=typed_page("Chữ"))
    (row,) = client_in.get(PAGE).context["rows"]
    assert (row.title, row.state.words) == ("quét.pdf", "Đang nhận dạng chữ: 1/3 trang")


def test_a_scan_that_is_read_is_a_draft_like_any_other(client_in, waiting):
    read(waiting)
    (row,) = client_in.get(PAGE).context["rows"]
    assert row.title == "Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026"
    assert row.name == "quét.pdf"


def test_the_list_asks_the_same_number_of_questions_for_more_scans(
    client_in, waiting, agency, coordinator
):
    with CaptureQueriesContext(connection) as one:
        client_in.get(PAGE)
    for _ in range(3):
        start(agency, coordinator)
    with CaptureQueriesContext(connection) as many:
        client_in.get(PAGE)
    assert len(many) == len(one)


# --- the original ---------------------------------------------------------------------------------
def test_the_scan_is_given_back_unchanged(client_in, waiting):
    answer = client_in.get(f"{PAGE}{waiting.pk}/ban-goc/")
    assert b"".join(answer.streaming_content) == b"%PDF- a scan"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_scan_that_is_gone_from_the_store(client_in, waiting):
    waiting.file.delete(save=False)
    Intake.objects.filter(pk=waiting.pk).update(file="intake/aa/gone")
    assert client_in.get(f"{PAGE}{waiting.pk}/ban-goc/").status_code == 404


# --- who may --------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["dang-doc/", "ban-goc/"])
def test_who_may_see_it(browser_of, agency, waiting, path):
    elsewhere = UnitFactory(name="Sở Khác")
    for user, status in (
        (person(Role.STAFF, agency), 403),
        (person(Role.COORDINATOR, elsewhere), 404),
        (person(Role.ADMIN, agency), 200),
    ):
        answer = browser_of(user).get(f"{PAGE}{waiting.pk}/{path}")
        assert b"".join(answer) is not None  # a file is closed at its end
        assert answer.status_code == status


def test_a_stranger_cannot_have_it_read_again(browser_of, waiting):
    stranger = person(Role.COORDINATOR, UnitFactory(name="Sở Khác"))
    assert browser_of(stranger).post(f"{address(waiting)}lai/").status_code == 404
