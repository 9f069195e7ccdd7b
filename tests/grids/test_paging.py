"""Pages begin after a row: nothing is skipped or shown twice, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.grid.paging import BadCursor, Place
from crm.models import User
from customers.grids import CustomerGrid
from customers.models import Customer
from tests.factories import make_customer, make_user

pytestmark = pytest.mark.django_db


class SmallPages(CustomerGrid):
    rows_on_a_page = 3


@pytest.fixture
def rep():
    return make_user()


def walk(rep, sort, between=lambda: None):
    seen, place = [], ""
    while place is not None and len(seen) < 100:
        page = SmallPages(rep, QueryDict(f"sort={sort}&after={place}")).page
        seen += [row.pk for row in page.rows]
        place = page.after
        between()
    return seen


@given(days=st.lists(st.none() | st.integers(0, 4), max_size=11), falling=st.booleans())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_nullable_order_agrees_with_plain_python(rep, days, falling):
    Customer.objects.filter(owner=rep).update(deleted_at=timezone.now())
    now = timezone.now()
    for day in days:
        customer = make_customer(owner=rep)
        at = None if day is None else now - timedelta(days=day)
        Customer.objects.filter(pk=customer.pk).update(last_activity_at=at)
    rows = list(Customer.objects.filter(owner=rep, deleted_at=None))
    filled = [row for row in rows if row.last_activity_at]
    filled.sort(key=lambda row: (row.last_activity_at, row.pk), reverse=falling)
    empty = sorted((row for row in rows if not row.last_activity_at), key=lambda row: row.pk)
    empty = empty[::-1] if falling else empty
    expected = [row.pk for row in [*filled, *empty]]
    assert walk(rep, f"{'-' if falling else ''}last_activity") == expected


def test_rows_that_stay_are_shown_once_while_others_come_and_go(rep):
    stay = [make_customer(f"stays {number}", owner=rep).pk for number in range(8)]
    leaving = [make_customer(f"a leaves {number}", owner=rep) for number in range(4)]

    def disturb():
        if leaving:
            leaving.pop().delete(by=rep)
            make_customer("aa comes", owner=rep)

    seen = walk(rep, "name", between=disturb)
    assert [pk for pk in seen if pk in stay] == stay


def order(text):
    return CustomerGrid(User(is_admin=True), QueryDict(f"sort={text}&cols=name")).ordering


def test_a_place_survives_the_address_bar():
    place = Place((timezone.now(), "name"), 7)
    assert Place.decode(place.encode(order("changed,-name")), order("changed,-name")) == place


@pytest.mark.parametrize("text", ["x", "W10", "WzEsMiwzXQ", "[]", "💥", "bnVsbA", "WyJhIiwgMV0"])
def test_a_spoilt_place_is_refused(text):
    with pytest.raises(BadCursor):
        Place.decode(text, order("changed"))


@pytest.mark.parametrize("other", ["changed", "phones", "created", "-name", "name,changed"])
def test_a_place_in_one_order_is_none_in_another(other):
    """Or the name of a row would be compared with a time, or with a list of numbers."""
    text = Place(("Hengyu Machines",), 7).encode(order("name"))
    with pytest.raises(BadCursor):
        Place.decode(text, order(other))
