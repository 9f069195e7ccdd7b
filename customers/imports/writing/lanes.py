"""Where processors are enough, chunks are written two at a time, each by a connection of its own,
and are in one after another.

A chunk's transaction ends only when the one before it has: what is in is always a beginning of
the sheet, whichever was written first. Rows that have to do with those of the chunk before wait
until these are in; so whoever is first waits for nobody behind it.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from threading import Lock

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from crm.garbage import search_new
from customers.models import SheetImport

# Of two processors the database needs one for a chunk, and Python the other for what comes next: a
# second lane would gain a tenth, and whoever looks at lists meanwhile would wait twice as long.
LANES = 2 if (os.cpu_count() or 1) > 2 else 1
# A process keeps few connections: one import at a time has several of them.
TAKEN = Lock()
# Two imports, each in two lanes, may wait for each other by way of a turn that no database sees.
NOT_FOR_EVER = "SET LOCAL lock_timeout = '10s'"
ALONE = "SELECT pg_advisory_lock('customers_sheetimport'::regclass::oid::int, %s)"
NO_LONGER = "SELECT pg_advisory_unlock('customers_sheetimport'::regclass::oid::int, %s)"


@contextmanager
def alone(pk: int) -> Iterator[None]:
    """One worker at a time is at work on an import; another waits until it has ended."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [pk])
    try:
        yield
    finally:
        # A connection that broke has let go of it.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(NO_LONGER, [pk])


@contextmanager
def free() -> Iterator[bool]:
    """Whether there are lanes for whoever asks; nobody else has them meanwhile. Who is in a
    transaction has none: others would not see what it did."""
    if LANES < 2 or connection.in_atomic_block or not TAKEN.acquire(blocking=False):
        yield False
        return
    try:
        yield True
    finally:
        TAKEN.release()


class Lanes:
    """Of one pass. `enter(behind, written)` takes the import's lock, enters what was written if the
    import stands at `behind`, and says whether it did."""

    def __init__(self, work, begun: SheetImport, enter: Callable[[int, object], bool]):
        self.work, self.begun, self.enter = work, begun, enter
        self.under_way: deque[Future] = deque()

    def run(self):
        """Until no row is left, the work is no longer asked for, or lanes are in each other's way:
        what is left then is for whoever works without them."""
        with ThreadPoolExecutor(LANES) as threads:
            try:
                self._send_all(threads)
            except OperationalError as error:
                if not isinstance(error.__cause__, DeadlockDetected | LockNotAvailable):
                    raise

    def _send_all(self, threads):
        behind, before, goes_on = self.begun.committed_to, [], True
        while goes_on and (rows := self.work.take(behind)):
            if self.under_way and have_to_do(rows, before):
                goes_on = self._first_is_in()
            last = self.under_way[-1] if self.under_way else None
            chunk = copy_context().run, self._written, rows, behind, last
            self.under_way.append(threads.submit(*chunk))
            behind, before = rows[-1].number, rows
            if len(self.under_way) == LANES:
                goes_on = self._first_is_in()
        while self.under_way:
            self._first_is_in()

    def _first_is_in(self) -> bool:
        """Waits for the chunk that is in first."""
        is_in = self.under_way.popleft().result()
        self.work.tidy()
        search_new()
        return is_in

    def _written(self, rows: list, behind: int, before: Future | None) -> bool:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(NOT_FOR_EVER)
                written = self.work.write(self.begun, rows)
                is_in = (before is None or before.result()) and self.enter(behind, written)
                transaction.set_rollback(not is_in)
                return is_in
        finally:
            connection.close()


def have_to_do(rows: list, before: list) -> bool:
    """Whether rows depend on those before: by a customer, or by people who are made for them."""
    if any(row.names_people for row in rows):
        return True
    return not {row.customer_id for row in rows}.isdisjoint(row.customer_id for row in before)
