"""Lists that people have brought: kept, looked at and taken in, at once or beside the server."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from accounts.invitations import invite
from accounts.jobs import LOST_AFTER, tell_progress
from accounts.models import User
from accounts.storage import undoing_files
from sheets.cells import Flaw
from sheets.files import Sheet, read_sheets
from sheets.problems import UnreadableFile
from sheets.tables import Table, TableRow
from units.lists.answers import Answers, remember, shape_of
from units.lists.apply import End, Outcome, take_list
from units.lists.judge import Setting
from units.lists.lists import LISTS, Listing
from units.lists.outcomes import DirectoryMoved, Preview, RowsWrong
from units.lists.preview import look_at
from units.models import ListImport

State = ListImport.State
MOST_BROUGHT = 20
# Longer lists are read and written beside the request, with their progress shown.
MANY_ROWS = 300
_KEPT_FOR = datetime.timedelta(days=1)
_BROKE_OFF = (
    "Chương trình gặp lỗi khi đọc tệp. Hãy tải tệp lên lại; nếu vẫn lỗi, báo người quản trị."
)


# --- kept ---------------------------------------------------------------------------------------


def keep(
    *, listing: Listing, data: bytes, name: str, rows: int, user: User, now: datetime.datetime
) -> ListImport:
    """Keeps a file that somebody has brought; the person's lists of yesterday are thrown away.

    The file lies under the hash of its bytes in a folder of the person's own: nothing typed becomes
    a path, and what is taken in is byte for byte what was looked at.  Raises FileNotKept, and then
    those of before are still there.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    mine = ListImport.objects.filter(user=user)
    of_before = mine.filter(brought_at__lt=now - _KEPT_FOR) | mine.filter(
        listing=listing.key, sha256=sha256
    )
    one = ListImport(
        listing=listing.key, user=user, sha256=sha256, name=name[:255], rows=rows, brought_at=now
    )
    with undoing_files() as files, transaction.atomic():
        one.file.save(sha256, ContentFile(data), save=False)
        old = [(row, row.file.storage, str(row.file.name or "")) for row in of_before]
        for row, _, _ in old:
            row.delete()
        one.save()
        files.is_through = True
    for _, storage, file in old:
        if file:
            storage.delete(file)
    return one


def kept(listing: Listing, sha256: str, user: User) -> ListImport | None:
    """What this person has brought and that has not been thrown away."""
    return ListImport.objects.filter(listing=listing.key, sha256=sha256, user=user).first()


def brought_by(user: User, listing: Listing) -> QuerySet[ListImport]:
    """What this person has brought of late, the newest first, without what was read of it."""
    mine = ListImport.objects.filter(user=user, listing=listing.key)
    bare = mine.defer("table", "preview", "outcome", "choices")
    return bare.order_by("-brought_at", "-pk")[:MOST_BROUGHT]


def sheets_of(one: ListImport) -> tuple[Sheet, ...]:
    """The sheets of a kept file.  Raises UnreadableFile."""
    try:
        with one.file.open("rb") as file:
            return read_sheets(file.read())
    except FileNotFoundError as error:
        raise UnreadableFile("Tệp không còn được giữ. Hãy tải tệp lên lại.") from error


def progress_key(one: ListImport, what: str) -> str:
    """Under what the progress of a list is told; ``what`` is being done with it."""
    return f"list:{one.pk}:{what}"


def setting_of(one: ListImport, at: datetime.datetime, what: str) -> Setting:
    """The setting of an import whose progress is told."""
    return LISTS[one.listing].setting(
        at=at,
        by=one.user,
        answers=answers_of(one).meant,
        tell=partial(tell_progress, progress_key(one, what)),
    )


def answers_of(one: ListImport) -> Answers:
    return Answers.from_state(one.choices)


def preview_of(one: ListImport) -> Preview | None:
    """What the list would do, once it has been looked at."""
    return Preview.from_state(one.preview) if one.preview else None


def outcome_of(one: ListImport) -> Outcome | None:
    """What came of taking the list in, once it has been."""
    return Outcome.from_state(one.outcome) if one.outcome else None


# --- looked at ----------------------------------------------------------------------------------


