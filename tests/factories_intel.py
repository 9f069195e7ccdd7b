"""Departments, dossiers, facts and rival products for tests, each on a customer of its own."""

from itertools import count

from intel.models import Competitor, Department, Dossier, Fact, RivalProduct
from tests.factories import make_contact, make_customer

_numbers = count(1)


def make_department(customer=None, name=None, **fields):
    customer = customer or make_customer()
    name = name or f"Department {next(_numbers)}"
    return Department.objects.create(customer=customer, name=name, **fields)


def make_dossier(contact=None, **fields):
    contact = contact or make_contact(make_customer())
    return Dossier.objects.create(contact=contact, **fields)


def make_fact(contact=None, text="Listens to the plant manager", **fields):
    """Recorded by the customer's owner, unless somebody else is named."""
    contact = contact or make_contact(make_customer())
    fields = {"topic": Fact.Topic.RELATION, "source": "Said so at the fair", **fields}
    fields.setdefault("recorded_by", contact.customer.owner or contact.customer.created_by)
    return Fact.objects.create(contact=contact, text=text, **fields)


def make_rival(customer=None, competitor="K Machines", **fields):
    """What they use of a rival, who is named as people would type it."""
    customer = customer or make_customer()
    fields = {"product": f"CNC-{next(_numbers)}00", **fields}
    named = Competitor.objects.named(competitor)
    return RivalProduct.objects.create(customer=customer, competitor=named, **fields)
