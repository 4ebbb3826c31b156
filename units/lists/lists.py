"""The three lists that come in and go out, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sheets.columns import REASON_HEADING
from sheets.headings import Head
from sheets.workbooks import (
    GUIDE_SHEET,
    DropDown,
    Page,
    guide_page,
    marked,
    words_page,
    workbook,
)
from units.lists.judge import GroupResource, ListResource, PersonResource, Setting, UnitResource
from units.lists.layouts import Layout
from units.lists.layouts.groups import BY_RULE, FIXED
from units.lists.outcomes import Preview, Unnamed
from units.lists.resolve.rows import ResolvedRow
from units.models import Unit, UnitGroup, UnitKind
from units.people.scopes import people_managed_by
from units.policy import ROLE_LABELS, Capability


@dataclass(frozen=True)
class Listing:
    """One kind of list: where it comes in, who may bring it, what people call it.

    ``left`` says in words what the file does not name.  ``shown`` are the two columns by which a
    page says what a row is about; ``rows`` are what the person may take out; ``unnamed`` tells what
    is stored and not in the file; ``choices`` are the words of its drop-down lists.
    """

    key: str
    folder: str
    capability: Capability
    resource: type[ListResource]
    title: str
    noun: str
    left: str
    shown: tuple[str, str]
    file: str
    rows: Callable[[Any], QuerySet[Any]]
    unnamed: Callable[[Any], Sequence[Unnamed]]
    choices: Callable[[], Mapping[str, Sequence[str]]]

    @property
    def layout(self) -> Layout:
        return self.resource.layout

    def setting(self, **around: Any) -> Setting:
        """The setting of an import: ``at``, and who brings the list (``by``; None: a command)."""
        by = around.get("by")
        reach = None if by is None else Unit.objects.reached_by(by, self.capability)
        return Setting(reach=reach, **around)


def _kinds() -> list[str]:
    return list(UnitKind.objects.order_by("order", "code").values_list("name", flat=True))


def _keys(rows: Sequence[ResolvedRow]) -> set[str]:
    return {row.key for row in rows}


def _unnamed_units(resource: UnitResource) -> list[Unnamed]:
    named = _keys(resource.resolved)
    missing = [unit for unit in resource.directory.units.values() if unit.code not in named]
    missing.sort(key=lambda unit: (unit.sort_name, unit.pk))
    return [
        Unnamed(unit.pk, unit.code, unit.name, unit.parent.name if unit.parent else "")
        for unit in missing
        if not unit.active_to
    ]


def _unnamed_people(resource: PersonResource) -> list[Unnamed]:
    """People who are not named, and roles that are not named of people who are."""
    rows = {(row.key, row.values.get("unit", "")) for row in resource.resolved}
    named = _keys(resource.resolved)
    found = []
    for person in sorted(resource.people.values(), key=lambda one: (one.sort_name, one.username)):
        if person.pk and person.is_active:
            roles = [
                f"{ROLE_LABELS[role]} – {resource.directory.units[code].name}"
                for (username, code), here in resource.held.items()
                if username == person.username and (username, code) not in rows
                for role in here
            ]
            if person.username not in named or roles:
                words = "; ".join(roles) or "chưa có vai trò"
                found.append(Unnamed(person.pk, person.username, person.full_name, words))
    return found


def _unnamed_groups(resource: GroupResource) -> list[Unnamed]:
    named = _keys(resource.resolved)
    return [
        Unnamed(group.pk, group.agency.code, group.name, group.agency.name)
        for key, group in sorted(resource.groups.items())
        if group.pk and key not in named
    ]


UNITS = Listing(
    key="units",
    folder="don-vi",
    capability=Capability.MANAGE_UNITS,
    resource=UnitResource,
    title="danh sách đơn vị",
    noun="đơn vị",
    left="đơn vị trong chương trình không có trong tệp",
    shown=("code", "name"),
    file="don-vi",
    rows=lambda user: Unit.objects.reached_by(user, Capability.MANAGE_UNITS).order_by(
        "sort_name", "pk"
    ),
    unnamed=_unnamed_units,
    choices=lambda: {"kind": _kinds()},
)
PEOPLE = Listing(
    key="people",
    folder="nguoi-dung",
    capability=Capability.MANAGE_PEOPLE,
    resource=PersonResource,
    title="danh sách người dùng",
    noun="người dùng",
    left="người không có trong tệp, hoặc giữ vai trò mà tệp không ghi",
    shown=("username", "full_name"),
    file="nguoi-dung",
    rows=lambda user: people_managed_by(user).filter(is_active=True).order_by("sort_name", "pk"),
    unnamed=_unnamed_people,
    choices=lambda: {"roles": list(ROLE_LABELS.values())},
)
GROUPS = Listing(
    key="groups",
    folder="nhom",
    capability=Capability.MANAGE_GROUPS,
    resource=GroupResource,
    title="danh sách nhóm đơn vị",
    noun="nhóm",
    left="nhóm trong chương trình không có trong tệp",
    shown=("agency", "name"),
    file="nhom-don-vi",
    rows=lambda user: UnitGroup.objects.editable_by(user).order_by(
        "agency__sort_name", "name", "pk"
    ),
    unnamed=_unnamed_groups,
    choices=lambda: {"way": [BY_RULE, FIXED], "kinds": _kinds()},
)
LISTS: Mapping[str, Listing] = {one.key: one for one in (UNITS, PEOPLE, GROUPS)}


# --- lists that go out: to fill in, what is stored, what is wrong in one --------------------------
_TEMPLATE_NOTE = (
    "Ghi mỗi {noun} một dòng. Ba dòng mẫu chữ nghiêng được bỏ qua khi nhập; có thể ghi đè hoặc"
    " xóa. Cột có dấu (*) là bắt buộc. Xem trang “{guide}”."
)
_RULES_FIRST = (
    "Thứ tự cột và dòng không quan trọng; có thể có dòng tiêu đề ở trên, ghi chú ở dưới.",
    "Ô để trống: giữ nguyên giá trị đang có. Ghi dấu - để xóa giá trị đang có.",
)
_RULES_LAST = ("Chương trình cho xem trước từng dòng; chỉ ghi khi không còn dòng nào sai.",)


def template(listing: Listing) -> bytes:
    """The workbook to fill in, with this installation's own words to choose from."""
    layout, words = listing.layout, listing.choices()
    places = {column.key: place for place, column in enumerate(layout.exported)}
    choices = {
        places[one.key]: DropDown(one.sheet, words[one.key], one.sheet, several=one.several)
        for one in layout.choices
    }
    page = Page(
        title=layout.sheet,
        above=(_TEMPLATE_NOTE.format(noun=layout.noun, guide=GUIDE_SHEET),),
        headings=[marked(column) for column in layout.exported],
        rows=[[one.get(c.key, "") for c in layout.exported] for one in layout.examples],
        widths=[column.width for column in layout.exported],
        muted=len(layout.examples),
        as_text=True,
        drop_downs=choices,
    )
    guide = guide_page(layout.columns, (*_RULES_FIRST, *layout.rules, *_RULES_LAST))
    return workbook(page, guide, *(words_page(one.sheet, words[one.key]) for one in layout.choices))


