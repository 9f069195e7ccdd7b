"""The rules bind the owner's protections; whoever leads the owner overrides them by a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from customers.rules.sections import Protection
from tests.factories import make_customer
from tests.factories_rules import make_rules

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + timedelta(days=number)


def protect(customer, by, days=10, **said):
    customer.protect(by=by, until=day(days), reason="Tender", **said)


def refusal(customer, by, **said) -> Refused:
    with pytest.raises(Refused) as caught:
        protect(customer, by, **said)
    return caught.value


def test_the_owner_is_bound_by_the_longest_period(house):
    make_rules(protection=Protection(longest_days=30))
    refused = refusal(house.customer, house.owner, days=31)
    assert (refused.rule, refused.ask) == ("protection.longest", "extend")
    protect(house.customer, house.owner, days=30)


def test_the_manager_overrides_it_and_the_ledger_says_so(house):
    make_rules(protection=Protection(longest_days=30))
    protect(house.customer, house.manager, days=60)
    assert house.customer.ledger.latest("pk").details["overrode"] == ["protection.longest"]


def test_only_so_many_are_protected_by_one_person(house):
    make_rules(protection=Protection(most=1))
    protect(house.customer, house.owner)
    another = make_customer(owner=house.owner)
    refused = refusal(another, house.owner)
    assert refused.rule == "protection.most"
    assert "Owner protects 1 customers already; the limit is 1." in str(refused)


def test_the_next_step_may_be_required(house):
    make_rules(protection=Protection(needs_next_step=True))
    assert refusal(house.customer, house.owner).rule == "protection.next_step"
    protect(house.customer, house.owner, next_step="Visit on Friday")
    assert house.customer.ledger.latest("pk").details["next_step"] == "Visit on Friday"


def test_an_extension_needs_fresh_evidence(house):
    make_rules(protection=Protection(fresh_days=5))
    protect(house.customer, house.owner)
    assert refusal(house.customer, house.owner, days=20).rule == "protection.fresh"
    type(house.customer).objects.filter(pk=house.customer.pk).update(
        last_activity_at=timezone.now()
    )
    protect(house.customer, house.owner, days=20)
    assert house.customer.protected_until == day(20)


def test_a_protection_that_ran_out_is_none(house):
    protect(house.customer, house.owner)
    house.customer.protected_until = day(-1)
    house.customer.save(update_fields=["protected_until"])
    assert not house.customer.is_protected


def test_only_who_leads_the_owner_puts_a_customer_beyond_release(house):
    with pytest.raises(NotAllowed) as caught:
        house.customer.whitelist(by=house.owner, reason="Key account")
    assert caught.value.ask == "keep"
    house.customer.whitelist(by=house.manager, reason="Key account")
    house.customer.refresh_from_db()
    assert house.customer.is_whitelisted
    assert house.customer.ledger.latest("pk").verb == "whitelisted"


def test_a_customer_is_put_beyond_release_once_and_taken_back_once(house):
    house.customer.whitelist(by=house.manager, reason="Key account")
    with pytest.raises(Refused):
        house.customer.whitelist(by=house.manager, reason="Again")
    house.customer.unlist(by=house.manager)
    with pytest.raises(Refused):
        house.customer.unlist(by=house.manager)


def test_a_released_customer_is_no_longer_beyond_release(house):
    house.customer.whitelist(by=house.manager, reason="Key account")
    house.customer.release(by=house.manager, reason="Closed down")
    assert not house.customer.is_whitelisted


def test_ending_a_protection_to_begin_it_anew_needs_fresh_evidence_too(house):
    make_rules(protection=Protection(fresh_days=5))
    protect(house.customer, house.owner)
    house.customer.unprotect(by=house.owner)
    assert refusal(house.customer, house.owner).rule == "protection.fresh"


def test_shortening_a_protection_needs_no_evidence(house):
    make_rules(protection=Protection(fresh_days=5))
    protect(house.customer, house.owner)
    protect(house.customer, house.owner, days=3)
    assert house.customer.protected_until == day(3)


def test_in_other_hands_a_protection_is_a_first_one(house):
    make_rules(protection=Protection(fresh_days=5))
    protect(house.customer, house.owner)
    house.customer.assign(house.mate, by=house.manager, reason="Region")
    protect(house.customer, house.mate)
