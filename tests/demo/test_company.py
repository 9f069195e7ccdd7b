"""The demo company is what it says it is."""

import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm.models import User
from customers.models import Contact, Customer, LedgerEntry
from intel.management.commands import load_demo
from intel.models import Dossier, Fact, RivalProduct
from sales.models import Activity, Opportunity, Order

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


@check
def it_has_the_numbers_it_promises():
    assert User.objects.count() == 40
    assert Customer.objects.count() == 5_000
    assert Contact.objects.count() == 8_000
    assert Activity.objects.count() == 20_000
    assert Opportunity.objects.count() == 1_500
    assert Order.objects.count() == 1_000
    assert Dossier.objects.exists() and Fact.objects.exists() and RivalProduct.objects.exists()


@check
def its_access_is_right():
    said = StringIO()
    call_command("check_access", stdout=said)
    assert "5000 customers, 0 differences" in said.getvalue()


@check
def every_ledger_ends_where_its_customer_stands():
    last = LedgerEntry.objects.filter(verb__in=["created", "claimed", "assigned", "released"])
    ends = {entry.customer_id: entry for entry in last.order_by("at", "pk")}
    for customer in Customer.objects.all():
        end = ends[customer.pk]
        assert (end.to_owner_id, end.to_pool_id) == (customer.owner_id, customer.pool_id)


@check
def those_who_are_named_can_sign_in():
    for _role, username, password in load_demo.Command.SIGN_INS:
        assert User.objects.get(username=username).check_password(password)


@check
def its_customers_are_classified_and_valid():
    for customer in Customer.objects.all()[:100]:
        customer.full_clean()
        assert sum(1 for category in customer.category_ids if category) >= 6


@check
def it_is_not_loaded_over_people_who_are_there():
    with pytest.raises(CommandError, match="people already"):
        call_command("load_demo")


@pytest.mark.django_db
def test_the_demo_company_is_what_it_says_it_is():
    """One test, because loading takes as long as many: every check names itself when it fails."""
    load_demo.build(random.Random(load_demo.SEED))
    for holds in CHECKS:
        holds()
