from random import Random

import pytest
from django.core.exceptions import ValidationError

from customers import standards


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800138000", "138 0013 8000"),
        ("+86 138-0013-8000", "138 0013 8000"),
        ("0571-88881234", "0571 8888 1234"),
        ("(0571)88881234转8001", "0571 8888 1234 ext. 8001"),
        ("0571-88881234 分机:8001", "0571 8888 1234 ext. 8001"),
        ("0571 8888 1234 ext. 8001", "0571 8888 1234 ext. 8001"),
        ("0571-88881234;ext=8001", "0571 8888 1234 ext. 8001"),
        ("400-820-8888", "400 820 8888"),
        ("+49 30 123456", "+49 30 123456"),
        ("138\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10", "138 0013 8000"),
        ("95588", "95588"),
        ("88881235", "88881235"),
    ],
)
def test_a_number_is_written_one_way_and_stays_so(typed, stored):
    assert standards.phone(typed) == stored
    assert standards.phone(stored) == stored


@pytest.mark.parametrize("separator", [",", "\uff0c", ";", "\uff1b", "、", "\n", "\r\n", "/"])
def test_several_numbers_are_told_apart(separator):
    text = f"13800138000{separator}0571-88881234"
    assert standards.phones(text) == ["138 0013 8000", "0571 8888 1234"]


def test_an_extension_is_no_second_number():
    assert standards.phones("0571-88881234;ext=8001; 13800138000") == [
        "0571 8888 1234 ext. 8001",
        "138 0013 8000",
    ]


def test_the_same_number_twice_is_kept_once():
    assert standards.phones("13800138000, +8613800138000") == ["138 0013 8000"]


@pytest.mark.parametrize("text", ["see remarks", "无", "1" * 41])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError, match=r".+"):
        standards.phone(text)


def test_incomplete_numbers_are_doubtful():
    assert standards.doubtful(["138 0013 8000", "88881235", "95588"]) == ["88881235", "95588"]


def test_a_credit_code_is_written_without_blanks_in_capitals():
    assert standards.credit_code(" 9111 0108-551385082q ") == "91110108551385082Q"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("www.hengyu.example", "https://www.hengyu.example"),
        ("http://hengyu.example", "http://hengyu.example"),
        ("", ""),
    ],
)
def test_a_web_address_needs_no_scheme(typed, stored):
    assert standards.website(typed) == stored


def test_plain_numbers_are_written_as_the_library_writes_each_of_them():
    """Numbers of one beginning share their grouping: whatever follows, the library agrees."""
    rng = Random(8)
    beginnings = ["1", "010", "021", "0571", "0311", "0898", "0755", "0435", "0910", "0"]
    for number in range(4000):
        digits = rng.choice(beginnings) + f"{rng.randrange(10**11):011}"
        typed = digits[: rng.choice([10, 11, 11, 12])]
        if number % 3 == 0 and typed[0] == "0":
            typed = f"{typed[:4]}-{typed[4:]}"
        known = standards.parsed(typed)
        assert standards.phone(typed) == (standards.formatted(known) if known else typed), typed
