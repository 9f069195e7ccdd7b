"""Web pages called .xls, alone or packed as a message (MHTML, RFC 2557): the page, in UTF-8."""

import codecs
import re
import tempfile
from email import message_from_binary_file, policy

from crm.sheets.books.workbooks import read_workbook
from crm.sheets.choices import Reading
from crm.sheets.kinds import HEAD, MESSAGE
from crm.sheets.limits import MIB
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Table
from crm.sheets.texts.encodings import ENCODINGS, MARKED, text_encoding

CHARSET = re.compile(rb"""<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
# gb2312 on a page is what Windows calls it, with the characters added since.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "iso8859-1": "cp1252",
         "ascii": "cp1252", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip


def read_web_page(file, filename: str, limits, reading: Reading) -> Table:
    """Its largest table, or the chosen one."""
    page = page_in(file)
    encoding = encoding_of(page, filename, reading.encoding)
    try:
        table = read_workbook(in_utf_8(page, encoding), filename, limits, "html", reading)
    except SheetRefused as refusal:
        if refusal.code != "no cells":
            raise
        raise SheetRefused("no table", file=filename) from refusal
    table.encoding = encoding
    return table


def page_in(file):
    """The file, or the page with the most cells of those in a message."""
    file.seek(0)
    is_message = MESSAGE.match(file.read(HEAD))
    file.seek(0)
    if not is_message:
        return file
    parts = message_from_binary_file(file, policy=policy.default).walk()
    pages = [p.get_payload(decode=True) for p in parts if p.get_content_type() == "text/html"]
    page = tempfile.TemporaryFile()
    page.write(max(pages, key=cells_in, default=b""))
    return page


def cells_in(page: bytes) -> int:
    return len(re.findall(rb"<td\b", page, re.I))


def encoding_of(page, filename: str, chosen: str) -> str:
    """The chosen one, else what a mark or the page says of itself, if it is true, else what fits."""
    page.seek(0)
    said = CHARSET.search(page.read(HEAD))
    known = said and known_encoding(said[1].decode("ascii"))
    guessed = text_encoding(page, filename, chosen)
    if chosen or not known or guessed.name in MARKED:
        return guessed.name
    try:
        return text_encoding(page, filename, known).name
    except SheetRefused:
        return guessed.name


def known_encoding(name: str) -> str:
    try:
        usual = codecs.lookup(name).name
    except LookupError:
        return ""
    usual = WIDER.get(usual, usual)
    return usual if usual in ENCODINGS else ""


def in_utf_8(page, encoding: str):
    copy = tempfile.TemporaryFile()
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    page.seek(0)
    while piece := page.read(MIB):
        copy.write(decoder.decode(piece).encode())
    copy.write(decoder.decode(b"", final=True).encode())
    copy.flush()
    return copy
