"""A figure of the field in a report.  PURE."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureRow:
    """Buổi tuyên truyền, lượt người, vụ cháy …; None where nobody said it."""

    name: str
    measure: str
    now: float | None
    before: float | None
