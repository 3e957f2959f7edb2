from django.db import migrations, models

FIRST = [migrations.AddField("ticket", "a", models.IntegerField())]
NAME = compute()


class Migration(migrations.Migration):
    replaces = [("tickets", "0001_initial"), ("tickets", "0002_phone")]
    dependencies = [("tickets", NAME), last_of("users")]

    operations = FIRST + [
        migrations.AddField("ticket", "b", models.IntegerField()),
        *[migrations.RemoveField("ticket", name) for name in ("c", "d")],
    ]
