"""Two people at once: whatever the order, nothing ends in hands that are no more."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from crm.people import accounts, teams
from crm.people.models import Team, User
from crm.refusals import Refused
from customers import contacts
from customers.models import Customer
from tests.factories import make_contact, make_customer, make_pool, make_user

pytestmark = pytest.mark.django_db(transaction=True)
REPEATS = 4


def together(*actions):
    """Every action in a thread of its own at one moment; what each raised, None if nothing."""
    barrier, raised = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        try:
            with translation.override("en"):
                barrier.wait()
                action()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(error is None or isinstance(error, Refused) for error in raised), raised
    return raised


def fresh(customer):
    return Customer.objects.get(pk=customer.pk)


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_nobody_is_given_a_customer_while_they_leave(repeat):
    admin, pool = make_user(is_admin=True), make_pool()
    rep, customer = make_user(team=pool), make_customer(pool=pool)
    together(
        lambda: fresh(customer).assign(User.objects.get(pk=rep.pk), by=admin),
        lambda: accounts.deactivate(rep, by=admin),
    )
    owner = fresh(customer).owner
    assert owner is None or owner.is_active


def test_an_assignment_waits_for_a_departure_that_has_begun():
    """The order the race above would rarely take: the rep was read while still here."""
    admin, pool = make_user(is_admin=True), make_pool()
    rep, customer = make_user(team=pool), make_customer(pool=pool)
    accounts.deactivate(User.objects.get(pk=rep.pk), by=admin)
    with pytest.raises(Refused, match="no longer works here"):
        fresh(customer).assign(rep, by=admin)
    assert fresh(customer).owner is None


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_nothing_is_released_into_a_pool_that_is_closed(repeat):
    company = make_pool("Company")
    pool = make_pool("East", company)
    rep = make_user(team=pool)
    customer = make_customer(owner=rep)
    together(
        lambda: fresh(customer).release(
            by=rep, reason="Too far", pool=Team.objects.get(pk=pool.pk)
        ),
        lambda: teams.save_team(pool, has_pool=False),
    )
    left = fresh(customer)
    assert left.pool is None or left.pool.has_pool


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_a_deletion_and_an_assignment_leave_a_straight_ledger(repeat):
    admin = make_user(is_admin=True)
    rep, customer = make_user(), make_customer(owner=admin)
    together(
        lambda: fresh(customer).delete(by=admin), lambda: fresh(customer).assign(rep, by=admin)
    )
    verbs = list(customer.ledger.order_by("pk").values_list("verb", flat=True))
    assert fresh(customer).deleted_at
    assert verbs in (["created", "deleted"], ["created", "assigned", "deleted"])


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_shared_and_released_at_once_leaves_no_reader_in_the_pool(repeat):
    pool = make_pool()
    owner, mate = make_user(team=pool), make_user()
    customer = make_customer(owner=owner)
    together(
        lambda: fresh(customer).share(mate, by=owner, scope="everything", may_edit=True),
        lambda: fresh(customer).release(by=owner, reason="Too far"),
    )
    left = fresh(customer)
    assert (left.reader_ids, left.insider_ids, left.editor_ids) == ([-pool.pk], [], [])


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_undone_twice_at_once_a_contact_is_still_the_primary_one(repeat):
    owner = make_user()
    customer = make_customer(owner=owner)
    contact = make_contact(customer, "Wu", is_primary=True)
    contacts.put_aside(contact, by=owner)
    rows = [type(contact).objects.get(pk=contact.pk) for _ in range(2)]
    together(*(lambda row=row: contacts.bring_back(row, by=owner) for row in rows))
    assert customer.contacts.filter(is_primary=True, deleted_at=None).count() == 1


def test_a_contact_deleted_meanwhile_does_not_become_the_primary_one():
    owner = make_user()
    contact = make_contact(make_customer(owner=owner), "Wu")
    contacts.put_aside(type(contact).objects.get(pk=contact.pk), by=owner)
    with pytest.raises(Refused, match="has been deleted"):
        contacts.make_primary(contact, by=owner)
