"""A hand-over moves everything in one go, and only what is still the leaver's."""

import pytest
from django.utils import timezone

from crm.people import accounts
from crm.refusals import NotAllowed, Refused
from customers.handover import carrying_out, plans
from customers.handover.plans import HandOverForm, Preview
from customers.models import HandOver
from customers.rules.sections import Capacity
from sales.models import Activity, Opportunity
from tests.factories import make_axis, make_category, make_customer, make_user
from tests.factories_rules import make_rules
from tests.factories_sales import make_activity, make_opportunity

pytestmark = pytest.mark.django_db


def planned(house, by=None, team=None, way="load") -> HandOver:
    by = by or house.manager
    data = {"team": (team or house.east).pk, "way": way}
    form = HandOverForm(data, user=by, leaver=house.owner)
    assert form.is_valid(), form.errors
    return plans.plan(house.owner, form, by=by)


def carried_out(house, **choice) -> HandOver:
    handover = planned(house, **choice)
    carrying_out.confirm(handover, by=handover.batch.by, reason="")
    handover.refresh_from_db()
    return handover


def holders(*customers):
    return [type(customer).objects.get(pk=customer.pk).owner for customer in customers]


def test_a_plan_changes_nothing(house):
    handover = planned(house)
    assert handover.is_planned
    assert holders(house.customer) == [house.owner]


def test_confirmed_it_moves_every_customer_with_an_entry_of_its_batch(house):
    handover = carried_out(house)
    entry = house.customer.ledger.latest("pk")
    assert holders(house.customer) == [house.mate]
    assert (entry.verb, entry.batch_id, entry.by) == ("handed_over", handover.pk, house.manager)


def test_protection_and_shares_go_along(house):
    until = timezone.localdate() + timezone.timedelta(days=5)
    house.customer.protect(by=house.owner, until=until, reason="Tender")
    house.customer.share(house.stranger, by=house.owner, scope="card")
    carried_out(house)
    customer = type(house.customer).objects.get(pk=house.customer.pk)
    assert (customer.protected_until, customer.origin) == (until, "handed_over")
    assert [share.receiver for share in customer.shares()] == [house.stranger]


def test_open_opportunities_and_planned_activities_go_along(house):
    opportunity = make_opportunity(house.customer, by=house.owner)
    plan = make_activity(house.customer, by=house.owner, due_at=timezone.now())
    done = make_activity(house.customer, by=house.owner)
    carried_out(house)
    assert Opportunity.objects.get(pk=opportunity.pk).owner == house.mate
    assert Activity.objects.get(pk=plan.pk).author == house.mate
    assert Activity.objects.get(pk=done.pk).author == house.owner


def test_what_moved_between_plan_and_confirmation_is_left_alone(house):
    handover = planned(house)
    house.customer.assign(house.manager, by=house.manager)
    carrying_out.confirm(handover, by=handover.batch.by, reason="")
    assert holders(house.customer) == [house.manager]
    assert handover.rows.get().state == "missing"


def test_a_disputed_customer_stays_and_its_row_says_why(house):
    handover = planned(house)
    type(house.customer).objects.filter(pk=house.customer.pk).update(is_frozen=True)
    carrying_out.confirm(handover, by=handover.batch.by, reason="")
    row = handover.rows.get()
    assert (row.state, row.rule) == ("refused", "dispute")


def test_full_hands_want_a_reason(house):
    make_rules(capacity=Capacity(most=0))
    handover = planned(house)
    with pytest.raises(Refused):
        carrying_out.confirm(handover, by=handover.batch.by, reason=" ")
    carrying_out.confirm(handover, by=handover.batch.by, reason="Nobody else is left")
    assert holders(house.customer) == [house.mate]


def test_a_second_confirmation_finds_that_it_has_moved_on(house):
    handover = carried_out(house)
    with pytest.raises(Refused):
        carrying_out.confirm(handover, by=handover.batch.by, reason="")
    assert house.customer.ledger.filter(verb="handed_over").count() == 1


def test_by_level_everybody_gets_as_many_of_each_value(house):
    axis = make_axis("value")
    a, b = make_category(axis, "A"), make_category(axis, "B")
    third = make_user("Third", house.east)
    for category in (a, a, b, b):
        make_customer(owner=house.owner, categories=[category])
    rows = planned(house, way="level").rows.select_related("customer", "to")
    got = {(row.to, tuple(row.customer.category_ids)) for row in rows}
    assert {(house.mate, (a.pk,)), (third, (a.pk,)), (house.mate, (b.pk,)), (third, (b.pk,))} <= got


def test_the_preview_counts_by_value_and_what_goes_along(house):
    make_opportunity(house.customer, by=house.owner, amount=1200)
    make_category(make_axis("value"), "A")
    preview = Preview(planned(house))
    assert [(level.name, level.count) for level in preview.levels] == [("not classified", 1)]
    assert [figures for _label, figures in preview.belongings] == [["1 · 1,200 CNY"]]


@pytest.mark.parametrize("name", ["mate", "stranger", "owner"])
def test_only_who_leads_the_leaver_hands_over(house, name):
    with pytest.raises(NotAllowed):
        plans.refuse_unless_led(house.owner, getattr(house, name))


def test_whoever_still_owns_customers_is_not_deactivated_before(house):
    with pytest.raises(Refused) as caught:
        accounts.deactivate(house.owner, by=house.admin)
    assert caught.value.ask == "hand_over"
    carried_out(house, by=house.admin)
    accounts.deactivate(house.owner, by=house.admin)
