"""Rows of a text file in which quotation marks stand where they do not belong.

A record that can be read in several ways is read in the one that makes it as wide as the others,
else as Excel reads it.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator

from crm.sheets.texts.dialects import LOOSE, OPEN, USUAL, Dialect

# More lines than that no cell has; a stray quotation mark before it never ends.
MOST_LINES = 200


def loose_rows(text: Iterator[str], dialect: Dialect, width: int) -> Iterator[list[str]]:
    """`width` is that of most rows."""
    waiting: deque[str] = deque()
    while record := record_of(waiting, text, dialect):
        cells, taken = best_of(record, dialect, width)
        waiting.extendleft(reversed(record[taken:]))
        yield cells


def record_of(waiting: deque[str], text: Iterator[str], dialect: Dialect) -> list[str]:
    """The next lines, as many as its quotation marks take."""
    lines: list[str] = []
    while len(lines) < MOST_LINES:
        line = waiting.popleft() if waiting else next(text, "")
        if not line:
            return lines
        lines.append(line)
        if OPEN not in fault_of(lines, dialect):
            return lines
    return lines


def fault_of(lines: list[str], dialect: Dialect) -> str:
    try:
        next(dialect.rows(lines, strict=True))
    except csv.Error as error:
        return str(error)
    return ""


def best_of(lines: list[str], dialect: Dialect, width: int) -> tuple[list[str], int]:
    """The cells, and of how many of the lines they are."""
    fault = fault_of(lines, dialect)
    if LOOSE in fault or OPEN in fault:
        fitting = [way for way in ways(lines, dialect) if len(way[0]) == width]
        if fitting:
            return min(fitting, key=lambda way: "".join(way[0]).count(dialect.quote))
    return next(dialect.rows(lines, strict=OPEN in fault)), len(lines)


def ways(lines: list[str], dialect: Dialect) -> Iterator[tuple[list[str], int]]:
    """As Excel reads it; closed only before a separator; a stray mark as a letter."""
    if len(lines) == 1 and dialect.quote == USUAL:
        yield next(dialect.rows(lines)), 1
    yield closed_late("".join(lines), dialect), len(lines)
    yield literal(lines[0], dialect), 1


def closed_late(record: str, dialect: Dialect) -> list[str]:
    """Without a pattern for the whole, which would look through the rest for every cell."""
    text, separator, quote = ended(record, dialect), dialect.separator, dialect.quote
    ends = deque(found.span() for found in re.finditer(rf"{quote} *{re.escape(separator)}", text))
    cells, at = [], 0
    while at < len(text):
        while ends and ends[0][0] <= at:
            ends.popleft()
        if text[at] == quote and ends:
            cells.append(text[at + 1 : ends[0][0]].replace(quote * 2, quote))
            at = ends[0][1]
        else:
            end = text.index(separator, at)
            cells.append(text[at:end])
            at = end + 1
    return cells


def literal(line: str, dialect: Dialect) -> list[str]:
    separator, quote = re.escape(dialect.separator), dialect.quote
    quoted = rf"{quote}((?:[^{quote}]|{quote * 2})*+){quote}{separator}"
    cells = re.findall(rf"{quoted}|([^{separator}]*){separator}", ended(line, dialect))
    return [kept.replace(quote * 2, quote) or other for kept, other in cells]


def ended(record: str, dialect: Dialect) -> str:
    return record.rstrip("\r\n") + dialect.separator
