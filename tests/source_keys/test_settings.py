"""The administrator's page for source systems, and the orders they keep there."""

import pytest
from django.urls import reverse

from customers.models import FieldRank, SourceSystem
from customers.source_systems.precedence import Precedence
from customers.source_systems.tending import move_in_field, order_field
from tests.factories import make_customer, make_user
from tests.factories_keys import make_customer_key, make_source_system
from tests.house import browser_of, in_english  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return browser_of(make_user(is_admin=True))


def names() -> list[str]:
    return list(SourceSystem.objects.in_use().values_list("name", flat=True))


def test_systems_are_added_at_the_end_and_moved(client):
    for name in ("ERP", "Shop", "Old CRM"):
        client.post(reverse("customers:new_source_system"), {"name": name})
    shop = SourceSystem.objects.get(name="Shop")
    client.post(reverse("customers:move_source_system", args=[shop.pk, "up"]))
    assert names() == ["Shop", "ERP", "Old CRM"]


@pytest.mark.parametrize(
    ("name", "why"), [("erp", "There is one of this name"), ("A: B", "Leave out colons")]
)
def test_a_name_that_keys_could_not_be_told_by_is_refused(client, name, why):
    make_source_system("ERP")
    page = client.post(reverse("customers:new_source_system"), {"name": name})
    assert page.status_code == 422
    assert why in page.content.decode()


def test_an_archived_system_keeps_its_place_and_its_keys(client):
    first, second, third = (make_source_system(name) for name in "ABC")
    make_customer_key(system=second)
    client.post(reverse("customers:archive_source_system", args=[second.pk]))
    client.post(reverse("customers:move_source_system", args=[third.pk, "up"]))
    assert names() == ["C", "A"]
    assert list(Precedence().names) == [third.pk, second.pk, first.pk]


def test_a_field_may_have_an_order_of_its_own(client):
    erp, shop = make_source_system("ERP"), make_source_system("Shop")
    client.post(reverse("customers:new_field_order"), {"target": "address"})
    move = reverse("customers:move_in_field_order", args=["address", shop.pk, "up"])
    client.post(move)
    assert Precedence().above(erp.pk, "address") == [shop.pk]
    assert Precedence().above(erp.pk, "name") == []
    page = client.get(reverse("customers:source_systems")).content.decode()
    assert "Follow the general order" in page
    client.post(reverse("customers:forget_field_order", args=["address"]))
    assert not FieldRank.objects.exists()


def test_a_system_added_later_stands_last_in_every_order():
    erp, shop = make_source_system("ERP"), make_source_system("Shop")
    order_field("address")
    move_in_field("address", shop, -1)
    late = make_source_system("Late")
    assert Precedence().order("address") == [shop.pk, erp.pk, late.pk]


def test_the_page_is_for_administrators():
    page = browser_of(make_user()).get(reverse("customers:source_systems"))
    assert page.status_code == 403


def test_a_customer_tells_its_keys_and_is_found_by_one(client):
    key = make_customer_key(make_customer("Hengyu"), make_source_system("ERP"), "K-0042")
    assert "K-0042" in client.get(key.customer.get_absolute_url()).content.decode()
    found = client.get(reverse("shell:search"), {"q": "K-0042"}).content.decode()
    assert "Hengyu" in found
    listed = client.get(reverse("customers:list"), {"source_keys": "K-0042"})
    assert "Hengyu" in listed.content.decode()


def test_a_stranger_finds_nobody_by_a_key():
    make_customer_key(make_customer("Hengyu"), key="K-0042")
    stranger = browser_of(make_user())
    assert "Hengyu" not in stranger.get(reverse("shell:search"), {"q": "K-0042"}).content.decode()
