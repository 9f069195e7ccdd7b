"""The database's counting against days counted one by one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import workdays
from crm.models import Leave, SpecialDay, Workday
from tests.factories import make_user
from tests.workdays.oracle import Oracle

pytestmark = pytest.mark.django_db

IN_ONE_DATABASE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)

# The two edges of the dense table, a plain stretch, and the year the calendar begins with.
starts = st.sampled_from(
    [date(2026, 1, 1), date(2009, 12, 20), date(2060, 12, 1), date(2090, 3, 1), date(1, 1, 1)]
)
offsets = st.integers(min_value=0, max_value=60)
special_days = st.dictionaries(offsets, st.booleans(), max_size=25)
leaves = st.lists(st.tuples(offsets, st.integers(min_value=0, max_value=25)), max_size=5)


@pytest.fixture
def person(db):
    return make_user()


def day_at(start, offset):
    return start + timedelta(days=offset)


def set_up(start, special, spans, person):
    """The records, and the oracle that knows them too."""
    SpecialDay.objects.all().delete()
    Leave.objects.all().delete()
    days = {day_at(start, offset): works for offset, works in special.items()}
    SpecialDay.objects.bulk_create(SpecialDay(day=d, is_working=w) for d, w in days.items())
    away = [(day_at(start, at), day_at(start, at + length)) for at, length in spans]
    Leave.objects.bulk_create(
        Leave(person=person, first_day=first, last_day=last, created_by=person)
        for first, last in away
    )
    return Oracle(days), Oracle(days, away)


@IN_ONE_DATABASE
@given(origin=starts, special=special_days, spans=leaves, at=offsets, days=st.integers(-3, 70))
def test_the_day_after_so_many_is_the_one_counted_to(origin, special, spans, at, days, person):
    everybody, personal = set_up(origin, special, spans, person)
    start = day_at(origin, at)

    assert workdays.after(start, days) == everybody.after(start, days)
    assert workdays.after(start, days, person) == personal.after(start, days)


@IN_ONE_DATABASE
@given(origin=starts, special=special_days, spans=leaves, at=offsets, to=offsets)
def test_days_between_are_as_many_as_counted(origin, special, spans, at, to, person):
    everybody, personal = set_up(origin, special, spans, person)
    start, finish = day_at(origin, at), day_at(origin, to)

    assert workdays.between(start, finish) == everybody.between(start, finish)
    assert workdays.between(start, finish, person) == personal.between(start, finish)


@IN_ONE_DATABASE
@given(special=special_days, spans=leaves, at=offsets, days=st.integers(1, 70))
def test_without_the_dense_table_everything_counts_the_same(special, spans, at, days, person):
    origin = date(2026, 1, 1)
    _everybody, personal = set_up(origin, special, spans, person)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE crm_workday")
    start = day_at(origin, at)

    assert workdays.after(start, days, person) == personal.after(start, days)


def test_a_leave_put_aside_stops_no_clock(person, house):
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
