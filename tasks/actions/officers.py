"""Who sees to work within its unit."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from tasks.actions.base import Day, changing_work, refuse_closed, tell
from tasks.models import Assignment, EntryKind, ProgressEntry
from units.people.scopes import officers_of


@verb
def assign_officer(
    *,
    assignment: Assignment,
    officer: User | None,
    by: User,
    on: Day,
    note: str = "",
    revision: int | None = None,
) -> ProgressEntry:
    """Names who sees to the work, somebody who holds a working role in its unit; None for nobody.

    The work stays the unit's: whoever of the unit may record progress still may.  Raises
    ValidationError where the work is closed, or nothing would change.
    """
    with changing_work(assignment, revision) as work:
        refuse_closed(work)
        before = work.officer
        if before == officer:
            raise ValidationError({"officer": _unchanged(officer)})
        if officer is not None:
            refuse_strangers(work, officer)
        work.officer = officer
        return tell(work, EntryKind.OFFICER, by, on, f"{change_words(before, officer)} {note}")


def refuse_strangers(work: Assignment, officer: User) -> None:
    if not officers_of(work.unit_id).filter(pk=officer.pk).exists():
        raise ValidationError(
            {"officer": f"{officer} không giữ vai trò làm việc ở đơn vị này. Hãy chọn người khác."}
        )


def change_words(before: User | None, after: User | None) -> str:
    if after is None:
        return f"{before} thôi phụ trách; đơn vị chưa cử người khác."
    return f"Cử {after} phụ trách{f', thay {before}' if before else ''}."


def _unchanged(officer: User | None) -> str:
    return f"{officer} đang phụ trách việc này." if officer else "Việc này chưa cử người phụ trách."
