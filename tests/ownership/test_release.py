import pytest

from crm.refusals import NotAllowed, Refused
from tests.factories import make_customer, make_team, make_user
from tests.ownership.looking import last_entry, reload


def test_the_owner_releases_to_the_pool_of_the_own_team(house):
    house.customer.release(by=house.owner, reason="No budget for two years")
    customer = reload(house.customer)
    assert (customer.owner, customer.pool) == (None, house.east)
    entry = last_entry(house.customer)
    assert (entry.verb, entry.from_owner, entry.to_pool) == ("released", house.owner, house.east)
    assert entry.reason == "No budget for two years"


def test_a_team_without_a_pool_releases_to_the_one_above(house):
    owner = make_user(team=make_team("East one", parent=house.east))
    customer = make_customer(owner=owner)
    customer.release(by=owner, reason="Moved away")
    assert reload(customer).pool == house.east


def test_a_release_ends_shares_and_protection(house):
    house.customer.share(house.mate, by=house.owner, scope="everything")
    house.customer.release(by=house.owner, reason="Closed")
    assert reload(house.customer).reader_ids == [-house.east.pk]
    assert last_entry(house.customer).details == {"shares_ended": 1}


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_release_without_a_reason_is_refused_and_leaves_no_entry(house, reason):
    entries = house.customer.ledger.count()
    with pytest.raises(Refused, match="reason is missing"):
        house.customer.release(by=house.owner, reason=reason)
    assert house.customer.ledger.count() == entries
    assert reload(house.customer).owner == house.owner


def test_a_reader_may_not_release(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    with pytest.raises(NotAllowed, match="Only the owner or a manager"):
        house.customer.release(by=house.mate, reason="Mine now")


def test_the_pool_of_others_takes_nothing(house):
    with pytest.raises(NotAllowed, match="not open to you"):
        house.customer.release(by=house.owner, reason="Theirs", pool=house.west)


def test_a_pooled_customer_cannot_be_released_again(house):
    with pytest.raises(Refused, match="no owner"):
        house.pooled.release(by=house.manager, reason="Again")


def test_somebody_in_no_team_is_told_to_choose_a_pool(house):
    lonely = make_user()
    customer = make_customer(owner=lonely)
    with pytest.raises(Refused, match="in no team"):
        customer.release(by=lonely, reason="No idea")
