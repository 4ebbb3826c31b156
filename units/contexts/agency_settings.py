"""The page of an agency's settings: whose they are, and what was changed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from units.agency_settings import BY_KEY
from units.contexts.history import HistoryLine
from units.models import AgencySetting, Unit
from units.policy import Capability
from units.querysets import UnitQuerySet

MOST_LINES = 30
MOST_AGENCIES = 30


@dataclass(frozen=True)
class SettingsPage:
    """``others`` are the other agencies for which the person chooses: key and name."""

    agency: str
    above: str
    others: tuple[tuple[int, str], ...]
    history: tuple[HistoryLine, ...]


def build_settings(agency: Unit, user: User) -> SettingsPage:
    """The page for an agency whose settings the person may change."""
    others = chosen_by(user).exclude(pk=agency.pk)[:MOST_AGENCIES]
    told = AgencySetting.history.filter(agency_id=agency.pk, key__in=BY_KEY)
    lines = told.select_related("history_user").order_by("-history_date", "-history_id")
    return SettingsPage(
        agency=agency.name,
        above=agency.parent.name if agency.parent else "",
        others=tuple(others.values_list("pk", "name")),
        history=tuple(_line(record) for record in lines[:MOST_LINES]),
    )


def chosen_by(user: User) -> UnitQuerySet:
    """The units for which a person chooses and above which there is none: where to begin."""
    reached = Unit.objects.reached_by(user, Capability.CHANGE_SETTINGS)
    tops = Unit.objects.filter(pk__in=reached.values("pk")).exclude(parent__in=reached.values("pk"))
    return tops.internal().filter(active_to__isnull=True).order_by("sort_name", "pk")


def _line(record: Any) -> HistoryLine:
    setting = BY_KEY[record.key]
    gone = record.history_type == "-"
    value = "như mặc định hoặc cấp trên" if gone else setting.words(record.value)
    by = str(record.history_user or "Chương trình")
    return HistoryLine(record.history_date, by, f"{setting.label}: {value}")
