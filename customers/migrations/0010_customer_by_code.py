"""The duplicate check looks credit codes up while they are typed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_reveals")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["credit_code"],
                condition=~models.Q(credit_code=""),
                name="customer_by_code",
            ),
        ),
    ]
