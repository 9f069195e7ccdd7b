from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.house import browser_of
from tests.ownership.looking import last_entry, reload

HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


def post(user, name, customer, data=None, **extra):
    return browser_of(user).post(
        reverse(f"customers:{name}", args=[customer.pk]), data or {}, **extra
    )


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_claiming_leads_to_the_customer_and_says_so(house):
    response = post(house.mate, "claim", house.pooled)
    assert response.url == house.pooled.get_absolute_url()
    assert said(response) == "Pooled Tools is yours alone now."
    assert reload(house.pooled).owner == house.mate


def test_who_comes_too_late_is_told_who_won(house):
    client = browser_of(house.manager)
    house.pooled.claim(by=house.mate)
    response = client.post(reverse("customers:claim", args=[house.pooled.pk]))
    assert response.status_code == 302
    assert "Mate already holds Pooled Tools" in said(response)


def test_assigning_by_id_and_by_name(house):
    post(house.manager, "assign", house.pooled, {"to": house.mate.pk})
    assert reload(house.pooled).owner == house.mate
    post(house.manager, "assign", house.pooled, {"to": "", "to-typed": "Owner"})
    assert reload(house.pooled).owner == house.owner


def test_a_refusal_comes_back_in_the_form_with_what_was_typed(house):
    until = (timezone.localdate() + timedelta(days=999)).isoformat()
    data = {"until": until, "reason": "A long story"}
    response = post(house.owner, "protect", house.customer, data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "A protection lasts from tomorrow up to 180 days." in html
    assert "A long story" in html


def test_a_form_over_the_page_is_answered_by_drawing_the_page_anew(house):
    response = post(house.owner, "release", house.customer, {"reason": "Closed"}, headers=HTMX)
    assert response.headers["HX-Refresh"] == "true"
    assert reload(house.customer).pool == house.east


def test_who_loses_sight_of_a_customer_is_led_to_the_list(house):
    here = {**HTMX, "HX-Current-URL": f"http://testserver{house.customer.get_absolute_url()}"}
    house.customer.share(house.stranger, by=house.owner, scope="card")
    data = {"receiver": house.stranger.pk}
    response = post(house.stranger, "unshare", house.customer, data, headers=here)
    assert response.headers["HX-Redirect"] == reverse("customers:list")


def test_sharing_with_a_team_until_the_end_of_a_day(house):
    day = timezone.localdate() + timedelta(days=5)
    data = {"receiver": -house.west.pk, "scope": "everything", "may_edit": "on", "until": day}
    post(house.owner, "share", house.customer, data)
    (share,) = house.customer.shares()
    assert (share.receiver, share.scope, share.may_edit) == (house.west, "everything", True)
    local = timezone.localtime(share.expires_at)
    assert (local.date(), local.hour, local.minute) == (day, 23, 59)


@pytest.mark.parametrize("receiver", ["", "0", "-99999", "x", "9" * 30, "-"])
def test_ending_a_share_of_nobody_is_refused(house, receiver):
    response = post(house.owner, "unshare", house.customer, {"receiver": receiver})
    assert response.status_code == 302
    assert "no such share" in said(response)


def test_deleting_offers_an_undo_that_brings_it_back(house):
    response = post(house.owner, "delete", house.customer)
    (message,) = get_messages(response.wsgi_request)
    undo = message.extra_tags.removeprefix("undo=")
    assert undo == reverse("customers:restore", args=[house.customer.pk])
    assert browser_of(house.owner).post(undo).url == house.customer.get_absolute_url()
    assert last_entry(house.customer).verb == "restored"


def test_a_protection_begins_and_ends(house):
    day = timezone.localdate() + timedelta(days=5)
    post(house.owner, "protect", house.customer, {"until": day, "reason": "Tender"})
    assert reload(house.customer).protected_until == day
    post(house.owner, "unprotect", house.customer)
    assert reload(house.customer).protected_until is None
