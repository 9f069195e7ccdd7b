"""Any table in any format goes in by an import, and the list gives the same table out again."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.grid.exporting.tables import cells_of
from customers.grids import CustomerGrid
from customers.imports.reading.staging import stage
from tests.factories import make_axis, make_category, make_own_field
from tests.imports.conftest import imported
from tests.sheets.makers import ods, text, web_page, xls, xlsx, xml_book

pytestmark = pytest.mark.django_db

FORMATS = {
    "a.xlsx": xlsx,
    "a.xls": xls,
    "a.ods": ods,
    "a.csv": text,
    "gb18030.csv": partial(text, encoding="gb18030"),
    "utf16.csv": partial(text, encoding="utf-16"),
    "semicolon.csv": partial(text, encoding="utf-8", separator=";"),
    "page.xls": web_page,
    "book.xls": xml_book,
    "a.tsv": partial(text, encoding="utf-8", separator="\t"),
}
EACH_IS_NEW = {"policy": "create", "policy_by_phone": "create"}
HEADER = ["Name", "Short name", "Serial", "Founded", "Staff", "Phones", "Mood"]

han = st.text("北京上海深圳科技有限公司机械阀门贸易（）·", min_size=2, max_size=12)
plain = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
names = st.builds("{}{}".format, han, plain)
zeros = st.integers(0, 9_999).map("{:06}".format)
long_digits = st.text("0123456789", min_size=18, max_size=18)
days = st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))
numbers = st.decimals(-10_000, 10_000, places=2, allow_nan=False)
phones = st.integers(13_000_000_000, 13_999_999_999).map(str)
rows = st.lists(
    st.tuples(
        names, zeros, st.none() | long_digits, st.none() | days, st.none() | numbers, phones,
        st.sampled_from(["愉快", "Glad", "sour"]),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@pytest.fixture(autouse=True)
def fields(db):
    mood = make_axis("mood", "Mood")
    make_category(mood, "Glad", name_zh="愉快")
    make_category(mood, "Sour")
    own = [("text", "Serial"), ("date", "Founded"), ("number", "Staff")]
    return [make_own_field(kind, name).key for kind, name in own]


@given(rows=rows, name=st.sampled_from(list(FORMATS)))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_table_in_any_format_comes_out_as_it_went_in(admin, pool, fields, tmp_path, rows, name):
    path = tmp_path / name
    path.write_bytes(FORMATS[name]([HEADER, *map(typed(name), rows)]))
    with transaction.atomic(), path.open("rb") as file:
        staged = imported(stage(file, name, by=admin, pool=pool), **EACH_IS_NEW)
        assert (staged.bad, staged.done) == (0, len(rows))
        assert list(map(comparable, shown(admin, fields))) == list(map(expected, rows))
        transaction.set_rollback(True)


def typed(name):
    """A row as such a file holds it: dates and numbers as such where it knows them."""
    if name.endswith(("csv", "tsv")):
        return lambda row: ["" if cell is None else str(cell) for cell in row]
    return lambda row: [float(cell) if isinstance(cell, Decimal) else cell for cell in row]


def expected(row) -> list:
    *rest, mood = row
    return [*rest, "Sour" if mood == "sour" else "Glad"]


def comparable(row) -> list:
    name, short, serial, founded, staff, phones, mood = row
    return [name, short, serial or None, founded, staff, phones.replace(" ", ""), mood]


def shown(user, fields):
    names = ["name", "short_name", *fields, "phones", "mood"]
    yield from cells_of(CustomerGrid(user, QueryDict(f"cols={','.join(names)}&sort=created")))
