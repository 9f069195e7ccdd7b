"""Totals and remarks that people write under a table are no records."""

import re
from collections.abc import Iterator

from crm.sheets.cells import is_blank
from crm.sheets.tables import Row

TOTAL = r"(?:合\s*计|总\s*计|小\s*计|共\s*计|(?:grand |sub)?total|sum)\s*[:：]?"
REMARK = (
    r"(?:注|备\s*注|说\s*明|附\s*注|注意|制表|制表人|填表人|填报人|审核|审核人|数据来源|来源|"
    r"notes?|remarks?|sources?|prepared by)\s*\d{0,2}\s*[:：].*"
)
NOTE = re.compile(rf"\s*(?:{TOTAL}|{REMARK})\s*", re.I | re.S)


def without_notes(rows: Iterator[Row], notes: list[Row]) -> Iterator[Row]:
    """The records; what reads like a note and has no record after it goes to `notes` at the end.

    A table of nothing else is a table.
    """
    has_records = False
    for row in rows:
        if is_note(row):
            notes.append(row)
            continue
        has_records = True
        yield from notes
        notes.clear()
        yield row
    if not has_records:
        yield from notes
        notes.clear()


def is_note(row: Row) -> bool:
    first = next((cell for cell in row.cells if not is_blank(cell)), "")
    return isinstance(first, str) and bool(NOTE.fullmatch(first))
