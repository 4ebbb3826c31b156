"""A write that fails: the n-th of the database, of the store and of the mail server together."""

from __future__ import annotations

import errno
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from django.apps import apps
from django.conf import settings
from django.core.mail.backends import locmem
from django.db import OperationalError, connection

from accounts import storage

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
Rows = dict[str, list[tuple[object, ...]]]


@dataclass
class Count:
    """How many writes there were; ``kind`` is what the failing one was about."""

    writes: int = 0
    kind: str = ""


@contextmanager
def broken_at(number: int) -> Iterator[Count]:
    """Has the write of that number (from 1; 0 for none) fail as its kind fails."""
    count = Count()

    def write(kind: str, error: Exception) -> None:
        count.writes += 1
        if count.writes == number:
            count.kind = kind
            raise error

    def query(execute, sql, params, many, context):
        if _WRITES.match(sql):
            write("database", OperationalError("database or disk is full"))
        return execute(sql, params, many, context)

    def copy(content, part):
        write("file", OSError(errno.ENOSPC, "No space left on device"))
        return _copy(content, part)

    def send(backend, letters):
        write("mail", smtplib.SMTPServerDisconnected("Connection unexpectedly closed"))
        return _send(backend, letters)

    with (
        connection.execute_wrapper(query),
        mock.patch.object(storage, "_copy", copy),
        mock.patch.object(locmem.EmailBackend, "send_messages", send),
    ):
        yield count


_copy, _send = storage._copy, locmem.EmailBackend.send_messages


def all_rows() -> Rows:
    """What every table holds; the columns in the order of the model's fields."""
    found: Rows = {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy:
                continue
            table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
            columns = ", ".join(quote(str(one.column)) for one in model._meta.concrete_fields)
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {key}")
            found[model._meta.db_table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


def all_files() -> set[tuple[str, int]]:
    """What lies in the store: names and sizes."""
    root = Path(settings.MEDIA_ROOT)
    files = (path for path in root.rglob("*") if path.is_file())
    return {(str(path.relative_to(root)), path.stat().st_size) for path in files}
