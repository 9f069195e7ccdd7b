"""What a person had shown of pooled customers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0008_handover")]

    operations: list = []
