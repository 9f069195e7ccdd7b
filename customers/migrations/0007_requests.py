"""Requests and disputes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_release")]

    operations: list = []
