"""Nasty text files, each with its cells."""

from tests.sheets.collection import nasty
from tests.sheets.makers import HEADER, ROWS, TABLE, text

TRADITIONAL = [["客戶名稱", "電話"], ["臺北機械", "0223456789"], ["高雄電子", "0712345678"]]
DATES = ["2024年3月5日", "二〇二四年三月五日", "3/5/2024", "5-Mar-24", "2024.03.05", "20240305"]


@nasty("pipes.csv", TABLE)
def pipes_between_the_cells():
    return text(TABLE, separator="|")


@nasty("tabs.tsv", TABLE)
def tabs_between_the_cells():
    return text(TABLE, separator="\t")


@nasty("tabs.txt", TABLE)
def what_excel_calls_unicode_text():
    return text(TABLE, "utf-16", "\t")


@nasty("big5.csv", TRADITIONAL)
def traditional_characters_in_big5():
    return text(TRADITIONAL, "cp950")


@nasty("gbk-traditional.csv", TRADITIONAL)
def traditional_characters_in_gbk():
    return text(TRADITIONAL, "gb18030")


@nasty("no-mark-16.csv", TABLE)
def wide_characters_without_a_mark():
    return text(TABLE, "utf-16-le")


@nasty("latin.csv", [["Name", "Straße"], ["Müller & Söhne", "Größe 3"]])
def a_european_sheet_of_windows():
    return text([["Name", "Straße"], ["Müller & Söhne", "Größe 3"]], "cp1252", ";")


@nasty("mark-in-the-middle.csv", [["客户", "电话"], ["甲", "1"], ["乙", "2"]])
def two_files_pasted_together_with_the_mark_of_the_second():
    return "\ufeff客户,电话\r\n甲,1\r\n\ufeff乙,2\r\n".encode()


@nasty("two-marks.csv", [["客户", "电话"], ["甲", "1"]])
def a_mark_before_the_mark():
    return "\ufeff\ufeff客户,电话\r\n甲,1\r\n".encode()


@nasty("signs-as-controls.csv", [["a", "b"], ["“x” – y", "€ 5"], ["é", "z"]])
def signs_of_windows_that_a_program_took_for_controls():
    rows = text([["a", "b"], ["“x” – y", "€ 5"], ["é", "z"]], "cp1252")
    return rows.decode("latin-1").encode()


@nasty("old-mac.csv", TABLE)
def line_ends_of_an_old_mac():
    return text(TABLE, end="\r")


@nasty("breaks.csv", [["a", "b"], ["x\ny\r\nz", "1"], ["", "2\n"]])
def line_breaks_of_every_kind_in_cells():
    return b'a,b\r\n"x\ny\r\nz",1\r\n,"2\n"\r\n'


@nasty("long.csv", [["a", "b"], ["客" * 100_000, "y"]])
def a_cell_of_a_hundred_thousand_characters():
    return text([["a", "b"], ["客" * 100_000, "y"]])


@nasty("far-below.csv", [["a", "b"], ["1", "2"], ["3", "4"]])
def a_record_after_a_thousand_blank_rows():
    return b"a,b\n1,2\n" + b"\n" * 500 + b",\n" * 500 + b"3,4\n"


@nasty("dates.csv", [[f"日期{n}" for n in range(6)], DATES])
def days_as_text_in_every_form():
    return text([[f"日期{n}" for n in range(6)], DATES])


@nasty("numbers.csv", [["a", "b", "c", "d"], ["007", "330102199003078888", "1,234.50", "１２３"]])
def numbers_whose_digits_matter():
    return text([["a", "b", "c", "d"], ["007", "330102199003078888", "1,234.50", "１２３"]])


@nasty("formula.csv", [["a", "b"], ["330102199003078888", "007"]])
def codes_dressed_as_formulas_so_that_excel_keeps_their_digits():
    return b'a,b\n"=""330102199003078888""","=""007"""\n'


@nasty("row-twelve.csv", TABLE)
def the_header_in_row_twelve():
    titles = [["客户登记表"], ["单位：万元"], *[[f"说明{n}"] for n in range(9)]]
    return text([*titles, *TABLE])


@nasty("signs.csv", [["#", "客户", "202401", "2024-02", "%"], ["1", "甲", "3", "4", "5"]])
def signs_and_months_among_the_names():
    return text([["#", "客户", "202401", "2024-02", "%"], ["1", "甲", "3", "4", "5"]])


@nasty("dashes.csv", refused="no header")
def a_record_with_a_dash_for_what_is_not_known():
    return text([["甲", "-", "12"], ["乙", "3", "4"]])


@nasty("notes.csv", TABLE)
def a_total_and_a_note_under_the_table():
    notes = [["合计", "2"], [], ["注：数据截至2024年3月"], ["制表人：张三", "", "", "2024-3-5"]]
    return text([*TABLE, *notes])


@nasty(
    "single-names.csv", [HEADER, ROWS[0], ["说明书印刷厂", "", "", ""], ["Total Oil", "", "", ""]]
)
def customers_that_begin_like_notes():
    return text([HEADER, ROWS[0], ["说明书印刷厂"], ["Total Oil"]])


@nasty("nul.csv", [["a", "b"], *[["x", "y"]] * 200, ["ab", "c"]])
def a_nul_in_a_cell():
    return b"a,b\n" + b"x,y\n" * 200 + b"a\0b,c\n"
