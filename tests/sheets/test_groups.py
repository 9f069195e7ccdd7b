"""Headers of two rows, groups above and fields below, are joined; no title or record is."""

import io

import pytest

from crm.sheets.choices import Reading
from crm.sheets.handing_back.handing import RefusedRow, hand_back
from tests.sheets.makers import text, xlsx
from tests.sheets.reads import chosen, opened, table

GROUPS = ["客户", "", "联系人", "", "备注"]
FIELDS = ["名称", "电话", "姓名", "电话", ""]
RECORDS = [["甲", "057188886666", "张三", "13800138000", "先来"], ["乙", "1", "李四", "2", ""]]
JOINED = ["客户 · 名称", "客户 · 电话", "联系人 · 姓名", "联系人 · 电话", "备注"]


def merged(_workbook, worksheet):
    worksheet.merge_range(0, 0, 0, 1, "客户")
    worksheet.merge_range(0, 2, 0, 3, "联系人")
    worksheet.merge_range(0, 4, 1, 4, "备注")


def test_groups_in_merged_cells_are_joined_with_the_fields_below():
    content = xlsx([GROUPS, FIELDS, *RECORDS], dress=merged)
    assert table(content, "a.xlsx") == [JOINED, *RECORDS]
    sheet = opened(content, "a.xlsx")
    assert (sheet.groups.number, sheet.header_row, sheet.row_count) == (1, 2, 2)


def test_groups_below_titles_are_found_too():
    def dress(workbook, worksheet):
        worksheet.merge_range(0, 0, 0, 4, "客户登记表")
        worksheet.merge_range(2, 0, 2, 1, "客户")
        worksheet.merge_range(2, 2, 2, 3, "联系人")

    content = xlsx([["客户登记表"], [], GROUPS, FIELDS, *RECORDS], dress=dress)
    sheet = opened(content, "a.xlsx")
    assert (sheet.header, [row.number for row in sheet.titles]) == (JOINED, [1])
    assert [row.number for row in sheet.rows] == [5, 6]


@pytest.mark.parametrize(
    ("groups", "fields", "expected"),
    [
        (GROUPS, FIELDS, JOINED),
        (
            ["客户", "", "联系人", ""],
            ["名称", "电话", "姓名", "电话"],
            ["客户 · 名称", "客户 · 电话", "联系人 · 姓名", "联系人 · 电话"],
        ),
        (
            ["编号", "客户", "", ""],
            ["", "名称", "电话", "城市"],
            ["编号", "客户 · 名称", "客户 · 电话", "客户 · 城市"],
        ),
    ],
)
def test_groups_without_merged_cells_are_told_by_the_gaps_they_fill(groups, fields, expected):
    records = [row[: len(groups)] for row in RECORDS]
    content = text([groups, fields, *records])
    assert table(content) == [expected, *records]


@pytest.mark.parametrize(
    "rows",
    [
        [["制表：", "张三", ""], ["名称", "电话", "备注"], ["甲", "13800138000", "x"]],
        [["制表", "张三", ""], ["名称", "电话", "备注"], ["甲", "13800138000", "x"]],
        [["名称", "电话", ""], ["甲", "", "补充"], ["乙", "2", ""]],
        [["名称", "", "城市"], ["甲", "乙", ""], ["丙", "丁", "杭州"]],
        [["名称", "城市"], ["甲", "杭州"], ["乙", "宁波"]],
    ],
)
def test_titles_and_records_are_no_part_of_the_names(rows):
    assert opened(text(rows)).groups is None
    assert opened(xlsx(rows), "a.xlsx").groups is None


def test_names_merged_over_two_columns_of_words_take_no_record():
    def dress(_workbook, worksheet):
        worksheet.merge_range(0, 1, 0, 2, "地址")

    rows = [["名称", "地址", ""], ["甲", "浙江", "杭州"], ["乙", "江苏", "南京"]]
    assert opened(xlsx(rows, dress=dress), "a.xlsx").groups is None


def test_a_title_of_several_merged_cells_is_no_group():
    def dress(_workbook, worksheet):
        worksheet.merge_range(0, 0, 0, 1, "单位：拓普")
        worksheet.merge_range(0, 2, 0, 3, "日期：五月")

    rows = [["", "", "", ""], ["名称", "电话", "姓名", "备注"], RECORDS[0][:4]]
    assert opened(xlsx(rows, dress=dress), "a.xlsx").groups is None


def test_how_many_rows_the_header_has_can_be_chosen():
    words = [["地址", "", "名称"], ["省", "市", "全称"], ["浙江", "杭州", "甲"]]
    assert chosen(text(words)).groups is None
    sheet = chosen(text(words), header_row=2, header_depth=2)
    assert sheet.header == ["地址 · 省", "地址 · 市", "名称 · 全称"]
    assert [row.cells for row in sheet.rows] == words[2:]
    assert chosen(text(words), header_depth=2).header == sheet.header
    content = text([GROUPS, FIELDS, *RECORDS])
    one = chosen(content, header_row=1, header_depth=1)
    assert (one.header, one.row_count) == (GROUPS, 3)
    assert chosen(content, header_row=2, header_depth=1).row_count == 2


def test_only_one_or_two_rows_can_be_chosen():
    assert Reading.from_json({"header_depth": 3}) == Reading()
    assert Reading.from_json(Reading(header_depth=2).to_json()).header_depth == 2


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_refused_rows_go_back_under_both_rows_and_are_read_so_again(kind):
    content = text([GROUPS, FIELDS, *RECORDS])
    if kind == "xlsx":
        content = xlsx([GROUPS, FIELDS, *RECORDS], dress=merged)
    target, refused = io.BytesIO(), [RefusedRow(4, RECORDS[1], [(1, "No phone.")])]
    hand_back(target, io.BytesIO(content), JOINED, refused, filename=f"a.{kind}", tag="12-a1b2c3")
    sheet = opened(target.getvalue(), f"a.{kind}")
    assert sheet.header[:5] == JOINED
    assert (sheet.tag, [row.cells[:5] for row in sheet.rows]) == ("12-a1b2c3", [RECORDS[1]])
