"""China's public holidays, loaded: what is shown first is what happens, and hands come first."""

from datetime import date

import pytest
from django.utils import translation

from crm.models import SpecialDay
from crm.workdays.calendar import Year, set_day
from crm.workdays.public_holidays import difference, load
from tests.factories import make_special_day

pytestmark = pytest.mark.django_db
NATIONAL_DAY, ITS_SUNDAY = date(2026, 10, 1), date(2026, 9, 20)


def works(day) -> bool:
    return SpecialDay.objects.get(day=day).is_working


def test_the_year_gets_its_days_off_and_the_weekends_worked_for_them():
    load(2026)
    assert [works(NATIONAL_DAY), works(ITS_SUNDAY)] == [False, True]
    # 365 days, 104 of them weekend; the notice of 2026 gives 19 weekdays off for 6 weekends.
    assert Year(2026).workdays == 365 - 104 - 19 + 6


def test_a_swapped_day_bears_the_name_of_its_festival():
    with translation.override("zh-hans"):
        load(2026)
    names = dict(SpecialDay.objects.values_list("day", "name"))
    assert [names[date(2026, *day)] for day in ((1, 2), (2, 23), (4, 6), (10, 7))] == [
        *["元旦", "春节", "清明节", "国庆节"]
    ]


def test_looking_changes_nothing():
    assert len(difference(2026).new) > 20
    assert not SpecialDay.objects.exists()


def test_loading_twice_is_loading_once():
    load(2026)
    before = list(SpecialDay.objects.values())
    assert not load(2026).changes_anything
    assert list(SpecialDay.objects.values()) == before


def test_days_entered_by_hand_stay_and_are_named():
    set_day(NATIONAL_DAY, True, "Fair")
    found = load(2026)
    assert [(here.name, there.day) for here, there in found.by_hand] == [("Fair", NATIONAL_DAY)]
    assert works(NATIONAL_DAY)


def test_they_are_overwritten_when_asked_for():
    set_day(NATIONAL_DAY, True, "Fair")
    load(2026, overwrite=True)
    day = SpecialDay.objects.get(day=NATIONAL_DAY)
    assert (day.is_working, day.is_loaded) == (False, True)


def test_days_that_are_no_longer_announced_go_unless_a_hand_entered_them():
    make_special_day(date(2026, 7, 1), is_loaded=True)
    make_special_day(date(2026, 7, 2))
    assert [day.day for day in load(2026).dropped] == [date(2026, 7, 1)]
    assert SpecialDay.objects.filter(day__month=7).get().day == date(2026, 7, 2)


def test_a_day_changed_since_it_was_loaded_is_brought_up_to_date():
    make_special_day(NATIONAL_DAY, is_working=True, is_loaded=True)
    assert [day.day for day in load(2026).changed] == [NATIONAL_DAY]
    assert not works(NATIONAL_DAY)


def test_other_years_are_left_alone():
    make_special_day(date(2025, 12, 31), is_loaded=True)
    load(2026)
    assert SpecialDay.objects.filter(day__year=2025).count() == 1
    assert not SpecialDay.objects.filter(day__year__gt=2026).exists()


def test_a_year_not_announced_yet_says_so():
    assert difference(2026).is_announced
    assert not difference(2060).is_announced
