"""Real threads, a real barrier, real transactions."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from crm.refusals import Refused
from customers.models import Customer
from tests.factories import make_customer, make_pool, make_user
from tests.ownership.looking import reload

pytestmark = pytest.mark.django_db(transaction=True)

RIVALS, REPEATS = 10, 5


def together(*actions):
    """Runs every action in a thread of its own at the same moment; what each gave or raised."""
    barrier, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        try:
            with translation.override("en"):
                barrier.wait()
                results[place] = action()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def claim(pk, user):
    return lambda: Customer.objects.get(pk=pk).claim(by=user)


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_ten_claims_have_one_winner_and_nine_who_are_told_who_won(repeat):
    pool = make_pool("East")
    rivals = [make_user(f"Rival {n}", pool) for n in range(RIVALS)]
    customer = make_customer(pool=pool)
    results = together(*(claim(customer.pk, rival) for rival in rivals))
    winner = reload(customer).owner
    refusals = [result for result in results if isinstance(result, Refused)]
    assert (results.count(None), len(refusals)) == (1, RIVALS - 1)
    assert all(f"{winner} already holds" in str(refusal) for refusal in refusals)
    assert customer.ledger.filter(verb="claimed").count() == 1


def test_two_managers_assigning_one_customer_leave_one_owner_and_a_straight_ledger():
    pool = make_pool("East")
    admins = [make_user(is_admin=True) for _ in range(2)]
    reps = [make_user(team=pool) for _ in range(2)]
    customer = make_customer(pool=pool)
    assign = [
        lambda by=by, to=to: Customer.objects.get(pk=customer.pk).assign(to, by=by)
        for by, to in zip(admins, reps, strict=True)
    ]
    assert together(*assign) == [None, None]
    first, second = customer.ledger.filter(verb="assigned").order_by("pk")
    assert second.from_owner == first.to_owner
    assert reload(customer).owner == second.to_owner


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_no_revoked_reader_stays_behind(repeat):
    owner = make_user()
    readers = [make_user() for _ in range(4)]
    customer = make_customer(owner=owner)
    for reader in readers[:2]:
        customer.share(reader, by=owner, scope="everything", may_edit=True)
    fresh = Customer.objects.get
    gone = [lambda r=r: fresh(pk=customer.pk).unshare(r, by=owner) for r in readers[:2]]
    new = [lambda r=r: fresh(pk=customer.pk).share(r, by=owner, scope="card") for r in readers[2:]]
    assert together(*gone, *new) == [None] * 4
    row = reload(customer)
    assert sorted(row.reader_ids) == sorted([owner.pk, readers[2].pk, readers[3].pk])
    assert (row.insider_ids, row.editor_ids) == ([owner.pk], [owner.pk])


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_shares_written_past_the_verbs_leave_the_arrays_right_too(repeat):
    """Rows deleted by SQL while others are added: the trigger alone must hold."""
    owner = make_user()
    readers = [make_user() for _ in range(3)]
    customer = make_customer(owner=owner)
    customer.share(readers[0], by=owner, scope="card")
    remove = customer.user_shares.filter(user=readers[0]).delete
    add = [
        lambda r=r: reload(customer)._upsert_share(r, owner, "card", False, None)
        for r in readers[1:]
    ]
    together(remove, *add)
    expected = [owner.pk, *customer.user_shares.values_list("user_id", flat=True)]
    assert sorted(reload(customer).reader_ids) == sorted(expected)
