"""Text with separators: csv, tsv and what goes by those names."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import PurePath

from .cells import BadCell, cleaned_text
from .choices import GUESSED, SEPARATORS, Reading
from .encodings import BROKEN, text_encoding
from .escaping import unescaped
from .refusals import SheetRefused
from .tables import Table, extent, filled_rows

SAMPLE_LINES = 200
SAMPLE_ROWS = 50
BYTE_ORDER_MARK = "\ufeff"
# ="007" keeps Excel from reading a number.
AS_TEXT = re.compile(r'="([^"]*)"')
# Ctrl-Z, which old programs put behind the last line.
END_OF_FILE = "\x1a"
LONGEST_LINE = 1024 * 1024
# Excel's own hint line; programs that know it do not show it, so it is not counted as a row.
HINT = re.compile(r'"?sep=([,;\t|])"?\r?\n?', re.I)
# Comes after the last line: a row that swallowed it had an open quotation mark.
END = "\0end"


def read_delimited(file, filename: str, limits, reading: Reading = GUESSED) -> Table:
    encoding, is_whole = text_encoding(file, filename, reading.encoding)
    guess, skip = layout(file, encoding)
    separator = reading.separator or guess

    def records():
        rows = parsed(lines(file, encoding, skip), separator, filename)
        return rows if is_whole else map(without_broken, rows)

    shape = extent(records(), stop_after=limits.rows + SAMPLE_LINES)
    name = PurePath(filename).stem
    rows = filled_rows(records(), shape.columns)
    return Table(name, shape.columns, shape.count, rows, [name], encoding, separator)


def typed(cell: str) -> str:
    """Without what keeps a program from running it or from dropping its zeros."""
    if cell[:2] == '="' and (kept := AS_TEXT.fullmatch(cell)):
        return kept[1]
    return unescaped(cell)


def without_broken(cells: list[str]) -> list[str]:
    return [BadCell(cell, "characters") if BROKEN in cell else cell for cell in cells]


def lines(file, encoding: str, skip: int = 0) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        for line in islice(map(without_end, text), skip, None):
            # A mark in the middle is where two files were pasted together.
            yield line.lstrip(BYTE_ORDER_MARK) if line[:1] == BYTE_ORDER_MARK else line
    finally:
        if not file.closed:  # as it may be when both are collected as garbage
            text.detach()


def without_end(line: str) -> str:
    return line[:-1] if line[-1] == END_OF_FILE else line


def layout(file, encoding: str) -> tuple[str, int]:
    """The separator, and how many lines at the top only name it."""
    sample = [line[:LONGEST_LINE] for line in islice(lines(file, encoding), SAMPLE_LINES)]
    if sample and (hint := HINT.fullmatch(sample[0])):
        return hint[1], 1
    return max(SEPARATORS, key=lambda separator: agreement(sample, separator)), 0


def agreement(sample: list[str], separator: str) -> tuple[float, int]:
    """How many rows have the most common width, and that width; one column says nothing."""
    try:
        rows = list(islice(csv.reader(sample, delimiter=separator), SAMPLE_ROWS))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / len(rows), width


def parsed(text: Iterator[str], separator: str, filename: str) -> Iterator[list[str]]:
    reader = csv.reader(chain(text, [END]), delimiter=separator)
    done = 0
    try:
        for row in reader:
            if row == [END]:
                return
            yield [cleaned_text(typed(cell)) for cell in row]
            done += 1
    except csv.Error as error:
        limit = csv.field_size_limit()
        raise SheetRefused("long cell", file=filename, row=done + 1, limit=limit) from error
    raise SheetRefused("open quote", file=filename, row=done)
