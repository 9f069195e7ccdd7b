"""Imports so far keep their history; existing records get the keys they are recognised by."""

from django.db import connection, migrations

from customers.recognising import keys_of, phone_keys

BATCH = 5_000
CHECKS = """
INSERT INTO customers_rowcheck (
    sheet_import_id, number, name, verdict, customer_id, values, changes, problems, matches,
    decision, undone, why_kept
)
SELECT r.sheet_import_id, r.number, COALESCE(c.name, ''),
    CASE r.verdict WHEN 'written' THEN 'new' WHEN 'bad' THEN 'refused' ELSE 'skipped' END,
    r.customer_id, '{}', '[]', r.problems, '[]', '', '', ''
FROM customers_importrow r
JOIN customers_sheetimport i ON i.id = r.sheet_import_id
LEFT JOIN customers_customer c ON c.id = r.customer_id
WHERE i.state IN ('writing', 'done', 'stopped')
"""
# A check begins anew; what was being written ends where it is.
STATES = """
UPDATE customers_sheetimport SET
    state = CASE WHEN state IN ('checking', 'checked') THEN 'mapping'
        WHEN state IN ('writing', 'stopped') THEN 'done' ELSE state END,
    finished_at = CASE WHEN state = 'writing' THEN now() ELSE finished_at END
"""
COUNTS = """
UPDATE customers_sheetimport i SET counts = n.counts, checked_to = n.most, committed_to = n.most
FROM (
    SELECT sheet_import_id, jsonb_object_agg(verdict, count) AS counts, max(most) AS most
    FROM (
        SELECT sheet_import_id, verdict, count(*), max(number) AS most FROM customers_rowcheck
            GROUP BY sheet_import_id, verdict
    ) v GROUP BY sheet_import_id
) n WHERE n.sheet_import_id = i.id
"""
KEYS = """
UPDATE {table} t SET duplicate_keys = ARRAY(SELECT jsonb_array_elements_text(n.keys))
FROM unnest(%s::int[], %s::jsonb[]) AS n(id, keys) WHERE t.id = n.id
"""


def keep_history(apps, schema_editor):
    with connection.cursor() as cursor:
        for statement in (CHECKS, STATES, COUNTS):
            cursor.execute(statement)


def fill_keys(apps, schema_editor):
    fill("customers_customer", "name, credit_code, phones", keys_of)
    fill("customers_contact", "mobile, phone", lambda *numbers: phone_keys(numbers))


def fill(table: str, columns: str, keys):
    """In batches by the id, each a statement of its own."""
    from psycopg.types.json import Jsonb

    after = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT id, {columns} FROM {table} WHERE id > %s ORDER BY id LIMIT %s",  # noqa: S608
                [after, BATCH],
            )
            if not (rows := cursor.fetchall()):
                return
            found = [Jsonb(keys(*values)) for _id, *values in rows]
            cursor.execute(KEYS.format(table=table), [[row[0] for row in rows], found])
            after = rows[-1][0]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("customers", "0018_import_checks")]

    operations = [
        migrations.RunPython(keep_history, migrations.RunPython.noop, atomic=True),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
