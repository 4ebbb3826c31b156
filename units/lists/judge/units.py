"""Units as rows, each below its parent."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from import_export.widgets import Widget

from accounts.changes import save_as
from sheets.tables import TableRow
from units.actions.aliases import drop_alias, keep_former_name
from units.lists.bulk import batched, hang_branches, write_history
from units.lists.judge.base import ByCode, ListResource, Setting
from units.lists.judge.cells import (
    AliasField,
    AliasWidget,
    CellField,
    DayWidget,
    LinkField,
    PhoneWidget,
    TextWidget,
)
from units.lists.layouts import UNITS
from units.lists.names import KnownUnit
from units.lists.resolve.rows import ResolvedRow
from units.lists.resolve.units import NEW_KIND, resolve_units
from units.models import Unit, UnitAlias, UnitKind
from units.querysets import UnitQuerySet
from vietnamese.text import fold, one_line

_NOT_CHECKED = {"kind", "parent", "successor"}  # resolving has found them
_ONE_DAY = datetime.timedelta(days=1)


@dataclass
class StoredUnits:
    """Units, their kinds and their other names, read in three queries."""

    units: dict[str, Unit]
    kinds: dict[str, UnitKind]
    aliases: dict[int, tuple[str, ...]]
    former: dict[int, tuple[str, ...]]

    @classmethod
    def read(cls, units: UnitQuerySet) -> StoredUnits:
        kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        by_pk = {unit.pk: unit for unit in units.order_by("pk")}
        names: dict[int, list[str]] = defaultdict(list)
        once: dict[int, list[str]] = defaultdict(list)
        rows = UnitAlias.objects.filter(unit__isnull=False).order_by("name", "pk")
        for pk, name, until in rows.values_list("unit_id", "name", "until"):
            names[pk].append(name)
            if until:
                once[pk].append(name)
        for unit in by_pk.values():
            unit.kind = kinds[unit.kind_id]
            unit.parent = by_pk.get(unit.parent_id) if unit.parent_id else None
            unit.successor = by_pk.get(unit.successor_id) if unit.successor_id else None
        aliases, former = (
            {pk: tuple(found) for pk, found in some.items()} for some in (names, once)
        )
        return cls({unit.code: unit for unit in by_pk.values()}, kinds, aliases, former)

    def known(self, setting: Setting) -> list[KnownUnit]:
        return [
            KnownUnit(
                code=unit.code,
                name=unit.name,
                others=self._others(unit),
                former=self.former.get(unit.pk, ()),
                parent=unit.parent.code if unit.parent else None,
                identifier=unit.identifier,
                has_ended=bool(unit.active_to and unit.active_to < setting.on),
            )
            for unit in self.units.values()
        ]

    def _others(self, unit: Unit) -> tuple[str, ...]:
        once = set(self.former.get(unit.pk, ()))
        now = (name for name in self.aliases.get(unit.pk, ()) if name not in once)
        return tuple(filter(None, (unit.short_name, *now)))


class KindWidget(Widget):
    """A kind by its code; one that is to be added by its name after the sign of what is new."""

    def __init__(self, resource: UnitResource) -> None:
        super().__init__()
        self.resource = resource

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> UnitKind:
        written = str(value)
        if written.startswith(NEW_KIND):
            return self.resource.fresh_kind(written.removeprefix(NEW_KIND))
        kinds = self.resource.directory.kinds
        if written not in kinds:
            raise ValueError(f"không có loại đơn vị “{written}”. Hãy chọn loại khác.")
        return kinds[written]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""


class UnitResource(ListResource):
    """A list of units.  New units may stand below each other in any order of the rows."""

    layout = UNITS
    directory: StoredUnits
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

    def resolve(self, rows: Sequence[TableRow]) -> Sequence[ResolvedRow]:
        self.directory = StoredUnits.read(self.setting.units())
        kinds = {kind.code: kind.name for kind in self.directory.kinds.values()}
        known = self.directory.known(self.setting)
        resolved = resolve_units(rows, known, kinds, self.setting.answers)
        self.units = dict(self.directory.units)
        self._hung = {unit.pk: unit.parent_id for unit in self.units.values()}
        self._called = {unit.pk: (unit.name, unit.short_name) for unit in self.units.values()}
        self.fresh_kinds: dict[str, UnitKind] = {}
        for row in resolved:
            if row.key not in self.units:
                self.units[row.key] = Unit(code=row.key)
        for unit in self.units.values():
            unit.alias_names = self.directory.aliases.get(unit.pk, ())  # type: ignore[attr-defined]  # noted
        return resolved

    def begin(self) -> None:
        present = {str(one.attribute) for one in self._present} - _NOT_CHECKED
        self._checked = [field for field in Unit._meta.fields if field.name in present]

    def subject(self, row: ResolvedRow) -> Unit:
        return self.units[row.key]

    def check(self, instance: Unit, wrong: Iterable[str]) -> None:
        """The unit's own rules; which codes are unique has been seen to by resolving."""
        errors: dict[str, Any] = {}
        said = set(wrong)
        for field in self._checked:
            if field.name in said:
                continue
            value = getattr(instance, field.attname)
            if not (field.blank and value in field.empty_values):
                try:
                    setattr(instance, field.attname, field.clean(value, instance))
                except ValidationError as error:
                    errors[field.name] = error.error_list
        first, last = instance.active_from, instance.active_to
        if not said & {"active_from", "active_to"} and first and last and first > last:
            errors["active_to"] = "ngày kết thúc phải sau ngày bắt đầu. Hãy sửa ngày."
        if errors:
            raise ValidationError(errors)

    def write(self, fresh: Sequence[Unit], changed: Sequence[Unit]) -> None:
        by, at = self.setting.by, self.setting.at
        used = {unit.kind_id for unit in (*fresh, *changed)}
        for fresh_kind in self.fresh_kinds.values():
            if fresh_kind.code in used:
                save_as(fresh_kind, by, "Thêm cùng danh sách đơn vị")
        for unit in (*fresh, *changed):
            unit.fill_derived()
        later = _put_off_successors(fresh)
        self._create(fresh)
        for unit, successor in later:
            unit.successor = successor
        self._update([*changed, *(unit for unit, _ in later)])
        self._write_aliases([*fresh, *changed])
        self._keep_former_names(changed)
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

    def fresh_kind(self, name: str) -> UnitKind:
        """A kind that the list brings along."""
        if name not in self.fresh_kinds:
            taken = {*self.directory.kinds, *(kind.code for kind in self.fresh_kinds.values())}
            start = slugify(fold(name))[:25] or "loai"
            code = next(
                c for n in count(1) if (c := start if n == 1 else f"{start}-{n}") not in taken
            )
            self.fresh_kinds[name] = UnitKind(code=code, name=one_line(name)[:100])
        return self.fresh_kinds[name]

    def _keep_former_names(self, changed: Sequence[Unit]) -> None:
        """As the page does: a unit that is called otherwise keeps its old names."""
        by, until = self.setting.by, self.setting.on - _ONE_DAY
        fresh = []
        for unit in changed:
            known = {fold(name) for name in self.directory.aliases.get(unit.pk, ())}
            kept = {fold(unit.name), fold(unit.short_name), ""}
            if unit.name == self._called[unit.pk][0]:
                continue
            if fold(unit.name) in known:
                drop_alias(unit=unit, name=unit.name, by=by, since=self.setting.on)
            for old in self._called[unit.pk]:
                if fold(old) in known:
                    keep_former_name(name=old, unit=unit, until=until, by=by)
                elif fold(old) not in kept:
                    fresh.append(UnitAlias(unit=unit, name=old, folded=fold(old), until=until))
        UnitAlias.objects.bulk_create(fresh, batch_size=500)
        pks = [alias.pk for alias in fresh]
        write_history(UnitAlias, pks, kind="+", by=by, at=self.setting.at)

    def _write_aliases(self, units: Iterable[Any]) -> None:
        fresh = [
            UnitAlias(unit=unit, name=name, folded=fold(name))
            for unit in units
            for name in unit.alias_names
            if name not in self.directory.aliases.get(unit.pk, ())
        ]
        UnitAlias.objects.bulk_create(fresh, batch_size=500)


def _put_off_successors(fresh: Iterable[Unit]) -> list[tuple[Unit, Unit]]:
    """The new units whose successors are new as well: these get theirs once all are written."""
    later = [(unit, unit.successor) for unit in fresh if unit.successor and not unit.successor.pk]
    for unit, _ in later:
        unit.successor = None
    return later
