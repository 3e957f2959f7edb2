from django.db.migrations import Migration as Base, RunSQL
from django.db import migrations

VIEW = "CREATE VIEW open_tickets AS SELECT 1"


class Migration(migrations.Migration):
    operations = [
        RunSQL(VIEW, "DROP VIEW open_tickets"),
        RunSQL(["SELECT 1", ("SELECT %s", [2])], reverse_sql=RunSQL.noop),
        RunSQL(sql="ANALYZE", reverse_sql=""),
        migrations.RunSQL("DROP TABLE old_tickets"),
    ]
