"""Text files in the encodings and with the separators people's programs write."""

import pytest

from crm.sheets.cells import BadCell
from crm.sheets.choices import Reading
from crm.sheets.refusals import SheetRefused
from tests.sheets.makers import HEADER, ROWS, TABLE, text
from tests.sheets.reads import chosen, opened, refusal, table

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
marked_utf_16 = [("﻿" + text(TABLE, "utf-8").decode()).encode(f"utf-16-{e}") for e in ("le", "be")]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_reads_the_same_in_every_encoding_with_every_separator(encoding, separator):
    sheet = opened(text(TABLE, encoding, separator))
    assert (sheet.header, sheet.separator) == (HEADER, separator)
    assert [row.cells for row in sheet.rows] == ROWS


@pytest.mark.parametrize("data", marked_utf_16, ids=["le", "be"])
def test_utf_16_of_either_order_is_known_by_its_mark(data):
    assert table(data) == TABLE


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_line_end_is_a_line_end(end):
    assert table(text(TABLE, end=end)) == TABLE


def test_the_encoding_and_the_separator_that_were_guessed_are_told():
    sheet = opened(text(TABLE, "gb18030", ";"))
    assert (sheet.encoding, sheet.separator) == ("gb18030", ";")


def test_rare_characters_of_names_survive_gb18030():
    rows = [["客户名称", "联系人"], ["喆堃机械有限公司", "𠮷"]]
    assert table(text(rows, "gb18030")) == rows


def test_a_character_beyond_the_sample_is_decoded_too():
    rows = [["name", "remark"], *[["plain", "x" * 100]] * 3000, ["杭州拓普", "末行"]]
    assert table(text(rows, "utf-8"))[-1] == ["杭州拓普", "末行"]


GUESSED = [
    ("Müller;Grün;Straße;Régis", "cp1252"),
    ("Ação;Informação;São Paulo;Endereço", "cp1252"),
    ("客戶名稱;電話;備註;聯絡人", "cp950"),
    ("客戶名稱;電話;備註;聯絡人", "gb18030"),
    ("客户名称;电话;备注;联系人", "gb18030"),
    ("Total ………………;Länge ½;¥ Preis;• Ärger;Øl ÷", "cp1252"),
    ("Acções;Informações;Condições", "cp1252"),
]


@pytest.mark.parametrize(("words", "encoding"), GUESSED)
def test_encodings_that_decode_almost_anything_are_told_by_what_they_give(words, encoding):
    sheet = opened(f"{words}\n{words}\n".encode(encoding))
    assert (sheet.encoding, ";".join(sheet.header)) == (encoding, words)


UNLIKE_ANY = [
    ("Имя;Телефон;Город", "cp1251"),
    ("名前;デンワ;ジュウショ;カナ", "cp932"),
    ("Dolnośląskie;Głogów;Łódź;Świętokrzyskie;Wąż", "cp1250"),
]


@pytest.mark.parametrize(("words", "encoding"), UNLIKE_ANY)
def test_other_encodings_are_refused_rather_than_misread(words, encoding):
    assert refusal(f"{words}\n{words}\n".encode(encoding)).code == "unknown encoding"


KOREAN = [
    ["회사명", "담당자", "주소"],
    ["한빛기계", "김철수", "서울시 강남구 테헤란로"],
    ["대한펌프", "이영희", "부산시 해운대구 우동"],
]
JAPANESE = [["会社", "備考"], ["ひので工業", "あさってまでにおねがいします"]]


def test_korean_is_not_taken_for_chinese():
    sheet = opened(text(KOREAN, "cp949"))
    assert (sheet.encoding, [row.cells for row in sheet.rows]) == ("cp949", KOREAN[1:])


def test_japanese_of_unix_is_refused_rather_than_misread():
    assert refusal(text(JAPANESE, "euc_jp")).code == "unknown encoding"


@pytest.mark.parametrize(
    "words", ["男,女", "不知道,哈哈哈", "北京,广东,杭州,安徽,福建,海南,河北,甘肃,贵州,湖北"]
)
def test_a_few_common_characters_are_chinese(words):
    sheet = opened(f"{words}\r\n{words}\r\n".encode("gb18030"))
    assert sheet.header == words.split(",")


@pytest.mark.parametrize(("words", "encoding"), UNLIKE_ANY)
def test_other_encodings_are_read_when_they_are_chosen(words, encoding):
    sheet = chosen(f"{words}\n{words}\n".encode(encoding), encoding=encoding)
    assert sheet.header == words.split(";")


