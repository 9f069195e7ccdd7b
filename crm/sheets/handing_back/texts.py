"""Refused rows of a text file, in the encoding and with the separator it came in."""

import codecs
import csv
from collections.abc import Iterable

from crm.sheets.choices import Reading
from crm.sheets.escaping import escaped
from crm.sheets.handing_back.places import Places
from crm.sheets.texts.delimited import Records

# Where the encoding of the file has no letters for the reasons.
FALLBACK = "utf-8-sig"


def write_text(target, original, sheet, reasons: dict[int, str], headings, own):
    """`reasons` by the number of the row; `own` are the places of our two columns."""
    places = Places(sheet.header_row, reasons)
    records = records_of(original, sheet)
    encoding = encoding_for([*headings, *reasons.values()], sheet.encoding)
    encoder = codecs.getincrementalencoder(encoding)("replace")
    writer = csv.writer(Encoded(target, encoder), delimiter=sheet.separator)
    if records.hint:
        target.write(encoder.encode(f"sep={sheet.separator}\r\n"))
    for number, cells in enumerate(records.rows(), start=1):
        if places.of(number):
            added = headings if number == sheet.header_row else (reasons.get(number), number)
            is_title = number < sheet.header_row
            whole = cells if is_title else with_own(cells, added, own)
            writer.writerow([escaped(str(cell)) for cell in whole])


def records_of(original, sheet) -> Records:
    """The same rows under the same numbers as when they were read."""
    reading = Reading(encoding=sheet.encoding, separator=sheet.separator)
    records = Records(original, sheet.filename, reading)
    records.extent()
    return records


def with_own(cells: list, added: Iterable, own: tuple[int, int]) -> list:
    width = max(*own, len(cells) - 1) + 1
    row = cells + [""] * (width - len(cells))
    for place, value in zip(own, added, strict=True):
        row[place] = value
    return row


def encoding_for(sentences: list[str], encoding: str) -> str:
    try:
        "".join(sentences).encode(encoding)
    except UnicodeEncodeError:
        return FALLBACK
    return encoding


class Encoded:
    """What csv takes for a file."""

    def __init__(self, target, encoder):
        self.target, self.encoder = target, encoder

    def write(self, text: str):
        self.target.write(self.encoder.encode(text))
