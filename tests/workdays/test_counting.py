"""The database's counting against days counted one by one."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import workdays
from crm.models import Leave, SpecialDay, Workday
from tests.factories import make_user
from tests.workdays.oracle import Oracle

pytestmark = pytest.mark.django_db

# Each calendar is asked many questions: to fill it takes longer than to count by it.
CALENDARS = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
A_PLAIN_STRETCH = date(2026, 1, 1)
STARTS, LENGTHS = range(-1, 61, 4), (-3, 0, 1, 2, 3, 7, 20, 70)

# The plain stretch, the two edges of the dense table, and the years beyond them.
origins = st.sampled_from(
    [A_PLAIN_STRETCH, date(2009, 12, 20), date(2060, 12, 1), date(2090, 3, 1), date(1, 1, 2)]
)
offsets = st.integers(min_value=0, max_value=60)
special_days = st.dictionaries(offsets, st.booleans(), max_size=25)
leaves = st.lists(st.tuples(offsets, st.integers(min_value=0, max_value=25)), max_size=5)


@pytest.fixture
def person(db):
    return make_user()


def day_at(origin, offset):
    return origin + timedelta(days=offset)


def set_up(origin, special, spans, person):
    """The records, and two oracles that know them: of everybody, and of the person."""
    SpecialDay.objects.all().delete()
    Leave.objects.all().delete()
    days = {day_at(origin, offset): works for offset, works in special.items()}
    SpecialDay.objects.bulk_create(SpecialDay(day=d, is_working=w) for d, w in days.items())
    away = [(day_at(origin, at), day_at(origin, at + length)) for at, length in spans]
    Leave.objects.bulk_create(
        Leave(person=person, first_day=first, last_day=last, created_by=person)
        for first, last in away
    )
    return Oracle(days), Oracle(days, away)


def questions(origin):
    return [(day_at(origin, at), length) for at, length in product(STARTS, LENGTHS)]


@CALENDARS
@given(origin=origins, special=special_days, spans=leaves)
def test_the_day_after_so_many_is_the_one_counted_to(origin, special, spans, person):
    everybody, personal = set_up(origin, special, spans, person)
    for start, days in questions(origin):
        assert workdays.after(start, days) == everybody.after(start, days)
        assert workdays.after(start, days, person) == personal.after(start, days)


@CALENDARS
@given(origin=origins, special=special_days, spans=leaves)
def test_days_between_are_as_many_as_counted(origin, special, spans, person):
    everybody, personal = set_up(origin, special, spans, person)
    for start, length in questions(origin):
        finish = day_at(start, max(length, 0))
        assert workdays.between(start, finish) == everybody.between(start, finish)
        assert workdays.between(start, finish, person) == personal.between(start, finish)


@CALENDARS
@given(special=special_days, spans=leaves)
def test_without_the_dense_table_everything_counts_the_same(special, spans, person):
    _everybody, personal = set_up(A_PLAIN_STRETCH, special, spans, person)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE crm_workday")
    for start, days in questions(A_PLAIN_STRETCH):
        assert workdays.after(start, days, person) == personal.after(start, days)


def test_nothing_lies_between_a_day_and_one_before_it():
    assert workdays.between(FRIDAY, MONDAY) == 0


def test_a_leave_put_aside_stops_no_clock(house):
    leave = Leave(person=house.owner, first_day=MONDAY, last_day=FRIDAY)
    leave.grant(by=house.manager)
    assert workdays.between(MONDAY, FRIDAY, house.owner) == 0

    leave.withdraw(by=house.manager)

    assert workdays.between(MONDAY, FRIDAY, house.owner) == 4


def test_the_leave_of_one_stops_no_clock_of_another(house):
    Leave(person=house.owner, first_day=MONDAY, last_day=FRIDAY).grant(by=house.manager)

    assert workdays.after(MONDAY, 4, house.mate) == FRIDAY


@pytest.mark.parametrize("arguments", ["NULL, 3", "date '2026-11-23', NULL"])
def test_nothing_is_known_of_an_unknown_day_or_number(arguments):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT crm_workday_after({arguments})")
        assert cursor.fetchone() == (None,)


def test_the_dense_table_reaches_from_2010_to_2060():
    days = Workday.objects.order_by("day").values_list("day", flat=True)
    assert (days[0], days.last(), len(days)) == (date(2010, 1, 1), date(2060, 12, 31), 18_628)
