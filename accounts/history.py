"""What is kept of changes of accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from simple_history.models import HistoricalRecords

# Django writes this on every login; the login journal keeps it already.
_LOGIN = frozenset({"last_login"})


class AccountHistory(HistoricalRecords):
    """One row a change, passwords left out, and none for a login."""

    def post_save(
        self, instance: Model, created: bool, using: str | None = None, **kwargs: Any
    ) -> None:
        if kwargs.get("update_fields") != _LOGIN:
            super().post_save(instance, created, using=using, **kwargs)
