"""What a cell gives to the clipboard: the text that the csv export has for it, to the letter."""

import re
from html import unescape

from crm.sheets.writing.cells import csv_cell

TAG = re.compile(r"<[^>]*>")


def text_to_copy(column, record, html: str, empty: bool) -> str | None:
    """The cell's text as exported; None where the page shows just that."""
    text = exported_text(column, record)
    return None if text == text_on_the_page(html, empty) else text


def exported_text(column, record) -> str:
    return str(csv_cell(column.export(record)))


def text_on_the_page(html: str, empty: bool) -> str:
    """What a browser reads out of the cell; the dash of an empty one is no text."""
    if empty:
        return ""
    return (unescape(TAG.sub("", html)) if "<" in html or "&" in html else html).strip()
