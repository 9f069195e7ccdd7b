"""Zipped workbooks are looked through before any parser sees them."""

import re
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from crm.sheets.limits import MIB
from crm.sheets.refusals import SheetRefused

MAX_PARTS = 10_000
# Blank formatted rows pack 100:1 in honest files; deflate ends at 1032:1.
MAX_RATIO = 400
RATIO_MATTERS_FROM = 32 * MIB
CHUNK = MIB
# No spreadsheet program declares any; they serve to grow, or to reach for files. A bare DOCTYPE,
# which nobody reads, stands in every part with macros of OpenOffice.
ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[")
MARKUP = (".xml", ".rels", ".vml")
MANIFEST = "META-INF/manifest.xml"
ODF = "application/vnd.oasis.opendocument."
ODF_KINDS = {"spreadsheet": "ods", "text": "document", "presentation": "slides"}
ODF_PARTS = {"content.xml", MANIFEST}
ROOT, BOOK = "_rels/.rels", re.compile(r"(?:.*/)?workbook\.xml")
FOLDERS = [("word/", "document"), ("ppt/", "slides"), ("Index/", "numbers")]


def zip_kind(file, filename: str, limits) -> str:
    """What a zip holds, after its sizes and checksums were found honest and within limits."""
    with opened(file, filename) as archive:
        refuse_if_encrypted(archive, filename)
        refuse_if_inflated(archive, filename, limits)
        kind = part_kind(archive)
        return "encrypted" if kind == "ods" and odf_encrypted(archive) else kind


@contextmanager
def opened(file, filename: str):
    try:
        with ZipFile(file) as archive:
            yield archive
    except SheetRefused:
        raise
    except Exception as error:  # zipfile's failures on hostile bytes have no common base
        raise SheetRefused("damaged", file=filename) from error


def refuse_if_encrypted(archive: ZipFile, filename: str):
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise SheetRefused("encrypted", file=filename)


def refuse_if_inflated(archive: ZipFile, filename: str, limits):
    """Compares what the parts declare with the limits, then reads them to hold them to it."""
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bloated = declared > RATIO_MATTERS_FROM and declared > packed * MAX_RATIO
    if len(parts) > MAX_PARTS or declared > limits.inflated_bytes or bloated:
        raise SheetRefused("inflated", file=filename, limit=limits.inflated_bytes // MIB)
    for part in parts:
        verify(archive, part, filename)


def verify(archive: ZipFile, part, filename: str):
    """Reads one part; zipfile stops at its declared size and raises if the checksum is wrong."""
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise NotImplementedError(part.compress_type)
    with archive.open(part) as stream:
        start = stream.read(CHUNK)
        while stream.read(CHUNK):
            pass
    if ENTITIES.search(start) and part.filename.endswith(MARKUP):
        raise SheetRefused("entities", file=filename)


def part_kind(archive: ZipFile) -> str:
    names = [name.replace("\\", "/") for name in archive.namelist()]
    if "mimetype" in names:
        return odf_kind(archive.read("mimetype"))
    if set(names) >= ODF_PARTS and b"opendocument.spreadsheet" in archive.read(MANIFEST):
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return "xlsx"
    for folder, kind in FOLDERS:
        if any(name.startswith(folder) for name in names):
            return kind
    return "xlsx" if ROOT in names and any(map(BOOK.fullmatch, names)) else "archive"


def odf_kind(mimetype: bytes) -> str:
    name = mimetype.decode("ascii", "replace").strip().removeprefix(ODF).removesuffix("-template")
    return ODF_KINDS.get(name, "archive")


def odf_encrypted(archive: ZipFile) -> bool:
    names = archive.namelist()
    manifest = archive.read(MANIFEST) if MANIFEST in names else b""
    return "encrypted-package" in names or b"encryption-data" in manifest
