"""Nasty workbooks, each with its cells."""

import datetime as dt
import io
import re

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from tests.sheets.collection import changed, nasty, parts, zipped
from tests.sheets.makers import HEADER, ROWS, TABLE, fill_xls, ods_cell, xls, xlsx

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
DAY = dt.date(2024, 3, 5)
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    MAIN: b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def sheet_changed(data: bytes, pattern: bytes, new: bytes) -> bytes:
    files = parts(data)
    files[SHEET], times = re.subn(pattern, new, files[SHEET])
    assert times
    return zipped(files)


def formatted(*cells) -> bytes:
    """One row of (number, format)."""

    def dress(workbook, page):
        for column, (value, code) in enumerate(cells):
            page.write_number(1, column, value, workbook.add_format({"num_format": code}))

    return xlsx([[f"列{n}" for n in range(len(cells))]], dress=dress)


@nasty("hidden.xlsx", TABLE)
def the_first_sheet_hidden_and_the_second_blank():
    def dress(workbook, page):
        page.hide()
        workbook.add_worksheet("空").activate()
        shown = workbook.add_worksheet("见")
        for row, cells in enumerate(TABLE):
            shown.write_row(row, 0, cells)

    return xlsx([["密", "码"], ["1", "2"]], dress=dress)


@nasty("all-but-hidden.xlsx", TABLE)
def the_only_filled_sheet_hidden():
    def dress(workbook, page):
        page.hide()
        workbook.add_worksheet("空").activate()

    return xlsx(TABLE, dress=dress)


@nasty("chart-first.xlsx", TABLE)
def a_sheet_that_is_a_chart_before_the_table():
    def dress(workbook, _page):
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=客户!$B$2:$B$3"})
        workbook.add_chartsheet("图").set_chart(chart)
        workbook.worksheets_objs.reverse()

    return xlsx(TABLE, dress=dress)


@nasty("odd-name.xlsx", TABLE)
def a_sheet_name_of_odd_characters():
    return xlsx(TABLE, sheet='甲\'s <&> "乙" 😀')


@nasty("1904.xlsx", [["日期", "名"], [DAY, "甲"]])
def days_counted_from_1904():
    return xlsx([["日期", "名"], [DAY, "甲"]], options={"date_1904": True})


@nasty("1904.xls", [["日期", "名"], [DAY, "甲"]])
def days_counted_from_1904_in_an_old_workbook():
    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.dates_1904 = True
    fill_xls(workbook.add_sheet("客户"), [["日期", "名"], [DAY, "甲"]])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@nasty(
    "early-dates.xlsx",
    [["列0", "列1", "列2"], [dt.date(1900, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1)]],
)
def days_before_the_leap_day_that_never_was():
    return formatted((1, "yyyy-mm-dd"), (59, "yyyy-mm-dd"), (61, "yyyy-mm-dd"))


@nasty("no-dates.xlsx", [["列0", "列1", "列2"], ["-5", "60", "3000000"]])
def numbers_that_are_no_days_with_the_format_of_days():
    return formatted((-5, "yyyy-mm-dd"), (60, "yyyy-mm-dd"), (3_000_000, "yyyy-mm-dd"))


