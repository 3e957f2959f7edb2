"""Classes of this name that Django does not load."""

from django.db import migrations
from peewee_migrate import migrations as other


class Migration(other.Migration):
    operations = []


class AddPhone(migrations.Migration):
    operations = []


class Migration(object):
    operations = []


def test_it():
    class Migration(migrations.Migration):
        operations = [migrations.RunPython(lambda apps, editor: None)]
