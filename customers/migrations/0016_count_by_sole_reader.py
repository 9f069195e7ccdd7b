"""Counting by the index: facets and states without visits to the rows."""

from django.conf import settings
from django.db import migrations, models

import customers.visibility

# Of `category_ids[2]` PostgreSQL knows no statistics and expects as many values as there are arrays;
# told of few, it lets several processes count. ANALYZE also makes the index's statistics.
FEW_CATEGORIES = """
ALTER TABLE customers_customer ALTER COLUMN category_ids SET (n_distinct = 1000);
ANALYZE customers_customer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0011_grid_layouts"),
        ("customers", "0015_import_mapping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                customers.visibility.Sole("reader_ids"),
                condition=models.Q(("deleted_at__isnull", True)),
                include=(
                    "category_ids",
                    "reader_ids",
                    "insider_ids",
                    "owner",
                    "protected_until",
                    "release_due_at",
                    "last_activity_at",
                    "next_activity_at",
                    "created_at",
                    "has_open_opportunity",
                    "won_at",
                ),
                name="customer_by_sole_reader",
            ),
        ),
        migrations.RunSQL(
            FEW_CATEGORIES,
            "ALTER TABLE customers_customer ALTER COLUMN category_ids RESET (n_distinct);",
        ),
    ]
