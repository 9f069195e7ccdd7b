"""An administrator who looks at the product as the owner of `house.customer`."""

import pytest
from django.test import Client
from django.urls import reverse

from crm.people.viewing import Viewing
from tests.house import browser_of, house, in_english  # noqa: F401 - fixtures


def look_as(admin, person, **sent) -> Client:
    """A browser of `admin` in which the product is `person`'s."""
    client = browser_of(admin)
    response = client.post(reverse("people:view_as"), {"person": person.pk, **sent})
    assert response.status_code == 302, response.content.decode()
    return client


@pytest.fixture
def eyes(house):  # noqa: F811 - the fixture
    return look_as(house.admin, house.owner)


@pytest.fixture
def viewing(eyes) -> Viewing:
    return Viewing.objects.get()