def answer(one: ListImport, answers: Answers) -> None:
    """Keeps what the person says about the list, for it and for the next one; it is to be looked at
    anew."""
    before = preview_of(one)
    said = answers_of(one)
    if answers.state() == said.state():
        return
    one.choices, one.preview, one.outcome = answers.state(), None, None
    one.state = State.BROUGHT
    one.save(update_fields=["choices", "preview", "outcome", "state"])
    fresh = {key: value for key, value in answers.meant.items() if said.meant.get(key) != value}
    columns = answers.columns if answers.columns != said.columns else {}
    if before and (fresh or columns):
        shape = shape_of(one.listing, before.headings)
        remember(user=one.user, shape=shape, columns=columns, meant=fresh)


def look(
    one: ListImport, now: datetime.datetime, sheets: Sequence[Sheet] | None = None
) -> Preview | None:
    """What the list would do; None while a job is looking.  A short list is looked at anew each
    time, so that nothing stale is shown."""
    if one.rows <= MANY_ROWS:
        return look_now(one, now, sheets)
    if one.preview:
        return preview_of(one)
    begun = one.begun_at and now - one.begun_at < LOST_AFTER
    if not (one.state == State.LOOKING and begun):
        one.state, one.begun_at = State.LOOKING, now
        one.save(update_fields=["state", "begun_at"])
        tell_progress(progress_key(one, "doc"), 0, one.rows, "Đang chờ đến lượt")
        look_job.enqueue(pk=one.pk, at=now.isoformat())
        one.refresh_from_db()
    return preview_of(one)


def look_now(
    one: ListImport, now: datetime.datetime, sheets: Sequence[Sheet] | None = None
) -> Preview:
    """Looks at the list and keeps what was found."""
    setting = setting_of(one, now, "doc")
    preview, table = Preview(problem=_BROKE_OFF), None
    try:
        setting.tell(0, one.rows, "Đang đọc tệp")
        preview, table = look_at(
            LISTS[one.listing], sheets or sheets_of(one), answers_of(one), setting
        )
    except UnreadableFile as error:
        preview = Preview(problem=str(error))
    finally:
        one.preview, one.table = preview.state(), _table_state(table)
        one.state = State.LOOKED_AT
        # Whoever answers meanwhile has it looked at once more.
        ListImport.objects.filter(pk=one.pk, choices=one.choices).update(
            preview=one.preview, table=one.table, state=one.state
        )
    return preview


@task()
def look_job(*, pk: int, at: str) -> None:
    """Looks at a kept list; one thrown away meanwhile is left."""
    one = ListImport.objects.select_related("user").filter(pk=pk).first()
    if one is not None:
        look_now(one, datetime.datetime.fromisoformat(at))


def _table_state(table: Table | None) -> list[Any] | None:
    """The rows as JSON can hold them."""
    if table is None:
        return None
    return [[row.number, dict(row.values), dict(row.flaws), row.surplus] for row in table.rows]


def _table_from(one: ListImport, preview: Preview) -> Table:
    rows = tuple(
        TableRow(number, values, {key: Flaw(flaw) for key, flaw in flaws.items()}, surplus)
        for number, values, flaws, surplus in one.table or ()
    )
    return Table(preview.sheet, preview.headings, rows, preview.remarks)


# --- taken in -----------------------------------------------------------------------------------


def take(one: ListImport, fingerprint: str, setting: Setting) -> Outcome:
    """Takes in what was looked at and keeps what came of it, in one transaction; then the file is
    thrown away."""
    storage, name = one.file.storage, str(one.file.name or "")
    try:
        with transaction.atomic():
            outcome = _taken(one, fingerprint, setting)
            _end(one, outcome)
    except Exception:
        _end(one, Outcome(End.FAILED))
        raise
    if outcome.end is End.WRITTEN and name:
        storage.delete(name)
    return outcome


def _end(one: ListImport, outcome: Outcome) -> None:
    one.outcome, one.preview = outcome.state(), None
    one.state = State.BROUGHT
    if outcome.end is End.WRITTEN:
        one.state, one.table, one.file = State.WRITTEN, None, ""
    one.save(update_fields=["outcome", "preview", "table", "state", "file"])


