"""Which system is believed about a field follows from the ranks alone."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.imports.running import run_undoing, run_writing, start_undoing, start_writing
from customers.models import Customer, CustomerKey
from customers.source_systems.tending import (
    keep_order,
    move_in_field,
    move_system,
    order_field,
)
from tests.factories import make_customer
from tests.factories_keys import make_customer_key, make_source_system
from tests.imports.conftest import checked, problems, reloaded, verdicts
from tests.source_keys.conftest import imported_from, sheet_of, the_customer

pytestmark = pytest.mark.django_db


def kept(staged) -> list:
    return staged.checks.get().values.get("kept", [])


def test_a_system_further_down_overwrites_nothing_that_one_above_said(erp, shop):
    imported_from(erp, ["7", "One", "Road"])
    make_customer_key(the_customer(), shop, "A")
    staged = imported_from(shop, ["A", "One", "Street"])
    assert the_customer().address == "Road"
    assert kept(staged) == [["address", "Street", "Shop", "ERP"]]


def test_it_fills_what_the_one_above_left_empty(erp, shop):
    imported_from(erp, ["7", "One", ""])
    imported_from(shop, ["A", "One", "Street"])
    assert the_customer().address == "Street"
    imported_from(erp, ["7", "One", "Road"])
    assert the_customer().address == "Road"


def test_a_field_may_follow_an_order_of_its_own(erp, shop):
    order_field("address")
    move_in_field("address", shop, -1)
    imported_from(erp, ["7", "One", "Road"])
    make_customer_key(the_customer(), shop, "A")
    imported_from(shop, ["A", "Two", "Street"])
    assert (the_customer().name, the_customer().address) == ("One", "Street")


def test_the_order_of_the_day_counts(erp, shop):
    imported_from(erp, ["7", "One", "Road"])
    make_customer_key(the_customer(), shop, "A")
    move_system(shop, -1)
    imported_from(shop, ["A", "One", "Street"])
    assert the_customer().address == "Street"


def test_what_somebody_edited_by_hand_stays(erp):
    imported_from(erp, ["7", "One", "Road"])
    Customer.objects.update(address="By hand")
    staged = imported_from(erp, ["7", "One", "Street"])
    assert the_customer().address == "By hand"
    assert kept(staged) == [["address", "Street", "ERP", None]]
    imported_from(erp, ["7", "One", "Street"], overwrites_hands=True)
    assert the_customer().address == "Street"


def test_what_a_system_says_is_kept_though_another_is_believed(erp, shop):
    imported_from(erp, ["7", "One", "Road"])
    make_customer_key(the_customer(), shop, "A")
    staged = imported_from(shop, ["A", "One", "Street"])
    assert verdicts(staged) == ["changed"]
    assert CustomerKey.objects.get(key="A").said == {"name": "One", "address": "Street"}
    assert verdicts(checked(sheet_of(shop, ["A", "One", "Street"]))) == ["same"]


def test_a_row_whose_system_was_outranked_since_the_check_is_refused(erp, shop):
    customer = make_customer("One")
    for system, key in ((erp, "7"), (shop, "A")):
        make_customer_key(customer, system, key)
    staged = checked(sheet_of(shop, ["A", "One", "Street"]))
    CustomerKey.objects.filter(key="7").update(said={"address": "Road"})
    start_writing(staged)
    run_writing(staged.pk)
    assert the_customer().address == ""
    assert "believed more has spoken meanwhile" in problems(reloaded(staged))[2]


def test_undo_forgets_what_a_system_said_only_there(erp, shop):
    imported_from(erp, ["7", "One", "Road"])
    key = make_customer_key(the_customer(), shop, "A")
    staged = imported_from(shop, ["A", "One", "Street"])
    start_undoing(staged, by=staged.uploaded_by)
    run_undoing(staged.pk)
    key.refresh_from_db()
    assert key.said == {}


# --- against an oracle ----------------------------------------------------------------------

FIELDS = ("address", "remarks", "email")
HEADER = ["Key in the source system", "Name", "Address", "Remarks", "Email"]
WORDS = st.sampled_from(["", "a@x.com", "b@x.com", "c@x.com"])
SPOKEN = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=3, max_size=3)


def believed(spoken: dict, order) -> str:
    """By trying all systems, the most believed first."""
    return next((spoken[system] for system in order if spoken[system]), "")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPOKEN, st.permutations(range(3)), st.permutations(range(3)), st.permutations(range(3)))
def test_any_order_of_imports_yields_the_fields_that_the_ranks_say(spoken, order, other, imports):
    orders = {"address": other}
    expected = {
        name: believed(dict(enumerate(said[n] for said in spoken)), orders.get(name, order))
        for n, name in enumerate(FIELDS)
    }
    with transaction.atomic():
        systems = systems_in(order, other)
        for number in imports:
            imported_from(systems[number], [f"K{number}", "One", *spoken[number]], header=HEADER)
        assert {name: getattr(the_customer(), name) for name in FIELDS} == expected
        transaction.set_rollback(True)


def systems_in(order, order_of_address) -> list:
    systems = [make_source_system(rank=order.index(number)) for number in range(3)]
    keep_order("address", [systems[number].pk for number in order_of_address])
    return systems
