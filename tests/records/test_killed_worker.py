"""A worker is killed while it writes orders or takes them back: each line is there once, or not."""

from random import Random

import pytest

from customers.imports.running import start_undoing, start_writing
from sales.models import Order, OrderLine
from tests.factories import make_customer, make_import
from tests.imports.conftest import checked
from tests.imports.test_killed_worker import killed_until_done

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = ["Customer", "Order number", "Ordered on", "Product", "Unit price"]
ORDERS, LINES = 40, 3


def test_orders_of_a_killed_worker_have_each_line_once_and_go_as_a_whole():
    make_customer("Acme")
    # The lines of an order lie in chunks far from each other.
    rows = [
        ["Acme", str(n), "2019-05-01", f"Part {line}", "1"]
        for line in range(LINES)
        for n in range(ORDERS)
    ]
    staged = checked(make_import(HEADER, rows, kind="orders"))
    start_writing(staged)
    killed_until_done(staged, "run_writing", "done", Random(1), times=1)
    assert (Order.objects.count(), OrderLine.objects.count()) == (ORDERS, len(rows))
    assert {order.total for order in Order.objects.all()} == {LINES}
    start_undoing(staged, by=staged.uploaded_by)
    killed_until_done(staged, "run_undoing", "undone", Random(1), times=1)
    assert not Order.objects.filter(deleted_at=None).exists()
