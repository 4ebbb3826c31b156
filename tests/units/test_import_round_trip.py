"""What goes out comes in again: unchanged where it came from, the same where there is nothing."""

import pytest

from accounts.models import User
from demo.people import create_people
from demo.units import create_units
from tests.sheets.made import HEADINGS, csv
from tests.units.taking import (
    preview_groups,
    preview_people,
    preview_units,
    read_groups,
    read_people,
    read_unit_table,
    setting,
    take_groups,
    take_people,
    take_units,
)
from units.lists.lists import GROUPS, PEOPLE, UNITS, export_list
from units.lists.outcomes import RowOutcome
from units.models import Membership, Unit, UnitAncestor, UnitGroup

pytestmark = pytest.mark.django_db


def export(listing, model):
    return export_list(listing, model.objects.order_by("pk"), setting(listing))


def same(preview):
    return {row.outcome for row in preview.rows} == {RowOutcome.SAME} and not preview.unnamed


def tree():
    return {
        unit.code: (
            unit.name,
            unit.short_name,
            unit.kind_id,
            unit.parent and unit.parent.code,
            frozenset(alias.name for alias in unit.aliases.all()),
        )
        for unit in Unit.objects.select_related("parent").prefetch_related("aliases")
    }


def links():
    return set(UnitAncestor.objects.values_list("unit__code", "ancestor__code", "distance"))


def roles():
    facts = ("user__username", "user__full_name", "user__email", "user__position")
    return set(Membership.objects.values_list(*facts, "unit__code", "role"))


def groups():
    return {
        (group.agency.code, group.name): (
            group.by_rule,
            group.depth,
            frozenset(kind.pk for kind in group.kinds.all()),
            frozenset(unit.code for unit in group.units()),
            frozenset(alias.name for alias in group.aliases.all()),
        )
        for group in UnitGroup.objects.all()
    }


@pytest.fixture
def office(db):
    units = create_units()
    create_people(units)


def test_the_demonstration_office_goes_out_and_comes_in_unchanged(office):
    assert same(preview_units(read_unit_table(export(UNITS, Unit))))
    assert same(preview_people(read_people(export(PEOPLE, User))))
    assert same(preview_groups(read_groups(export(GROUPS, UnitGroup))))


def test_the_demonstration_office_is_made_again_from_its_three_files(office):
    files = export(UNITS, Unit), export(PEOPLE, User), export(GROUPS, UnitGroup)
    told = tree(), links(), roles(), groups()
    Membership.objects.all().delete()
    User.objects.all().delete()
    UnitGroup.objects.all().delete()
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()

    take_units(read_unit_table(files[0]))
    take_people(read_people(files[1]))
    take_groups(read_groups(files[2]))
    assert (tree(), links(), roles(), groups()) == told


# What there is in each of the 150 communes of a province.
ROOMS = (
    ("VP", "Văn phòng HĐND và UBND", "Văn phòng"),
    ("KT", "Phòng Kinh tế", "Phòng"),
    ("VHXH", "Phòng Văn hóa - Xã hội", "Phòng"),
    ("HCC", "Trung tâm Phục vụ hành chính công", "Trung tâm"),
    ("CA", "Công an xã", "Tổ, bộ phận"),
    ("TH", "Trường Tiểu học", "Trường"),
    ("YT", "Trạm Y tế", "Bệnh viện, trạm y tế"),
    *((f"T{n}", f"Thôn {n}", "Thôn, tổ dân phố") for n in range(1, 15)),
)


def province():
    rows = [("T", "UBND tỉnh Lam Giang", "UBND tỉnh, thành phố", "")]
    for number in range(150):
        commune = f"X{number:03}"
        rows.append((commune, f"UBND xã Số {number}", "UBND xã, phường", "T"))
        # The same names in every commune: only their codes tell them apart.
        rows += [(f"{commune}-{code}", name, kind, commune) for code, name, kind in ROOMS]
    return rows


def test_a_province_goes_out_and_comes_in_unchanged():
    rows = province()
    assert len(rows) == 3301
    # Upside down: every room before its commune.
    take_units(read_unit_table(csv([HEADINGS, *reversed(rows)])))
    assert Unit.objects.count() == len(rows)
    assert UnitAncestor.objects.count() == 1 + 150 * 2 + 150 * len(ROOMS) * 3
    exported = read_unit_table(export(UNITS, Unit))
    place = {row.values["code"]: number for number, row in enumerate(exported.rows)}
    for code, _, _, parent in rows[1:]:
        assert place[parent] < place[code]
    assert same(preview_units(exported))
