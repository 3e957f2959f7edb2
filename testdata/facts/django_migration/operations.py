import django.contrib.postgres.operations
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("tickets", "0001_initial"),
        ("contenttypes", "__first__"),
    ]
    run_before = [("billing", "0003_invoices")]

    operations = [
        TrigramExtension(),
        django.contrib.postgres.operations.CreateExtension("vector"),
        migrations.CreateModel(
            name="Ticket",
            fields=[("id", models.BigAutoField(primary_key=True)), ("title", models.CharField(max_length=80))],
            options={"db_table": "tickets"},
        ),
        migrations.DeleteModel("OldTicket"),
        migrations.RenameModel(old_name="Case", new_name="Incident"),
        migrations.AlterModelTable(name="incident", table="incidents"),
        migrations.AddField(model_name="ticket", name="phone", field=models.CharField(max_length=20, default="")),
        migrations.AddField("Ticket", "watchers", models.ManyToManyField(to="tickets.User")),
        migrations.RemoveField(model_name="ticket", name="fax"),
        migrations.AlterField(model_name="ticket", name="title", field=models.TextField()),
        migrations.RenameField(model_name="ticket", old_name="no", new_name="number"),
        migrations.AddIndex(model_name="ticket", index=models.Index(fields=["-number", "title"], name="t_no_idx")),
        AddIndexConcurrently("ticket", models.Index(fields=["title"], name="t_title_idx")),
        migrations.RemoveIndex(model_name="ticket", name="t_fax_idx"),
        migrations.RenameIndex(model_name="ticket", new_name="t_new", old_fields=("a", "b")),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(fields=("number",), name="t_no_unique"),
        ),
        migrations.RemoveConstraint(model_name="ticket", name="t_fax_unique"),
        migrations.AlterUniqueTogether(name="ticket", unique_together={("number", "title")}),
        migrations.AlterModelOptions(name="ticket", options={"ordering": ["number"]}),
        migrations.AlterModelManagers(name="ticket", managers=[]),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RemoveField("ticket", "state")],
            state_operations=[migrations.AddField("ticket", "stage", models.IntegerField())],
        ),
    ]
