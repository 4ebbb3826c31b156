"""The two plans of the demonstration, put in as an office does it: read, and confirmed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from demo.people import Cast
from demo.samples import LAST_YEAR, THIS_YEAR, sample_plan
from demo.units import DEPARTMENT
from intake.actions import confirm, start_intake
from plans.actions import close_plan
from plans.models import Plan
from units.models import Unit

Day = datetime.date


def read_plans(units: Mapping[str, Unit], people: Cast, year: int) -> tuple[Plan, Plan]:
    """The plan of the year before and that of the year, each in force since its December."""
    last = _read(units[DEPARTMENT], people, LAST_YEAR, year - 1)
    return last, _read(units[DEPARTMENT], people, THIS_YEAR, year)


def _read(issuer: Unit, people: Cast, written_for: int, year: int) -> Plan:
    filename, data = sample_plan(written_for, year)
    coordinator = people.coordinator
    # Both plans are issued in the December before their year.
    on = datetime.date(year - 1, 12, 20)
    intake = start_intake(data=data, filename=filename, issuer=issuer, by=coordinator, on=on)
    return confirm(intake=intake, by=coordinator, on=on)


def wind_up(plan: Plan, people: Cast, closing: Day) -> None:
    """Ends a plan whose time is over."""
    close_plan(plan=plan, by=people.coordinator, on=closing)
