"""Verbs on many customers at once, row by row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_rules")]

    operations: list = []
