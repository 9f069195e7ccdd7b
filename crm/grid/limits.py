"""Time limits: a query that takes too long is ended, and whoever waits is told."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

SET = "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)"


class TooSlow(Exception):
    """A query ran into its time limit; the transaction inside was rolled back."""


@contextmanager
def time_limit(seconds: float):
    """A transaction in which no statement may take longer. Raises TooSlow when one does."""
    goes_on = connection.in_atomic_block
    try:
        with transaction.atomic():
            before = _limit(f"{seconds * 1000:.0f}ms")
            yield
            if goes_on:  # else it ends with the transaction
                _limit(before)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise TooSlow from error


def _limit(value: str) -> str:
    """Sets the limit until the transaction ends; gives the one before."""
    with connection.cursor() as cursor:
        cursor.execute(SET, [value])
        return cursor.fetchone()[0]