def test_a_file_that_begins_in_plain_letters_is_guessed_by_what_comes_later():
    rows = [["name", "remark"], *[["plain", "x" * 100]] * 3000, ["Müller", "Größe"]]
    sheet = opened(text(rows, "cp1252"))
    assert (sheet.encoding, list(sheet.rows)[-1].cells) == ("cp1252", ["Müller", "Größe"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_character_cut_in_two_costs_its_cell_and_no_more(encoding):
    data = text([["客户", "地址"], *[["杭州拓普机电", "浙江省杭州市"]] * 20], encoding)
    cut = "客户".encode(encoding)[:-1]
    rows = table(data + cut + b",x\r\ny,z\r\n")
    assert rows[-3:] == [["杭州拓普机电", "浙江省杭州市"], ["客\ufffd", "x"], ["y", "z"]]
    assert [cell.fault for row in rows for cell in row if isinstance(cell, BadCell)] == [
        "characters"
    ]


def test_an_encoding_that_does_not_fit_is_refused_by_name():
    with pytest.raises(SheetRefused, match="cannot be read in the encoding utf-8"):
        chosen(text(TABLE, "gb18030"), encoding="utf-8")


def test_a_separator_that_is_chosen_is_taken():
    assert chosen(b"a;b,c\n1;2,3\n", separator=";").header == ["a", "b,c"]


def test_a_header_that_is_chosen_is_taken_with_all_above_it_as_titles():
    sheet = chosen(b"a,b\n1,2\n\n13800138000,x\n3,4\n", header_row=4)
    assert [title.number for title in sheet.titles] == [1, 2]
    assert (sheet.header, [tuple(row) for row in sheet.rows]) == (
        ["13800138000", "x"],
        [(5, ["3", "4"])],
    )


def test_a_header_that_is_chosen_where_nothing_stands_is_refused():
    with pytest.raises(SheetRefused, match="row 3 is blank"):
        chosen(b"a,b\n1,2\n\n3,4\n", header_row=3)


def test_a_choice_out_of_a_store_that_means_nothing_is_a_guess():
    stored = {"encoding": "rot13", "separator": "x", "header_row": -2, "sheet": None}
    assert Reading.from_json(stored | {"sheet": ""}) == Reading()
    assert Reading.from_json(Reading("a", 2, "cp950", "|").to_json()) == Reading(
        "a", 2, "cp950", "|"
    )


def test_one_column_needs_no_separator():
    rows = [["客户名称"], ["杭州拓普"], ["宁波水泵"]]
    assert table(text(rows)) == rows


def test_separators_inside_quoted_cells_mislead_nobody():
    rows = [["名称", "备注"], *[["甲", "a;b;c;d"]] * 5]
    assert table(text(rows)) == rows


def test_excels_hint_line_names_the_separator_and_is_no_row():
    sheet = opened(b"sep=;\r\na;b\r\n1,0;2\r\n")
    assert sheet.header_row == 1
    assert [tuple(row) for row in sheet.rows] == [(2, ["1,0", "2"])]


def test_line_breaks_inside_a_cell_stay_one_row():
    sheet = opened(text([["a", "b"], ["x\r\ny", "1"], ["z", "2"]]))
    assert [tuple(row) for row in sheet.rows] == [(2, ["x\r\ny", "1"]), (3, ["z", "2"])]


def test_leading_zeros_percentages_and_dates_stay_as_typed():
    rows = [list("abcd"), ["0012", "25%", "2024年2月29日", "TRUE"]]
    assert table(text(rows)) == rows


@pytest.mark.parametrize("typed", ["4.40301E+17", "1E+15", "-1.2E+20"])
def test_a_number_excel_has_shortened_is_not_passed_off_as_whole(typed):
    cell = table(text([["a", "b"], ["x", typed]]))[1][1]
    assert isinstance(cell, BadCell)
    assert (cell, cell.fault) == (typed, "digits")


def test_a_nul_among_text_is_dropped():
    data = b"name,remark\n" + b"x,y\n" * 2000 + b"a\0b,c\n"
    assert table(data)[-1] == ["ab", "c"]


def test_an_escaped_formula_is_read_without_its_apostrophe():
    assert table(text([["a", "b"], ["'=1+1", "'quoted'"]]))[1] == ["=1+1", "'quoted'"]


def test_a_line_full_of_open_quotation_marks_takes_no_time():
    """Looking through the rest of the line for every cell would take minutes."""
    line = b'"a,' * 300_000
    assert refusal(b"a,b\n" + line + b"\n").code == "too many columns"
