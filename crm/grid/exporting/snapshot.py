"""One moment of the database, for as long as an export takes."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


@contextmanager
def snapshot(seconds: int = 0):
    """Everything inside sees the rows as they are now. Yields a connection that does not: through
    it one says how far the work is, and hears whether it is still wanted.

    With `seconds`, a query that takes longer is cancelled (`is_too_slow`).
    """
    if connection.in_atomic_block:  # whoever began the transaction chose what it sees
        yield connection
        return
    beside = connection.copy()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # All the rows are wanted, not the first ones soon.
                cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
                cursor.execute(f"SET LOCAL statement_timeout = '{int(seconds)}s'")
            yield beside
    finally:
        beside.close()


def is_too_slow(error: Exception) -> bool:
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)
