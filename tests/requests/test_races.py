"""Two deciders at once: one decides, the other reads who was quicker."""

import pytest

from crm.refusals import Refused
from customers.models import LedgerEntry, Request
from tests.factories import make_customer, make_pool, make_user
from tests.ownership.looking import reload
from tests.ownership.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)

DECIDERS, REPEATS = 6, 4


@pytest.fixture
def customer():
    return make_customer(owner=make_user("Owner", make_pool("East")))


@pytest.fixture
def admins(customer):
    return [make_user(f"Admin {n}", is_admin=True) for n in range(DECIDERS)]


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_of_many_deciders_one_decides_and_the_others_read_who(customer, admins, repeat):
    pk = customer.ask("keep", by=customer.owner).pk
    grants = [lambda by=by: Request.objects.get(pk=pk).grant(by=by) for by in admins[::2]]
    declines = [lambda by=by: Request.objects.get(pk=pk).decline(by=by) for by in admins[1::2]]
    results = together(*grants, *declines)
    decided = Request.objects.get(pk=pk)
    refusals = [str(result) for result in results if isinstance(result, Refused)]
    assert (results.count(None), len(refusals)) == (1, DECIDERS - 1)
    assert all(f"by {decided.decided_by}" in refusal for refusal in refusals)
    assert LedgerEntry.objects.filter(verb__in=["granted", "declined"]).count() == 1
    assert reload(customer).is_protected == (decided.status == "granted")


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_of_many_disputes_one_freezes(customer, repeat):
    rivals = [make_user(f"Rival {n}") for n in range(4)]
    for rival in rivals:
        customer.share(rival, by=customer.owner, scope="card")
    results = together(*(lambda by=by: reload(customer).ask("dispute", by=by) for by in rivals))
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert LedgerEntry.objects.filter(verb="frozen").count() == 1
    assert reload(customer).open_dispute() in results


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_a_dispute_against_a_release_leaves_one_of_them(customer, repeat):
    rival = make_user("Rival")
    customer.share(rival, by=customer.owner, scope="card")
    together(
        lambda: reload(customer).ask("dispute", by=rival),
        lambda: reload(customer).release(by=customer.owner, reason="Closed"),
    )
    row = reload(customer)
    assert row.is_frozen != row.is_pooled
