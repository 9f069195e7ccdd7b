"""Workbooks (.xlsx) laid out otherwise than the parser expects, packed anew: with backslashes in
names, a workbook part of another name or in another folder, parts in UTF-16, cells that do not say
where they stand, sheets of macros or of nothing."""

import codecs
import re
import shutil
import tempfile
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile

from crm.sheets.columns import column_letters, column_number
from crm.sheets.limits import MIB

LARGEST_PART = 32 * MIB
HEAD = 64 * 1024
MARKUP = (".xml", ".rels")
WIDE_STARTS = {
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le", b"\0<": "utf-16-be",
}  # fmt: skip
DECLARED = re.compile(r"""^\s*<\?xml[^>]*\?>""")
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
ROOT, USUAL_BOOK = "_rels/.rels", "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
USUAL_ROOT = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="xl/workbook.xml" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    b"</Relationships>"
)
BOOK = re.compile(
    rb'<Relationship\s(?=[^>]*Type="[^"]*/officeDocument")[^>]*?\bTarget="/?([^"]+\.xml)"'
)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
STATE = re.compile(rb'\sstate="(?!(?:visible|hidden|veryHidden)")[^"]*"')
CELL = rb"<((?:\w+:)?)c(?=[\s/>])"
ADDRESS = re.compile(rb'\sr="')
FIRST_CELL = re.compile(CELL + rb"([^>]*)>")
PLACES = re.compile(rb"<((?:\w+:)?)(row|c)(?=[\s/>])([^>]*?)(/?)>")
ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
COLUMN = re.compile(rb'\sr="([A-Z]+)\d+"')
# What the parser knows (ECMA-376 part 1, 18.17.3); newer ones make it give up.
ERROR = re.compile(
    rb'(<(?:\w+:)?c\s[^>]*t="e"[^>]*>(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>)([^<]*)', re.S
)
KNOWN_ERRORS = {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"}
DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
# Of whole columns or rows.
ENDLESS_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="(?:[A-Z]+:[A-Z]+|\d+:\d+)"[^>]*>')


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
        plain_names = {name: plain(name) for name in archive.namelist()}
        root = next((name for name, new in plain_names.items() if new == ROOT), "")
        book = book_part(whole(archive, root)) if root else USUAL_BOOK
        names = usual_names(plain_names, book)
        changed = {n: part for n in names if (part := mended_part(archive, n, names[n], deep))}
        if book != USUAL_BOOK and USUAL_BOOK in names.values():
            changed |= {root: USUAL_ROOT, **with_usual_targets(archive, names, book)}
        if deep:
            changed |= with_real_sheets(archive, names)
        if not changed and all(old == new for old, new in names.items()):
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


def whole(archive: ZipFile, name: str) -> bytes:
    """A part as UTF-8."""
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise ValueError(name)
    part = archive.read(name)
    return narrow(part) if part.startswith(tuple(WIDE_STARTS)) else part


def book_part(root: bytes) -> str:
    """The workbook part that the package names, "" where it names none."""
    found = BOOK.search(root)
    return found[1].decode() if found else ""


def usual_names(names: dict[str, str], book: str) -> dict[str, str]:
    if book == USUAL_BOOK or book not in names.values() or USUAL_BOOK in names.values():
        return names
    folder, slash, part = book.rpartition("/")
    folder += slash
    moved = {book: USUAL_BOOK, f"{folder}_rels/{part}.rels": RELATIONS, ROOT: ROOT}
    return {old: moved.get(new) or into_xl(new, folder) for old, new in names.items()}


def with_usual_targets(archive: ZipFile, names: dict[str, str], book: str) -> dict[str, bytes]:
    """What the workbook names from the root of the package has moved along."""
    folder = book.rpartition("/")[0]
    here = f'Target="/{folder}/' if folder else 'Target="/'
    return {
        old: whole(archive, old).replace(here.encode(), b'Target="/xl/')
        for old, new in names.items()
        if new == RELATIONS
    }


def into_xl(name: str, folder: str) -> str:
    return f"xl/{name.removeprefix(folder)}" if name.startswith(folder) else name


def plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/")


def mended_part(archive: ZipFile, name: str, usual: str, deep: bool) -> bytes | None:
    """The part where it is to be another one, None where it stays."""
    if not usual.endswith(MARKUP) or archive.getinfo(name).file_size > LARGEST_PART:
        return None
    with archive.open(name) as part:
        head = part.read(HEAD)
    is_sheet, is_wide = bool(SHEETS.fullmatch(usual)), head.startswith(tuple(WIDE_STARTS))
    if not (is_wide or is_sheet and (deep or lacks_addresses(head))):
        return None
    content = whole(archive, name)
    if is_sheet and lacks_addresses(content[:HEAD]):
        content = addressed(content)
    return understood(content) if is_sheet and deep else content


def narrow(part: bytes) -> bytes:
    """UTF-16 as UTF-8."""
    encoding = WIDE_STARTS[part[:2]]
    return DECLARED.sub("", part.decode(encoding), count=1).encode()


def with_real_sheets(archive: ZipFile, names: dict[str, str]) -> dict[str, bytes]:
    """The workbook part with the sheets alone that are tables and are there."""
    places = {new: old for old, new in names.items()}
    book = whole(archive, places[USUAL_BOOK])
    tables = tables_of(whole(archive, places[RELATIONS]), places)

    def kept(sheet: re.Match) -> bytes:
        about = dict(ATTRIBUTE.findall(sheet[0]))
        is_table = any(about[key] in tables for key in about if key.endswith(b":id"))
        return STATE.sub(b"", sheet[0]) if is_table else b""

    mended_book = SHEET.sub(kept, book)
    return {} if mended_book == book else {places[USUAL_BOOK]: mended_book}


def tables_of(relations: bytes, places: dict[str, str]) -> set[bytes]:
    """The ids of sheets of cells whose part is there."""
    found = (dict(ATTRIBUTE.findall(each)) for each in RELATION.findall(relations))
    return {
        each[b"Id"]
        for each in found
        if each.get(b"Type", b"").endswith(b"/worksheet") and part_of(each) in places
    }


def part_of(relation: dict[bytes, bytes]) -> str:
    target = relation.get(b"Target", b"").decode()
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


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
        elif said := COLUMN.search(attributes):
            address, columns = b"", count(column_number(said[1].decode()) + 1)
        else:
            address = b' r="%s%d"' % (column_letters(next(columns)).encode(), number)
        return b"<%s%s%s%s%s>" % (prefix, what, address, attributes, end)

    return PLACES.sub(placed, part)


def understood(part: bytes) -> bytes:
    """Without a dimension, which nobody needs, or endless merges, and with errors the parser knows."""
    return ERROR.sub(known_error, ENDLESS_MERGE.sub(b"", DIMENSION.sub(b"", part)))


def known_error(found: re.Match) -> bytes:
    return found[1] + (found[2] if found[2] in KNOWN_ERRORS else b"#N/A")
