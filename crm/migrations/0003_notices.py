"""Notices, their settings, and outgoing webhooks."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("crm", "0002_workdays")]

    operations: list = []
