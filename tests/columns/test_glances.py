"""What is read at a glance is what the field itself makes of it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from crm.grid.glances import cleaner
from customers import standards
from customers.models import Contact, Customer

FIELDS = [
    *(Customer._meta.get_field(name) for name in ("name", "website", "email", "remarks")),
    Customer._meta.get_field("credit_code"),
    Contact._meta.get_field("mobile"),
]
HOSTS = st.from_regex(r"[a-zA-Z0-9.-]{1,12}\.[a-z0-9-]{1,5}", fullmatch=True)
TEXTS = st.one_of(
    st.text("aZ9@.:/-_ \u00e4\u4e2d\n", max_size=90),
    HOSTS.map("a.b@{}".format),
    HOSTS.map("https://{}/x".format),
    st.sampled_from([None, "", "x" * 201, "91330100MA2AAAAA0B", "9133 0100"]),
)


def outcome(clean, value):
    try:
        return clean(value)
    except ValidationError as error:
        return error.messages


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@settings(max_examples=25)
@given(value=TEXTS)
def test_a_field_reads_a_text_alike_with_and_without_a_glance(field, value):
    assert outcome(cleaner(field), value) == outcome(lambda it: field.clean(it, None), value)


@given(body=st.from_regex(r"\d{8}[0-9A-Z]{9}", fullmatch=True), digit=st.integers(0, 30))
@settings(max_examples=25)
def test_a_credit_code_is_right_where_the_library_says_so(body, digit):
    for code in (body + "0123456789ABCDEFGHJKLMNPQRTUWXY"[digit], body, body.lower() + "1"):
        assert standards.is_credit_code(code) == uscc.is_valid(code)


def test_a_right_code_is_right_and_a_slip_of_one_digit_is_not():
    body = "91330100MA2AXXXX1"
    code = body + uscc.calc_check_digit(body)
    assert standards.is_credit_code(code)
    assert not standards.is_credit_code("8" + code[1:])
