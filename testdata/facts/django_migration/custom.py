from django.db import migrations
from django.db.migrations.operations.base import Operation

from .helpers import CopyRows


class Partition(Operation):
    reversible = False


class Migration(migrations.Migration):
    operations = [CopyRows("a", "b"), Partition("tickets")]
