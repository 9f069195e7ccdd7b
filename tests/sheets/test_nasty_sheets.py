"""Every sheet of the collection gives the cells, or the refusal, expected of it."""

import io
import json

import pytest
from django.utils import translation

from crm.sheets.limits import MIB
from crm.sheets.reading import read_sheet
from crm.sheets.refusals import REASONS, THINGS, SheetRefused
from tests.sheets.makers import TABLE, text, xlsx
from tests.sheets.nasty import NASTY
from tests.sheets.reads import opened, refusal, table

READ = [sheet for sheet in NASTY if sheet.cells]
REFUSED = [sheet for sheet in NASTY if sheet.refused]


@pytest.mark.parametrize("sheet", READ, ids=lambda sheet: sheet.filename)
def test_an_odd_sheet_is_read_right(sheet):
    assert table(sheet.build(), sheet.filename) == sheet.cells


@pytest.mark.parametrize("sheet", REFUSED, ids=lambda sheet: sheet.filename)
def test_a_bad_sheet_is_refused_by_name_and_told_what_to_do(sheet):
    refused = refusal(sheet.build(), sheet.filename)
    assert refused.code == sheet.refused
    assert sheet.filename in str(refused.message)
    assert refused.next_step


def test_names_in_the_collection_differ():
    assert len({sheet.filename for sheet in NASTY}) == len(NASTY)


def test_a_mislabelled_sheet_is_told_what_it_is_and_its_right_name():
    assert str(refusal(text(TABLE), "customers.xlsx")) == (
        "“customers.xlsx” is named like an Excel workbook, but it is plain text with separators. "
        "Rename it to “customers.csv” and upload it again."
    )


def test_a_missing_header_is_told_by_sheet_and_row():
    refused = refusal(xlsx([[], ["13800138000", "2024-01-01"], ["1", "2"]]), "a.xlsx")
    assert refused.params == {"file": "a.xlsx", "sheet": "客户", "row": 2}


def test_an_open_quotation_mark_is_told_by_row():
    assert refusal(b'a,b\n1,2\n\n3,"4\n5,6\n').params["row"] == 4


def test_the_size_of_the_file_is_limited():
    refused = refusal(text(TABLE), bytes=20)
    assert refused.code == "too big"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_as_many_rows_as_allowed_are_read_and_one_more_is_refused(kind):
    data = (xlsx if kind == "xlsx" else text)([["title"], *TABLE[:1], *[["a", "b", "c", "d"]] * 30])
    assert opened(data, f"a.{kind}", rows=30).row_count == 30
    assert refusal(data, f"a.{kind}", rows=29).code == "too many rows"


def test_far_too_many_rows_are_refused_without_counting_them_all():
    assert refusal(b"a,b\n" + b"1,2\n" * 5000, rows=10).code == "too many rows"


def test_as_many_columns_as_allowed_are_read_and_one_more_is_refused():
    assert table(text(TABLE), columns=4) == TABLE
    assert refusal(text(TABLE), columns=3).params["count"] == 4


def test_what_a_zip_unpacks_to_is_limited():
    assert refusal(xlsx(TABLE), "a.xlsx", inflated_bytes=1000).code == "inflated"


def test_the_time_a_reader_takes_is_limited():
    assert refusal(xlsx(TABLE), "a.xlsx", seconds=0).code == "too much work"


def test_the_memory_a_reader_takes_is_limited():
    rows = [["a", "b"], *[["x" * 30_000, "y"]] * 1000]
    data = xlsx(rows, options={"constant_memory": True, "in_memory": False})
    assert table(data, "a.xlsx")[1:] == rows[1:]
    assert refusal(data, "a.xlsx", memory_bytes=64 * MIB).code == "too much work"


def test_limits_are_settings(settings):
    settings.SHEET_MAX_ROWS = 1
    with pytest.raises(SheetRefused, match="more than 1 rows"):
        read_sheet(io.BytesIO(text(TABLE)), "a.csv")


def test_a_refusal_can_be_stored_and_said_again_in_another_language():
    refused = refusal(b"", "a.csv")
    again = SheetRefused(refused.code, **json.loads(json.dumps(refused.params)))
    with translation.override("en"):
        assert str(again) == str(refused)


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_a_sentence_with_all_its_blanks_filled(code):
    blanks = {"file": "a.xlsx", "sheet": "客户", "row": 3, "limit": 7, "count": 9, "columns": 5}
    refused = SheetRefused(code, **blanks, named="xlsx", found="csv", rename="a.csv", encoding="x")
    assert str(refused.message).endswith(".")
    assert str(refused.next_step).endswith(".")


@pytest.mark.parametrize("thing", THINGS)
def test_every_thing_has_a_name(thing):
    assert str(THINGS[thing]) in str(SheetRefused("not a sheet", file="a", found=thing))
