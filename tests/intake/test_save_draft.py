"""Keeping corrections: two people never overwrite each other unseen."""

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision
from intake.actions import confirm, drop_intake, save_draft, working_draft
from intake.models import Intake
from tests.intake.samples import TODAY


def test_a_correction_is_kept_and_counted(intake, coordinator):
    working = working_draft(intake).with_plan(title="Tên khác")
    saved = save_draft(
        intake=intake, draft=working, choices={"a": "outside"}, revision=0, by=coordinator
    )
    kept = Intake.objects.get(pk=intake.pk)
    assert (saved.revision, kept.revision) == (1, 1)
    assert working_draft(kept).plan.title == "Tên khác"
    assert kept.choices == {"a": "outside"}


def test_a_stale_number_changes_nothing(intake, coordinator):
    working = working_draft(intake)
    save_draft(
        intake=intake,
        draft=working.with_plan(title="Trước"),
        choices={},
        revision=0,
        by=coordinator,
    )
    with pytest.raises(StaleRevision):
        save_draft(
            intake=intake,
            draft=working.with_plan(title="Sau"),
            choices={},
            revision=0,
            by=coordinator,
        )
    assert working_draft(Intake.objects.get(pk=intake.pk)).plan.title == "Trước"


@pytest.mark.parametrize("end", ["confirm", "drop"])
def test_what_has_ended_is_corrected_no_more(intake, coordinator, end):
    if end == "confirm":
        confirm(intake=intake, by=coordinator, on=TODAY)
    else:
        drop_intake(intake=intake, by=coordinator, on=TODAY)
    with pytest.raises(ValidationError):
        save_draft(
            intake=intake, draft=working_draft(intake), choices={}, revision=0, by=coordinator
        )


def test_a_dropped_draft_is_open_no_more_and_keeps_its_file(intake, coordinator):
    drop_intake(intake=intake, by=coordinator, on=TODAY)
    drop_intake(intake=intake, by=coordinator, on=TODAY)
    kept = Intake.objects.get(pk=intake.pk)
    assert kept.dropped_on == TODAY
    assert not Intake.objects.open().exists()
    assert kept.file.storage.exists(str(kept.file.name))


def test_a_confirmed_one_is_not_dropped(intake, coordinator):
    confirm(intake=intake, by=coordinator, on=TODAY)
    with pytest.raises(ValidationError):
        drop_intake(intake=intake, by=coordinator, on=TODAY)
