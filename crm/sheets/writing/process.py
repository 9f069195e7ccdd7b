"""The writing process: `python -m crm.sheets.writing.process SHEET`.

Takes pickles of the header, of lists of rows, then None, from its own parent; the workbook goes to
standard output, which is a file. Where the pickles end sooner, nobody wants it any more.
"""

import os
import pickle
import signal
import sys

from crm.sheets.writing.page import new_page


def main(sheet: str):
    for number in (signal.SIGINT, signal.SIGTERM):
        # Who stops a worker tells all its processes; this one ends with the work it is for.
        signal.signal(number, signal.SIG_IGN)
    rows = sys.stdin.buffer
    with open(1, "wb", closefd=False) as file, new_page(file, pickle.load(rows), sheet) as page:  # noqa: S301
        while (batch := next_of(rows)) is not None:
            for cells in batch:
                page.append(cells)


def next_of(rows) -> list | None:
    try:
        return pickle.load(rows)  # noqa: S301 our own parent wrote it
    except EOFError:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
