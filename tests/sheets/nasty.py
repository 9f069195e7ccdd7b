"""The collection of nasty sheets, each with the cells or the refusal expected of it.

`python -m tests.sheets.nasty FOLDER` writes them all, to be looked at or tried on other readers.
"""

import io
import random
import struct
import sys
from pathlib import Path

import xlwt
from odf.opendocument import OpenDocumentPresentation, OpenDocumentText

from tests.sheets import (  # noqa: F401 - they join the collection
    nasty_foreign,
    nasty_lines,
    nasty_markup,
    nasty_old,
    nasty_packed,
    nasty_texts,
    nasty_workbooks,
)
from tests.sheets.collection import NASTY, Nasty, changed, container, nasty, parts, zipped
from tests.sheets.makers import HEADER, ROWS, TABLE, fill_xls, ods, text, xls, xlsx

MIB = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + b"\0" * 64


# --- read, whatever is odd about them -------------------------------------------------------
@nasty("titles.xlsx", [HEADER, ROWS[0]])
def titles_above_the_header():
    return xlsx([["2024年客户登记表"], ["制表", "张三"], [], HEADER, ROWS[0]])


@nasty("gaps.xlsx", TABLE)
def blank_rows_and_columns_everywhere():
    spread = [["", row[0], "", *row[1:]] for row in TABLE]
    return xlsx([[], [], spread[0], [], spread[1], [" ", "\t"], [], spread[2], [], []])


@nasty("formatted-blanks.xlsx", TABLE)
def a_hundred_thousand_blank_rows_with_a_format():
    def dress(workbook, worksheet):
        for row in range(3, 100_000):
            worksheet.write_blank(row, 0, None, workbook.get_default_url_format())

    return xlsx(TABLE, dress=dress)


@nasty("wide.xlsx", TABLE)
def sixteen_thousand_blank_columns_with_a_format():
    def dress(workbook, worksheet):
        for column in range(5, 16_384):
            worksheet.write_blank(0, column, None, workbook.get_default_url_format())

    return xlsx(TABLE, dress=dress)


@nasty("merged.xlsx", [["大区", "客户"], ["华东", "甲"], ["", "乙"]])
def merged_cells():
    def dress(_workbook, worksheet):
        worksheet.merge_range(1, 0, 2, 0, "华东")

    return xlsx([["大区", "客户"], ["", "甲"], ["", "乙"]], dress=dress)


@nasty("macros.xlsm", TABLE)
def a_workbook_with_macros():
    return zipped({**parts(xlsx(TABLE)), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100})


@nasty("links.xlsx", [["a", "b"], ["甲", "42"]])
def a_formula_that_reaches_into_another_file():
    def dress(_workbook, worksheet):
        worksheet.write_formula(1, 1, "='http://example.com/[x.xlsx]Sheet1'!A1", None, 42)

    return xlsx([["a", "b"], ["甲"]], dress=dress)


@nasty("strange-control.xlsx", [["a", "b"], ["x\x01y", "_x0041_"]])
def control_characters_and_their_escapes():
    return xlsx([["a", "b"], ["x\x01y", "_x0041_"]])


@nasty("years.csv", [["客户", "2023", "2024"], ["甲", "1", "2"]])
def years_as_column_names():
    return text([["客户", "2023", "2024"], ["甲", "1", "2"]])


@nasty("ragged.csv", [["a", "b", ""], ["1", "", ""], ["1", "2", "3"]])
def rows_longer_and_shorter_than_the_header():
    return b"a,b\n1\n1,2,3\n"


@nasty("loose-quotes.csv", [["a", "b"], ['5" pipe', 'say "hi"'], ["x", 'yz"']])
def quotation_marks_where_they_do_not_belong():
    """As Excel reads them."""
    return b'a,b\n5" pipe,say "hi"\nx,"y"z"\n'


@nasty("header-break.xlsx", [["客户 名称", "电话"], ["甲", "1"]])
def line_breaks_in_the_header():
    return xlsx([["客户\n名称 ", "电话"], ["甲", "1"]])