def end_lost(one: ListImport, now: datetime.datetime) -> None:
    """Says of a list whose job stopped with the server that it did; what it was to do was done in
    full or not at all, but for letters: those that are left are offered again."""
    if one.begun_at is None or now - one.begun_at < LOST_AFTER:
        return
    outcome = outcome_of(one)
    if one.state == State.WRITING:
        _end(one, Outcome(End.FAILED))
    elif outcome is not None and outcome.sending:
        made = User.objects.filter(pk__in=outcome.made)
        sent, without = made.exclude(invited_at=None).count(), made.filter(email="").count()
        sent = -1 if sent + without < len(outcome.made) else sent
        _keep_outcome(one, replace(outcome, sending=False, invited=sent, without_address=without))


def letters_refused(outcome: Outcome) -> int:
    """How many of the invitations did not leave, by now."""
    made = User.objects.filter(pk__in=outcome.made)
    refused = made.filter(invited_at=None).exclude(invitation_refusal="")
    return refused.count() if outcome.invited > 0 else 0


def _taken(one: ListImport, fingerprint: str, setting: Setting) -> Outcome:
    preview = preview_of(one) or look_now(one, setting.at)
    if preview.problem:
        return Outcome(End.WRONG)
    try:
        listing, table = LISTS[one.listing], _table_from(one, preview)
        return Outcome.of(take_list(listing, table, setting, fingerprint))
    except RowsWrong:
        return Outcome(End.WRONG)
    except DirectoryMoved:
        return Outcome(End.MOVED)


def begin_taking(one: ListImport, fingerprint: str, now: datetime.datetime) -> None:
    """Takes a short list in at once, a long one by a job."""
    given: dict[str, Any] = {"pk": one.pk, "fingerprint": fingerprint, "at": now.isoformat()}
    one.outcome, one.state, one.begun_at = None, State.WRITING, now
    one.save(update_fields=["outcome", "state", "begun_at"])
    tell_progress(progress_key(one, "ghi"), 0, one.rows, "Đang chờ đến lượt")
    if one.rows <= MANY_ROWS:
        take_job.call(**given)
    else:
        take_job.enqueue(**given)


@task()
def take_job(*, pk: int, fingerprint: str, at: str) -> None:
    """Takes a kept list in; of two such jobs the second finds it written and does nothing."""
    one = ListImport.objects.select_related("user").filter(pk=pk, state=State.WRITING).first()
    if one is not None:
        take(one, fingerprint, setting_of(one, datetime.datetime.fromisoformat(at), "ghi"))


# --- letters to new people ----------------------------------------------------------------------


def invite_later(one: ListImport, at: datetime.datetime, base_url: str) -> bool:
    """Has a job invite the people whom a list has brought; False where none has come in."""
    outcome = outcome_of(one)
    if outcome is None:
        return False
    one.begun_at = at
    one.save(update_fields=["begun_at"])
    _keep_outcome(one, replace(outcome, sending=True))
    invite_job.enqueue(pk=one.pk, at=at.isoformat(), base_url=base_url)
    return True


def _keep_outcome(one: ListImport, outcome: Outcome) -> None:
    one.outcome = outcome.state()
    one.save(update_fields=["outcome"])


@task()
def invite_job(*, pk: int, at: str, base_url: str) -> None:
    """Invites the people whom a list has brought and who have no password yet."""
    one = ListImport.objects.select_related("user").filter(pk=pk).first()
    outcome = outcome_of(one) if one else None
    if one is None or outcome is None:
        return
    moment = datetime.datetime.fromisoformat(at)
    tell = partial(tell_progress, progress_key(one, "moi"))
    made = User.objects.filter(pk__in=outcome.made)
    waiting = list(made.filter(invited_at=None, last_login=None).order_by("sort_name", "pk"))
    sent = made.exclude(invited_at=None).count()
    for done, person in enumerate(waiting, start=1):
        tell(done, len(waiting), "Đang gửi thư mời")
        # Whoever has no address, or has been closed meanwhile, is passed over.
        with suppress(ValidationError):
            invite(user=person, by=one.user, at=moment, base_url=base_url)
            sent += 1
    without = made.filter(email="").count()
    done_with = replace(outcome, sending=False, invited=sent, without_address=without)
    _keep_outcome(one, done_with)
