"""Why a customer leaves, what holds it, and what each action would do: it is then done, and seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm import workdays
from customers.models import Customer
from customers.release.explaining import explain
from customers.rules.sections import Resets
from tests.factories_sales import make_activity, make_opportunity, make_order
from tests.release.making import a_rule, backdate, done, planned, refreshed, set_rules

pytestmark = pytest.mark.django_db


def said(customer):
    return explain(Customer.objects.get(pk=customer.pk))


def keeping(customer) -> dict:
    return {one.remedy.key: one.due_at for one in said(customer).keeping}


def test_a_clock_says_since_when_how_long_and_until_when(customer):
    set_rules(customer.owner.team)
    done(customer, 10)
    (rule,) = said(customer).rules
    start = timezone.localdate() - timedelta(days=10)
    (clock,) = rule.clocks
    assert (clock.starts, clock.days) == (start, 30)
    assert clock.ends == rule.last_day == workdays.after(start, 30, customer.owner)
    assert rule.decides and rule.name == "Quiet for long"


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"protected_until": 400}, "protected until"), ({"is_whitelisted": True}, "never released")],
)
def test_what_holds_it_is_said(customer, fields, words, today):
    set_rules(customer.owner.team)
    if "protected_until" in fields:
        fields = {"protected_until": today + timedelta(days=400)}
    backdate(customer, 100, **fields)
    found = said(customer)
    assert words in (found.exempt or found.rules[0].held)


def test_a_step_and_a_grace_are_said_to_hold(customer):
    set_rules(customer.owner.team, a_rule(("no_activity", 80)))
    planned(customer, made=50, due=20)
    assert "next step holds" in said(customer).rules[0].held
    set_rules(customer.owner.team, grace_new_owner=150)
    refreshed(customer)
    assert "grace" in said(customer).rules[0].held


def test_somebody_bound_by_no_rule_is_told_so(customer):
    assert "No rule" in said(customer).exempt


def test_each_action_does_what_is_foretold(customer):
    rules = a_rule(("no_activity", 30), ("no_won_order", 40), spares_won=False)
    set_rules(customer.owner.team, rules)
    refreshed(customer)
    foretold = keeping(customer)
    assert foretold.keys() == {"activity", "opportunity", "step"}
    make_activity(customer, contact=customer.contacts.get(), outcome="They want it")
    assert Customer.objects.get(pk=customer.pk).release_due_at == foretold["activity"]
    make_opportunity(customer)
    assert Customer.objects.get(pk=customer.pk).release_due_at is foretold["opportunity"] is None


def test_an_order_that_would_win_the_customer_is_offered(customer):
    set_rules(customer.owner.team)
    refreshed(customer)
    assert keeping(customer)["order"] is None
    make_order(customer)
    assert Customer.objects.get(pk=customer.pk).release_due_at is None


@pytest.mark.parametrize(
    ("resets", "needs"),
    [(Resets(), "a contact and an outcome"), (Resets(with_outcome=False), "with a contact")],
)
def test_what_an_activity_must_have_is_said(customer, resets, needs):
    set_rules(customer.owner.team, a_rule(resets=resets))
    refreshed(customer)
    kept = next(one for one in said(customer).keeping if one.remedy.key == "activity")
    assert needs in kept.needs


def test_a_step_is_offered_once_and_holds_as_long_as_foretold(customer, today):
    set_rules(customer.owner.team, a_rule(("no_activity", 75), step_holds_days=10))
    refreshed(customer)
    foretold = keeping(customer)["step"]
    planned(customer, made=0, due=300)
    assert Customer.objects.get(pk=customer.pk).release_due_at == foretold
    assert "step" not in keeping(customer)


@pytest.mark.parametrize(
    ("fields", "rule", "words"),
    [
        ({"origin": "imported"}, a_rule(origins=("own",)), "came as: imported"),
        ({"won_at": timezone.now()}, a_rule(), "it is won"),
        ({"has_open_opportunity": True}, a_rule(), "opportunity is open"),
        ({}, a_rule(("contract_end", 5)), "no clock"),
        ({}, a_rule(("contract_end", 5), ("no_activity", 5), needs_all=True), "not every clock"),
    ],
)
def test_why_a_rule_does_not_release_it_is_said(customer, fields, rule, words):
    set_rules(customer.owner.team, rule)
    backdate(customer, 100, **fields)
    assert words in said(customer).rules[0].held
