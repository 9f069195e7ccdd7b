"""Errors, percentages and leading zeros come as people see them in their program."""

import io
import random
import re
import struct

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from crm.sheets.books.ole import workbook_stream
from crm.sheets.cells import BadCell
from crm.sheets.limits import MIB
from tests.sheets.makers import ods_cell, xls
from tests.sheets.nasty import changed, container
from tests.sheets.reads import table

HEADER = ["名称", "折扣", "邮编", "毛利", "净利"]
SHOWN = ["甲", "25.5%", "000518", "#N/A", "#DIV/0!"]
NA, DIV_0 = 0x2A, 0x07


def in_xlsx() -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    page = workbook.add_worksheet("先")
    page = workbook.add_worksheet("客户")
    page.write_row(3, 1, HEADER)
    page.write(4, 1, "甲")
    page.write(4, 2, 0.255, workbook.add_format({"num_format": "0.0%"}))
    page.write(4, 3, 518, workbook.add_format({"num_format": '000000;"-"000000'}))
    page.write_formula(4, 4, "=NA()", None, "#N/A")
    page.write_formula(4, 5, "=1/0", None, "#DIV/0!")
    workbook.close()
    return buffer.getvalue()


def in_xls() -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.add_sheet("先")
    page = workbook.add_sheet("客户")
    for column, name in enumerate(HEADER):
        page.write(3, column + 1, name)
    page.write(4, 1, "甲")
    page.write(4, 2, 0.255, xlwt.easyxf(num_format_str="0.0%"))
    page.write(4, 3, 518, xlwt.easyxf(num_format_str="000000"))
    page.row(4).set_cell_error(5, DIV_0)
    page.row(4).set_cell_error(4, NA)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def in_ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(Table(name="先"))
    page = Table(name="客户")
    page.addElement(TableRow(numberrowsrepeated=3))
    page.addElement(ods_row([TableCell(), *map(ods_cell, HEADER)]))
    page.addElement(
        ods_row(
            [TableCell(), ods_cell("甲"), TableCell(valuetype="percentage", value=0.255)]
            + [ods_worded("float", "000518", value=518)]
            + [ods_worded("string", "#N/A"), ods_worded("string", "#DIV/0!")]
        )
    )
    document.spreadsheet.addElement(page)
    buffer = io.BytesIO()
    document.write(buffer)
    return with_errors(buffer.getvalue())


def ods_row(cells):
    row = TableRow()
    for cell in cells:
        row.addElement(cell)
    return row


def ods_worded(kind, words, **values):
    cell = TableCell(valuetype=kind, **values)
    cell.addElement(P(text=words))
    return cell


def with_errors(data: bytes) -> bytes:
    """As LibreOffice writes them, which odfpy cannot."""
    plain = b'<table:table-cell office:value-type="string"><text:p>#'
    error = (
        b'<table:table-cell office:value-type="string" office:string-value="" '
        b'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        b'calcext:value-type="error"><text:p>#'
    )
    return changed(data, "content.xml", plain, error)


@pytest.mark.parametrize(("kind", "make"), [("xlsx", in_xlsx), ("xls", in_xls), ("ods", in_ods)])
def test_cells_come_as_they_are_shown(kind, make):
    assert table(make(), f"a.{kind}") == [HEADER, SHOWN]


@pytest.mark.parametrize(("kind", "make"), [("xlsx", in_xlsx), ("xls", in_xls), ("ods", in_ods)])
def test_errors_are_told_from_text(kind, make):
    cells = table(make(), f"a.{kind}")[1]
    assert [isinstance(cell, BadCell) for cell in cells] == [False, False, False, True, True]


def test_an_error_that_a_formula_of_an_old_workbook_gave_is_seen():
    """A FORMULA record whose result is an error: [MS-XLS] 2.5.133."""
    data = xls([["a", "b"], ["x", xlwt.Formula("1/0")]])
    at = re.search(rb"\x06\0..\x01\0\x01\0", data).start()
    result = struct.pack("<BBBBBBH", 2, 0, DIV_0, 0, 0, 0, 0xFFFF)
    assert table(data[: at + 10] + result + data[at + 18 :], "a.xls")[1] == ["x", "#DIV/0!"]


def test_formats_of_many_small_numbers_in_a_row_are_seen():
    """Excel packs them into one MULRK record, which xlwt writes as well."""
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet("客户")
    for column in range(4):
        page.write(0, column, f"第{column}列")
        page.write(1, column, column, xlwt.easyxf(num_format_str="000"))
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert table(buffer.getvalue(), "a.xls")[1] == ["000", "001", "002", "003"]


def test_a_workbook_too_long_for_the_sector_table_in_its_header_is_followed():
    records = random.Random(1).randbytes(8 * MIB)
    assert workbook_stream(container("Workbook", records))[: len(records)] == records


def test_repeated_cells_and_rows_of_an_open_document_are_all_shown():
    page = Table(name="客户")
    page.addElement(ods_row(map(ods_cell, ["a", "b", "c"])))
    many = TableCell(valuetype="percentage", value=0.5, numbercolumnsrepeated=3)
    row = TableRow(numberrowsrepeated=2)
    row.addElement(many)
    page.addElement(row)
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(page)
    buffer = io.BytesIO()
    document.write(buffer)
    assert table(buffer.getvalue(), "a.ods")[1:] == [["50%"] * 3] * 2
