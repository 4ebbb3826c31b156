from django.db import migrations, models
from django.db.models import F


def fill_sent(apps, _editor):
    """Invitations of before are taken for sent: only those that were refused said otherwise."""
    invited = apps.get_model("accounts", "User").objects.filter(invited_at__isnull=False)
    invited.update(invitation_sent_at=F("invited_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_invitation_refusal"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="invitation_sent_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(fill_sent, migrations.RunPython.noop),
    ]
