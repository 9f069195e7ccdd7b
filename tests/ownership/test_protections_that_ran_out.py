"""A protection that ran out is written down and told its owner, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.notices.models import Notice
from customers.expiry import note_ended_protections
from customers.handover import undoing
from customers.models import Customer
from tests.factories import make_customer
from tests.factories_rules import backdate
from tests.handover.test_carrying_out import carried_out
from tests.ownership.looking import last_entry

pytestmark = pytest.mark.django_db


def end_protection(customer, days_ago=1):
    day = timezone.localdate() - timedelta(days=days_ago)
    Customer.objects.filter(pk=customer.pk).update(protected_until=day)
    return day


def sentences(user):
    return [notice.sentence for notice in Notice.objects.filter(user=user, kind="expired")]


def test_its_owner_is_told_and_the_ledger_says_so(house):
    day = end_protection(house.customer)
    assert note_ended_protections() == 1
    assert sentences(house.owner) == ["The protection of Hengyu Machines ran out."]
    entry = last_entry(house.customer)
    assert (entry.verb, entry.by, entry.details["day"]) == ("unprotected", None, day.isoformat())


def test_a_second_morning_says_nothing_again(house):
    end_protection(house.customer)
    note_ended_protections()
    assert note_ended_protections() == 0
    assert Notice.objects.get(user=house.owner).count == 1


def test_several_of_one_day_are_one_notice(house):
    for customer in (house.customer, make_customer(owner=house.owner)):
        end_protection(customer)
    note_ended_protections()
    assert sentences(house.owner) == ["The protections of 2 of your customers ran out."]


@pytest.mark.parametrize("days_ago", [0, -1, 30])
def test_what_still_protects_or_ended_long_ago_is_not_told(house, days_ago):
    end_protection(house.customer, days_ago)
    assert note_ended_protections() == 0


def test_it_is_told_again_when_a_later_protection_ends(house):
    end_protection(house.customer, days_ago=3)
    note_ended_protections()
    backdate(house.customer, days=2)
    end_protection(house.customer)
    assert note_ended_protections() == 1


def test_a_protection_that_ran_out_keeps_no_hand_over_from_being_undone(house):
    handover = carried_out(house)
    end_protection(house.customer)
    note_ended_protections()
    undoing.undo(handover, by=house.manager)
    assert handover.rows.get().state == "back"
