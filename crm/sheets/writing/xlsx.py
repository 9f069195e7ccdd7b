"""A workbook of one sheet."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from crm.sheets.refusals import SheetRefused
from crm.sheets.writing.cells import plain
from crm.sheets.writing.page import new_page

# Excel's own limits: support.microsoft.com, "Excel specifications and limits".
XLSX_ROWS, XLSX_COLUMNS = 1_048_576, 16_384


def write_xlsx(path_or_file, header: Sequence, rows: Iterable[Sequence], sheet: str = "Sheet1"):
    """A text longer than a cell holds ends in "…". Raises `SheetRefused` for more rows or columns
    than a sheet holds."""
    with new_sheet(path_or_file, header, sheet) as page:
        for cells in fitting(rows):
            page.append(cells)


@contextmanager
def new_sheet(path_or_file, header: Sequence, sheet: str = "Sheet1"):
    with new_page(path_or_file, list(map(plain, header)), sheet) as page:
        yield page


def fitting(rows: Iterable[Sequence]) -> Iterator[list]:
    """Their plain cells, as long as a sheet has room for them under its header."""
    for number, row in enumerate(rows, start=2):
        if number > XLSX_ROWS or len(row) > XLSX_COLUMNS:
            raise SheetRefused("overfull", limit=XLSX_ROWS, columns=XLSX_COLUMNS)
        yield list(map(plain, row))
