"""Which task of a draft stands under which.  PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def parents(rows: Sequence[tuple[int, str]], unders: Mapping[int, int]) -> dict[int, int]:
    """For each task the key of the one it stands under, 0 for none.

    ``rows`` are the tasks in order as (key, number); ``unders`` what a person said (0: under none).
    Else the number says it: "II.1.2" stands under "II.1".  A parent always stands before.
    """
    places = {ref: key for key, ref in reversed(rows) if ref}
    found: dict[int, int] = {}
    for key, ref in rows:
        said = unders.get(key)
        if said is None or (said and said not in found):
            said = _by_number(ref, places)
        found[key] = said if said in found else 0
    return found


def _by_number(ref: str, places: Mapping[str, int]) -> int:
    parts = ref.split(".")
    above = (".".join(parts[:size]) for size in range(len(parts) - 1, 0, -1))
    return next((places[name] for name in above if name in places), 0)


def below(key: int, found: Mapping[int, int]) -> list[int]:
    """The task itself and all that stand under it, in order; ``found`` as ``parents`` gives it."""
    family = [key]
    for one, parent in found.items():
        if parent in family and one not in family:
            family.append(one)
    return family


def depth(key: int, found: Mapping[int, int]) -> int:
    """How many tasks stand above this one."""
    steps, parent = 0, found.get(key, 0)
    while parent:
        steps, parent = steps + 1, found.get(parent, 0)
    return steps
