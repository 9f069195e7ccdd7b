"""A record is found by what another system calls it."""

import pytest
from django.db import IntegrityError

from customers.merging.merging import merge
from customers.merging.undoing import undo
from customers.models import CustomerKey, customers_by_key
from tests.factories import make_customer, make_user
from tests.factories_keys import make_customer_key, make_source_system

pytestmark = pytest.mark.django_db


def test_customers_are_found_by_the_keys_of_one_system():
    erp, shop = make_source_system(), make_source_system()
    ours = make_customer_key(system=erp, key="007").customer
    make_customer_key(system=shop, key="7")
    assert customers_by_key(erp, ["007", "7", "8"]) == {"007": ours.pk}


def test_a_customer_may_have_several_keys_of_one_system():
    erp, customer = make_source_system(), make_customer()
    for key in ("1", "2"):
        make_customer_key(customer, erp, key)
    assert customers_by_key(erp, ["1", "2"]) == {"1": customer.pk, "2": customer.pk}


def test_a_key_of_a_system_means_one_customer():
    erp = make_source_system()
    make_customer_key(system=erp, key="1")
    with pytest.raises(IntegrityError):
        make_customer_key(system=erp, key="1")


def test_a_deleted_customer_is_not_found_by_its_key():
    key = make_customer_key()
    key.customer.put_aside(by=make_user())
    assert customers_by_key(key.system, [key.key]) == {}


def test_a_merge_takes_keys_along_and_its_undo_brings_them_back():
    admin, system = make_user(is_admin=True), make_source_system()
    survivor = make_customer_key(system=system, key="1").customer
    gone = make_customer_key(system=system, key="2").customer
    merged = merge(survivor, gone, by=admin)
    assert customers_by_key(system, ["1", "2"]) == {"1": survivor.pk, "2": survivor.pk}
    undo(merged, by=admin)
    assert CustomerKey.objects.get(key="2").customer == gone
