"""Web pages and XML spreadsheets, most of them called .xls as programs call them."""

import datetime as dt
from email.message import EmailMessage

from tests.sheets.collection import nasty

AB = [["a", "b"], ["甲", "1"]]
ROWS = "<tr><th>a<th>b<tr><td>甲<td>1"
MICROSOFT = "urn:schemas-microsoft-com:office"
SPACES = " ".join(
    f'xmlns{prefix}="{MICROSOFT}:{kind}"'
    for prefix, kind in [("", "spreadsheet"), (":ss", "spreadsheet"), (":x", "excel")]
)


def page(table: str, head: str = "", rest: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{rest}<table border=1>{table}</table></body>".encode()


def cell(text, kind: str = "String", **attributes) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **attributes) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f"<Row{said}>{''.join(cells)}</Row>"


def sheet(*rows: str, name: str = "客户", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{after}</Worksheet>'


def book(*sheets: str, styles: str = "", before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<?mso-application progid="Excel.Sheet"?>'
        f"<Workbook {SPACES}><Styles>{styles}</Styles>{''.join(sheets)}</Workbook>"
    ).encode()


NAMES = row(cell("a"), cell("b"))


# --- web pages ---------------------------------------------------------------------------------
@nasty("page.xls", AB)
def a_table_whose_cells_are_left_open():
    return page(ROWS)


@nasty("page.html", AB)
def a_page_by_its_own_name():
    return page(ROWS)


@nasty("page.xlsx", refused="mislabelled")
def a_page_that_excel_refuses_too():
    return page(ROWS)


@nasty("no-html-tag.xls", AB)
def a_bare_table():
    return f"<table>{ROWS}</table>".encode()


@nasty("gbk-page.xls", AB)
def a_page_that_says_its_encoding():
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return page(ROWS, head).decode().encode("gbk")


@nasty("lying-page.xls", AB)
def a_page_that_says_another_encoding_than_its_own():
    return page(ROWS, '<meta charset="gb2312">')


@nasty("western-page.xls", [["a", "b"], ["客户名称", "1"]])
def a_chinese_page_that_says_it_is_western():
    head = '<meta charset="iso-8859-1">'
    return page(ROWS.replace("甲", "客户名称"), head).decode().encode("gbk")


@nasty("japanese-page.xls", [["a", "b"], ["会社", "1"]])
def a_page_in_an_encoding_that_is_not_guessed():
    return page(ROWS.replace("甲", "会社"), '<meta charset="shift_jis">').decode().encode("cp932")


@nasty("wide-page.xls", AB)
def a_page_in_utf_16():
    return page(ROWS).decode().encode("utf-16")


@nasty("packed-page.xls", AB)
def a_page_packed_as_a_message():
    message = EmailMessage()
    message.set_content("<html><frameset><frame src=sheet001.htm></frameset>", subtype="html")
    message.add_related(page(ROWS).decode(), subtype="html")
    return message.as_bytes()


@nasty("nested-message.xls", refused="no table")
def a_message_within_a_message_many_times():
    return b"".join(
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        for n in range(3000)
    )


@nasty("left-open.xls", AB)
def a_choice_in_a_cell_that_is_left_open():
    return page(ROWS.replace("甲", "甲<select><option>乙"))


@nasty("two-pages.xls", AB)
def a_page_for_each_sheet_of_a_workbook():
    message = EmailMessage()
    message.set_content("<html><table><tr><td>x<td>y", subtype="html")
    message.add_related(page(ROWS).decode(), subtype="html")
    return message.as_bytes()


@nasty("broken-message.xls", refused="damaged")
def a_page_that_cannot_be_unpacked():
    message = EmailMessage()
    message.set_content(page(ROWS).decode() * 3, subtype="html", cte="base64")
    return message.as_bytes().replace(b"PG", b"P", 1)


@nasty("quoted-printable.xls", AB)
def a_page_packed_in_lines_of_ascii():
    message = EmailMessage()
    message.set_content(page(ROWS).decode(), subtype="html", cte="quoted-printable")
    return message.as_bytes()


@nasty("menus.xls", AB)
def tables_of_menus_around_the_one_that_counts():
    menu = "<table><tr><td>Home<td>Sign out</table>"
    return page(f"<tr><td>{menu}<table>{ROWS}<tr></table></td></tr>", rest=menu)


@nasty("spans.xls", [["a", "b", "c"], ["甲", "", "1"], ["", "x", "2"]])
def cells_over_several_rows_and_columns():
    return page(
        "<tr><td>a<td>b<td>c<tr><td colspan=2>甲<td>1<tr><td rowspan=1><td rowspan=2>x<td>2<tr><td>"
    )


@nasty("below.xls", [["a", "b"], ["甲", "1"], ["", "2"], ["乙", "3"]])
def a_cell_that_reaches_down():
    return page("<tr><td>a<td>b<tr><td rowspan=2>甲<td>1<tr><td>2<tr><td>乙<td>3")


@nasty("texts-of-a-page.xls", [["a b", "b"], ["x\ny", "<&>  007"], ["1380013800012", "0.5"]])
def blanks_line_ends_and_characters_by_name():
    return page(
        "<tr><th> a \n  b<th>b</th></tr>"
        "<tr><td>x<br/>y<td>&lt;&amp;&gt;&nbsp; <script>no()</script>007"
        '<tr><td x:num="1380013800012">1.38E+12<td x:num>0.5'
    )


@nasty("office.xls", AB)
def a_page_as_office_writes_it():
    told = "<x:ExcelWorksheet><x:Name>客户</x:Name></x:ExcelWorksheet>"
    return page(
        f"<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=9></td></tr>"
        f"<![endif]>{ROWS}",
        f"<!--[if gte mso 9]><xml>{told}</xml><![endif]--><style>td{{mso-x:y}}</style>",
    )


@nasty("xhtml.xls", AB)
def a_page_that_begins_as_xml():
    return b'<?xml version="1.0" encoding="utf-8"?>' + page(ROWS)


@nasty("signed-out.xls", refused="no table")
def a_page_to_sign_in_instead_of_the_table():
    return b"<!DOCTYPE html><html><body><form>Name <input></form>"


@nasty("endless.xls", refused="too much work")
def a_cell_over_more_columns_than_there_are():
    return page("<tr><td colspan=999999>a<td>b<tr><td>1<td>2")


# --- XML spreadsheets --------------------------------------------------------------------------
@nasty("book.xls", AB)
def an_xml_spreadsheet():
    return book(sheet(NAMES, row(cell("甲"), cell("1", "Number"))))


@nasty("book.xml", AB)
def an_xml_spreadsheet_by_its_own_name():
    return book(sheet(NAMES, row(cell("甲"), cell("1", "Number"))))


@nasty("gbk-book.xls", AB)
def an_xml_spreadsheet_in_an_encoding_of_china():
    data = book(sheet(NAMES, row(cell("甲"), cell("1", "Number")))).decode()
    return data.replace('version="1.0"', 'version="1.0" encoding="gb2312"').encode("gbk")


@nasty("wide-book.xls", AB)
def an_xml_spreadsheet_in_utf_16():
    data = book(sheet(NAMES, row(cell("甲"), cell("1", "Number")))).decode()
    return data.replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16")


DAY, NOON, TIME = dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 12, 30), dt.time(8, 15)


