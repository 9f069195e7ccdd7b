"""A workbook written by a process of its own is the one that is written here."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import gettext_lazy

from crm.sheets.refusals import SheetRefused
from crm.sheets.writing import xlsx
from crm.sheets.writing.beside import WriterDied, write_xlsx_beside
from crm.sheets.writing.xlsx import write_xlsx

HEADER = ["客户", gettext_lazy("Owner"), "a/b"]
ROWS = [
    ["杭州拓普", None, "=1+1"],
    [True, Decimal("12.50"), 330102199001011234],
    [dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 5, 4, tzinfo=dt.UTC), dt.time(8, 30)],
    *([f"C {number}", number, ""] for number in range(1500)),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.xlsx"


def values(path_or_file) -> list:
    page = openpyxl.load_workbook(path_or_file).active
    return [page.title, *page.values]


def test_it_holds_the_same_cells(path):
    here = io.BytesIO()
    write_xlsx(here, HEADER, ROWS, "客户")
    with path.open("wb") as file:
        write_xlsx_beside(file, HEADER, iter(ROWS), "客户")
    assert values(path) == values(here)


def test_what_its_rows_raise_is_raised_and_nothing_is_left(path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(path.parent))

    def rows():
        yield from ROWS
        raise KeyError("no more")

    with path.open("wb") as file, pytest.raises(KeyError, match="no more"):
        write_xlsx_beside(file, HEADER, rows())
    assert list(path.parent.iterdir()) == [path]


def test_more_rows_than_a_sheet_holds_are_refused(path, monkeypatch):
    monkeypatch.setattr(xlsx, "XLSX_ROWS", 700)
    with path.open("wb") as file, pytest.raises(SheetRefused):
        write_xlsx_beside(file, HEADER, ROWS)


@pytest.mark.parametrize("count", [1, 200_000])
def test_a_process_that_cannot_write_is_a_fault(path, count):
    """Whether it dies after the last row or before it."""
    path.touch()
    with path.open("rb") as file, pytest.raises(WriterDied):
        write_xlsx_beside(file, HEADER, ROWS[:1] * count)
