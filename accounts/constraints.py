"""Check constraints that a row is held against without asking the database.

Django's own ``CheckConstraint`` sends a query for each constraint whenever a row is validated: a
row with four of them costs four queries before it is saved.  The conditions here are plain
comparisons of the row's own columns, which Python can judge as well.  The database still enforces
them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "": operator.eq,
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, wanted: value in wanted,
}


class RowCheck(models.CheckConstraint):
    """A check constraint whose condition compares columns of one row with one another or with
    values; in migrations it is Django's own."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Collection[str] | None = None,
        using: str = "default",
    ) -> None:
        """Raises ValidationError where the row breaks the condition.  As in SQL, a comparison with
        nothing is neither true nor false, and only what is false is refused."""
        if exclude and _columns(self.condition) & set(exclude):
            return
        if holds(self.condition, instance) is False:
            message, code = self.get_violation_error_message(), self.violation_error_code
            raise ValidationError(message, code=code)

    def deconstruct(self) -> Any:
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs


def holds(condition: Any, row: models.Model) -> bool | None:
    """Whether the row meets a condition (a Q of comparisons); None where SQL would say NULL."""
    if not isinstance(condition, Q):
        lookup, wanted = condition
        return _compares(lookup, wanted, row)
    found = _combined(condition.connector, [holds(child, row) for child in condition.children])
    return found if found is None or not condition.negated else not found


def _combined(connector: str, results: Iterable[bool | None]) -> bool | None:
    results = list(results)
    decides = connector == Q.OR  # one True settles an OR, one False settles an AND
    if decides in results:
        return decides
    return None if None in results else not decides


def _compares(lookup: str, wanted: Any, row: models.Model) -> bool | None:
    name, _, comparison = lookup.partition("__")
    value = _value(row, name)
    if comparison == "isnull":
        return bool((value is None) == wanted)
    if isinstance(wanted, F):
        wanted = _value(row, _name(wanted))
    if value is None or wanted is None:
        return None
    return _COMPARISONS[comparison](value, wanted)


def _value(row: models.Model, name: str) -> Any:
    return row.pk if name == "pk" else getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]  # a column


def _name(column: F) -> str:
    return str(column.name)  # type: ignore[attr-defined]  # the stub of F knows no name


def _columns(condition: Any) -> set[str]:
    if isinstance(condition, Q):
        return set().union(*map(_columns, condition.children))
    lookup, wanted = condition
    return {lookup.partition("__")[0], *([_name(wanted)] if isinstance(wanted, F) else [])}
