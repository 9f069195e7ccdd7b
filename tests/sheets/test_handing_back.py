"""Refused rows go back in the user's own sheet, and the sheet knows where it comes from."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import translation

from crm.sheets.choices import Reading
from crm.sheets.handing_back.handing import RefusedRow, hand_back
from crm.sheets.own_columns import REASON, row_heading
from tests.sheets.makers import HEADER, ROWS, TABLE, ods, text, xls, xlsx
from tests.sheets.nasty import changed, parts, zipped
from tests.sheets.reads import opened

TAG = "12-a1b2c3"
REFUSED = [
    RefusedRow(5, ROWS[0], [(1, "=This is no phone number."), (None, "Nobody owns it.")]),
    RefusedRow(8, ROWS[1], [(3, "Too long.")]),
]
GOOD = ["温州阀门", "0577", "x", "y"]
SHEET = [["2024年客户登记表"], [], HEADER, GOOD, ROWS[0], [], GOOD, ROWS[1], GOOD]


def handed(original: bytes, filename="customers.xlsx", refused=REFUSED, header=HEADER, **more):
    target = io.BytesIO()
    answer = hand_back(
        target, io.BytesIO(original), header, refused, filename=filename, tag=TAG, **more
    )
    return answer, target.getvalue()


def page_of(data: bytes, name="客户"):
    return openpyxl.load_workbook(io.BytesIO(data))[name]


def rich(workbook, page):
    """A sheet somebody took pains with."""
    page.set_column(0, 0, 44)
    page.set_column(2, 900, 7)
    page.merge_range(0, 0, 0, 3, "2024年客户登记表", workbook.add_format({"font_size": 20}))
    code = workbook.add_format({"num_format": "0000000", "font_color": "#FF0000"})
    page.write_number(4, 1, 5718, code)
    page.write_datetime(7, 2, dt.datetime(2024, 2, 29), workbook.add_format({"num_format": 14}))
    page.write_comment(7, 3, "mine")
    page.write_comment(6, 3, "of a row that was taken")
    page.write_url(6, 0, "http://example.com/taken", string="taken")
    page.write_url(7, 0, "http://example.com/kept", string="Ningbo")
    page.merge_range(5, 3, 6, 3, "")
    page.set_row(7, None, None, {"hidden": True})
    page.autofilter(2, 0, 8, 3)
    page.data_validation(3, 3, 100, 3, {"validate": "list", "source": ["a", "b"]})
    other = workbook.add_worksheet("说明")
    other.write_formula(0, 0, "=SUM(客户!B4:B9)", None, 9)
    other.write(1, 1, "Please fill in every row.")


def values(page) -> list[list]:
    return [[cell.value for cell in row] for row in page.iter_rows(max_col=6)]


def test_only_titles_header_and_refused_rows_are_left_with_their_reasons_behind():
    answer, data = handed(xlsx(SHEET))
    assert (answer.suffix, answer.told) == (".xlsx", "")
    assert values(page_of(data)) == [
        ["2024年客户登记表", *[None] * 5],
        [None] * 6,
        [*HEADER, str(REASON), row_heading(TAG)],
        [*ROWS[0], "=This is no phone number.\nNobody owns it.", 5],
        [*ROWS[1], "Too long.", 8],
    ]


def test_formats_widths_merged_titles_and_other_pages_are_kept():
    data = handed(xlsx(SHEET, dress=rich))[1]
    page = page_of(data)
    assert (page["B4"].value, page["B4"].number_format) == (5718, "0000000")
    assert page["B4"].font.color.rgb == "FFFF0000"
    assert page["C5"].value == dt.datetime(2024, 2, 29)
    assert page["A1"].font.size == 20
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:D1"]
    assert page.column_dimensions["A"].width > 44
    assert len(page.data_validations.dataValidation) == 1
    other = page_of(data, "说明")
    assert (other["A1"].value, other["B2"].value) == (
        "=SUM(客户!B4:B9)",
        "Please fill in every row.",
    )


def test_links_and_notes_move_with_their_rows_and_go_with_them():
    page = page_of(handed(xlsx(SHEET, dress=rich))[1])
    links = {
        cell.coordinate: cell.hyperlink.target for row in page for cell in row if cell.hyperlink
    }
    assert links == {"A5": "http://example.com/kept"}
    notes = {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment}
    assert notes == {"B4": "=This is no phone number.", "D5": "mine\nToo long."}


def test_a_refused_row_that_a_filter_hid_is_shown():
    page = page_of(handed(xlsx(SHEET, dress=rich))[1])
    assert not any(row.hidden for row in page.row_dimensions.values())


def test_no_column_has_two_widths():
    """Which Excel calls a damaged file."""
    data = parts(handed(xlsx(SHEET, dress=rich))[1])["xl/worksheets/sheet1.xml"]
    page = page_of(handed(xlsx(SHEET, dress=rich))[1])
    spans = sorted((w.min, w.max) for w in page.column_dimensions.values())
    assert all(last < first for (_min, last), (first, _max) in zip(spans, spans[1:], strict=False))
    assert b"<cols>" in data


def test_the_cells_to_blame_are_marked():
    page = page_of(handed(xlsx(SHEET))[1])
    marked = [c.coordinate for row in page for c in row if c.fill.patternType]
    assert marked == ["B4", "E4", "D5", "E5"]


def test_a_reason_never_runs_as_a_formula():
    page = page_of(handed(xlsx(SHEET))[1])
    assert page["E4"].data_type == "s"


def test_formulas_of_refused_rows_become_what_they_showed():
    def dress(_workbook, page):
        page.write_formula(4, 3, "=A4&B4", None, "温州阀门0577")

    page = page_of(handed(xlsx(SHEET, dress=dress))[1])
    assert (page["D4"].value, page["D4"].data_type) == ("温州阀门0577", "s")


def test_the_corrected_sheet_reads_back_as_the_refused_rows_and_knows_its_import():
    data = handed(xlsx(SHEET))[1]
    with opened(data, "corrected.xlsx") as sheet:
        assert sheet.tag == TAG
        assert [row.cells[:4] for row in sheet.rows] == ROWS


def test_it_is_known_even_without_our_columns_and_in_the_other_language():
    data = handed(xlsx(SHEET))[1]
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["客户"].delete_cols(5, 2)
    buffer = io.BytesIO()
    book.save(buffer)
    assert opened(buffer.getvalue(), "a.xlsx").tag == TAG
    with translation.override("zh-hans"):
        chinese = handed(text(SHEET), "a.csv")[1]
    assert opened(chinese, "a.csv").tag == TAG


@pytest.mark.parametrize("name", ["Row in import 12", "Row in import x-1", "客户名称"])
def test_a_sheet_of_the_users_own_belongs_to_no_import(name):
    assert opened(text([["a", name], ["1", "2"]])).tag == ""


def test_handed_back_a_second_time_the_columns_of_the_first_are_written_anew():
    once = handed(xlsx(SHEET))[1]
    header = opened(once, "a.xlsx").header
    second = [RefusedRow(5, ROWS[1], [(2, "Still wrong.")])]
    data = handed(once, refused=second, header=header)[1]
    assert values(page_of(data))[2:] == [
        [*HEADER, str(REASON), row_heading(TAG)],
        [*ROWS[1], "Still wrong.", 5],
    ]


@pytest.mark.parametrize(
    ("encoding", "separator", "suffix"),
    [("utf-8-sig", ",", ".csv"), ("gb18030", ";", ".csv"), ("utf-16", "\t", ".tsv")],
)
def test_a_text_file_keeps_its_encoding_and_separator(encoding, separator, suffix):
    answer, data = handed(text(SHEET, encoding, separator), "客户.csv")
    assert (answer.suffix, answer.lost) == (suffix, "")
    with opened(data, f"客户{suffix}") as sheet:
        assert (sheet.encoding, sheet.separator, sheet.tag) == (encoding, separator, TAG)
        assert sheet.titles[0].cells[0] == "2024年客户登记表"
        assert [row.cells for row in sheet.rows] == [
            [*ROWS[0], "=This is no phone number.\nNobody owns it.", "5"],
            [*ROWS[1], "Too long.", "8"],
        ]


def test_what_would_run_is_escaped_in_a_text_file():
    rows = [["a", "b"], ["=cmd()", "+86 138"]]
    data = handed(text(rows), "a.csv", [RefusedRow(2, rows[1], [(0, "-no")])], rows[0])[1]
    assert "'=cmd(),'+86 138,'-no,2" in data.decode()


def test_reasons_that_an_encoding_has_no_letters_for_come_in_one_that_has():
    data = text([["Näme", "b"], ["Grün", "1"]], "cp1252")
    with translation.override("zh-hans"):
        back = handed(data, "a.csv", [RefusedRow(2, ["Grün", "1"], [(0, "太长")])], ["Näme", "b"])[
            1
        ]
    with opened(back) as sheet:
        assert sheet.encoding == "utf-8-sig"
        assert [row.cells for row in sheet.rows] == [["Grün", "1", "太长", "2"]]


@pytest.mark.parametrize("make", [xls, ods])
def test_other_workbooks_come_back_as_plain_xlsx_and_it_is_told(make):
    answer, data = handed(make(TABLE), f"a.{make.__name__}")
    assert (answer.suffix, "only" in answer.told) == (".xlsx", True)
    assert [row.cells[1:5] for row in opened(data, "a.xlsx").rows] == ROWS


def test_a_sheet_too_large_for_its_formats_comes_back_plain(settings):
    settings.SHEET_MAX_DRESSED_BYTES = 100
    answer, data = handed(xlsx(SHEET))
    assert answer.lost == "size"
    sheet = opened(data, "a.xlsx")
    assert (sheet.tag, [row.cells[1:] for row in sheet.rows]) == (
        TAG,
        [[*ROWS[0], "5"], [*ROWS[1], "8"]],
    )


def test_an_original_that_is_gone_or_broken_costs_the_formats_only():
    target = io.BytesIO()
    answer = hand_back(target, None, HEADER, REFUSED, filename="a.xlsx", tag=TAG)
    assert answer.lost == "gone"
    assert handed(xlsx(SHEET)[:3000])[0].lost == "broken"
    no_styles = changed(xlsx(SHEET), "xl/styles.xml", b"</styleSheet>", b"")
    answer, data = handed(no_styles)
    assert answer.lost == "broken"
    assert len(list(opened(data, "a.xlsx").rows)) == 2


def test_the_sheet_that_was_chosen_is_the_one_handed_back():
    def dress(workbook, _page):
        more = workbook.add_worksheet("第二")
        for row, cells in enumerate(SHEET):
            more.write_row(row, 0, cells)

    data = handed(xlsx(TABLE, dress=dress), reading=Reading(sheet="第二"))[1]
    assert values(page_of(data, "第二"))[3][0] == ROWS[0][0]
    assert page_of(data)["A2"].value == ROWS[0][0]
    assert openpyxl.load_workbook(io.BytesIO(data)).active.title == "第二"


def test_a_sheet_whose_rows_and_cells_have_no_numbers_is_thinned_too():
    data = parts(xlsx(TABLE))
    page = data["xl/worksheets/sheet1.xml"].decode()
    for row in (1, 2, 3):
        page = page.replace(f' r="{row}"', "")
        for letter in "ABCD":
            page = page.replace(f' r="{letter}{row}"', "")
    data["xl/worksheets/sheet1.xml"] = page.encode()
    back = handed(zipped(data), refused=[RefusedRow(3, ROWS[1], [(0, "No.")])])[1]
    assert values(page_of(back))[1] == [*ROWS[1], "No.", 3]


def test_what_was_filled_down_from_a_merged_cell_is_written_into_its_row():
    def dress(_workbook, page):
        page.merge_range(1, 0, 2, 0, "华东")

    rows = [["大区", "客户"], ["", "甲"], ["", "乙"]]
    refused = [RefusedRow(3, ["华东", "乙"], [(1, "No.")])]
    reading = Reading(fill_down=True)
    data = handed(xlsx(rows, dress=dress), refused=refused, header=rows[0], reading=reading)[1]
    assert values(page_of(data))[1][:4] == ["华东", "乙", "No.", 3]


def test_rows_of_a_file_with_stray_quotation_marks_keep_their_numbers():
    data = b'a,b\nm,n\nm,n\n3,"last\nx,"y",\nz,"last\n'
    back = handed(data, "a.csv", [RefusedRow(5, ["x", "y"], [(0, "no")])], ["a", "b"])[1]
    with opened(back, "back.csv") as sheet:
        assert [row.cells[:2] for row in sheet.rows] == [["x", "y"]]


def test_a_formula_without_a_value_comes_back_as_its_text():
    def dress(_workbook, page):
        page.write_formula(1, 1, "=A2")

    data = xlsx([["a", "b"], ["x"]], dress=dress)
    files = parts(data)
    page = files["xl/worksheets/sheet1.xml"].replace(b"</f><v>0</v>", b"</f>")
    data = zipped({**files, "xl/worksheets/sheet1.xml": page})
    back = handed(data, refused=[RefusedRow(2, ["x", "=A2"], [(1, "No.")])], header=["a", "b"])[1]
    cell = page_of(back)["B2"]
    assert (cell.value, cell.data_type) == ("=A2", "s")


def test_a_sheet_without_a_header_gets_no_headings():
    refused = [RefusedRow(2, ROWS[1], [(0, "No.")])]
    data = handed(xlsx(ROWS), refused=refused, header=list("ABCD"), reading=Reading(header_row=-1))[
        1
    ]
    assert values(page_of(data)) == [[*ROWS[1], "No.", 2]]


@pytest.mark.parametrize("tag", ["12-12345678", "1234567-a1b2c3d4"])
def test_a_mark_of_many_digits_makes_no_phone_number_of_its_heading(tag):
    heading = row_heading(tag)
    with opened(text([["客户名称", heading], ["温州阀门", "5"]]), "back.csv") as sheet:
        assert sheet.header == ["客户名称", heading]
