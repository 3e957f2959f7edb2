from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0005_a"),
        ("tickets", "0005_b"),
        ("users", "0001_initial"),
    ]

    operations = []
