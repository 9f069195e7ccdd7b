"""The one worksheet of a workbook, written from top to bottom. The bare process loads it: no Django."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from numbers import Number

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from crm.sheets.cells import FIRST_INEXACT

# Excel's own limits: support.microsoft.com, "Excel specifications and limits".
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
FIRST_YEAR = 1900
NARROWEST, WIDEST = 10, 40
NO_GUESSING = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
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


@contextmanager
def new_page(path_or_file, header: Sequence, sheet: str = "Sheet1"):
    """An open `Page` under a frozen header; the workbook is finished when the block ends."""
    workbook = Workbook(path_or_file, NO_GUESSING)
    try:
        page = Page(workbook, sheet)
        page.head(header)
        yield page
    finally:
        workbook.close()


class Page:
    """Takes rows of `plain` cells. Numbers, dates and times are typed; text is text, whatever it
    begins with, and what a spreadsheet would change is text."""

    def __init__(self, workbook: Workbook, name: str):
        self.worksheet = workbook.add_worksheet(sheet_name(name))
        self.add_format = workbook.add_format
        self.formats: dict = {}
        self.row = 0

    def head(self, header: Sequence):
        for column, name in enumerate(header):
            width = min(max(2 * len(name), NARROWEST), WIDEST)
            self.worksheet.set_column(column, column, width)
        self.worksheet.freeze_panes(1, 0)
        self.append(header, dict.fromkeys(range(len(header)), "header"))

    def append(self, cells: Sequence, looks: Mapping = PLAIN):
        """One row; `looks` maps columns (from 0) to names in `LOOKS`."""
        for column, value in enumerate(cells):
            self.write(column, value, looks.get(column))
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
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
