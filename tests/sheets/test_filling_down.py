"""What a file says besides its cells: merged cells, no header, notes that are records, 1904."""

import datetime as dt
from io import BytesIO

from crm.sheets.choices import NO_HEADER, Reading
from crm.sheets.reading import read_sheet
from tests.sheets.makers import ROWS, TABLE, text, xlsx


def read(content, filename="customers.xlsx", **chosen):
    with read_sheet(BytesIO(content), filename, reading=Reading(**chosen)) as sheet:
        rows = [(row.number, row.cells) for row in sheet.rows]
    return sheet, rows


def merged(workbook, worksheet):
    worksheet.merge_range(1, 0, 3, 0, "拓普")
    worksheet.merge_range(4, 0, 4, 1, "鼎盛")


def test_a_cell_merged_downwards_is_meant_for_all_its_rows_where_that_is_asked():
    rows = [["名称", "电话"], [None, "1"], [None, "2"], [None, "3"], [None, None]]
    content = xlsx(rows, dress=merged)
    sheet, found = read(content, fill_down=True)
    assert [cells for _n, cells in found] == [
        ["拓普", "1"],
        ["拓普", "2"],
        ["拓普", "3"],
        ["鼎盛", ""],
    ]
    assert sheet.filled_down == {0: 2}
    assert [cells[0] for _n, cells in read(content)[1]] == ["拓普", "", "", "鼎盛"]


def test_a_heading_merged_downwards_is_no_value():
    def dress(workbook, worksheet):
        worksheet.merge_range(0, 0, 1, 0, "名称")

    content = xlsx([[None, "电话"], [None, "1"], ["甲", "2"]], dress=dress)
    assert [cells for _n, cells in read(content, fill_down=True)[1]] == [["", "1"], ["甲", "2"]]


def test_a_merge_in_a_blank_column_is_nothing():
    def dress(workbook, worksheet):
        worksheet.merge_range(1, 6, 2, 6, "")

    assert [cells for _n, cells in read(xlsx(TABLE, dress=dress), fill_down=True)[1]] == ROWS


def test_a_sheet_without_a_header_names_its_columns_by_their_letters():
    for content, name in ((xlsx(ROWS), "c.xlsx"), (text(ROWS), "c.csv")):
        sheet, rows = read(content, name, header_row=NO_HEADER)
        assert (sheet.header, sheet.row_count) == (["A", "B", "C", "D"], 2)
        assert rows == [(1, ROWS[0]), (2, ROWS[1])]


def test_notes_under_the_table_are_records_where_somebody_says_so():
    content = xlsx([*TABLE, ["合计", "", "2", ""]])
    assert len(read(content)[1]) == 2
    assert len(read(content, keep_notes=True)[1]) == 3


def test_hidden_sheets_are_named():
    def dress(workbook, worksheet):
        workbook.add_worksheet("旧").hide()

    assert read(xlsx(TABLE, dress=dress))[0].hidden == ["旧"]


def test_a_workbook_that_counts_its_days_from_1904_has_the_same_days():
    day = dt.date(2026, 1, 31)
    content = xlsx([["名称", "日期"], ["甲", day]], options={"date_1904": True})
    assert read(content)[1] == [(2, ["甲", day])]


def test_every_choice_is_kept_as_it_was():
    chosen = Reading("客户", NO_HEADER, "cp950", ";", keep_notes=True, fill_down=True)
    assert Reading.from_json(chosen.to_json()) == chosen
