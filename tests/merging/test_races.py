"""Merges against each other and against edits: one wins, the other is told politely."""

import pytest
from django.db.models import F
from django.utils import translation

from crm.models import User
from crm.refusals import Refused
from customers.merging.merging import both_locked, merge
from customers.merging.undoing import undo
from customers.models import Customer, LedgerEntry, Merge
from tests.factories import make_contact, make_customer
from tests.ownership.test_limit_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def merging(survivor, gone, by, **asked):
    def job():
        two = [Customer.objects.get(pk=customer.pk) for customer in (survivor, gone)]
        try:
            with translation.override("en"):  # a thread has a language of its own
                merge(*two, by=User.objects.get(pk=by.pk), **asked)
        except Refused as refusal:
            return str(refusal)
        return "merged"

    return job


def editing(customer):
    def job():
        Customer.objects.filter(pk=customer.pk).update(version=F("version") + 1, remarks="Mine")
        return "edited"

    return job


def undoing(merged, by):
    def job():
        try:
            undo(Merge.objects.get(pk=merged.pk), by=User.objects.get(pk=by.pk))
        except Refused:
            return "refused"
        return "undone"

    return job


def test_of_many_merges_of_a_pair_both_ways_one_wins(pair, rep):
    jobs = [merging(*pair, rep), merging(*reversed(pair), rep)] * 3
    results = all_at_once(jobs)
    assert results.count("merged") == 1
    assert all("was merged into" in said for said in results if said != "merged")
    assert Merge.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="merged_into").count() == 1


def test_three_merged_in_a_ring_neither_deadlock_nor_vanish(rep):
    ring = [make_customer(owner=rep) for _ in range(3)]
    for customer in ring:
        make_contact(customer)
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    results = all_at_once([merging(one, two, rep) for one, two in pairs])
    assert None not in results
    living = Customer.objects.filter(deleted_at=None)
    assert living.count() == 3 - results.count("merged") >= 1
    assert sum(customer.contacts.count() for customer in living) == 3


def test_an_edit_meanwhile_is_never_lost(pair, rep):
    survivor, gone = pair
    seen = (survivor.version, gone.version)
    results = all_at_once([merging(survivor, gone, rep, seen=seen), editing(survivor)])
    remarks = Customer.objects.get(pk=survivor.pk).remarks
    assert results[1] == "edited"
    assert remarks == "Mine"
    assert results[0] == "merged" or "was edited" in results[0]


def test_a_merge_is_undone_once(pair, rep):
    merged = merge(*pair, by=rep)
    results = all_at_once([undoing(merged, rep) for _ in range(4)])
    assert results.count("undone") == 1
    assert LedgerEntry.objects.filter(verb="unmerged").count() == 2


def test_both_are_locked_in_the_order_of_their_ids(pair, rep):
    survivor, gone = pair
    with both_locked(gone, survivor, rep) as two:
        assert [customer.pk for customer in two] == [gone.pk, survivor.pk]
