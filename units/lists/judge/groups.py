"""Groups of units as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from import_export.widgets import Widget

from sheets.tables import TableRow
from units.actions import remember_alias, save_group
from units.lists.judge.base import ByCode, ListResource
from units.lists.judge.cells import AliasField, AliasWidget, CellField, LinkField, TextWidget
from units.lists.judge.units import StoredUnits
from units.lists.layouts import GROUPS
from units.lists.layouts.groups import ANY_DEPTH, BY_RULE, FIXED
from units.lists.resolve.groups import KnownGroup, key_of, resolve_groups
from units.lists.resolve.rows import BETWEEN, ResolvedRow
from units.models import UnitGroup, UnitKind

# A cell of a workbook holds 32,767 characters; a longer list of members goes on in further rows.
_MEMBERS_IN_A_ROW = 600


class WayWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        return bool(value == BY_RULE)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return BY_RULE if value else FIXED


class DepthWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        return None if value == ANY_DEPTH else int(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ANY_DEPTH if value is None else str(value)


class SeveralWidget(Widget):
    """Several stored rows by their codes, in the order of their names."""

    def __init__(self, resource: GroupResource, what: str) -> None:
        super().__init__()
        self.resource, self.what = resource, what

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple[Any, ...]:
        rows: dict[str, Any] = getattr(self.resource.directory, self.what)
        return in_order([rows[code] for code in str(value).split(BETWEEN)])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(
            one.name if isinstance(one, UnitKind) else one.code for one in in_order(value or ())
        )


def in_order(rows: Sequence[Any]) -> tuple[Any, ...]:
    """Kinds in the order of the installation, units in that of a Vietnamese dictionary."""
    return tuple(sorted(rows, key=lambda one: (getattr(one, "sort_name", ""), str(one.pk))))


class SeveralField(CellField):
    empty = ()


class GroupResource(ListResource):
    """A list of groups.

    A group carries ``kinds_here`` and ``members_here`` while it is judged.  Members that have left
    the agency since, and may be out of reach, are not told; the next change of the group drops
    them, as the page of the group does.
    """

    layout = GROUPS
    directory: StoredUnits
    groups: dict[str, UnitGroup]

    class Meta(ListResource.Meta):
        model = UnitGroup
        import_id_fields = ("name",)

    def cell(self, key: str, heading: str) -> CellField:
        unit = ByCode(lambda: self.directory.units)
        cells: dict[str, tuple[type[CellField], str, Widget]] = {
            "agency": (LinkField, "agency", unit),
            "way": (CellField, "by_rule", WayWidget()),
            "kinds": (SeveralField, "kinds_here", SeveralWidget(self, "kinds")),
            "under": (LinkField, "under", unit),
            "depth": (CellField, "depth", DepthWidget()),
            "members": (SeveralField, "members_here", SeveralWidget(self, "units")),
            "aliases": (AliasField, "alias_names", AliasWidget()),
        }
        kind, attribute, widget = cells.get(key, (CellField, key, TextWidget()))
        return kind(attribute, heading, widget)

    # --- out ----------------------------------------------------------------------------------

    def get_queryset(self) -> Any:
        return UnitGroup.objects.order_by("agency__sort_name", "name", "pk")

    def iter_queryset(self, queryset: Any) -> Iterator[UnitGroup]:
        """Each group, as often as its members in reach take rows."""
        reach = set(self.setting.units().values_list("pk", flat=True))
        groups = queryset.select_related("agency", "under")
        for group in groups.prefetch_related("kinds", "members", "aliases"):
            self._carry(group, reach)
            if group.under_id not in reach:
                group.under = None
            members = group.members_here
            for start in range(0, max(1, len(members)), _MEMBERS_IN_A_ROW):
                group.members_here = members[start : start + _MEMBERS_IN_A_ROW]
                yield group

    def dehydrate_depth(self, group: UnitGroup) -> str:
        return DepthWidget().render(group.depth) if group.by_rule else ""

    def _carry(self, group: Any, reach: set[int]) -> tuple[Any, ...]:
        """Notes beside a group what its columns tell, of units in reach; returns its members."""
        members = group.members.all() if not group.by_rule else ()
        group.kinds_here = in_order(group.kinds.all()) if group.by_rule else ()
        group.members_here = here = in_order([unit for unit in members if unit.pk in reach])
        group.alias_names = tuple(alias.name for alias in group.aliases.all())
        group.known_names = group.alias_names
        return here

    # --- in -----------------------------------------------------------------------------------

    def resolve(self, rows: Sequence[TableRow]) -> Sequence[ResolvedRow]:
        self.directory = StoredUnits.read(self.setting.units())
        by_pk = {unit.pk: unit for unit in self.directory.units.values()}
        stored = UnitGroup.objects.filter(agency__in=self.setting.units().values("pk"))
        stored = stored.select_related("under")
        self.groups, known = {}, []
        for group in stored.prefetch_related("kinds", "members", "aliases").order_by("pk"):
            group.agency = by_pk[group.agency_id]
            members = self._carry(group, set(by_pk))
            self.groups[key_of(group.agency.code, group.name)] = group
            known.append(KnownGroup(group.agency.code, group.name, group.by_rule, bool(members)))
        kinds = {kind.code: kind.name for kind in self.directory.kinds.values()}
        units = self.directory.known(self.setting)
        return resolve_groups(rows, known, units, kinds, self._home(), self.setting.answers)

    def _home(self) -> str:
        """The one unit in reach below which all others stand; "" where there are several."""
        tops = [unit.code for unit in self.directory.units.values() if unit.parent is None]
        return tops[0] if len(tops) == 1 else ""

    def subject(self, row: ResolvedRow) -> UnitGroup:
        group = self.groups.get(row.key)
        if group is None:
            group = UnitGroup()
            for noted in ("kinds_here", "members_here", "alias_names", "known_names"):
                setattr(group, noted, ())
            self.groups[row.key] = group
        return group

    def readable(self, instance: Any) -> dict[str, str]:
        shown = super().readable(instance)
        if not instance.by_rule:
            shown = {
                heading: "" if heading == self.layout.headings["depth"] else words
                for heading, words in shown.items()
            }
        return shown

    def check(self, instance: Any, wrong: Iterable[str]) -> None:
        if instance.by_rule:
            instance.members_here = ()
        else:
            instance.kinds_here, instance.under, instance.depth = (), None, None
        instance.clean_fields(
            exclude={f.name for f in UnitGroup._meta.fields} - ({"name"} - set(wrong))
        )

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        # The directory's own units know those above them without a question more.
        above = self.directory.units.get(instance.under.code) if instance.under else None
        while above is not None and above.pk != instance.agency.pk:
            above = above.parent
        if instance.under and above is None:
            raise ValidationError(
                {"under": "đơn vị mà nhóm nằm dưới đã rời cơ quan này. Hãy ghi lại cột này."}
            )
        super().save_instance(instance, is_create, row, **kwargs)

    def write(self, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        for group in (*fresh, *changed):
            save_group(
                group=group,
                kinds=group.kinds_here,
                members=group.members_here,
                by=self.setting.by,
                on=self.setting.on,
            )
            for name in group.alias_names:
                if name not in group.known_names:
                    remember_alias(name=name, group=group)
