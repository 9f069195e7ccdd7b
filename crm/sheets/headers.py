"""Finds the row of column names: the first one as full as the table that reads like names."""

import re
from itertools import islice

from .cells import BadCell, is_blank
from .choices import NO_HEADER
from .columns import column_letters
from .own_columns import is_reason_column
from .refusals import SheetRefused
from .tables import Row, Table

LOOKED_AT = 20
SHORT_NUMBER = re.compile(r"\s*\d{1,4}\s*")
NO_NAME = re.compile(r"\d{7}|@|://")


def split_header(table: Table, filename: str, chosen: int = 0) -> tuple[list[Row], Row, list[Row]]:
    """The rows above the header, the header, and the records already taken off `table.rows`."""
    if chosen == NO_HEADER:
        return [], Row(0, [column_letters(n) for n in table.columns]), []
    if chosen:
        return split_at(table, filename, chosen)
    top = list(islice(table.rows, LOOKED_AT))
    at = header_position(top)
    if not looks_like_names(top[at]):
        raise SheetRefused("no header", file=filename, sheet=table.name, row=top[at].number)
    return top[:at], top[at], top[at + 1 :]


def split_at(table: Table, filename: str, number: int) -> tuple[list[Row], Row, list[Row]]:
    """The same where somebody said which row it is."""
    titles: list[Row] = []
    for row in table.rows:
        if row.number == number:
            return titles, row, []
        if row.number > number:
            break
        titles.append(row)
    raise SheetRefused("blank header", file=filename, sheet=table.name, row=number)


def header_position(rows: list[Row]) -> int:
    """The first row that fills more than half of the columns the fullest one fills."""
    widest = max(map(filled, rows))
    return next(n for n, row in enumerate(rows) if filled(row) * 2 > widest)


def filled(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row.cells)


def looks_like_names(row: Row) -> bool:
    """Names, among which a year or a month may stand; no phone, no mail address, no date."""
    cells = [cell for cell in row.cells if not is_blank(cell)]
    names = sum(map(is_name, cells))
    return names > 0 and all(is_name(cell) or is_short_number(cell) for cell in cells)


def is_name(cell) -> bool:
    if not isinstance(cell, str) or isinstance(cell, BadCell):
        return False
    # The mark of our own column may hold as many digits as a phone number.
    return is_reason_column(cell) or (any(map(str.isalpha, cell)) and not NO_NAME.search(cell))


def is_short_number(cell) -> bool:
    return isinstance(cell, str) and bool(SHORT_NUMBER.fullmatch(cell))


def tidy(cell) -> str:
    """A column name on one line: "客户\\n名称" → "客户 名称"."""
    return " ".join(str(cell).split())
