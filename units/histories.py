"""The history of a row in the admin, in the words and the dates of the office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from units.contexts.history import EMPTY, value_words


class OfficeHistory(HistoricalRecordContextHelper):
    """Values as a person reads them: days as dd/mm/yyyy, the label of a choice, Có and Không."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        if isinstance(value, list):
            names = [str(one) for one in super().prepare_delta_change_value(change, value)]
            return ", ".join(sorted(names)) or EMPTY
        if isinstance(value, DeletedObject):
            # The library's word for a blank reference, too.
            return EMPTY if value.pk is None else f"đã xóa (số {value.pk})"
        return value_words(field, value)


class HistoryAdmin(SimpleHistoryAdmin):
    """A history page of every row that keeps one."""

    object_history_form_template = "simple_history/object_history_form.html"

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> OfficeHistory:
        return OfficeHistory(self.model, historical_record)
