"""How each kind of own field is read from what people type, and refuses the rest."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from customers.models import OwnField
from customers.own_fields.kinds import KINDS
from tests.own_fields.sampling import SAMPLES

HELD = {
    "text": st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400),
    "number": st.decimals(-(10**15), 10**15, places=4, allow_nan=False),
    "money": st.decimals(-(10**15), 10**15, places=2, allow_nan=False),
    "date": st.dates(),
    "flag": st.booleans(),
}


def own(kind, **fields):
    return OwnField(kind=kind, name_zh="字段", name_en="Field", host="customer", **fields)


def refused(kind, typed) -> bool:
    try:
        own(kind, currency="CNY").read(typed)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_what_is_typed_is_read_stored_and_read_again(sample):
    field = own(sample.kind, currency="CNY")
    value = field.read(sample.typed)
    assert value == sample.value
    assert field.type.stored(value) == sample.stored
    assert field.type.loaded(sample.stored) == sample.value


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_blanks_are_no_value(sample):
    assert own(sample.kind).read("  ") is None


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "x" * 501),
        ("text", "nul\0"),
        ("number", "twelve"),
        ("number", "1,20"),
        ("number", "1e5"),
        ("number", "NaN"),
        ("number", "1.23456"),
        ("number", "9" * 30),
        ("money", "$100"),
        ("money", "100.001"),
        ("date", "2026-02-30"),
        ("date", "03/04/2026"),
        ("date", "soon"),
        ("flag", "maybe"),
        ("link", "javascript:alert(1)"),
        ("link", "ftp://files.example"),
        ("link", "not a site"),
        ("link", "https://x.example/" + "a" * 500),
    ],
)
def test_what_is_none_of_its_values_is_refused(kind, typed):
    assert refused(kind, typed)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("number", "１２．５", Decimal("12.5")),
        ("number", "-0", Decimal(0)),
        ("money", "1,000元", Decimal(1000)),
        ("money", "CNY 5", Decimal(5)),
        ("date", "2026年3月1日", date(2026, 3, 1)),
        ("date", "20260301", date(2026, 3, 1)),
        ("date", "2026-03-01 00:00:00", date(2026, 3, 1)),
        ("flag", "YES", True),
        ("flag", "FALSE", False),
    ],
)
def test_what_people_and_spreadsheets_write_is_understood(kind, typed, value):
    assert own(kind, currency="CNY").read(typed) == value


@pytest.mark.parametrize("kind", HELD)
@given(data=st.data())
def test_every_value_survives_being_stored_and_being_typed_again(kind, data):
    field = own(kind, currency="CNY")
    value = data.draw(HELD[kind])
    if kind == "text":
        value = value.strip()
        if not value:
            return
    assert field.type.loaded(field.type.stored(value)) == value
    assert field.read(field.type.typed(value)) == value


@given(st.text(max_size=40))
def test_no_text_is_more_than_refused(typed):
    for kind in KINDS:
        refused(kind, typed)


@given(st.text(max_size=60))
def test_every_link_that_is_taken_leads_to_the_web(typed):
    try:
        link = own("link").read(typed)
    except ValidationError:
        return
    assert link is None or re.match(r"https?://", link)
