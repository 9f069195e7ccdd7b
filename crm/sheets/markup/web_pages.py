"""Web pages called .xls, alone or packed as a message (MHTML, RFC 2557)."""

import binascii
import re
import tempfile
from collections.abc import Callable, Iterator

from crm.sheets.choices import Reading
from crm.sheets.kinds import HEAD, MESSAGE
from crm.sheets.markup.encoded import read_encoded
from crm.sheets.refusals import SheetRefused
from crm.sheets.tables import Table

BOUNDARY = re.compile(rb"""\bboundary\s*=\s*"?([^"\s;]{1,70})""", re.I)
MOST_BOUNDARIES = 10
PAGE = re.compile(rb"^Content-Type:\s*text/html\b", re.I | re.M)
ENCODED = re.compile(rb"^Content-Transfer-Encoding:\s*([\w-]+)", re.I | re.M)
TRANSFERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"quoted-printable": binascii.a2b_qp, b"base64": binascii.a2b_base64,
}  # fmt: skip


def read_web_page(file, filename: str, limits, reading: Reading) -> Table:
    """Its largest table, or the chosen one."""
    try:
        return read_encoded(page_in(file), filename, limits, reading, "html")
    except binascii.Error as error:
        raise SheetRefused("damaged", file=filename) from error
    except SheetRefused as refusal:
        if refusal.code != "no cells":
            raise
        raise SheetRefused("no table", file=filename) from refusal


def page_in(file):
    """The file, or all pages of a message as one: a workbook has one for each of its sheets."""
    file.seek(0)
    is_message = MESSAGE.match(file.read(HEAD))
    file.seek(0)
    if not is_message:
        return file
    page = tempfile.TemporaryFile()
    page.write(b"\n".join(pages_of(file.read())))
    return page


def pages_of(message: bytes) -> Iterator[bytes]:
    """The library's parser takes hours for headers that are made for it."""
    boundaries = list(dict.fromkeys(BOUNDARY.findall(message)))[:MOST_BOUNDARIES]
    between = b"|".join(rb"^--" + re.escape(each) for each in boundaries) or rb"\Z"
    for part in re.split(between, message, flags=re.M):
        head, _blank, body = part.replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")
        if PAGE.search(head):
            yield decoded(body, head)


def decoded(body: bytes, head: bytes) -> bytes:
    said = ENCODED.search(head)
    return TRANSFERS.get(said[1].lower(), bytes)(body) if said else body
