"""Many rows with few statements: their history, and the links of the tree.

The history of rows just written is a copy of them, so the database makes it itself (INSERT …
SELECT): the ORM's way, which sends every row through Python once more, takes as long as writing
them.  The statements are made of the models' own names and are the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from units.actions import CycleOfParents
from units.models import Unit, UnitAncestor

# SQLite takes 999 parameters in one statement.
_AT_ONCE = 500
_LINKS_AT_ONCE = 1000

T = TypeVar("T")


def write_history(
    model: type[Model], pks: Sequence[int], *, kind: str, by: Any, at: datetime.datetime
) -> None:
    """Notes that ``by`` (None: a command) made ("+") or changed ("~") the rows as they are now."""
    history: Any = model.history.model  # type: ignore[attr-defined]  # simple-history adds it
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    own = ", ".join(quote(name) for name in ("history_date", "history_type", "history_user_id"))
    statement = (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns}, {own})"  # nosec B608 (own names)
        f" SELECT {columns}, %s, %s, %s FROM {quote(model._meta.db_table)}"
        f" WHERE {quote(str(model._meta.pk.column))} IN "
    )
    date = connection.ops.adapt_datetimefield_value(at)
    user = getattr(by, "pk", None)
    with connection.cursor() as cursor:
        for batch in batched(pks, _AT_ONCE):
            marks = ", ".join(["%s"] * len(batch))
            cursor.execute(f"{statement}({marks})", [date, kind, user, *batch])


def hang_branches(fresh: Iterable[int], moved: Iterable[int]) -> None:
    """Makes the links of the tree right for new units and for the branches of units that were moved
    below another parent.

    The links are found here and not by a recursive query: on tables just filled, of which it knows
    nothing yet, PostgreSQL was seen to take a minute for what this does in a second.
    """
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    new, tops = set(fresh), set(moved)
    chains = {pk: chain_above(pk, parents) for pk in parents} if tops else {}
    branches = [pk for pk, chain in chains.items() if not tops.isdisjoint(chain)]
    for batch in batched(branches, _AT_ONCE):
        UnitAncestor.objects.filter(unit__in=batch).delete()
    _write_links(
        (pk, ancestor, distance)
        for pk in new.union(branches)
        for distance, ancestor in enumerate(chains.get(pk) or chain_above(pk, parents))
    )


def chain_above(pk: int, parents: Mapping[int, int | None]) -> list[int]:
    """The unit and those above it, from below.  Raises CycleOfParents."""
    chain: list[int] = []
    above: int | None = pk
    while above is not None:
        if above in chain:
            raise CycleOfParents("Các đơn vị cấp trên tạo thành vòng lặp.")
        chain.append(above)
        above = parents[above]
    return chain


def _write_links(links: Iterable[tuple[int, int, int]]) -> None:
    table = connection.ops.quote_name(UnitAncestor._meta.db_table)
    with connection.cursor() as cursor:
        for batch in batched(links, _LINKS_AT_ONCE):
            # Whole numbers of our own, written out: as parameters they take three times as long.
            values = ",".join(f"({unit:d},{above:d},{steps:d})" for unit, above, steps in batch)
            cursor.execute(
                f"INSERT INTO {table} (unit_id, ancestor_id, distance) VALUES {values}"  # nosec B608
            )


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in runs that one statement can take."""
    found = iter(items)
    while batch := list(islice(found, size)):
        yield batch
