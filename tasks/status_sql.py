"""The status of work as SQL, and how many there are of each in one pass over the rows.

``StatusOn`` states what ``tasks.status.status_on`` states in Python, and a test compares the two.
It is written out as one CASE: put together from Django's own conditions it takes longer to build
than to run, and each use of it in a condition on top repeats it whole.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Case, CharField, F, Func, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce, Greatest, Least

from tasks.status import DUE_SOON_DAYS, TASK_WEIGHTS, UNFINISHED, Counts, Hint, Status, sum_of

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


def period_rule(starts_on: datetime.date, ends_on: datetime.date) -> Q:
    """Rows that belong to a period, of rows that carry ``closed_on``."""
    return begun_rule(starts_on, ends_on) & Q(closed_on__gte=starts_on)


def begun_rule(starts_on: datetime.date, ends_on: datetime.date) -> Q:
    """As ``period_rule``, of rows none of which was closed before the period."""
    first = models.Value(starts_on, output_field=models.DateField())
    in_force = Q(task__plan__in_force_until__isnull=True) | Q(
        task__plan__in_force_until__gte=Greatest(F("starts_on"), first)
    )
    return Q(starts_on__lte=ends_on) & in_force


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
of_task AS (SELECT MIN(plan) AS plan, MIN(weight) AS weight, MIN(earlier) AS earlier
FROM part GROUP BY task),
of_unit AS (SELECT unit, weight, COUNT(*) AS parts
FROM part WHERE weight IS NOT NULL GROUP BY unit, weight)
SELECT 'plan', plan, weight, COUNT(*) FROM of_task WHERE weight IS NOT NULL GROUP BY plan, weight
UNION ALL SELECT 'parts', 0, weight, SUM(parts) FROM of_unit GROUP BY weight
"""
_TALLY_OF_UNITS = """
UNION ALL SELECT 'unit', unit, weight, parts FROM of_unit WHERE unit IN ({units})
UNION ALL SELECT 'under', link.ancestor_id, weight, SUM(parts)
FROM of_unit JOIN units_unitancestor AS link ON link.unit_id = of_unit.unit
WHERE link.ancestor_id IN ({units}) GROUP BY link.ancestor_id, weight
"""
# What is put in is the program's own: a number and rules in SQL; values are parameters.
_TALLY_BESIDE = """
UNION ALL SELECT 'earlier', 0, earlier, COUNT(*)
FROM of_task WHERE earlier IS NOT NULL GROUP BY earlier
UNION ALL SELECT 'marks', weight, marks, COUNT(*) FROM part WHERE marks > 0 GROUP BY weight, marks
UNION ALL SELECT 'late', id, 0, 0 FROM (
SELECT id FROM part WHERE weight = {overdue} ORDER BY {lateness} DESC, due_on, id LIMIT {late}
) AS latest
""".replace("{overdue}", str(TASK_WEIGHTS[Status.OVERDUE]))  # nosec B608


@dataclass(frozen=True)
class Tally:
    """The counts of some work on a day: of its parts; of its tasks, each once, by plan; and of the
    parts of some units (``units``: their own; ``under``: with all below them).

    Of what was asked ``beside``: the tasks of the earlier work; how many parts have which marks, by
    their status where they are counted; the keys of the parts that are late by most days."""

    parts: Counts
    plans: Mapping[int, Counts]
    units: Mapping[int, Counts]
    under: Mapping[int, Counts]
    earlier: Counts = field(default_factory=Counts)
    marks: Mapping[tuple[Status | None, int], int] = field(default_factory=dict)
    late: tuple[int, ...] = ()

    @property
    def tasks(self) -> Counts:
        return sum_of(self.plans.values())


@dataclass(frozen=True)
class Beside:
    """What the same pass over the work tells besides its counts.

    ``counted``: which of the work the counts are of.  ``earlier``: which work stood on an earlier
    day, ``earlier_on``.  ``marks``: an expression, a sum of bits for each part.  ``late``: how many
    of the counted parts that are late by most days.
    """

    counted: Q
    earlier: Q
    earlier_on: datetime.date
    marks: Any
    late: int


