"""What the parser drops and people still see: errors, percentages, leading zeros.

The parser gives a cell's number without its format, and an error as nothing. `xlsx_marks`,
`xls_marks` and `ods_marks` search the raw file for the few cells concerned. All of them are loaded
by the reader process: no Django here.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from crm.sheets.cells import BadCell, number_text

# ECMA-376 part 1, 18.8.30: the percentages among the formats that need no definition.
BUILT_IN = {9: "0%", 10: "0.00%"}
DRESSING = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
ZEROS = re.compile(r"0{2,}")
# What programs in East Asia mean by these ids, unless the workbook defines them (18.8.30).
EASTERN_DAYS = {*range(27, 37), *range(50, 59)}
DAY_LETTERS = re.compile(r"[ymdhs]", re.I)
DAY_ZERO, LEAP_DAY = dt.datetime(1899, 12, 30), dt.datetime(1900, 3, 1)
# 0000-00000000 of a phone number.
BETWEEN_DIGITS = re.compile(r"(?<=0)[- ](?=0)")

NO_NUMBER = (dt.date, dt.time, dt.timedelta)

# Gives what is shown for the value the parser gave.
Show = Callable[[object], object]
# Row (from 0) → the cells (column from 0) to be shown otherwise.
Marks = dict[int, list[tuple[int, Show]]]


def show_of(code: str) -> Show | None:
    """How a number format shows numbers otherwise than as digits and a point, if it does."""
    plain = DRESSING.sub("", code.split(";")[0]).strip()
    if "%" in plain:
        return as_percentage
    digits = BETWEEN_DIGITS.sub("", plain)
    if ZEROS.fullmatch(digits):
        return lambda value: with_zeros(value, len(digits))
    return None


def show_of_defined(number: int, code: str) -> Show | None:
    """The same of a format that the workbook defines; where the parser takes its number for that
    of a day, days are numbers again."""
    plain = DRESSING.sub("", code)
    if number in EASTERN_DAYS and not DAY_LETTERS.search(plain.replace("General", "")):
        return lambda value: (show_of(code) or same)(as_number(value))
    return show_of(code)


def same(value):
    return value


def as_number(value):
    """A day or a time of day as what is stored of it."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(DAY_ZERO, value)
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    if not isinstance(value, dt.datetime):
        return value
    # Spreadsheets count a 29th of February 1900.
    counted = DAY_ZERO < value < LEAP_DAY
    return (value - DAY_ZERO) / dt.timedelta(days=1) - counted


def as_percentage(value):
    """0.25 → "25%"."""
    if not isinstance(value, float | int):
        return value
    text = number_text(value)
    return text if isinstance(text, BadCell) else f"{(Decimal(text) * 100).normalize():f}%"


def with_zeros(value, width: int):
    """123 shown as 000123 → "000123"."""
    if not isinstance(value, float | int) or not float(value).is_integer():
        return value
    return number_text(value).zfill(width)


def not_a_day(number: float) -> Show:
    """The parser makes midnight of a negative day, and February 28 of the 29th of 1900."""
    return lambda value: number_text(number) if isinstance(value, NO_NUMBER) else value


def shown_formula(text: str) -> Show:
    return lambda _nothing: BadCell(f"={text}", "formula")


def shown_error(text: str) -> Show:
    return lambda _nothing: BadCell(text, "error")