def export_list(listing: Listing, rows: QuerySet[Any], setting: Setting) -> bytes:
    """The rows as a workbook; it imports back unchanged.  Units stand below their parents."""
    layout = listing.layout
    dataset = listing.resource(setting=setting).export(rows)
    headings = [str(heading) for heading in dataset.headers or ()]
    lines: Sequence[Sequence[str]] = list(dataset)
    if listing is UNITS:
        places = (headings.index(layout.headings[key]) for key in ("code", "parent"))
        code, parent = places
        lines = in_tree_order(lines, code=code, parent=parent)
    widths = [column.width for column in layout.exported]
    return workbook(Page(layout.sheet, headings, lines, widths, as_text=True))


def list_with_reasons(head: Head, preview: Preview) -> bytes:
    """The sheet as it was brought, each row where it was, and beside each what is wrong in it; it
    can be mended and brought again (the new column is passed over)."""
    rows = head.sheet.rows
    width = max(map(len, rows))
    reasons = {row.number: "\n".join(row.problems) for row in preview.rows}
    left_out = {one.number: f"Bỏ qua: {one.why}" for one in preview.remarks}
    beside = left_out | reasons
    return workbook(
        Page(
            title=head.sheet.name or "Danh sách",
            above=rows[: head.top],
            headings=[*_wide(rows[head.top], width), REASON_HEADING],
            rows=[
                [*_wide(row, width), beside.get(number, "")]
                for number, row in enumerate(rows[head.top + 1 :], start=head.top + 2)
            ],
            widths=[*[18] * width, 70],
            as_text=True,
            red=width,
        )
    )


def _wide(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def in_tree_order(rows: Sequence[Sequence[str]], *, code: int, parent: int) -> list[Sequence[str]]:
    """The rows so that every unit stands below its parent, siblings in the order given.

    ``code`` and ``parent`` are the places of those cells.
    """
    below: dict[str, list[Sequence[str]]] = {}
    present = {row[code] for row in rows}
    for row in rows:
        above = row[parent] if row[parent] in present else ""
        below.setdefault(above, []).append(row)
    ordered: list[Sequence[str]] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below.get(row[code], [])))
    return ordered
