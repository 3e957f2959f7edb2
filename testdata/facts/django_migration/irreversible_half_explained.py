from django.db import migrations


def fill(apps, schema_editor):
    apps.get_model("tickets", "Ticket").objects.update(phone="")


def back(apps, schema_editor):
    raise NotImplementedError


class Migration(migrations.Migration):
    operations = [
        # The old numbers are gone, nobody needs them back.
        migrations.RunPython(fill),
        migrations.RunPython(fill, back),
    ]
