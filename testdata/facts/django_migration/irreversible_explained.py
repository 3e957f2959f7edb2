from django.db import migrations, models


def fill(apps, schema_editor):
    apps.get_model("tickets", "Ticket").objects.update(phone="")


def back(apps, schema_editor):
    raise NotImplementedError("the old numbers were overwritten")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.AddField("ticket", "phone", models.CharField(max_length=20, null=True)),
        # The old numbers are gone, nobody needs them back.
        migrations.RunPython(fill),
        migrations.RunPython(fill),  # overwritten for good
        migrations.RunPython(fill, back),
    ]
