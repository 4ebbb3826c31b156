"""Reports that work is done keep the day on which it was, so that a return can be taken back."""

from django.db import migrations, models
from django.db.models import F


def keep_days(apps, schema_editor):
    """A report that named no other day was finished on its own."""
    entries = apps.get_model("tasks", "ProgressEntry").objects.filter(kind="done")
    entries.exclude(note__contains="(Ngày hoàn thành: ").update(finished_on=F("on"))


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0014_headings_of_the_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="progressentry",
            name="finished_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày hoàn thành đã báo"),
        ),
        migrations.RunPython(keep_days, migrations.RunPython.noop),
    ]
