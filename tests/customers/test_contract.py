"""Every URL of a customer: strangers 404, readers without the right 403, the owner in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_contact
from tests.house import browser_of

READS = ["detail", "why", "ledger", "history"]
FORMS = ["edit", "share", "protect", "release", "contact_new"]
POSTS = {
    "claim": {},
    "unprotect": {},
    "delete": {},
    "share": {"receiver": "1", "scope": "card"},
    "protect": {"until": "2030-01-01", "reason": "x"},
    "release": {"reason": "x"},
    "edit": {"name": "Other"},
    "contact_new": {"name": "Somebody"},
}
OF_CONTACTS = ["contact_edit", "contact_primary", "contact_delete"]


@pytest.fixture
def shared(house):
    """`mate` reads the card and no more."""
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.contact = make_contact(house.customer, "Wu Tao")
    return house


def url(name, record):
    return reverse(f"customers:{name}", args=[record.pk])


@pytest.mark.parametrize("name", READS)
def test_a_reader_reads_and_a_stranger_finds_nothing(shared, name):
    assert browser_of(shared.owner).get(url(name, shared.customer)).status_code == 200
    assert browser_of(shared.mate).get(url(name, shared.customer)).status_code == 200
    assert browser_of(shared.stranger).get(url(name, shared.customer)).status_code == 404


@pytest.mark.parametrize("name", FORMS)
def test_forms_open_to_the_owner_only(shared, name):
    assert browser_of(shared.owner).get(url(name, shared.customer)).status_code == 200
    assert browser_of(shared.mate).get(url(name, shared.customer)).status_code == 403
    assert browser_of(shared.stranger).get(url(name, shared.customer)).status_code == 404


def test_the_form_assign_opens_to_managers_only(shared):
    expected = {"manager": 200, "admin": 200, "owner": 403, "mate": 403, "stranger": 404}
    for who, status in expected.items():
        client = browser_of(getattr(shared, who))
        assert client.get(url("assign", shared.customer)).status_code == status, who


@pytest.mark.parametrize("name", POSTS)
def test_a_stranger_changes_nothing(shared, name):
    entries = shared.customer.ledger.count()
    response = browser_of(shared.stranger).post(url(name, shared.customer), POSTS[name])
    assert response.status_code == 404
    assert shared.customer.ledger.count() == entries


@pytest.mark.parametrize("name", [name for name in POSTS if name != "claim"])
def test_a_reader_without_the_right_is_forbidden(shared, name):
    entries = shared.customer.ledger.count()
    response = browser_of(shared.mate).post(url(name, shared.customer), POSTS[name])
    assert response.status_code == 403
    assert shared.customer.ledger.count() == entries


@pytest.mark.parametrize("name", OF_CONTACTS)
def test_contacts_follow_their_customer(shared, name):
    post = {"name": "Other"}
    assert browser_of(shared.stranger).post(url(name, shared.contact), post).status_code == 404
    assert browser_of(shared.mate).post(url(name, shared.contact), post).status_code == 403
    assert browser_of(shared.owner).post(url(name, shared.contact), post).status_code in (302, 422)


def test_a_card_that_may_be_changed_opens_its_contacts_but_not_its_verbs(house):
    house.customer.share(house.mate, by=house.owner, scope="card", may_edit=True)
    client = browser_of(house.mate)
    assert client.get(url("edit", house.customer)).status_code == 200
    assert client.get(url("contact_new", house.customer)).status_code == 200
    assert client.get(url("release", house.customer)).status_code == 403


@pytest.mark.parametrize("name", ["claim", "unshare", "unprotect", "delete", "restore"])
def test_a_change_wants_a_post(house, name):
    assert browser_of(house.owner).get(url(name, house.customer)).status_code == 405


@pytest.mark.parametrize("name", [*READS, *FORMS])
def test_a_deleted_customer_is_found_by_nobody(house, name):
    house.customer.delete(by=house.owner)
    assert browser_of(house.owner).get(url(name, house.customer)).status_code == 404
    assert browser_of(house.admin).get(url(name, house.customer)).status_code == 404


def test_restoring_is_for_those_who_could_delete(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    house.customer.delete(by=house.owner)
    restore = url("restore", house.customer)
    assert browser_of(house.mate).post(restore).status_code == 404
    assert browser_of(house.owner).post(restore).status_code == 302


def test_an_expired_share_opens_nothing_by_the_second(house):
    until = timezone.now() + timedelta(hours=1)
    house.customer.share(house.mate, by=house.owner, scope="everything", until=until)
    passed = timezone.now() - timedelta(milliseconds=1)
    share = house.customer.user_shares.get()
    type(share).objects.filter(pk=share.pk).update(expires_at=passed)
    house.customer.refresh_from_db()
    assert browser_of(house.mate).get(url("detail", house.customer)).status_code == 404


def test_nobody_is_let_in_without_signing_in(house, client):
    response = client.get(url("detail", house.customer))
    assert response.status_code == 302
    assert "/login/" in response.url
