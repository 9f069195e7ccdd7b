"""What the parser drops from .xlsx and people still see: errors, percentages, leading zeros.

The parser gives a cell's number without its format and an error as nothing. The raw parts are
searched for the few cells concerned (ECMA-376 part 1: 18.3.1.4 `c`, 18.8.30 `numFmt`). Loaded by
the reader process: no Django here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from xml.etree import ElementTree
from zipfile import ZipFile

from .cells import BadCell, number_text

CHUNK = 1024 * 1024
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
BUILT_IN = {"9": "0%", "10": "0.00%"}
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
ZEROS = re.compile(r"0{2,}")
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
STYLE = re.compile(rb'\bs="(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")

Show = Callable[[object], object]
Marks = dict[int, list[tuple[int, Show]]]


def marks(path: str, sheet: str) -> Marks:
    """Row (from 0) → the cells (column from 0) to be shown otherwise than the parser gives them."""
    found: Marks = defaultdict(list)
    # A workbook the parser reads but whose parts are laid out otherwise is read without formats.
    with suppress(Exception), ZipFile(path) as archive:
        shows = style_shows(archive)
        with archive.open(sheet_part(archive, sheet)) as part:
            for row, column, show in marked_cells(part, shows):
                found[row].append((column, show))
    return found


def parsed(archive: ZipFile, part: str) -> ElementTree.Element:
    # Expanding entities can only exhaust the limits of the reader process.
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def sheet_part(archive: ZipFile, sheet: str) -> str:
    sheets = parsed(archive, WORKBOOK).iterfind(".//{*}sheet")
    attributes = next(node.attrib for node in sheets if node.get("name") == sheet)
    relation = next(value for key, value in attributes.items() if key.endswith("}id"))
    relations = parsed(archive, RELATIONS)
    target = next(node.get("Target", "") for node in relations if node.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def style_shows(archive: ZipFile) -> dict[bytes, Show]:
    """Index of a cell style, as cells name it → how it shows a number, if that matters."""
    if STYLES not in archive.namelist():
        return {}
    root = parsed(archive, STYLES)
    own = {n.get("numFmtId", ""): n.get("formatCode", "") for n in root.iterfind(".//{*}numFmt")}
    codes = BUILT_IN | own
    shows = {}
    for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        if show := show_of(codes.get(style.get("numFmtId", ""), "")):
            shows[str(index).encode()] = show
    return shows


def show_of(code: str) -> Show | None:
    plain = QUOTED.sub("", code.split(";")[0]).strip()
    if "%" in plain:
        return as_percentage
    if ZEROS.fullmatch(plain):
        return lambda value: with_zeros(value, len(plain))
    return None


def as_percentage(value):
    """0.25 → "25%"."""
    if not isinstance(value, float | int):
        return value
    return f"{(Decimal(number_text(value)) * 100).normalize():f}%"


def with_zeros(value, width: int):
    """123 shown as 000123 → "000123"."""
    if not isinstance(value, float | int) or value != int(value):
        return value
    return number_text(value).zfill(width)


def marked_cells(part, shows: dict[bytes, Show]) -> Iterator[tuple[int, int, Show]]:
    styles = b"|".join(shows) or rb"\b\B"
    cell = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\b(?:t="e"|s="(?:%s)"))([^>]*[^/>])>' % styles)
    for rows in whole_rows(part):
        if shows or b't="e"' in rows:
            for found in cell.finditer(rows):
                yield from marked_cell(found, shows)


def whole_rows(part) -> Iterator[bytes]:
    """The part in pieces that end where a row ends."""
    rest = b""
    while chunk := part.read(CHUNK):
        rest += chunk
        end = rest.rfind(b"row>")
        if end >= 0:
            yield rest[:end]
            rest = rest[end:]


def marked_cell(found: re.Match, shows: dict[bytes, Show]) -> Iterator[tuple[int, int, Show]]:
    if not (reference := REFERENCE.search(found[1])):
        return
    row, column = int(reference[2]) - 1, column_number(reference[1].decode())
    if b't="e"' in found[1]:
        yield row, column, shown_error(VALUE.search(found.string, found.end()))
    elif b't="' not in found[1] or b't="n"' in found[1]:
        style = STYLE.search(found[1])
        yield row, column, shows[style[1] if style else b""]


def shown_error(value: re.Match | None) -> Show:
    bad = BadCell(value[1].decode() if value else "#N/A", "error")
    return lambda _empty: bad


def column_number(letters: str) -> int:
    """The index of a column: A is 0, XFD 16383."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """The name of a column: 0 is A, 16383 XFD."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
