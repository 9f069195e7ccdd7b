"""Writes tables row by row, in constant memory, so that reading them back gives the same table."""

import csv
import datetime as dt
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain
from numbers import Number

from django.utils import timezone
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from .cells import FIRST_INEXACT
from .escaping import escaped
from .refusals import SheetRefused

# Excel's own limits: support.microsoft.com, "Excel specifications and limits".
XLSX_ROWS, XLSX_COLUMNS, XLSX_TEXT = 1_048_576, 16_384, 32_767
FIRST_YEAR = 1900
NARROWEST, WIDEST = 10, 40
NO_GUESSING = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
LOOKS: dict[str | None, dict] = {
    None: {},
    "header": {"bold": True, "bottom": 1},
    "marked": {"bg_color": "#F9DEDC", "text_wrap": True, "valign": "top"},
}
PLAIN: Mapping = {}
FORMATS: dict[type, dict] = {
    dt.date: {"num_format": "yyyy-mm-dd"},
    dt.datetime: {"num_format": "yyyy-mm-dd hh:mm:ss"},
    dt.time: {"num_format": "hh:mm:ss"},
}


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


def csv_cell(value):
    """Numbers as they are, times in ISO 8601 and the local zone, the rest as escaped text."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        return Plain(value)
    if isinstance(value, Number):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return escaped(value)


class Plain(Decimal):
    """Written without an exponent, which spreadsheets would round."""

    def __str__(self):
        return format(self, "f")


def plain(value):
    """What a cell can hold: None is "", an aware time the local one, a lazy text its text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if isinstance(value, Number | dt.date | dt.time):
        return value
    return str(value)


def write_xlsx(path_or_file, header: Sequence, rows: Iterable[Sequence], sheet: str = "Sheet1"):
    """Numbers, dates and times are typed; text is text, whatever it begins with.

    A text longer than a cell holds ends in "…". Raises `SheetRefused` for more rows or columns than
    a sheet holds.
    """
    with new_sheet(path_or_file, header, sheet) as page:
        for row in rows:
            page.append(row)


@contextmanager
def new_sheet(path_or_file, header: Sequence, sheet: str = "Sheet1"):
    """An open `Page` under a frozen header; the workbook is finished when the block ends."""
    workbook = Workbook(path_or_file, NO_GUESSING)
    try:
        page = Page(workbook, sheet)
        page.head(header)
        yield page
    finally:
        workbook.close()


class Page:
    """A worksheet that takes rows from top to bottom."""

    def __init__(self, workbook: Workbook, name: str):
        self.worksheet = workbook.add_worksheet(sheet_name(name))
        self.add_format = workbook.add_format
        self.formats: dict = {}
        self.row = 0

    def head(self, header: Sequence):
        for column, name in enumerate(header):
            width = min(max(2 * len(str(name)), NARROWEST), WIDEST)
            self.worksheet.set_column(column, column, width)
        self.worksheet.freeze_panes(1, 0)
        self.append(header, dict.fromkeys(range(len(header)), "header"))

    def append(self, cells: Sequence, looks: Mapping = PLAIN):
        """One row; `looks` maps columns (from 0) to names in `LOOKS`."""
        if self.row >= XLSX_ROWS or len(cells) > XLSX_COLUMNS:
            raise SheetRefused("overfull", limit=XLSX_ROWS, columns=XLSX_COLUMNS)
        for column, value in enumerate(cells):
            self.write(column, plain(value), looks.get(column))
        self.row += 1

    def write(self, column: int, value, look: str | None):
        place, shape = (self.row, column), self.format_of(type(value), look)
        if isinstance(value, bool):
            self.worksheet.write_boolean(*place, value, shape)
        elif isinstance(value, Number) and is_exact(value):
            self.worksheet.write_number(*place, value, shape)
        elif isinstance(value, dt.date | dt.time) and has_serial(value):
            self.worksheet.write_datetime(*place, value, shape)
        elif value != "" or look:
            self.worksheet.write_string(*place, shortened(text_of(value)), shape)

    def format_of(self, kind: type, look: str | None):
        """What a value of this type wears with this look, made when first asked for."""
        key = kind, look
        if key not in self.formats:
            wear = {**FORMATS.get(kind, {}), **LOOKS[look]}
            self.formats[key] = self.add_format(wear) if wear else None
        return self.formats[key]


def sheet_name(name: str) -> str:
    """A name Excel accepts."""
    return NOT_IN_A_NAME.sub(" ", name)[:LONGEST_NAME].strip(" '") or "Sheet1"


def is_exact(number) -> bool:
    """Whether a spreadsheet keeps every digit of it."""
    if number != number or abs(number) >= FIRST_INEXACT:
        return False
    return not isinstance(number, Decimal) or Decimal(f"{number:.15g}") == number


def has_serial(value) -> bool:
    """Excel counts days from 1900."""
    return not isinstance(value, dt.date) or value.year >= FIRST_YEAR


def text_of(value) -> str:
    """Decimals without an exponent, dates and times in ISO 8601."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def shortened(text: str) -> str:
    return text if len(text) <= XLSX_TEXT else f"{text[: XLSX_TEXT - 1]}…"
