"""Uploaded lists, kept between looking at them and taking them in.

A file lies in the folder of the person who brought it, under the hash of its bytes: nobody else
can name it, nothing typed becomes a path, and what is taken in is byte for byte what was looked at.
"""

from __future__ import annotations

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User

_KEPT_FOR = datetime.timedelta(days=1)


def keep(*, data: bytes, user: User, now: datetime.datetime) -> str:
    """Keeps the file and returns its hash; the person's files of yesterday are thrown away."""
    _throw_old_away(user, now)
    sha256 = hashlib.sha256(data).hexdigest()
    if not default_storage.exists(_path(user, sha256)):
        default_storage.save(_path(user, sha256), ContentFile(data))
    return sha256


def kept(*, sha256: str, user: User) -> bytes | None:
    """The file's bytes, or None where this person has kept no such file (any more)."""
    if not default_storage.exists(_path(user, sha256)):
        return None
    with default_storage.open(_path(user, sha256)) as file:
        return bytes(file.read())


def throw_away(*, sha256: str, user: User) -> None:
    """Forgets the file; forgetting it twice does nothing."""
    default_storage.delete(_path(user, sha256))


def _folder(user: User) -> str:
    return f"unit-lists/{user.pk}"


def _path(user: User, sha256: str) -> str:
    return f"{_folder(user)}/{sha256}"


def _throw_old_away(user: User, now: datetime.datetime) -> None:
    if not default_storage.exists(_folder(user)):
        return
    for name in default_storage.listdir(_folder(user))[1]:
        path = f"{_folder(user)}/{name}"
        if default_storage.get_modified_time(path) < now - _KEPT_FOR:
            default_storage.delete(path)
