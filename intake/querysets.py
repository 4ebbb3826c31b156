"""Questions about documents that are being read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Func, IntegerField

from accounts.models import User
from units.policy import Capability
from units.querysets import within_reach

if TYPE_CHECKING:
    from intake.models import Intake


class _Length(Func):
    """How many values a JSON list has."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH")


class IntakeQuerySet(models.QuerySet["Intake"]):
    def editable_by(self, user: User) -> IntakeQuerySet:
        """Documents put in for agencies for which the person may put plans in."""
        return self.filter(within_reach(user, Capability.IMPORT_PLANS, "issuer"))

    def with_pages_read(self) -> IntakeQuerySet:
        """Adds ``pages_read``: how many pages of a scan are kept so far, without fetching them."""
        return self.annotate(pages_read=_Length("pages"))

    def open(self) -> IntakeQuerySet:
        """Not yet turned into a plan and not dropped."""
        return self.filter(plan__isnull=True, dropped_on__isnull=True)
