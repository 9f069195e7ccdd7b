"""Nobody leaves, and no pool closes, while customers would be left behind."""

import pytest

from crm.people import accounts, teams
from crm.people.models import Team, User
from crm.refusals import Refused
from tests.factories import make_customer, make_pool

pytestmark = pytest.mark.django_db


def test_an_owner_of_customers_is_not_deactivated(admin, rep):
    make_customer(owner=rep)
    make_customer(owner=rep)

    with pytest.raises(Refused, match="李娜 still owns 2 customers. Hand them over first"):
        accounts.deactivate(rep, by=admin)
    assert User.objects.get(pk=rep.pk).is_active


def test_somebody_whose_customers_were_taken_over_is(admin, rep, manager):
    customer = make_customer(owner=rep)
    customer.assign(manager, by=admin)

    accounts.deactivate(rep, by=admin)

    assert not User.objects.get(pk=rep.pk).is_active


def test_a_pool_with_customers_in_it_stays_open():
    pool = make_pool("East")
    make_customer(pool=pool)

    with pytest.raises(Refused, match="still 1 customer in the pool of East"):
        teams.save_team(pool, has_pool=False)


def test_a_team_with_customers_in_its_pool_stays():
    pool = make_pool("East")
    make_customer(pool=pool)

    with pytest.raises(Refused, match="still 1 customer in the pool of East"):
        teams.remove_team(pool)
    assert Team.objects.filter(pk=pool.pk).exists()
