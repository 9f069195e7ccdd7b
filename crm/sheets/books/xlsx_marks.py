"""Cells of an .xlsx whose error or number format the parser drops (ECMA-376 part 1, 18.3.1.4)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree
from zipfile import ZipFile

from crm.sheets.books.formats import (
    BUILT_IN,
    Marks,
    Show,
    not_a_day,
    show_of,
    shown_error,
    shown_formula,
)
from crm.sheets.columns import column_number

Found = Iterator[tuple[int, int, Show]]
CHUNK = 1024 * 1024
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
PROPERTIES, TAG_PROPERTY = "docProps/custom.xml", "Import"
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
STYLE = re.compile(rb'\bs="(\d+)"')
CELL = rb"<(?:\w+:)?c\s([^>]*[^/>])>\s*"
UNCACHED = re.compile(
    CELL + rb"<(?:\w+:)?f((?:\s[^>]*[^/>])?)(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>"
)
SHARED = re.compile(rb'\bsi="(\d+)"')
# The index of a shared text that is none.
NO_TEXT = re.compile(CELL + rb"<(?:\w+:)?v>-\d")
BEFORE_1904 = re.compile(rb"v>(-[\d.]+(?:E[+-]?\d+)?)</")
BEFORE_1900 = re.compile(rb"v>(-[\d.]+(?:E[+-]?\d+)?|60(?:\.\d+)?)</")
COUNTS_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


def tag(path: str) -> str:
    """What `handing_back` wrote into a workbook to know it again, "" of any other."""
    with ZipFile(path) as archive:
        if PROPERTIES not in archive.namelist():
            return ""
        named = parsed(archive, PROPERTIES).iterfind(f"{{*}}property[@name='{TAG_PROPERTY}']")
        return next(("".join(node.itertext()).strip() for node in named), "")


def marks(path: str, sheet: int) -> Marks:
    found: Marks = defaultdict(list)
    with ZipFile(path) as archive:
        shows = style_shows(archive)
        never = days_that_never_were(archive)
        with archive.open(sheet_part(archive, sheet)) as part:
            for row, column, show in marked_cells(part, shows, never):
                found[row].append((column, show))
    return found


def sheet_part(archive: ZipFile, sheet: int) -> str:
    return part_named(
        archive, list(parsed(archive, WORKBOOK).iterfind(".//{*}sheet"))[sheet].attrib
    )


def part_of_sheet(archive: ZipFile, name: str) -> str:
    """The part that holds the cells of a sheet."""
    sheets = parsed(archive, WORKBOOK).iterfind(".//{*}sheet")
    return part_named(archive, next(s.attrib for s in sheets if s.get("name") == name))


def part_named(archive: ZipFile, attributes: dict[str, str]) -> str:
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


def days_that_never_were(archive: ZipFile) -> re.Pattern:
    """Finds the numbers that are no day: before the first, or 1900-02-29 in most workbooks."""
    return BEFORE_1904 if COUNTS_FROM_1904.search(archive.read(WORKBOOK)) else BEFORE_1900


def marked_cells(part, shows: dict[bytes, Show], never: re.Pattern) -> Found:
    styles, shared = b"|".join(shows) or rb"\b\B", {}
    cell = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\b(?:t="e"|s="(?:%s)"))([^>]*[^/>])>' % styles)
    for rows in whole_rows(part):
        if shows or b't="e"' in rows:
            for found in cell.finditer(rows):
                yield from marked_cell(found, shows)
        yield from never_saved(rows, shared)
        yield from no_texts(rows)
        yield from never_days(rows, never)


def whole_rows(part) -> Iterator[bytes]:
    """The part in pieces that end where a row ends."""
    rest = b""
    while chunk := part.read(CHUNK):
        rest += chunk
        end = rest.rfind(b"row>")
        if end >= 0:
            yield rest[:end]
            rest = rest[end:]


def never_saved(rows: bytes, shared: dict[bytes, bytes]) -> Found:
    """Formulas without a value, as programs write them that cannot calculate; `shared` has those
    that several cells share, by their index."""
    for found in UNCACHED.finditer(rows) if b"f>" in rows or b"f " in rows else ():
        attributes, about, text = found.groups()
        if index := SHARED.search(about):
            text = shared.setdefault(index[1], text or b"")
        if b't="str"' not in attributes and (place := place_of(attributes)):
            yield *place, shown_formula(unescape((text or b"").decode()))


def no_texts(rows: bytes) -> Found:
    """The parser takes the first shared text for one that is not there."""
    for found in NO_TEXT.finditer(rows) if b"v>-" in rows else ():
        if b't="s"' in found[1] and (place := place_of(found[1])):
            yield *place, lambda _text: ""


def never_days(rows: bytes, never: re.Pattern) -> Found:
    for found in never.finditer(rows):
        start = rows.rfind(b"<", 0, rows.rfind(b' r="', 0, found.start()))
        if start >= 0 and (place := place_of(rows[start : found.start()])):
            yield *place, not_a_day(float(found[1]))


def place_of(attributes: bytes) -> tuple[int, int] | None:
    """Row and column, from 0."""
    if not (reference := REFERENCE.search(attributes)):
        return None
    return int(reference[2]) - 1, column_number(reference[1].decode())


def marked_cell(found: re.Match, shows: dict[bytes, Show]) -> Found:
    if not (place := place_of(found[1])):
        return
    row, column = place
    if b't="e"' in found[1]:
        value = VALUE.search(found.string, found.end())
        yield row, column, shown_error(value[1].decode() if value else "#N/A")
    elif b't="' not in found[1] or b't="n"' in found[1]:
        style = STYLE.search(found[1])
        yield row, column, shows[style[1] if style else b""]
