"""What is written is typed where a spreadsheet has types, and never runs as a formula."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from crm.sheets.refusals import SheetRefused
from crm.sheets.writing import xlsx
from crm.sheets.writing.text import write_csv
from crm.sheets.writing.xlsx import write_xlsx
from tests.sheets.reads import opened

RUNS = ["=1+1", "+86 13800138000", "-5", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "''+2"]
STAYS = ["", "a=b", "0012", "86-571", "'quoted'", "#1", "https://example.com", "x\ny"]
MOMENT = dt.datetime(2024, 2, 29, 13, 4, 5)


def in_csv(*rows, header=("a", "b")) -> bytes:
    buffer = io.BytesIO()
    write_csv(buffer, header, rows)
    return buffer.getvalue()


def in_xlsx(*rows, header=("a", "b"), **options) -> bytes:
    buffer = io.BytesIO()
    write_xlsx(buffer, header, rows, **options)
    return buffer.getvalue()


def cells(*rows, **options):
    return openpyxl.load_workbook(io.BytesIO(in_xlsx(*rows, **options))).active


@pytest.mark.parametrize("text", RUNS)
def test_text_that_would_run_gets_an_apostrophe_in_csv(text):
    assert f'"\'{text}"'.encode() in in_csv([text, "x"])


@pytest.mark.parametrize("text", STAYS)
def test_other_text_gets_none(text):
    assert f'"{text}","x"'.encode() in in_csv([text, "x"])


@pytest.mark.parametrize("text", [*RUNS, *STAYS])
def test_text_is_never_a_formula_in_xlsx(text):
    cell = cells([text, "x"])["A2"]
    assert (cell.value or "", cell.data_type) == (text.replace("\r", "_x000D_"), "s") or not text


@pytest.mark.parametrize("text", [*RUNS, *STAYS])
@pytest.mark.parametrize("write", [in_csv, in_xlsx])
def test_text_comes_back_as_it_went_out(write, text):
    kind = "csv" if write is in_csv else "xlsx"
    sheet = opened(write([text, "x"]), f"a.{kind}")
    assert next(sheet.rows).cells[0] == text


def test_a_header_is_escaped_like_any_cell():
    assert in_csv(["x", "y"], header=["=a", "b"]).startswith('\ufeff"\'=a"'.encode())


def test_csv_is_marked_as_utf_8_and_left_open():
    buffer = io.BytesIO()
    write_csv(buffer, ["客户"], [["杭州拓普"]])
    assert buffer.getvalue() == '\ufeff"客户"\r\n"杭州拓普"\r\n'.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, b"-5"),
        (Decimal("-12.50"), b"-12.50"),
        (Decimal("1E+3"), b"1000"),
        (None, b'""'),
        (True, b'"TRUE"'),
        (dt.date(2024, 2, 29), b'"2024-02-29"'),
        (MOMENT, b'"2024-02-29 13:04:05"'),
        (dt.time(8, 30), b'"08:30:00"'),
        (gettext_lazy("Owner"), b'"Owner"'),
    ],
)
def test_csv_holds_numbers_plain_and_times_in_iso_8601(value, written):
    assert in_csv([value, "x"]).splitlines()[1] == written + b',"x"'


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (-5, -5),
        (Decimal("-12.50"), -12.5),
        (0.5, 0.5),
        (True, True),
        (MOMENT, MOMENT),
        (dt.date(2024, 2, 29), dt.datetime(2024, 2, 29)),
        (dt.time(8, 30), dt.time(8, 30)),
        (None, None),
        (gettext_lazy("Owner"), "Owner"),
    ],
)
def test_xlsx_cells_are_typed(value, kept):
    assert cells([value, "x"])["A2"].value == kept


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (330102199001011234, "330102199001011234"),
        (Decimal("12345678901234.5678"), "12345678901234.5678"),
        (Decimal("NaN"), "NaN"),
        (float("inf"), "inf"),
        (dt.date(1899, 12, 31), "1899-12-31"),
    ],
)
def test_what_a_spreadsheet_cannot_hold_exactly_is_written_as_text(value, text):
    assert cells([value, "x"])["A2"].value == text


def test_an_aware_time_is_written_in_the_local_zone():
    aware = dt.datetime(2024, 2, 29, 5, 4, 5, tzinfo=dt.UTC)
    with timezone.override(dt.timezone(dt.timedelta(hours=8))):
        assert cells([aware, "x"])["A2"].value == MOMENT
        assert b"2024-02-29 13:04:05" in in_csv([aware, "x"])


def test_a_text_longer_than_a_cell_holds_shows_that_it_was_cut():
    value = cells(["x" * 40_000, "y"])["A2"].value
    assert (len(value), value[-1]) == (32_767, "…")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "XLSX_ROWS", 2)
    with pytest.raises(SheetRefused) as caught:
        in_xlsx(["1", "2"], ["3", "4"])
    assert caught.value.code == "overfull"


def test_the_header_stays_in_sight_and_the_sheet_bears_its_name():
    page = cells(["1", "2"], sheet="客户")
    assert (page.title, page.freeze_panes) == ("客户", "A2")
    assert page["A1"].font.bold


def test_rows_are_taken_one_at_a_time():
    def rows():
        yield ["1", "2"]
        raise RuntimeError

    for write in (in_csv, in_xlsx):
        with pytest.raises(RuntimeError):
            write(*rows())


def test_a_path_is_written_as_well_as_an_open_file(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", ["a", "b"], [["1", "2"]])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["B2"].value == "2"


@pytest.mark.parametrize(
    ("name", "kept"), [("a/b: [c]", "a b   c"), ("'", "Sheet1"), ("客" * 40, "客" * 31)]
)
def test_a_sheet_gets_a_name_excel_accepts(name, kept):
    assert cells(["1", "2"], sheet=name).title == kept
