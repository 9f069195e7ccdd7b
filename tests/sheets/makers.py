"""Sheets as bytes, built in memory in every format people send."""

import csv
import datetime as dt
import io
from html import escape

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HEADER = ["客户名称", "电话", "信用代码", "备注"]
ROWS = [
    ["杭州拓普机电", "057188886666", "91330100MA0000001X", "先来后到"],
    ["Ningbo Pumps; Ltd", "13800138000", "91330200MA0000002Y", 'said "no", twice'],
]
TABLE = [HEADER, *ROWS]


def xlsx(rows, sheet="客户", options=None, dress=None) -> bytes:
    """`dress(workbook, worksheet)` may add whatever plain cells do not show."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, **(options or {})})
    worksheet = workbook.add_worksheet(sheet)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            worksheet.write(row, column, value, day if isinstance(value, dt.date) else None)
    if dress:
        dress(workbook, worksheet)
    workbook.close()
    return buffer.getvalue()


def xls(rows, sheet="客户") -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    fill_xls(workbook.add_sheet(sheet), rows)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def fill_xls(worksheet, rows):
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            look = [day] if isinstance(value, dt.date) else []
            worksheet.write(row, column, value, *look)


def ods(rows, sheet="客户") -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name=sheet)
    for cells in rows:
        row = TableRow()
        for value in cells:
            row.addElement(ods_cell(value))
        table.addElement(row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def ods_cell(value) -> TableCell:
    if value is None or value == "":
        return TableCell()
    if isinstance(value, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=value)
    if isinstance(value, dt.date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=value))
    return cell


def text(rows, encoding="utf-8-sig", separator=",", end="\r\n") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator=end).writerows(rows)
    return buffer.getvalue().encode(encoding)


def web_page(rows) -> bytes:
    """Blanks in a row are kept as programs keep them."""
    cells = ("".join(f"<td>{unbroken(value)}</td>" for value in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<html><meta charset="utf-8"><table>{body}</table></html>'.encode()


def unbroken(value) -> str:
    return escape(as_text(value)).replace("  ", "&nbsp; ").replace("  ", " &nbsp;")


def xml_book(rows, sheet="客户") -> bytes:
    body = "".join(f"<Row>{''.join(map(xml_cell, row))}</Row>" for row in rows)
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f'<Worksheet ss:Name="{sheet}"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def xml_cell(value) -> str:
    kinds = {int: "Number", float: "Number", dt.date: "DateTime"}
    kind = kinds.get(type(value), "String")
    return f'<Cell><Data ss:Type="{kind}">{escape(as_text(value))}</Data></Cell>'


def as_text(value) -> str:
    return "" if value is None else str(value)


MAKERS = {
    "xlsx": xlsx, "xls": xls, "ods": ods, "csv": text, "html": web_page, "xml": xml_book,
}  # fmt: skip