SHOWN = [[DAY, NOON, TIME, True], ["007", "25%", "13800138000", "x"]]


@nasty("kinds.xls", [["a", "b", "c", "d"], *SHOWN])
def cells_of_every_kind():
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>'
        for name, code in [("zeros", "000"), ("share", "Percent")]
    )
    return book(
        sheet(
            row(*map(cell, "abcd")),
            row(
                cell("2024-03-05T00:00:00.000", "DateTime"),
                cell("2024-03-05T12:30:00.000", "DateTime"),
                cell("1899-12-31T08:15:00.000", "DateTime"),
                cell("1", "Boolean"),
            ),
            row(
                cell("7", "Number", StyleID="zeros"),
                cell("0.25", "Number", StyleID="share"),
                cell("13800138000", "Number"),
                cell("<B>x</B>"),
            ),
        ),
        styles=styles,
    )


@nasty("gaps.xls", [["a", "b", "c"], ["甲", "", "1"], ["", "乙", ""]])
def cells_and_rows_that_say_where_they_stand():
    return book(
        sheet(
            row(*map(cell, "abc")),
            row(cell("甲", MergeAcross=1), cell("1", "Number")),
            row(cell("乙", Index=2), Index=9),
        )
    )


@nasty("remarks.xls", AB)
def cells_with_remarks():
    told = (
        '<Comment><ss:Data>no <B xmlns="http://www.w3.org/TR/REC-html40">x</B></ss:Data></Comment>'
    )
    noted = f'<Cell><Data ss:Type="String">甲</Data>{told}</Cell>'
    return book(sheet(NAMES, row(noted, cell("1", "Number"))))


@nasty("hidden-first.xls", AB)
def a_hidden_sheet_before_the_visible_one():
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    return book(
        sheet(row(cell("x"), cell("y")), name="old", after=hidden),
        sheet(NAMES, row(cell("甲"), cell("1"))),
    )


@nasty("entities.xls", refused="entities")
def an_xml_spreadsheet_that_declares_entities():
    before = '<!DOCTYPE x [<!ENTITY e "e">]>'
    return book(sheet(NAMES, row(cell("&e;"), cell("1"))), before=before)


@nasty("cut-book.xls", refused="damaged")
def an_xml_spreadsheet_that_was_cut_off():
    return book(sheet(NAMES, row(cell("甲"), cell("1"))))[:-40]


@nasty("far.xls", refused="too much work")
def a_cell_beyond_the_last_column():
    return book(sheet(NAMES, row(cell("甲", Index=20_000))))


@nasty("other.xml", refused="other format")
def an_xml_document_of_another_kind():
    return b'<?xml version="1.0"?><customers><customer/></customers>'
