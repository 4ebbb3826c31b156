"""Everything of the demonstration in one transaction, as it stands on one day; its plans are the
documents of ``samples/``, moved to the year of trying out, put in as an office does it, and
compared with the province's."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from demo.figures import choose_indicators, tell_field
from demo.people import ACCOUNT_NAMES, PEOPLE, Cast, create_people
from demo.progress import (
    hand_in_reports,
    put_off,
    tell_chasing,
    tell_corrections,
    tell_running,
    tell_wound_up,
)
from demo.reports import tell_reports
from demo.units import CODES, DEPARTMENT, PROVINCE, create_units
from intake.actions import confirm, start_intake
from plans.actions import close_plan, set_superior
from plans.holidays import fill_holidays
from plans.models import Plan
from tasks.actions.coverage import confirm_coverage, waive_coverage
from tasks.contexts.coverage import STRONG, build_coverage
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


# --- the documents of samples/ become plans, and a plan is wound up -------------------------------
Day = datetime.date
FOLDER = Path(settings.BASE_DIR) / "samples"
# The years for which the two documents were written.
LAST_YEAR, THIS_YEAR = 2025, 2026
_BODY = "word/document.xml"
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
# A year, but not that in the number of a decree ("105/2025/NĐ-CP").
_YEAR = re.compile(r"(?<!\d)20\d\d(?![\d/])")


def sample_plan(written_for: int, year: int) -> tuple[str, bytes]:
    """Name and bytes of a sample plan as if it had been written for ``year``.

    In its own year it is the file as it lies in ``samples/``; else every year in it is moved, the
    laws that it rests on excepted.
    """
    data = (FOLDER / f"ke-hoach-pccc-{written_for}.docx").read_bytes()
    if year != written_for:
        data = _moved(data, year - written_for)
    return f"ke-hoach-pccc-{year}.docx", data


def _moved(data: bytes, years: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == _BODY:
                content = _moved_body(content.decode(), years).encode()
            new.writestr(member, content)
    return written.getvalue()


def _moved_body(xml: str, years: int) -> str:
    def move(paragraph: re.Match[str]) -> str:
        text = paragraph.group()
        if "Căn cứ " in text:
            return text
        return _later(text, years)

    return _PARAGRAPH.sub(move, xml)


def superior_plan(year: int) -> tuple[str, bytes]:
    """Name and bytes of the province's sample plan as if it had been written for ``year``."""
    text = (FOLDER / f"ke-hoach-pccc-tinh-lam-giang-{THIS_YEAR}.txt").read_text(encoding="utf-8")
    years = year - THIS_YEAR
    lines = (
        line if line.startswith("Căn cứ ") else _later(line, years) for line in text.split("\n")
    )
    return f"ke-hoach-pccc-tinh-lam-giang-{year}.txt", "\n".join(lines).encode()


def _later(text: str, years: int) -> str:
    return _YEAR.sub(lambda year: str(int(year.group()) + years), text)


# --- the documents --------------------------------------------------------------------------------


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


# --- the plan of the province ---------------------------------------------------------------------
WAIVED = "II.8"
REASON = "Thuộc trách nhiệm của Công an tỉnh."
LEFT_OPEN = "II.7"  # so that something is left to confirm


def link_levels(units: Mapping[str, Unit], people: Cast, plan: Plan, year: int) -> Plan:
    """Puts the plan of the province in and says, as a coordinator does in January, which tasks of
    ``plan`` carry it out; returns the province's plan."""
    filename, data = superior_plan(year)
    issued, compared = Day(year - 1, 12, 8), Day(year - 1, 12, 22)
    intake = start_intake(
        data=data, filename=filename, issuer=units[PROVINCE], by=people.administrator, on=issued
    )
    superior = confirm(intake=intake, by=people.administrator, on=issued)
    plan = set_superior(plan=plan, superior=superior, by=people.coordinator)
    _compare(plan, superior, people, compared)
    return superior


def _compare(plan: Plan, superior: Plan, people: Cast, on: Day) -> None:
    """Confirms what is plainly the same and leaves the rest to whoever tries the program."""
    rows = build_coverage(plan, superior).rows
    likely = [
        offer.value
        for row in rows
        for offer in row.offers
        if offer.badge == STRONG and row.ref != LEFT_OPEN
    ]
    pairs = [(int(above), int(own)) for above, own in (value.split("-") for value in likely)]
    by = people.coordinator
    confirm_coverage(plan=plan, superior=superior, pairs=pairs, by=by, on=on)
    waived = [row.pk for row in rows if row.ref == WAIVED]
    waive_coverage(plan=plan, superior=superior, tasks=waived, reason=REASON, by=by, on=on)
