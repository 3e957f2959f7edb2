from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    if settings.USES_POSTGRES:
        operations = [migrations.RunSQL("SELECT 1", "SELECT 1")]
    else:
        operations = []
