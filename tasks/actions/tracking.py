"""Whether a task is followed, changed after the plan was made."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.changes import changing, told, verb
from accounts.models import User
from tasks.actions.assigning import assign_units, refuse_ended_plan
from tasks.actions.base import Day, required, tell
from tasks.models import Assignment, EntryKind, GroupAssignment, OutsideParty, Part, Task
from tasks.tracking import UNTRACKED_LABELS, Untracked
from units.actions import group_of
from units.directory import directory_for
from units.matching import How, Matcher, Target
from units.models import Unit

NOT_COUNTED = "Không tính: đến hạn khi nhiệm vụ chưa được theo dõi."
# What a name only seems to mean is for a person to say.
_GUESSES = frozenset({How.CLOSE, How.SUCCESSOR})


@dataclass(frozen=True)
class Switched:
    """What following a task came to: parts that its units have now, and old ones not counted."""

    given: int = 0
    not_counted: int = 0


@dataclass(frozen=True)
class AsWritten:
    """A name of the plan and what it means in the directory: units that are given the work by it,
    by themselves or as a group."""

    party: OutsideParty
    meant: Target


def units_as_written(task: Task, on: Day) -> tuple[AsWritten, ...]:
    """The names kept with a task that surely mean units of the directory, leads first."""
    parties = sorted(task.outside_parties.all(), key=lambda one: (one.part != Part.LEAD, one.pk))
    if not parties:
        return ()
    matcher = Matcher(directory_for(task.plan.issuer, on))
    found = ((party, matcher.match(party.name, {})) for party in parties)
    return tuple(
        AsWritten(party, match.target)
        for party, match in found
        if match.target and match.units and match.how not in _GUESSES
    )


@verb
def switch_tracking(
    *,
    task: Task,
    untracked: Untracked | str,
    by: User,
    on: Day,
    reason: str,
    revision: int | None = None,
) -> Switched:
    """Follows a task (``untracked`` ""), or says why it is not followed.

    Followed, it is given to the units and groups that its plan names, for what is still to come;
    open parts of before that have fallen due by ``on`` are not counted, so that nobody is late for
    what nobody could enter.  Not followed, its parts stay with their stories and count nowhere.
    Raises ValidationError without a reason, where it is so already, or for a plan that has ended;
    StaleRevision.
    """
    reason = required("reason", reason, "Hãy nêu lý do.")
    said = UNTRACKED_LABELS[Untracked(untracked)] if untracked else "Theo dõi như một việc"
    with changing(
        task,
        "plan__issuer",
        by=by,
        reason=told(f"{said}: {reason}", on),
        revision=revision,
        what="Nhiệm vụ này",
        unchecked=["plan", "parent"],
    ) as row:
        refuse_ended_plan(row)
        if row.untracked == untracked:
            raise ValidationError({"untracked": "Nhiệm vụ đang như vậy rồi. Hãy chọn cách khác."})
        was_followed, row.untracked = not row.untracked, untracked
        if was_followed or untracked:
            return Switched()
        not_counted = _leave_out_the_past(row, by, on)
        return Switched(_give(row, on), not_counted)


def _give(task: Task, on: Day) -> int:
    before = Assignment.objects.filter(task=task).count()
    for one in units_as_written(task, on):
        units = Unit.objects.filter(pk__in=one.meant.units)
        assign_units(task=task, units=units, part=one.party.part, since=on)
        if group := group_of(task.plan.issuer, one.meant):
            GroupAssignment.objects.get_or_create(
                task=task, group=group, defaults={"part": one.party.part}
            )
        one.party.delete()
    return Assignment.objects.filter(task=task).count() - before


def _leave_out_the_past(task: Task, by: User, on: Day) -> int:
    rows = list(Assignment.objects.filter(task=task).settleable(on).select_for_update())
    for row in rows:
        row.cancelled_on = row.starts_on
        row.revision += 1
        row.save(update_fields=["cancelled_on", "revision"])
        tell(row, EntryKind.CANCELLED, by, on, NOT_COUNTED)
    return len(rows)
