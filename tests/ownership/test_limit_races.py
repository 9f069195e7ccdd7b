"""Many hands at one place: never more than the rules allow."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from crm.models import User
from crm.refusals import Refused
from customers.models import Customer, LedgerEntry
from customers.rules.sections import Capacity, ClaimLimit, Protection
from tests.factories import make_customer, make_pool, make_user
from tests.factories_rules import make_rules

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20


def all_at_once(jobs) -> list:
    """Runs each job in a thread of its own, from one starting shot; what each returned."""
    barrier, results = Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            barrier.wait()
            results[number] = job()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def claiming(customer_id, user_id):
    def job():
        try:
            Customer.objects.get(pk=customer_id).claim(by=User.objects.get(pk=user_id))
        except Refused as refusal:
            return refusal.rule
        return "claimed"

    return job


def last_place(**rules):
    """Twenty pooled customers, one rep who may take a single one of them."""
    pool = make_pool()
    rep = make_user(team=pool)
    ids = [make_customer(pool=pool).pk for _ in range(THREADS)]
    make_rules(**rules)
    return rep, all_at_once([claiming(id, rep.pk) for id in ids])


def test_one_person_never_exceeds_capacity(db):
    rep, results = last_place(capacity=Capacity(most=1))
    assert sorted(results) == ["capacity"] * (THREADS - 1) + ["claimed"]
    assert rep.customers.count() == 1


def test_one_person_never_exceeds_the_limit_of_a_period(db):
    rep, results = last_place(claim_limit=ClaimLimit(most=1))
    assert sorted(results) == ["claim_limit"] * (THREADS - 1) + ["claimed"]
    assert LedgerEntry.objects.filter(verb="claimed").count() == 1


def test_twenty_reps_at_one_customer_leave_one_owner_and_one_entry(db):
    pool = make_pool()
    reps = [make_user(team=pool) for _ in range(THREADS)]
    customer = make_customer(pool=pool)
    results = all_at_once([claiming(customer.pk, rep.pk) for rep in reps])
    assert sorted(results) == ["claimed"] + ["owned"] * (THREADS - 1)
    assert customer.ledger.filter(verb="claimed").count() == 1


def protecting(customer_id, user_id):
    until = timezone.localdate() + timedelta(days=5)

    def job():
        try:
            customer = Customer.objects.get(pk=customer_id)
            customer.protect(by=User.objects.get(pk=user_id), until=until, reason="Tender")
        except Refused as refusal:
            return refusal.rule
        return "protected"

    return job


def test_one_person_never_protects_more_than_allowed(db):
    rep = make_user(team=make_pool())
    ids = [make_customer(owner=rep).pk for _ in range(THREADS)]
    make_rules(protection=Protection(most=1))
    results = all_at_once([protecting(id, rep.pk) for id in ids])
    assert sorted(results) == ["protected"] + ["protection.most"] * (THREADS - 1)
