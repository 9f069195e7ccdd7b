"""Text with separators: csv, tsv and what goes by those names."""

import csv
import io
import re
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import PurePath

from crm.sheets.cells import BadCell, cleaned_text
from crm.sheets.choices import GUESSED, Reading
from crm.sheets.escaping import unescaped
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Extent, Table, extent, filled_rows
from crm.sheets.texts.dialects import LOOSE, OPEN, Dialect, guessed
from crm.sheets.texts.encodings import BROKEN, as_signs, holds_mistaken_signs, text_encoding
from crm.sheets.texts.loose_quotes import loose_rows

SAMPLE_LINES = 200
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


class LooseQuotesError(Exception):
    """A quotation mark is closed in the middle of a cell."""


def read_delimited(file, filename: str, limits, reading: Reading = GUESSED) -> Table:
    records = Records(file, filename, reading)
    shape = records.extent(stop_after=limits.rows + SAMPLE_LINES)
    name = PurePath(filename).stem
    rows = filled_rows(records.rows(), shape.columns)
    return Table(
        name, shape.columns, shape.count, rows, [name], records.encoding, records.dialect.separator
    )


class Records:
    """The rows of a file, as often as they are asked for once `extent` has seen them all."""

    def __init__(self, file, filename: str, reading: Reading):
        self.file, self.filename = file, filename
        self.encoding, self.is_whole = text_encoding(file, filename, reading.encoding)
        self.has_signs = holds_mistaken_signs(file, self.encoding)
        self.sample, self.hint = sample_of(file, self.encoding)
        self.dialect = guessed(self.sample, reading.separator or self.hint)
        self.is_loose = False

    def extent(self, stop_after: int = sys.maxsize) -> Extent:
        try:
            return extent(self.rows(), stop_after)
        except LooseQuotesError:
            self.is_loose = True
            return extent(self.rows(), stop_after)

    def rows(self) -> Iterator[list[str]]:
        text = lines(self.file, self.encoding, skip=bool(self.hint))
        text = map(as_signs, text) if self.has_signs else text
        rows = self.loose(text) if self.is_loose else self.strict(text)
        return rows if self.is_whole else map(without_broken, rows)

    def strict(self, text: Iterator[str]) -> Iterator[list[str]]:
        return parsed(text, self.dialect, self.filename, strict=True)

    def loose(self, text: Iterator[str]) -> Iterator[list[str]]:
        rows = loose_rows(text, self.dialect, self.dialect.width_of(self.sample))
        return read(chain(rows, [[END]]), self.filename)


def typed(cell: str) -> str:
    """Without what keeps a program from running it or from dropping its zeros."""
    if cell[:2] == '="' and (kept := AS_TEXT.fullmatch(cell)):
        return kept[1]
    return unescaped(cell)


def without_broken(cells: list[str]) -> list[str]:
    return [BadCell(cell, "characters") if BROKEN in cell else cell for cell in cells]


def lines(file, encoding: str, skip: bool = False) -> Iterator[str]:
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


def sample_of(file, encoding: str) -> tuple[list[str], str]:
    """The first lines, and the separator that a line above them names, if there is one."""
    sample = [line[:LONGEST_LINE] for line in islice(lines(file, encoding), SAMPLE_LINES)]
    if sample and (hint := HINT.fullmatch(sample[0])):
        return sample[1:], hint[1]
    return sample, ""


def parsed(
    text: Iterator[str], dialect: Dialect, filename: str, strict: bool = False
) -> Iterator[list[str]]:
    """`strict` raises `LooseQuotesError` rather than guessing."""
    return read(dialect.rows(chain(text, [END]), strict), filename)


def read(rows: Iterator[list[str]], filename: str) -> Iterator[list[str]]:
    done = 0
    try:
        for row in rows:
            if row == [END]:
                return
            yield [cleaned_text(typed(cell)) for cell in row]
            done += 1
    except csv.Error as error:
        raise refusal(str(error), filename, done + 1) from error
    raise SheetRefused("open quote", file=filename, row=done)


def refusal(fault: str, filename: str, row: int) -> Exception:
    if LOOSE in fault:
        return LooseQuotesError()
    if OPEN in fault:
        return SheetRefused("open quote", file=filename, row=row)
    return SheetRefused("long cell", file=filename, row=row, limit=csv.field_size_limit())
