"""From the tap where something was refused to the decision and its effect."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.notices.models import Notice
from customers.models import Request, RuleVersion
from tests.house import browser_of
from tests.ownership.looking import last_entry, reload, sees

HTMX = {"HX-Request": "true"}


def url(name, *args) -> str:
    return reverse(f"customers:{name}", args=args)


def ask(user, customer, kind, data=None, **extra):
    return browser_of(user).post(url("ask", customer.pk, kind), data or {}, **extra)


def page(user, address) -> str:
    return browser_of(user).get(address).content.decode()


@pytest.fixture
def card_reader(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    return house.mate


def test_a_reader_of_the_card_asks_and_the_owner_opens_the_rest_in_one_tap(house, card_reader):
    assert url("ask", house.customer.pk, "access") in page(
        card_reader, house.customer.get_absolute_url()
    )
    ask(card_reader, house.customer, "access")
    request = Request.objects.get()
    assert (request.asked, request.wanted["scope"]) == (house.owner, "everything")
    browser_of(house.owner).post(url("request_grant", request.pk))
    assert house.customer.access_of(card_reader).inside
    assert not house.customer.access_of(card_reader).edits
    verbs = house.customer.ledger.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["asked", "granted", "shared"]


def test_an_insider_who_may_not_edit_asks_for_that(house):
    house.customer.share(house.mate, by=house.owner, scope="everything")
    response = browser_of(house.mate).get(url("edit", house.customer.pk))
    assert response.status_code == 403
    assert url("ask", house.customer.pk, "access") in response.content.decode()
    ask(house.mate, house.customer, "access")
    Request.objects.get().grant(by=house.owner)
    assert house.customer.access_of(house.mate).edits


def test_the_owner_chooses_for_how_long(house, card_reader):
    ask(card_reader, house.customer, "access")
    browser_of(house.owner).post(
        url("request_grant", Request.objects.get().pk), {"choice": "for_good"}
    )
    assert house.customer.shares()[0].expires_at is None


def test_an_odd_choice_is_the_usual_one(house, card_reader):
    ask(card_reader, house.customer, "access")
    browser_of(house.owner).post(url("request_grant", Request.objects.get().pk), {"choice": "-1"})
    until = timezone.localdate(house.customer.shares()[0].expires_at)
    assert until == timezone.localdate() + timedelta(days=30)


def test_asking_says_who_was_asked_and_offers_to_take_it_back(house, card_reader):
    client = browser_of(card_reader)
    told = client.post(url("ask", house.customer.pk, "access"), follow=True).content.decode()
    assert "Asked Owner." in told
    assert url("request_withdraw", Request.objects.get().pk) in told
    client.post(url("request_withdraw", Request.objects.get().pk))
    assert Request.objects.get().status == "withdrawn"


def test_a_claim_that_comes_too_late_offers_to_dispute_it(house, card_reader):
    response = browser_of(card_reader).post(url("claim", house.customer.pk), follow=True)
    assert url("ask", house.customer.pk, "dispute") in response.content.decode()
    toast = browser_of(card_reader).post(url("claim", house.customer.pk), headers=HTMX)
    assert url("ask", house.customer.pk, "dispute") in toast.headers["HX-Trigger"]


def test_a_dispute_leads_to_its_page(house, card_reader):
    response = ask(card_reader, house.customer, "dispute")
    assert response.url == Request.objects.get().get_absolute_url()


def test_evidence_is_added_in_a_sheet_and_bad_input_comes_back(house, card_reader):
    ask(card_reader, house.customer, "dispute")
    address = url("request_evidence", Request.objects.get().pk)
    bad = browser_of(house.owner).post(address, {"text": "A contract", "happened_on": "never"})
    assert bad.status_code == 422
    assert "A contract" in bad.content.decode()
    browser_of(house.owner).post(address, {"text": "A contract", "happened_on": "2025-03-01"})
    assert "A contract" in page(card_reader, Request.objects.get().get_absolute_url())


def test_the_manager_rules_in_one_tap_and_both_sides_are_told(house, card_reader):
    ask(card_reader, house.customer, "dispute")
    address = url("request_rule", Request.objects.get().pk)
    browser_of(house.manager).post(address, {"outcome": "asker"})
    assert reload(house.customer).owner == card_reader
    told = Notice.objects.filter(kind="dispute").values_list("user__display_name", flat=True)
    assert sorted(told) == ["Mate", "Owner"]


def test_a_ruling_without_a_side_is_refused(house, card_reader):
    ask(card_reader, house.customer, "dispute")
    browser_of(house.manager).post(url("request_rule", Request.objects.get().pk), {"outcome": "me"})
    assert Request.objects.get().is_open


def test_a_decision_over_the_page_swaps_the_card_and_takes_a_note(house):
    request = house.customer.ask("keep", by=house.owner)
    client = browser_of(house.manager)
    card = client.post(url("request_decline", request.pk), headers=HTMX).content.decode()
    assert "<html" not in card
    assert url("request_note", request.pk) in card
    client.post(url("request_note", request.pk), {"text": "Nothing moved"}, headers=HTMX)
    client.post(url("request_note", request.pk), {"text": "Otherwise"}, headers=HTMX)
    assert Request.objects.get().ruling == "Nothing moved"


def test_the_asker_adds_the_reason_afterwards(house):
    request = house.customer.ask("keep", by=house.owner)
    browser_of(house.owner).post(url("request_note", request.pk), {"text": "Tender in May"})
    assert "Tender in May" in page(house.manager, url("requests"))


def test_too_long_a_protection_is_asked_for_from_the_form(house):
    until = (timezone.localdate() + timedelta(days=100)).isoformat()
    ask(house.owner, house.customer, "extend", {"until": until, "reason": "A tender"})
    request = Request.objects.get()
    assert (request.wanted, request.reason) == ({"until": until}, "A tender")
    browser_of(house.manager).post(url("request_grant", request.pk))
    assert reload(house.customer).protected_until.isoformat() == until


@pytest.mark.parametrize(
    "data", [{"until": "1999-01-01"}, {"until": "x" * 99, "reason": "y" * 999}]
)
def test_what_is_odd_in_a_tap_is_left_out(house, data):
    assert ask(house.owner, house.customer, "extend", data).status_code == 302
    assert (Request.objects.get().wanted, Request.objects.get().reason) == ({}, "")


def test_a_refused_form_offers_to_ask_with_what_was_typed(house):
    RuleVersion.objects.create(
        sections={"protection": {"longest_days": 10}}, effective_from=timezone.localdate()
    )
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    data = {"until": until, "reason": "A tender"}
    response = browser_of(house.owner).post(url("protect", house.customer.pk), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'formaction="{url("ask", house.customer.pk, "extend")}"' in html
    assert "A tender" in html


def test_the_place_counts_what_waits_and_only_that(house):
    house.customer.ask("keep", by=house.owner)
    place = f'href="{url("requests")}"'
    counts = {
        who: "<small>1</small>"
        in page(getattr(house, who), url("contacts")).split(place)[1].split("</li>")[0]
        for who in ("owner", "mate", "manager", "director", "stranger")
    }
    assert counts == {**dict.fromkeys(counts, False), "manager": True}


def test_a_director_may_decide_what_waits_for_the_manager(house):
    house.customer.ask("keep", by=house.owner)
    assert "asks that it may stay" not in page(house.director, url("requests"))
    assert "asks that it may stay" in page(house.director, url("requests") + "?show=others")


def test_whoever_is_asked_and_whoever_asked_are_told(house):
    request = house.customer.ask("keep", by=house.owner)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.url) == (
        house.manager,
        "asked",
        request.get_absolute_url(),
    )
    request.decline(by=house.manager)
    assert Notice.objects.filter(user=house.owner, kind="decided").exists()


@pytest.mark.parametrize("name", ["grant", "decline", "rule", "withdraw", "note", "evidence"])
def test_strangers_find_no_request_and_askers_decide_none(house, card_reader, name):
    kind = "dispute" if name in ("rule", "evidence") else "access"
    request = house.customer.ask(kind, by=card_reader, scope="everything")
    address = url(f"request_{name}", request.pk)
    data = {"outcome": "asker", "text": "Mine"}
    assert browser_of(house.stranger).post(address, data).status_code == 404
    if name in ("grant", "decline", "rule"):
        assert browser_of(card_reader).post(address, data).status_code == 403
    assert Request.objects.get().is_open


def test_strangers_cannot_ask_about_what_they_cannot_see(house):
    for kind in ("keep", "extend", "access", "dispute"):
        assert ask(house.stranger, house.customer, kind).status_code == 404
    assert not Request.objects.exists()
    assert last_entry(house.customer).verb == "created"


def test_readers_may_not_ask_for_what_is_the_owners(house, card_reader):
    assert ask(card_reader, house.customer, "keep").status_code == 403
    assert sees(card_reader, house.customer)


def test_ten_cards_cost_as_many_queries_as_two(house, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories import make_customer

    def asked(number):
        for _n in range(number):
            make_customer(owner=house.owner).ask("keep", by=house.owner)

    client = browser_of(house.manager)
    asked(2)
    client.get(url("requests"))
    with CaptureQueriesContext(connection) as two:
        client.get(url("requests"))
    asked(8)
    with django_assert_num_queries(len(two)):
        assert client.get(url("requests")).content.count(b"asks that it may stay") == 10
