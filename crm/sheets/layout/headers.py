"""Finds the row of column names: the first one as full as the table that reads like names; of two
rows, groups and fields, where they are a header together."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from crm.sheets.cells import is_blank
from crm.sheets.choices import NO_HEADER
from crm.sheets.columns import column_letters
from crm.sheets.layout.groups import are_groups, joined
from crm.sheets.layout.names import looks_like_names, tidy
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Row, Table

LOOKED_AT = 20


class Top(NamedTuple):
    """The rows above the header, the row of groups if there is one, the header (number 0: none),
    and the records already taken off `table.rows`."""

    titles: list[Row]
    groups: Row | None
    header: Row
    records: list[Row]

    @property
    def taken(self) -> int:
        """How many rows are no records."""
        return len(self.titles) + (self.groups is not None) + (self.header.number > 0)

    def names(self, table: Table) -> list[str]:
        if self.groups:
            return joined(self.groups, self.header, table.across)
        return [tidy(cell) for cell in self.header.cells]


def split_header(table: Table, filename: str, chosen: int = 0, depth: int = 0) -> Top:
    """`chosen` is the last row of the header, `depth` how many rows it has; 0 is guessed."""
    if chosen == NO_HEADER:
        return Top([], None, Row(0, [column_letters(n) for n in table.columns]), [])
    top = split_at(table, filename, chosen) if chosen else guessed(table, filename)
    if depth == 1:
        return top
    deep = [pair for pair in pairs(top, chosen) if is_deep(pair, table)]
    if depth:
        deep += pairs(top, 0)
    return deep[0] if deep else top


def guessed(table: Table, filename: str) -> Top:
    top = list(islice(table.rows, LOOKED_AT))
    at = header_position(top)
    if not looks_like_names(top[at]):
        raise SheetRefused("no header", file=filename, sheet=table.name, row=top[at].number)
    return Top(top[:at], None, top[at], top[at + 1 :])


def split_at(table: Table, filename: str, number: int) -> Top:
    """The same where somebody said which row it is."""
    titles: list[Row] = []
    for row in table.rows:
        if row.number == number:
            return Top(titles, None, row, list(islice(table.rows, LOOKED_AT)))
        if row.number > number:
            break
        titles.append(row)
    raise SheetRefused("blank header", file=filename, sheet=table.name, row=number)


def pairs(top: Top, chosen: int) -> Iterator[Top]:
    """The header with the row above it, and with the one below where nobody chose the row."""
    if top.titles:
        yield Top(top.titles[:-1], top.titles[-1], top.header, top.records)
    if top.records and not chosen:
        yield Top(top.titles, top.header, top.records[0], top.records[1:])


def is_deep(top: Top, table: Table) -> bool:
    return top.groups is not None and are_groups(top.groups, top.header, top.records, table.across)


def header_position(rows: list[Row]) -> int:
    """The first row that fills more than half of the columns the fullest one fills."""
    widest = max(map(filled, rows))
    return next(n for n, row in enumerate(rows) if filled(row) * 2 > widest)


def filled(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row.cells)
