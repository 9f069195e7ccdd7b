"""Opens any sheet people send. Whatever is wrong with the file comes back as `SheetRefused`."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path, PurePath

from crm.sheets.books.free_mending import mended_free
from crm.sheets.books.mending import mended
from crm.sheets.books.ole import say_unicode
from crm.sheets.books.workbooks import read_workbook
from crm.sheets.choices import GUESSED, Reading
from crm.sheets.columns import column_letters
from crm.sheets.kinds import recognise
from crm.sheets.layout.headers import LOOKED_AT, split_header
from crm.sheets.layout.merging import Merge, filled_down
from crm.sheets.layout.notes import without_notes
from crm.sheets.limits import MIB, Limits, current_limits
from crm.sheets.markup.encoded import read_encoded
from crm.sheets.markup.web_pages import read_web_page
from crm.sheets.own_columns import tag_of
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Row, Table
from crm.sheets.texts.delimited import read_delimited

CHUNK = MIB


@dataclass
class Sheet:
    """One table. `rows` runs once, holds no blank row, and every row is as long as `header`.

    `header` has "" where a filled column has no name; `columns` the letters of the columns as the
    user sees them; `titles` the rows above the header; `groups` the row above `header_row` where
    the names are joined of both; `row_count` the records and notes, known beforehand; `notes` the
    totals and remarks under the table, once `rows` has run to its end; `filled_down` how many cells
    merged downwards were filled by then, by the place of their column; `sheets` all sheets of the
    file, `hidden` those one does not see, `unread` the others that hold cells; `encoding` and
    `separator` what was guessed of a text file; `tag` the import whose refused rows these are, as
    `handing_back` was told it. Whoever stops before the last row calls `close`, or uses a `with`.
    """

    filename: str
    kind: str
    name: str
    header: list[str]
    header_row: int
    rows: Iterator[Row]
    row_count: int
    notes: list[Row]
    columns: list[str]
    titles: list[Row]
    sheets: list[str]
    encoding: str
    separator: str
    unread: list[str]
    is_hidden: bool
    tag: str
    hidden: list[str] = field(default_factory=list)
    filled_down: Counter[int] = field(default_factory=Counter)
    groups: Row | None = None
    close: Callable[[], None] = lambda: None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    @property
    def repeated(self) -> list[str]:
        """The column names that stand more than once."""
        return [name for name, times in Counter(self.header).items() if name and times > 1]


def read_sheet(
    path_or_file,
    filename: str | None = None,
    limits: Limits | None = None,
    reading: Reading = GUESSED,
) -> Sheet:
    """Reads the first filled, visible sheet of an .xlsx, .xls, .ods, .csv or .tsv, or the chosen;
    of a web page or an XML spreadsheet too, as programs write them under the name of an .xls.

    Takes a path or a binary file, which stays the caller's. Cells are text as people typed it,
    `bool`, `date`, `datetime`, `time`, or `cells.BadCell`. Raises `SheetRefused`, and nothing
    else, for any content; running through `rows` may raise it too.
    """
    limits = limits or current_limits()
    filename = PurePath(filename or file_name(path_or_file)).name.replace("\0", "")
    file = own_copy(path_or_file, filename, limits)
    kind = recognise(file, filename, limits)
    read = READERS[kind]
    table = None
    try:
        table = read(file, filename, limits, reading=reading)
        return opened_sheet(table, filename, kind, limits, reading)
    except BaseException as error:
        if isinstance(error, SheetRefused):
            error.seen = seen_of(kind, table)
        if table:
            table.close()
        raise


def kind_of_sheet(file, filename: str) -> str:
    """As `Sheet.kind`, without reading the cells. Raises SheetRefused for what is no sheet."""
    limits, name = current_limits(), PurePath(filename).name.replace("\0", "")
    return recognise(own_copy(file, name, limits), name, limits)


def seen_of(kind: str, table: Table | None) -> dict:
    if table is None:
        return {"kind": kind, "sheets": [], "hidden": []}
    return {"kind": kind, "sheets": table.sheets, "hidden": table.hidden}


def read_mended(file, filename: str, limits: Limits, reading: Reading, kind: str, mend) -> Table:
    """A zip in its usual layout; what is called damaged is mended further and tried again."""
    try:
        return read_workbook(mend(file), filename, limits, kind, reading)
    except SheetRefused as refusal:
        again = mend(file, deep=True)
        if refusal.code != "damaged" or again is file:
            raise
        return read_workbook(again, filename, limits, kind, reading)


def read_old(file, filename: str, limits: Limits, reading: Reading) -> Table:
    """An .xls, whose texts are read for what they are."""
    say_unicode(file)
    return read_workbook(file, filename, limits, "xls", reading)


READERS: dict[str, Callable[..., Table]] = {
    "csv": read_delimited, "xls": read_old,
    "xlsx": partial(read_mended, kind="xlsx", mend=mended),
    "ods": partial(read_mended, kind="ods", mend=mended_free),
    "html": read_web_page, "xml": partial(read_encoded, kind="xml"),
}  # fmt: skip


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


def opened_sheet(table: Table, filename: str, kind: str, limits: Limits, reading) -> Sheet:
    refuse_if_shapeless(table, filename, limits)
    top = split_header(table, filename, reading.header_row, reading.header_depth)
    header, count = top.header, table.count - top.taken
    refuse_if_count_wrong(count, header, table, filename, limits)
    notes: list[Row] = []
    counts: Counter[int] = Counter()
    rows: Iterator[Row] = chain(top.records, table.rows)
    if reading.fill_down:
        rows = filled_down(rows, merges_below(header, table), counts)
    if not reading.keep_notes:
        rows = without_notes(rows, notes)
    names = top.names(table)
    return Sheet(
        filename=filename, kind=kind, name=table.name.replace("\0", ""),
        header=names, header_row=header.number,
        rows=rows, row_count=count, notes=notes,
        columns=[column_letters(n) for n in table.columns], titles=top.titles, groups=top.groups,
        sheets=[name.replace("\0", "") for name in table.sheets],
        encoding=table.encoding, separator=table.separator, unread=table.unread, is_hidden=table.is_hidden,
        tag=tag_of(names) or table.tag, close=table.close,
        hidden=[name.replace("\0", "") for name in table.hidden], filled_down=counts,
    )  # fmt: skip


def merges_below(header: Row, table: Table) -> list[Merge]:
    """A heading merged downwards is no value."""
    return [merge for merge in table.merges if merge[0] > header.number]


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
