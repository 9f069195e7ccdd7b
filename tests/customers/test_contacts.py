import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse

from customers import contacts
from customers.models import Contact
from tests.factories import make_customer, make_user
from tests.house import browser_of


def add(customer, name, by):
    contact = Contact(customer=customer, name=name)
    contacts.add(contact, by=by)
    return contact


def primaries(customer) -> list[str]:
    living = customer.contacts.filter(deleted_at=None, is_primary=True)
    return list(living.values_list("name", flat=True))


@pytest.fixture
def people(house):
    """Three contacts of one customer, the first of them primary."""
    return [add(house.customer, name, house.owner) for name in ("Wu", "Xu", "Yu")]


def test_the_first_contact_is_the_primary_one(house, people):
    assert primaries(house.customer) == ["Wu"]


def test_making_one_primary_unsets_the_other(house, people):
    contacts.make_primary(people[2], by=house.owner)
    assert primaries(house.customer) == ["Yu"]


def test_a_deleted_primary_is_followed_by_the_one_known_longest(house, people):
    contacts.put_aside(people[0], by=house.owner)
    assert primaries(house.customer) == ["Xu"]


def test_undoing_the_deletion_gives_primacy_back(house, people):
    contacts.put_aside(people[0], by=house.owner)
    contacts.bring_back(Contact.objects.get(pk=people[0].pk), by=house.owner)
    assert primaries(house.customer) == ["Wu"]


def test_the_last_contact_can_be_deleted_and_restored(house):
    only = add(house.customer, "Wu", house.owner)
    contacts.put_aside(only, by=house.owner)
    assert primaries(house.customer) == []
    contacts.bring_back(only, by=house.owner)
    assert primaries(house.customer) == ["Wu"]


def test_a_contact_is_added_in_the_dialog(house):
    url = reverse("customers:contact_new", args=[house.customer.pk])
    data = {"name": "曾国强", "title": "厂长", "mobile": "13800138000"}
    response = browser_of(house.owner).post(url, data, headers={"HX-Request": "true"})
    contact = house.customer.contacts.get()
    assert response.headers["HX-Refresh"] == "true"
    assert (contact.mobile, contact.is_primary) == ("138 0013 8000", True)
    assert contact.initial == "Z"


def test_what_is_wrong_comes_back_in_the_dialog(house):
    url = reverse("customers:contact_new", args=[house.customer.pk])
    response = browser_of(house.owner).post(url, {"name": "Wu", "mobile": "none", "wechat": "kept"})
    assert response.status_code == 422
    assert "kept" in response.content.decode()


def test_deleting_offers_an_undo(house, people):
    response = browser_of(house.owner).post(
        reverse("customers:contact_delete", args=[people[1].pk])
    )
    (message,) = get_messages(response.wsgi_request)
    browser_of(house.owner).post(message.extra_tags.removeprefix("undo="))
    assert house.customer.contacts.filter(deleted_at=None).count() == 3


def test_restoring_what_is_not_deleted_is_not_found(house, people):
    url = reverse("customers:contact_restore", args=[people[0].pk])
    assert browser_of(house.owner).post(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_several_first_contacts_at_once_one_is_primary():
    customer, by = make_customer(), make_user()
    barrier = threading.Barrier(4)

    def work(name):
        barrier.wait()
        add(customer, name, by)
        connection.close()

    threads = [threading.Thread(target=work, args=(f"Person {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert customer.contacts.count() == 4
    assert len(primaries(customer)) == 1
