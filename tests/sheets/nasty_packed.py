"""Workbooks whose parts are named, listed or laid out as no spreadsheet program does it."""

from tests.sheets import handmade
from tests.sheets.collection import changed, nasty, parts, zipped
from tests.sheets.handmade import book, inline, made, packed
from tests.sheets.makers import TABLE, ods, xlsx

BOOK, RELATIONS, ROOT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
TWO = [["a", "b"], ["甲", "1"]]
ROWS = f"<row>{inline('a', 'b')}</row><row>{inline('甲')}<c><v>1</v></c></row>"
MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"


def with_sheet(before: str, relation: str = "", **others) -> bytes:
    """A sheet before the table, and what the workbook says of it."""
    listed = handmade.BOOK.replace("<sheets>", f"<sheets>{before}")
    related = handmade.RELATIONS.replace("<Relationship ", f"{relation}<Relationship ", 1)
    return packed(book(ROWS, parts={BOOK: listed, RELATIONS: related, **others}))


# --- .xlsx -------------------------------------------------------------------------------------
@nasty("macro-sheet.xlsm", TWO)
def a_sheet_of_macros_before_the_table():
    """As viruses have left it in many old workbooks."""
    part = "macrosheets/sheet1.xml"
    relation = f'<Relationship Id="m" Type="{MACROS}" Target="{part}"/>'
    return with_sheet(
        '<sheet name="Macro1" sheetId="9" state="hidden" r:id="m"/>', relation,
        **{f"xl/{part}": handmade.sheet("").replace("worksheet", "macrosheet")},
    )  # fmt: skip


@nasty("module.xlsx", TWO)
def a_sheet_that_leads_to_no_part():
    """As modules of Excel 95 are kept."""
    return with_sheet('<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/>')


@nasty("lost-sheet.xlsx", TWO)
def a_sheet_whose_part_is_not_there():
    where = f'Type="{handmade.OFFICE}/worksheet" Target="worksheets/sheet7.xml"'
    return with_sheet('<sheet name="x" sheetId="9" r:id="l"/>', f'<Relationship Id="l" {where}/>')


@nasty("state.xlsx", TWO)
def a_sheet_in_a_state_that_there_is_not():
    shown = handmade.BOOK.replace("<sheet ", '<sheet state="show" ')
    return packed(book(ROWS, parts={BOOK: shown}))


@nasty("endless-merge.xlsx", TWO)
def a_column_merged_with_itself_from_end_to_end():
    merged = '<mergeCells count="1"><mergeCell ref="A:A"/></mergeCells>'
    return packed(book("", parts={handmade.SHEET: handmade.sheet(ROWS, after=merged)}))


@nasty("elsewhere.xlsx", [["a", "b"], ["甲", "#N/A"]])
def all_parts_in_another_folder():
    rows = f"<row r='1'>{inline('a', 'b')}</row>".replace("'", '"')
    rows += '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    files = {name.replace("xl/", "book/"): part for name, part in book(rows).items()}
    return packed({**files, ROOT: files[ROOT].replace("xl/", "book/")})


@nasty("at-the-root.xlsx", TWO)
def a_workbook_at_the_root_of_its_package():
    files = {name.removeprefix("xl/"): part for name, part in book(ROWS).items()}
    related = files["_rels/workbook.xml.rels"].replace('Target="', 'Target="/')
    root = files[ROOT].replace("xl/", "")
    return packed({**files, "_rels/workbook.xml.rels": related, ROOT: root})


@nasty("rootless.xlsx", TABLE)
def a_package_that_does_not_name_its_workbook():
    return zipped({**parts(xlsx(TABLE)), ROOT: b"<Relationships/>"})


@nasty("wide-without-mark.xlsx", TWO)
def parts_in_utf_16_without_a_mark():
    plain = handmade.sheet(ROWS).replace("UTF-8", "UTF-16BE")
    return packed(book("", parts={handmade.SHEET: plain.encode("utf-16-be")}))


@nasty("all-wide.xlsm", TWO)
def every_part_in_utf_16():
    """As Excel for Windows Phone writes them."""
    wide = {n: t.replace("UTF-8", "UTF-16").encode("utf-16") for n, t in book(ROWS).items()}
    return packed(wide)


@nasty("some-addresses.xlsx", [["a", "b", "c", "d"], ["x", "", "甲", "y"]])
def cells_of_which_some_say_where_they_stand():
    second = f'{inline("x")}<c r="C2" t="s"><v>0</v></c>{inline("y")}'
    return made(
        f"<row>{inline('a', 'b', 'c', 'd')}</row><row>{second}</row>", strings=["<t>甲</t>"]
    )


# --- .ods --------------------------------------------------------------------------------------
@nasty("indented.ods", TABLE)
def elements_on_lines_of_their_own():
    content = parts(ods(TABLE))["content.xml"]
    for tag in (b"<table:table-row", b"<table:table-cell", b"<text:p", b"</table:table-row"):
        content = content.replace(tag, b"\n   " + tag)
    return zipped({**parts(ods(TABLE)), "content.xml": content})


@nasty("untyped.ods", TABLE)
def no_part_that_says_what_it_is():
    """As Google writes it."""
    return zipped({n: part for n, part in parts(ods(TABLE)).items() if n != "mimetype"})


@nasty("macros.ods", TABLE)
def macros_in_parts_with_a_document_type():
    library = b'<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD" "library.dtd"><x/>'
    return zipped({**parts(ods(TABLE)), "Basic/Standard/script-lb.xml": library})


@nasty("spans.ods", [["a", "b"], ["36:05:00", "甲"]])
def a_span_of_more_than_a_day():
    cell = b'<table:table-cell office:value-type="time" office:time-value="PT36H05M00S">'
    data = ods([["a", "b"], ["x", "甲"]])
    old = b'<table:table-cell office:value-type="string"><text:p>x</text:p>'
    return changed(data, "content.xml", old, cell + b"<text:p>36:05</text:p>")
