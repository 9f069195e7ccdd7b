"""How a masked value looks, and what it never holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.pool import masked
from customers.pool.masked import HIDDEN, STARS, Masked
from customers.pool.masking import FORMS, OPEN, Mask

DIGITS = st.text("0123456789", min_size=1, max_size=20)
GLUE = st.text(" -().+/,、ext转x#", max_size=3)
NUMBERS = st.lists(st.tuples(GLUE, DIGITS), max_size=6).map(
    lambda parts: "".join(glue + digits for glue, digits in parts)
)
ALL_MASKED = Mask.of_rule(dict.fromkeys(FORMS, "masked"))
ALL_HIDDEN = Mask.of_rule(dict.fromkeys(FORMS, "hidden"))


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [
        ("phones", "138 0013 8000", "138****8000"),
        ("phones", "+86 138-0013-8000", "138****8000"),
        ("phones", "１３８００１３８０００", "138****8000"),
        ("phones", "0571 8791 6397 ext. 8001", "057****6397"),
        ("phones", "8791 6397", "****397"),
        ("phones", "95588", "****"),
        ("phones", "13800138000、13900139000", "138****8000, 139****9000"),
        ("email", "zhang.wei@hengyu.example", "z***@hengyu.example"),
        ("email", "z@hengyu.example", "****@hengyu.example"),
        ("website", "https://www.hengyu.example/about", "h***.example"),
        ("address", "浙江省杭州市文三路 90 号", "浙江省杭州市****"),
        ("address", "上海市浦东新区世纪大道 1 号", "上海市****"),
        ("address", "内蒙古自治区包头市钢铁大街", "内蒙古自治区包头市****"),
        ("address", "文三路超市旁边", "****"),
        ("address", "7 Wensan Road, Hangzhou", "****"),
        ("credit_code", "91330106MA2CABCD1X", "91****CD1X"),
        ("contact.name", "张伟", "张**"),
        ("contact.wechat", "zhangwei_88", "z***"),
        ("remarks", "Call 138-0013-8000 or a@b.example after 5", "Call **** or **** after 5"),
        ("remarks", "Bought 12 lathes for 450000", "Bought 12 lathes for 450000"),
    ],
)
def test_each_field_is_masked_in_its_own_form(key, text, shown):
    assert ALL_MASKED.text(key, text) == shown


@given(NUMBERS)
def test_no_five_digits_of_a_number_stay_together(text):
    assert re.search(r"\d{5}", masked.phone(text)) is None


@given(DIGITS.filter(lambda digits: len(digits) > 6), st.text("甲乙abc ,.;", max_size=9))
def test_no_number_stays_in_free_text(digits, around):
    spaced = " ".join(digits)
    shown = masked.prose(f"{around}{digits}{around}") + masked.prose(f"{around}{spaced}")
    assert re.search(r"\d", shown) is None


@given(st.text(min_size=1), st.sampled_from(sorted(FORMS)))
def test_whatever_stands_in_a_field_can_be_masked(text, key):
    shown = ALL_MASKED.text(key, text)
    assert isinstance(shown, Masked)
    assert len(shown) <= len(text) + 40


@given(st.from_regex(r"[a-z]{3,12}@[a-z]{2,8}\.example", fullmatch=True))
def test_of_an_address_before_the_at_only_a_letter_stays(address):
    assert masked.email(address).startswith(f"{address[0]}***@")
    assert masked.prose(f"write {address}!") == f"write {STARS}!"


def test_hidden_says_nothing_but_that_there_is_something():
    assert {ALL_HIDDEN.text(key, "138 0013 8000") for key in FORMS} == {HIDDEN}
    assert ALL_HIDDEN.text("phones", "") == ""


def test_free_text_is_never_whole_where_anything_is_masked():
    mask = Mask.of_rule({"contact.mobile": "masked"})
    assert mask.text("remarks", "138 0013 8000") == STARS
    assert mask.text("email", "zhang.wei@hengyu.example") == "zhang.wei@hengyu.example"
    assert OPEN.text("remarks", "138 0013 8000") == "138 0013 8000"


def test_a_rule_knows_only_fields_that_can_be_masked():
    assert not Mask.of_rule({"name": "hidden", "phones": "whole"})
