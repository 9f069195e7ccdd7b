"""csv, which never runs as a formula."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from crm.sheets.writing.cells import csv_cell


def write_csv(file, header: Sequence, rows: Iterable[Sequence]):
    """UTF-8 with mark, to a binary file, which stays open. Text that could run is escaped."""
    file.writelines(csv_lines(header, rows))


def csv_lines(header: Sequence, rows: Iterable[Sequence]) -> Iterator[bytes]:
    """What `write_csv` writes, line by line."""
    # Every text is quoted, so that a `;` or a tab in it is never taken for the separator.
    writer = csv.writer(Encoder(), quoting=csv.QUOTE_NONNUMERIC)
    yield BOM_UTF8
    for row in chain([header], rows):
        yield writer.writerow([csv_cell(cell) for cell in row])


class Encoder:
    """What csv takes for a file; `writerow` answers what `write` does."""

    def write(self, text: str) -> bytes:
        return text.encode()
