"""Tables for the time of loading: no trigger may touch a row on its way, and indexes and foreign keys
are made of all the rows at once, many times faster than row by row."""

from contextlib import contextmanager

PUT_BACK = """
    SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
           format('ALTER TABLE %%s %%s TRIGGER %%I', tgrelid::regclass,
                  CASE tgenabled WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS'
                  ELSE 'ENABLE' END, tgname)
    FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid = ANY(%(tables)s::regclass[])
    UNION ALL
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
                  pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[])
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid = ANY(%(tables)s::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint
                      WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
"""


@contextmanager
def bare(cursor, quoted_names: list[str]):
    """Takes triggers, foreign keys and plain indexes away and puts them back as they were."""
    cursor.execute(PUT_BACK, {"tables": quoted_names})
    statements = cursor.fetchall()
    for take_away, _put_back in statements:
        cursor.execute(take_away)
    yield
    # Indexes first, which foreign keys may need.
    for _take_away, put_back in reversed(statements):
        cursor.execute(put_back)
