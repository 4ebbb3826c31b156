"""Where a plan stands, from the days that are stored.  PURE."""

from __future__ import annotations

import datetime
from enum import StrEnum


class PlanStatus(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


PLAN_STATUS_LABELS = {
    PlanStatus.DRAFT: "Dự thảo",
    PlanStatus.ISSUED: "Đang thực hiện",
    PlanStatus.CLOSED: "Đã kết thúc",
    PlanStatus.SUPERSEDED: "Đã được thay thế",
    PlanStatus.REVOKED: "Đã bãi bỏ",
}


def plan_status(
    *,
    released_on: datetime.date | None,
    closed_on: datetime.date | None,
    revoked_on: datetime.date | None,
    is_superseded: bool,
) -> PlanStatus:
    """The status; what takes a plan out of force wins over what merely ends it."""
    if revoked_on:
        return PlanStatus.REVOKED
    if is_superseded:
        return PlanStatus.SUPERSEDED
    if closed_on:
        return PlanStatus.CLOSED
    return PlanStatus.ISSUED if released_on else PlanStatus.DRAFT
