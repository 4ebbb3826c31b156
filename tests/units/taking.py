"""Lists taken in as the pages and commands do, on a day of the tests' own."""

import datetime
from zoneinfo import ZoneInfo

from sheets.files import read_sheets
from tests.factories import TODAY
from units.lists.answers import Answers
from units.lists.apply import take_list
from units.lists.judge import Setting
from units.lists.lists import GROUPS, PEOPLE, UNITS, export_list
from units.lists.preview import head_of, judge, look_at, table_of
from units.models import Unit

NOON = datetime.datetime.combine(TODAY, datetime.time(12), ZoneInfo("Asia/Ho_Chi_Minh"))
SETTING = Setting(at=NOON)


def setting(listing, by=None, **around):
    return listing.setting(at=NOON, by=by, **around)


def read(listing, data, sheet="", chosen=None, **said):
    answers = Answers(sheet=sheet, columns=chosen or {}, **said)
    return table_of(listing.layout, head_of(listing, read_sheets(data), answers, SETTING), answers)


def look(listing, data, by=None, **said):
    """The preview of a file as a page shows it."""
    answers = Answers(**said)
    return look_at(
        listing, read_sheets(data), answers, setting(listing, by, answers=answers.meant)
    ).preview


def read_unit_table(data, **asked):
    return read(UNITS, data, **asked)


def preview_units(table):
    return judge(UNITS, table, SETTING)


def take_units(table, by=None, fingerprint="", **around):
    return take_list(UNITS, table, Setting(at=NOON, by=by, **around), fingerprint)


def export_units(units):
    return export_list(UNITS, units.order_by("sort_name", "pk"), SETTING)


def read_people(data, **asked):
    return read(PEOPLE, data, **asked)


def preview_people(table, **around):
    return judge(PEOPLE, table, Setting(at=NOON, **around))


def take_people(table, by=None, fingerprint="", **around):
    return take_list(PEOPLE, table, Setting(at=NOON, by=by, **around), fingerprint)


def read_groups(data, **asked):
    return read(GROUPS, data, **asked)


def preview_groups(table, by=None):
    return judge(GROUPS, table, setting(GROUPS, by))


def take_groups(table, by=None, fingerprint=""):
    return take_list(GROUPS, table, setting(GROUPS, by), fingerprint)


def all_units():
    return Unit.objects.all()
