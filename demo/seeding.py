"""Everything of the demonstration in one transaction, as it stands on one day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from demo.figures import choose_indicators, tell_field
from demo.people import ACCOUNT_NAMES, PEOPLE, create_people
from demo.plans import link_levels, read_plans, wind_up
from demo.progress import (
    hand_in_reports,
    put_off,
    tell_chasing,
    tell_corrections,
    tell_running,
    tell_wound_up,
)
from demo.reports import tell_reports
from demo.units import CODES, DEPARTMENT, create_units
from plans.holidays import fill_holidays
from units.models import Unit

# Last year's plan is wound up in March, when the guard duty of the new year's festivals is over.
CLOSING = (3, 16)
WOUND_UP = (3, 20)


class NotOurs(ValidationError):
    """The database holds an office's own units or accounts."""


@dataclass(frozen=True)
class Seeded:
    """What there is now; ``is_new`` False: the demonstration was there already."""

    is_new: bool
    units: int


def seed(*, today: datetime.date, force: bool = False) -> Seeded:
    """Makes the demonstration; where it is there already, changes nothing.

    Raises NotOurs where the database holds units that are not the demonstration's (unless
    ``force``), or accounts with its names.
    """
    if Unit.objects.filter(code=DEPARTMENT).exists() and _has_accounts():
        return Seeded(is_new=False, units=Unit.objects.count())
    _refuse_foreign(force)
    with transaction.atomic():
        _make(today)
    return Seeded(is_new=True, units=len(CODES))


def _has_accounts() -> bool:
    """Whether the department's own people are there; others may have joined the story since."""
    names = {person.account for person in PEOPLE if person.unit == DEPARTMENT}
    return User.objects.filter(username__in=names).count() == len(names)


def _refuse_foreign(force: bool) -> None:
    if not force and Unit.objects.exists():
        raise NotOurs(
            "Cơ sở dữ liệu đã có đơn vị của cơ quan nên không nạp dữ liệu dùng thử. "
            "Hãy dùng cơ sở dữ liệu khác, hoặc thêm --force nếu chắc chắn muốn nạp chung."
        )
    taken = Unit.objects.filter(code__in=CODES).values_list("code", flat=True)
    names = User.objects.filter(username__in=ACCOUNT_NAMES).values_list("username", flat=True)
    if clashes := sorted({*taken, *names}):
        raise NotOurs(
            f"Mã đơn vị hoặc tên đăng nhập đã được dùng: {', '.join(clashes)}. "
            "Không nạp được dữ liệu dùng thử vào cơ sở dữ liệu này."
        )


def _make(today: datetime.date) -> None:
    fill_holidays(years=range(today.year - 1, today.year + 3))
    units = create_units()
    people = create_people(units)
    last, this = read_plans(units, people, today.year)
    choose_indicators([last, this], people, today)
    put_off(this, people, today)
    if today >= datetime.date(today.year, *WOUND_UP):
        closing = datetime.date(today.year, *CLOSING)
        tell_wound_up(last, people, closing)
        wind_up(last, people, closing)
        tell_running([this], people, today)
    else:
        tell_running([last, this], people, today)
    tell_corrections(this, people, today)
    hand_in_reports([last, this], people, today)
    tell_field(this.issuer.children.order_by("pk")[:4], this.issuer, people, today)
    link_levels(units, people, this, today.year)
    tell_chasing([last, this], people, today)
    tell_reports(this, people, today)
