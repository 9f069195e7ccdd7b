"""OpenDocument sheets (.ods) laid out otherwise than the parser expects: without the part that says
what they are, or with their elements on lines of their own."""

import re
from zipfile import ZipFile

from crm.sheets.books.mending import LARGEST_PART, packed_anew

MIMETYPE, CONTENT = "mimetype", "content.xml"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
INDENT = re.compile(rb">\s+(?=</?table:|<text:p\b)")


def mended_free(file, deep: bool = False):
    """The file in its usual layout: a new one, or `file` itself where nothing is odd."""
    try:
        with ZipFile(file) as archive:
            changed = oddities(archive, deep)
            names = {name: name for name in [MIMETYPE, *archive.namelist()]}
            return packed_anew(archive, names, changed) if changed else file
    except Exception:  # what cannot be mended is for the parser to refuse
        return file


def oddities(archive: ZipFile, deep: bool) -> dict[str, bytes]:
    """The parts that are to be other ones."""
    changed = {} if MIMETYPE in archive.namelist() else {MIMETYPE: SPREADSHEET}
    if deep and archive.getinfo(CONTENT).file_size <= LARGEST_PART:
        changed[CONTENT] = INDENT.sub(b">", archive.read(CONTENT))
    return changed
