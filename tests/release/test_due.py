"""When a customer is due, rule by rule, in small examples."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm import workdays
from customers.models import Customer
from customers.rules.sections import Clock, Resets
from tests.factories import make_axis, make_category
from tests.release.making import a_rule, backdate, done, planned, pursued, refreshed, set_rules

pytestmark = pytest.mark.django_db


def last_day(customer):
    """The day after which the customer leaves."""
    at = refreshed(customer).release_due_at
    return at and (timezone.localtime(at) - timedelta(days=1)).date()


def workday(customer, start, days):
    return workdays.after(timezone.localdate() + timedelta(days=start), days, customer.owner)


def test_nobody_is_due_where_no_rule_binds(customer):
    assert refreshed(customer).release_due_at is None


def test_a_quiet_customer_is_due_at_the_midnight_after_its_last_day(customer):
    version = set_rules(customer.owner.team)
    stands = refreshed(customer)
    assert last_day(customer) == workday(customer, -100, 30)
    assert timezone.localtime(stands.release_due_at).hour == 0
    assert (stands.release_rule, stands.release_version) == ("quiet", version)


def test_a_done_activity_with_contact_and_outcome_starts_the_clock_anew(customer):
    set_rules(customer.owner.team)
    done(customer, 10)
    assert last_day(customer) == workday(customer, -10, 30)


@pytest.mark.parametrize("lacks", [{"contact": False}, {"outcome": ""}])
def test_an_activity_that_lacks_something_does_not(customer, lacks):
    set_rules(customer.owner.team)
    done(customer, 10, **lacks)
    assert last_day(customer) == workday(customer, -100, 30)


def test_a_rule_may_count_calls_without_outcome_only(customer):
    calls = Resets(kinds=("call",), with_contact=False, with_outcome=False)
    set_rules(customer.owner.team, a_rule(resets=calls))
    done(customer, 5)
    done(customer, 10, kind="call", contact=False, outcome="")
    assert last_day(customer) == workday(customer, -10, 30)


def test_the_first_next_step_holds_and_the_second_does_not(customer):
    set_rules(customer.owner.team, a_rule(("no_activity", 80)))
    planned(customer, made=50, due=20)
    assert last_day(customer) == timezone.localdate() + timedelta(days=20)
    planned(customer, made=5, due=40)
    assert last_day(customer) == timezone.localdate() + timedelta(days=20)


def test_a_step_holds_no_longer_than_the_rule_says(customer):
    set_rules(customer.owner.team, a_rule(("no_activity", 80), step_holds_days=3))
    planned(customer, made=50, due=90)
    assert last_day(customer) == workdays.after(workday(customer, -100, 80), 3, customer.owner)


def test_a_deleted_step_holds_nothing_and_frees_nothing(customer):
    set_rules(customer.owner.team, a_rule(("no_activity", 80)))
    planned(customer, made=50, due=20).put_aside(by=customer.owner)
    planned(customer, made=4, due=20)
    assert last_day(customer) == workday(customer, -100, 80)


def test_all_clocks_of_an_and_rule_must_have_run_out(customer):
    clocks = ("no_activity", 30), ("no_opportunity", 60)
    set_rules(customer.owner.team, a_rule(*clocks, needs_all=True))
    assert last_day(customer) == workday(customer, -100, 60)
    pursued(customer, made=10)
    assert last_day(customer) is None


def test_the_earliest_clock_of_an_or_rule_decides(customer):
    set_rules(customer.owner.team, a_rule(("no_activity", 30), ("no_opportunity", 20)))
    assert last_day(customer) == workday(customer, -100, 20)


def test_of_two_rules_the_earlier_one_releases(customer):
    late, early = a_rule(("no_activity", 40), key="late"), a_rule(("no_activity", 20), key="early")
    set_rules(customer.owner.team, late, early)
    assert refreshed(customer).release_rule == "early"


def test_of_two_rules_on_one_day_the_first_is_named(customer):
    set_rules(customer.owner.team, a_rule(key="one"), a_rule(key="two"))
    assert refreshed(customer).release_rule == "one"


def test_the_deepest_category_says_how_many_days(customer):
    axis = make_axis()
    parent = make_category(axis, "China")
    child = make_category(axis, "Hangzhou", parent=make_category(axis, "Zhejiang", parent=parent))
    days = {str(parent.pk): 50, str(child.parent_id): 20}
    set_rules(customer.owner.team, a_rule(Clock("no_activity", 30, days)))
    classified(customer, axis, child)
    assert last_day(customer) == workday(customer, -100, 20)


def test_a_category_may_be_exempt_and_another_lengthen(customer):
    axis, cycle = make_axis(), make_axis()
    exempt, yearly = make_category(axis), make_category(cycle)
    clock = Clock("no_activity", 30, {str(exempt.pk): None})
    set_rules(customer.owner.team, a_rule(clock, least_by_category={str(yearly.pk): 90}))
    classified(customer, cycle, yearly)
    assert last_day(customer) == workday(customer, -100, 90)
    classified(customer, axis, exempt)
    assert last_day(customer) is None


def classified(customer, axis, category):
    customer.classify(axis, category.pk)
    customer.save(update_fields=["category_ids"])


@pytest.mark.parametrize("exempt", [{"is_whitelisted": True}, {"is_frozen": True}])
def test_a_whitelisted_or_disputed_customer_is_never_due(customer, exempt):
    set_rules(customer.owner.team)
    assert backdate(customer, 100, **exempt).release_due_at is None


def test_protection_holds_until_it_is_over(customer, today):
    set_rules(customer.owner.team)
    backdate(customer, 100, protected_until=today + timedelta(days=9))
    assert last_day(customer) == today + timedelta(days=9)


def test_an_open_opportunity_and_a_won_customer_are_spared(customer):
    set_rules(customer.owner.team)
    chance = pursued(customer, made=3)
    assert last_day(customer) is None
    chance.win(by=customer.owner)
    assert last_day(customer) is None


def test_a_rule_binds_only_its_origins(customer):
    set_rules(customer.owner.team, a_rule(origins=("claimed",)))
    assert last_day(customer) is None
    backdate(customer, 100, origin="claimed")
    assert last_day(customer) == workday(customer, -100, 30)


@pytest.mark.parametrize(("origin", "days"), [("own", 5), ("imported", 60), ("handed_over", 5)])
def test_new_owners_have_their_grace(customer, origin, days):
    rules = a_rule(("no_activity", 1))
    set_rules(customer.owner.team, rules, grace_new_owner=5, grace_import=60, grace_handover=2)
    backdate(customer, 40, origin=origin)
    assert last_day(customer) == workday(customer, -40, days)


def test_nobody_leaves_before_the_first_day_of_the_rules_is_over(customer, today):
    set_rules(customer.owner.team, effective_from=today)
    assert last_day(customer) == today


def test_a_forecast_is_no_change_of_the_customer(customer):
    set_rules(customer.owner.team)
    before = Customer.objects.get(pk=customer.pk)
    after = refreshed(customer)
    assert after.release_due_at and (after.version, after.updated_at) == (
        before.version,
        before.updated_at,
    )


def test_a_pooled_customer_has_no_date(customer, owner):
    set_rules(owner.team)
    refreshed(customer)
    Customer.objects.filter(pk=customer.pk).update(owner=None, pool=owner.team)
    assert refreshed(customer).release_due_at is None
