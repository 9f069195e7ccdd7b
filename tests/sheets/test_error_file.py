"""Bad rows go back as the user's own columns with the reasons before them."""

import datetime as dt
import io

import openpyxl
from django.utils import translation

from crm.sheets.handing_back.error_file import write_error_file
from crm.sheets.own_columns import REASON, is_reason_column
from tests.sheets.makers import HEADER, ROWS
from tests.sheets.reads import opened

REFUSED = [
    (ROWS[0], ["No such owner."]),
    (ROWS[1], [(1, "Not a phone number."), (2, "The check digit is wrong.")]),
]


def written() -> bytes:
    buffer = io.BytesIO()
    write_error_file(buffer, HEADER, REFUSED)
    return buffer.getvalue()


def page():
    return openpyxl.load_workbook(io.BytesIO(written())).active


def test_the_rows_come_back_with_their_reasons():
    values = [[cell.value for cell in row] for row in page().iter_rows()]
    assert values[0] == [str(REASON), *HEADER]
    assert values[1] == ["No such owner.", *ROWS[0]]
    assert values[2] == ["Not a phone number.\nThe check digit is wrong.", *ROWS[1]]


def test_the_reason_and_the_cells_to_blame_are_marked():
    marked = [
        [cell.coordinate for cell in row if cell.fill.patternType] for row in page().iter_rows()
    ]
    assert marked == [[], ["A2"], ["A3", "C3", "D3"]]


def test_an_error_file_can_be_uploaded_again():
    sheet = opened(written(), "errors.xlsx")
    assert [row.cells[1:] for row in sheet.rows] == ROWS
    assert is_reason_column(sheet.header[0])


def test_the_reason_column_is_known_in_every_language():
    with translation.override("zh-hans"):
        name = str(REASON)
    assert is_reason_column(name)
    assert not is_reason_column("客户名称")


def test_a_marked_date_is_still_a_date():
    buffer = io.BytesIO()
    write_error_file(buffer, ["日期"], [([dt.date(2024, 2, 29)], [(0, "Too early.")])])
    cell = openpyxl.load_workbook(buffer).active["B2"]
    assert (cell.value, cell.fill.patternType) == (dt.datetime(2024, 2, 29), "solid")
