"""What the customer's page shows of this room, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from customers import registry
from tests.factories import make_user
from tests.factories_sales import (
    days_ago,
    in_days,
    make_activity,
    make_opportunity,
    make_order,
    make_sold_to,
)

pytestmark = pytest.mark.django_db

KEYS = ["next_steps", "opportunities", "activities", "orders"]


@pytest.fixture
def rep(client):
    rep = make_user("Li Na")
    client.force_login(rep)
    return rep


@pytest.fixture
def customer(rep):
    return make_sold_to(rep)


def load(client, customer, key):
    url = reverse("customers:panel", args=[customer.pk, key])
    return client.get(url, headers={"HX-Request": "true"})


def shown(client, customer, key):
    response = load(client, customer, key)
    assert response.status_code == 200
    return response.content.decode()


def fill(customer, times=1):
    """Something for every panel."""
    for _time in range(times):
        make_activity(customer)
        make_activity(customer, due_at=in_days(1))
        make_order(customer)
        make_opportunity(customer)
        make_opportunity(customer).win(by=customer.owner)


@pytest.mark.parametrize("key", KEYS)
def test_panels_are_registered_and_full_or_empty_they_load(client, customer, key):
    assert registry.panel(key) is not None
    shown(client, customer, key)
    fill(customer)
    shown(client, customer, key)


@pytest.mark.parametrize("key", KEYS)
def test_insiders_read_panels_and_card_readers_and_strangers_do_not(client, rep, customer, key):
    insider, card_reader = make_user(), make_user()
    customer.share(insider, by=rep, scope="everything")
    customer.share(card_reader, by=rep, scope="card")
    codes = []
    for user in (insider, card_reader, make_user()):
        client.force_login(user)
        codes.append(load(client, customer, key).status_code)
    assert codes == [200, 403, 404]


@pytest.mark.parametrize("key", KEYS)
def test_who_may_not_write_is_offered_nothing_to_write_with(client, rep, customer, key):
    fill(customer)
    insider = make_user()
    customer.share(insider, by=rep, scope="everything")
    assert "<form" in shown(client, customer, key) or "/new/" in shown(client, customer, key)
    client.force_login(insider)
    assert "<form" not in shown(client, customer, key)
    assert "/new/" not in shown(client, customer, key)


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_of_three_takes_as_many_queries_as_a_panel_of_one(
    client, customer, key, django_assert_num_queries
):
    fill(customer)
    load(client, customer, key)
    with django_assert_num_queries(QUERIES[key]):
        load(client, customer, key)
    fill(customer, 2)
    with django_assert_num_queries(QUERIES[key]):
        load(client, customer, key)


QUERIES = {"next_steps": 6, "opportunities": 8, "activities": 6, "orders": 7}


@pytest.mark.parametrize("key", KEYS)
def test_what_is_deleted_or_belongs_to_another_customer_is_not_shown(client, rep, customer, key):
    fill(make_sold_to(rep))
    for make in (make_opportunity, make_order, make_activity):
        make(customer).put_aside(by=rep)
    make_activity(customer, due_at=in_days(1)).put_aside(by=rep)
    page = shown(client, customer, key)
    assert "/activities/1" not in page and "Spindle" not in page and "Line three" not in page


def test_next_steps_come_in_the_order_they_fall_due_and_name_the_late_ones(client, customer):
    make_activity(customer, due_at=in_days(5), text="Later")
    make_activity(customer, due_at=days_ago(2), text="Missed")
    page = shown(client, customer, "next_steps")
    assert page.index("Missed") < page.index("Later") and page.count("seal-text") == 1


def test_what_is_due_today_is_not_late(customer):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert not make_activity(customer, due_at=midnight).is_overdue
    assert make_activity(customer, due_at=midnight - timedelta(seconds=1)).is_overdue


def test_the_latest_ten_activities_are_shown_with_a_way_to_all(client, customer):
    for day in range(12):
        make_activity(customer, happened_at=days_ago(day), text=f"Day {day}.")
    page = shown(client, customer, "activities")
    assert [f"Day {day}." in page for day in range(12)] == [True] * 10 + [False] * 2
    assert f"/activities/?customer={customer.pk}" in page


def test_amounts_in_different_currencies_are_never_added_together(client, customer):
    for amount, currency in (("100", "CNY"), ("200", "CNY"), ("70", "EUR")):
        make_opportunity(customer, amount=amount, currency=currency)
    page = shown(client, customer, "opportunities")
    assert "300 CNY" in page and "70 EUR" in page


def test_an_opportunity_without_an_amount_shows_none(client, customer):
    make_opportunity(customer, amount=None)
    assert "CNY" not in shown(client, customer, "opportunities")
