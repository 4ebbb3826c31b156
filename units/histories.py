"""The history of a row in the admin, in the words and the dates of the office."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Field
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

EMPTY = "(trống)"


class OfficeHistory(HistoricalRecordContextHelper):
    """Values as a person reads them: days as dd/mm/yyyy, the label of a choice, Có and Không."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        if isinstance(value, list):
            names = [str(one) for one in super().prepare_delta_change_value(change, value)]
            return ", ".join(sorted(names)) or EMPTY
        return value_words(field, value)


def value_words(field: Any, value: Any) -> str:
    """The value of a field in words."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, DeletedObject):
        # The library's word for a blank reference, too.
        return EMPTY if value.pk is None else f"đã xóa (số {value.pk})"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    choices = dict(field.flatchoices) if isinstance(field, Field) and field.choices else {}
    return str(choices.get(value, value))


class HistoryAdmin(SimpleHistoryAdmin):
    """A history page of every row that keeps one."""

    object_history_form_template = "simple_history/object_history_form.html"

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> OfficeHistory:
        return OfficeHistory(self.model, historical_record)
