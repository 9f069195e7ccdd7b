"""Keep and extend: the owner asks, the manager lets a customer stay."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from customers.models import LedgerEntry, Request
from tests.house import browser_of
from tests.ownership.looking import last_entry, reload


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def verbs_of(customer):
    return list(customer.ledger.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def asked(house):
    return house.customer.ask("keep", by=house.owner, reason="Tender in May")


def test_asking_names_the_direct_manager_and_writes_the_ledger(house, asked):
    assert (asked.asked, asked.holder, asked.status) == (house.manager, house.owner, "open")
    entry = last_entry(house.customer)
    assert (entry.verb, entry.by, entry.reason) == ("asked", house.owner, "Tender in May")
    assert entry.details == {"kind": "keep", "request": asked.pk}


def test_granted_protects_for_thirty_days_in_the_managers_name(house, asked):
    asked.grant(by=house.manager)
    assert reload(house.customer).protected_until == in_days(30)
    assert verbs_of(house.customer) == ["created", "asked", "granted", "protected"]
    protected = last_entry(house.customer)
    assert (protected.by, protected.reason) == (house.manager, "Tender in May")
    assert (asked.status, asked.decided_by) == ("granted", house.manager)


def test_granted_for_good_is_never_released(house, asked):
    asked.grant(by=house.admin, for_good=True)
    assert reload(house.customer).is_whitelisted


def test_declined_changes_nothing_but_the_ledger(house, asked):
    asked.decline(by=house.manager, note="Nothing came of it in a year")
    assert not reload(house.customer).is_protected
    entry = last_entry(house.customer)
    assert (entry.verb, entry.reason) == ("declined", "Nothing came of it in a year")


def test_taken_back_is_in_the_ledger_and_asked_anew_is_allowed(house, asked):
    asked.withdraw(by=house.owner)
    assert last_entry(house.customer).details["withdrawn"] is True
    assert house.customer.ask("keep", by=house.owner).is_open


def test_an_extension_is_granted_until_the_day_that_was_wanted(house):
    request = house.customer.ask("extend", by=house.owner, until=in_days(120).isoformat())
    request.grant(by=house.manager)
    assert reload(house.customer).protected_until == in_days(120)


def test_an_effect_that_is_refused_leaves_the_request_open(house):
    request = house.customer.ask("extend", by=house.owner, until=in_days(4000).isoformat())
    with pytest.raises(Refused, match="180 days"):
        request.grant(by=house.manager)
    assert Request.objects.get(pk=request.pk).is_open
    assert verbs_of(house.customer) == ["created", "asked"]


@pytest.mark.parametrize("kind", ["keep", "extend"])
def test_only_the_owner_asks_to_keep(house, kind):
    for person in (house.mate, house.manager):
        house.customer.share(house.mate, by=house.owner, scope="card")
        with pytest.raises(NotAllowed, match="Only its owner"):
            house.customer.ask(kind, by=person)


def test_the_same_is_not_asked_twice(house, asked):
    with pytest.raises(Refused, match=r"You asked already.*waits for Manager"):
        house.customer.ask("keep", by=house.owner)
    assert LedgerEntry.objects.filter(verb="asked").count() == 1


def test_neither_the_asker_nor_a_mate_nor_the_manager_next_door_decides(house, asked):
    for person in (house.owner, house.mate, house.stranger):
        with pytest.raises(NotAllowed, match="not yours to decide"):
            Request.objects.get(pk=asked.pk).grant(by=person)
    assert Request.objects.get(pk=asked.pk).is_open


def test_whoever_comes_second_reads_who_decided(house, asked):
    again = Request.objects.get(pk=asked.pk)
    asked.grant(by=house.manager)
    with pytest.raises(Refused, match="Already granted by Manager"):
        again.decline(by=house.director)
    assert reload(house.customer).is_protected


def test_without_a_manager_an_administrator_decides(house):
    for team in (house.east, house.company):
        team.manager = None
        team.save(update_fields=["manager"])
    request = house.customer.ask("keep", by=house.owner)
    assert request.asked is None
    assert list(Request.objects.waiting_for(house.admin)) == [request]
    assert not Request.objects.waiting_for(house.mate).exists()


def test_a_request_whose_customer_moved_on_waits_for_nobody(house, asked):
    house.customer.assign(house.mate, by=house.manager)
    assert not Request.objects.waiting_for(house.manager).exists()
    assert not Request.objects.waiting_for(house.admin).exists()


def test_the_page_of_one_that_leaves_offers_to_ask_until_it_was_asked(house):
    def page():
        leaves = timezone.now() + timedelta(days=5)
        type(house.customer).objects.filter(pk=house.customer.pk).update(release_due_at=leaves)
        client, address = browser_of(house.owner), house.customer.get_absolute_url()
        return client.get(address).content.decode()

    address = reverse("customers:ask", args=[house.customer.pk, "keep"])
    assert f'action="{address}"' in page()
    browser_of(house.owner).post(address)
    assert f'action="{address}"' not in page()
    assert "You asked already" in page()
