"""Workbooks (.xlsx, .xls, .ods), parsed by a process of their own: see `child`."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from select import poll
from tempfile import TemporaryDirectory
from typing import IO, cast

from crm.sheets.choices import GUESSED, Reading
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Row, Table

ROOT = Path(__file__).resolve().parents[3]


class Reader:
    """A reader process at work on one file. `close` ends it, whatever it is doing."""

    def __init__(self, file, filename: str, kind: str, limits, sheet: str = ""):
        self.filename, self.seconds, self.sheet = filename, limits.seconds, sheet
        os.lseek(file.fileno(), 0, os.SEEK_SET)  # `file.seek` may only move within its buffer
        # Only a path that ends in the kind makes the parser say what is wrong with the file.
        self.folder = TemporaryDirectory(prefix="sheet-")
        path = Path(self.folder.name, f"sheet.{kind}")
        path.symlink_to("/dev/stdin")
        costs = [limits.rows, limits.memory_bytes, limits.seconds]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crm.sheets.books.child", path, *map(str, costs), sheet],
            cwd=ROOT, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.answers = cast(IO[bytes], self.process.stdout)

    def table(self) -> Table:
        # Only this first answer is waited for with a clock: later ones wait for their reader too.
        waiting = poll()
        waiting.register(self.answers)
        if not waiting.poll(2000 * self.seconds):
            raise self.refused("too much work")
        return Table(**self.message(), rows=self.rows(), close=self.close)

    def rows(self) -> Iterator[Row]:
        with closing(self):
            while (batch := self.message()) is not None:
                for number, cells in batch:
                    yield Row(number, cells)

    def message(self):
        """The next thing the process has to say; a refusal, or its death, is raised."""
        try:
            message = pickle.load(self.answers)  # noqa: S301 our own process wrote it
        except (EOFError, pickle.UnpicklingError):
            # Out of memory, out of stack and out of time all end it by a signal.
            raise self.refused("too much work" if self.process.wait() < 0 else "damaged") from None
        if isinstance(message, str):
            raise self.refused(message)
        return message

    def refused(self, code: str) -> SheetRefused:
        where = {"sheet": self.sheet} if code in ("blank sheet", "no such sheet") else {}
        return SheetRefused(code, file=self.filename, **where)

    def close(self):
        self.process.kill()
        self.answers.close()
        self.process.wait()
        self.folder.cleanup()


def read_workbook(file, filename: str, limits, kind: str, reading: Reading = GUESSED) -> Table:
    reader = Reader(file, filename, kind, limits, reading.sheet)
    try:
        return reader.table()
    except BaseException:
        reader.close()
        raise