def tally(
    work: AssignmentQuerySet,
    day: datetime.date,
    units: Sequence[int] = (),
    beside: Beside | None = None,
) -> Tally:
    """All counts of ``work`` in one pass, instead of one pass for each."""
    params: list[Any] = [*units, *units]
    sql = _TALLY
    if units:
        sql += _TALLY_OF_UNITS.replace("{units}", ", ".join(["%s"] * len(units)))
    if beside:
        sql += _TALLY_BESIDE.replace("{late}", str(beside.late))
        sql = sql.replace("{lateness}", _lateness(work))
        params += [connections[work.db].ops.adapt_datefield_value(day)] * sql.count("{day}")
        sql = sql.replace("{day}", "%s")
    found: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for what, key, weight, number in _asked(_parts(work, day, beside), sql, *params):
        found[what][key].append((weight, int(number)))
    late, marked = found.pop("late", {}), found.pop("marks", {})
    counts = {
        what: {key: counts_of(weights) for key, weights in of_key.items()}
        for what, of_key in found.items()
    }
    return Tally(
        parts=counts.get("parts", {}).get(0, Counts()),
        plans=counts.get("plan", {}),
        units=counts.get("unit", {}),
        under=counts.get("under", {}),
        earlier=counts.get("earlier", {}).get(0, Counts()),
        marks={
            (BY_WEIGHT.get(weight), marks): number
            for weight, of_weight in marked.items()
            for marks, number in of_weight
        },
        late=tuple(late),
    )


_TALLY_BY_DAY = """
SELECT at, weight, COUNT(*)
FROM (SELECT at, MIN(weight) AS weight FROM ({rows}) AS part GROUP BY at, task) AS of_task
GROUP BY at, weight
"""


def tally_by_day(work: Sequence[tuple[datetime.date, AssignmentQuerySet]]) -> list[Counts]:
    """The counts of tasks, each once, of the work of several days, each judged on its own day, in
    one query; in the order of ``work``."""
    judged = [
        rows.order_by().values(
            "task", at=models.Value(at, IntegerField()), weight=StatusOn(day, weighed=True)
        )
        for at, (day, rows) in enumerate(work)
    ]
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, weight, number in _asked(judged[0].union(*judged[1:], all=True), _TALLY_BY_DAY):
        found[at].append((weight, int(number)))
    return [counts_of(found[at]) for at in range(len(judged))]


def _parts(work: AssignmentQuerySet, day: datetime.date, beside: Beside | None) -> Any:
    """One row a part, with its weight where it is counted."""
    columns: dict[str, Any] = {"plan": F("task__plan")}
    if beside is None:
        now, none = StatusOn(day, weighed=True), models.Value(None, IntegerField())
        return work.order_by().values("task", "unit", **columns, weight=now, earlier=none)
    for name, rule, on in (
        ("weight", beside.counted, day),
        ("earlier", beside.earlier, beside.earlier_on),
    ):
        columns[name] = Case(When(rule, then=StatusOn(on, weighed=True)), default=None)
    columns["until"] = F("task__plan__in_force_until")
    return work.order_by().values(
        "id", "task", "unit", "due_on", "finished_on", **columns, marks=beside.marks
    )


def _lateness(work: AssignmentQuerySet) -> str:
    """By how much a late part is late, as SQL over the columns of a part: up to the day on which it
    was finished, its plan ended, or the day for which {day} stands."""
    until = (
        "CASE WHEN finished_on <= {day} THEN finished_on"
        " WHEN until < {day} THEN until ELSE {day} END"
    )
    ops: Any = connections[work.db].ops
    return str(ops.subtract_temporals("DateField", (until, ()), ("due_on", ()))[0])
