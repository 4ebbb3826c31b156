"""The frame of every change of a unit: lock, look whether it is still as the person saw it, change,
save with who did it and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from units.models import Unit

Day = datetime.date
REASON_LENGTH = 100  # of the history's own column


class StaleUnit(ValidationError):
    """Somebody changed the unit, or the group, after the person had opened it."""

    def __init__(self, what: str = "Đơn vị") -> None:
        super().__init__(
            f"{what} này vừa được người khác sửa. Hãy xem lại nội dung mới rồi lưu lại.",
            code="stale",
        )


@contextmanager
def changing(unit: Unit, by: User, reason: str, revision: int | None = None) -> Iterator[Unit]:
    """Gives the row as it is now, locked; saves it with the next revision when all went well."""
    with transaction.atomic():
        row = Unit.objects.select_for_update().get(pk=unit.pk)
        if revision is not None and revision != row.revision:
            raise StaleUnit
        row._history_user = by  # type: ignore[attr-defined]
        row._change_reason = reason  # type: ignore[attr-defined]
        yield row
        row.revision += 1
        row.full_clean()
        row.save()


def noted(reason: str, on: Day) -> str:
    """A reason for the history, with its day, cut to what fits."""
    day = f" ({on:%d/%m/%Y})"
    return Truncator(reason).chars(REASON_LENGTH - len(day)) + day


def save_as(row: Any, by: User, reason: str) -> None:
    """Checks and saves a row that has a history."""
    row.full_clean()
    row._history_user = by
    row._change_reason = reason
    row.save()
