"""What the access triggers compute with, and how the customer table is stored."""

from django.db import migrations

ACCESS = """
CREATE FUNCTION customers_access(
    customer integer, owner integer, pool integer,
    OUT readers integer[], OUT insiders integer[], OUT editors integer[]
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    holder integer := COALESCE(owner, -pool);
    trusted integer[] := CASE WHEN owner IS NULL THEN '{}' ELSE ARRAY[owner] END;
BEGIN
    SELECT holder || COALESCE(array_agg(s.principal) FILTER (WHERE s.principal <> holder), '{}'),
           trusted || COALESCE(array_agg(s.principal)
               FILTER (WHERE s.scope = 'everything' AND s.principal <> holder), '{}'),
           trusted || COALESCE(array_agg(s.principal)
               FILTER (WHERE p.codename = 'change_customer' AND s.principal <> holder), '{}')
        INTO readers, insiders, editors
        FROM (
            SELECT user_id AS principal, scope, permission_id FROM customers_usershare
                WHERE content_object_id = customer
                AND (expires_at IS NULL OR expires_at > clock_timestamp())
            UNION ALL
            SELECT -group_id, scope, permission_id FROM customers_teamshare
                WHERE content_object_id = customer
                AND (expires_at IS NULL OR expires_at > clock_timestamp())
            ORDER BY 1
        ) s JOIN auth_permission p ON p.id = s.permission_id;
END $$;
"""

STORAGE = """
ALTER TABLE customers_customer SET (fillfactor = 85);
ALTER TABLE customers_customer
    ALTER COLUMN reader_ids SET STATISTICS 1000,
    ALTER COLUMN insider_ids SET STATISTICS 1000,
    ALTER COLUMN editor_ids SET STATISTICS 1000,
    ALTER COLUMN category_ids SET STATISTICS 1000,
    ALTER COLUMN search_grams SET STATISTICS 1000;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.RunSQL(ACCESS, "DROP FUNCTION customers_access"),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