# --- refused -------------------------------------------------------------------------------
@nasty("empty.xlsx", refused="empty")
def nothing():
    return b""


@nasty("mark-only.csv", refused="no cells")
def a_byte_order_mark_and_nothing_else():
    return b"\xef\xbb\xbf"


@nasty("blank.csv", refused="no cells")
def separators_and_line_ends_only():
    return b" ,,\r\n,\t,\r\n" * 50


@nasty("blank.xlsx", refused="no cells")
def a_workbook_without_a_cell():
    return xlsx([])


@nasty("header-only.xlsx", refused="no rows")
def column_names_and_no_rows():
    return xlsx([HEADER])


@nasty("no-header.xlsx", refused="no header")
def records_without_column_names():
    return xlsx(ROWS)


@nasty("no-header.csv", refused="no header")
def numbers_only():
    return b"1,13800138000\n2,13800138001\n"


@nasty("columns.xlsx", refused="too many columns")
def sixteen_thousand_filled_columns():
    return xlsx([[f"c{n}" for n in range(16_384)], ["x"]])


@nasty("commas.csv", refused="too many columns")
def ten_thousand_columns_of_text():
    return b",".join([b"a"] * 10_000) + b"\n" + b",".join([b"1"] * 10_000)


@nasty("stray-cell.xlsx", refused="too much work")
def a_cell_in_the_farthest_corner():
    def dress(_workbook, worksheet):
        worksheet.write(1_048_575, 16_383, "x")

    return xlsx(TABLE, dress=dress)


@nasty("repeated.ods", refused="too much work")
def a_cell_repeated_ten_thousand_million_times():
    data = ods([["a", "b"], ["x", "y"]])
    row = b'<table:table-row table:number-rows-repeated="1000000">'
    cell = b'<table:table-cell table:number-columns-repeated="10000" '
    data = changed(data, "content.xml", b"<table:table-row>", row)
    return changed(data, "content.xml", b"<table:table-cell ", cell)


@nasty("bomb.xlsx", refused="inflated")
def a_part_that_unpacks_a_thousand_fold():
    return zipped({**parts(xlsx(TABLE)), "xl/media/image1.bin": b"\0" * (100 * MIB)})


@nasty("liar.xlsx", refused="damaged")
def a_part_larger_than_it_declares():
    data = zipped({**parts(xlsx(TABLE)), "xl/media/image1.bin": b"\0" * (100 * MIB)})
    return data.replace(struct.pack("<I", 100 * MIB), struct.pack("<I", 1000))


@nasty("parts.xlsx", refused="inflated")
def twenty_thousand_parts():
    return zipped({**parts(xlsx(TABLE)), **{f"xl/p{n}.xml": b"" for n in range(20_000)}})


@nasty("entities.xlsx", refused="entities")
def entities_that_laugh_a_thousand_million_times():
    levels = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{"".join(levels)}]>'.encode()
    data = changed(xlsx([["a", "b"], ["x", "y"]]), "xl/sharedStrings.xml", b"<sst", bomb + b"<sst")
    return changed(data, "xl/sharedStrings.xml", b"<t>x</t>", b"<t>&e9;</t>")


@nasty("password.xlsx", refused="encrypted")
def an_encrypted_workbook():
    """What [MS-OFFCRYPTO] 2.3.4.4 lays down, with noise for the contents."""
    noise = random.Random(1).randbytes(8192)
    return container("EncryptedPackage", noise)


@nasty("password.xls", refused="encrypted")
def an_encrypted_old_workbook():
    """A FILEPASS record ([MS-XLS] 2.4.117) after the first BOF."""
    stream = biff(TABLE)
    filepass = struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    begin = 4 + struct.unpack_from("<H", stream, 2)[0]
    return container("Workbook", stream[:begin] + filepass + stream[begin:])


