"""The numbers of each agency, read once for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks.reminders import ReminderRules
from units.agency_settings import (
    ESCALATE_TO_HEAD,
    ESCALATE_TO_LEADERS,
    REMIND_BEFORE,
    REMIND_EVIDENCE,
    REMIND_LATE_EVERY,
    Setting,
)
from units.models import AgencySetting

_SETTINGS: Mapping[str, Setting] = {
    "before": REMIND_BEFORE,
    "late_every": REMIND_LATE_EVERY,
    "head_after": ESCALATE_TO_HEAD,
    "leaders_after": ESCALATE_TO_LEADERS,
    "evidence_before": REMIND_EVIDENCE,
}


def _rules(chosen: Mapping[str, Any]) -> ReminderRules:
    values = {name: chosen.get(one.key, one.default) for name, one in _SETTINGS.items()}
    return ReminderRules(**values | {"before": tuple(values["before"])})


@dataclass(frozen=True)
class RulesOfUnits:
    """``widest_before``, ``widest_evidence``: how many days ahead anybody wants to be told."""

    by_unit: Mapping[int, ReminderRules]
    default: ReminderRules
    widest_before: int
    widest_evidence: int

    @classmethod
    def read(cls) -> RulesOfUnits:
        """What every agency has chosen, in one query."""
        chosen = AgencySetting.objects.by_unit(_SETTINGS.values())
        by_unit = {unit: _rules(values) for unit, values in chosen.items()}
        every = (*by_unit.values(), _rules({}))
        return cls(
            by_unit=by_unit,
            default=_rules({}),
            widest_before=max((day for one in every for day in one.before), default=0),
            widest_evidence=max(one.evidence_before for one in every),
        )

    def of(self, unit: int) -> ReminderRules:
        return self.by_unit.get(unit, self.default)
