"""One cell taken apart; whatever its shape, nothing of it is lost."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.imports.mapping.parts import PARTS, part_of, pieces


def parts(text):
    found = {part: part_of(text, part) for part in ("name", "mobile", "phone", "email")}
    return SimpleNamespace(**found)


@pytest.mark.parametrize(
    "text",
    [
        "张三 13800138000",
        "张三/13800138000",
        "张三（13800138000）",
        "张三 手机：138 0013 8000",
        "13800138000，张三",
    ],
)
def test_a_name_and_a_mobile_however_they_stand_together(text):
    found = parts(text)
    assert (found.name, found.phone, found.email) == ("张三", "", "")
    assert re.sub(r"\D", "", found.mobile) == "13800138000"


def test_the_first_mobile_is_the_mobile_and_every_other_number_the_phone():
    found = parts("13800138000 13900139000 / 0571-88888888转801")
    assert found.mobile == "13800138000"
    assert found.phone == "0571-88888888转801, 13900139000"


def test_several_numbers_parted_by_blanks_are_several():
    assert part_of("13800138000 13900139000", "phones") == "13800138000, 13900139000"


def test_a_mail_address_and_a_department_stay_what_they_are():
    found = parts("Wu Tao (Sales) wu.tao@example.com +44 20 7946 0958")
    assert found.name == "Wu Tao (Sales)"
    assert (found.email, found.phone) == ("wu.tao@example.com", "+44 20 7946 0958")


@pytest.mark.parametrize("text", ["2026-01-31", "Line 3", "K-1200", "91330106MA27W0001D"])
def test_what_is_no_number_is_not_taken_for_one(text):
    assert (part_of(text, "phones"), part_of(text, "name")) == ("", text)


@given(st.text(alphabet="张三 ,/()0123456789-@a.转", max_size=40))
def test_the_parts_share_the_letters_and_digits_out_between_them(text):
    found = pieces(text)
    told = "".join((found.name, *found.mobiles, *found.phones, *found.mails))
    assert sorted(filter(str.isalnum, told)) == sorted(filter(str.isalnum, text))


def test_every_part_is_one_that_a_mapping_can_name():
    assert set(PARTS) == {"name", "mobile", "phone", "phones", "email"}
