"""The reader process: `python -m crm.sheets.books.child PATH MAX_ROWS MEMORY SECONDS SHEET`.

Parsers of hostile files may panic, hang, overflow their stack or ask for half a terabyte (one
stray cell at XFD1048576 does). Here that ends one process that holds nothing, under limits of
its own; `workbooks` turns its end into a refusal. It writes pickles to its standard output:
first a dict with the fields of `tables.Table`, or a refusal's code; then lists of rows, then None.
"""

import pickle
import resource
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from crm.sheets.books import ods_marks, xls_marks, xlsx_marks
from crm.sheets.cells import cleaned
from crm.sheets.markup.web_tables import web_book
from crm.sheets.markup.xml_books import EntityDeclaredError, xml_book
from crm.sheets.tables import extent, filled_rows

BOOKS = {".html": web_book, ".xml": xml_book}
MARKS = {".xlsx": xlsx_marks.marks, ".xls": xls_marks.marks, ".ods": ods_marks.marks}
ROWS_A_BATCH = 500
TITLE_ROWS = 200
MOST_MERGES = 20_000
LOOKED_THROUGH = 4 * 1024 * 1024
# What calamine says of too many cells, and pyo3 when Python has no memory left for an object.
TOO_MUCH = ["limit exceeded", "pointer is null"]


def main(path: str, max_rows: int, memory: int, seconds: int, chosen: str):
    confine(memory, seconds)
    try:
        for message in messages(path, max_rows, chosen):
            send(message)
    except BaseException as error:  # a panic of the parser is no Exception
        send(refusal(error))
    sys.stdout.buffer.flush()


def send(message):
    sys.stdout.buffer.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def refusal(error: BaseException) -> str:
    if isinstance(error, PasswordError):
        return "encrypted"
    if isinstance(error, EntityDeclaredError):
        return "entities"
    too_much = isinstance(error, MemoryError) or any(sign in str(error) for sign in TOO_MUCH)
    return "too much work" if too_much else "damaged"


def confine(memory: int, seconds: int, files: int = 0):
    """Bytes of address space, seconds of processor time, bytes of a file; no core dumped."""
    limits = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": files, "RLIMIT_CORE": 0}
    for name, limit in limits.items():
        # macOS refuses some; elsewhere a lower limit may already be in force.
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


def messages(path: str, max_rows: int, chosen: str = "") -> Iterator:
    workbook = opened(path)
    names = sheet_names(workbook)
    if chosen and chosen not in names:
        yield "no such sheet"
        return
    name, sheet = first_filled(workbook, [chosen] if chosen else names)
    if sheet is None:
        yield "blank sheet" if chosen else "no cells"
        return
    marked = marks(path, workbook.sheet_names.index(name))
    shape = extent(raw_rows(sheet, marked), stop_after=max_rows + TITLE_ROWS)
    yield {
        "name": name,
        "columns": shape.columns,
        "count": shape.count,
        "sheets": names,
        "unread": [other for other in names if other != name and is_filled(workbook, other, path)],
        "is_hidden": is_hidden(workbook, name),
        "hidden": [each for each in names if is_hidden(workbook, each)],
        "merges": merges(sheet, shape.columns),
        "across": across(sheet, shape.columns),
        "tag": tag(path),
    }
    rows = filled_rows(cleaned_rows(raw_rows(sheet, marked)), shape.columns)
    while batch := [tuple(row) for row in islice(rows, ROWS_A_BATCH)]:
        yield batch
    yield None


def opened(path: str):
    return BOOKS.get(Path(path).suffix, CalamineWorkbook.from_path)(path)


def sheet_names(workbook) -> list[str]:
    """The sheets that may hold cells, the visible ones first."""
    sheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    sheets.sort(key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    return [sheet.name for sheet in sheets]


def first_filled(workbook, names: list[str]):
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is not None:
            return name, sheet
    return "", None


def is_filled(workbook, name: str, path: str) -> bool:
    """Of a large file every sheet is said to be, as looking would take as long as reading it."""
    large = Path(path).stat().st_size > LOOKED_THROUGH
    return large or workbook.get_sheet_by_name(name).start is not None


def merges(sheet, columns: list[int]) -> list[tuple[int, int, int]]:
    """Those over several rows, as `merging` takes them, by the place of their first column."""
    places = {column: place for place, column in enumerate(columns)}
    return [
        (top + 1, bottom + 1, places[left])
        for (top, left), (bottom, _right) in (sheet.merged_cell_ranges or [])[:MOST_MERGES]
        if bottom > top and left in places
    ]


def across(sheet, columns: list[int]) -> list[tuple[int, int, int]]:
    """The merges over several filled columns, as `groups` takes them."""
    spans = (
        (top + 1, bisect_left(columns, left), bisect_right(columns, right) - 1)
        for (top, left), (_bottom, right) in (sheet.merged_cell_ranges or [])[:MOST_MERGES]
    )
    return [span for span in spans if span[1] < span[2]]


def is_hidden(workbook, name: str) -> bool:
    found = next(sheet for sheet in workbook.sheets_metadata if sheet.name == name)
    return found.visible != SheetVisibleEnum.Visible


def marks(path: str, sheet: int) -> dict:
    if Path(path).suffix not in MARKS:
        return {}
    try:
        return MARKS[Path(path).suffix](path, sheet)
    except MemoryError:
        raise
    except Exception:  # a workbook the parser reads, but whose parts are laid out otherwise
        return {}


def tag(path: str) -> str:
    with suppress(Exception):  # whatever else a workbook's properties may be
        return xlsx_marks.tag(path) if Path(path).suffix == ".xlsx" else ""
    return ""


def raw_rows(sheet, marked) -> Iterator[list]:
    """Every row from the first of the sheet, every cell from column A."""
    blank = [""] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows()):
        row = blank + cells if number >= sheet.start[0] else []
        for column, show in marked.get(number, ()):
            row += [""] * (column + 1 - len(row))
            row[column] = show(row[column])
        yield row


def cleaned_rows(rows: Iterator[list]) -> Iterator[list]:
    for cells in rows:
        yield [cleaned(cell) for cell in cells]


if __name__ == "__main__":
    name, rows, memory, seconds, sheet = sys.argv[1:]
    main(name, int(rows), int(memory), int(seconds), sheet)
