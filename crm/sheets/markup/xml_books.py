"""Excel 2003's XML spreadsheets (Microsoft, XML Spreadsheet Reference), as many programs still
write them under the name of an .xls."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from crm.sheets.books.formats import Show, same, show_of, shown_error
from crm.sheets.markup.placed import MOST_COLUMNS, MOST_ROWS, PlacedBook, PlacedSheet

NAMED_FORMATS = {"Percent": "0.00%"}
# Times of day count from the last day of 1899.
TIME_DAY = dt.date(1899, 12, 31)


class EntityDeclaredError(Exception):
    """No spreadsheet program declares any."""


def xml_book(path: str) -> PlacedBook:
    book = BookReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = refuse_entity
    parser.StartElementHandler, parser.EndElementHandler = book.begin, book.end
    parser.CharacterDataHandler = book.hear
    with Path(path).open("rb") as file:
        parser.ParseFile(file)
    return PlacedBook(book.sheets)


def refuse_entity(name, *_rest):
    raise EntityDeclaredError(name)


class BookReader:
    """Elements by their local names, under those they stand in: a comment has `Data` too."""

    def __init__(self):
        self.sheets: list[PlacedSheet] = []
        self.formats: dict[str, Show] = {}
        self.path: list[str] = []
        self.text: list[str] | None = None
        self.style = ""
        self.row, self.column = -1, -1
        self.row_style = ""
        self.rows_to_come = 0
        self.cell: dict[str, str] = {}
        self.type, self.is_filled = "", False

    def begin(self, name: str, attributes: dict):
        local = local_name(name)
        self.path.append(local)
        if begin := BEGINNINGS.get(tuple(self.path[-2:])):
            begin(self, {local_name(key): value for key, value in attributes.items()})

    def end(self, name: str):
        if end := ENDS.get(tuple(self.path[-2:])):
            end(self)
        self.path.pop()

    def hear(self, text: str):
        if self.text is not None:
            self.text.append(text)

    def begin_style(self, attributes: dict):
        self.style = attributes.get("ID", "")
        if inherited := self.formats.get(attributes.get("Parent", "")):
            self.formats[self.style] = inherited

    def begin_format(self, attributes: dict):
        code = attributes.get("Format", "")
        self.formats[self.style] = show_of(NAMED_FORMATS.get(code, code)) or same

    def begin_sheet(self, attributes: dict):
        self.sheets.append(PlacedSheet(attributes.get("Name", "")))
        self.row, self.rows_to_come = -1, 0

    def begin_row(self, attributes: dict):
        self.row = place(attributes, self.row + 1 + self.rows_to_come, MOST_ROWS)
        self.rows_to_come = int(attributes.get("Span", 0))
        self.column, self.row_style = -1, attributes.get("StyleID", "")

    def begin_cell(self, attributes: dict):
        self.column = place(attributes, self.column + 1, MOST_COLUMNS)
        self.cell, self.is_filled = attributes, False

    def begin_data(self, attributes: dict):
        self.type, self.text = attributes.get("Type", "String"), []

    def end_data(self):
        text, self.text = "".join(self.text or []), None
        show = self.formats.get(self.cell.get("StyleID", self.row_style), same)
        self._place(VALUES.get(self.type, as_text)(text, show))

    def end_cell(self):
        if not self.is_filled:
            self._place("")
        self.column += int(self.cell.get("MergeAcross", 0))

    def _place(self, value):
        self.is_filled = True
        across, down = (int(self.cell.get(name, 0)) for name in ("MergeAcross", "MergeDown"))
        self.sheets[-1].place(self.row, self.column, value, across=across, down=down)

    def begin_visible(self, _attributes: dict):
        self.text = []

    def end_visible(self):
        self.sheets[-1].is_hidden = "".join(self.text or []).strip() != "SheetVisible"
        self.text = None


BEGINNINGS: dict[tuple, Callable[[BookReader, dict], None]] = {
    ("Styles", "Style"): BookReader.begin_style,
    ("Style", "NumberFormat"): BookReader.begin_format,
    ("Workbook", "Worksheet"): BookReader.begin_sheet,
    ("Table", "Row"): BookReader.begin_row,
    ("Row", "Cell"): BookReader.begin_cell,
    ("Cell", "Data"): BookReader.begin_data,
    ("WorksheetOptions", "Visible"): BookReader.begin_visible,
}
ENDS: dict[tuple, Callable[[BookReader], None]] = {
    ("Row", "Cell"): BookReader.end_cell,
    ("Cell", "Data"): BookReader.end_data,
    ("WorksheetOptions", "Visible"): BookReader.end_visible,
}


def local_name(name: str) -> str:
    return name.rpartition(" ")[2]


def place(attributes: dict, following: int, most: int) -> int:
    """From 0, of an index from 1; without one it follows the last."""
    index = attributes.get("Index")
    found = following if index is None else int(index) - 1
    if not 0 <= found < most:
        raise MemoryError(found)
    return found


def as_text(text: str, _show: Show):
    return text


def as_shown(text: str, show: Show):
    with suppress(ValueError):
        return show(float(text))
    return text


def as_day(text: str, _show: Show):
    """A day where it is midnight, a time of day where it is the first day."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.date() == TIME_DAY:
        return moment.time()
    return moment if moment.time() != dt.time() else moment.date()


def as_yes(text: str, _show: Show):
    return text.strip() == "1"


def as_error(text: str, _show: Show):
    return shown_error(text)(None)


VALUES: dict[str, Callable] = {
    "Number": as_shown, "DateTime": as_day, "Boolean": as_yes, "Error": as_error,
}  # fmt: skip
