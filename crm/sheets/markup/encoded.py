"""Markup in whichever encoding, as the parsers take it: in UTF-8."""

import codecs
import re
import tempfile
from contextlib import suppress

from crm.sheets.books.workbooks import read_workbook
from crm.sheets.choices import Reading
from crm.sheets.kinds import HEAD
from crm.sheets.limits import MIB
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Table
from crm.sheets.texts.encodings import ENCODINGS, LATIN, MARKS, text_encoding

SAID = re.compile(
    rb"""<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.I,
)
DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
# gb2312 is what Windows calls it, with the characters added since.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "iso8859-1": "cp1252",
         "ascii": "cp1252", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip


def read_encoded(file, filename: str, limits, reading: Reading, kind: str) -> Table:
    encoding = encoding_of(file, filename, reading.encoding)
    table = read_workbook(in_utf_8(file, encoding), filename, limits, kind, reading)
    table.encoding = encoding
    return table


def encoding_of(file, filename: str, chosen: str) -> str:
    """The chosen one, else what the file says of itself, unless it plainly is in another; else what
    fits it."""
    said = said_encoding(file)
    if not chosen and said not in ("", LATIN) and not is_unicode(file):
        with suppress(SheetRefused):
            return text_encoding(file, filename, said).name
    return text_encoding(file, filename, chosen).name


def said_encoding(file) -> str:
    """ "" where it says nothing, or nothing that is known."""
    file.seek(0)
    found = SAID.search(file.read(HEAD))
    return known_encoding((found[1] or found[2]).decode("ascii")) if found else ""


def known_encoding(name: str) -> str:
    try:
        usual = codecs.lookup(name).name
    except LookupError:
        return ""
    usual = WIDER.get(usual, usual)
    return usual if usual in ENCODINGS else ""


def is_unicode(file) -> bool:
    """By its mark, or because nothing else is UTF-8 by chance."""
    file.seek(0)
    content = file.read()
    if content.startswith(tuple(mark for mark, _encoding in MARKS)):
        return True
    with suppress(UnicodeDecodeError):
        return bool(content.decode())
    return False


def in_utf_8(file, encoding: str):
    copy = tempfile.TemporaryFile()
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.seek(0)
    copy.write(DECLARATION.sub("", decoder.decode(file.read(MIB))).encode())
    while piece := file.read(MIB):
        copy.write(decoder.decode(piece).encode())
    copy.write(decoder.decode(b"", final=True).encode())
    copy.flush()
    return copy
