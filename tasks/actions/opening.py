"""Work is looked at: that somebody of its unit has opened it, and what was said of it is read."""

from __future__ import annotations

import datetime

from accounts.changes import verb
from accounts.models import User
from tasks.models import Assignment, Notice, WorkOpening
from units.policy import Role
from units.querysets import roles_held

OF_THE_UNIT = (Role.STAFF, Role.HEAD)


def works_in(user: User, unit: int) -> bool:
    """Whether the person works in the unit itself, so that it counts when they open its work."""
    return any(one == unit and role in OF_THE_UNIT for one, role in roles_held(user))


@verb
def note_opening(
    *, assignment: Assignment, by: User, at: datetime.datetime, on: datetime.date
) -> None:
    """Keeps that the person has opened the work, once, where the person works in its unit; and that
    the person has read the notices about it."""
    Notice.objects.unread_by(by).filter(assignment=assignment).update(read_at=at)
    by.unread = None  # the bell asks anew
    if WorkOpening.objects.filter(assignment=assignment, person=by).exists():
        return
    if works_in(by, assignment.unit_id):
        WorkOpening.objects.get_or_create(assignment=assignment, person=by, defaults={"on": on})
