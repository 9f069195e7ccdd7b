"""Rows of the next chunk are made ready while the database is at work on those of this one."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context

SECONDS_IN_TURN = 0.0005
"""Whoever writes waits for the database in small bites, and by Python's own measure would have its
turn back only after ten times as long: longer than the bite."""


class Ahead:
    """Of one pass, whose rows stand still while it works. `rows_behind(number, size)` asks the
    database for them; `prepared(rows)` asks none, and is done beside it."""

    def __init__(self, rows_behind: Callable, prepared: Callable):
        sys.setswitchinterval(SECONDS_IN_TURN)
        self.rows_behind, self.prepared = rows_behind, prepared
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.begun: tuple[int, Future] | None = None

    def take(self, number: int, size: int) -> list:
        """The rows behind `number`, ready; those behind them are begun with."""
        rows = self._begun_behind(number) or self.prepared(self.rows_behind(number, size))
        if rows:
            self._begin(rows[-1].number, size)
        return rows

    def _begun_behind(self, number: int) -> list:
        behind, ready = self.begun or (None, None)
        self.begun = None
        return ready.result() if ready and behind == number else []

    def _begin(self, number: int, size: int):
        rows = self.rows_behind(number, size)
        self.begun = number, self.thread.submit(copy_context().run, self.prepared, rows)
