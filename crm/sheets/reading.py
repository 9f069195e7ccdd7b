"""Opens any sheet people send. Whatever is wrong with the file comes back as `SheetRefused`."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePath

from .columns import column_letters
from .delimited import read_delimited
from .headers import LOOKED_AT, split_header, tidy
from .kinds import recognise
from .limits import MIB, Limits, current_limits
from .refusals import SheetRefused
from .tables import Row, Table
from .workbooks import read_workbook

CHUNK = MIB


@dataclass
class Sheet:
    """One table. `rows` runs once, holds no blank row, and every row is as long as `header`.

    `header` has "" where a filled column has no name; `columns` the letters of the columns as the
    user sees them; `titles` the rows above the header; `row_count` the records, known beforehand;
    `sheets` all sheets of the file; `encoding` and `separator` what was guessed of a text file.
    Whoever stops before the last row calls `close`, or uses the sheet in a `with`.
    """

    filename: str
    kind: str
    name: str
    header: list[str]
    header_row: int
    rows: Iterator[Row]
    row_count: int
    columns: list[str]
    titles: list[Row]
    sheets: list[str]
    encoding: str
    separator: str
    close: Callable[[], None] = lambda: None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    @property
    def repeated(self) -> list[str]:
        """The column names that stand more than once."""
        return [name for name, times in Counter(self.header).items() if name and times > 1]


def read_sheet(path_or_file, filename: str | None = None, limits: Limits | None = None) -> Sheet:
    """Reads the first filled, visible sheet of an .xlsx, .xls, .ods, .csv or .tsv.

    Takes a path or a binary file, which stays the caller's. Cells are text as people typed it,
    `bool`, `date`, `datetime`, `time`, or `cells.BadCell`. Raises `SheetRefused`, and nothing
    else, for any content; running through `rows` may raise it too.
    """
    limits = limits or current_limits()
    filename = PurePath(filename or file_name(path_or_file)).name.replace("\0", "")
    file = own_copy(path_or_file, filename, limits)
    kind = recognise(file, filename, limits)
    read = read_delimited if kind == "csv" else partial(read_workbook, kind=kind)
    table = read(file, filename, limits)
    try:
        return opened_sheet(table, filename, kind, limits)
    except BaseException:
        table.close()
        raise


def file_name(path_or_file) -> str:
    return str(getattr(path_or_file, "name", path_or_file))


def own_copy(path_or_file, filename: str, limits: Limits):
    """The file's bytes where nobody changes them; it goes when the last reader lets go of it."""
    copy = tempfile.TemporaryFile()
    if hasattr(path_or_file, "read"):
        with suppress(AttributeError, OSError):
            path_or_file.seek(0)
        copy_within_limit(path_or_file, copy, filename, limits)
    else:
        with Path(path_or_file).open("rb") as source:
            copy_within_limit(source, copy, filename, limits)
    return copy


def copy_within_limit(source, copy, filename: str, limits: Limits):
    size = 0
    while chunk := source.read(CHUNK):
        size += copy.write(chunk)
        if size > limits.bytes:
            raise SheetRefused("too big", file=filename, limit=limits.bytes // MIB)
    if not size:
        raise SheetRefused("empty", file=filename)
    copy.flush()


def opened_sheet(table: Table, filename: str, kind: str, limits: Limits) -> Sheet:
    refuse_if_shapeless(table, filename, limits)
    titles, header, first = split_header(table, filename)
    count = table.count - len(titles) - 1
    refuse_if_count_wrong(count, header, table, filename, limits)
    return Sheet(
        filename=filename, kind=kind, name=table.name.replace("\0", ""),
        header=[tidy(cell) for cell in header.cells], header_row=header.number,
        rows=chain(first, table.rows), row_count=count,
        columns=[column_letters(n) for n in table.columns], titles=titles,
        sheets=[name.replace("\0", "") for name in table.sheets],
        encoding=table.encoding, separator=table.separator, close=table.close,
    )  # fmt: skip


def refuse_if_shapeless(table: Table, filename: str, limits: Limits):
    where = {"file": filename, "sheet": table.name}
    if not table.columns:
        raise SheetRefused("no cells", file=filename)
    if len(table.columns) > limits.columns:
        count = len(table.columns)
        raise SheetRefused("too many columns", **where, count=count, limit=limits.columns)
    if table.count > limits.rows + LOOKED_AT:
        raise SheetRefused("too many rows", **where, limit=limits.rows)


def refuse_if_count_wrong(count: int, header: Row, table: Table, filename: str, limits: Limits):
    where = {"file": filename, "sheet": table.name}
    if count < 1:
        raise SheetRefused("no rows", **where, row=header.number)
    if count > limits.rows:
        raise SheetRefused("too many rows", **where, limit=limits.rows)
