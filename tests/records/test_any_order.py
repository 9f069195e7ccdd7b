"""Whatever lines stand in a sheet, in whatever order: each order is the sum of its own."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.imports import passes
from sales.models import Order
from tests.factories import make_customer, make_import
from tests.imports.conftest import checked, imported
from tests.records.test_contract import undone

pytestmark = pytest.mark.django_db

HEADER = ["Customer", "Order number", "Ordered on", "Product", "Quantity", "Unit price"]
customers = st.sampled_from(["Acme", "Zenith"])
quantities = st.decimals("0.001", "9999", places=3).map(str)
prices = st.decimals(0, "99999", places=4).map(str)
lines = st.tuples(
    customers,
    st.sampled_from("123"),
    st.just("2019-05-01"),
    st.sampled_from("AB"),
    quantities,
    prices,
)


def amount(quantity: str, price: str) -> Decimal:
    return (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture(autouse=True)
def two_customers(db, monkeypatch):
    make_customer("Acme"), make_customer("Zenith")
    monkeypatch.setattr(passes, "CHUNK", 2)


@given(rows=st.lists(lines, min_size=1, max_size=7))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_orders_add_up_come_in_once_and_go_again(rows):
    expected: Counter = Counter()
    for customer, number, _day, _product, quantity, price in rows:
        expected[customer, number] += amount(quantity, price)
    with transaction.atomic():
        staged = imported(make_import(HEADER, [list(row) for row in rows], kind="orders"))
        found = Order.objects.values_list("customer__name", "number", "total")
        assert {(name, number): total for name, number, total in found} == dict(expected)
        again = checked(make_import(HEADER, [list(row) for row in rows], kind="orders"))
        assert again.counts == {"same": len(rows)}
        undone(staged)
        assert not Order.objects.filter(deleted_at=None).exists()
        transaction.set_rollback(True)
