"""Workbooks (.xlsx) laid out otherwise than the parser expects, packed anew: with backslashes in
names, a workbook part of another name, parts in UTF-16, cells that do not say where they stand."""

import codecs
import re
import shutil
import tempfile
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile

from .columns import column_letters
from .limits import MIB

LARGEST_PART = 32 * MIB
HEAD = 64 * 1024
MARKUP = (".xml", ".rels")
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DECLARED = re.compile(r"""^\s*<\?xml[^>]*\?>""")
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
ROOT, USUAL_BOOK = "_rels/.rels", "xl/workbook.xml"
BOOK = re.compile(
    rb'<Relationship\s(?=[^>]*Type="[^"]*/officeDocument")[^>]*?\bTarget="/?(xl/[^/"]+\.xml)"'
)
CELL = rb"<((?:\w+:)?)c(?=[\s/>])"
ADDRESS = re.compile(rb'\sr="')
FIRST_CELL = re.compile(CELL + rb"([^>]*)>")
PLACES = re.compile(rb"<((?:\w+:)?)(row|c)(?=[\s/>])([^>]*?)(/?)>")
ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
# What the parser knows (ECMA-376 part 1, 18.17.3); newer ones make it give up.
ERROR = re.compile(
    rb'(<(?:\w+:)?c\s[^>]*t="e"[^>]*>(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>)([^<]*)', re.S
)
KNOWN_ERRORS = {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"}
DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")


def mended(file, deep: bool = False):
    """The workbook in its usual layout: a new file, or `file` itself where nothing is odd.

    Its parts were found honest and within limits before. `deep` also mends what makes the parser
    call a file damaged that spreadsheet programs open.
    """
    try:
        return packed_usually(file, deep)
    except Exception:  # what cannot be mended is for the parser to refuse
        return file


def packed_usually(file, deep: bool):
    with ZipFile(file) as archive:
        names = usual_names(archive)
        odd = any(old != new for old, new in names.items())
        changed = {n: part for n in names if (part := mended_part(archive, n, names[n], deep))}
        if not (odd or changed):
            return file
        return packed_anew(archive, names, changed)


def packed_anew(archive: ZipFile, names: dict[str, str], changed: dict[str, bytes]):
    copy = tempfile.TemporaryFile()
    with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        for old, new in names.items():
            with packed.open(new, "w") as part:
                source = BytesIO(changed[old]) if old in changed else archive.open(old)
                shutil.copyfileobj(source, part, MIB)
    return copy


def usual_names(archive: ZipFile) -> dict[str, str]:
    names = {name: plain(name) for name in archive.namelist()}
    root = next((name for name, new in names.items() if new == ROOT), "")
    found = BOOK.search(archive.read(root) if root else b"")
    book = found[1].decode() if found else USUAL_BOOK
    if book == USUAL_BOOK or book not in names.values() or USUAL_BOOK in names.values():
        return names
    folder, _slash, part = book.rpartition("/")
    moved = {book: USUAL_BOOK, f"{folder}/_rels/{part}.rels": "xl/_rels/workbook.xml.rels"}
    return {name: moved.get(new, new) for name, new in names.items()}


def plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/")


def mended_part(archive: ZipFile, name: str, usual: str, deep: bool) -> bytes | None:
    """The part where it is to be another one, None where it stays."""
    if not usual.endswith(MARKUP) or archive.getinfo(name).file_size > LARGEST_PART:
        return None
    with archive.open(name) as part:
        head = part.read(HEAD)
    is_sheet, is_wide = bool(SHEETS.fullmatch(usual)), head.startswith(WIDE_MARKS)
    if not (is_wide or is_sheet and (deep or lacks_addresses(head))):
        return None
    content = narrow(archive.read(name)) if is_wide else archive.read(name)
    if is_sheet and lacks_addresses(content[:HEAD]):
        content = addressed(content)
    return understood(content) if is_sheet and deep else content


def narrow(part: bytes) -> bytes:
    """UTF-16 as UTF-8."""
    return DECLARED.sub("", part.decode("utf-16"), count=1).encode()


def lacks_addresses(head: bytes) -> bool:
    first = FIRST_CELL.search(head)
    return first is not None and not ADDRESS.search(first[2])


def addressed(part: bytes) -> bytes:
    """Every row with its number, every cell with its place, as they follow from their order."""
    number, columns = 0, count()

    def placed(found: re.Match) -> bytes:
        nonlocal number, columns
        prefix, what, attributes, end = found.groups()
        if what == b"row":
            said = ROW_NUMBER.search(attributes)
            number, columns = int(said[1]) if said else number + 1, count()
            address = b"" if said else b' r="%d"' % number
        else:
            address = b' r="%s%d"' % (column_letters(next(columns)).encode(), number)
        return b"<%s%s%s%s%s>" % (prefix, what, address, attributes, end)

    return PLACES.sub(placed, part)


def understood(part: bytes) -> bytes:
    """Without a dimension, which nobody needs, and with errors the parser knows."""
    return ERROR.sub(known_error, DIMENSION.sub(b"", part))


def known_error(found: re.Match) -> bytes:
    return found[1] + (found[2] if found[2] in KNOWN_ERRORS else b"#N/A")
