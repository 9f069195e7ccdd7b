"""The tables of a web page, as programs write them under the name of an .xls.

Like browsers it closes what was left open (HTML, 13.2.6.4.9 to 15); the text of a table within a
table belongs to the inner one.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

from crm.sheets.cells import SCIENTIFIC
from crm.sheets.markup.placed import MOST_COLUMNS, MOST_ROWS, PlacedBook, PlacedSheet

PIECE = 256 * 1024
# What these hold is not shown.
SILENT = {"script", "style", "select", "textarea", "title", "template", "noscript"}
LINE_ENDS = {"br", "p", "div", "li", "tr"}
CELLS = {"td", "th"}
# What was left open before them would swallow all that follows.
ENDS_SILENCE = CELLS | {"tr", "table"}
BLANKS = re.compile(r"[ \t\r\n\f]+")
REPEATED = re.compile(r" {2,}")
AROUND_LINE_ENDS = re.compile(r" *\n *")
# In a comment for Excel; its own name of the only sheet.
SHEET_NAME = re.compile(r"<x:Name>([^<]+)</x:Name>", re.I)


def web_book(path: str) -> PlacedBook:
    """The largest table first: pages have others for their titles and their menus."""
    page = WebPage()
    with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
        while piece := file.read(PIECE):
            page.feed(piece)
    page.close()
    tables = sorted((t for t in page.tables if t.filled), key=lambda t: -t.filled)
    for number, table in enumerate(tables, start=1):
        table.name = table.name or (len(tables) == 1 and page.sheet_name) or f"#{number}"
    return PlacedBook(told_apart(tables))


def told_apart(tables: list[PlacedSheet]) -> list[PlacedSheet]:
    names = [table.name for table in tables]
    for number, table in enumerate(tables, start=1):
        if names.count(table.name) > 1:
            table.name = f"{table.name} #{number}"
    return tables


class OpenTable:
    """A table as far as it was read: the cells that come next go behind those of their row, and
    beside those that reach down from above."""

    def __init__(self):
        self.sheet = PlacedSheet()
        self.row, self.column = -1, 0
        self.covered: dict[int, int] = {}  # column → the last row it is covered in
        self.text: list[str] | None = None
        self.spans, self.number = (1, 1), ""
        self.is_caption = False

    def begin_row(self):
        self.end_cell()
        self.row, self.column = self.row + 1, 0

    def begin_cell(self, attributes: dict):
        self.end_cell()
        if self.row < 0:
            self.begin_row()
        self.text, self.is_caption = [], False
        across, down = span(attributes, "colspan"), span(attributes, "rowspan")
        self.spans = min(across, MOST_COLUMNS), min(down, MOST_ROWS)
        self.number = attributes.get("x:num") or ""

    def begin_caption(self):
        self.end_cell()
        self.text, self.is_caption = [], True

    def end_cell(self):
        if self.text is None:
            return
        text, self.text = shown("".join(self.text)), None
        if self.is_caption:
            self.sheet.name = self.sheet.name or text
        else:
            self._place(self.number if SCIENTIFIC.fullmatch(text) and self.number else text)

    def _place(self, text: str):
        while self.covered.get(self.column, -1) >= self.row:
            self.column += 1
        across, down = (each - 1 for each in self.spans)
        self.sheet.place(self.row, self.column, text, across=across, down=down)
        for column in range(self.column, self.column + across + 1) if down else ():
            self.covered[column] = self.row + down
        self.column += across + 1


class WebPage(HTMLParser):
    """`tables` in the order of their beginnings."""

    def __init__(self):
        super().__init__()
        self.tables: list[PlacedSheet] = []
        self.sheet_name = ""
        self.open: list[OpenTable] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        table = self.open[-1] if self.open else None
        if tag in ENDS_SILENCE:
            self.silent = 0
        if tag in SILENT:
            self.silent += 1
        elif tag == "html":
            self._end_page()
        elif tag == "table":
            self._begin_table()
        elif table is None:
            return
        elif tag == "tr":
            table.begin_row()
        elif tag in CELLS:
            table.begin_cell(dict(attrs))
        elif tag == "caption":
            table.begin_caption()
        elif tag in LINE_ENDS and table.text:
            table.text.append("\n")

    def _end_page(self):
        while self.open:
            self.open.pop().end_cell()

    def _begin_table(self):
        self.open.append(OpenTable())
        self.tables.append(self.open[-1].sheet)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag in SILENT:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag == "table" and self.open:
            self.open.pop().end_cell()
        elif tag in CELLS | {"tr", "caption"} and self.open:
            self.open[-1].end_cell()

    def handle_data(self, data):
        if self.open and not self.silent and (text := self.open[-1].text) is not None:
            text.append(BLANKS.sub(" ", data))

    def handle_comment(self, data):
        if not self.sheet_name and (found := SHEET_NAME.search(data)):
            self.sheet_name = found[1].strip()

    def parse_marked_section(self, i, report=1):
        """<![if …]> of Office programs; the parser gives up on what it does not know."""
        return self.parse_bogus_comment(i, report)

    def close(self):
        super().close()
        self._end_page()


def span(attributes: dict, name: str) -> int:
    text = (attributes.get(name) or "").strip()
    return max(int(text[:6]), 1) if text[:6].isdecimal() else 1


def shown(text: str) -> str:
    """As a browser does: blanks in a row are one, but for those that do not break, and lines end
    where the markup says so."""
    text = AROUND_LINE_ENDS.sub("\n", REPEATED.sub(" ", text))
    return text.replace("\xa0", " ").strip()
