"""What is said: by the program on a day, by a person at any time; and that it was read."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import get_current_timezone

from accounts.changes import verb
from accounts.models import User
from plans.holidays import working_days
from reports.notices.gathering import Gathering, Thing, Word
from reports.notices.letters import send_reminder
from reports.notices.people import People
from reports.notices.rules import RulesOfUnits
from reports.notices.targets import Target
from tasks.models import EntryKind, Letter, Notice, ProgressEntry, Reminder
from tasks.reminders import IMPORTANCE, Audience, NoticeKind, RunDay, Saying

# A person is told so many things a day; the rest is one line with their number.
MOST_A_DAY = 20
# What was said longer ago cannot be said again by any rule.
LOOKBACK = datetime.timedelta(days=120)
KEPT = datetime.timedelta(days=400)
BATCH = 500
MOST_WORDS = 1000

# What one person is told of one thing.
Said = tuple[int, Thing, Saying]


@dataclass(frozen=True)
class SaidToday:
    """What a day's saying came to.  ``quiet``: what went into a number because it was too much for
    one day or said in weightier words; ``unheard``: units with something to hear and nobody there
    to hear it."""

    is_day_off: bool = False
    is_first: bool = False
    notices: int = 0
    people: int = 0
    quiet: int = 0
    unheard: int = 0


@verb
def say_what_is_due(*, on: datetime.date) -> SaidToday:
    """Says what the day asks for, to whoever it concerns; what was said before is not said again.

    On a day off nothing is said: the working day before has spoken for it.
    """
    working = working_days([on])
    if not working.is_working(on):
        return SaidToday(is_day_off=True)
    is_first = not Notice.objects.exists()
    people, words = People.read(), Gathering(RunDay.of(on, working), RulesOfUnits.read()).words()
    unheard: set[int] = set()
    fresh = dict.fromkeys(_told(words, people, unheard)).keys() - _said_before(on)
    rows = list(_rows(fresh, on))
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    loud = [row.person_id for row in rows if not row.is_quiet]
    return SaidToday(
        is_first=is_first,
        notices=len(loud),
        people=len(set(loud)),
        quiet=len(rows) - len(loud),
        unheard=len(unheard),
    )


def _told(words: Iterable[Word], people: People, unheard: set[int]) -> Iterator[Said]:
    for word in words:
        told = people.told(word.saying.audience, word.whose)
        if not told:
            unheard.add(word.whose.unit)
        for person in told:
            # The audience is no part of what was said: who hears it twice hears it once.
            yield person, word.thing, word.saying._replace(audience=Audience.OWN)


def _said_before(on: datetime.date) -> set[Said]:
    said = Notice.objects.filter(on__gt=on - LOOKBACK, reminder__isnull=True)
    keys = said.values_list(
        "person", "assignment", "duty", "unit", "period", "kind", "due_on", "step"
    )
    return {
        (person, Thing(*thing), Saying(NoticeKind(kind), Audience.OWN, due_on, step))
        for person, thing, kind, due_on, step in (
            (row[0], row[1:5], *row[5:]) for row in keys.iterator(chunk_size=BATCH * 4)
        )
    }


def _rows(fresh: Iterable[Said], on: datetime.date) -> Iterator[Notice]:
    """The notices of a day: of one thing a person hears what weighs most, and of all things so many
    as one can read; the rest is kept quietly, so that it does not come back tomorrow."""
    by_person: dict[int, list[tuple[Thing, Saying]]] = defaultdict(list)
    for person, thing, saying in fresh:
        by_person[person].append((thing, saying))
    for person, told in by_person.items():
        heard: set[Thing] = set()
        for thing, saying in sorted(told, key=_weight):
            is_quiet = thing in heard or len(heard) >= MOST_A_DAY
            if not is_quiet:
                heard.add(thing)
            yield _notice(person, thing, saying, on, is_quiet=is_quiet)


def _weight(said: tuple[Thing, Saying]) -> tuple[int, datetime.date, int, tuple[int, ...]]:
    thing, saying = said
    keys = (thing.assignment or 0, thing.duty or 0, thing.unit or 0)
    return IMPORTANCE[saying.kind], saying.due_on, -saying.step, keys


def _notice(
    person: int, thing: Thing, saying: Saying, on: datetime.date, *, is_quiet: bool = False
) -> Notice:
    return Notice(
        person_id=person,
        assignment_id=thing.assignment,
        duty_id=thing.duty,
        unit_id=thing.unit,
        period=thing.period,
        kind=saying.kind,
        due_on=saying.due_on,
        step=saying.step,
        on=on,
        is_quiet=is_quiet,
    )


# --- by a person ----------------------------------------------------------------------------------
@verb
def remind(
    *, targets: Sequence[Target], by: User, at: datetime.datetime, words: str, site: str
) -> Reminder:
    """A person reminds those who have work or owe reports: in the program, by a letter to each, and
    in the story of the work.

    ``targets`` say who would get what (``reports.notices.targets``), ``at`` is the time (aware),
    ``site`` how this installation is reached.  Nobody is reminded of one thing twice a day: what
    somebody has been reminded of since is left out.  Raises ValidationError where nobody is left.
    """
    words, on = words.strip(), at.astimezone(get_current_timezone()).date()
    if len(words) > MOST_WORDS:
        raise ValidationError({"words": f"Lời nhắn dài tối đa {MOST_WORDS} ký tự."})
    reminder = Reminder.objects.create(by=by, on=on, words=words)
    saying = Saying(NoticeKind.REMINDED, Audience.OWN, on, 0)
    rows = [
        _notice(person, target.thing, saying, on) for target in targets for person in target.people
    ]
    for row in rows:
        row.reminder = reminder
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    told = list(reminder.notices.select_related("person").order_by("pk"))
    if not told:
        raise ValidationError("Những việc này đã được đôn đốc hôm nay, hoặc chưa có ai để nhận.")
    _tell_stories(told, by, on, words)
    people = dict.fromkeys(row.person for row in told)
    Letter.objects.bulk_create(
        [Letter(person=one, on=on, reminder=reminder) for one in people if one.email],
        batch_size=BATCH,
    )
    transaction.on_commit(
        partial(send_reminder.enqueue, reminder=reminder.pk, site=site, at=at.isoformat())
    )
    return reminder


def _tell_stories(told: Iterable[Notice], by: User, on: datetime.date, words: str) -> None:
    """The reminder stands in the story of each piece of work."""
    names: dict[int, list[str]] = defaultdict(list)
    for row in told:
        if row.assignment_id:
            names[row.assignment_id].append(str(row.person))
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(
                assignment_id=work,
                kind=EntryKind.REMINDED,
                on=on,
                by=by,
                note="\n".join(filter(None, (f"Gửi {', '.join(people)}.", words))),
            )
            for work, people in names.items()
        ],
        batch_size=BATCH,
    )


# --- read -----------------------------------------------------------------------------------------
@verb
def read_notices(*, of: User, at: datetime.datetime, only: Iterable[Notice] | None = None) -> int:
    """All that waits to be read has been read, or only these; returns how many."""
    unread = Notice.objects.unread_by(of)
    if only is not None:
        unread = unread.filter(pk__in=[one.pk for one in only])
    return unread.update(read_at=at)


@verb
def forget_old_notices(*, on: datetime.date) -> int:
    """Removes notices and letters that are older than the year they may be asked about; returns how
    many notices.  Reminders by people stay, as the stories that tell of them do."""
    Letter.objects.filter(on__lt=on - KEPT, reminder__isnull=True).delete()
    old = Notice.objects.filter(on__lt=on - KEPT, reminder__isnull=True)
    return old.delete()[0]


@verb
def read_notice(*, notice: Notice, at: datetime.datetime) -> None:
    """One notice has been read."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
