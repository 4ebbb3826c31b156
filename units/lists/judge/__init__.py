"""Rows judged, written and taken out, on django-import-export: a resource for each list."""

from units.lists.judge.base import ListResource, Setting
from units.lists.judge.groups import GroupResource
from units.lists.judge.people import PersonResource
from units.lists.judge.units import UnitResource

__all__ = ["GroupResource", "ListResource", "PersonResource", "Setting", "UnitResource"]
