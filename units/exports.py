"""What every list of the admin shares: search without accents, and export at one press."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import tablib
from django.contrib import admin
from django.db.models import BooleanField, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.resources import ModelResource
from import_export.widgets import Widget

from sheets.workbooks import MEDIA_TYPE, Page, workbook
from vietnamese.text import fold

MOST_FOLDED = 2000


class FoldedSearch(admin.ModelAdmin[Any]):
    """Searches the words as typed and as folded, for the columns that keep folded text.

    ``folded_fields`` are text columns without a folded twin, of tables small enough to be read:
    their rows are folded here.
    """

    folded_fields: Sequence[str] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        typed, repeats = super().get_search_results(request, queryset, search_term)
        words = fold(search_term)
        if not words or (words == search_term and not self.folded_fields):
            return typed, repeats
        folded, _ = super().get_search_results(request, queryset, words)
        either = Q(pk__in=typed.values("pk")) | Q(pk__in=folded.values("pk"))
        return queryset.filter(either | Q(pk__in=self._folded(queryset, words))), False

    def _folded(self, queryset: QuerySet[Any], words: str) -> list[Any]:
        if not self.folded_fields:
            return []
        rows = queryset.order_by().values_list("pk", *self.folded_fields)
        found = [
            pk
            for pk, *texts in rows
            if all(word in fold(" ".join(map(str, texts))) for word in words.split())
        ]
        return found[:MOST_FOLDED]


class WordsForFlags(admin.ModelAdmin[Any]):
    """Yes and no as words: the stock icons bear English ones."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        shown = super().get_list_display(request)
        return [self._in_words(name) for name in shown]

    def _in_words(self, name: Any) -> Any:
        flags = {
            field.name: field
            for field in self.model._meta.get_fields()
            if isinstance(field, BooleanField)
        }
        if name not in flags or name in self.list_editable:
            return name
        return flag_words(name, str(flags[name].verbose_name))


def flag_words(name: str, label: str) -> Any:
    """A column that shows a flag as Có or Không, "" where it is not known."""

    @admin.display(description=label, ordering=name)
    def words(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else "Có" if value else "Không"

    words.__name__ = f"{name}_words"
    return words


class NativeWidget(Widget):
    """Values as they are: a spreadsheet knows numbers and days."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if isinstance(value, datetime.datetime):
            # A workbook knows no zones: the hour is that of the office.
            return value.astimezone(timezone.get_current_timezone()).replace(tzinfo=None)
        return str(value) if isinstance(value, Model) else value


class OfficeWorkbook(Format):
    """An .xlsx workbook with our headings, no formulas in it."""

    def get_title(self) -> str:
        return "xlsx"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return MEDIA_TYPE

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        headings = [str(heading) for heading in dataset.headers or ()]
        return workbook(Page(dataset.title or "Danh sách", headings, dataset))


def list_resource(model: type[Model], columns: Mapping[str, str]) -> type[ModelResource]:
    """A resource that writes these columns: heading → attribute (``unit__name``)."""
    fields = {
        f"column_{place}": Field(attribute, heading, NativeWidget())
        for place, (heading, attribute) in enumerate(columns.items())
    }
    meta = type("Meta", (), {"model": model, "fields": tuple(fields), "import_id_fields": ()})
    return type(f"{model.__name__}List", (ModelResource,), {"Meta": meta, **fields})


class DirectExport(ExportMixin, WordsForFlags, FoldedSearch):
    """A button and an action that give the list, as filtered, as an .xlsx file at once.

    ``export_columns`` names the columns: heading → attribute.
    """

    list_per_page = 50
    export_columns: Mapping[str, str] = {}
    export_formats = (OfficeWorkbook,)
    skip_export_form = True
    actions: Sequence[Any] = ("export_selected",)

    def get_resource_classes(self, request: HttpRequest) -> Sequence[type[ModelResource]]:
        return self.resource_classes or [list_resource(self.model, self.export_columns)]

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        words = fold(str(self.model._meta.verbose_name_plural)).replace(" ", "-")
        return f"{words}.{file_format.get_extension()}"

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What deleting would take along, without the rows that only join two others."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        joins = {
            str(field.remote_field.through._meta.verbose_name)
            for field in self.model._meta.many_to_many
        }
        plurals = {
            str(field.remote_field.through._meta.verbose_name_plural)
            for field in self.model._meta.many_to_many
        }
        kept = {name: count for name, count in counts.items() if str(name) not in plurals}
        return _without(found, tuple(capfirst(name) for name in joins)), kept, needed, protected

    @admin.action(description="Xuất các mục đã chọn ra .xlsx")
    def export_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        related = self.list_select_related
        if isinstance(related, list | tuple):
            queryset = queryset.select_related(*related)
        response: HttpResponse = self._do_file_export(OfficeWorkbook(), request, queryset)
        return response


def _without(found: list[Any], names: tuple[str, ...]) -> list[Any]:
    """A nested list of what would be deleted, without the lines that begin with these names."""
    return [
        _without(one, names) if isinstance(one, list) else one
        for one in found
        if isinstance(one, list) or not str(one).startswith(tuple(f"{name}:" for name in names))
    ]


class ReadOnly:
    """Rows that only actions write: the admin shows them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
