"""Cells of an .xlsx whose error or number format the parser drops (ECMA-376 part 1, 18.3.1.4)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from .columns import column_number
from .formats import BUILT_IN, Marks, Show, show_of, shown_error

CHUNK = 1024 * 1024
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
STYLE = re.compile(rb'\bs="(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


def marks(path: str, sheet: int) -> Marks:
    found: Marks = defaultdict(list)
    with ZipFile(path) as archive:
        shows = style_shows(archive)
        with archive.open(sheet_part(archive, sheet)) as part:
            for row, column, show in marked_cells(part, shows):
                found[row].append((column, show))
    return found


def sheet_part(archive: ZipFile, sheet: int) -> str:
    attributes = list(parsed(archive, WORKBOOK).iterfind(".//{*}sheet"))[sheet].attrib
    relation = next(value for key, value in attributes.items() if key.endswith("}id"))
    relations = parsed(archive, RELATIONS)
    target = next(node.get("Target", "") for node in relations if node.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def parsed(archive: ZipFile, part: str) -> ElementTree.Element:
    # Expanding entities can only exhaust the limits of the reader process.
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def style_shows(archive: ZipFile) -> dict[bytes, Show]:
    """Index of a cell style, as cells name it → how it shows a number, if that matters."""
    if STYLES not in archive.namelist():
        return {}
    root = parsed(archive, STYLES)
    codes = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {n.get("numFmtId", ""): n.get("formatCode", "") for n in root.iterfind(".//{*}numFmt")}
    shows = {}
    for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        if show := show_of(codes.get(style.get("numFmtId", ""), "")):
            shows[str(index).encode()] = show
    return shows


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
        value = VALUE.search(found.string, found.end())
        yield row, column, shown_error(value[1].decode() if value else "#N/A")
    elif b't="' not in found[1] or b't="n"' in found[1]:
        style = STYLE.search(found[1])
        yield row, column, shows[style[1] if style else b""]
