import pytest

from crm.refusals import NotAllowed, Refused
from tests.ownership.looking import last_entry, reload


def test_claiming_from_the_pool_makes_one_the_owner(house):
    house.pooled.claim(by=house.mate)
    customer = reload(house.pooled)
    assert (customer.owner, customer.pool) == (house.mate, None)
    assert customer.owned_since is not None


def test_a_claim_is_written_down_with_the_pool_it_came_from(house):
    house.pooled.claim(by=house.mate)
    entry = last_entry(house.pooled)
    assert (entry.verb, entry.by) == ("claimed", house.mate)
    assert (entry.from_pool, entry.to_owner) == (house.east, house.mate)


def test_claiming_an_owned_customer_is_refused_and_leaves_no_entry(house):
    entries = house.customer.ledger.count()
    with pytest.raises(Refused, match="Owner already holds"):
        house.customer.claim(by=house.mate)
    assert house.customer.ledger.count() == entries
    assert reload(house.customer).owner == house.owner


def test_claiming_from_the_pool_of_others_is_refused_and_leaves_no_entry(house):
    entries = house.pooled.ledger.count()
    with pytest.raises(NotAllowed, match="not yours"):
        house.pooled.claim(by=house.stranger)
    assert house.pooled.ledger.count() == entries


def test_the_pool_of_a_parent_team_is_open_to_its_children(house):
    house.company.has_pool = True
    house.company.save(update_fields=["has_pool"])
    house.owner.__dict__.pop("standing", None)
    house.customer.release(by=house.owner, reason="No need", pool=house.company)
    house.customer.claim(by=house.stranger)
    assert reload(house.customer).owner == house.stranger


def test_claiming_ones_own_customer_again_ends_its_shares(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.share(house.west, by=house.owner, scope="everything")
    house.customer.claim(by=house.owner)
    assert reload(house.customer).reader_ids == [house.owner.pk]
    assert last_entry(house.customer).details == {"shares_ended": 2}


def test_a_deleted_customer_cannot_be_claimed(house):
    house.pooled.delete(by=house.manager)
    with pytest.raises(Refused, match="deleted"):
        house.pooled.claim(by=house.mate)
