"""What a file is, told by its first bytes; the name is only compared with it."""

import codecs
import re
from contextlib import suppress
from pathlib import PurePath

from crm.sheets.books.ole import directory_start, holds, workbook_stream
from crm.sheets.books.zips import zip_kind
from crm.sheets.refusals import SheetRefused

HEAD = 4096
SUFFIXES = {
    "xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx", "xltm": "xlsx",
    "xls": "xls", "xlt": "xls", "et": "xls",
    "ods": "ods", "ots": "ods",
    "csv": "csv", "tsv": "csv", "tab": "csv", "txt": "csv",
    "html": "html", "htm": "html", "mht": "html", "mhtml": "html", "xml": "xml",
}  # fmt: skip
# What programs call .xls because Excel then opens it.
CALLED_XLS = {"html", "xml"}

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGICS = [
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
    (b"BM", "picture"), (b"II*\0", "picture"), (b"MM\0*", "picture"), (b"RIFF", "video"),
    (b"%PDF", "pdf"), (b"MZ", "program"), (b"\x7fELF", "program"), (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"), (b"\xcf\xfa\xed\xfe", "program"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"), (b"\xfd7zXZ", "archive"), (b"\x28\xb5\x2f\xfd", "archive"),
    (EMPTY_ZIP, "archive"), (b"{\\rtf", "document"), (b"ID3", "video"), (b"OggS", "video"),
    (b"\t\x00\x04\x00", "old xls"), (b"\t\x02\x06\x00", "old xls"), (b"\t\x04\x06\x00", "old xls"),
]  # fmt: skip
MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|meta|table|style)\b", re.I)
MESSAGE = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)
XML = re.compile(rb"\s*<\?xml\b", re.I)
XML_BOOK = re.compile(rb"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet")
WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

OLE_ENTRIES = [
    ("EncryptedPackage", "encrypted"), ("Workbook", "xls"), ("Book", "xls"),
    ("WordDocument", "document"), ("PowerPoint Document", "slides"),
]  # fmt: skip
# A first record BOF (BIFF8 or BIFF5), perhaps WRITEPROTECT, then FILEPASS: [MS-XLS] 2.1.7.20.
LOCKED_XLS = re.compile(
    rb"\t\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?/\0", re.S
)

# [MS-XLS] 2.4.52; Japanese, Chinese, Korean and their like.
CODEPAGE = re.compile(rb"\x42\0\x02\0(..)", re.S)
SEVERAL_BYTES = {932, 936, 949, 950, 1361, 54936}

OTHER_FORMATS = {"xlsb", "old xls", "other xml", "numbers"}


def recognise(file, filename: str, limits) -> str:
    """One of "xlsx", "xls", "ods", "csv", "html", "xml"; else, or if the name says otherwise, it is
    refused."""
    kind = content_kind(file, filename, limits)
    if kind in ("encrypted", "damaged"):
        raise SheetRefused(kind, file=filename)
    if kind not in SUFFIXES.values():
        code = "other format" if kind in OTHER_FORMATS else "not a sheet"
        raise SheetRefused(code, file=filename, found=kind)
    refuse_if_mislabelled(filename, kind)
    return kind


def content_kind(file, filename: str, limits) -> str:
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(ZIP):
        return zip_kind(file, filename, limits)
    if head.startswith(OLE):
        return ole_kind(file)
    return foreign_kind(head) or "csv"


def foreign_kind(head: bytes) -> str | None:
    for magic, kind in MAGICS:
        # "ID3" or "BM" may also begin a column name: only binary files hold a NUL.
        if head.startswith(magic) and (not magic.isalnum() or b"\0" in head):
            return kind
    if head[4:8] == b"ftyp":
        return "video"
    return markup_kind(narrow(head))


def narrow(head: bytes) -> bytes:
    """In UTF-8, without its mark."""
    if encoding := WIDE_MARKS.get(head[:2]):
        return head.decode(encoding, "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def markup_kind(text: bytes) -> str | None:
    if MARKUP.match(text) or MESSAGE.match(text) or (XML.match(text) and b"<html" in text.lower()):
        return "html"
    if XML_BOOK.search(text):
        return "xml"
    return "other xml" if XML.match(text) else None


def ole_kind(file) -> str:
    """Which document an OLE container holds, by the names in its directory (MS-CFB 2.6.1)."""
    file.seek(0)
    data = file.read()
    held = next((kind for name, kind in OLE_ENTRIES if holds(data, name)), None)
    if held == "xls" and LOCKED_XLS.search(data):
        return "encrypted"
    if held == "xls" and is_before_unicode(data):
        return "old xls"
    return held or ("binary" if len(data) > directory_start(data) else "damaged")


def is_before_unicode(data: bytes) -> bool:
    """Whether it is of Excel 95 in an encoding of several bytes a character, which the parser
    takes apart."""
    if holds(data, "Workbook"):
        return False
    with suppress(Exception):  # a broken file is for the parser to refuse
        found = CODEPAGE.search(workbook_stream(data)[:HEAD])
        return found is not None and int.from_bytes(found[1], "little") in SEVERAL_BYTES
    return False


def refuse_if_mislabelled(filename: str, kind: str):
    path = PurePath(filename)
    named = SUFFIXES.get(path.suffix.lower().lstrip("."))
    if named not in (None, kind) and not (named == "xls" and kind in CALLED_XLS):
        rename = path.with_suffix(f".{kind}").name
        raise SheetRefused("mislabelled", file=filename, named=named, found=kind, rename=rename)
