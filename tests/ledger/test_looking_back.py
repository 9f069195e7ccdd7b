"""Who held it on that day: the ledger's last word before midnight."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.days import start_of
from customers.ledger.looking_back import held_by_on, held_on
from customers.models import LedgerEntry
from tests.factories import make_customer, make_pool, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)


def written(customer, moves):
    """Adds moves to the ledger: (day, owner or pool), at noon."""
    held = None
    for day, holder in moves:
        side = "owner" if hasattr(holder, "email") else "pool"
        names = {f"to_{side}": holder, **({f"from_{held[0]}": held[1]} if held else {})}
        moment = start_of(day) + timedelta(hours=12)
        LedgerEntry.objects.create(customer=customer, verb="assigned", at=moment, **names)
        held = (side, holder)


def test_it_names_the_owner_of_a_day_and_how_they_came_to_it(house):
    moves = [(FIRST, house.owner), (FIRST + timedelta(days=3), house.mate)]
    written(house.customer, moves)
    held = held_on(house.customer, FIRST + timedelta(days=2))
    assert held.entry.to_owner == house.owner
    assert held_on(house.customer, FIRST + timedelta(days=3)).entry.to_owner == house.mate


def test_before_the_first_entry_it_was_not_there(house):
    assert held_on(house.customer, date(2001, 1, 1)).entry is None


def test_a_share_in_between_does_not_hide_how_the_owner_came_to_it(house):
    house.pooled.claim(by=house.mate)
    house.pooled.share(house.stranger, by=house.mate, scope="card")
    held = held_on(house.pooled, timezone.localdate())
    assert (held.entry.verb, held.arrival.verb) == ("shared", "claimed")


def test_a_deleted_customer_was_held_by_nobody(house):
    house.customer.delete(by=house.owner)
    assert held_on(house.customer, timezone.localdate()).was_deleted


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=6), st.integers(0, 11))
def test_the_list_of_a_day_agrees_with_every_single_customer(moves, day):
    pool = make_pool()
    people = [make_user(team=pool) for _ in range(3)]
    admin = make_user(is_admin=True)
    customers = [make_customer(pool=pool) for _ in range(2)]
    on = timezone.localdate() + timedelta(days=day)
    for number, (later, person) in enumerate(sorted(moves)):
        moved_on = timezone.localdate() + timedelta(days=later)
        written(customers[number % 2], [(moved_on, people[person])])
    for person in people:
        listed = set(held_by_on(admin, on, owner=person).filter(pk__in=[c.pk for c in customers]))
        alone = {c for c in customers if held_on(c, on).entry.to_owner == person}
        assert listed == alone


def test_the_list_holds_only_what_its_reader_may_see_today(house):
    today = timezone.localdate()
    assert set(held_by_on(house.manager, today, owner=house.owner)) == {house.customer}
    assert set(held_by_on(house.stranger, today, owner=house.owner)) == set()


def test_the_page_of_a_customer_answers_in_a_sentence(house):
    url = reverse("customers:on_a_day", args=[house.customer.pk])
    page = browser_of(house.owner).get(url, {"day": timezone.localdate().isoformat()})
    assert "Owner held it." in page.content.decode()
    assert browser_of(house.stranger).get(url).status_code == 404


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-13-40"])
def test_a_day_that_is_none_is_asked_again(house, day):
    url = reverse("customers:on_a_day", args=[house.customer.pk])
    assert browser_of(house.owner).get(url, {"day": day}).status_code in (200, 422)
    lists = browser_of(house.owner).get(
        reverse("customers:held_on"), {"day": day, "holder": house.owner.pk}
    )
    assert lists.status_code == 200


def test_the_page_of_a_holder_lists_what_they_held(house):
    data = {"day": timezone.localdate().isoformat(), "holder": house.owner.pk}
    page = browser_of(house.manager).get(reverse("customers:held_on"), data).content.decode()
    assert "Owner held 1 customer" in page
    assert "Hengyu Machines" in page
