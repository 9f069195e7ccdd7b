"""Text files as databases, tills and half-broken scripts write them."""

from tests.sheets.collection import nasty
from tests.sheets.makers import TABLE, text

TWO = [["客户", "电话"], ["甲", "1"]]
LINES = "客户,电话\r\n甲,1\r\n"
JAPANESE = [["会社名", "電話番号"], ["株式会社ひので", "03"], ["東京ポンプ製作所", "06"]]


# --- encodings ---------------------------------------------------------------------------------
@nasty("mark-16-be.csv", TABLE)
def wide_text_the_other_way_round():
    return b"\xfe\xff" + text(TABLE, "utf-16-be")


@nasty("no-mark-16-be.csv", TABLE)
def wide_text_the_other_way_round_without_a_mark():
    return text(TABLE, "utf-16-be")


@nasty("mark-32.csv", TABLE)
def text_of_four_bytes_a_character():
    return text(TABLE, "utf-32")


@nasty("short-16.csv", TWO)
def a_few_wide_characters_without_a_mark():
    return LINES.encode("utf-16-le")


@nasty("rare.csv", [["客户", "城市"], ["𠮷野家餐饮有限公司", "上海"], ["㐂盛酒店管理公司", "杭州"]])
def characters_that_only_gb18030_knows():
    rows = [["客户", "城市"], ["𠮷野家餐饮有限公司", "上海"], ["㐂盛酒店管理公司", "杭州"]]
    return text(rows, "gb18030")


@nasty("japanese.csv", refused="unknown encoding")
def text_of_a_japanese_program():
    """Which one it is can be chosen."""
    return text(JAPANESE, "cp932")


@nasty("broken-byte.csv", refused="unknown encoding")
def one_byte_that_is_no_character():
    return text(TABLE, "utf-8") + "甲".encode() + b"\xff,1,2,3\r\n"


@nasty("marked-but-broken.csv", refused="unknown encoding")
def a_mark_over_bytes_that_are_otherwise():
    return b"\xef\xbb\xbf" + text(TABLE, "gb18030")


# --- lines -------------------------------------------------------------------------------------
@nasty("hint.csv", [["a", "b"], ["1,5", "2"]])
def a_mark_and_a_hint_about_the_separator():
    return "\ufeffsep=;\r\na;b\r\n1,5;2\r\n".encode()


@nasty("mixed-ends.csv", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]])
def lines_that_end_in_every_way():
    return b"a,b\r\n1,2\n3,4\r5,6"


@nasty("end-of-file.csv", [["a", "b"], ["1", "2"]])
def the_end_as_old_programs_mark_it():
    return b"a,b\r\n1,2\r\n\x1a"


@nasty("separators.csv", [["a", "b c"], ["x\u0085y", "z\x0bw"]])
def characters_that_some_take_for_line_ends():
    return "a,b\u2028c\nx\u0085y,z\x0bw\n".encode()


@nasty("blank-ends.csv", [["a", "b"], ["1", "2"], ["3", "4"]])
def separators_at_the_end_of_every_line():
    return b"a,b,,,\n1,2,,,\n,,,,\n3,4,,,\n"


@nasty("one-column.csv", [["客户名称"], ["甲公司"], ["乙公司"]])
def names_alone():
    return "客户名称\n甲公司\n\n乙公司\n".encode()


@nasty(
    "ragged-more.csv", [["a", "b", "c", "", ""], ["1", "", "", "", ""], ["1", "2", "3", "4", "5"]]
)
def lines_of_every_length():
    return b"a,b,c\n1\n1,2,3,4,5\n"


@nasty("only-quotes.csv", refused="no cells")
def quotation_marks_around_nothing():
    return b'"","",""\n"",""\n'


@nasty("other-quotes.csv", [["a", "b"], ["'x'", "`y`"], ["“甲”", "«z»"]])
def quotation_marks_that_are_none():
    return "a,b\n'x',`y`\n“甲”,«z»\n".encode()


@nasty("spaced-quotes.csv", [["a", "b"], ["x ", "y"]])
def blanks_behind_a_quotation_mark():
    return b'"a","b"\n"x" ,"y"\n'


