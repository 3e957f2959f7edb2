"""Code with a way back of each form."""

from django.db import connection, migrations
from tickets.services import renumber


def fill(apps, schema_editor):
    Ticket = apps.get_model("tickets", "Ticket")
    for ticket in Ticket.objects.filter(phone=None):
        ticket.phone = ""
        ticket.save(update_fields=["phone"])


def create(apps, schema_editor):
    State = apps.get_model("tickets.State")
    State.objects.using(schema_editor.connection.alias).bulk_create([State(name="new")])


def sweep(apps, schema_editor):
    apps.get_model("tickets", "Ticket").objects.filter(title="").delete()


def elsewhere(apps, schema_editor):
    renumber(apps)


def by_editor(apps, schema_editor):
    schema_editor.add_field(apps.get_model("tickets", "Ticket"), None)


def raw(apps, schema_editor):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tickets ADD COLUMN x int")


def given(apps, schema_editor):
    renumber(schema_editor)


def nothing(apps, schema_editor):
    pass


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_phone")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(create, reverse_code=sweep),
        migrations.RunPython(sweep, lambda apps, schema_editor: None),
        migrations.RunPython(code=elsewhere, elidable=True),
        migrations.RunPython(by_editor, nothing),
        migrations.RunPython(raw, nothing),
        migrations.RunPython(given, nothing),
        migrations.RunPython(renumber, nothing),
        migrations.RunPython(migrations.RunPython.noop, nothing),
    ]
