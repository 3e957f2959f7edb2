from django.db import migrations, models


def fill(apps, schema_editor):
    apps.get_model("tickets", "Ticket").objects.update(phone="")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.AddField("ticket", "phone", models.CharField(max_length=20, null=True)),
        migrations.RunPython(fill),
        migrations.RunPython(fill, None),
    ]
