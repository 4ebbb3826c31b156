"""Nhiệm vụ counted from the counts of their phần việc.  PURE.

A phần việc is one unit's leading part in one task for one period; a nhiệm vụ is the task itself and
counts once (``tasks.status.task_status``).
"""

from __future__ import annotations

from collections.abc import Iterable

from tasks.status import Counts, Status, task_status


def count_tasks(parts: Iterable[Counts]) -> Counts:
    """The counts of nhiệm vụ, from the counts of the parts of each."""
    found: dict[str, int] = {}
    for one in parts:
        status = task_status(status for status in Status if getattr(one, status.value))
        if status:
            found[status.value] = found.get(status.value, 0) + 1
    return Counts(**found)
