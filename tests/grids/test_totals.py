"""What the numbers of a list come to: over all that match, exact, and only of what one sees."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.grids import CustomerGrid
from sales.grids import OpportunityGrid, OrderGrid
from sales.models import Opportunity
from tests.factories import make_user
from tests.factories_sales import make_opportunity, make_order, make_sold_to
from tests.house import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("Rep")


@pytest.fixture
def customer(rep):
    return make_sold_to(rep)


def sums(user, query="", grid=OpportunityGrid, column="amount"):
    return dict(grid(user, QueryDict(query)).sums[column])


def test_all_that_match_are_summed_not_only_the_page(rep, customer, monkeypatch):
    monkeypatch.setattr(OpportunityGrid, "rows_on_a_page", 2)
    for amount in ("0.10", "0.20", "999999999999.99"):
        make_opportunity(customer, amount=Decimal(amount), currency="CNY")
    assert sums(rep) == {"CNY": Decimal("1000000000000.29")}


def test_each_currency_is_summed_by_itself(rep, customer):
    for amount, currency in ((5, "CNY"), (7, "USD"), (1, "CNY")):
        make_opportunity(customer, amount=amount, currency=currency)
    assert sums(rep) == {"CNY": 6, "USD": 7}
    page = browser_of(rep).get("/opportunities/").content.decode()
    assert "<span>6 <small>CNY</small></span><span>7 <small>USD</small></span>" in page


def test_filters_states_and_strangers_count(rep, customer):
    make_opportunity(customer, amount=5, currency="CNY", name="a")
    make_opportunity(customer, amount=7, currency="CNY", name="b")
    assert sums(rep, "name=a") == {"CNY": 5}
    assert sums(rep, "state=won") == {}
    assert sums(make_user()) == {}


def test_a_column_that_is_not_shown_is_not_summed(rep, customer):
    make_opportunity(customer, amount=5, currency="CNY")
    assert OpportunityGrid(rep, QueryDict("cols=name")).totals == []


def test_orders_have_totals_and_lists_without_sums_have_none(rep, customer):
    make_order(customer)
    assert OrderGrid(rep, QueryDict()).totals
    assert CustomerGrid(rep, QueryDict()).totals == []
    assert "<tfoot>" not in browser_of(rep).get("/customers/").content.decode()


def test_it_is_one_query(rep, customer):
    for currency in ("CNY", "USD", "EUR"):
        make_opportunity(customer, amount=5, currency=currency)
    grid = OpportunityGrid(rep, QueryDict())
    assert grid.rows and grid.shown_columns
    with CaptureQueriesContext(connection) as queries:
        assert grid.totals
    assert len(queries) == 1


def test_rows_whose_value_is_covered_add_nothing(rep, customer):
    class Covering(OpportunityGrid):
        def closed(self, column):
            return Q(name="secret")

    make_opportunity(customer, amount=5, currency="CNY", name="open")
    make_opportunity(customer, amount=7, currency="CNY", name="secret")
    assert sums(rep, grid=Covering) == {"CNY": 5}


amounts = st.none() | st.decimals(0, 10**9, places=2)


@given(
    rows=st.lists(st.tuples(amounts, st.sampled_from(["CNY", "USD"]), st.booleans()), max_size=9)
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_totals_agree_with_adding_by_hand(rep, customer, rows):
    Opportunity.objects.all().delete()
    other = make_sold_to()
    expected: dict[str, Decimal] = {}
    for amount, currency, is_mine in rows:
        holder = customer if is_mine else other
        make_opportunity(holder, by=holder.owner, amount=amount, currency=currency)
        if is_mine and amount is not None:
            expected[currency] = expected.get(currency, Decimal(0)) + amount
    assert sums(rep) == expected


def test_a_list_without_a_sum_has_no_row_of_totals(rep, customer):
    make_opportunity(customer, amount=Decimal(7), currency="CNY")
    assert OpportunityGrid(rep, QueryDict("cols=name,amount")).totals
    assert not OpportunityGrid(rep, QueryDict("cols=name,amount&name=nobody")).totals
