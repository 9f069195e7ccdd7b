"""A workbook written by a process of its own is the one that is written here."""

import datetime as dt
import io
import pickle
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

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


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells what is ignored")
def test_the_word_to_stop_is_for_the_worker_whose_work_it_is_part_of(path):
    with path.open("wb") as file:
        writer = subprocess.Popen(
            [sys.executable, "-m", "crm.sheets.writing.process", "x"],
            stdin=subprocess.PIPE, stdout=file,
        )  # fmt: skip
        while not {signal.SIGINT, signal.SIGTERM} <= ignored_by(writer.pid):
            assert writer.poll() is None
            time.sleep(0.01)
        for number in (signal.SIGINT, signal.SIGTERM):
            writer.send_signal(number)
        writer.communicate(b"".join(map(pickle.dumps, [["a"], [["1"]], None])))
    assert writer.returncode == 0
    assert values(path) == ["x", ("a",), ("1",)]


def ignored_by(pid: int) -> set[int]:
    status = Path(f"/proc/{pid}/status").read_text()
    mask = int(re.search(r"SigIgn:\s*(\w+)", status)[1], 16)
    return {number for number in signal.Signals if mask >> (number - 1) & 1}
