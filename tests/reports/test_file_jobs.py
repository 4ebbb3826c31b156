"""Long files are made beside the requests: with progress, stopped when asked, never running for
ever."""

import datetime
import os
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from pccc.integrity import orphans
from reports.compliance import actions as compliance
from reports.documents import document
from reports.documents.pdf import PdfUnavailable
from reports.making import actions, jobs
from reports.making.context import build_job
from reports.models import ComplianceReport, FileJob
from reports.models.making import KEPT_DAYS, PATIENCE, QUIET
from tests.factories import TODAY
from tests.reports.office import an_office, one_of_each
from tests.reports.official import HALF
from tests.worlds import shared
from units.models import Membership
from units.policy import Role

pytestmark = pytest.mark.django_db
State = FileJob.State


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@pytest.fixture(autouse=True)
def long_files(monkeypatch):
    monkeypatch.setattr(document, "LONG_ROWS", 3)


@shared
def office():
    made = an_office()
    one_of_each(made)
    return made


@pytest.fixture
def by(office):
    return office.people[Role.COORDINATOR]


@pytest.fixture
def desk(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def later(monkeypatch, django_capture_on_commit_callbacks):
    """Jobs wait until they are called for, as behind a busy worker."""
    waiting = []
    monkeypatch.setattr(
        type(jobs.make_file), "enqueue", lambda _job, **given: waiting.append(given)
    )
    return waiting


@pytest.fixture
def ask(desk, office, later, django_capture_on_commit_callbacks):
    """Asks for a file of the plan's report by the page's button."""

    def asked(ending="xlsx", query="", client=desk):
        path = reverse("reports:compliance_file", args=[office.plan.pk, ending]) + query
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(path)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    return asked


def work(later):
    jobs.make_file.call(**later.pop(0))


def the_job():
    return FileJob.objects.get()


def now():
    return timezone.now()


# --- what is long ---------------------------------------------------------------------------------
def test_the_text_without_annexes_is_made_in_the_request(desk, office):
    path = reverse("reports:compliance_file", args=[office.plan.pk, "xlsx"])
    offered = desk.get(path)
    assert offered.headers["Content-Type"].startswith("text/html")
    assert "Lập tệp Bảng tính" in offered.content.decode()
    assert not FileJob.objects.exists()
    document.LONG_ROWS = 1000
    assert desk.get(path).headers["Content-Type"].endswith("sheet")


# --- asked for, waited for, fetched ---------------------------------------------------------------
def test_a_long_file_is_asked_for_waited_for_and_fetched(desk, ask, later):
    page = ask()["Location"]
    waiting = desk.get(page)
    text = waiting.content.decode()
    assert "Đang chờ đến lượt" in text
    assert 'hx-trigger="every 2s"' in text
    assert '<meta http-equiv="refresh"' in text  # within noscript
    assert desk.get(page, headers={"HX-Request": "true"}).status_code == 200

    work(later)
    job = the_job()
    assert (job.state, job.filename.endswith(".xlsx")) == (State.DONE, True)
    done = desk.get(page, headers={"HX-Request": "true"})
    assert done.status_code == 286  # htmx asks no more
    assert f"giữ đến hết ngày {job.kept_until:%d/%m/%Y}" in done.content.decode()
    assert "refresh" not in desk.get(page).content.decode()
    fetched = desk.get(reverse("reports:file_job_file", args=[job.pk]))
    assert b"".join(fetched.streaming_content)[:2] == b"PK"
    assert job.filename in fetched.headers["Content-Disposition"]
    assert "Tệp đã yêu cầu (1)" in desk.get(reverse("reports:reports")).content.decode()


def test_every_kind_of_file_is_made_with_its_progress_told(office, by, later):
    for ending in ("pdf", "docx", "xlsx"):
        told: list[tuple[Any, ...]] = []
        job = a_job(office, by, ending=ending)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(jobs, "tell_progress", lambda *said, told=told: told.append(said))
            jobs.make_file.call(pk=job.pk, attempt=1)
        job.refresh_from_db()
        assert job.state == State.DONE, job.failure
        assert told[0][3] == "Đang tổng hợp số liệu"
        assert all(done < total for _, done, total, _ in told[1:])
        assert len(told) > 1


def test_what_is_waited_for_is_not_asked_for_twice(ask, later):
    assert ask()["Location"] == ask()["Location"]
    assert len(later) == FileJob.objects.count() == 1
    ask("pdf")
    assert FileJob.objects.count() == 2


def test_nobody_waits_for_too_many(desk, office, by, ask):
    for number in range(actions.MOST_OPEN):
        a_job(office, by, ends_on=HALF.ends_on - datetime.timedelta(days=number))
    answer = desk.post(
        reverse("reports:compliance_file", args=[office.plan.pk, "pdf"]), follow=True
    )
    assert "tệp chờ lập" in answer.content.decode()
    assert FileJob.objects.count() == actions.MOST_OPEN


def test_a_draft_and_a_notice_go_the_same_way(desk, office, by, later):
    draft = a_draft(office, by)
    for path, what in (
        (reverse("reports:report_document", args=[draft.pk, "docx"]), "draft"),
        (reverse("reports:notice_file", args=[office.plan.pk, "docx"]), "plan_notice"),
    ):
        assert desk.get(path).headers["Content-Type"].startswith("text/html")
        assert desk.post(path).status_code == 302
        job = FileJob.objects.get(what=what)
        jobs.make_file.call(pk=job.pk, attempt=1)
        job.refresh_from_db()
        assert job.state == State.DONE, job.failure


# --- stopped, failed, lost ------------------------------------------------------------------------
def test_a_stopped_job_keeps_nothing_and_can_be_begun_anew(
    desk, ask, later, django_capture_on_commit_callbacks
):
    page = ask()["Location"]
    assert "Đã dừng" in desk.post(f"{page}dung/", follow=True).content.decode()
    work(later)  # the worker comes too late
    assert (the_job().state, bool(the_job().file)) == (State.STOPPED, False)
    refused = desk.post(f"{page}dung/", follow=True).content.decode()
    assert "không dừng được nữa" in refused
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{page}lai/")
    assert later == [{"pk": the_job().pk, "attempt": 2}]
    work(later)
    assert the_job().state == State.DONE


def test_stopped_while_it_is_made_it_ends_at_the_next_step(office, by, monkeypatch):
    job = a_job(office, by)

    def stopped_meanwhile(scope, **chosen):
        actions.stop(job=job)
        return built(scope, **chosen)

    built = vars(jobs)["build_compliance"]
    monkeypatch.setattr(jobs, "build_compliance", stopped_meanwhile)
    jobs.make_file.call(pk=job.pk, attempt=1)
    job.refresh_from_db()
    assert (job.state, bool(job.file), job.failure) == (State.STOPPED, False, "")


def test_a_failure_is_said(desk, office, by, monkeypatch):
    job = a_job(office, by)
    monkeypatch.setattr(jobs, "build_compliance", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.make_file.call(pk=job.pk, attempt=1)
    page = desk.get(reverse("reports:file_job", args=[job.pk])).content.decode()
    assert jobs.BROKEN in page
    assert "Lập lại" in page


def test_a_machine_without_pango_says_so(office, by, monkeypatch):
    def unavailable(document, tell=None):
        raise PdfUnavailable

    job = a_job(office, by, ending="pdf")
    monkeypatch.setitem(vars(jobs), "FORMATS", {"pdf": type("F", (), {"make": unavailable})})
    jobs.make_file.call(pk=job.pk, attempt=1)
    job.refresh_from_db()
    assert "apt-get install" in job.failure


@pytest.mark.parametrize(("state", "patience"), [("running", QUIET), ("waiting", PATIENCE)])
def test_a_job_whose_worker_was_killed_is_noticed(desk, office, by, later, state, patience):
    job = a_job(office, by)
    at = now()
    FileJob.objects.update(state=state, seen_at=at - patience)
    job.refresh_from_db()
    assert build_job(job, at).is_moving
    FileJob.objects.update(seen_at=at - patience - datetime.timedelta(seconds=1))
    page = reverse("reports:file_job", args=[job.pk])
    lost = desk.get(page, headers={"HX-Request": "true"})
    assert lost.status_code == 286
    assert actions.LOST in lost.content.decode()
    # Whoever had it hears that it is theirs no more; the new attempt makes it.
    desk.post(f"{page}lai/")
    assert not actions.give_sign(job=job)
    jobs.make_file.call(pk=job.pk, attempt=1)
    assert the_job().state == State.WAITING
    jobs.make_file.call(pk=job.pk, attempt=2)
    assert the_job().state == State.DONE


def test_signs_of_life_are_given_within_a_long_step(office, by, monkeypatch):
    job = a_job(office, by)
    signs = []
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.005)
    monkeypatch.setattr(jobs, "give_sign", lambda job: signs.append(job.pk))
    with jobs.signs_of_life(job):
        while not signs:
            os.sched_yield()
    assert set(signs) == {job.pk}


def test_every_day_ends_what_is_lost_and_forgets_what_is_old(
    desk, office, by, django_capture_on_commit_callbacks
):
    kept, lost, old = (
        a_job(office, by),
        a_job(office, by, ending="pdf"),
        a_job(office, by, ending="docx"),
    )
    for job in (kept, old):
        jobs.make_file.call(pk=job.pk, attempt=1)
    at = now()
    FileJob.objects.filter(pk=lost.pk).update(state="running", seen_at=at - QUIET * 2)
    FileJob.objects.filter(pk=old.pk).update(as_of=TODAY - datetime.timedelta(days=KEPT_DAYS + 1))
    assert desk.get(reverse("reports:file_job_file", args=[old.pk])).status_code == 404
    assert actions.end_lost_jobs(at=at) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_old_files(on=TODAY) == 1
    assert {one.pk: one.state for one in FileJob.objects.all()} == {
        kept.pk: "done", lost.pk: "failed",
    }  # fmt: skip
    assert orphans() == []


# --- issued ---------------------------------------------------------------------------------------
def issue(desk, draft, **typed):
    said = {"number": "7", "issued_on": f"{TODAY:%d/%m/%Y}", "revision": draft.revision, **typed}
    return desk.post(reverse("reports:issue_report", args=[draft.pk]), said)


def test_a_long_report_is_issued_when_its_files_are_there(desk, office, by):
    draft = a_draft(office, by)
    assert issue(desk, draft)["Location"] == reverse("reports:file_job", args=[the_job().pk])
    assert not ComplianceReport.objects.get().is_issued
    jobs.make_file.call(pk=the_job().pk, attempt=1)
    issued = ComplianceReport.objects.get()
    assert (issued.number, issued.issued_on, issued.issued_by) == ("07", TODAY, by)
    assert sorted(issued.files.values_list("kind", flat=True)) == ["docx", "pdf", "xlsx"]
    assert the_job().state == State.DONE


def test_what_somebody_changed_meanwhile_is_not_issued(desk, office, by):
    draft = a_draft(office, by)
    issue(desk, draft)
    compliance.choose_annexes(report=draft, annexes=["tasks"], by=by)
    jobs.make_file.call(pk=the_job().pk, attempt=1)
    assert not ComplianceReport.objects.get().is_issued
    assert (the_job().state, "vừa được người khác sửa" in the_job().failure) == ("failed", True)
    assert orphans() == []


def test_a_wrong_number_or_day_is_said_before_anything_is_made(desk, office, by):
    draft = a_draft(office, by)
    tomorrow = TODAY + datetime.timedelta(days=1)
    for typed in ({"number": "số bảy"}, {"issued_on": f"{tomorrow:%d/%m/%Y}"}):
        assert issue(desk, draft, **typed).status_code == 422
    assert not FileJob.objects.exists()


# --- who sees it ----------------------------------------------------------------------------------
def test_only_who_asked_and_still_reads_the_agency_sees_it(client, desk, office, by):
    job = a_job(office, by)
    page = reverse("reports:file_job", args=[job.pk])
    assert desk.get(page).status_code == 200
    client.force_login(office.people[Role.LEADER])
    assert client.get(page).status_code == 404
    Membership.objects.filter(user=by).update(ended_on=TODAY)
    assert not FileJob.objects.visible_to(by).exists()


def test_again_is_refused_while_it_is_made(office, by):
    job = a_job(office, by)
    with pytest.raises(ValidationError, match="đang được lập"):
        actions.ask_again(job=job, on=TODAY, at=now())


def a_job(office, by, **fields):
    said = {
        "agency": office.agency,
        "what": FileJob.What.PLAN_REPORT,
        "title": "Báo cáo kết quả",
        "plan": office.plan,
        "starts_on": HALF.starts_on,
        "ends_on": HALF.ends_on,
        "annexes": ["tasks"],
        "ending": "xlsx",
        **fields,
    }
    return actions.ask_for_file(**said, by=by, on=TODAY, at=now())[0]


def a_draft(office, by):
    return compliance.start_report(
        agency=office.agency, plans=[office.plan], period=HALF, annexes=["late", "tasks"],
        by=by, on=TODAY,
    )  # fmt: skip
