"""Units as rows, each below its parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from import_export.widgets import Widget

from sheets.tables import TableRow
from units.models import Unit, UnitAlias, UnitKind
from units.querysets import UnitQuerySet
from units.resources.base import ByCode, ListResource, Setting
from units.resources.bulk import batched, hang_branches, write_history
from units.spreadsheets.cells import (
    AliasField,
    AliasWidget,
    CellField,
    DayWidget,
    LinkField,
    PhoneWidget,
    TextWidget,
)
from units.spreadsheets.kinds import find_kind
from units.spreadsheets.layouts import UNITS
from units.spreadsheets.linking import KnownUnit, LinkedRow, link_rows
from vietnamese.text import fold

_NOT_CHECKED = {"kind", "parent", "successor"}  # linking has found them


@dataclass
class Directory:
    """Units, their kinds and their other names, read in three queries."""

    units: dict[str, Unit]
    kinds: dict[str, UnitKind]
    aliases: dict[int, tuple[str, ...]]

    @classmethod
    def read(cls, units: UnitQuerySet) -> Directory:
        kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        by_pk = {unit.pk: unit for unit in units.order_by("pk")}
        names: dict[int, list[str]] = defaultdict(list)
        rows = UnitAlias.objects.filter(unit__isnull=False).order_by("name", "pk")
        for pk, name in rows.values_list("unit_id", "name"):
            names[pk].append(name)
        for unit in by_pk.values():
            unit.kind = kinds[unit.kind_id]
            unit.parent = by_pk.get(unit.parent_id) if unit.parent_id else None
            unit.successor = by_pk.get(unit.successor_id) if unit.successor_id else None
        aliases = {pk: tuple(found) for pk, found in names.items()}
        return cls({unit.code: unit for unit in by_pk.values()}, kinds, aliases)

    def known(self, setting: Setting) -> list[KnownUnit]:
        return [
            KnownUnit(
                code=unit.code,
                name=unit.name,
                others=tuple(filter(None, (unit.short_name, *self.aliases.get(unit.pk, ())))),
                parent=unit.parent.code if unit.parent else None,
                identifier=unit.identifier,
                has_ended=bool(unit.active_to and unit.active_to < setting.on),
            )
            for unit in self.units.values()
        ]


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


class UnitResource(ListResource):
    """A list of units.  New units may stand below each other in any order of the rows."""

    layout = UNITS
    directory: Directory
    units: dict[str, Unit]

    class Meta(ListResource.Meta):
        model = Unit
        import_id_fields = ("code",)

    def cell(self, key: str, heading: str) -> CellField:
        day, unit = DayWidget(), ByCode(lambda: self.units)
        widgets: dict[str, tuple[type[CellField], Widget]] = {
            "kind": (LinkField, KindWidget(self)),
            "parent": (LinkField, unit),
            "successor": (LinkField, unit),
            "aliases": (AliasField, AliasWidget()),
            "phone": (CellField, PhoneWidget()),
            "active_from": (LinkField, day),
            "active_to": (LinkField, day),
        }
        kind, widget = widgets.get(key, (CellField, TextWidget()))
        return kind("alias_names" if key == "aliases" else key, heading, widget)

    # --- out ----------------------------------------------------------------------------------

    def get_queryset(self) -> Any:
        return Unit.objects.order_by("sort_name", "pk")

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        units = queryset.select_related("kind", "parent", "successor")
        return units.prefetch_related("aliases")

    def dehydrate_aliases(self, unit: Unit) -> str:
        return "; ".join(alias.name for alias in unit.aliases.all())

    # --- in -----------------------------------------------------------------------------------

    def link(self, rows: Sequence[TableRow]) -> Sequence[LinkedRow]:
        self.directory = Directory.read(self.setting.units())
        linked = link_rows(rows, self.directory.known(self.setting))
        self.units = dict(self.directory.units)
        self._hung = {unit.pk: unit.parent_id for unit in self.units.values()}
        for row in linked:
            if row.key not in self.units:
                self.units[row.key] = Unit(code=row.key)
        for unit in self.units.values():
            unit.alias_names = self.directory.aliases.get(unit.pk, ())  # type: ignore[attr-defined]
        return linked

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        present = {str(one.attribute) for one in self._present} - _NOT_CHECKED
        self._checked = [field for field in Unit._meta.fields if field.name in present]

    def subject(self, row: LinkedRow) -> Unit:
        return self.units[row.key]

    def check(self, instance: Unit) -> None:
        """The unit's own rules; which codes are unique has been seen to by linking."""
        errors = {}
        for field in self._checked:
            value = getattr(instance, field.attname)
            if not (field.blank and value in field.empty_values):
                try:
                    setattr(instance, field.attname, field.clean(value, instance))
                except ValidationError as error:
                    errors[field.name] = error.error_list
        if errors:
            raise ValidationError(errors)
        first, last = instance.active_from, instance.active_to
        if first and last and first > last:
            raise ValidationError(
                {"active_to": "ngày kết thúc phải sau ngày bắt đầu. Hãy sửa ngày."}
            )

    def write(self, fresh: Sequence[Unit], changed: Sequence[Unit]) -> None:
        by, at = self.setting.by, self.setting.at
        for unit in (*fresh, *changed):
            unit.fill_derived()
        later = _put_off_successors(fresh)
        self._create(fresh)
        for unit, successor in later:
            unit.successor = successor
        self._update([*changed, *(unit for unit, _ in later)])
        self._write_aliases([*fresh, *changed])
        hang_branches(
            fresh=(unit.pk for unit in fresh),
            moved=(unit.pk for unit in changed if unit.parent_id != self._hung[unit.pk]),
        )
        for units, kind in ((fresh, "+"), (changed, "~")):
            write_history(Unit, [unit.pk for unit in units], kind=kind, by=by, at=at)

    def _create(self, units: Sequence[Unit]) -> None:
        pending = list(units)
        while pending:
            ready = [unit for unit in pending if not unit.parent or unit.parent.pk]
            for unit in ready:
                unit.parent = unit.parent  # takes the number that the parent was given
            Unit.objects.bulk_create(ready, batch_size=500)
            pending = [unit for unit in pending if not unit.pk]

    def _update(self, units: Sequence[Unit]) -> None:
        for unit in units:
            unit.parent, unit.successor = unit.parent, unit.successor
            unit.revision += 1
        # Two units may have exchanged their identifiers.
        for batch in batched((unit.pk for unit in units if unit.identifier), 500):
            Unit.objects.filter(pk__in=batch).update(identifier="")
        present = {str(one.attribute) for one in self._present} - {"code", "alias_names"}
        fields = {*present, "identifier", "successor", "sort_name", "search_text", "revision"}
        # The rows are there and held: this inserts none, and is a tenth of bulk_update's work.
        Unit.objects.bulk_create(
            units,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=sorted(fields),
        )

    def _write_aliases(self, units: Iterable[Unit]) -> None:
        fresh = [
            UnitAlias(unit=unit, name=name, folded=fold(name))
            for unit in units
            for name in unit.alias_names  # type: ignore[attr-defined]
            if name not in self.directory.aliases.get(unit.pk, ())
        ]
        UnitAlias.objects.bulk_create(fresh, batch_size=500)


def _put_off_successors(fresh: Iterable[Unit]) -> list[tuple[Unit, Unit]]:
    """The new units whose successors are new as well: these get theirs once all are written."""
    later = [(unit, unit.successor) for unit in fresh if unit.successor and not unit.successor.pk]
    for unit, _ in later:
        unit.successor = None
    return later
