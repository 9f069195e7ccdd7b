from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from tests.ownership.looking import last_entry, reload


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_the_owner_protects_until_a_day(house):
    house.customer.protect(by=house.owner, until=in_days(30), reason="Tender in May")
    assert reload(house.customer).is_protected
    entry = last_entry(house.customer)
    assert (entry.verb, entry.reason) == ("protected", "Tender in May")
    assert entry.details == {"day": in_days(30).isoformat()}


def test_a_protection_counts_through_its_last_day(house):
    house.customer.protected_until = in_days(0)
    assert house.customer.is_protected
    house.customer.protected_until = in_days(-1)
    assert not house.customer.is_protected


@pytest.mark.parametrize("days", [-1, 0, 181])
def test_a_day_outside_the_limits_is_refused(house, days):
    with pytest.raises(Refused, match="180 days"):
        house.customer.protect(by=house.owner, until=in_days(days), reason="Tender")
    assert not reload(house.customer).is_protected


def test_a_protection_wants_a_reason(house):
    with pytest.raises(Refused, match="reason is missing"):
        house.customer.protect(by=house.owner, until=in_days(9), reason=" ")


def test_a_pooled_customer_cannot_be_protected(house):
    with pytest.raises(Refused, match="no owner"):
        house.pooled.protect(by=house.manager, until=in_days(9), reason="Tender")


def test_a_mate_may_neither_protect_nor_end_it(house):
    with pytest.raises(NotAllowed):
        house.customer.protect(by=house.mate, until=in_days(9), reason="Tender")
    with pytest.raises(NotAllowed):
        house.customer.unprotect(by=house.mate)


def test_a_manager_ends_a_protection(house):
    house.customer.protect(by=house.owner, until=in_days(9), reason="Tender")
    house.customer.unprotect(by=house.manager)
    assert not reload(house.customer).is_protected
    assert last_entry(house.customer).verb == "unprotected"


def test_ending_no_protection_is_refused_and_leaves_no_entry(house):
    entries = house.customer.ledger.count()
    with pytest.raises(Refused, match="not protected"):
        house.customer.unprotect(by=house.owner)
    assert house.customer.ledger.count() == entries
