"""Rows of the next chunk are made ready while the database writes those of this one."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor

SECONDS_IN_TURN = 0.0005
"""Whoever writes waits for the database in small bites, and by Python's own measure would have its
turn back only after ten times as long: longer than the bite."""


class Ahead:
    """Of one pass. The rows stand still while it works; only what needs no database is done
    beside it."""

    def __init__(self):
        sys.setswitchinterval(SECONDS_IN_TURN)
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.begun: tuple[int, Future] | None = None

    def begin(self, commit, number: int, size: int):
        """Goes about the rows behind `number`, if the commit tells what to do with them."""
        if prepared := getattr(commit, "prepared", None):
            rows = commit.rows_behind(number, size)
            self.begun = number, self.thread.submit(prepared, rows)

    def rows_behind(self, number: int) -> list:
        """Those that are ready, if these are meant; waits for them."""
        behind, ready = self.begun or (None, None)
        self.begun = None
        return ready.result() if ready and behind == number else []
