"""Workbooks of old and of free programs: .xls of Excel 95 and later, .ods."""

import datetime as dt
import io
import re
import struct

import xlwt
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import A, LineBreak, P, S, Span, Tab

from tests.sheets.collection import among_small_streams, container, nasty
from tests.sheets.makers import TABLE, xls

DAY = dt.date(2024, 3, 5)


# --- .xls --------------------------------------------------------------------------------------
def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def labels(rows, encoding: str) -> bytes:
    """Cells of text as Excel 95 writes them ([MS-XLS] before Unicode): LABEL records."""
    cells = b""
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            data = text.encode(encoding)
            cells += record(0x0204, struct.pack("<HHHH", at, column, 0, len(data)) + data)
    return cells


def excel_95(rows, encoding: str, codepage: int) -> bytes:
    name = "Sheet1".encode(encoding)
    globals_ = record(0x0809, struct.pack("<HHHH", 0x0500, 5, 0, 0)) + record(
        0x0042, struct.pack("<H", codepage)
    )
    start = len(globals_) + 4 + 7 + len(name) + 4
    sheet = struct.pack("<IBBB", start, 0, 0, len(name)) + name
    globals_ += record(0x0085, sheet) + record(0x000A, b"")
    page = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0))
    stream = globals_ + page + labels(rows, encoding) + record(0x000A, b"")
    # Small streams lie elsewhere, so that one is filled up to an ordinary one.
    return container("Book", stream.ljust(4096, b"\0"))


@nasty("excel-95.xls", refused="other format")
def a_chinese_workbook_of_excel_95():
    return excel_95([["客户", "电话"], ["甲公司", "12"], ["乙公司", "x"]], "gbk", 936)


@nasty("excel-95-western.xls", [["Firm", "Phone"], ["Müller", "12"]])
def a_western_workbook_of_excel_95():
    return excel_95([["Firm", "Phone"], ["Müller", "12"]], "cp1252", 1252)


@nasty("excel-95-big5.xls", refused="other format")
def a_taiwanese_workbook_of_excel_95():
    return excel_95([["客戶", "電話"], ["台積電", "12"], ["鴻海", "x"]], "cp950", 950)


def old(fill) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    fill(workbook, workbook.add_sheet("客户"))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@nasty("formats.xls", [list("abcdef"), [DAY, dt.time(12, 0), "36:00:00", "25%", "00012", "45"]])
def numbers_in_the_formats_of_an_old_workbook():
    pairs = [(45356, 'yyyy"年"m"月"d"日"'), (0.5, "h:mm"), (1.5, "[h]:mm:ss"), (0.25, "0%"),
             (12, "00000"), (45, "[Red]0")]  # fmt: skip

    def fill(_workbook, page):
        for column, (value, code) in enumerate(pairs):
            page.write(0, column, "abcdef"[column])
            page.write(1, column, value, xlwt.easyxf(num_format_str=code))

    return old(fill)


@nasty("rich.xls", [["a", "b", "c"], ["甲公司", True, "#N/A"]])
def text_in_runs_a_yes_and_an_error():
    def fill(_workbook, page):
        for column, name in enumerate("abc"):
            page.write(0, column, name)
        page.write_rich_text(1, 0, (("甲", xlwt.easyfont("bold true")), "公司"))
        page.write(1, 1, True)
        page.row(1).set_cell_error(2, 0x2A)

    return old(fill)


@nasty("other-codepage.xls", TABLE)
def texts_that_claim_to_be_western():
    """As libraries of Java and Perl write them: the parser took each character for two."""
    said, otherwise = (struct.pack("<HHH", 0x42, 2, page) for page in (1200, 1252))
    data = xls(TABLE)
    assert data.count(said) == 1
    return data.replace(said, otherwise)


@nasty("capitals.xls", TABLE)
def a_stream_named_in_capitals():
    """As report writers name it."""
    named, capitals = (name.encode("utf-16-le") for name in ("Workbook", "WORKBOOK"))
    return xls(TABLE).replace(named, capitals)


@nasty("small.xls", [list("abc"), ["25%", "00012", "#N/A"]])
def a_workbook_so_small_that_it_lies_among_the_small_streams():
    workbook = xlwt.Workbook()
    page = workbook.add_sheet("x")
    for column, (value, code) in enumerate([(0.25, "0%"), (12, "00000")]):
        page.write(1, column, value, xlwt.easyxf(num_format_str=code))
    for column, name in enumerate("abc"):
        page.write(0, column, name)
    page.row(1).set_cell_error(2, 0x2A)
    return among_small_streams(workbook.get_biff_data())


