"""Which customers have an open opportunity, for those that were there before the column."""

from django.db import migrations

ADD_UP = """
UPDATE customers_customer c SET has_open_opportunity = true
    WHERE EXISTS (SELECT 1 FROM sales_opportunity o
        WHERE o.customer_id = c.id AND o.deleted_at IS NULL AND o.status = 'open')
"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_contracts"), ("customers", "0003_holding")]

    operations = [migrations.RunSQL(ADD_UP, migrations.RunSQL.noop)]
