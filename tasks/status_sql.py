"""The status of work as SQL, and how many there are of each in one pass over the rows.

``StatusOn`` states what ``tasks.status.status_on`` states in Python, and a test compares the two.
It is written out as one CASE: put together from Django's own conditions it takes longer to build
than to run, and each use of it in a condition on top repeats it whole.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import CharField, F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from tasks.status import DUE_SOON_DAYS, TASK_WEIGHTS, UNFINISHED, Counts, Hint, Status

if TYPE_CHECKING:
    from tasks.querysets import AssignmentQuerySet

BY_WEIGHT: Mapping[int, Status] = {weight: status for status, weight in TASK_WEIGHTS.items()}

FAR = models.Value(datetime.date(9999, 12, 31), output_field=models.DateField())
# When work was confirmed or cancelled: an index knows it, so that what was closed before a period
# is not looked at.
CLOSED_ON = Least(Coalesce("confirmed_on", FAR), Coalesce("cancelled_on", FAR))

_FACTS = {
    "cancelled": "cancelled_on",
    "finished": "finished_on",
    "confirmed": "confirmed_on",
    "suspended": "suspended_on",
    "due": "due_on",
    "until": "task__plan__in_force_until",
}
# A comparison with a missing day is neither true nor false, and so no WHEN takes it; where its
# contrary is asked, the missing day is asked for by itself.
_UNFINISHED = "({finished} IS NULL OR {finished} > {day})"
_DONE = "({finished} <= {day} AND {confirmed} <= {day})"
_NOT_DONE = f"({_UNFINISHED} OR {{confirmed}} IS NULL OR {{confirmed}} > {{day}})"
_OUT_OF_TIME = "({due} IS NULL OR {due} >= {until})"
_ASKED_NO_LONGER = f"{{until}} < {{day}} AND {_UNFINISHED}"
_IN_TIME = (
    f"({{due}} >= {{day}} AND {_UNFINISHED} OR {{finished}} <= {{day}} AND {{due}} >= {{finished}})"
)
_RULES = (
    ("{cancelled} <= {day}", Status.CANCELLED),
    (f"{_ASKED_NO_LONGER} AND ({{suspended}} <= {{day}} OR {_OUT_OF_TIME})", Status.CANCELLED),
    (f"{{suspended}} <= {{day}} AND {_NOT_DONE}", Status.SUSPENDED),
    (f"{{due}} IS NULL AND {_DONE}", Status.DONE_UNDATED),
    ("{due} IS NULL", Status.ONGOING),
    (f"{_DONE} AND {_IN_TIME}", Status.DONE_ON_TIME),
    (_DONE, Status.DONE_LATE),
    (_IN_TIME, Status.OPEN),
)
_OTHERWISE = Status.OVERDUE


class StatusOn(Func):
    """The status of an assignment on a day: a Status's value, or its weight (``TASK_WEIGHTS``)."""

    def __init__(self, day: datetime.date, *, weighed: bool = False) -> None:
        self.day, self.weighed = day, weighed
        field: models.Field[Any, Any] = IntegerField() if weighed else CharField()
        super().__init__(*map(F, _FACTS.values()), output_field=field)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # the rest is for Func's own template
        columns = [compiler.compile(one)[0] for one in self.source_expressions]
        names = dict(zip(_FACTS, columns, strict=True))
        sql = _WEIGHED if self.weighed else _NAMED
        day = connection.ops.adapt_datefield_value(self.day)
        return sql.format(**names, day="%s"), [day] * sql.count("{day}")


def _case(codes: Mapping[Status, str]) -> str:
    rules = " ".join(f"WHEN {condition} THEN {codes[status]}" for condition, status in _RULES)
    return f"CASE {rules} ELSE {codes[_OTHERWISE]} END"


_NAMED = _case({status: f"'{status.value}'" for status in Status})
_WEIGHED = _case({status: str(weight) for status, weight in TASK_WEIGHTS.items()})


