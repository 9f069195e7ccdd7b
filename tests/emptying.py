"""The tables are emptied between tests whose transactions are real.

Django truncates them all, which makes new files for every table and index, some thousand, whatever
a test wrote. Deleting from the few that hold rows takes a twentieth of the time.
"""

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql

# Without triggers, foreign keys are no matter, and append-only tables are emptied too.
EMPTY = """
DO $$
DECLARE
    one regclass;
    holds_rows boolean;
BEGIN
    -- The calendar follows its special days by a trigger.
    IF EXISTS (SELECT FROM crm_specialday) THEN
        DELETE FROM crm_specialday;
    END IF;
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT unnest({tables}::text[])::regclass LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO holds_rows;
        IF holds_rows THEN
            EXECUTE format('DELETE FROM %s', one);
        END IF;
    END LOOP;
END $$
"""

# Django would fill them again at once.
ALWAYS_THE_SAME = {"django_content_type", "auth_permission"}


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_quickly():
    truncating = DatabaseOperations.sql_flush

    def sql_flush(operations, style, tables, **options):
        if not tables or not is_superuser():
            return truncating(operations, style, tables, **options)
        emptied = sorted(set(tables) - ALWAYS_THE_SAME)
        named = sql.Literal([operations.quote_name(table) for table in emptied])
        return [sql.SQL(EMPTY).format(tables=named).as_string()]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


def is_superuser() -> bool:
    """Whether triggers can be passed over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return cursor.fetchone()[0]
