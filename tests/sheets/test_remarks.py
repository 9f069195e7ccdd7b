"""What was left out of a sheet, or may be meant otherwise, is told."""

import io

import pytest
from django.utils import translation

from crm.sheets.remarks import remarks_on, said
from tests.sheets import nasty_markup, nasty_texts, nasty_workbooks
from tests.sheets.collection import parts, zipped
from tests.sheets.makers import TABLE, text, xls, xlsx
from tests.sheets.nasty import (
    a_formula_that_reaches_into_another_file,
    a_workbook_with_macros,
)
from tests.sheets.reads import opened


def remarks(data: bytes, filename: str) -> list[str]:
    with opened(data, filename) as sheet:
        assert list(sheet.rows)
        return [said(*remark) for remark in remarks_on(sheet, io.BytesIO(data))]


@pytest.mark.parametrize("make", [xlsx, xls, text])
def test_of_a_plain_sheet_there_is_nothing_to_tell(make):
    name = "csv" if make is text else make.__name__
    assert remarks(make(TABLE), f"a.{name}") == []


def test_macros_are_not_run_and_that_is_told():
    assert remarks(a_workbook_with_macros(), "a.xlsm") == [
        "The file holds macros. They were neither run nor kept."
    ]


def test_values_of_other_files_are_told_to_be_old():
    data = a_formula_that_reaches_into_another_file()
    with opened(data, "a.xlsx") as sheet:
        told = remarks_on(sheet, io.BytesIO(with_link(data)))
    assert told == [["links", ""]]


def with_link(data: bytes) -> bytes:
    return zipped({**parts(data), "xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def test_a_hidden_sheet_that_was_read_for_want_of_another_is_told():
    told = remarks(nasty_workbooks.the_only_filled_sheet_hidden(), "a.xlsx")
    assert told == ["The sheet that was read is hidden; every visible one is blank."]


def test_other_filled_sheets_are_named_and_blank_ones_are_not():
    def dress(workbook, _page):
        workbook.add_worksheet("空")
        workbook.add_worksheet("更多").write(0, 0, "x")

    assert remarks(xlsx(TABLE, dress=dress), "a.xlsx") == [
        "Other sheets of the file hold cells too and were not read: 更多."
    ]


def test_other_tables_of_a_page_and_other_pages_of_a_message_are_named():
    told = ["Other sheets of the file hold cells too and were not read: #2."]
    assert remarks(nasty_markup.a_page_for_each_sheet_of_a_workbook(), "a.xls") == told
    assert remarks(nasty_markup.tables_of_menus_around_the_one_that_counts(), "a.xls") == [
        "Other sheets of the file hold cells too and were not read: #2, #3."
    ]


def test_columns_of_the_same_name_are_named():
    told = remarks(text([["名称", "电话", "电话"], ["甲", "1", "2"]]), "a.csv")
    assert told == ["Several columns have the same name: 电话."]


def test_totals_and_notes_under_the_table_are_told_by_row():
    told = remarks(nasty_texts.a_total_and_a_note_under_the_table(), "a.csv")
    assert told == ["Rows 4, 6, 7 under the table read like totals or notes and were left out."]


def test_a_subtotal_among_the_records_stays():
    rows = [["名称", "数"], ["甲", "1"], ["小计", "1"], ["乙", "2"]]
    with opened(text(rows)) as sheet:
        assert [row.cells for row in sheet.rows] == rows[1:]
        assert not sheet.notes


def test_a_table_of_nothing_but_notes_is_a_table():
    rows = [["名称", "数"], ["合计", "1"]]
    with opened(text(rows)) as sheet:
        assert [row.cells for row in sheet.rows] == rows[1:]


def test_very_many_names_are_cut_short():
    with translation.override("en"):
        assert said("sheets", [f"s{n}" for n in range(30)]).endswith("s9 ….")
