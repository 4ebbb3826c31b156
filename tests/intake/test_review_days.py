"""Due days on which nobody works: told, and moved only when asked."""

import datetime

import pytest

from intake.actions import save_draft, working_draft
from intake.models import Intake
from plans.deadlines import DeadlineKind, Qualifier
from plans.holidays import fill_holidays
from plans.models import Holiday
from reading.draft import DeadlineDraft, DutyDraft, TaskDraft
from tests.intake.samples import TODAY


@pytest.fixture
def dated(intake, coordinator, on_day):
    """A draft whose first task and one report fall due on the days given."""
    on_day(TODAY)

    def make(*days, duty=()):
        working = working_draft(intake)
        deadline = DeadlineDraft(
            DeadlineKind.DATE, "theo văn bản", tuple(days), qualifier=Qualifier.BEFORE
        )
        working, _ = working.with_task(1, TaskDraft("II.1", "Việc", deadline=deadline))
        report = DutyDraft(
            "III.9", "Văn phòng", deadline=DeadlineDraft(DeadlineKind.DATE, "", duty)
        )
        if duty:
            working, _ = working.with_duty(None, report)
        return save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)

    fill_holidays(years=[2026])
    return make


def checks(client_in, intake, start):
    review = client_in.get(f"/doc-ke-hoach/{intake.pk}/").context["review"]
    return [one for one in review.checks if one.key.startswith(start)]


def test_a_holiday_is_named_and_the_next_working_day_offered(client_in, dated):
    intake = dated("2026-09-02", duty=("2026-09-02",))
    (found,) = checks(client_in, intake, "holiday")
    assert found.text == "2 mục có hạn trùng ngày nghỉ lễ: 02/09/2026 (Quốc khánh)."
    assert [link.label for link in found.links] == ["II.1", "báo cáo III.9"]
    assert {move.to_day for move in found.moves} == {datetime.date(2026, 9, 3)}
    assert not found.must


def test_nothing_moves_unless_asked_and_then_only_that_day(client_in, dated):
    intake = dated("2026-09-02", "2026-09-05", duty=("2026-09-02",))
    (found,) = checks(client_in, intake, "holiday")
    move = found.moves[0]
    muc = f"{move.section} {move.from_day.isoformat()}"
    data = {"revision": 1, "diem": found.key, "viec": "doi", "muc": muc}
    client_in.post(f"/doc-ke-hoach/{intake.pk}/diem/", data)
    plan = working_draft(Intake.objects.get(pk=intake.pk)).plan
    deadline = plan.tasks[0].deadline
    assert deadline.days == ("2026-09-03", "2026-09-05")
    assert (deadline.words, deadline.qualifier) == ("theo văn bản", "before")
    assert plan.report_duties[-1].deadline.days == ("2026-09-02",)


def test_the_day_of_a_report_is_moved(client_in, dated):
    intake = dated("2026-09-03", duty=("2026-09-05",))
    (found,) = checks(client_in, intake, "weekend")
    move = found.moves[0]
    data = {"revision": 1, "diem": found.key, "viec": "doi",
            "muc": f"{move.section} {move.from_day.isoformat()}"}  # fmt: skip
    client_in.post(f"/doc-ke-hoach/{intake.pk}/diem/", data)
    plan = working_draft(Intake.objects.get(pk=intake.pk)).plan
    assert plan.report_duties[-1].deadline.days == ("2026-09-07",)


def test_a_move_that_was_not_offered_changes_nothing(client_in, dated):
    intake = dated("2026-09-02")
    (found,) = checks(client_in, intake, "holiday")
    data = {"revision": 1, "diem": found.key, "viec": "doi", "muc": "nv-2 2026-09-02"}
    client_in.post(f"/doc-ke-hoach/{intake.pk}/diem/", data)
    plan = working_draft(Intake.objects.get(pk=intake.pk)).plan
    assert plan.tasks[0].deadline.days == ("2026-09-02",)


def test_a_saturday_on_which_people_work_is_no_doubt(client_in, dated):
    assert checks(client_in, dated("2026-08-22"), "weekend") == []


def test_a_day_off_that_the_office_entered_itself(client_in, dated):
    Holiday.objects.create(day=datetime.date(2026, 9, 8), name="Nghỉ theo thông báo của tỉnh")
    (found,) = checks(client_in, dated("2026-09-08"), "holiday")
    assert "Nghỉ theo thông báo của tỉnh" in found.text


def test_an_empty_table_leaves_the_weekend(client_in, dated):
    Holiday.objects.all().delete()
    intake = dated("2026-09-05")
    assert checks(client_in, intake, "weekend")
    assert checks(client_in, intake, "holiday") == []
