"""Raising what stands in the way of work, answering it, settling it."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import changing, save_as, told, verb
from accounts.models import User
from tasks.actions.base import Day, changing_work, refuse_closed, required, tell
from tasks.models import Addressee, Assignment, Difficulty, EntryKind, ProgressEntry

WHAT = "Vướng mắc này"


def keep_difficulty(
    entry: ProgressEntry, addressed_to: Addressee | str, by: User, on: Day
) -> Difficulty | None:
    """The difficulty told with an entry; None where there is none."""
    if not entry.difficulty:
        return None
    raised = Difficulty(
        assignment=entry.assignment,
        entry=entry,
        text=entry.difficulty,
        addressed_to=addressed_to,
        raised_on=on,
    )
    return save_as(raised, by, unchecked=["assignment", "entry"])


@verb
def raise_difficulty(
    *,
    assignment: Assignment,
    text: str,
    by: User,
    on: Day,
    addressed_to: Addressee | str = Addressee.COORDINATOR,
    revision: int | None = None,
) -> Difficulty | None:
    """Says what stands in the way, without any progress.  Raises ValidationError."""
    text = required("text", text, "Hãy ghi vướng mắc.")
    with changing_work(assignment, revision) as work:
        refuse_closed(work)
        work.last_entry_on = on
        entry = tell(work, EntryKind.DIFFICULTY, by, on, "", difficulty=text)
        return keep_difficulty(entry, addressed_to, by, on)


@verb
def answer_difficulty(
    *, difficulty: Difficulty, answer: str, by: User, on: Day, revision: int | None = None
) -> None:
    """What those asked say to it; a later answer takes the place of an earlier one, and both stay
    in the story.  Raises ValidationError."""
    answer = required("answer", answer, "Hãy ghi trả lời.")
    with changing(difficulty, "assignment", by=by, reason="Trả lời", revision=revision, what=WHAT,
                  unchecked=["assignment", "entry"]) as row:  # fmt: skip
        if row.closed_on:
            raise ValidationError("Vướng mắc này đã được gỡ. Hãy mở lại trước khi trả lời.")
        row.answer, row.answered_on, row.answered_by = answer, on, by
        tell(row.assignment, EntryKind.DIFFICULTY_ANSWERED, by, on, f"{row.text}\n→ {answer}")


@verb
def pass_difficulty_on(
    *, difficulty: Difficulty, addressed_to: Addressee | str, by: User, on: Day
) -> None:
    """Somebody else is asked: leadership, or the agency's superior.  Raises ValidationError."""
    with changing(difficulty, by=by, reason=told("Chuyển", on), what=WHAT,
                  unchecked=["assignment", "entry"]) as row:  # fmt: skip
        if row.closed_on or row.addressed_to == addressed_to:
            raise ValidationError("Vướng mắc này đã gửi tới nơi đó hoặc đã được gỡ.")
        row.addressed_to = addressed_to


@verb
def close_difficulty(*, difficulty: Difficulty, by: User, on: Day) -> None:
    """It is settled.  Raises ValidationError where it was already."""
    with changing(difficulty, "assignment", by=by, reason="Đã gỡ", what=WHAT,
                  unchecked=["assignment", "entry"]) as row:  # fmt: skip
        if row.closed_on:
            raise ValidationError("Vướng mắc này đã được gỡ rồi.")
        row.closed_on = max(on, row.raised_on)
        tell(row.assignment, EntryKind.DIFFICULTY_CLOSED, by, on, row.text)


@verb
def reopen_difficulty(*, difficulty: Difficulty, by: User, on: Day) -> None:
    """It stands in the way again, and waits for an answer.  Raises ValidationError."""
    with changing(difficulty, "assignment", by=by, reason="Mở lại", what=WHAT,
                  unchecked=["assignment", "entry"]) as row:  # fmt: skip
        if not row.closed_on:
            raise ValidationError("Vướng mắc này chưa được gỡ.")
        row.closed_on = row.answered_on = row.answered_by = None
        row.answer = ""
        tell(row.assignment, EntryKind.DIFFICULTY_REOPENED, by, on, row.text)
