"""The same table comes out of every format, whole."""

import datetime as dt
import io

import pytest

from crm.sheets.cells import BadCell
from crm.sheets.reading import read_sheet
from tests.sheets.makers import HEADER, MAKERS, ROWS, TABLE, text, xlsx
from tests.sheets.reads import opened, table

every_format = pytest.mark.parametrize("kind", MAKERS)
workbooks = pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])


@every_format
def test_a_table_reads_the_same_from_every_format(kind):
    assert table(MAKERS[kind](TABLE), f"customers.{kind}") == TABLE


@every_format
def test_rows_carry_the_numbers_the_user_sees(kind):
    rows = [["客户登记表"], [], HEADER, ROWS[0], [], [], ROWS[1]]
    sheet = opened(MAKERS[kind](rows), f"customers.{kind}")
    assert (sheet.header, sheet.header_row, sheet.row_count) == (HEADER, 3, 2)
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ROWS[0]), (7, ROWS[1])]
    assert [row.cells[0] for row in sheet.titles] == ["客户登记表"]


@every_format
def test_blank_columns_are_left_out_and_the_others_keep_their_letters(kind):
    rows = [["", *row[:2], "", *row[2:], "", ""] for row in TABLE]
    sheet = opened(MAKERS[kind](rows), f"customers.{kind}")
    assert sheet.columns == ["B", "C", "E", "F"]
    assert [row.cells for row in sheet.rows] == ROWS


@every_format
def test_a_filled_column_without_a_name_is_kept(kind):
    rows = [["名称", "电话", ""], ["甲", "1", "补充"], ["乙", "2", ""]]
    assert table(MAKERS[kind](rows), f"customers.{kind}") == rows


@every_format
def test_repeated_column_names_are_told(kind):
    sheet = opened(MAKERS[kind]([["名称", "电话", "电话"], ["甲", "1", "2"]]), f"a.{kind}")
    assert sheet.repeated == ["电话"]
    assert next(sheet.rows).cells == ["甲", "1", "2"]


@workbooks
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        (-5, "-5"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        ("0012", "0012"),
        ("91330100MA0000001X", "91330100MA0000001X"),
        ("330102199001011234", "330102199001011234"),
        (True, True),
        (dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
    ],
)
def test_a_cell_comes_back_as_it_was_typed(kind, typed, read):
    data = MAKERS[kind]([["名称", "值"], ["甲", typed]])
    value = table(data, f"a.{kind}")[1][1]
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
def test_spaces_and_line_breaks_stay_where_they_were_typed(kind):
    rows = [["名称", "值"], ["甲", " a\nb "]]
    assert table(MAKERS[kind](rows), f"a.{kind}") == rows


@workbooks
def test_a_number_longer_than_a_spreadsheet_keeps_is_not_passed_off_as_whole(kind):
    cell = table(MAKERS[kind]([["名称", "代码"], ["甲", 330102199001011234]]), f"a.{kind}")[1][1]
    assert isinstance(cell, BadCell)
    assert cell.fault == "digits"
    assert "as text" in cell.reason


def formats(workbook, worksheet):
    percent, zeros = (workbook.add_format({"num_format": code}) for code in ("0.0%", "000000"))
    worksheet.write(1, 1, 0.255, percent)
    worksheet.write(1, 2, 518, zeros)
    worksheet.write_formula(1, 3, "=NA()", None, "#N/A")
    worksheet.write_formula(1, 4, '="a"&"b"', None, "ab")
    worksheet.write_datetime(
        1, 5, dt.datetime(2024, 2, 29, 13, 4, 5), workbook.add_format({"num_format": 22})
    )
    worksheet.write_number(1, 6, 1.5, workbook.add_format({"num_format": "[h]:mm:ss"}))


def test_formatted_cells_of_an_excel_workbook_come_as_they_are_shown():
    cells = table(xlsx([list("abcdefg"), ["甲"]], dress=formats), "a.xlsx")[1]
    assert cells[:3] == ["甲", "25.5%", "000518"]
    assert cells[4:] == ["ab", dt.datetime(2024, 2, 29, 13, 4, 5), "36:00:00"]


def test_an_error_in_an_excel_workbook_is_not_read_as_blank():
    error = table(xlsx([list("abcdefg"), ["甲"]], dress=formats), "a.xlsx")[1][3]
    assert (error, error.fault) == ("#N/A", "error")
    assert "#N/A" in error.reason


def test_a_row_of_nothing_but_errors_is_kept():
    def error(_workbook, worksheet):
        worksheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")

    assert table(xlsx([["a", "b"], ["1", "2"]], dress=error), "a.xlsx")[2] == ["#DIV/0!", ""]


def test_dates_counted_from_1904_are_right():
    data = xlsx([["a", "b"], ["甲", dt.date(2024, 2, 29)]], options={"date_1904": True})
    assert table(data, "a.xlsx")[1][1] == dt.date(2024, 2, 29)


def hidden_first(workbook, worksheet):
    worksheet.hide()
    workbook.add_worksheet("空")
    shown = workbook.add_worksheet("可见")
    shown.activate()
    shown.write_row(0, 0, ["名称", "电话"])
    shown.write_row(1, 0, ["甲", "1"])


def test_the_first_visible_sheet_with_cells_is_read_and_all_are_named():
    sheet = opened(xlsx(TABLE, sheet="隐藏", dress=hidden_first), "a.xlsx")
    assert sheet.name == "可见"
    assert sheet.sheets == ["空", "可见", "隐藏"]


def test_a_path_is_read_as_well_as_an_open_file(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_bytes(text(TABLE))
    assert read_sheet(path).filename == "customers.csv"
    assert [row.cells for row in read_sheet(str(path)).rows] == ROWS


def test_the_callers_file_stays_open_and_may_stand_anywhere():
    file = io.BytesIO(xlsx(TABLE))
    file.seek(7)
    assert read_sheet(file, "a.xlsx").header == HEADER
    assert not file.closed


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSX", "a.xlsm", "a", "../../a.xlsx"])
def test_names_that_fit_are_not_mislabelled(name):
    assert table(xlsx(TABLE), name) == TABLE


def test_a_reader_left_early_ends_its_process():
    with opened(xlsx([["a", "b"], *[["x", "y"]] * 5000]), "a.xlsx") as sheet:
        next(sheet.rows)
        process = sheet.close.__self__.process
    assert process.poll() is not None
