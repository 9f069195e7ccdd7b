"""Numbers, days and instants are read as people in either language write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from crm.grid import typed

NUMBERS = {
    "1234": "1234", "1,234.50": "1234.50", "￥1,234,567": "1234567", "1 234 567": "1234567",
    "12,345 CNY": "12345", "1.2万": "12000", "3亿": "300000000", "－5": "-5", "0.30": "0.30",
    "USD 99": "99", "１２": "12",
}  # fmt: skip
DAYS = {
    "2026-11-29": date(2026, 11, 29), "2026/1/5": date(2026, 1, 5), "2026.01.05": date(2026, 1, 5),
    "2026年11月29日": date(2026, 11, 29), "29/11/2026": date(2026, 11, 29),
    "11/29/2026": date(2026, 11, 29), "5.1.2026": date(2026, 1, 5), "29 Nov 2026": date(2026, 11, 29),
    "November 29, 2026": date(2026, 11, 29), "Nov 1st, 2026": date(2026, 11, 1),
    "２０２６－０１－０５": date(2026, 1, 5), "5/5/2026": date(2026, 5, 5),
    "5-Mar-24": date(2024, 3, 5), "5 March 1987": date(1987, 3, 5), "Mar-5, 87": date(1987, 3, 5),
    "05.Nov.2026": date(2026, 11, 5), "2026年11月29号": date(2026, 11, 29),
    "二〇二四年三月五日": date(2024, 3, 5), "二零二四年十二月三十一日": date(2024, 12, 31),
    "二○二四年十月二十日": date(2024, 10, 20), "一九九九年一月廿九": date(1999, 1, 29),
}  # fmt: skip
TIMES = {
    "2026-11-29 14:30": (14, 30), "2026-11-29T14:30:11": (14, 30), "2026年11月29日 下午2:30": (14, 30),
    "29 Nov 2026 2:30 pm": (14, 30), "2026-11-29": (0, 0), "2026-11-29 上午9:05": (9, 5),
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read(text):
    assert typed.number(text) == NUMBERS[text]


@pytest.mark.parametrize("text", ["", "abc", "1-2", "NaN", "Infinity", "1,2,3x", "万"])
def test_what_is_no_number_is_said_to_be_none(text):
    with pytest.raises(ValidationError, match="not a number"):
        typed.number(text)


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read(text):
    assert typed.day(text) == DAYS[text]


@pytest.mark.parametrize("text", ["11-29", "11月29日", "11/29"])
def test_a_day_without_a_year_is_this_years(text):
    assert typed.day(text) == date(timezone.localdate().year, 11, 29)


@pytest.mark.parametrize(
    "text",
    ["", "2026-13-45", "31.02.2026", "soon", "99/99/2026", "Foo 1, 2026", "Mar 24"]
    + ["二〇二四年十三月五日", "二〇二四年三月五廿日", "二〇二四年三月三十二日", "二〇二四年三月"],
)
def test_what_is_no_day_is_refused_with_how_to_write_one(text):
    with pytest.raises(ValidationError, match="write it as"):
        typed.day(text)


def test_a_day_that_may_be_two_is_not_guessed():
    with pytest.raises(ValidationError, match="may be two days"):
        typed.day("03/04/2026")


@pytest.mark.parametrize("text", TIMES)
def test_an_instant_is_read_in_the_readers_zone(text):
    local = timezone.localtime(typed.instant(text))
    assert (local.date(), (local.hour, local.minute)) == (date(2026, 11, 29), TIMES[text])


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("yes", True), ("×", False), ("FALSE", False)]
)
def test_yes_and_no_are_read_in_both_languages(text, value):
    assert typed.yes_or_no(text) is value


def test_what_is_neither_is_refused():
    with pytest.raises(ValidationError):
        typed.yes_or_no("maybe")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_sentence(text):
    for read in (typed.number, typed.day, typed.instant, typed.yes_or_no):
        try:
            assert read(text) is not None
        except ValidationError as error:
            assert error.messages
