"""Other systems, and what they call our records."""

from itertools import count

from customers.models import ContactKey, CustomerKey, SourceSystem
from tests.factories import make_contact, make_customer

_numbers = count(1)


def make_source_system(name=None, rank=None):
    """Behind those there are, unless `rank` says otherwise."""
    rank = SourceSystem.objects.count() + 1 if rank is None else rank
    return SourceSystem.objects.create(name=name or f"System {next(_numbers)}", rank=rank)


def make_customer_key(customer=None, system=None, key=None, **fields):
    return CustomerKey.objects.create(
        customer=customer or make_customer(),
        system=system or make_source_system(),
        key=key or f"K{next(_numbers)}",
        **fields,
    )


def make_contact_key(contact=None, system=None, key=None):
    return ContactKey.objects.create(
        contact=contact or make_contact(make_customer()),
        system=system or make_source_system(),
        key=key or f"K{next(_numbers)}",
    )
