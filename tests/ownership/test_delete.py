import pytest

from crm.people import accounts, teams
from crm.refusals import NotAllowed, Refused
from customers.telling import tell
from tests.ownership.looking import last_entry, reload, sees


@pytest.mark.parametrize("who", ["owner", "manager", "director", "admin"])
def test_who_holds_a_customer_deletes_and_restores_it(house, who):
    by = getattr(house, who)
    house.customer.delete(by=by)
    assert not any(sees(user, house.customer) for user in (house.owner, house.admin))
    house.customer.undelete(by=by)
    assert sees(house.owner, house.customer)
    assert last_entry(house.customer).verb == "restored"


def test_a_deleted_customer_grants_nothing(house):
    house.customer.delete(by=house.owner)
    assert not reload(house.customer).access_of(house.admin).reads


def test_a_manager_deletes_from_the_pool(house):
    house.pooled.delete(by=house.manager)
    assert not sees(house.mate, house.pooled)


def test_a_customer_whose_owner_has_left_is_restored_to_the_pool(house):
    house.customer.share(house.stranger, by=house.owner, scope="card")
    house.customer.delete(by=house.owner)
    accounts.deactivate(house.owner, by=house.admin)
    house.customer.undelete(by=house.manager)
    customer = reload(house.customer)
    assert (customer.owner, customer.pool, customer.shares()) == (None, house.east, [])
    assert "to the pool of East: Owner has left" in tell(last_entry(customer))


def test_a_customer_whose_pool_was_closed_is_restored_to_the_one_above(house):
    house.pooled.delete(by=house.manager)
    teams.save_team(house.east, has_pool=False)
    house.pooled.undelete(by=house.manager)
    assert reload(house.pooled).pool == house.company


def test_an_editor_may_not_delete(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    with pytest.raises(NotAllowed):
        house.customer.delete(by=house.mate)


def test_a_member_of_the_pool_may_not_delete(house):
    with pytest.raises(NotAllowed):
        house.pooled.delete(by=house.mate)


def test_deleting_twice_is_refused(house):
    house.customer.delete(by=house.owner)
    with pytest.raises(Refused, match="has been deleted"):
        house.customer.delete(by=house.owner)


def test_restoring_what_is_there_is_refused(house):
    with pytest.raises(Refused, match="not deleted"):
        house.customer.undelete(by=house.owner)
