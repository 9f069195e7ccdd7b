"""What binds a claim, with its figures; assigning past a limit wants a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import Refused
from customers import quotas
from customers.rules.sections import Capacity, ClaimLimit, Cooldown
from tests.factories import make_axis, make_category, make_customer
from tests.factories_rules import backdate, make_rules

pytestmark = pytest.mark.django_db


def pooled(house, **fields):
    return make_customer(pool=house.east, by=house.manager, **fields)


def refusal(customer, by) -> Refused:
    with pytest.raises(Refused) as caught:
        customer.claim(by=by)
    return caught.value


def test_nobody_is_bound_before_an_admin_sets_rules(house):
    for _ in range(5):
        pooled(house).claim(by=house.mate)
    assert quotas.claims(house.mate) == quotas.Figure(5, None)


def test_the_limit_of_a_period_refuses_with_figures_and_a_day(house):
    make_rules(claim_limit=ClaimLimit(most=2, period="week"))
    pooled(house).claim(by=house.mate)
    pooled(house).claim(by=house.mate)
    refused = refusal(house.pooled, house.mate)
    assert refused.rule == "claim_limit"
    assert "Mate has claimed 2 customers this week; the limit is 2 a week." in str(refused)
    assert house.pooled.ledger.count() == 1


def test_claiming_and_releasing_again_frees_nothing(house):
    make_rules(claim_limit=ClaimLimit(most=1, period="month"))
    house.pooled.claim(by=house.mate)
    house.pooled.release(by=house.mate, reason="No need")
    assert refusal(pooled(house), house.mate).rule == "claim_limit"


def test_claims_of_an_earlier_period_do_not_count(house):
    make_rules(claim_limit=ClaimLimit(most=1, period="day"))
    house.pooled.claim(by=house.mate)
    backdate(house.pooled, days=2)
    pooled(house).claim(by=house.mate)


def test_claiming_ones_own_again_counts_as_no_claim(house):
    make_rules(claim_limit=ClaimLimit(most=1, period="day"))
    house.customer.claim(by=house.owner)
    house.pooled.claim(by=house.owner)


@pytest.mark.parametrize(
    ("period", "first"), [("day", 0), ("week", 7), ("month", 31), ("year", 366)]
)
def test_the_next_period_begins_after_the_running_one(period, first):
    start = timezone.localdate(quotas.period_start(period))
    later = quotas.next_period(period)
    assert timezone.localdate() < later <= start + timedelta(days=max(first, 1))


def test_capacity_counts_what_one_holds(house):
    make_rules(capacity=Capacity(most=1))
    refused = refusal(house.pooled, house.owner)
    assert refused.rule == "capacity"
    assert "Owner holds 1 customers that count; the limit is 1." in str(refused)


@pytest.mark.parametrize("exempt", ["won_at", "has_open_opportunity"])
def test_won_ones_and_those_pursued_do_not_fill_hands(house, exempt):
    make_rules(capacity=Capacity(most=1))
    setattr(house.customer, exempt, timezone.now() if exempt == "won_at" else True)
    house.customer.save(update_fields=[exempt])
    house.pooled.claim(by=house.owner)


def test_protected_ones_count_unless_the_rules_leave_them_out(house):
    until = timezone.localdate() + timedelta(days=5)
    house.customer.protect(by=house.owner, until=until, reason="Tender")
    make_rules(capacity=Capacity(most=1))
    assert refusal(house.pooled, house.owner).rule == "capacity"
    make_rules(capacity=Capacity(most=1, without_protected=True))
    house.pooled.claim(by=house.owner)


def test_customers_of_an_exempt_category_and_below_do_not_count(house):
    axis = make_axis()
    above = make_category(axis)
    below = make_category(axis, parent=above)
    make_customer(owner=house.mate, categories=[below])
    make_rules(capacity=Capacity(most=1, without_categories=(above.pk,)))
    house.pooled.claim(by=house.mate)


def test_a_former_owner_waits_for_the_cooldown(house):
    make_rules(cooldown=Cooldown(days=5))
    house.customer.release(by=house.owner, reason="No need")
    refused = refusal(house.customer, house.owner)
    assert refused.rule == "cooldown"
    assert "the cooldown is 5 working days" in str(refused)
    house.customer.claim(by=house.mate)


def test_a_friends_claim_in_between_ends_no_cooldown(house):
    make_rules(cooldown=Cooldown(days=5))
    house.customer.release(by=house.owner, reason="No need")
    house.customer.claim(by=house.mate)
    house.customer.release(by=house.mate, reason="No need")
    assert refusal(house.customer, house.owner).rule == "cooldown"


def test_the_cooldown_may_bind_the_whole_team(house):
    make_rules(cooldown=Cooldown(days=5, whole_team=True))
    house.customer.release(by=house.owner, reason="No need")
    assert refusal(house.customer, house.mate).rule == "cooldown"


def test_after_the_cooldown_the_former_owner_claims_again(house):
    make_rules(cooldown=Cooldown(days=5))
    house.customer.release(by=house.owner, reason="No need")
    backdate(house.customer, days=30)
    house.customer.claim(by=house.owner)


def test_two_claims_lie_minutes_apart(house):
    make_rules(cooldown=Cooldown(minutes_between=10))
    first = pooled(house)
    first.claim(by=house.mate)
    assert refusal(house.pooled, house.mate).rule == "interval"
    backdate(first, minutes=11)
    house.pooled.claim(by=house.mate)


def test_a_customer_new_in_the_pool_waits_and_edits_do_not_restart_it(house):
    make_rules(cooldown=Cooldown(waiting_days=2))
    assert refusal(house.pooled, house.mate).rule == "waiting"
    backdate(house.pooled, days=10)
    house.pooled.remarks = "Edited"
    house.pooled.save(update_fields=["remarks", "updated_at"])
    house.pooled.claim(by=house.mate)


def test_released_ones_open_at_a_set_hour(house):
    hour = f"{timezone.localtime() + timedelta(hours=-1):%H:%M}"
    make_rules(cooldown=Cooldown(opens_at=hour))
    house.customer.release(by=house.owner, reason="No need")
    assert refusal(house.customer, house.mate).rule == "waiting"
    house.pooled.claim(by=house.mate)
    backdate(house.customer, days=2)
    house.customer.claim(by=house.mate)


def test_assigning_to_full_hands_wants_a_reason_and_keeps_the_figures(house):
    make_rules(capacity=Capacity(most=1))
    with pytest.raises(Refused) as caught:
        house.pooled.assign(house.owner, by=house.manager)
    assert caught.value.rule == "capacity"
    house.pooled.assign(house.owner, by=house.manager, reason="Nobody else speaks Korean")
    assert house.pooled.ledger.latest("pk").details["over"] == [1, 1]


def test_a_team_is_bound_by_its_own_rules_and_inherits_the_rest(house):
    make_rules(claim_limit=ClaimLimit(most=0), cooldown=Cooldown(waiting_days=3))
    make_rules(house.east, claim_limit=ClaimLimit(most=5))
    assert quotas.claims(house.mate).most == 5
    assert refusal(house.pooled, house.mate).rule == "waiting"


def test_rules_bind_from_their_day_on(house):
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_rules(effective_from=tomorrow, claim_limit=ClaimLimit(most=0))
    house.pooled.claim(by=house.mate)


def test_deleting_claiming_and_restoring_does_not_cheat_capacity(house):
    make_rules(capacity=Capacity(most=1))
    house.customer.delete(by=house.owner)
    house.pooled.claim(by=house.owner)
    with pytest.raises(Refused) as caught:
        house.customer.undelete(by=house.owner)
    assert caught.value.rule == "capacity"
    house.customer.undelete(by=house.manager)


def test_what_was_deleted_by_mistake_is_restored_to_full_hands(house):
    make_customer(owner=house.owner)
    make_rules(capacity=Capacity(most=1))
    house.customer.delete(by=house.owner)
    house.customer.undelete(by=house.owner)
    assert house.customer.deleted_at is None


def test_a_manager_assigns_to_themselves_past_a_limit_for_a_reason_only(house):
    make_rules(claim_limit=ClaimLimit(most=0))
    with pytest.raises(Refused) as caught:
        house.pooled.assign(house.manager, by=house.manager)
    assert caught.value.rule == "claim_limit"
    assert caught.value.next_step == "Give a reason to assign it all the same."
    house.pooled.assign(house.manager, by=house.manager, reason="I know them")
    assert house.pooled.owner == house.manager


def test_assigning_to_others_is_bound_by_no_limit_of_claims(house):
    make_rules(claim_limit=ClaimLimit(most=0))
    house.pooled.assign(house.mate, by=house.manager)
    assert house.pooled.owner == house.mate
