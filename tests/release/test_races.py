"""A night against verbs, against another night, and against kill −9: once each, or not at all."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from crm.refusals import Refused
from customers.models import Customer, LedgerEntry, Night
from customers.release import night, releasing
from tests.factories import make_customer
from tests.release.making import backdate, set_rules
from tests.workers import killed_once

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 60
WORK = """
from customers.release import night, releasing
releasing.BATCH = 2
night.run({pk})
"""


@pytest.fixture
def begun(owner, monkeypatch):
    """A night with many due, at work in small batches."""
    monkeypatch.setattr(releasing, "BATCH", 4)
    set_rules(owner.team)
    for _number in range(MANY):
        backdate(make_customer(owner=owner), 100)
    return night.start()


def releases():
    return LedgerEntry.objects.filter(verb="released")


def at_once(*works):
    """Runs all of them in threads of their own that begin together."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_at_one_night_release_everybody_once(begun):
    at_once(lambda: night.run(begun.pk), lambda: night.run(begun.pk))
    customers = list(releases().values_list("customer", flat=True))
    assert len(customers) == len(set(customers)) == MANY
    assert Customer.objects.filter(returned=1).count() == MANY


def test_verbs_and_a_night_leave_one_entry_for_every_move(begun, owner):
    def release_by_hand():
        for customer in Customer.objects.filter(owner=owner).order_by("-pk")[:30]:
            try:
                customer.release(by=owner, reason="other", text="No time")
            except Refused:
                pass

    at_once(lambda: night.run(begun.pk), release_by_hand)
    night.release_all(begun, night.terms_of(begun))
    pooled = Customer.objects.filter(owner=None)
    assert releases().count() == pooled.count()
    assert all(count == 1 for count in pooled.values_list("returned", flat=True))


def test_a_claim_of_what_a_night_releases_comes_after_it_or_not_at_all(begun, owner):
    def claim():
        for customer in Customer.objects.order_by("-pk")[:30]:
            try:
                customer.claim(by=owner)
            except Refused:
                pass

    at_once(lambda: night.run(begun.pk), claim)
    for customer in Customer.objects.exclude(owner=None):
        verbs = list(customer.ledger.order_by("pk").values_list("verb", flat=True))
        assert verbs[-1] != "released"
    assert releases().count() == MANY


def test_a_killed_worker_leaves_whole_batches_and_another_goes_on(begun):
    killed_once(releases().exists, WORK.format(pk=begun.pk))
    half_way = releases().count()
    assert half_way > 0 and Night.objects.get(pk=begun.pk).released == half_way
    night.run(begun.pk)
    customers = set(releases().values_list("customer", flat=True))
    assert len(customers) == releases().count() == MANY
    assert Night.objects.get(pk=begun.pk).state == "finished"