@nasty("password.ods", refused="encrypted")
def an_encrypted_open_document():
    end = b"</manifest:manifest>"
    locked = b'<manifest:encryption-data manifest:checksum="x"/>' + end
    return changed(ods(TABLE), "META-INF/manifest.xml", end, locked)


@nasty("password-zip.xlsx", refused="encrypted")
def a_zip_whose_parts_are_encrypted():
    data = bytearray(xlsx(TABLE))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def biff(rows) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    fill_xls(workbook.add_sheet("客户"), rows)
    return workbook.get_biff_data()


@nasty("cut.xlsx", refused="damaged")
def half_a_workbook():
    data = xlsx(TABLE * 50)
    return data[: len(data) // 2]


@nasty("cut.xls", refused="damaged")
def half_an_old_workbook():
    data = xls(TABLE * 50)
    return data[: len(data) // 2]


@nasty("cut.ods", refused="damaged")
def half_an_open_document():
    data = ods(TABLE * 50)
    return data[: len(data) // 2]


@nasty("cut.csv", refused="damaged")
def text_that_ends_in_the_middle_of_a_character():
    return text(TABLE, "utf-8") + "客".encode()[:2]


@nasty("cut-16.csv", refused="damaged")
def wide_text_of_an_odd_length():
    return text(TABLE, "utf-16")[:-1]


@nasty("bit-rot.xlsx", refused="damaged")
def a_workbook_with_a_wrong_byte():
    data = bytearray(xlsx(TABLE * 50))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


@nasty("open-quote.csv", refused="open quote")
def a_quotation_mark_that_is_never_closed():
    return text(TABLE) + b'"a,b\r\nc,d\r\n'


@nasty("long-cell.csv", refused="long cell")
def a_cell_of_a_million_characters():
    return b"a,b\n" + b"x" * MIB + b",y\n"


MISLABELLED = {
    "text.xlsx": lambda: text(TABLE),
    "text.xls": lambda: text(TABLE, "utf-16", "\t"),
    "workbook.csv": lambda: xlsx(TABLE),
    "workbook.xls": lambda: xlsx(TABLE),
    "old.xlsx": lambda: xls(TABLE),
    "open.xlsx": lambda: ods(TABLE),
}
NOT_SHEETS = {
    "photo.xlsx": lambda: PNG,
    "photo.csv": lambda: PNG,
    "paper.xls": lambda: PDF,
    "program.xlsx": lambda: EXE,
    "noise.csv": lambda: random.Random(2).randbytes(5000),
    "letter.ods": lambda: document(OpenDocumentText),
    "slides.ods": lambda: document(OpenDocumentPresentation),
    "letter.xlsx": lambda: zipped({"word/document.xml": b"<w/>"}),
    "slides.xlsx": lambda: zipped({"ppt/presentation.xml": b"<p/>"}),
    "letter.xls": lambda: container("WordDocument", b"\0" * 8192),
    "sheets.zip": lambda: zipped({"a.xlsx": xlsx(TABLE)}),
    "no-sheet.xlsx": lambda: zipped({}),
}
OTHER_FORMATS = {
    "binary.xlsb": lambda: zipped({"xl/workbook.bin": b"\0"}),
    "apple.numbers": lambda: zipped({"Index/Document.iwa": b"\0"}),
    "biff4.xls": lambda: b"\t\x04\x06\0\0\0\x10\0\0\0" + b"\0" * 40,
}


def document(kind) -> bytes:
    buffer = io.BytesIO()
    kind().write(buffer)
    return buffer.getvalue()


for files, code in [
    (MISLABELLED, "mislabelled"),
    (NOT_SHEETS, "not a sheet"),
    (OTHER_FORMATS, "other format"),
]:
    NASTY.extend(Nasty(name, build, refused=code) for name, build in files.items())


def write_all(folder: str):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for sheet in NASTY:
        Path(folder, sheet.filename).write_bytes(sheet.build())


if __name__ == "__main__":
    write_all(sys.argv[1])
