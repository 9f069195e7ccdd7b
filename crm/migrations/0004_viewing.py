"""Who looked at the product as somebody else."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_notices")]

    operations: list = []
