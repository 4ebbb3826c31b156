"""Naming one unit in a form, and one person of a unit (``accounts.picker``)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.picker import Offer, PickField
from units.models import Unit
from units.people.scopes import people_matching
from units.querysets import UnitQuerySet


class UnitField(PickField):
    """One unit of ``queryset``."""

    noun = "đơn vị"
    search = "units:find_units"
    placeholder = "Tên hoặc mã đơn vị"
    default_error_messages = {
        "required": "Hãy ghi tên hoặc mã đơn vị.",
        "none": "Không tìm thấy đơn vị “%(words)s”. Hãy ghi mã hoặc tên; gõ không dấu cũng được.",
        "many": "Có hơn %(count)d đơn vị khớp. Hãy ghi thêm từ trong tên, hoặc ghi mã đơn vị.",
    }
    queryset: UnitQuerySet

    @staticmethod
    def fitting(rows: Any, words: str) -> UnitQuerySet:
        return find_units(rows, words)

    @staticmethod
    def offer_of(row: Unit) -> Offer:
        above = f" · {row.parent.name}" if row.parent else ""
        return Offer(row.pk, row.name, f"{row.code}{above}")

    def exactly(self, words: str) -> Unit | None:
        return self.queryset.filter(code__iexact=words).first() if words else None


def find_units(units: UnitQuerySet, words: str) -> UnitQuerySet:
    """Those of ``units`` whose code or name holds every word, in order, with their parents."""
    found = units.matching(words) if words.strip() else units
    return found.select_related("parent").order_by("sort_name", "pk")


class PersonField(PickField):
    """One person of ``queryset``."""

    noun = "người"
    search = "units:find_people"
    placeholder = "Họ tên hoặc tài khoản"
    default_error_messages = {"required": "Hãy ghi họ tên."}

    @staticmethod
    def fitting(rows: QuerySet[Any], words: str) -> QuerySet[User]:
        found = people_matching(rows, words) if words.strip() else rows
        return found.order_by("sort_name", "pk")

    @staticmethod
    def offer_of(row: User) -> Offer:
        about = " · ".join(filter(None, (row.username, row.position)))
        return Offer(row.pk, str(row), about if row.full_name else row.position)

    def exactly(self, words: str) -> User | None:
        found: User | None = self.queryset.filter(username__iexact=words).first() if words else None
        return found
