"""Lists looked at and taken in, at once or beside the server, with what came of it kept."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import replace
from functools import partial

from django.core.exceptions import ValidationError
from django_tasks import task

from accounts.invitations import invite
from accounts.jobs import tell_progress
from accounts.models import User
from sheets.problems import UnreadableFile, UnreadableTable
from units import kept
from units.imports.fates import DirectoryMoved, RowsWrong
from units.imports.lists import LISTS, Listing
from units.imports.looking import Asked, Look, look_at, look_from, state_of
from units.imports.outcome import End, Outcome, outcome_from, outcome_of, state_of_outcome
from units.imports.taking import read_list, take_list
from units.resources.base import Setting

# Longer lists are read and written beside the request, with their progress shown.
MANY_ROWS = 300
_LOST_AFTER = datetime.timedelta(minutes=15)
_BROKE_OFF = (
    "Chương trình gặp lỗi khi đọc tệp. Hãy tải tệp lên lại; nếu vẫn lỗi, báo người quản trị."
)


def progress_key(listing: Listing, sha256: str, user: User, what: str) -> str:
    """Under what the progress of a list is told; ``what`` is being done with it."""
    return f"{listing.key}:{user.pk}:{sha256}:{what}"


def look_kept(listing: Listing, sha256: str, user: User, asked: Asked) -> Look | None:
    """What a job has found in the list, once it has."""
    state = kept.noted(sha256=sha256, user=user, name=_look_name(listing, asked))
    return look_from(state) if state else None


def outcome_kept(listing: Listing, sha256: str, user: User) -> Outcome | None:
    """What came of taking the list in, once it has been."""
    state = kept.noted(sha256=sha256, user=user, name=_outcome_name(listing))
    return outcome_from(state) if state else None


def _look_name(listing: Listing, asked: Asked) -> str:
    return f"{listing.key}-{asked.mark}"


def _begun_name(listing: Listing, asked: Asked) -> str:
    return f"{listing.key}-{asked.mark}-dang-doc"


def _outcome_name(listing: Listing) -> str:
    return f"{listing.key}-xong"


def setting_of(
    listing: Listing, sha256: str, user: User, at: datetime.datetime, what: str
) -> Setting:
    """The setting of an import whose progress is told."""
    tell = partial(tell_progress, progress_key(listing, sha256, user, what))
    return listing.setting(at=at, by=user, tell=tell)


# --- looking ----------------------------------------------------------------------------------


def look_later(
    listing: Listing, sha256: str, user: User, asked: Asked, at: datetime.datetime
) -> None:
    """Has a job look at a kept list."""
    begun = {"at": at.isoformat()}
    kept.note(sha256=sha256, user=user, name=_begun_name(listing, asked), words=begun)
    tell_progress(progress_key(listing, sha256, user, asked.mark), 0, 0, "Đang chờ đến lượt")
    look_job.enqueue(
        listing=listing.key,
        sha256=sha256,
        user=user.pk,
        asked=asked.state,
        at=at.isoformat(),
    )


def is_looked_at(
    listing: Listing, sha256: str, user: User, asked: Asked, now: datetime.datetime
) -> bool:
    """Whether a job has begun to look; one that began long ago went down with the server."""
    begun = kept.noted(sha256=sha256, user=user, name=_begun_name(listing, asked))
    return begun is not None and now - datetime.datetime.fromisoformat(begun["at"]) < _LOST_AFTER


@task()
def look_job(*, listing: str, sha256: str, user: int, asked: list[object], at: str) -> None:
    """Looks at a kept list and keeps what it would do; a list thrown away meanwhile is left."""
    one, person = LISTS[listing], User.objects.get(pk=user)
    choice = Asked.from_state(asked)
    data = kept.kept(sha256=sha256, user=person)
    if data is None:
        return
    look = Look(choice.sheet, (), problem=_BROKE_OFF)
    setting = setting_of(one, sha256, person, datetime.datetime.fromisoformat(at), choice.mark)
    try:
        look = look_at(one, data, choice, setting)
    except UnreadableFile as error:
        look = replace(look, problem=str(error))
    finally:
        name = _look_name(one, choice)
        kept.note(sha256=sha256, user=person, name=name, words=state_of(look))


# --- taking in --------------------------------------------------------------------------------


def take_kept(
    listing: Listing, sha256: str, user: User, asked: Asked, fingerprint: str, setting: Setting
) -> Outcome | None:
    """Takes a kept list in and keeps what came of it; None where the list is kept no more.

    Once it is in, the file is thrown away.
    """
    data = kept.kept(sha256=sha256, user=user)
    if data is None:
        return None
    outcome = Outcome(End.FAILED)
    try:
        outcome = _taken(listing, data, asked, fingerprint, setting)
    finally:
        if outcome.end is End.WRITTEN:
            kept.throw_away(sha256=sha256, user=user, but=_outcome_name(listing))
        else:
            forget_look(listing, sha256, user, asked)
        _keep_outcome(listing, sha256, user, outcome)
    return outcome


def _taken(
    listing: Listing, data: bytes, asked: Asked, fingerprint: str, setting: Setting
) -> Outcome:
    setting.tell(0, 0, "Đang đọc tệp")
    try:
        table = read_list(listing.layout, data, sheet=asked.sheet, chosen=asked.columns)
        return outcome_of(take_list(listing, table, setting, fingerprint))
    except (UnreadableFile, UnreadableTable, RowsWrong):
        return Outcome(End.WRONG)
    except DirectoryMoved:
        return Outcome(End.MOVED)


def forget_look(listing: Listing, sha256: str, user: User, asked: Asked) -> None:
    """What was found in the list may be true no more: it is to be looked at again."""
    for name in (_look_name(listing, asked), _begun_name(listing, asked)):
        kept.forget(sha256=sha256, user=user, name=name)


def forget_outcome(listing: Listing, sha256: str, user: User) -> None:
    """The list is to be taken in again."""
    kept.forget(sha256=sha256, user=user, name=_outcome_name(listing))


@task()
def take_job(
    *, listing: str, sha256: str, user: int, asked: list[object], fingerprint: str, at: str
) -> None:
    """Takes a kept list in; of two such jobs the second finds no file and does nothing."""
    one, person = LISTS[listing], User.objects.get(pk=user)
    setting = setting_of(one, sha256, person, datetime.datetime.fromisoformat(at), "ghi")
    take_kept(one, sha256, person, Asked.from_state(asked), fingerprint, setting)


# --- letters to new people --------------------------------------------------------------------


def invite_later(
    listing: Listing, sha256: str, user: User, at: datetime.datetime, base_url: str
) -> bool:
    """Has a job invite the people whom a list has brought; False where none has come in."""
    outcome = outcome_kept(listing, sha256, user)
    if outcome is None:
        return False
    _keep_outcome(listing, sha256, user, replace(outcome, sending=True))
    invite_job.enqueue(
        listing=listing.key,
        sha256=sha256,
        user=user.pk,
        at=at.isoformat(),
        base_url=base_url,
    )
    return True


def _keep_outcome(listing: Listing, sha256: str, user: User, outcome: Outcome) -> None:
    words = state_of_outcome(outcome)
    kept.note(sha256=sha256, user=user, name=_outcome_name(listing), words=words)


@task()
def invite_job(*, listing: str, sha256: str, user: int, at: str, base_url: str) -> None:
    """Invites the people whom a list has brought and who have no password yet."""
    one, by = LISTS[listing], User.objects.get(pk=user)
    outcome = outcome_kept(one, sha256, by)
    if outcome is None:
        return
    moment = datetime.datetime.fromisoformat(at)
    tell = partial(tell_progress, progress_key(one, sha256, by, "moi"))
    made = User.objects.filter(pk__in=outcome.made)
    waiting = list(made.filter(invited_at=None, last_login=None).order_by("sort_name", "pk"))
    sent = 0
    for done, person in enumerate(waiting, start=1):
        tell(done, len(waiting), "Đang gửi thư mời")
        # Whoever has no address, or has been closed meanwhile, is passed over.
        with suppress(ValidationError):
            invite(user=person, by=by, at=moment, base_url=base_url)
            sent += 1
    without = made.filter(email="").count()
    done_with = replace(outcome, sending=False, invited=sent, without_address=without)
    _keep_outcome(one, sha256, by, done_with)
