"""What came of taking a list in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from units.imports.fates import Fate, Preview, Unnamed
from units.imports.looking import unnamed_from, unnamed_state


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

    @property
    def nothing(self) -> bool:
        """Whether all was as the file says already."""
        return self.end is End.WRITTEN and not (self.new or self.changed)


def outcome_of(done: Preview) -> Outcome:
    return Outcome(
        End.WRITTEN,
        new=done.counts[Fate.NEW],
        changed=done.counts[Fate.CHANGED],
        made=done.made,
        unnamed=done.unnamed,
    )


def state_of_outcome(outcome: Outcome) -> dict[str, Any]:
    state = asdict(outcome)
    state["unnamed"] = unnamed_state(outcome.unnamed)
    return state


def outcome_from(state: dict[str, Any]) -> Outcome:
    found = {
        "end": End(state["end"]),
        "made": tuple(state["made"]),
        "unnamed": unnamed_from(state["unnamed"]),
    }
    return Outcome(**(state | found))
