import pytest
from django.test import Client

from crm.shell import navigation, search
from tests.factories import make_team, make_user

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def client():
    return Client(headers=ENGLISH)


@pytest.fixture
def user(db):
    return make_user("李娜", team=make_team("East"))


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def no_places(monkeypatch):
    """An empty registry of places, for this test only."""
    monkeypatch.setattr(navigation, "_entries", {})


@pytest.fixture
def no_providers(monkeypatch):
    """A search box that asks nobody, for this test only."""
    monkeypatch.setattr(search, "_providers", [])
