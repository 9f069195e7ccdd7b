"""Versions of a team's rules."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_holding")]

    operations: list = []
