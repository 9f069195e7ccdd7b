"""A workbook written by a process of its own, while this one makes its rows: what a list is made of
and what a workbook is made of take a processor each, and nearly as long."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from crm.batches import batched
from crm.sheets.writing.cells import plain
from crm.sheets.writing.xlsx import fitting

ROOT = Path(__file__).resolve().parents[3]
ROWS_A_BATCH = 500


class WriterDied(Exception):
    """The process did not end its work."""


def write_xlsx_beside(file, header: Sequence, rows: Iterable[Sequence], sheet: str = "Sheet1"):
    """As `write_xlsx` does, into an open file of the disk."""
    with TemporaryDirectory(prefix="xlsx-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "crm.sheets.writing.process", sheet],
            cwd=ROOT, env=os.environ | {"TMPDIR": folder}, stdin=subprocess.PIPE, stdout=file,
        )  # fmt: skip
        try:
            with suppress(BrokenPipeError), cast(IO[bytes], process.stdin) as into:
                send(into, header, rows)
            if process.wait():
                raise WriterDied(process.returncode)
        finally:
            process.kill()
            process.wait()


def send(into: IO[bytes], header: Sequence, rows: Iterable[Sequence]):
    for batch in chain([list(map(plain, header))], batched(fitting(rows), ROWS_A_BATCH), [None]):
        pickle.dump(batch, into, pickle.HIGHEST_PROTOCOL)
