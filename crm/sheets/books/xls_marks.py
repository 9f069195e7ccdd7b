"""Cells of an .xls whose error or number format the parser drops ([MS-XLS] 2.4)."""

import struct
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from crm.sheets.books.formats import BUILT_IN, Marks, Show, show_of_defined, shown_error
from crm.sheets.books.ole import workbook_stream

END, FORMULA, SHEET, MANY_RK, STYLE, NUMBER, ERROR, RK, FORMAT = (
    0x0A, 0x06, 0x85, 0xBD, 0xE0, 0x203, 0x205, 0x27E, 0x41E,
)  # fmt: skip
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
NO_NUMBER = 0xFFFF
ERROR_RESULT = 2
WIDE = 1
EXCEL_95 = b"\0\x05"
Records = Iterator[tuple[int, bytes]]


def marks(path: str, sheet: int) -> Marks:
    stream = workbook_stream(Path(path).read_bytes())
    is_old = stream[4:6] == EXCEL_95
    shows, starts = globals_of(records(stream, 0), is_old)
    found: Marks = defaultdict(list)
    for kind, body in records(stream, starts[sheet]):
        for row, column, show in marked_cells(kind, body, shows):
            found[row].append((column, show))
    return found


def records(stream: bytes, at: int) -> Records:
    """Kind and body of each record of one substream."""
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == END:
            return


def globals_of(book: Records, is_old: bool) -> tuple[dict[int, Show], list[int]]:
    """Styles that show numbers otherwise, and where the sheets start."""
    codes, styles, starts = dict(BUILT_IN), [], []
    for kind, body in book:
        if kind == FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = format_code(body, is_old)
        elif kind == STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
    shows = {
        index: show_of_defined(style, codes[style])
        for index, style in enumerate(styles)
        if style in codes
    }
    return {index: show for index, show in shows.items() if show}, starts


def format_code(body: bytes, is_old: bool) -> str:
    """An XLUnicodeString at 2: its length, a flag for two bytes a character, the characters."""
    if is_old:
        return body[3 : 3 + body[2]].decode("latin-1")
    length, flags = struct.unpack_from("<HB", body, 2)
    wide = flags & WIDE
    return body[5 : 5 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def marked_cells(kind: int, body: bytes, shows) -> Iterator[tuple[int, int, Show]]:
    if kind == MANY_RK:
        yield from marked_run(body, shows)
    elif kind in (NUMBER, RK, FORMULA, ERROR):
        row, column, style = struct.unpack_from("<HHH", body)
        if error := error_of(kind, body):
            yield row, column, shown_error(error)
        elif style in shows and kind != ERROR:
            yield row, column, shows[style]


def marked_run(body: bytes, shows) -> Iterator[tuple[int, int, Show]]:
    """A MulRk: row and first column, then a style and a number of four bytes for each cell."""
    row, first = struct.unpack_from("<HH", body)
    for index in range((len(body) - 6) // 6):
        style = struct.unpack_from("<H", body, 4 + 6 * index)[0]
        if style in shows:
            yield row, first + index, shows[style]


def error_of(kind: int, body: bytes) -> str:
    if kind == ERROR and body[7]:
        return ERRORS.get(body[6], "#N/A")
    if kind == FORMULA and struct.unpack_from("<H", body, 12)[0] == NO_NUMBER:
        return ERRORS.get(body[8], "#N/A") if body[6] == ERROR_RESULT else ""
    return ""
