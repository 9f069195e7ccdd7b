"""Any table that is written and read again is the same table."""

import datetime as dt
import io
import string
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.sheets.reading import read_sheet
from crm.sheets.writing.text import write_csv
from crm.sheets.writing.xlsx import write_xlsx
from tests.sheets.makers import MAKERS

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"))
TRICKY = st.sampled_from(["=1", "+86 138", "-5", "'=x", "a,b;c\td", 'a"b', "0012", "1E5", "x\r\ny"])
NUMBERS = st.integers(-(10**14), 10**14) | st.decimals(-(10**6), 10**6, places=2)
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31))
CELLS = ANY_TEXT | TRICKY | NUMBERS | DAYS | st.booleans()
NAMES = st.text(string.ascii_letters + "客户名称=+;,\t'\"", min_size=1)
NO_SEPARATORS = str.maketrans(",;\t", "xxx")
at_random = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def tables(draw, cells=CELLS):
    """A header without blank names and rows without blank ones, as reading leaves both out."""
    header = draw(st.lists(NAMES.filter(is_plain_name), min_size=1, max_size=6))
    row = st.tuples(*[cells] * len(header)).filter(lambda cells: any(map(shown, cells)))
    return header, [list(cells) for cells in draw(st.lists(row, min_size=1, max_size=8))]


def is_plain_name(name):
    return any(map(str.isalpha, name)) and name == " ".join(name.split())


def shown(value):
    return str(value).strip()


def as_read(value):
    """Numbers come back as the text people see."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    return f"{Decimal(value).normalize():f}" if value else "0"


def as_read_from_csv(value):
    """Text knows no types: only text comes back as what it was."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def read_back(data: bytes, filename: str):
    sheet = read_sheet(io.BytesIO(data), filename)
    return sheet.header, [row.cells for row in sheet.rows]


@at_random
@given(tables())
def test_an_xlsx_we_wrote_reads_back_the_same(table):
    header, rows = table
    buffer = io.BytesIO()
    write_xlsx(buffer, header, rows)
    expected = [[as_read(cell) for cell in row] for row in rows]
    assert read_back(buffer.getvalue(), "a.xlsx") == (header, expected)


@settings(at_random, max_examples=150)
@given(tables())
def test_a_csv_we_wrote_reads_back_the_same(table):
    header, rows = table
    buffer = io.BytesIO()
    write_csv(buffer, header, rows)
    expected = [[as_read_from_csv(cell) for cell in row] for row in rows]
    assert read_back(buffer.getvalue(), "a.csv") == (header, expected)


LETTERS = st.text(string.ascii_letters + "客户名称喆𠮷 =+'\"", max_size=20)
PLAIN = LETTERS.map(lambda text: f"x{text}x")


@pytest.mark.parametrize("kind", MAKERS)
@settings(at_random, max_examples=15)
@given(table=tables(PLAIN))
def test_plain_text_reads_back_the_same_from_every_format(kind, table):
    header, rows = table
    header = [f"x{name}".translate(NO_SEPARATORS) for name in header]
    data = MAKERS[kind]([header, *rows])
    assert read_back(data, f"a.{kind}") == (header, rows)