@nasty("quoted-names.csv", [["客户 名称", "a,b"], ["甲", "1"]])
def names_with_breaks_and_separators():
    return '"客户\n名称","a,b"\n甲,1\n'.encode()


@nasty("blanks-before.csv", [["a", "b", "c"], ["1", "x, y", "2"], ["3", 'say "z"', "4"]])
def blanks_before_the_quotation_marks():
    """As people type it."""
    return b'a, b, c\n1, "x, y", 2\n3, "say ""z""", 4\n'


@nasty("backslashes.csv", [["a", "b"], ['8" pipe, long', "1"], ["C:\\x", "2"], ["z", "3"]])
def quotation_marks_after_backslashes():
    """As MySQL and Spark write them."""
    return b'"a","b"\n"8\\" pipe, long","1"\n"C:\\\\x","2"\n"z","3"\n'


@nasty("paths.csv", [["a", "b"], ["C:\\x\\", "1"], ["\\\\server\\y", "2"]])
def backslashes_that_are_letters():
    return b'"a","b"\n"C:\\x\\","1"\n\\\\server\\y,2\n'


@nasty("single-quotes.csv", [["a", "b"], ["x, y", "it's"], ["Bob's, Ltd", "2"], ["z", "3"]])
def single_quotation_marks_around_separators():
    return b"'a','b'\n'x, y','it's'\n'Bob's, Ltd','2'\nz,3\n"


@nasty(
    "stray-quotes.csv",
    [
        ["a", "b", "c"],
        *[["m", "n", "o"]] * 5,
        ['5" pipe, long', "x", "1"],
        ['"open', "yz", "2"],
        ["3", '"last', "6"],
        ["4", "break\nhere", "5"],
        ["x", "y", '"7'],
        ["x", "y", "8"],
    ],
)
def quotation_marks_that_nobody_doubled():
    return (
        b"a,b,c\n" + b"m,n,o\n" * 5 + b'"5" pipe, long","x",1\n"open,"yz",2\n3,"last,6\n'
        b'4,"break\nhere",5\nx,y,"7\nx,"y",8\n'
    )


# --- cells -------------------------------------------------------------------------------------
@nasty("european.csv", [["Name", "Betrag"], ["Müller", "1.234,50"], ["Weiß", "-0,5"]])
def decimal_commas_between_semicolons():
    return "Name;Betrag\r\nMüller;1.234,50\r\nWeiß;-0,5\r\n".encode("cp1252")


@nasty("tabbed.csv", [["a", "b"], ["x, y", "1"], ["z", "2;3"]])
def tabs_in_a_file_named_after_commas():
    return b"a\tb\nx, y\t1\nz\t2;3\n"


@nasty("money.csv", [["名称", "金额"], ["甲", "￥1,200.00"], ["乙", "(300)"], ["丙", "１２％"]])
def amounts_as_people_type_them():
    return text(
        [["名称", "金额"], ["甲", "￥1,200.00"], ["乙", "(300)"], ["丙", "１２％"]], "gb18030"
    )


@nasty("exponents.csv", [["a", "b"], ["1.23457E+17", "1e5"]])
def numbers_that_lost_their_digits():
    return b"a,b\n1.23457E+17,1e5\n"


@nasty("no-digits-lost.csv", [["code", "id"], ["000123", "330102199003078888"], ["1E5A", "12-34"]])
def codes_that_look_like_numbers():
    return b"code,id\n000123,330102199003078888\n1E5A,12-34\n"


@nasty("huge-cell.csv", refused="long cell")
def ten_million_characters_without_a_break():
    return b"a,b\n" + b"x" * 10_000_000 + b",1\n"


@nasty("formula-like.csv", [["a", "b"], ["-5", "+8613800138000"], ["@home", "=1+1"]])
def texts_that_would_run_elsewhere():
    return b"a,b\n-5,+8613800138000\n@home,=1+1\n"


@nasty("sheet.txt", [["客户", "电话"], ["甲", "1"]])
def a_table_between_bars():
    return "客户|电话\n甲|1\n".encode("gb18030")


@nasty("dump.csv", [["id", "name"], ["1", "甲"], ["2", "NULL"]])
def what_a_database_writes():
    return '"id","name"\n"1","甲"\n"2",NULL\n'.encode()
