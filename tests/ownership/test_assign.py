from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from tests.ownership.looking import last_entry, reload, sees


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_a_manager_gives_a_pooled_customer_to_a_rep(house):
    house.pooled.assign(house.mate, by=house.manager)
    assert reload(house.pooled).owner == house.mate
    entry = last_entry(house.pooled)
    assert (entry.verb, entry.by) == ("assigned", house.manager)
    assert (entry.from_pool, entry.to_owner) == (house.east, house.mate)


def test_a_manager_moves_a_customer_between_reports(house):
    house.customer.assign(house.mate, by=house.manager, reason="On leave")
    entry = last_entry(house.customer)
    assert (entry.from_owner, entry.to_owner) == (house.owner, house.mate)
    assert entry.reason == "On leave"
    assert not sees(house.owner, house.customer)


def test_a_director_assigns_across_the_teams_below(house):
    house.customer.assign(house.stranger, by=house.director)
    assert reload(house.customer).owner == house.stranger


@pytest.mark.parametrize("who", ["owner", "mate"])
def test_a_rep_may_not_assign_and_leaves_no_entry(house, who):
    entries = house.customer.ledger.count()
    with pytest.raises(NotAllowed, match="Only a manager"):
        house.customer.assign(house.mate, by=getattr(house, who))
    assert house.customer.ledger.count() == entries


def test_a_manager_hands_an_own_customer_to_a_report(house):
    house.pooled.claim(by=house.manager)
    house.pooled.assign(house.mate, by=house.manager)
    assert reload(house.pooled).owner == house.mate


def test_a_manager_may_not_assign_outside_the_teams_below(house):
    with pytest.raises(NotAllowed, match="not in your teams"):
        house.customer.assign(house.stranger, by=house.manager)


def test_nobody_gets_what_they_hold_already(house):
    with pytest.raises(Refused, match="already holds"):
        house.customer.assign(house.owner, by=house.manager)


def test_somebody_who_left_gets_nothing(house):
    house.mate.is_active = False
    house.mate.save(update_fields=["is_active"])
    with pytest.raises(Refused, match="no longer works here"):
        house.customer.assign(house.mate, by=house.manager)


def test_a_protected_customer_moves_only_with_a_reason(house):
    house.customer.protect(by=house.owner, until=tomorrow(), reason="Tender")
    with pytest.raises(Refused, match="protected"):
        house.customer.assign(house.mate, by=house.manager)
    house.customer.assign(house.mate, by=house.manager, reason="Owner is ill")
    assert reload(house.customer).protected_until is None


def test_who_gets_a_customer_shared_with_them_holds_it_once(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.assign(house.mate, by=house.manager)
    assert reload(house.customer).reader_ids == [house.mate.pk]


def test_other_shares_stay_with_the_customer(house):
    house.customer.share(house.stranger, by=house.owner, scope="card")
    house.customer.assign(house.mate, by=house.manager)
    assert reload(house.customer).reader_ids == [house.mate.pk, house.stranger.pk]
