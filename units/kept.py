"""Uploaded lists, and what is known of them, kept between looking at them and taking them in.

A file lies in the folder of the person who brought it, under the hash of its bytes: nobody else
can name it, nothing typed becomes a path, and what is taken in is byte for byte what was looked at.
Beside it lie its notes: what it would do, what was done.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User

_KEPT_FOR = datetime.timedelta(days=1)
Note = dict[str, Any]


def keep(*, data: bytes, user: User, now: datetime.datetime) -> str:
    """Keeps the file and returns its hash; the person's files of yesterday are thrown away."""
    _throw_old_away(user, now)
    sha256 = hashlib.sha256(data).hexdigest()
    throw_away(sha256=sha256, user=user)
    default_storage.save(_path(user, sha256), ContentFile(data))
    return sha256


def kept(*, sha256: str, user: User) -> bytes | None:
    """The file's bytes, or None where this person has kept no such file (any more)."""
    return _read(_path(user, sha256))


def throw_away(*, sha256: str, user: User, but: str = "") -> None:
    """Forgets the file and its notes, all but one; forgetting it twice does nothing."""
    spared = f"{sha256}.{but}.json"
    for name in _names(user):
        if name.startswith(sha256) and name != spared:
            default_storage.delete(_path(user, name))


def note(*, sha256: str, user: User, name: str, words: Note) -> None:
    """Keeps a note beside the file, in place of an older one of this name."""
    path = _path(user, f"{sha256}.{name}.json")
    default_storage.delete(path)
    default_storage.save(path, ContentFile(json.dumps(words, ensure_ascii=False).encode()))


def forget(*, sha256: str, user: User, name: str) -> None:
    """Throws a note away."""
    default_storage.delete(_path(user, f"{sha256}.{name}.json"))


def noted(*, sha256: str, user: User, name: str) -> Note | None:
    """The note of this name, or None where there is none, or not the whole of it yet."""
    data = _read(_path(user, f"{sha256}.{name}.json"))
    try:
        words: Note | None = json.loads(data) if data else None
    except ValueError:
        return None
    return words


def _read(path: str) -> bytes | None:
    try:
        with default_storage.open(path) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _names(user: User) -> list[str]:
    if not default_storage.exists(_folder(user)):
        return []
    return list(default_storage.listdir(_folder(user))[1])


def _folder(user: User) -> str:
    return f"lists/{user.pk}"


def _path(user: User, name: str) -> str:
    return f"{_folder(user)}/{name}"


def _throw_old_away(user: User, now: datetime.datetime) -> None:
    for name in _names(user):
        path = _path(user, name)
        if default_storage.get_modified_time(path) < now - _KEPT_FOR:
            default_storage.delete(path)
