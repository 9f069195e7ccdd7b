"""Every list shows what its reader may see, and costs the same for one row and for three."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid
from tests.factories import make_user
from tests.factories_sales import (
    days_ago,
    in_days,
    make_activity,
    make_opportunity,
    make_order,
    make_sold_to,
)
from tests.grids.contract import GridContract

pytestmark = pytest.mark.django_db

LISTS = [("activities", make_activity), ("opportunities", make_opportunity), ("orders", make_order)]


class TestActivities(GridContract):
    grid, url = ActivityGrid, "sales:activities"

    def make(self, owner):
        return make_activity(make_sold_to(owner))


class TestOpportunities(GridContract):
    grid, url = OpportunityGrid, "sales:opportunities"

    def make(self, owner):
        return make_opportunity(make_sold_to(owner))


class TestOrders(GridContract):
    grid, url = OrderGrid, "sales:orders"

    def make(self, owner):
        return make_order(make_sold_to(owner))


@pytest.fixture
def rep(client):
    rep = make_user("Li Na")
    client.force_login(rep)
    return rep


def rows(client, name, query=""):
    """The records on the first page of a list."""
    response = client.get(reverse(f"sales:{name}") + query)
    assert response.status_code == 200
    return [row.pk for row in response.context["grid"].page.rows]


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_a_list_shows_only_what_belongs_to_customers_its_reader_is_inside_of(
    client, rep, name, make
):
    mine, other = make(make_sold_to(rep)), make(make_sold_to())
    assert rows(client, name) == [mine.pk]
    client.force_login(other.customer.owner)
    assert rows(client, name) == [other.pk]


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_a_share_of_the_card_opens_no_list(client, rep, name, make):
    record, reader = make(make_sold_to(rep)), make_user()
    record.customer.share(reader, by=rep, scope="card")
    client.force_login(reader)
    assert rows(client, name) == []


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_what_is_deleted_leaves_the_list(client, rep, name, make):
    record = make(make_sold_to(rep))
    record.put_aside(by=rep)
    assert rows(client, name) == []


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_a_list_of_three_takes_as_many_queries_as_a_list_of_one(
    client, rep, name, make, django_assert_num_queries
):
    make(make_sold_to(rep))
    rows(client, name)
    with django_assert_num_queries(QUERIES[name]) as first:
        rows(client, name)
    for _row in range(2):
        make(make_sold_to(rep))
    with django_assert_num_queries(len(first)):
        assert len(rows(client, name)) == 3


# session, user, principals, views, columns, the time limit, chips, count, page, rights, and where
# there is money its sums: and a few of the shell's own.
QUERIES = {"activities": 16, "opportunities": 17, "orders": 17}


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_a_list_is_narrowed_to_one_customer_by_its_id(client, rep, name, make):
    wanted, _other = make(make_sold_to(rep, "Hengyu")), make(make_sold_to(rep, "Hengyu East"))
    assert rows(client, name, f"?customer={wanted.customer_id}") == [wanted.pk]


@pytest.mark.parametrize("name", ["activities", "opportunities", "orders"])
def test_narrowing_to_a_customer_one_may_not_see_does_not_tell_its_name(client, rep, name):
    hidden = make_sold_to(name="Secret Foundry")
    response = client.get(reverse(f"sales:{name}") + f"?customer={hidden.pk}")
    assert response.status_code == 200 and "Secret Foundry" not in response.content.decode()


def test_the_chips_of_activities_tell_planned_overdue_and_done_apart(client, rep):
    customer = make_sold_to(rep)
    done = make_activity(customer, happened_at=days_ago(1)).pk
    late = make_activity(customer, due_at=days_ago(2)).pk
    soon = make_activity(customer, due_at=in_days(2)).pk
    assert rows(client, "activities", "?state=done") == [done]
    assert rows(client, "activities", "?state=overdue") == [late]
    assert rows(client, "activities", "?state=planned&sort=when") == [late, soon]
    assert rows(client, "activities", "?status=planned&sort=-when") == [soon, late]


def test_the_chips_of_opportunities_tell_open_late_won_and_lost_apart(client, rep):
    customer, yesterday = make_sold_to(rep), timezone.localdate() - timedelta(days=1)
    late = make_opportunity(customer, expected_close=yesterday)
    won, lost = make_opportunity(customer), make_opportunity(customer)
    won.win(by=rep)
    lost.lose(by=rep, reason="price")
    found = {
        state: rows(client, "opportunities", f"?state={state}")
        for state in ("open", "late", "won", "lost")
    }
    assert found == {"open": [late.pk], "late": [late.pk], "won": [won.pk], "lost": [lost.pk]}


ODD = [
    "?sort=nonsense",
    "?stage=9",
    "?kind=x",
    "?when_from=0001-01-01",
    "?total_min=1e999",
    "?customer=" + "9" * 5000,
]


@pytest.mark.parametrize(("name", "_make"), LISTS)
@pytest.mark.parametrize("query", ODD)
def test_nothing_odd_in_the_url_breaks_a_list(client, rep, name, _make, query):
    assert isinstance(rows(client, name, query), list)


@pytest.mark.parametrize(
    "sort", ["when", "-when", "kind", "customer", "-contact", "author", "due", "done"]
)
def test_activities_stay_in_order_whatever_they_are_sorted_by(client, rep, sort):
    customer = make_sold_to(rep)
    made = {make_activity(customer, happened_at=days_ago(day)).pk for day in range(3)}
    assert set(rows(client, "activities", f"?sort={sort}")) == made


@pytest.mark.parametrize(("name", "make"), LISTS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_leaves_as_a_file(client, rep, name, make, kind):
    make(make_sold_to(rep))
    response = client.get(reverse(f"sales:{name}") + f"?export={kind}")
    assert response.status_code == 200 and len(b"".join(response.streaming_content)) > 50
