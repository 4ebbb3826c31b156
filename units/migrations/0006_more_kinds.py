"""Adds the kinds of unit that installations of the version before lack."""

from django.db import migrations

from units.kinds import STANDARD_KINDS


def add_kinds(apps, schema_editor):
    kinds = apps.get_model("units", "UnitKind")
    there = set(kinds.objects.values_list("code", flat=True))
    names = set(kinds.objects.values_list("name", flat=True))
    kinds.objects.bulk_create(
        kinds(
            code=kind.code,
            name=kind.name,
            order=order,
            is_external=kind.is_external,
            is_past=kind.is_past,
        )
        for order, kind in enumerate(STANDARD_KINDS, start=1)
        if kind.code not in there and kind.name not in names
    )


class Migration(migrations.Migration):
    dependencies = [("units", "0005_lists_brought")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
