from django.db.migrations import AddField, Migration as DjangoMigration, RunPython
from django.db import models


class Migration(DjangoMigration):
    def fill(apps, schema_editor):
        apps.get_model("tickets", "Ticket").objects.bulk_update([], ["phone"])

    operations = [AddField("ticket", "phone", models.IntegerField()), RunPython(fill)]
