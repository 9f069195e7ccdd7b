"""Hands bad rows back: the user's own columns, and why each row was not taken."""

from collections.abc import Iterable, Sequence

from crm.sheets.own_columns import REASON
from crm.sheets.writing.cells import plain
from crm.sheets.writing.page import Page
from crm.sheets.writing.xlsx import new_sheet


def write_error_file(path_or_file, header: Sequence, rows: Iterable[tuple[Sequence, Iterable]]):
    """An .xlsx of `(cells, reasons)`: the reasons first, marked, then the cells as they came.

    `reasons` are sentences, or `(column, sentence)`, which marks that column's cell as well
    (0 = the first of `header`).
    """
    with new_sheet(path_or_file, [REASON, *header]) as page:
        for cells, reasons in rows:
            write_refused(page, cells, [located(reason) for reason in reasons])


def write_refused(page: Page, cells: Sequence, reasons: list[tuple]):
    columns = {0} | {column + 1 for column, sentence in reasons if column is not None}
    sentences = "\n".join(str(sentence) for column, sentence in reasons)
    page.append([sentences, *map(plain, cells)], dict.fromkeys(columns, "marked"))


def located(reason) -> tuple:
    return reason if isinstance(reason, tuple) else (None, reason)
