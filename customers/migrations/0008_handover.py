"""Hand-overs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_requests")]

    operations: list = []
