"""The program's own processes, made to kill themselves at a named moment: ``tests.faults.real``
starts them.

``gunicorn tests.faults.dying:application``, or ``python -m tests.faults.dying COMMAND …``.  The
file ``moment`` in the folder ``KILLS_HOME`` says when: the turn, whose process (``KILLS_ROLE``), at
what and at which of them, and who dies: the process itself or its parent.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

django.setup()

from accounts import storage  # noqa: E402 (a model is at the end of this)
from accounts.mail import OfficeMailBackend  # noqa: E402
from reports.documents.document import OfficialDocument  # noqa: E402

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_HOME = Path(os.environ["KILLS_HOME"])
_MOMENT = _HOME / "moment"
_ROLE = os.environ["KILLS_ROLE"]
_seen: Counter[tuple[str, str]] = Counter()


def tick(name: str) -> None:
    """One more of this kind; the last where the moment has come."""
    try:
        turn, role, kind, number, who = _MOMENT.read_text().split()
    except (OSError, ValueError):
        return
    if (role, kind) != (_ROLE, name):
        return
    _seen[turn, name] += 1
    if _seen[turn, name] == int(number):
        _MOMENT.unlink(missing_ok=True)  # whoever does it again lives
        os.kill(os.getppid() if who == "parent" else os.getpid(), signal.SIGKILL)


def _query(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if _WRITES.match(sql):
        tick("database")
    return execute(sql, params, many, context)


def _watch(connection: Any, **_given: Any) -> None:
    if _query in connection.execute_wrappers:
        return
    connection.execute_wrappers.append(_query)
    commit = connection._commit

    def dying_commit() -> None:
        tick("commit")
        commit()
        tick("committed")

    vars(connection)["_commit"] = dying_commit


_copy, _send = storage._copy, OfficeMailBackend.send_messages
_receive, _is_long = MemoryFileUploadHandler.receive_data_chunk, OfficialDocument.is_long


def _dying_copy(content: Any, part: Any) -> None:
    _copy(content, part)
    tick("file")


def _dying_send(backend: Any, letters: Any) -> int:
    tick("letter")
    sent = _send(backend, letters)
    tick("mail")
    return int(sent or 0)


def _dying_receive(handler: Any, data: bytes, start: int) -> Any:
    tick("reading")
    return _receive(handler, data, start)


def _is_said_to_be_long(document: Any) -> bool:
    """Where the turn wants the worker to make the files, however few rows there are."""
    return (_HOME / "long").exists() or _is_long.fget(document)  # type: ignore[attr-defined]


connection_created.connect(_watch)
vars(storage)["_copy"] = _dying_copy
setattr(OfficeMailBackend, "send_messages", _dying_send)  # noqa: B010
setattr(MemoryFileUploadHandler, "receive_data_chunk", _dying_receive)  # noqa: B010
setattr(OfficialDocument, "is_long", property(_is_said_to_be_long))  # noqa: B010
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(["manage.py", *sys.argv[1:]])
