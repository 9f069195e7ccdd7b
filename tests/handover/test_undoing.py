"""Undone, a hand-over gives back what nobody has touched since, and says why the rest stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from customers.handover import undoing
from customers.models import HandOver
from sales.models import Opportunity
from tests.factories_sales import make_activity, make_opportunity
from tests.handover.test_carrying_out import carried_out, holders

pytestmark = pytest.mark.django_db


def undone_row(house, handover):
    undoing.undo(handover, by=house.manager)
    return handover.rows.get()


def test_what_nobody_touched_is_back_as_it_was(house):
    since = house.customer.owned_since
    row = undone_row(house, carried_out(house))
    customer = type(house.customer).objects.get(pk=house.customer.pk)
    assert row.state == "back"
    assert (customer.owner, customer.origin, customer.owned_since) == (house.owner, "own", since)
    assert customer.ledger.latest("pk").verb == "taken_back"


def test_the_receivers_former_share_is_back_too(house):
    house.customer.share(house.mate, by=house.owner, scope="card", may_edit=True)
    undone_row(house, carried_out(house))
    share = house.customer.user_shares.get()
    assert (share.user, share.may_edit, share.granted_by) == (house.mate, True, house.owner)


def test_opportunities_come_back_unless_they_moved_on(house):
    kept = make_opportunity(house.customer, by=house.owner)
    moved = make_opportunity(house.customer, by=house.owner)
    handover = carried_out(house)
    Opportunity.objects.filter(pk=moved.pk).update(owner=house.manager)
    undoing.undo(handover, by=house.manager)
    assert Opportunity.objects.get(pk=kept.pk).owner == house.owner
    assert Opportunity.objects.get(pk=moved.pk).owner == house.manager


def test_an_opportunity_worked_on_since_stays_with_who_worked_on_it(house):
    opportunity = make_opportunity(house.customer, by=house.owner)
    handover = carried_out(house)
    opportunity.refresh_from_db()
    opportunity.amount = 500
    opportunity.save(update_fields=["amount", "updated_at"])
    undoing.undo(handover, by=house.manager)
    assert Opportunity.objects.get(pk=opportunity.pk).owner == house.mate


def edited(house):
    house.customer.refresh_from_db()
    house.customer.version += 1
    house.customer.save(update_fields=["version"])


def followed_up(house):
    make_activity(house.customer, by=house.mate, happened_at=timezone.now())


def passed_on(house):
    house.customer.assign(house.manager, by=house.manager)


@pytest.mark.parametrize(
    ("touch", "why"),
    [(edited, "edited"), (followed_up, "Something was done"), (passed_on, "changed hands")],
)
def test_what_was_touched_since_stays_and_says_why(house, touch, why):
    handover = carried_out(house)
    touch(house)
    row = undone_row(house, handover)
    assert row.state == "same"
    assert why in row.why
    assert holders(house.customer) != [house.owner]


def test_after_its_days_it_cannot_be_undone(house):
    handover = carried_out(house)
    HandOver.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused):
        undoing.undo(handover, by=house.manager)


def test_nothing_goes_back_to_somebody_who_has_left(house):
    handover = carried_out(house)
    house.owner.is_active = False
    house.owner.save(update_fields=["is_active"])
    with pytest.raises(Refused):
        undoing.undo(handover, by=house.manager)
    assert holders(house.customer) == [house.mate]


def test_it_is_undone_once_and_by_who_leads_the_leaver(house):
    handover = carried_out(house)
    with pytest.raises(NotAllowed):
        undoing.undo(handover, by=house.mate)
    undoing.undo(handover, by=house.manager)
    with pytest.raises(Refused):
        undoing.undo(handover, by=house.manager)
