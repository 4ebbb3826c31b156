"""The first day: what is past when a plan is brought in is asked about once."""

import datetime

import pytest
from django.urls import reverse

from intake.actions import confirm, open_names, working_draft
from intake.drafting.outline import PastAnswers, build_outline
from intake.forms.confirm import ConfirmForm
from plans.schedule import year_of
from reports.submissions.outstanding import owed_reports, still_outstanding
from tasks.before import BEFORE_LABELS, Before, finished_before
from tasks.models import Assignment, EntryKind, ProgressEntry
from tasks.status import Counts
from tests.intake.samples import bring

D = datetime.date
LATE = D(2026, 11, 28)  # all but the last quarter and the ongoing work has fallen due


@pytest.fixture
def outline(intake):
    return build_outline(working_draft(intake), open_names(intake, LATE))


def said(outline, **answers):
    form = ConfirmForm(answers, outline=outline, today=LATE)
    assert form.is_valid(), form.errors
    return form.answers()


def made(intake, coordinator, past: PastAnswers | None):
    return confirm(intake=intake, by=coordinator, on=LATE, past=past)


def counts(plan) -> Counts:
    year = year_of(LATE)
    work = Assignment.objects.official().filter(task__plan=plan)
    return work.in_period(year.starts_on, year.ends_on).count_by_status(LATE)


# --- the rule -------------------------------------------------------------------------------------
def test_the_day_on_which_it_counts_as_done():
    begun, due = D(2026, 1, 1), D(2026, 3, 31)
    assert finished_before(starts_on=begun, due_on=due, told=None) == due
    assert finished_before(starts_on=begun, due_on=due, told=D(2026, 5, 1)) == D(2026, 5, 1)
    assert finished_before(starts_on=begun, due_on=due, told=D(2025, 5, 1)) == begun
    assert set(BEFORE_LABELS) == set(Before)


# --- for all --------------------------------------------------------------------------------------
def test_without_an_answer_all_of_it_counts_as_overdue(intake, coordinator):
    assert counts(made(intake, coordinator, None)).overdue == 4


def test_done_before_counts_as_done_in_time(intake, outline, coordinator):
    past = said(outline, past="done", reports="done")
    plan = made(intake, coordinator, past)
    assert counts(plan) == Counts(done_on_time=4, open=1, ongoing=1)
    entry = ProgressEntry.objects.filter(kind=EntryKind.BEFORE).first()
    assert entry is not None
    assert (entry.by, entry.on, entry.percent) == (coordinator, LATE, 100)
    # Looked at from then, it was done then.
    work = Assignment.objects.official().filter(task__plan=plan)
    march = work.in_period(D(2026, 1, 1), D(2026, 3, 31)).count_by_status(D(2026, 3, 31))
    assert march.done_on_time == 1
    assert march.overdue == 0


def test_the_day_told_is_kept(intake, outline, coordinator):
    past = said(outline, past="done", finished_on="20/11/2026", reports="done")
    made(intake, coordinator, past)
    done = Assignment.objects.filter(finished_on__isnull=False)
    assert set(done.values_list("finished_on", flat=True)) == {D(2026, 11, 20)}


def test_counted_from_today_on_leaves_out_what_is_past(intake, outline, coordinator):
    plan = made(intake, coordinator, said(outline, past="from_now", reports="from_now"))
    assert counts(plan) == Counts(open=1, ongoing=1, cancelled=4)
    work = Assignment.objects.official().filter(task__plan=plan)
    march = work.in_period(D(2026, 1, 1), D(2026, 3, 31)).count_by_status(D(2026, 3, 31))
    assert march.overdue == 0


# --- by sort of work, one by one ------------------------------------------------------------------
def test_the_nearest_answer_holds(outline):
    first, second = outline.tasks[0], outline.tasks[1]
    past = said(
        outline,
        **{
            "past": "done",
            f"nhom-{first.category}": "from_now",
            f"nv-{second.key}": "overdue",
            "reports": "done",
        },
    )
    assert past.tasks[first.key] is Before.FROM_NOW
    assert past.tasks[second.key] is Before.OVERDUE


def test_an_answer_is_demanded_where_something_is_past(outline):
    form = ConfirmForm({}, outline=outline, today=LATE)
    assert form.asks_past
    assert set(form.errors) == {"past", "reports"}
    late = ConfirmForm({"past": "done", "finished_on": "01/12/2026"}, outline=outline, today=LATE)
    assert "finished_on" in late.errors


def test_nothing_is_asked_of_a_plan_that_begins(outline):
    assert not ConfirmForm(outline=outline, today=D(2026, 1, 1)).asks_past


# --- reports --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("answer", "missing"), [("done", 0), ("from_now", 0), ("overdue", 4)])
def test_past_reports_are_answered_for_too(intake, outline, coordinator, answer, missing):
    plan = made(intake, coordinator, said(outline, past="done", reports=answer))
    owed = owed_reports(coordinator, plan=plan)
    assert len(still_outstanding(owed, LATE)) == missing
    assert plan.report_duties.get().handed_in_before is (answer == "done")


# --- the page -------------------------------------------------------------------------------------
def test_the_page_asks_and_keeps_what_was_answered(client, coordinator, intake, on_day):
    on_day(LATE)
    client.force_login(coordinator)
    address = reverse("intake:confirm", args=[intake.pk])
    page = client.get(address)
    assert "Phần đã qua của kế hoạch" in page.content.decode()
    revision = page.context["page"].revision
    refused = client.post(address, {"revision": revision})
    assert refused.status_code == 422
    intake.refresh_from_db()
    assert intake.plan is None
    client.post(address, {"revision": revision, "past": "done", "reports": "done"})
    intake.refresh_from_db()
    assert counts(intake.plan).overdue == 0


def test_a_plan_brought_in_in_time_is_not_asked_about(client, coordinator, on_day, db, media_root):
    on_day(D(2026, 1, 5))
    intake = bring(coordinator.memberships.get().unit)
    client.force_login(coordinator)
    page = client.get(reverse("intake:confirm", args=[intake.pk]))
    assert "Phần đã qua" not in page.content.decode()


# --- afterwards -----------------------------------------------------------------------------------
def test_what_is_left_is_marked_in_bulk(client, coordinator, intake, on_day):
    on_day(LATE)
    plan = made(intake, coordinator, None)
    type(plan).objects.filter(pk=plan.pk).update(
        created_at=datetime.datetime(2026, 11, 28, 9, tzinfo=datetime.UTC)
    )
    client.force_login(coordinator)
    address = reverse("tasks:before", args=[plan.pk])
    page = client.get(address)
    rows = page.context["rows"]
    assert page.context["count"] == len(rows) == 7  # with the parts of those who cooperate
    assert client.post(address, {"answer": "done"}).status_code == 422
    touched = Assignment.objects.get(pk=rows[0].pk)
    touched.finished_on = LATE
    touched.save()
    keys = [row.pk for row in rows]
    assert client.post(address, {"answer": "done", "parts": keys}).status_code == 422
    client.post(address, {"answer": "done", "parts": keys[1:]})
    assert Assignment.objects.settleable(LATE).count() == 0
    assert "Không còn việc nào" in client.get(address).content.decode()
    touched.refresh_from_db()
    assert touched.confirmed_on is None
