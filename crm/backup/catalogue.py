"""What the database holds, by PostgreSQL's own catalogue: a table nobody thought of is not forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from crm.refusals import Refused

# Their rows are of the day: who is signed in, what is counted against a limit, which worker lives.
LEFT_EMPTY = {"cache", "django_session", "procrastinate_workers", "usersessions_usersession"}

OURS = "to_regnamespace(quote_ident(current_schema()))"
TABLES = f"""
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = {OURS} AND c.relkind = 'r' AND pg_has_role(c.relowner, 'USAGE')
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    GROUP BY c.relname ORDER BY c.relname
"""  # noqa: S608
SEQUENCES = f"""
    SELECT relname FROM pg_class
    WHERE relnamespace = {OURS} AND relkind = 'S' AND pg_has_role(relowner, 'USAGE')
    ORDER BY relname
"""  # noqa: S608
# A value has one spelling, whatever the server is set to, and a scan begins at the beginning.
ONE_SPELLING = """
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
    SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
    SET LOCAL synchronize_seqscans = off; SET LOCAL row_security = off;
    SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0
"""


@dataclass(frozen=True)
class Table:
    """A table, and the columns that are written into it; generated ones follow from these."""

    name: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> str:
        return connection.ops.quote_name(self.name)

    @property
    def with_columns(self) -> str:
        return f"{self.quoted} ({', '.join(map(connection.ops.quote_name, self.columns))})"

    @property
    def is_left_empty(self) -> bool:
        return self.name in LEFT_EMPTY


@contextmanager
def reading_and_writing() -> Iterator:
    """A cursor; what PostgreSQL refuses is a Refused. Never its details: they hold values."""
    try:
        with connection.wrap_database_errors, connection.cursor() as cursor:
            yield cursor
    except DatabaseError as error:
        raise Refused(
            _("PostgreSQL says: %(why)s. Nothing was changed.")
            % {"why": str(error).strip().partition("\n")[0]},
            _("Put that right, then try again."),
        ) from error


def tables(cursor) -> list[Table]:
    cursor.execute(TABLES)
    return [Table(name, tuple(columns)) for name, columns in cursor.fetchall()]


def names_of(listed: list[Table]) -> str:
    return ", ".join(table.quoted for table in listed)


def sequences(cursor) -> dict[str, tuple[int, bool]]:
    """Of every sequence the last value, and whether that was handed out."""
    cursor.execute(SEQUENCES)
    return {name: _position(cursor, name) for (name,) in cursor.fetchall()}


def _position(cursor, name: str) -> tuple[int, bool]:
    quoted = connection.ops.quote_name(name)
    cursor.execute(f"SELECT last_value, is_called FROM {quoted}")  # noqa: S608
    return cursor.fetchone()
