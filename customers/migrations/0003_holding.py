"""What rules and quotas need on the customer and in the ledger."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_access")]

    operations: list = []
