"""Cells of an .ods whose error, percentage, leading zeros, tabs or breaks the parser drops, and
spans of time, which it gives as they are stored.

OpenDocument 1.3 part 3: 9.1.3 rows and 9.1.4 cells, either of which may stand for many.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import islice
from zipfile import ZipFile

from crm.sheets.books.formats import Marks, Show, as_percentage, shown_error

CHUNK = 1024 * 1024
TABLE = re.compile(rb"<table:table[\s>]")
TOKEN = re.compile(
    rb"<table:table-row\b(?P<row>[^>]*)>"
    rb"|<table:(?:covered-)?table-cell\b(?P<cell>[^>]*)>(?:<text:p>(?P<text>[^<]*)<)?"
)
CONCERNED = re.compile(
    rb'value-type="(?:error|percentage|time)"|value-type="float"[^>]*><text:p>0\d'
    rb"|<text:(?:tab|line-break)\b"
)
BROKEN = re.compile(rb"<text:(?:tab|line-break)\b")
END_OF_CELL = b"</table:table-cell>"
NOTE = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.S)
BETWEEN = re.compile(rb"</text:p>\s*<text:p\b[^>]*>|<text:line-break\b[^>]*>")
SPACES = re.compile(rb'<text:s\b(?:[^>]*text:c="(\d{1,4})")?[^>]*>')
TAB, TAG = re.compile(rb"<text:tab\b[^>]*>"), re.compile(rb"<[^>]*>")
ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')
LEADING_ZEROS = re.compile(rb"0\d+")
SPAN = re.compile(r"PT(\d+)H(\d+)M(\d+)[^S]*S")
MOST_REPEATS = 1000


def marks(path: str, sheet: int) -> Marks:
    found: Marks = defaultdict(list)
    with ZipFile(path) as archive, archive.open("content.xml") as part:
        content = part.read()
    start = next(islice(TABLE.finditer(content), sheet, None)).start()
    end = content.find(b"</table:table>", start)
    if CONCERNED.search(content, start, end):
        for row, column, show in marked_cells(content, start, end):
            found[row].append((column, show))
    return found


def marked_cells(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, Show]]:
    row, rows, column = 0, 0, 0
    for token in TOKEN.finditer(content, start, end):
        if token["cell"] is None:
            row, rows, column = row + rows, repeats(ROWS, token["row"]), 0
            continue
        columns = repeats(COLUMNS, token["cell"])
        if show := show_of_cell(token) or show_of_breaks(content, token):
            yield from repeated(show, range(row, row + rows), range(column, column + columns))
        column += columns


def repeats(attribute: re.Pattern, attributes: bytes) -> int:
    found = attribute.search(attributes)
    return int(found[1]) if found else 1


def repeated(show: Show, rows: range, columns: range) -> Iterator[tuple[int, int, Show]]:
    for row in rows[:MOST_REPEATS]:
        for column in columns[:MOST_REPEATS]:
            yield row, column, show


def show_of_cell(token: re.Match) -> Show | None:
    attributes, text = token["cell"], token["text"] or b""
    if b'value-type="error"' in attributes:
        return shown_error(unescape(text.decode()) or "#N/A")
    if b'value-type="percentage"' in attributes:
        return as_percentage
    if b'value-type="time"' in attributes:
        return as_span
    if b'value-type="float"' in attributes and LEADING_ZEROS.fullmatch(text):
        return lambda _number: text.decode()
    return None


def as_span(value):
    """PT36H00M00S → "36:00:00"; what is a time of day stays one."""
    span = SPAN.fullmatch(value) if isinstance(value, str) else None
    return "{}:{:0>2}:{:0>2}".format(*span.groups()) if span else value


def show_of_breaks(content: bytes, token: re.Match) -> Show | None:
    if token["cell"].endswith(b"/"):
        return None
    inside = content[token.end("cell") + 1 : content.find(END_OF_CELL, token.end("cell"))]
    if not BROKEN.search(inside):
        return None
    text = text_in(inside)
    return lambda _joined: text


def text_in(cell: bytes) -> str:
    """The paragraphs of a cell, without its note."""
    text = BETWEEN.sub(b"\n", NOTE.sub(b"", cell))
    text = SPACES.sub(lambda found: b" " * int(found[1] or 1), TAB.sub(b"\t", text))
    return unescape(TAG.sub(b"", text).decode())
