"""Release: when each customer is due, the nights that release, their brakes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_batches")]

    operations: list = []
