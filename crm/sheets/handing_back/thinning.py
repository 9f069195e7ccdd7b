"""Takes rows out of a workbook's own XML, so that all that is left looks as it did.

What a library loads and saves again costs a kilobyte a cell; here a hundred thousand rows go in
one pass, and only the few refused ones are ever loaded. ECMA-376 part 1, 18.3.1.
"""

import io
import posixpath
import re
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from crm.sheets.books.xlsx_marks import parsed, part_of_sheet
from crm.sheets.handing_back.places import REFERENCE, Places

TAG = rb"<(?:\w+:)?"
ROW = re.compile(
    TAG + rb"row\b(?P<attributes>(?:[^>/]|/(?!>))*)(?:/>|>(?P<cells>.*?)</(?:\w+:)?row>)", re.S
)
NUMBER = re.compile(rb'(\br=["\'])(\d+)(["\'])')
CELL_ROW = re.compile(rb'(<(?:\w+:)?c\b[^>]*?\br=["\'][A-Z]{1,3})\d+')
# A formula would reach for rows that are gone; the value it had stays.
FORMULA = re.compile(TAG + rb"f\b[^>]*?(?:/>|>.*?</(?:\w+:)?f>)", re.S)
HIDDEN = re.compile(rb'\s(?:hidden|collapsed|outlineLevel|spans)=["\'][^"\']*["\']')
# What stands at a place of its own: merged cells, links, comments.
PLACED = re.compile(
    TAG + rb"(mergeCell|hyperlink|comment)\s(?:[^>]*?\s)?ref=[\"']([^\"']*)[\"'][^>]*?"
    rb"(?:/>|>.*?</(?:\w+:)?\1>)",
    re.S,
)
EMPTIED = re.compile(TAG + rb"(mergeCells|hyperlinks)\b[^>]*?(?:/>|>\s*</(?:\w+:)?\1>)", re.S)
RANGE = re.compile(f"{REFERENCE}(?::{REFERENCE})?")


def thinned(path: str, sheet: str, places: Places) -> io.BytesIO:
    """The workbook with the rows that have a place."""
    buffer = io.BytesIO()
    with ZipFile(path) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        page = part_of_sheet(source, sheet)
        changed = {page: without_rows, **dict.fromkeys(comments_of(source, page), moved)}
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, changed[name](content, places) if name in changed else content)
    return buffer


def comments_of(archive: ZipFile, page: str) -> list[str]:
    folder, name = posixpath.split(page)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return []
    found = [node for node in parsed(archive, relations) if is_comments(node)]
    return [
        posixpath.normpath(posixpath.join(f"/{folder}", n.get("Target", "")))[1:] for n in found
    ]


def is_comments(relation: ElementTree.Element) -> bool:
    return relation.get("Type", "").endswith("/comments")


def without_rows(xml: bytes, places: Places) -> bytes:
    kept, number, end, start = [], 0, 0, None
    for found in ROW.finditer(xml):
        start = found.start() if start is None else start
        end = found.end()
        number = numbered(found, number)
        if place := places.of(number):
            kept.append(row_at(found, place, is_record=number > places.header_row))
    if start is None:
        return xml
    return moved(xml[:start], places) + b"".join(kept) + moved(xml[end:], places)


def numbered(row: re.Match, last: int) -> int:
    """A row without a number stands under the one before it."""
    found = NUMBER.search(row["attributes"])
    return int(found[2]) if found else last + 1


def row_at(row: re.Match, place: int, *, is_record: bool) -> bytes:
    if not is_record:
        return row[0]
    whole = row[0]
    head = whole[: row.start("cells") - row.start()] if row["cells"] else whole
    cells = FORMULA.sub(b"", row["cells"] or b"")
    number = str(place).encode()
    head = NUMBER.sub(rb"\g<1>" + number + rb"\g<3>", HIDDEN.sub(b"", head), count=1)
    tail = whole[row.end("cells") - row.start() :] if row["cells"] else b""
    return head + CELL_ROW.sub(rb"\g<1>" + number, cells) + tail


def moved(xml: bytes, places: Places) -> bytes:
    """The rest of a part, with what stood at a row that moved moved along, or gone with it."""
    return EMPTIED.sub(b"", PLACED.sub(lambda found: at_new_place(found, places), xml))


def at_new_place(found: re.Match, places: Places) -> bytes:
    reference = new_reference(found[2].decode(), places)
    if reference is None:
        return b""
    start, end = found.start(2) - found.start(), found.end(2) - found.start()
    return found[0][:start] + reference.encode() + found[0][end:]


def new_reference(reference: str, places: Places) -> str | None:
    if not (found := RANGE.fullmatch(reference)):
        return None
    first, last = int(found[2]), int(found[4] or found[2])
    if (rows := places.of_range(first, last)) is None:
        return None
    ends = [f"{found[1]}{rows[0]}"] + ([f"{found[3]}{rows[1]}"] if found[3] else [])
    return ":".join(ends)
