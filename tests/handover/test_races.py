"""Hand-overs against each other and against the verbs: every customer moves once, or not at all."""

import pytest

from crm.models import User
from crm.refusals import Refused
from customers.handover import carrying_out
from customers.models import Customer, HandOver, LedgerEntry
from tests.factories import make_customer, make_team, make_user
from tests.factories_rules import make_handover
from tests.ownership.test_limit_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = 8


@pytest.fixture
def team(db):
    team = make_team()
    team.boss = make_user("Boss", team, manager_of=team)
    team.leaver = make_user("Leaver", team)
    team.held = [make_customer(owner=team.leaver) for _ in range(CUSTOMERS)]
    return team


def confirming(handover):
    def job():
        try:
            found = HandOver.objects.get(pk=handover.pk)
            carrying_out.confirm(found, by=found.batch.by, reason="")
        except Refused:
            return "refused"
        return "done"

    return job


def assigning(customer, to, by):
    def job():
        try:
            Customer.objects.get(pk=customer.pk).assign(to, by=User.objects.get(pk=by.pk))
        except Refused:
            return "refused"
        return "done"

    return job


def moves():
    return LedgerEntry.objects.filter(verb__in=["handed_over", "assigned"]).count()


def test_two_hand_overs_of_the_same_customers_move_each_once(team):
    receivers = [make_user(team=team), make_user(team=team)]
    plans = [make_handover(team.leaver, receiver, team.boss) for receiver in receivers]
    all_at_once([confirming(plan) for plan in plans])
    owners = set(Customer.objects.values_list("owner", flat=True))
    assert len(owners) == 1
    assert owners < {receiver.pk for receiver in receivers}
    assert moves() == CUSTOMERS


def test_one_plan_confirmed_by_many_at_once_is_carried_out_once(team):
    plan = make_handover(team.leaver, make_user(team=team), team.boss)
    results = all_at_once([confirming(plan) for _ in range(6)])
    assert results.count("done") == 1
    assert moves() == CUSTOMERS


def test_assigning_meanwhile_neither_deadlocks_nor_moves_twice(team):
    first, second = make_user(team=team), make_user(team=team)
    plan = make_handover(team.leaver, first, team.boss)
    jobs = [assigning(customer, second, team.boss) for customer in reversed(team.held)]
    results = all_at_once([confirming(plan), *jobs])
    assert None not in results
    done = plan.rows.filter(state="done").count()
    assert moves() == done + results[1:].count("done")
    assert not Customer.objects.filter(owner=team.leaver).exists()
