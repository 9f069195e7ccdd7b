"""A grid's table as a page draws it, read back the way the scripts in the browser read it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class DrawnCell:
    name: str
    plain: str | None
    empty: bool
    shown: str = ""

    @property
    def text(self) -> str:
        """What it gives to the clipboard."""
        if self.plain is not None:
            return self.plain
        return "" if self.empty else self.shown.strip()


@dataclass
class DrawnRow:
    id: str
    url: str
    cells: list[DrawnCell] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


class DrawnTable(HTMLParser):
    """`headings` are the names of the columns, `rows` what stands below them."""

    def __init__(self):
        super().__init__()
        self.headings, self.rows, self.cell = [], [], None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "tr" and "data-row" in found:
            self.rows.append(DrawnRow(found["data-id"], found.get("data-url", "")))
        elif tag == "th" and "data-col" in found:
            self.headings.append(found["data-col"])
        elif tag == "td":
            self.cell = self.begun(found)
        elif tag == "a" and self.rows and not self.rows[-1].url:
            self.rows[-1].url = found.get("href", "")

    def begun(self, found):
        if "data-col" not in found:
            return None
        cell = DrawnCell(found["data-col"], found.get("data-plain"), "data-empty" in found)
        self.rows[-1].cells.append(cell)
        return cell

    def handle_endtag(self, tag):
        if tag == "td":
            self.cell = None

    def handle_data(self, data):
        if self.cell:
            self.cell.shown += data


def drawn_table(html: str) -> DrawnTable:
    table = DrawnTable()
    table.feed(html)
    return table