@nasty("chinese-dates.xlsx", [[f"列{n}" for n in range(6)], [DAY] * 6])
def days_in_the_formats_of_chinese_programs():
    return formatted(
        (45356, 'yyyy"年"m"月"d"日"'),
        (45356, 31),
        (45356, 57),
        (45356, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"),
        (45356, "[红色]yyyy/m/d;@"),
        (45356, '[DBNum1][$-804]yyyy"年"m"月"d"日";@'),
    )


@nasty(
    "dressed-numbers.xlsx",
    [[f"列{n}" for n in range(8)], ["1234.5", "12%", "3", "0.5", "13800138000", "7", "5", "2"]],
)
def numbers_in_formats_that_look_like_others():
    return formatted(
        (1234.5, "¥#,##0.00;[Red]¥-#,##0.00"), (0.12, "0%"), (3, '0"日"'), (0.5, "# ?/?"),
        (13800138000, "0.00E+00"), (7, '#,##0"元/m"'), (5, '"Day "0'), (2, "0\\d"),
    )  # fmt: skip


@nasty("phones.xlsx", [["列0", "列1"], ["057188886666", "00012"]])
def leading_zeros_that_a_format_shows_among_dashes():
    return formatted((57188886666, "0000-00000000"), (12, "00000"))


@nasty("long-codes.xlsx", [["码", "号"], ["330102199003078888", "330102199003079000"]])
def a_code_of_18_digits_as_text_and_one_that_lost_three_as_a_number():
    def dress(_workbook, page):
        page.write_number(1, 1, 330102199003079000)

    return xlsx([["码", "号"], ["330102199003078888", ""]], dress=dress)


@nasty("yes.xlsx", [["a", "b"], [True, False]])
def yes_and_no():
    return xlsx([["a", "b"], [True, False]])


@nasty("breaks.xlsx", [["a", "b"], ["x\ny", "1\r\n2"]])
def line_breaks_in_cells():
    data = xlsx([["a", "b"], ["x\ny", "1-2"]])
    return changed(data, STRINGS, b"<t>1-2</t>", b"<t>1_x000D_\n2</t>")


@nasty("inline.xlsx", TABLE)
def texts_that_stand_in_their_cells():
    return xlsx(TABLE, options={"constant_memory": True, "in_memory": False})


@nasty("phonetic.xlsx", [["東京", "b"], ["甲乙", "y"]])
def runs_of_several_looks_and_how_they_are_read():
    rich = (
        "<si><r><t>東</t></r><r><rPr><b/></rPr><t>京</t></r>"
        '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>'
    )
    data = changed(xlsx([["a", "b"], ["x", "y"]]), STRINGS, b"<si><t>a</t></si>", rich.encode())
    runs = '<si><t>甲乙</t><rPh sb="0" eb="1"><t>jia</t></rPh></si>'.encode()
    return changed(data, STRINGS, b"<si><t>x</t></si>", runs)


@nasty("no-dimension.xlsx", TABLE)
def a_sheet_that_does_not_say_how_large_it_is():
    return sheet_changed(xlsx(TABLE), rb"<dimension[^>]*/>", b"")


@nasty("small-dimension.xlsx", TABLE)
def a_sheet_that_says_it_is_smaller():
    return sheet_changed(xlsx(TABLE), rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')


@nasty("large-dimension.xlsx", TABLE)
def a_sheet_that_says_it_is_as_large_as_can_be():
    return sheet_changed(xlsx(TABLE), rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"')


@nasty("strict.xlsx", TABLE)
def a_workbook_saved_as_strict():
    files = parts(xlsx(TABLE))
    for name, content in files.items():
        for old, new in STRICT.items():
            content = content.replace(old, new)
        files[name] = content
    return zipped(files)


@nasty("prefixed.xlsx", TABLE)
def elements_with_a_prefix():
    """As the Open XML SDK writes them."""
    files = parts(xlsx(TABLE))
    for name in (SHEET, STRINGS, "xl/workbook.xml", STYLES):
        files[name] = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", files[name])
        files[name] = files[name].replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN)
    return zipped(files)


@nasty("unnumbered.xlsx", TABLE)
def rows_and_cells_without_their_numbers():
    return sheet_changed(xlsx(TABLE), rb'(?<=<row|..<c) r="[A-Z]*\d+"', b"")


@nasty("uncached.xlsx", [["a", "b", "c"], ["甲", "=1+1", "=SUM(B2:B3)"]])
def formulas_whose_values_were_never_saved():
    def dress(_workbook, page):
        page.write_formula(1, 1, "=1+1")
        page.write_formula(1, 2, "=SUM(B2:B3)")

    return sheet_changed(xlsx([["a", "b", "c"], ["甲"]], dress=dress), rb"</f><v>0</v>", b"</f>")


@nasty("openpyxl.xlsx", [["a", "b", "c"], ["甲", "=B1&C1", "=1/3"]])
def formulas_of_a_program_that_cannot_calculate():
    book = openpyxl.Workbook()
    for cells in (["a", "b", "c"], ["甲", "=B1&C1", "=1/3"]):
        book.active.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@nasty("formulas.xlsx", [["a", "b", "c", "d"], ["x甲", "3", True, ""]])
def formulas_that_gave_text_numbers_and_nothing():
    def dress(_workbook, page):
        page.write_formula(1, 0, '="x"&B1', None, "x甲")
        page.write_formula(1, 1, "=1+2", None, 3)
        page.write_formula(1, 2, "=TRUE()", None, True)
        page.write_formula(1, 3, '=""', None, "")

    return xlsx([["a", "b", "c", "d"]], dress=dress)


@nasty("far-below.xlsx", [*TABLE, ["甲", "1", "2", "3"]])
def a_record_after_a_thousand_blank_rows():
    return xlsx([*TABLE, *[[]] * 1000, ["甲", "1", "2", "3"]])


@nasty("row-twelve.xlsx", TABLE)
def the_header_in_row_twelve():
    return xlsx([["客户登记表"], ["制表", "张三"], *[[]] * 9, *TABLE])


@nasty("notes.xlsx", TABLE)
def a_total_and_notes_under_the_table():
    return xlsx([*TABLE, ["", "合计：", "2"], [], ["备注：数据截至2024年3月"]])


@nasty("million-rows.xlsx", TABLE)
def as_many_blank_rows_as_a_sheet_has():
    blank = "".join(f'<row r="{n}" spans="1:4" ht="15"/>' for n in range(4, 1_048_577)).encode()
    return sheet_changed(xlsx(TABLE), rb"</sheetData>", blank + b"</sheetData>")


@nasty("macros.xls", TABLE)
def an_old_workbook_that_is_only_named_so():
    return xls(TABLE)


@nasty("odd-name.xls", TABLE)
def an_old_workbook_with_a_hidden_sheet_before():
    workbook = xlwt.Workbook(encoding="utf-8")
    fill_xls(workbook.add_sheet("密"), [["x", "y"], ["1", "2"]])
    workbook.get_sheet(0).visibility = 2
    fill_xls(workbook.add_sheet("甲's <&> 乙"), TABLE)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@nasty("long-texts.xls", [HEADER, ["客" * 30_000, *ROWS[0][1:]], ROWS[1]])
def texts_that_continue_in_further_records():
    return xls([HEADER, ["客" * 30_000, *ROWS[0][1:]], ROWS[1]])


@nasty("dressed.ods", [["a", "b", "c", "d", "e"], ["x\ny", "12.5", DAY, True, "a  b"], ["同"] * 5])
def an_open_document_of_every_kind_of_cell():
    def worded(kind, *lines, **values):
        cell = TableCell(valuetype=kind, **values)
        for line in lines:
            cell.addElement(P(text=line))
        return cell

    cells = [
        worded("string", "x", "y"),
        worded("currency", "12,50 €", value=12.5, currency="EUR"),
        worded("date", "5. März", datevalue="2024-03-05"),
        worded("boolean", "WAHR", booleanvalue="true"),
        worded("string", "a  b"),
    ]
    same = worded("string", "同")
    same.setAttribute("numbercolumnsrepeated", 5)
    return document("客户", [map(ods_cell, "abcde"), cells, [same]])


@nasty("merged.ods", [["大区", "客户"], ["华东", "甲"], ["", "乙"]])
def merged_cells_of_an_open_document():
    covering = TableCell(valuetype="string", numberrowsspanned=2, numbercolumnsspanned=1)
    covering.addElement(P(text="华东"))
    rows = [
        map(ods_cell, ["大区", "客户"]),
        [covering, ods_cell("甲")],
        [CoveredTableCell(), ods_cell("乙")],
    ]
    return document("客户", rows)


@nasty("hidden.ods", TABLE)
def an_open_document_with_a_hidden_sheet_before():
    book = OpenDocumentSpreadsheet()
    style = Style(name="hidden", family="table")
    style.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(style)
    add(book, Table(name="密", stylename=style), [map(ods_cell, ["x", "y"])])
    add(book, Table(name="见"), [map(ods_cell, cells) for cells in TABLE])
    return saved(book)


@nasty("million-rows.ods", TABLE)
def an_open_document_with_a_million_blank_rows():
    blank = TableRow(numberrowsrepeated=1_048_573)
    blank.addElement(TableCell(numbercolumnsrepeated=16_384))
    book = OpenDocumentSpreadsheet()
    page = Table(name="客户")
    add(book, page, [map(ods_cell, cells) for cells in TABLE])
    page.addElement(blank)
    return saved(book)


def document(name: str, rows) -> bytes:
    book = OpenDocumentSpreadsheet()
    add(book, Table(name=name), rows)
    return saved(book)


def add(book, page, rows):
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        page.addElement(row)
    book.spreadsheet.addElement(page)


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.write(buffer)
    return buffer.getvalue()
