"""A list is taken in whole or not at all, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sheets.tables import Table
from units.actions import lock_tree
from units.lists.judge import Setting
from units.lists.lists import Listing
from units.lists.outcomes import DirectoryMoved, Preview, RowOutcome, RowsWrong, Unnamed
from units.lists.preview import told, with_memory


def take_list(listing: Listing, table: Table, setting: Setting, fingerprint: str = "") -> Preview:
    """Takes the list in, in one transaction, and returns what was done.

    ``fingerprint`` is that of the preview which the person saw, where there was one.  Raises
    RowsWrong or DirectoryMoved, and then nothing has been written.
    """
    resource = listing.resource(setting=with_memory(setting))
    try:
        with transaction.atomic():
            lock_tree()
            done = told(listing, table, resource, resource.import_rows(table.rows, dry_run=False))
            if fingerprint and fingerprint != done.fingerprint:
                raise DirectoryMoved
            if done.wrong:
                raise RowsWrong(done)
            return replace(done, made=tuple(one.pk for one in resource.create_instances))
    except (IntegrityError, ValidationError) as error:
        # Somebody wrote the same code, account or name between our reading and our writing.
        raise DirectoryMoved from error


class End(StrEnum):
    WRITTEN = "written"
    WRONG = "wrong"  # some row is wrong
    MOVED = "moved"  # what is stored has changed since it was looked at
    FAILED = "failed"  # the program broke off


@dataclass(frozen=True)
class Outcome:
    """``new`` and ``changed`` count rows; ``made`` are the numbers of what was new.

    ``sending``: new people are being invited; then ``invited`` and ``without_address`` count those
    who were and those who could not be (-1: nobody has asked for letters yet).
    """

    end: End
    new: int = 0
    changed: int = 0
    made: tuple[int, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    sending: bool = False
    invited: int = -1
    without_address: int = 0

    @classmethod
    def of(cls, done: Preview) -> Self:
        return cls(
            End.WRITTEN,
            new=done.counts[RowOutcome.NEW],
            changed=done.counts[RowOutcome.CHANGED],
            made=done.made,
            unnamed=done.unnamed,
        )

    @property
    def nothing(self) -> bool:
        """Whether all was as the file says already."""
        return self.end is End.WRITTEN and not (self.new or self.changed)

    def state(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        found = {
            "end": End(state["end"]),
            "made": tuple(state["made"]),
            "unnamed": tuple(Unnamed(**one) for one in state["unnamed"]),
        }
        return cls(**(state | found))