def status_rule(day: datetime.date, status: Status) -> Q:
    """Rows of one status; what it takes in any case is said besides, where an index knows it."""
    rule = Q(status=status.value)
    if status is Status.OVERDUE:
        return Q(due_on__lt=day) & rule
    return Q(due_on__isnull=True) & rule if status is Status.ONGOING else rule


def hint_rule(day: datetime.date, hint: Hint) -> Q:
    """A hint on a day as a condition on rows that carry ``status``; as ``status.hint_on``."""
    unfinished = Q(status__in=[status.value for status in UNFINISHED])
    finished = Q(finished_on__lte=day)
    if hint is Hint.WAITING:
        return unfinished & finished
    if hint is Hint.NOT_STARTED:
        return unfinished & ~finished & Q(starts_on__gt=day)
    soon = day + datetime.timedelta(days=DUE_SOON_DAYS)
    return unfinished & ~finished & Q(starts_on__lte=day, due_on__gte=day, due_on__lte=soon)


def counts_of(rows: Iterable[tuple[int, int]]) -> Counts:
    """The counts that rows of a weight and a number make."""
    found: dict[str, int] = {}
    for weight, number in rows:
        name = BY_WEIGHT[weight].value
        found[name] = found.get(name, 0) + number
    return Counts(**found)


def counted_by_weight(rows: QuerySet[Any, Any]) -> Counts:
    """How many of the rows have which ``weight``."""
    return counts_of(_asked(rows, "SELECT weight, COUNT(*) FROM ({rows}) AS found GROUP BY weight"))


def _asked(rows: QuerySet[Any, Any], sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """What a query around the query of ``rows`` answers; ``sql`` is ours, with {rows} once."""
    try:
        inner, given = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql.format(rows=inner), [*given, *params])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


# Every part is judged once; everything that is counted is counted from what that gave.
_TALLY = """
WITH part AS ({rows}),
of_task AS (SELECT task, plan, MIN(weight) AS weight FROM part GROUP BY task, plan),
of_unit AS (SELECT unit, weight, COUNT(*) AS parts FROM part GROUP BY unit, weight)
SELECT 'plan', plan, weight, COUNT(*) FROM of_task GROUP BY plan, weight
UNION ALL SELECT 'parts', 0, weight, SUM(parts) FROM of_unit GROUP BY weight
"""
_TALLY_OF_UNITS = """
UNION ALL SELECT 'unit', unit, weight, parts FROM of_unit WHERE unit IN ({units})
UNION ALL SELECT 'under', link.ancestor_id, weight, SUM(parts)
FROM of_unit JOIN units_unitancestor AS link ON link.unit_id = of_unit.unit
WHERE link.ancestor_id IN ({units}) GROUP BY link.ancestor_id, weight
"""


@dataclass(frozen=True)
class Tally:
    """The counts of some work on a day: of its parts; of its tasks, each once, by plan; and of the
    parts of some units (``units``: their own; ``under``: with all below them)."""

    parts: Counts
    plans: Mapping[int, Counts]
    units: Mapping[int, Counts]
    under: Mapping[int, Counts]

    @property
    def tasks(self) -> Counts:
        return sum(self.plans.values(), Counts())


def tally(work: AssignmentQuerySet, day: datetime.date, units: Sequence[int] = ()) -> Tally:
    """All counts of ``work`` in one pass, instead of one pass for each."""
    rows = work.order_by().values(
        "task", "unit", plan=F("task__plan"), weight=StatusOn(day, weighed=True)
    )
    sql, marks = _TALLY, ", ".join(["%s"] * len(units))
    if units:
        sql += _TALLY_OF_UNITS.replace("{units}", marks)
    found: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for what, key, weight, number in _asked(rows, sql, *units, *units):
        found[what][key].append((weight, int(number)))
    counts = {
        what: {key: counts_of(weights) for key, weights in of_key.items()}
        for what, of_key in found.items()
    }
    return Tally(
        parts=counts.get("parts", {}).get(0, Counts()),
        plans=counts.get("plan", {}),
        units=counts.get("unit", {}),
        under=counts.get("under", {}),
    )
