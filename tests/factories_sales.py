"""Activities, opportunities and orders for tests, each on a customer of its own unless given one."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from customers.models import Contact, Customer
from sales.models import Activity, Opportunity, Order
from tests.factories import make_user

_numbers = count(1)


def make_sold_to(owner=None, name=None):
    """A customer held by `owner`."""
    owner = owner or make_user()
    customer = Customer(name=name or f"Customer {next(_numbers)}", owner=owner)
    customer.register(by=owner)
    return customer


def make_person_at(customer, name="Wu Tao"):
    return Contact.objects.create(customer=customer, name=name)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def make_activity(customer=None, *, by=None, **fields):
    """Done just now, unless `happened_at` or `due_at` says otherwise."""
    customer = customer or make_sold_to(by)
    fields = {"kind": "visit", "text": "Saw line three", **fields}
    if "due_at" not in fields:
        fields.setdefault("happened_at", timezone.now())
    activity = Activity(customer=customer, **fields)
    activity.log(by=by or customer.owner)
    return activity


def make_opportunity(customer=None, *, by=None, **fields):
    customer = customer or make_sold_to(by)
    fields = {"name": "Line three upgrade", "amount": Decimal("1240000"), **fields}
    opportunity = Opportunity(customer=customer, **fields)
    opportunity.start(by=by or customer.owner)
    return opportunity


def make_order(customer=None, *, by=None, lines=((1, "100.00"),), **fields):
    """`lines` are (quantity, unit price)."""
    customer = customer or make_sold_to(by)
    fields.setdefault("number", f"SO-{next(_numbers)}")
    order = Order(customer=customer, **fields)
    order.place([a_line(*line) for line in lines], by=by or customer.owner)
    return order


def a_line(quantity=1, price="100.00", product="Spindle", **more):
    return {"product": product, "quantity": quantity, "unit_price": Decimal(price), **more}
