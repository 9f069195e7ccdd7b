"""The three people of every page: an admin, a manager, and a rep of theirs."""

import pytest
from django.utils import translation

from tests.factories import make_team, make_user


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Sentences are compared in the language they are written in."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def admin(db):
    return make_user("Ada Admin", username="ada", email="ada@example.com", is_admin=True)


@pytest.fixture
def team(db):
    return make_team("East")


@pytest.fixture
def manager(team):
    return make_user("Ma Nager", username="ma", team=team, manager_of=team)


@pytest.fixture
def rep(team, manager):
    return make_user("李娜", username="lina", email="lina@example.com", team=team)


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client