@nasty("numbered-formats.xls", [list("abcd"), ["17", "45356.5", "0", "31323"]])
def formats_of_numbers_under_the_ids_of_eastern_days():
    """As report writers define them: the parser made days of what they show."""

    def fill(_workbook, page):
        for column, value in enumerate([17, 45356.5, 0, 31323]):
            page.write(0, column, "abcd"[column])
            page.write(1, column, value, xlwt.easyxf(num_format_str="#,##0.000"))

    return of_other_id(old(fill), struct.pack("<H", 165), struct.pack("<H", 52))


def of_other_id(data: bytes, old_id: bytes, new_id: bytes) -> bytes:
    """The same where FORMAT and XF records name a number format."""
    named = re.compile(rb"(\x1e\x04..|\xe0\0\x14\0..)" + re.escape(old_id), re.S)
    return named.sub(lambda found: found[1] + new_id, data)


@nasty("second.xls", TABLE)
def a_blank_sheet_before_the_filled_one():
    def fill(workbook, _page):
        other = workbook.add_sheet("O'Brien & 客户")
        for at, cells in enumerate(TABLE):
            for column, text in enumerate(cells):
                other.write(at, column, text)

    return old(fill)


# --- .ods --------------------------------------------------------------------------------------
def free(*rows, name="客户") -> bytes:
    """Rows are lists of cells, or whole rows."""
    document = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for cells in rows:
        row = cells if not isinstance(cells, list) else TableRow()
        for cell in cells if isinstance(cells, list) else ():
            row.addElement(cell if not isinstance(cell, str) else said(cell))
        table.addElement(row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def said(*texts, **attributes) -> TableCell:
    cell = TableCell(valuetype="string", **attributes)
    for text in texts:
        cell.addElement(P(text=text) if isinstance(text, str) else text)
    return cell


@nasty(
    "repeats.ods",
    [["a", "b", "c"], ["同", "同", "x"], ["1", "1", ""], ["1", "1", ""], ["末", "", ""]],
)
def cells_and_rows_that_stand_for_several():
    twice = TableRow(numberrowsrepeated=2)
    twice.addElement(TableCell(valuetype="float", value=1, numbercolumnsrepeated=2))
    gap = TableRow(numberrowsrepeated=1000)
    gap.addElement(TableCell(numbercolumnsrepeated=1024))
    return free(
        ["a", "b", "c"], [said("同", numbercolumnsrepeated=2), "x"], gap, twice, ["末"],
    )  # fmt: skip


@nasty("types.ods", [list("abcde"), ["1234.5", "25%", dt.time(13, 30), DAY, True]])
def values_of_every_type():
    time = TableCell(valuetype="time", timevalue="PT13H30M00S")
    return free(
        list("abcde"),
        [
            TableCell(valuetype="currency", value=1234.5, currency="CNY"),
            TableCell(valuetype="percentage", value=0.25),
            time,
            TableCell(valuetype="date", datevalue="2024-03-05"),
            TableCell(valuetype="boolean", booleanvalue="true"),
        ],
    )


@nasty("annotated.ods", [["a", "b"], ["甲", "1"]])
def cells_with_a_note():
    """What the note says is no part of the cell."""
    note = Annotation()
    note.addElement(P(text="of somebody else"))
    cell = TableCell(valuetype="string")
    cell.addElement(note)
    cell.addElement(P(text="甲"))
    return free(["a", "b"], [cell, "1"])


@nasty("marked-up.ods", [["a", "b"], ["甲公司  x\ty", "link"]])
def text_with_spaces_tabs_and_links():
    text = P(text="甲")
    text.addElement(Span(text="公司"))
    text.addElement(S(c=2))
    text.addText("x")
    text.addElement(Tab())
    text.addText("y")
    link = P()
    link.addElement(A(href="http://example.com", text="link"))
    return free(["a", "b"], [said(text), said(link)])


@nasty("lines.ods", [["a", "b"], ["x\ny", "1"]])
def a_line_break_inside_a_paragraph():
    text = P(text="x")
    text.addElement(LineBreak())
    text.addText("y")
    return free(["a", "b"], [said(text), "1"])


@nasty("covered.ods", [["a", "b", "c"], ["甲", "", "1"], ["", "", "2"]])
def cells_covered_by_a_merged_one():
    wide = said("甲", numbercolumnsspanned=2, numberrowsspanned=2)
    below = TableRow()
    below.addElement(CoveredTableCell(numbercolumnsrepeated=2))
    below.addElement(said("2"))
    return free(["a", "b", "c"], [wide, CoveredTableCell(), "1"], below)


@nasty("quoted-name.ods", TABLE)
def a_table_whose_name_needs_care():
    return free(*TABLE, name="O'Brien & <Söhne>")
