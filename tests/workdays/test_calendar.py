"""The dense table follows the special days, whatever changes them."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import workdays
from crm.models import SpecialDay, Workday
from crm.workdays.calendar import AS_USUAL, Year, set_day
from crm.workdays.signals import calendar_changed
from tests.factories import make_special_day
from tests.workdays.oracle import Oracle

pytestmark = pytest.mark.django_db
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)
NO_FIXTURE_TO_REPEAT = [HealthCheck.function_scoped_fixture]
days = st.dates(date(2010, 1, 1), date(2060, 12, 31))


def recomputed() -> list[tuple[date, bool, int]]:
    """Every day of the table, counted one by one."""
    oracle = Oracle(dict(SpecialDay.objects.values_list("day", "is_working")))
    rows, ordinal, day = [], 0, date(2010, 1, 1)
    while day.year < 2061:
        ordinal += oracle.works(day)
        rows.append((day, oracle.works(day), ordinal))
        day += timedelta(days=1)
    return rows


def kept() -> list[tuple[date, bool, int]]:
    return list(Workday.objects.order_by("day").values_list("day", "is_working", "ordinal"))


@settings(max_examples=6, deadline=None, suppress_health_check=NO_FIXTURE_TO_REPEAT)
@given(st.lists(st.tuples(days, st.sampled_from([True, False, AS_USUAL])), max_size=6))
def test_after_any_changes_the_table_is_as_counted_anew(changes):
    for day, is_working in changes:
        set_day(day, is_working)
    assert kept() == recomputed()


def test_it_follows_sets_of_days_at_once():
    SpecialDay.objects.bulk_create(SpecialDay(day=d, is_working=False) for d in a_week(MONDAY))
    SpecialDay.objects.filter(day__gt=MONDAY).update(is_working=True)
    assert kept() == recomputed()
    SpecialDay.objects.all().delete()
    assert kept() == recomputed()


def a_week(day):
    return [day + timedelta(days=n) for n in range(7)]


def test_days_beyond_the_table_are_special_too():
    make_special_day(date(2070, 1, 1))
    assert kept() == recomputed()
    assert workdays.between(date(2069, 12, 31), date(2070, 1, 2)) == 1


@pytest.mark.django_db(transaction=True)
def test_emptying_the_special_days_brings_the_plain_week_back():
    make_special_day(MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE crm_specialday")
    assert kept() == recomputed()


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_leave_one_right_table():
    barrier = Barrier(2)
    admins = [
        Thread(target=holidays_from, args=(day, barrier)) for day in (MONDAY, date(2026, 1, 5))
    ]
    for admin in admins:
        admin.start()
    for admin in admins:
        admin.join()
    assert SpecialDay.objects.count() == 10
    assert kept() == recomputed()


def holidays_from(day, barrier):
    try:
        for free in a_week(day)[:5]:
            barrier.wait(timeout=30)
            with transaction.atomic():
                set_day(free, False)
    finally:
        connection.close()


def test_those_who_forecast_hear_of_it_once_it_is_committed(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **_):
        heard.append(sender)

    calendar_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        set_day(MONDAY, False)
        assert heard == []
    assert heard == [SpecialDay]


def test_a_year_without_special_days_is_the_plain_week():
    year = Year(2030)
    assert [len(month.days) for month in year.months] == [
        *[31, 28, 31, 30, 31, 30],
        *[31, 31, 30, 31, 30, 31],
    ]
    assert {day.kind for month in year.months for day in month.days} == {"work", "weekend"}
    assert (year.workdays, year.has_holidays) == (261, False)


def test_weeks_begin_on_monday():
    november = Year(2026).months[10]
    assert [day and day.day.day for day in november.weeks[0]] == [None] * 6 + [1]
    assert all(len(week) == 7 for week in november.weeks)


def test_days_of_one_name_are_listed_together():
    for day in (1, 2, 3, 6):
        make_special_day(date(2026, 10, day), name="National Day")
    make_special_day(date(2026, 10, 10), is_working=True, name="")
    october = Year(2026).months[9]
    assert [(n.span, n.name) for n in october.named] == [("1–3, 6", "National Day"), ("10", "")]
    assert [october.days[day - 1].kind for day in (1, 3, 4, 10)] == [
        *["holiday", "holiday", "weekend", "make-up"]
    ]


def test_the_year_is_read_in_two_queries(django_assert_num_queries):
    make_special_day(MONDAY)
    with django_assert_num_queries(2):
        assert Year(2026).workdays == 260
