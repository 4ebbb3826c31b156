"""Lists taken in as the pages and commands do, on a day of the tests' own."""

import datetime
from zoneinfo import ZoneInfo

from tests.factories import TODAY
from units.imports import (
    GROUPS,
    PEOPLE,
    UNITS,
    export_list,
    preview_list,
    read_list,
    take_list,
)
from units.models import Unit
from units.resources.base import Setting

NOON = datetime.datetime.combine(TODAY, datetime.time(12), ZoneInfo("Asia/Ho_Chi_Minh"))
SETTING = Setting(at=NOON)


def setting(listing, by=None):
    return listing.setting(at=NOON, by=by)


def read_unit_table(data, **asked):
    return read_list(UNITS.layout, data, **asked)


def preview_units(table):
    return preview_list(UNITS, table, SETTING)


def take_units(table, by=None, fingerprint=""):
    around = Setting(at=NOON, by=by)
    return take_list(UNITS, table, around, fingerprint)


def export_units(units):
    return export_list(UNITS, units.order_by("sort_name", "pk"), SETTING)


def read_people(data, **asked):
    return read_list(PEOPLE.layout, data, **asked)


def preview_people(table):
    return preview_list(PEOPLE, table, SETTING)


def take_people(table, by=None, fingerprint=""):
    return take_list(PEOPLE, table, Setting(at=NOON, by=by), fingerprint)


def read_groups(data, **asked):
    return read_list(GROUPS.layout, data, **asked)


def preview_groups(table, by=None):
    return preview_list(GROUPS, table, setting(GROUPS, by))


def take_groups(table, by=None, fingerprint=""):
    return take_list(GROUPS, table, setting(GROUPS, by), fingerprint)


def all_units():
    return Unit.objects.all()
