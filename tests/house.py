"""The three people of every test: an owner, a reader, a stranger; and those above and beside."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from tests.factories import make_customer, make_pool, make_team, make_user


@pytest.fixture
def house(db):
    """A company of two teams with a pool each, and one customer held by `owner`."""
    company = make_team("Company")
    east, west = make_pool("East", company), make_pool("West", company)
    people = SimpleNamespace(company=company, east=east, west=west)
    people.director = make_user("Director", company, manager_of=company)
    people.manager = make_user("Manager", east, manager_of=east)
    people.owner = make_user("Owner", east)
    people.mate = make_user("Mate", east)
    people.stranger = make_user("Stranger", west)
    people.admin = make_user("Admin", is_admin=True)
    people.customer = make_customer("Hengyu Machines", owner=people.owner)
    people.pooled = make_customer("Pooled Tools", pool=east, by=people.manager)
    return people


@pytest.fixture(autouse=True)
def in_english():
    """Tests that read sentences read them in English, whatever the house's own language."""
    with translation.override("en"):
        yield


def browser_of(user) -> Client:
    """A signed-in browser that asks for English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client
