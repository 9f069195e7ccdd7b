"""A dispute freezes the customer, hears both sides and records the ruling."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from customers.models import Evidence, Request
from customers.requests import cards
from tests.factories import make_customer, make_user
from tests.factories_sales import make_activity, make_order
from tests.ownership.looking import last_entry, reload


def fresh(request) -> Request:
    return Request.objects.with_people().get(pk=request.pk)


@pytest.fixture
def dispute(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    return house.customer.ask("dispute", by=house.mate, reason="I met them first")


def test_a_dispute_freezes_and_says_so_in_the_ledger(house, dispute):
    assert reload(house.customer).is_frozen
    entry = last_entry(house.customer)
    assert (entry.verb, entry.by, entry.reason) == ("frozen", house.mate, "I met them first")
    assert dispute.asked == house.manager


@pytest.mark.parametrize(
    "move",
    [
        lambda house: house.customer.claim(by=house.owner),
        lambda house: house.customer.assign(house.mate, by=house.manager, reason="Now"),
        lambda house: house.customer.release(by=house.owner, reason="Closed"),
        lambda house: house.customer.hand_over(house.mate, by=house.manager),
        lambda house: house.customer.delete(by=house.owner),
    ],
    ids=["claim", "assign", "release", "hand over", "delete"],
)
def test_nobody_moves_what_is_disputed(house, dispute, move):
    entries = house.customer.ledger.count()
    with pytest.raises(Refused, match="[Dd]ispute"):
        move(house)
    assert reload(house.customer).owner == house.owner
    assert house.customer.ledger.count() == entries


@pytest.mark.parametrize(
    ("outcome", "status", "holder"),
    [("holder", "declined", "owner"), ("asker", "granted", "mate"), ("pool", "declined", None)],
)
def test_the_ruling_moves_it_or_not_thaws_it_and_is_written_down(
    house, dispute, outcome, status, holder
):
    fresh(dispute).rule(outcome, by=house.manager, note="Both were heard")
    customer, ruled = reload(house.customer), fresh(dispute)
    assert customer.owner == (getattr(house, holder) if holder else None)
    assert not customer.is_frozen
    assert (ruled.status, ruled.outcome, ruled.ruling) == (status, outcome, "Both were heard")
    entry = last_entry(customer)
    assert (entry.verb, entry.from_owner, entry.reason) == ("ruled", house.owner, "Both were heard")
    assert entry.details["outcome"] == outcome


def test_who_wins_holds_it_alone_with_no_share_left_of_their_own(house, dispute):
    fresh(dispute).rule("asker", by=house.manager)
    assert [share.receiver for share in reload(house.customer).shares()] == []
    assert reload(house.customer).access_of(house.mate).edits


def test_taking_it_back_thaws_it(house, dispute):
    fresh(dispute).withdraw(by=house.mate)
    assert not reload(house.customer).is_frozen
    assert last_entry(house.customer).details["withdrawn"] is True


def test_only_who_asked_takes_it_back(house, dispute):
    with pytest.raises(NotAllowed):
        fresh(dispute).withdraw(by=house.manager)
    assert reload(house.customer).is_frozen


def test_the_nearest_manager_of_both_rules(house):
    house.customer.share(house.stranger, by=house.owner, scope="card")
    across = house.customer.ask("dispute", by=house.stranger)
    assert across.asked == house.director
    with pytest.raises(NotAllowed):
        fresh(across).rule("holder", by=house.manager)
    fresh(across).rule("holder", by=house.director)


def test_neither_side_rules_even_as_an_administrator(house):
    customer = make_customer("Both", owner=house.admin)
    customer.share(house.mate, by=house.admin, scope="card")
    request = customer.ask("dispute", by=house.mate)
    with pytest.raises(NotAllowed):
        fresh(request).rule("holder", by=house.admin)
    assert not Request.objects.decidable_by(house.admin).exists()
    fresh(request).rule("asker", by=make_user("Other admin", is_admin=True))


def test_a_customer_has_one_dispute_at_a_time(house, dispute):
    house.customer.share(house.stranger, by=house.owner, scope="card")
    with pytest.raises(Refused, match="disputed already"):
        house.customer.ask("dispute", by=house.stranger)


def test_whoever_leads_it_assigns_it_rather_than_dispute(house):
    with pytest.raises(Refused, match="decide about it yourself"):
        house.customer.ask("dispute", by=house.manager)
    assert not reload(house.customer).is_frozen


def test_a_dispute_is_ruled_not_granted(house, dispute):
    for verb in (fresh(dispute).grant, fresh(dispute).decline):
        with pytest.raises(Refused, match="ruled, not granted"):
            verb(by=house.manager)
    assert reload(house.customer).is_frozen


def test_both_sides_add_dated_evidence_and_nobody_else(house, dispute):
    fresh(dispute).add_evidence("Met at the fair", date(2025, 4, 1), by=house.mate)
    fresh(dispute).add_evidence("Signed the frame contract", date(2024, 1, 9), by=house.owner)
    said = Evidence.objects.order_by("happened_on").values_list("side", "text")
    assert list(said) == [("holder", "Signed the frame contract"), ("asker", "Met at the fair")]
    with pytest.raises(NotAllowed):
        fresh(dispute).add_evidence("I saw it", date(2025, 1, 1), by=house.manager)


def test_evidence_is_not_of_the_future_nor_after_the_ruling(house, dispute):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="past"):
        fresh(dispute).add_evidence("Will meet", tomorrow, by=house.mate)
    fresh(dispute).rule("holder", by=house.manager)
    with pytest.raises(Refused, match="ruled already"):
        fresh(dispute).add_evidence("Too late", date(2025, 1, 1), by=house.mate)


def test_evidence_stays_as_it_was_written(house, dispute):
    fresh(dispute).add_evidence("Met at the fair", date(2025, 4, 1), by=house.mate)
    for change in (
        lambda: Evidence.objects.update(text="x"),
        lambda: Evidence.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_the_decider_sees_what_each_side_did_in_numbers_and_days(house, dispute):
    make_activity(house.customer, by=house.owner, text="Secret talk")
    make_order(house.customer, by=house.owner)
    asker, holder = cards.sides(house.manager, fresh(dispute))
    told = {str(fact.label): fact.count for fact in holder.facts}
    assert (told["activities done"], told["orders entered"], told["took it over"]) == (1, 1, 1)
    assert (asker.title, asker.facts) == ("Mate", [])


def test_a_side_that_reads_the_card_alone_sees_none_of_the_others_work(house, dispute):
    make_activity(house.customer, by=house.owner)
    _asker, holder = cards.sides(house.mate, fresh(dispute))
    assert holder.facts == []
    _asker, holder = cards.sides(house.owner, fresh(dispute))
    assert [str(fact.label) for fact in holder.facts][-1] == "activities done"
