"""The base of every change of rows: one transaction, the row as it is now, and in the history whose
hand it was and why.

A verb is a public function of an ``actions`` module.  It takes keyword arguments only, is marked
``@verb``, and raises ValidationError, in words for the person, where something stands in its way.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import Truncator

from accounts.models import User
from accounts.storage import undoing_files

Verb = TypeVar("Verb", bound=Callable[..., Any])
Row = TypeVar("Row", bound=models.Model)

REASON_LENGTH = 100  # of the history's own column


class StaleRevision(ValidationError):
    """Somebody changed the thing after the person had opened it.

    ``revision`` is the number that it has now: a form shown again carries it, so that saving once
    more is a choice.
    """

    def __init__(self, what: str, revision: int, how: str = "được người khác sửa") -> None:
        super().__init__(
            f"{what} vừa {how}. Nội dung bạn nhập vẫn còn nguyên: hãy xem lại rồi bấm lưu lần nữa.",
            code="stale",
        )
        self.revision = revision


def verb(action: Verb) -> Verb:
    """Marks a change of rows and files: all of it is written, or nothing."""

    @wraps(action)
    def change(**arguments: Any) -> Any:
        with undoing_files() as files, transaction.atomic():
            done = action(**arguments)
            files.is_through = True
            return done

    return cast("Verb", change)


def locked(row: Row, *related: str, revision: int | None = None, what: str = "") -> Row:
    """The row as it stands now, held until the transaction ends; ``related`` rows come along.

    Raises StaleRevision where ``revision``, the number that the person saw, is another by now;
    ``what`` names the row there ("Nhóm này") where its model's own name would not do.
    """
    _demand_transaction()
    # Rows that only point at this one need not wait: fewer people do, and no two for each other.
    # By the class it says: the person of a request is fetched when first looked at.
    rows = row.__class__._default_manager.select_for_update(of=("self",), no_key=True)
    now: Any = (rows.select_related(*related) if related else rows).get(pk=row.pk)
    if revision is not None and revision != now.revision:
        raise StaleRevision(what or f"{now._meta.verbose_name} này".capitalize(), now.revision)
    return now  # type: ignore[no-any-return]  # not every model has a revision


def edition(row: models.Model) -> int:
    """What a form remembers of a row that has no ``revision``: the last line of its history, 0 for
    a new row; as the query of the row gave it, where that asked for it under this name."""
    known = vars(row).get("edition")
    if known is None:
        lines = cast("Any", row).history.order_by("-history_id")
        known = lines.values_list("history_id", flat=True).first()
    return known or 0


def demand_edition(row: models.Model, seen: int, what: str) -> None:
    """Raises StaleRevision, with ``what`` as the row's name, where the person saw another edition
    than the one that holds."""
    if seen != (now := edition(row)):
        raise StaleRevision(what, now)


@contextmanager
def changing(
    row: Row,
    *related: str,
    by: User | None = None,
    reason: str = "",
    revision: int | None = None,
    what: str = "",
    unchecked: Collection[str] = (),
) -> Iterator[Row]:
    """Gives the row as ``locked`` does; saves it as ``save_as`` does, with the next revision, when
    all went well."""
    now: Any = locked(row, *related, revision=revision, what=what)
    yield now
    now.revision += 1
    save_as(now, by, reason, unchecked)


def save_as(row: Row, by: User | None, reason: str = "", unchecked: Collection[str] = ()) -> Row:
    """Checks the row, but for the fields ``unchecked``, and saves it with who did it and why."""
    _demand_transaction()
    row.full_clean(exclude=unchecked)
    sign(row, by, reason).save()
    return row


def delete_as(row: models.Model, by: User | None, reason: str = "") -> None:
    """Deletes the row; its history keeps who did it and why."""
    _demand_transaction()
    sign(row, by, reason).delete()


def sign(row: Row, by: User | None, reason: str = "") -> Row:
    """Says whose hand the next line of the row's history is, and why."""
    vars(row).update(_history_user=by, _change_reason=told(reason) or None)
    return row


def told(reason: str, on: datetime.date | None = None) -> str:
    """A reason for the history, with its day, cut to what the column holds."""
    day = f" ({on:%d/%m/%Y})" if on else ""
    return Truncator(reason).chars(REASON_LENGTH - len(day)) + day


def _demand_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A change of rows outside a transaction.")
