"""Units as spreadsheets, in and out, on django-import-export.

``UnitResource`` reads rows of Vietnamese headings (``spreadsheets.columns``), checks all of them
before it writes any, and writes them in bulk with their history.  ``units.imports`` is the door
for pages and commands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export import resources
from import_export.results import Result
from import_export.widgets import Widget
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from units.actions import rebuild_tree
from units.models import Unit, UnitAlias, UnitKind
from units.spreadsheets.cells import (
    AliasField,
    AliasWidget,
    CellField,
    DayWidget,
    LinkField,
    PhoneWidget,
    TextWidget,
)
from units.spreadsheets.columns import UNIT_COLUMNS, Recogniser
from units.spreadsheets.kinds import find_kind
from units.spreadsheets.linking import KnownUnit, LinkedRow, link_rows
from units.spreadsheets.tables import TableRow
from vietnamese.text import fold

COLUMNS = Recogniser(UNIT_COLUMNS)
HEADING_OF = {key: column.heading for key, column in COLUMNS.by_key.items()}
NUMBER = "Dòng"
_WRITTEN = 500


@dataclass(frozen=True)
class Change:
    """A stored value and what a row makes of it, both as people read them."""

    label: str
    old: str
    new: str


# --- cells ------------------------------------------------------------------------------------


class KindWidget(Widget):
    def __init__(self, resource: UnitResource) -> None:
        super().__init__()
        self.resource = resource

        self._codes: dict[str, str | None] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> UnitKind:
        kinds = self.resource.directory.kinds
        written = str(value)
        if written not in self._codes:
            names_by_code = {kind.code: kind.name for kind in kinds.values()}
            self._codes[written] = find_kind(written, names_by_code)
        code = self._codes[written]
        if code is None:
            names = "; ".join(kind.name for kind in kinds.values())
            raise ValueError(f"không có loại đơn vị “{value}”. Hãy chọn một trong: {names}.")
        return kinds[code]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""


class UnitWidget(Widget):
    """A unit by its code; rows have been linked, so the code is known."""

    def __init__(self, resource: UnitResource) -> None:
        super().__init__()
        self.resource = resource

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Unit | None:
        return self.resource.units.get(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""


# --- the directory as it stands ---------------------------------------------------------------


@dataclass
class Directory:
    """All units, kinds and other names, read in three queries."""

    units: dict[str, Unit]
    kinds: dict[str, UnitKind]
    aliases: dict[int, tuple[str, ...]]

    @classmethod
    def read(cls) -> Directory:
        kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        by_pk = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
        names: dict[int, list[str]] = defaultdict(list)
        rows = UnitAlias.objects.filter(unit__isnull=False).order_by("name", "pk")
        for pk, name in rows.values_list("unit_id", "name"):
            names[pk].append(name)
        for unit in by_pk.values():
            unit.kind = kinds[unit.kind_id]
            unit.parent = by_pk[unit.parent_id] if unit.parent_id else None
            unit.successor = by_pk[unit.successor_id] if unit.successor_id else None
        aliases = {pk: tuple(found) for pk, found in names.items()}
        return cls({unit.code: unit for unit in by_pk.values()}, kinds, aliases)

    def known(self) -> list[KnownUnit]:
        return [
            KnownUnit(
                code=unit.code,
                name=unit.name,
                others=tuple(filter(None, (unit.short_name, *self.aliases.get(unit.pk, ())))),
                parent=unit.parent.code if unit.parent else None,
                identifier=unit.identifier,
            )
            for unit in self.units.values()
        ]


# --- the resource -----------------------------------------------------------------------------


class UnitResource(resources.ModelResource):
    """Rows of units.  ``import_data(dataset, dry_run=…, user=…)`` writes nothing while any row is
    wrong; each RowResult carries ``changes``, a tuple of Change."""

    class Meta:
        model = Unit
        fields = ()
        import_id_fields = ("code",)
        use_transactions = True
        use_bulk = True
        batch_size = None
        skip_unchanged = True
        skip_diff = True
        store_instance = True

    directory: Directory
    units: dict[str, Unit]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        text, day, unit = TextWidget(), DayWidget(), UnitWidget(self)
        widgets: dict[str, tuple[type[CellField], Widget]] = {
            "kind": (LinkField, KindWidget(self)),
            "parent": (LinkField, unit),
            "successor": (LinkField, unit),
            "aliases": (AliasField, AliasWidget()),
            "phone": (CellField, PhoneWidget()),
            "active_from": (LinkField, day),
            "active_to": (LinkField, day),
        }
        for column in UNIT_COLUMNS:
            if column.exported:
                kind, widget = widgets.get(column.key, (CellField, text))
                attribute = "alias_names" if column.key == "aliases" else column.key
                self.fields[column.key] = kind(attribute, column.heading, widget)
        self._names = {f.attribute: str(f.column_name) for f in self.fields.values()}
        self._by: Any = None

    def get_import_order(self) -> list[str]:
        return list(self.fields)

    get_export_order = get_import_order

    # --- out ----------------------------------------------------------------------------------

    def get_queryset(self) -> Any:
        # The parent before its children, so that the file reads from the top of the tree down.
        units = Unit.objects.select_related("kind", "parent", "successor")
        return units.prefetch_related("aliases").order_by("sort_name", "pk")

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        units = queryset.select_related("kind", "parent", "successor")
        return units.prefetch_related("aliases")

    def dehydrate_aliases(self, unit: Unit) -> str:
        return "; ".join(alias.name for alias in unit.aliases.all())

    # --- in: link and check -------------------------------------------------------------------

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        self._by = kwargs.get("user")
        self.directory = Directory.read()
        self.linked = link_rows(_rows_of(dataset), self.directory.known())
        self.units = dict(self.directory.units)
        for row in self.linked:
            if row.code not in self.units:
                self.units[row.code] = Unit(code=row.code)
        for unit in self.units.values():
            unit.alias_names = self.directory.aliases.get(unit.pk, ())  # type: ignore[attr-defined]
        keys = [key for key in self.fields if any(key in row.values for row in self.linked)]
        _refill(dataset, keys, self.linked)

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Unit, bool]:
        unit = self.units[row[HEADING_OF["code"]]]
        return unit, unit.pk is None

    def after_init_instance(self, instance: Unit, new: bool, row: Any, **kwargs: Any) -> None:
        self._before = {} if new else self._readable(instance)

    def import_instance(self, instance: Unit, row: Any, **kwargs: Any) -> None:
        """Fills the unit from the row.  Raises ValidationError with all that is wrong in it."""
        errors: dict[str, list[str]] = defaultdict(list)
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors.update(error.message_dict)
        for problem in self.linked[kwargs["row_number"] - 1].problems:
            errors[problem.key].append(problem.message)
        if not errors:
            _check(instance)
        else:
            raise ValidationError(dict(errors))

    def _readable(self, unit: Unit) -> dict[str, str]:
        return {
            str(field.attribute): field.widget.render(field.get_value(unit))
            for field in self.fields.values()
        }

    def skip_row(
        self, instance: Unit, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        after = self._readable(instance)
        self._changes = tuple(
            Change(self._names[key], self._before.get(key, ""), new)
            for key, new in after.items()
            if self._before.get(key, "") != new
        )
        return not (instance._state.adding or self._changes or import_validation_errors)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        row_result.changes = self._changes

    # --- in: write ----------------------------------------------------------------------------

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        """Left to ``after_import``: new units wait for their parents."""

    bulk_update = bulk_create

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        fresh, changed = self.create_instances, self.update_instances
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        later = [unit for unit in fresh if unit.successor and not unit.successor.pk]
        successors = {unit.code: unit.successor for unit in later}
        for unit in later:
            unit.successor = None
        self._create(fresh)
        for unit in later:
            unit.successor = successors[unit.code]
        self._update([*changed, *later])
        self._write_aliases([*fresh, *changed])
        rebuild_tree()

    def _create(self, units: Sequence[Unit]) -> None:
        pending = list(units)
        while pending:
            ready = [unit for unit in pending if not unit.parent or unit.parent.pk]
            for unit in ready:
                unit.parent = unit.parent  # takes the number that the parent was given
            bulk_create_with_history(ready, Unit, batch_size=_WRITTEN, default_user=self._by)
            pending = [unit for unit in pending if not unit.pk]

    def _update(self, units: Sequence[Unit]) -> None:
        if not units:
            return
        for unit in units:
            unit.parent, unit.successor = unit.parent, unit.successor
        # Two units may have exchanged their identifiers.
        moved = [unit.pk for unit in units if unit.identifier]
        for start in range(0, len(moved), _WRITTEN):
            Unit.objects.filter(pk__in=moved[start : start + _WRITTEN]).update(identifier="")
        fields = [key for key in self.fields if key not in {"code", "aliases"}]
        fields += ["sort_name", "search_text"]
        bulk_update_with_history(units, Unit, fields, batch_size=_WRITTEN, default_user=self._by)

    def _write_aliases(self, units: Iterable[Unit]) -> None:
        fresh = [
            UnitAlias(unit=unit, name=name, folded=fold(name))
            for unit in units
            for name in unit.alias_names  # type: ignore[attr-defined]
            if name not in self.directory.aliases.get(unit.pk, ())
        ]
        UnitAlias.objects.bulk_create(fresh, batch_size=_WRITTEN)


def _rows_of(dataset: tablib.Dataset) -> list[TableRow]:
    """The rows by column key, numbered by their own column where there is one."""
    keys = [COLUMNS.key(heading) or heading for heading in dataset.headers or ()]
    return [
        TableRow(
            int(values.pop(NUMBER, None) or number),
            {key: str(value or "") for key, value in values.items() if key in COLUMNS.by_key},
        )
        for number, values in enumerate(
            (dict(zip(keys, cells, strict=True)) for cells in dataset), start=2
        )
    ]


def _refill(dataset: tablib.Dataset, keys: Sequence[str], rows: Iterable[LinkedRow]) -> None:
    dataset.wipe()
    dataset.headers = [HEADING_OF[key] for key in keys]
    dataset.extend([row.values.get(key, "") for key in keys] for row in rows)


def _check(unit: Unit) -> None:
    """The unit's own rules; which units and codes are unique has been seen to by linking."""
    unit.fill_derived()
    unit.clean_fields(exclude={"kind", "parent", "successor"})
    if unit.active_from and unit.active_to and unit.active_from > unit.active_to:
        raise ValidationError({"active_to": "ngày kết thúc phải sau ngày bắt đầu. Hãy sửa ngày."})
